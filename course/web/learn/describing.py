"""What a page of the course shows."""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.model import Case, Flowchart, GoldenRule, Module, Page, Term
from course.rules.completion import ModuleProgress
from course.web.learn import words
from course.web.learn.going import Place, after, before, present_progress, state_of
from course.web.learn.quiz_form import QuizForm, blank_form
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class CoursePage:
    """Everything a page shows. `minutes_left` counts this page and those behind it in the module."""

    module: Module
    page: Page
    state: ModuleProgress
    before: Page | None
    after: Page | None
    minutes_left: int
    terms: tuple[Term, ...]
    quiz: QuizForm | None
    case: Case | None
    flowchart: Flowchart | None
    rules: dict[str, GoldenRule]
    questions: dict[str, str]
    dots: tuple[words.Dot, ...]
    finished_numbers: frozenset[int]

    @property
    def unanswered_links(self) -> tuple[words.Link, ...]:
        """The lines of the error summary."""
        if self.quiz is None:
            return ()
        return words.unanswered_links((each.id for each in self.quiz.quiz.statements), self.quiz.unanswered)

    def chosen(self, statement: str) -> str | None:
        """What was chosen for a statement before the page was shown again: "true", "false" or None."""
        return self.quiz.chosen.get(statement) if self.quiz else None


def describe(place: Place, quiz: QuizForm | None = None) -> CoursePage:
    """The context of a page; a quiz page shows the given form, or a blank one."""
    held, page = catalogue(), place.page
    state = state_of(place.module)
    return CoursePage(
        module=place.module,
        page=page,
        state=state,
        before=before(place),
        after=after(place),
        minutes_left=_cases_left(place, state)
        + sum(each.minutes for each in place.module.pages[page.number - 1 :] if each.kind != "case" or each is page),
        terms=tuple(held.terms[term] for term in page.terms),
        quiz=quiz or (blank_form(held.quizzes[page.quiz]) if page.quiz else None),
        case=held.cases[page.case] if page.case else None,
        flowchart=held.flowchart if page.kind == "flowchart" else None,
        rules=dict(held.rules),
        questions={each.id: each.title for each in held.flowchart.questions},
        dots=words.dots(place.module, state, page),
        finished_numbers=words.finished_numbers(present_progress()),
    )


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
