"""What a page of the course shows."""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.model import Case, Flowchart, GoldenRule, Module, Page, Statement, Term
from course.documents.flowchart_drawing import Drawing, draw
from course.rules.casework import CaseLength, lengths
from course.rules.completion import ModuleProgress
from course.rules.ways import Step, steps
from course.web.learn import words
from course.web.learn.going import Place, after, before, present_progress, state_of
from course.web.learn.quiz_form import QuizForm, blank_form
from course.web.site import catalogue
from course.web.support import SupportLine, support_lines
from course.web.terms import terms_in


@dataclass(frozen=True, slots=True)
class Foot:
    """Where Back and Next lead. `action` takes the form of Next; `onward` is its link on a quiz page, where it marks nothing.

    quiet: another button is the page's own.
    """

    back: str
    action: str | None
    onward: str | None
    label: str
    quiet: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A statement to be answered. `chosen` is "true", "false" or None before a choice; `error` says what is missing."""

    statement: Statement
    number: int
    chosen: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class CoursePage:
    """Everything a page shows. `minutes_left` counts this page and those behind it in the module.

    sign: the golden rule that the page is about, if it is about one. marks: None before the module is begun.
    """

    module: Module
    page: Page
    state: ModuleProgress
    sign: str | None
    marks: int | None
    foot: Foot
    minutes_left: int
    terms: tuple[Term, ...]
    quiz: QuizForm | None
    items: tuple[Item, ...]
    case: Case | None
    lengths: tuple[CaseLength, ...]
    support: tuple[SupportLine, ...]
    flowchart: Flowchart | None
    drawing: Drawing | None
    steps: tuple[Step, ...]
    rules: dict[str, GoldenRule]
    dots: tuple[words.Dot, ...]
    finished_numbers: frozenset[int]

    @property
    def unanswered_links(self) -> tuple[words.Link, ...]:
        """The lines of the error summary, in the order of the statements."""
        return tuple((f"#answer-{each.statement.id}", each.error) for each in self.items if each.error)

    @property
    def answers(self) -> str:
        """Where the answers are handed in."""
        return f"{words.href(self.page)}/answers"

    @property
    def show_answers(self) -> str:
        """Where Show answers is sent."""
        return f"{words.href(self.page)}/show-answers"


def describe(place: Place, quiz: QuizForm | None = None) -> CoursePage:
    """The context of a page; a quiz page shows the given form, or a blank one."""
    held, page = catalogue(), place.page
    state = state_of(place.module)
    form = quiz or (blank_form(held.quizzes[page.quiz]) if page.quiz else None)
    chart = held.flowchart if page.kind == "flowchart" else None
    return CoursePage(
        module=place.module,
        page=page,
        state=state,
        sign=page.id if page.id in held.rules else None,
        marks=state.marks if state.started else None,
        foot=_foot(place, read=page.id in state.read),
        minutes_left=_minutes_left(place, state),
        terms=_terms(page),
        quiz=form,
        items=_items(form) if form else (),
        case=held.cases[page.case] if page.case else None,
        lengths=lengths(held.cases[page.case]) if page.case else (),
        support=support_lines() if page.case else (),
        flowchart=chart,
        drawing=draw(chart) if chart else None,
        steps=steps(chart) if chart else (),
        rules=dict(held.rules),
        dots=words.dots(place.module, state, page),
        finished_numbers=words.finished_numbers(present_progress()),
    )


def _terms(page: Page) -> tuple[Term, ...]:
    """The words to explain; of a case its page shows the story alone."""
    held = catalogue()
    if page.case:
        return terms_in(held, held.cases[page.case].scenario)
    return tuple(held.terms[term] for term in page.terms)


def _foot(place: Place, *, read: bool) -> Foot:
    """Back and Next; at either end of a module its contents are the neighbour."""
    contents, following, preceding = words.contents(place.module), after(place), before(place)
    back = words.href(preceding) if preceding else contents
    if place.page.quiz:
        onward = words.href(following) if following else contents
        return Foot(back, None, onward, label="Next" if read else "Next, without handing in", quiet=not read)
    label = "Next" if following else "Finish this module"
    return Foot(back, f"{words.href(place.page)}/next", None, label, quiet=bool(place.page.case) and not read)


def _items(form: QuizForm) -> tuple[Item, ...]:
    return tuple(
        Item(
            statement=each,
            number=number,
            chosen=form.chosen.get(each.id),
            error=f"Choose an answer for statement {number}" if each.id in form.unanswered else None,
        )
        for number, each in enumerate(form.quiz.statements, start=1)
    )


def _minutes_left(place: Place, state: ModuleProgress) -> int:
    here = place.page
    behind = [each for each in place.module.pages[here.number - 1 :] if each.kind != "case" or each is here]
    return _cases_left(place, state) + sum(each.minutes for each in behind)


def _cases_left(place: Place, state: ModuleProgress) -> int:
    """Minutes of the shortest cases that are still required and stand behind this page."""
    ahead = [
        page for page in place.module.pages[place.page.number :] if page.kind == "case" and page.id not in state.read
    ]
    done = sum(
        1 for page in place.module.pages if page.kind == "case" and (page.id in state.read or page is place.page)
    )
    required = max(0, (place.module.cases_required or 0) - done)
    return sum(sorted(page.minutes for page in ahead)[:required])
