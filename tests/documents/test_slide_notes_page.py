"""Notes under a slide: every block becomes lines in its order, nothing is lost, and a printed page holds them."""

import pytest

from course.documents.slide_measuring import LINE, wrapped
from course.documents.slide_notes_page import BODY, INDENT, NOT_FILLED, NoteLine, note_lines, notes_size
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Bullets,
    Columns,
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
from course.rules import plans
from tests.documents.slide_words import course, deck

STATEMENT = Statement(
    "one", 3, "It is so.", ("True", "False"), False, "It is not.", "It was.", "record", "Record", "Page 4"
)


def shown(*blocks: Block) -> list[tuple[int, str]]:
    return [(each.level, each.text) for each in note_lines(blocks)]


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (paragraph("Words."), [(0, "Words.")]),
        (Paragraph((Words("Lead: "), Blank("Lead"))), [(0, f"Lead: Lead: {NOT_FILLED}")]),
        (Heading(3, line("What to do")), [(0, "What to do")]),
        (
            Bullets(((paragraph("One"),), (paragraph("Two"), paragraph("more")))),
            [(1, "– One"), (1, "– Two"), (1, "more")],
        ),
        (Bullets(((paragraph("One"),), (paragraph("Two"),)), ordered=True, start=4), [(1, "4. One"), (1, "5. Two")]),
        (Bullets(((Bullets(((paragraph("Deep"),),)),),)), [(1, "– – Deep")]),
        (Bullets(((),)), [(1, "– ")]),
        (Definitions(((line("Lead"), (paragraph("Jo"), paragraph("Ann"))),)), [(0, "Lead: Jo"), (0, "Ann")]),
        (Definitions(((line("Lead"), ()),)), [(0, "Lead: ")]),
        (
            Table("", (line("Who"), line("What")), ((line("Jo"), line("asks")), (line("Ann"), ()))),
            [(1, "– Who: Jo; What: asks"), (1, "– Who: Ann; ")],
        ),
        (Box("law", "The law", (paragraph("Act."),), "checked today"), [(0, "The law (checked today)"), (1, "Act.")]),
        (Box("plain", "", (paragraph("Act."),)), [(1, "Act.")]),
        (Columns((paragraph("One"), paragraph("Two"))), [(0, "One"), (0, "Two")]),
        (
            STATEMENT,
            [(0, "3. It is so."), (1, "False. It is not. (Record · Page 4)"), (1, "Changed since 2016: It was.")],
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_block_becomes_lines(block: Block, lines: list[tuple[int, str]]) -> None:
    assert shown(block) == lines


def test_strong_words_stay_strong_and_a_heading_is_strong_as_a_whole() -> None:
    found = list(note_lines([Heading(3, line("Do")), Paragraph((Words("Ask: ", strong=True), Words("why?")))]))
    assert [each.stretches for each in found] == [(("Do", True),), (("Ask: ", True), ("why?", False))]


def test_a_block_that_has_no_place_in_notes_is_an_error() -> None:
    with pytest.raises(ValueError, match="new_page"):
        list(note_lines([NewPage()]))


@pytest.mark.parametrize("name", plans.plan_names(course()))
def test_a_printed_page_holds_the_notes_of_every_slide(name: str) -> None:
    for slide in deck(name):
        lines = list(note_lines(slide.notes))
        size = notes_size(lines)
        rows = sum(len(wrapped(each.text, size, BODY.box.width - each.level * INDENT, "Regular")) for each in lines)
        assert size >= 7
        assert rows * size * LINE + len(lines) * size * BODY.gap <= BODY.box.height + size, slide.title


def test_longer_notes_are_set_smaller_down_to_a_floor() -> None:
    sizes = [notes_size([NoteLine((("word " * 60, False),))] * count) for count in (1, 12, 400)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (12, 7)
