"""START HERE, the one page that a trainer reads first: what to print and how often, what to bring, what to do when.

Pages are those of PRINT-learners and PRINT-trainer, in which the sheets stand in the order of the pack. Who shows this page
before anything was made knows no pages, and it then names the sheets alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from course.catalogue.model import Catalogue
from course.documents.packs import SLIDES, START, Item, Pack, Wish
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
PRINT_HEAD = ("Copies", "For whom", "What, and on which pages")
PRINT_SHARES = (9, 17, 74)
SMALL_THINGS = (
    "Pens, a clock that all can see, paper to put on the wall, and scissors if there are cards or slips to cut out."
)
NO_NETWORK = "Nothing here needs a network once you have opened the slides on the machine that you will use."
SEND = "Send {}, and ask what people need to take part."
FILL = "Read the plan. Fill in the local details that are still empty lines."
CUT = "Cut out the case cards, one set for each table, and keep each set in an envelope."
KEEP = "Keep the answers and the notes with you. They are in PRINT-trainer only."
ON_THE_DAY = "Put out the register. Hand out what the step of the plan names, and not before."
AFTERWARDS = "Keep the register apart from the evaluation forms. Put both into the site, and close the session there."
LATER = "Send “{}” out 6 to 8 weeks later."


def start_here(catalogue: Catalogue, pack: Pack, wish: Wish, pages: Mapping[str, int] | None = None) -> Sheet:
    """The page. `pages`: how many pages each printed item has, by id; None where nobody knows yet."""
    bring = (*pack.plan.needs, SMALL_THINGS, NO_NETWORK)
    made: tuple[Block, ...] = (
        Box("plain", pack.title, (paragraph(_group(pack, wish)),)),
        Heading(2, line(PRINT)),
        Table(PRINT, tuple(map(line, PRINT_HEAD)), tuple(_rows(pack, wish, pages)), PRINT_SHARES, rows_head=True),
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


def _rows(pack: Pack, wish: Wish, pages: Mapping[str, int] | None) -> Iterator[tuple[Line, ...]]:
    """Your own file first, then the sheets for those who take part, by how many of each are wanted."""
    own = [item for item in pack.items if item.printed and item.audience == "trainer" and item.id != START]
    count = f", all {1 + sum(pages[item.id] for item in own)} pages" if pages else ""
    yield line("1"), line("You"), (Words(PRINT_TRAINER, strong=True), Words(count))
    spread = dict(_spread([item for item in pack.items if item.printed and item.audience == "learners"], pages))
    for copies in sorted({item.copies for item in spread}, reverse=True):
        named = [f"{item.title}{place}" for item, place in spread.items() if item.copies == copies]
        words = (Words(PRINT_LEARNERS, strong=True), Words(f": {'; '.join(named)}"))
        yield line(str(copies)), line(_for(copies, wish)), words
    for item in pack.items:
        if item.copies and not item.printed:
            yield line(str(item.copies)), line("The wall, on A3"), (Words(item.file, strong=True),)


def _spread(items: Sequence[Item], pages: Mapping[str, int] | None) -> Iterator[tuple[Item, str]]:
    """The items of a file, each with its pages in words: " (3 to 6)"."""
    first = 1
    for item in items:
        if pages is None:
            yield item, ""
            continue
        last = first + pages[item.id] - 1
        yield item, f" ({first})" if first == last else f" ({first} to {last})"
        first = last + 1


def _for(copies: int, wish: Wish) -> str:
    if copies == wish.group:
        return "Each person"
    return "Each table" if copies == wish.tables else "Whoever wants large print"


def _when(pack: Pack) -> Iterator[tuple[Line, tuple[Block, ...]]]:
    letter, later = pack.item("joining-letter"), pack.item("later")
    before = [SEND.format(f"“{letter.title}”")] if letter else []
    cards = [CUT] if pack.item("case-cards") else []
    after = [LATER.format(later.title)] if later else []
    show = [f"Try out {slides.file} on the projector."] if (slides := pack.item(SLIDES)) else []
    for term, sentences in (
        ("2 weeks before", [*before, FILL]),
        ("The day before", ["Print.", *cards, *show]),
        ("On the day", [ON_THE_DAY, KEEP]),
        ("Afterwards", [AFTERWARDS, *after]),
    ):
        yield line(term), (paragraph(" ".join(sentences)),)
