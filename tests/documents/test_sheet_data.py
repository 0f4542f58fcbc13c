"""What keeps a page in good order is decided before it is set: what stays together, what is gathered, what needs no name."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from course.documents import sheet_data
from course.documents.sheet_data import block_data, line_data
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Bullets,
    Card,
    Definitions,
    Heading,
    NewPage,
    Paragraph,
    Statement,
    Table,
    Words,
    line,
    paragraph,
)
from course.documents.typesetting import PAPER
from tests.documents.every_block import BLANK

LONG = "Herons stand still for a long time before they move at all. "


def test_both_renderers_know_every_block() -> None:
    known = set(get_args(Block))
    assert set(sheet_data.SHOWN) == known
    paper = (PAPER / "sheets.typ").read_text(encoding="utf-8")
    gathered = {name for kind, name in sheet_data.GATHERED.items() if kind is not Card}
    alone = {kind.__name__ for kind in known} - {kind.__name__ for kind in sheet_data.GATHERED if kind is not Card}
    assert [name for name in sorted(alone | gathered | {"Cards"}) if f"{name}: " not in paper] == []
    screen = (PAPER.parent / "components" / "blocks.html").read_text(encoding="utf-8")
    assert [kind.tag for kind in known if f'"{kind.tag}": ' not in screen] == []


STATEMENTS = [dataclasses.replace(BLANK, id=str(number), number=number) for number in range(1, 4)]
ROLE = Card("Role", "A", ())
WIDE = dataclasses.replace(ROLE, half=False)


@pytest.mark.parametrize(
    ("blocks", "kinds"),
    [
        ([*STATEMENTS], ["Statements"]),
        ([STATEMENTS[0], NewPage(), STATEMENTS[1]], ["Statements", "NewPage", "Statements"]),
        ([ROLE, ROLE, WIDE, ROLE], ["Cards", "Card", "Cards"]),
        ([WIDE, WIDE], ["Card", "Card"]),
        ([], []),
    ],
)
def test_what_is_laid_out_together_is_gathered(blocks: list[Block], kinds: list[str]) -> None:
    assert [each["kind"] for each in block_data(blocks)] == kinds


LIST, TABLE = Bullets(((paragraph("a"),),)), Table("", (line("a"),), ())
STAYS = [
    ([Heading(2, line("a")), paragraph("b")], True),
    ([Heading(2, line("a"))], False),
    ([Heading(2, line("a")), NewPage()], False),
    ([paragraph("Leads to:"), paragraph("b")], True),
    ([paragraph("Ends."), paragraph("b")], False),
    ([paragraph("Short."), LIST], True),
    ([paragraph("Short."), TABLE], True),
    ([paragraph("Short."), STATEMENTS[0]], True),
    ([paragraph(LONG * 9), LIST], False),
    ([paragraph("Short."), NewPage()], False),
    ([LIST, paragraph("b")], False),
    ([LIST, paragraph("Source: b", small=True)], True),
    ([paragraph("Ends."), paragraph("Source: b", small=True)], True),
    ([paragraph(LONG * 9), paragraph("Source: b", small=True)], False),
    ([LIST, paragraph("Source: b", small=True), NewPage()], True),
    ([Box("plain", "", (paragraph(LONG),)), paragraph("Source: b", small=True)], True),
    ([Box("plain", "", (paragraph(LONG),)), paragraph("b")], False),
]


@pytest.mark.parametrize(("blocks", "stays"), STAYS)
def test_what_leads_to_the_next_block_stays_with_it(blocks: list[Block], stays: bool) -> None:
    assert block_data(blocks)[0].get("keep", False) is stays


def test_small_words_below_a_heading_stay_with_what_follows() -> None:
    below = block_data([Heading(2, line("a")), paragraph("Module 1", small=True), paragraph(LONG * 9)])
    assert [each["keep"] for each in below] == [True, True, False]


def test_a_strong_question_below_a_heading_stays_with_what_follows() -> None:
    asked, mixed = Paragraph(line(LONG, strong=True)), Paragraph((Words("Ask.", strong=True), Words(LONG)))
    assert [each["keep"] for each in block_data([Heading(3, line("a")), asked, paragraph("b")])] == [True, True, False]
    assert [each["keep"] for each in block_data([asked, paragraph("b")])] == [False, False]
    assert [each["keep"] for each in block_data([Heading(3, line("a")), mixed, paragraph("b")])] == [True, False, False]


@pytest.mark.parametrize(("rows", "to_fill", "whole"), [(9, False, True), (60, False, False), (9, True, False)])
def test_a_short_table_is_not_torn_apart(rows: int, to_fill: bool, whole: bool) -> None:
    (made,) = block_data([Table("", (line("a"),), ((line(LONG),),) * rows, to_fill=to_fill)])
    assert made["whole"] is whole


@pytest.mark.parametrize(
    ("before", "label", "shown"),
    [
        ("Front door: ", "Front door", ""),
        ("About a child, the front door: ", "Front door", ""),
        ("Out of hours: ", "Out-of-hours team", ""),
        ("Ring them. Support for staff: ", "Support for staff", ""),
        ("About an adult: ", "Adult safeguarding lead", "Adult safeguarding lead"),
        ("", "Front door", "Front door"),
    ],
)
def test_a_line_to_write_on_is_named_once(before: str, label: str, shown: str) -> None:
    assert line_data((*line(before), Blank(label)))[-1] == {"blank": shown}
    named = block_data([Definitions(((line("Front door"), (Paragraph((Blank("Front door"),)),)),))])
    assert named[0]["pairs"][0][1][0]["line"] == [{"blank": ""}]
    assert named[0]["pairs"][0][2] is True


def test_words_carry_no_more_than_what_they_are() -> None:
    assert line_data((Words("plain"),)) == ["plain"]
    assert line_data((Words("x" * 27, strong=True),)) == [{"text": "x" * 27, "strong": True, "long": True}]


def test_a_blank_statement_tells_no_answer() -> None:
    (made,) = block_data([Statement("x", 1, "Text", ("True", "False"))])
    assert made["items"] == [
        {"number": "1", "text": "Text", "labels": ("True", "False"), "said": "", "because": "", "since_2016": "",
         "rule": "", "rule_name": "", "page": ""}
    ]  # fmt: skip
