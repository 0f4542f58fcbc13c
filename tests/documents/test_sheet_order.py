"""Pages in good order: what belongs together is not torn apart, long titles stand on one line, terms on their lines."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import Any

import pytest
from pypdf import PdfReader

from course.documents.packs import Wish
from course.documents.sheet_setting import printing, sheets_pdf
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Bullets,
    Definitions,
    Heading,
    Lines,
    NewPage,
    Paragraph,
    Sheet,
    Table,
    line,
    paragraph,
)
from tests.documents.every_block import BLANK, COURSE
from tests.documents.paper_looked_at import drawn

MOST_OF_A_PAGE = (paragraph("A heron."),) * 35
ROWS = tuple((line(f"Row {number}"), line("Herons share early")) for number in range(1, 9))
QUIZ = tuple(dataclasses.replace(BLANK, id=str(number), number=number, text=f"Row {number}") for number in range(1, 9))
LIST = Bullets(tuple((paragraph(f"Row {number}"),) for number in range(1, 6)))
TOGETHER: tuple[tuple[str, tuple[Block, ...], str], ...] = (
    ("a table", (Table("Herons", (line("Row"), line("What")), ROWS, (1, 1)),), "Row 8"),
    ("lines to write on", (Lines(8), paragraph("Row 8")), "Row 8"),
    ("three statements of a quiz", QUIZ, "Row 3"),
    (
        "a box and its source",
        (Box("plain", "Row 1", (paragraph("A heron."),)), paragraph("Source: a book", small=True)),
        "Source: a book",
    ),
    ("a list and its source", (LIST, paragraph("Source: a book", small=True)), "Source: a book"),
)
ON_ONE_LINE = "Case cards: What Herons said on a Thursday"


def pdf(*sheets: Sheet, organisation: str = "") -> bytes:
    return sheets_pdf(sheets, printing(COURSE, Wish(dt.date(2026, 11, 22), organisation=organisation), "Herons"))


def sheet(*blocks: Block, title: str = "Herons") -> Sheet:
    return Sheet("herons", title, "A kicker", "trainer", blocks)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    """A sheet for each of `TOGETHER`, which would be torn at the foot of its first page: three pages each."""
    rest = (NewPage(), paragraph("No sheet is set smaller for its last page."), *MOST_OF_A_PAGE[1:])
    made = [sheet(*MOST_OF_A_PAGE, Heading(2, line("Begins")), *blocks, *rest) for _, blocks, _ in TOGETHER]
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf(*made))).pages]


@pytest.mark.parametrize("place", range(len(TOGETHER)), ids=[name for name, *_ in TOGETHER])
def test_what_belongs_together_is_not_torn_apart(place: int, pages: list[str]) -> None:
    _, second, _ = pages[3 * place : 3 * place + 3]
    assert "Begins" in second and TOGETHER[place][2] in second


def sizes(title: str, made: bytes) -> dict[float, int]:
    """How many lines a title has in each size of type."""
    found: dict[float, set[float]] = {}

    def note(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip() and text.strip() in title:
            found.setdefault(round(abs(size * tm[0]), 1), set()).add(round(cm[5] + tm[5]))

    PdfReader(io.BytesIO(made)).pages[0].extract_text(visitor_text=note)
    return {size: len(lines) for size, lines in found.items() if size > 10}


def test_a_long_title_is_set_smaller_where_it_then_stands_on_one_line() -> None:
    assert sizes("Herons", pdf(sheet(paragraph("Words.")))) == {33.1: 1}
    ((size, lines),) = sizes(ON_ONE_LINE, pdf(sheet(paragraph("Words."), title=ON_ONE_LINE))).items()
    assert size < 33 and lines == 1


@pytest.mark.parametrize(("paper", "size"), [("a4", 11.0), ("a3", 15.6)])
def test_the_name_of_the_organisation_grows_with_the_paper(paper: str, size: float) -> None:
    made = pdf(dataclasses.replace(sheet(paragraph("Words.")), paper=paper), organisation="Nest")
    assert sizes("Nest", made) == {size: 1}


def test_a_term_stands_on_its_line_to_write_on() -> None:
    pairs = ((line("Door"), (Paragraph((Blank("Door"),)),)), (line("Lead"), (paragraph("Toni"),)))
    picture = drawn(pdf(sheet(Definitions(pairs))))[0].crop((0, 100, 595, 200))
    ink = picture.point(lambda grey: 255 if grey < 200 else 0)
    term = ink.crop((0, 0, 150, 30)).getbbox()
    rule = next(y for y in range(ink.height) if all(ink.getpixel((x, y)) for x in range(300, 400)))
    assert term and 1 <= rule - term[3] <= 5
