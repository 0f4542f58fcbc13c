"""Notes under a slide: every block becomes lines in its order, nothing is lost, and a printed page holds them."""

import dataclasses

import pytest

from course.documents.slide_measuring import WIDER as MEASURED
from course.documents.slide_measuring import wrapped
from course.documents.slide_notes_page import (
    BODY,
    INDENT,
    LATE_HEADING,
    NOT_FILLED,
    ROWS,
    SINCE,
    THE_REST,
    WIDER,
    fitted,
    high,
    note_lines,
)
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
        (Paragraph((Words("Lead: "), Blank("Lead"))), [(0, f"Lead: {NOT_FILLED}")]),
        (Paragraph((Words("Ring them: "), Blank("Lead"))), [(0, f"Ring them: Lead: {NOT_FILLED}")]),
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
def test_a_printed_page_holds_the_notes_of_every_slide_in_type_of_ten_points_or_more(name: str) -> None:
    for slide in deck(name):
        lines, size = fitted(slide.notes)
        assert size >= 10
        rows = sum(
            len(
                wrapped(
                    each.text, size, (BODY.box.width - each.level * INDENT) * MEASURED["Regular"] / WIDER, "Regular"
                )
            )
            for each in lines
        )
        assert rows * size * ROWS + len(lines) * size * BODY.gap <= BODY.box.height + 2 * size, slide.title


@pytest.mark.parametrize("name", plans.plan_names(course()))
def test_no_statement_and_no_reason_is_ever_left_out_on_the_printed_page(name: str) -> None:
    for slide in deck(name):
        whole = "\n".join(each.text for each in fitted(slide.notes)[0])
        for said in (each for each in slide.notes if isinstance(each, Statement)):
            assert f"{said.number}. {said.text}" in whole and said.because in whole
            assert not said.since_2016 or said.since_2016 in whole or SINCE in whole


def test_longer_notes_are_set_smaller_and_then_cut_with_a_line_that_says_so() -> None:
    found = [fitted((paragraph("word " * 60),) * count) for count in (1, 14, 400)]
    assert [size for _, size in found] == [12, 10, 10]
    assert [lines[-1].text == THE_REST for lines, _ in found] == [False, False, True]
    cut, size = found[-1]
    assert high(cut, size) <= BODY.box.height < high((*cut, cut[0]), size)


@pytest.mark.parametrize(
    ("count", "lines", "kept", "size"),
    [(5, 3, True, 12), (10, 1, True, 10), (20, 1, False, 12)],
    ids=["few", "more", "many"],
)
def test_statements_that_are_too_many_are_said_more_closely_and_then_without_what_has_changed(
    count: int, lines: int, kept: bool, size: int
) -> None:
    long = dataclasses.replace(STATEMENT, since_2016="It was another answer then. " * 16)
    found, of_type = fitted((long,) * count)
    whole = "\n".join(each.text for each in found)
    assert (len(found), of_type) == (count * lines, size)
    assert (long.since_2016 in whole, SINCE in whole, THE_REST in whole) == (kept, not kept, False)


def test_what_the_plan_says_as_well_makes_room_first_and_no_heading_is_left_without_its_words() -> None:
    late = (LATE_HEADING, paragraph("Leave out the break."))
    source = Paragraph(line("Source: Act."), small=True)
    long = (paragraph("word " * 90),) * 14
    assert fitted((*late, source, paragraph("Ask.")))[0][0].text == "If you are late"
    lines, _ = fitted((*late, source, Box("law", "The law", (source,)), *long))
    assert not {"If you are late", "Leave out the break.", "Source: Act."} & {each.text for each in lines}
    parts = (Heading(3, line("Next")), paragraph("word " * 300))
    for count in range(8, 16):
        *_, last, rest = fitted((*long[:count], *parts * 9))[0]
        assert rest.text == THE_REST and last.text != "Next"
