"""One page of a module, and Next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from course.catalogue.model import Case, Flowchart, GoldenRule, Module, Page, Term
from course.records.database import writing
from course.rules.completion import ModuleProgress
from course.web.gate import anyone, learner
from course.web.learn import blueprint, words
from course.web.learn.going import Place, after, before, keep_reading, place_or_404, present_progress
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
    state = next(each for each in present_progress().modules if each.module.id == place.module.id)
    return CoursePage(
        module=place.module,
        page=page,
        state=state,
        before=before(place),
        after=after(place),
        minutes_left=sum(each.minutes for each in place.module.pages[page.number - 1 :] if each.kind != "case" or each is page),
        terms=tuple(held.terms[term] for term in page.terms),
        quiz=quiz or (blank_form(held.quizzes[page.quiz]) if page.quiz else None),
        case=held.cases[page.case] if page.case else None,
        flowchart=held.flowchart if page.kind == "flowchart" else None,
        rules=dict(held.rules),
        questions={each.id: each.title for each in held.flowchart.questions},
        dots=words.dots(place.module, state, page),
        finished_numbers=words.finished_numbers(present_progress()),
    )


@blueprint.get("/modules/<slug:module>/<slug:page>")
@anyone
def page(module: str, page: str) -> ResponseReturnValue:
    """A page; opening it changes nothing."""
    return render_template("pages/learn/page.html", view=describe(place_or_404(module, page)))


@blueprint.post("/modules/<slug:module>/<slug:page>/next")
@anyone(keeps_nothing=True)
def next_page(module: str, page: str) -> ResponseReturnValue:
    """Mark the page read and go on; a quiz page is marked by handing in, not by going on."""
    place = place_or_404(module, page)
    here = learner()
    completed = False
    if here is not None and place.page.quiz is None:
        with writing() as store:
            completed = keep_reading(store, here, place.page)
    following = after(place)
    if completed:
        return redirect(url_for("learn.my_progress"), 303)
    if following is None:
        return redirect(url_for("learn.module", module=module), 303)
    return redirect(url_for("learn.page", module=module, page=following.id), 303)
