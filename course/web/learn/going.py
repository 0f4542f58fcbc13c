"""What the learner's views share: finding a page, knowing the progress."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app, g

from course.catalogue.model import Catalogue, Module, Page
from course.rules.completion import ModuleProgress, Progress, progress
from course.rules.facts import QuizMark, Reading
from course.rules.refreshing import PREFIX
from course.web.gate import learner
from course.web.site import catalogue

PROGRESS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """A page and the module it stands in."""

    module: Module
    page: Page


def module_or_404(module_id: str) -> Module:
    """The module of that id; a page that says so if there is none."""
    return catalogue().module(module_id) or abort(404)


def place_or_404(module_id: str, page_id: str) -> Place:
    """The page of that id in that module; a page that says so if there is none."""
    module = module_or_404(module_id)
    page = next((page for page in module.pages if page.id == page_id), None)
    return Place(module, page or abort(404))


def present_progress() -> Progress:
    """How far the signed-in learner is; a guest has done nothing."""
    if "progress" not in g:
        here = learner()
        g.progress = _remembered(catalogue(), here.readings, here.marks) if here else _remembered(catalogue(), (), ())
    found: Progress = g.progress
    return found


def _remembered(held: Catalogue, readings: tuple[Reading, ...], marks: tuple[QuizMark, ...]) -> Progress:
    """The progress that follows from these very tuples: the records give the same ones until there is a new fact."""
    kept: dict[tuple[int, int], tuple[object, object, object, Progress]] = current_app.extensions.setdefault(
        "progress", {}
    )
    key = (id(readings), id(marks))
    found = kept.get(key)
    if found and found[0] is held and found[1] is readings and found[2] is marks:
        return found[3]
    if len(kept) >= PROGRESS_KEPT:
        kept.clear()
    state = progress(held, readings, marks)
    kept[key] = (held, readings, marks, state)  # holding the tuples keeps their ids their own
    return state


def quiz_title(quiz: str) -> str:
    """What a quiz that was handed in is called; its id where the course no longer has it."""
    page = catalogue().page(quiz.removeprefix(PREFIX))
    return f"{'Refresher: ' if quiz.startswith(PREFIX) else ''}{page.title if page else quiz}"


def state_of(module: Module) -> ModuleProgress:
    """How far the signed-in learner is in one module."""
    return present_progress().modules[module.number - 1]


def after(place: Place) -> Page | None:
    """The page after this one in its module, or None at the end."""
    number = place.page.number
    return place.module.pages[number] if number < len(place.module.pages) else None


def before(place: Place) -> Page | None:
    """The page before this one in its module, or None at the beginning."""
    return place.module.pages[place.page.number - 2] if place.page.number > 1 else None
