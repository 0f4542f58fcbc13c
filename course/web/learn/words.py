"""How far somebody is, in words and links: what the templates say about progress."""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.model import Module, Page
from course.rules.completion import Missing, ModuleProgress, Progress

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dot:
    """One page in the strip above the title."""

    read: bool
    quiz: bool
    here: bool


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module on the front page. state: "finished", "started" or "new"; `words` say the same."""

    number: int
    title: str
    address: str
    minutes: int
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class ModuleMissing:
    """What is missing in a module that is not finished, under the module's name."""

    heading: str
    links: tuple[Link, ...]


def href(page: Page) -> str:
    """The address of a page."""
    return f"/modules/{page.module}/{page.id}"


def contents(module: Module) -> str:
    """The address of a module's contents."""
    return f"/modules/{module.id}/"


def result(attempt: int, *, completed: bool) -> str:
    """The address of the result of an attempt; `completed`: which completed the course."""
    return f"/attempts/{attempt}?completed=1" if completed else f"/attempts/{attempt}"


def finished_numbers(progress: Progress) -> frozenset[int]:
    """Which pieces of the picture are in place."""
    return frozenset(state.module.number for state in progress.modules if state.finished)


def cards(progress: Progress) -> tuple[ModuleCard, ...]:
    """The modules in the order of the course, with how far somebody is in each."""
    return tuple(
        ModuleCard(
            number=state.module.number,
            title=state.module.title,
            address=contents(state.module),
            minutes=state.module.minutes,
            state=_piece(state),
            words=_words(state),
        )
        for state in progress.modules
    )


def _piece(state: ModuleProgress) -> str:
    """How a module's piece is drawn."""
    return "finished" if state.finished else "started" if state.started else "new"


def _words(state: ModuleProgress) -> str:
    """A module's state in a few words for its card."""
    if state.finished:
        return f"Finished: {state.marks} of {state.out_of}"
    if not state.started:
        return "Not started"
    return f"{len(state.read)} of {len(state.module.pages)} pages"


def dots(module: Module, state: ModuleProgress, here: Page) -> tuple[Dot, ...]:
    """The strip of dots of a module."""
    return tuple(
        Dot(read=page.id in state.read, quiz=page.kind == "quiz", here=page.id == here.id) for page in module.pages
    )


def missing_links(state: ModuleProgress) -> tuple[Link, ...]:
    """What is missing, each by its title and with the address where it can be done."""
    return tuple(_link(state, each) for each in state.missing)


def _link(state: ModuleProgress, missing: Missing) -> Link:
    address = href(missing.page) if missing.page else contents(state.module)
    if missing.kind == "marks":
        return (
            address,
            f"Get {missing.count} more right: you need {state.needed} of {state.out_of}, you have {state.marks}",
        )
    if missing.kind == "cases":
        return address, "Read 1 more case" if missing.count == 1 else f"Read {missing.count} more cases"
    verb = "Hand in" if missing.kind == "quiz" else "Read"
    return address, f"{verb}: {missing.title}"


def still_missing(progress: Progress) -> tuple[ModuleMissing, ...]:
    """What is missing in each module that is not finished, in the order of the course."""
    return tuple(
        ModuleMissing(f"{state.module.number} {state.module.title}", missing_links(state))
        for state in progress.modules
        if not state.finished
    )
