"""The front page and the contents of a module."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from course.catalogue.model import Course, Module, Page
from course.rules.completion import ModuleProgress, Progress
from course.web.gate import anyone, learner
from course.web.learn import blueprint, words
from course.web.learn.going import module_or_404, present_progress, state_of
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class FrontPage:
    """`ahead` is the page behind Continue and its module; None when the course is complete."""

    course: Course
    progress: Progress
    ahead: Page | None
    ahead_module: Module | None
    completed: bool
    finished_numbers: frozenset[int]
    last_page: str
    piece = staticmethod(words.piece)
    words = staticmethod(words.words)


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
    ahead = state.next_page
    context = FrontPage(
        course=held.course,
        progress=state,
        ahead=ahead,
        ahead_module=held.module(ahead.module) if ahead else None,
        completed=bool(here and here.completion),
        finished_numbers=words.finished_numbers(state),
        last_page=words.href(held.modules[-1].pages[-1]),
    )
    return render_template("pages/learn/front.html", view=context)


@blueprint.get("/modules/<slug:module>/")
@anyone
def module(module: str) -> ResponseReturnValue:
    """The pages of a module, which are done, and what is still missing."""
    found = module_or_404(module)
    following = next((each for each in catalogue().modules if each.number == found.number + 1), None)
    return render_template("pages/learn/module.html", view=ModulePage(found, state_of(found), following))
