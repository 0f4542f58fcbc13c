"""Packs: everything for one way of running the course in a room, as a list of items. Nothing is made here.

A pack of the whole course holds every item that there is; a shorter one holds what its plan names, and what belongs to that.
Names of files sort in the order in which a trainer needs them, and are the same in every pack. What each item is made of:
`pack_items`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from course.catalogue.model import Catalogue, Plan
from course.documents.sheet_names import sheet_name
from course.rules import plans

USUAL_GROUP = 16
TABLE = 5  # people at a table: 4 to 6
LARGE_COPIES = 2
LARGE = "quiz-sheet-large"
SINGLE = "single-sheets"  # the folder of the ZIP for what PRINT-learners and PRINT-trainer hold already
START, SLIDES = "start-here", "slides"

PLACES: Mapping[str, int] = {
    "start-here": 0, "slides": 10, "plan": 11, "facilitator-guide": 12, "co-trainer-brief": 13, "safety": 14,
    "accessibility-checklist": 15, "joining-letter": 16, "local-slots": 17, "change-log": 18, "licence": 19,
    "register": 20, "attendee-notice": 21, "before": 22, "jigsaw": 28,
    "handout-rules": 30, "handout-gateways": 31, "handout-phrases": 32, "handout-glossary": 33, "local-contacts": 34,
    "quiz-sheet": 40, "quiz-sheet-large": 41, "answer-key": 42, "answer-key-reasons": 43,
    "poster": 50, "poster-a3": 51, "case-cards": 52, "case-notes": 53, "decision-record": 54, "agreement": 55,
    "after": 60, "attendance-certificate": 61, "later": 62,
}  # fmt: skip
"""The items in the order of use: before the day, on arrival, during the session, at its end. Any other text: `OTHER_TEXTS`."""

OTHER_TEXTS = 29
LEARNERS = frozenset({
    "quiz-sheet", "quiz-sheet-large", "case-cards", "poster", "poster-a3", "handout-rules", "handout-gateways",
    "handout-phrases", "handout-glossary", "local-contacts", "agreement", "decision-record", "before", "after", "later",
    "attendance-certificate",
})  # fmt: skip
"""Of the items made from the course itself, those that learners get. A text of content/sheets says for whom it is."""

EVERY_PACK = ("start-here", "plan", "slides", "register", "licence")
WITH: Mapping[str, tuple[str, ...]] = {
    "quiz-sheet": ("quiz-sheet-large", "answer-key", "answer-key-reasons"),
    "case-cards": ("case-notes",),
    "poster": ("poster-a3",),
}
"""What comes with an item."""

NOT_PRINTED = frozenset({"slides", "joining-letter"})  # shown and sent
ONE_A_TABLE = frozenset({"case-cards", "poster", "handout-glossary", "agreement"})
ONE_ALTOGETHER = frozenset({"poster-a3"})
CUT_OUT = frozenset({"case-cards", "jigsaw"})
ONE_SIDE = CUT_OUT | {"poster", "poster-a3"}
"""What is cut up or hangs on a wall has nothing on its back; but each case has a last leaf with a back (`case_cards`)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom a pack is made. `local`: by slot, the local details that are filled in, plain, lines divided by "\\n".
    `organisation`: its name, or empty for the partnership as a whole; `logo`: a PNG, or empty; `group`: how many take part.
    `checked`: by slot, the day on which it was checked; None where nobody knows these days.
    """

    made_on: dt.date
    local: Mapping[str, str] = field(default_factory=dict)
    organisation: str = ""
    logo: bytes = b""
    group: int = USUAL_GROUP
    checked: Mapping[str, dt.date] | None = None

    @property
    def tables(self) -> int:
        """How many tables the group sits at."""
        return max(1, -(-self.group // TABLE))


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a pack. `file`: its name in the ZIP; `copies`: how many to print, 0 where it is sent or shown instead;
    formats: "pdf", or "pptx".
    """

    id: str
    title: str
    audience: str
    file: str
    copies: int
    formats: tuple[str, ...] = ("pdf",)

    @property
    def printed(self) -> bool:
        """Whether it is in PRINT-learners or PRINT-trainer: all that is printed on A4."""
        return self.copies > 0 and self.id not in ONE_ALTOGETHER


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: its items in the order of use."""

    name: str
    title: str
    plan: Plan
    items: tuple[Item, ...]

    @property
    def cases(self) -> frozenset[str]:
        """The cases that are played."""
        return frozenset(step.case for step in self.plan.steps if step.case)

    def item(self, name: str) -> Item | None:
        """The item of that id; None where the pack has none."""
        return next((item for item in self.items if item.id == name), None)


def pack_names(catalogue: Catalogue) -> tuple[str, ...]:
    """Every pack; the first one is the ready choice."""
    return plans.plan_names(catalogue)


def pack(catalogue: Catalogue, name: str, wish: Wish) -> Pack | None:
    """The pack of that name for a wish, or None where there is none."""
    plan = plans.plan(catalogue, name)
    if plan is None:
        return None
    chosen = sorted(_chosen(catalogue, plan), key=lambda item: (PLACES.get(item, OTHER_TEXTS), item))
    return Pack(name, plan.title, plan, tuple(_item(catalogue, item, wish) for item in chosen))


def _chosen(catalogue: Catalogue, plan: Plan) -> set[str]:
    if plan.whole_course:
        return {*PLACES, *catalogue.sheets} - set(_missing(catalogue))
    named = {*EVERY_PACK, *plan.before, *(sheet for step in plan.steps for sheet in step.sheets)}
    return named.union(*(WITH.get(item, ()) for item in named)) - set(_missing(catalogue))


def _missing(catalogue: Catalogue) -> Iterator[str]:
    """Texts that have a place and that this course does not have."""
    for item in PLACES:
        try:
            sheet_name(catalogue, item)
        except KeyError:
            yield item


def _item(catalogue: Catalogue, name: str, wish: Wish) -> Item:
    ending = "pptx" if name == SLIDES else "pdf"
    called = "START-HERE" if name == START else name
    file = f"{PLACES.get(name, OTHER_TEXTS):02}-{called}.{ending}"
    return Item(
        id=name,
        title=sheet_name(catalogue, name),
        audience=_audience(catalogue, name),
        file=file if name in (START, SLIDES) else f"{SINGLE}/{file}",
        copies=_copies(name, _audience(catalogue, name), wish),
        formats=(ending,),
    )


def _audience(catalogue: Catalogue, name: str) -> str:
    if name in catalogue.sheets:
        return catalogue.sheets[name].audience
    return "learners" if name in LEARNERS else "trainer"


def _copies(name: str, audience: str, wish: Wish) -> int:
    if name in NOT_PRINTED:
        return 0
    if name == LARGE:
        return LARGE_COPIES
    if name in ONE_A_TABLE:
        return wish.tables
    return 1 if audience == "trainer" or name in ONE_ALTOGETHER else wish.group
