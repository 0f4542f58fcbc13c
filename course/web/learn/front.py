"""The front page and the contents of a module."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from course.catalogue.model import Course, Module
from course.rules.completion import ModuleProgress, Progress
from course.rules.confidence import offered
from course.web.duties import Duty, duties
from course.web.gate import anyone, learner
from course.web.learn import blueprint, refresher_due, words
from course.web.learn.going import module_or_404, present_progress, state_of
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class Ahead:
    """The page behind Start or Continue; `place` says where in its module it is, once something has been done."""

    address: str
    label: str
    place: str | None


@dataclass(frozen=True, slots=True)
class FrontPage:
    """`ahead` is None when nothing is left to do."""

    course: Course
    progress: Progress
    cards: tuple[words.ModuleCard, ...]
    ahead: Ahead | None
    completed: bool
    finished_numbers: frozenset[int]
    last_page: str
    refresher: bool  # whether it is time for one
    duties: tuple[Duty, ...]  # what the reader looks after besides learning
    asks: str | None  # whether the questions "before" or "after" the course are offered


@dataclass(frozen=True, slots=True)
class ModulePage:
    """The contents of one module and how far the learner is in it."""

    module: Module
    state: ModuleProgress
    following: Module | None

    @property
    def missing(self) -> tuple[words.Link, ...]:
        """What is missing, as links."""
        return words.missing_links(self.state)


@blueprint.get("/")
@anyone
def front() -> ResponseReturnValue:
    """Aims, before you start, five modules with progress, Continue."""
    held, state, here = catalogue(), present_progress(), learner()
    context = FrontPage(
        course=held.course,
        progress=state,
        cards=words.cards(state),
        ahead=_ahead(state),
        completed=bool(here and here.completion),
        finished_numbers=words.finished_numbers(state),
        last_page=words.href(held.modules[-1].pages[-1]),
        duties=duties(here),
        refresher=bool(here and refresher_due.offered(here)),
        asks=offered(here) if here else None,
    )
    return render_template("pages/learn/front.html", view=context)


def _ahead(progress: Progress) -> Ahead | None:
    """Where the learner goes on, or begins."""
    page = progress.next_page
    module = catalogue().module(page.module) if page else None
    if page is None or module is None:
        return None
    if not any(state.started for state in progress.modules):
        return Ahead(words.href(page), "Start", None)
    label = f"Continue: module {module.number}, {page.title}"
    return Ahead(words.href(page), label, f"Page {page.number} of {len(module.pages)}.")


@blueprint.get("/modules/<slug:module>/")
@anyone
def module(module: str) -> ResponseReturnValue:
    """The pages of a module, which are done, and what is still missing."""
    found = module_or_404(module)
    following = next((each for each in catalogue().modules if each.number == found.number + 1), None)
    return render_template("pages/learn/module.html", view=ModulePage(found, state_of(found), following))
