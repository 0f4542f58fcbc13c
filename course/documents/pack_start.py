"""START HERE, the one page that a trainer reads first: what to print and how often, what to bring, what to do when.

Pages are those of PRINT-learners and PRINT-trainer, in which the sheets stand in the order of the pack. Who shows this page
before anything was made knows no pages, and it then names the sheets alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from course.catalogue.model import Catalogue
from course.documents.packs import LARGE, ONE_A_TABLE, ONE_SIDE, SLIDES, START, Item, Pack, Wish
from course.documents.plan_sheet import clock
from course.documents.tree import (
    Block,
    Box,
    Bullets,
    Columns,
    Definitions,
    Heading,
    Line,
    Sheet,
    Table,
    Words,
    line,
    paragraph,
)

TITLE = "Start here"
PRINT_LEARNERS, PRINT_TRAINER = "PRINT-learners.pdf", "PRINT-trainer.pdf"
PRINT, BRING, WHEN = "Print", "Bring", "When"
PRINT_HEAD = ("Copies", "For whom", "Print on", "What, and on which pages")
PRINT_SHARES = (9, 17, 13, 61)
BOTH, ONE = "Both sides", "One side"
EACH_PERSON, EACH_TABLE, WANTS_LARGE = "Each person", "Each table", "Whoever wants large print"
LEAVES = "The end of each case: your record, and on its back one good way through"
APART = "Print each part as a job of its own, or its file in single-sheets: then no two sheets share a leaf."
SMALL_THINGS = (
    "Pens, a clock that all can see, paper to put on the wall, and scissors if there are cards or slips to cut out."
)
NO_NETWORK = "Nothing here needs a network once you have opened the slides on the machine that you will use."
SEND = "Send {}, and ask what people need to take part."
FILL = "Read the plan. Fill in the local details that are still empty lines."
CUT = "Cut out the case cards, one set for each table, and keep each set in an envelope."
KEEP = "The answers and the notes are in PRINT-trainer only. Keep them with you."
ON_THE_DAY = "Put out the register. Hand out what the step of the plan names, and not before."
APART_FROM_FORMS = (
    "Keep the register apart from the evaluation forms. Put both into the site, and close the session there."
)
REGISTER_ALONE = "Put the register into the site, and close the session there."
LATER = "Send “{}” out 6 to 8 weeks later."


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of a file that are printed in one way; `first` and `last` are 0 where nobody knows yet."""

    item: Item
    title: str
    sides: str
    first: int = 0
    last: int = 0

    @property
    def place(self) -> str:
        """Its pages in words: "3 to 6", "7"; "" where nobody knows."""
        if self.first == self.last:
            return str(self.first or "")
        return f"{self.first} to {self.last}"

    @property
    def named(self) -> str:
        """Its name, with its pages behind it."""
        return f"{self.title} ({self.place})" if self.place else self.title


def start_here(catalogue: Catalogue, pack: Pack, wish: Wish, pages: Mapping[str, int] | None = None) -> Sheet:
    """The page. `pages`: how many pages each printed item has, by id; None where nobody knows yet."""
    bring = (*pack.plan.needs, SMALL_THINGS, NO_NETWORK)
    made: tuple[Block, ...] = (
        Box("plain", pack.title, (paragraph(_group(pack, wish)),)),
        Heading(2, line(PRINT)),
        Table(PRINT, tuple(map(line, PRINT_HEAD)), tuple(_rows(pack, pages)), PRINT_SHARES, rows_head=True),
        paragraph(APART, small=True),
        Heading(2, line(BRING)),
        Columns((Bullets(tuple((paragraph(each),) for each in bring)),)),
        Heading(2, line(WHEN)),
        Definitions(tuple(_when(pack))),
    )
    return Sheet(START, TITLE, catalogue.course.title, "trainer", made)


def _group(pack: Pack, wish: Wish) -> str:
    least, most = pack.plan.least, pack.plan.most
    people = "1 person" if wish.group == 1 else f"{wish.group} people"
    at = "1 table" if wish.tables == 1 else f"{wish.tables} tables"
    length = f"{pack.plan.minutes} minutes, from 0:00 to {clock(pack.plan.minutes)}."
    return f"{length} The copies are counted for {people} at {at}; the plan is for {least} to {most}."


def _rows(pack: Pack, pages: Mapping[str, int] | None) -> Iterator[tuple[Line, ...]]:
    """Your own file first, then the sheets for those who take part, by who gets one, and on how many sides."""
    own = tuple(_parts(pack, "trainer", pages))
    apart = [part for part in own if part.sides == ONE]
    count = f", all {own[-1].last} pages" if pages else ""
    but = f" but {' and '.join(part.place or part.title for part in apart)}" if apart else ""
    yield line("1"), line("You"), line(BOTH), (Words(PRINT_TRAINER, strong=True), Words(f"{count}{but}"))
    for part in apart:
        yield line("1"), line("You"), line(ONE), (Words(PRINT_TRAINER, strong=True), Words(f": {part.named}"))
    spread = tuple(_parts(pack, "learners", pages))
    for whom in (EACH_PERSON, EACH_TABLE, WANTS_LARGE):
        for sides in (BOTH, ONE):
            chosen = [part for part in spread if (_for(part.item), part.sides) == (whom, sides)]
            if chosen:
                words = (Words(PRINT_LEARNERS, strong=True), Words(f": {'; '.join(part.named for part in chosen)}"))
                yield line(str(chosen[0].item.copies)), line(whom), line(sides), words
    for item in pack.items:
        if item.copies and not item.printed:
            yield line(str(item.copies)), line("The wall, on A3"), line(ONE), (Words(item.file, strong=True),)


def _parts(pack: Pack, audience: str, pages: Mapping[str, int] | None) -> Iterator[Part]:
    """The items of a file with their pages, in order; the last leaves of the case cards are a part of their own."""
    first = 1
    for item in pack.items:
        if not item.printed or item.audience != audience:
            continue
        sides = ONE if item.id in ONE_SIDE else BOTH
        if pages is None:
            yield Part(item, item.title, sides)
            continue
        last = first + (1 if item.id == START else pages[item.id]) - 1
        leaves = 2 * len(pack.cases) if item.id == "case-cards" else 0
        yield Part(item, item.title, sides, first, last - leaves)
        if leaves:
            yield Part(item, LEAVES, BOTH, last - leaves + 1, last)
        first = last + 1


def _for(item: Item) -> str:
    return WANTS_LARGE if item.id == LARGE else EACH_TABLE if item.id in ONE_A_TABLE else EACH_PERSON


def _when(pack: Pack) -> Iterator[tuple[Line, tuple[Block, ...]]]:
    letter, later = pack.item("joining-letter"), pack.item("later")
    before = [SEND.format(f"“{letter.title}”")] if letter else []
    cards = [CUT] if pack.item("case-cards") else []
    forms = any(pack.item(name) for name in ("before", "after"))
    after = [APART_FROM_FORMS if forms else REGISTER_ALONE, *([LATER.format(later.title)] if later else [])]
    show = [f"Try out {slides.file} on the projector."] if (slides := pack.item(SLIDES)) else []
    for term, sentences in (
        ("2 weeks before", [*before, FILL]),
        ("The day before", ["Print.", *cards, *show]),
        ("On the day", [ON_THE_DAY, KEEP]),
        ("Afterwards", after),
    ):
        yield line(term), (paragraph(" ".join(sentences)),)
