"""The lesson plan as a sheet: a clock that adds up, every step in full, what the plan uses by name, no right answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import pytest

from course.catalogue.model import Plan, Step
from course.documents.plan_sheet import clock, plan_sheet
from course.documents.sheet_names import sheet_name
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Bullets,
    Definitions,
    Heading,
    Line,
    Paragraph,
    Sheet,
    Table,
    Words,
    plain,
)
from course.rules.plans import plan, plan_names
from tests.shipped import shipped

COURSE = shipped()
LOCAL = {"front-door": "The front door\nOpen every day"}


def named(name: str) -> Plan:
    found = plan(COURSE, name)
    assert found is not None
    return found


def sheet(name: str) -> Sheet:
    return plan_sheet(COURSE, named(name), {})


def lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Every line of blocks, however deep."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.line
            case Bullets():
                for item in block.items:
                    yield from lines(item)
            case Definitions():
                for term, meaning in block.pairs:
                    yield term
                    yield from lines(meaning)
            case Table():
                for row in (block.head, *block.rows):
                    yield from row
            case Box():
                yield (Words(block.title),)
                yield from lines(block.blocks)
            case _:
                raise AssertionError(f"a plan has no {type(block).__name__}")


def words(made: Sheet) -> str:
    return "\n".join(plain(each) for each in lines(made.blocks))


def table(made: Sheet, caption: str) -> list[list[str]]:
    found = next(each for each in made.blocks if isinstance(each, Table) and each.caption == caption)
    return [[plain(cell) for cell in row] for row in found.rows]


def used_sheets(step: Step) -> str:
    return "; ".join(sheet_name(COURSE, each) for each in step.sheets)


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0:00"), (5, "0:05"), (59, "0:59"), (60, "1:00"), (85, "1:25"), (180, "3:00")]
)
def test_the_clock_begins_at_nought(minutes: int, shown: str) -> None:
    assert clock(minutes) == shown


@pytest.mark.parametrize("name", plan_names(COURSE))
def test_the_table_goes_from_nought_to_the_end_without_a_gap(name: str) -> None:
    made, here = sheet(name), named(name)
    rows = table(made, "The plan at a glance")
    at = 0
    for (start, minutes, title, handed), step in zip(rows, here.steps, strict=False):
        assert (start, minutes, title, handed) == (clock(at), str(step.minutes), step.title, used_sheets(step))
        at += step.minutes
    assert rows[len(here.steps) :] == [[clock(here.minutes), "", "End", ""]]
    assert at == here.minutes


def test_the_three_hours_end_at_three() -> None:
    rows = table(sheet("three-hours"), "The plan at a glance")
    assert [row[0] for row in rows] == "0:00 0:15 0:25 0:55 1:25 1:40 2:00 2:35 2:45 2:50 3:00".split()


@pytest.mark.parametrize("name", plan_names(COURSE))
def test_the_sheet_says_all_that_the_plan_holds(name: str) -> None:
    made, here = words(sheet(name)), named(name)
    for text in (here.summary, *here.aims, *here.needs, *(step.title for step in here.steps)):
        assert text in made
    assert [step.cut for step in here.steps if step.cut not in made] == []
    assert [each for each in here.before if sheet_name(COURSE, each) not in made] == []
    for step in here.steps:
        assert all(COURSE.quizzes[quiz].title in made for quiz in step.quizzes)
        assert all((page := COURSE.page(each)) and (page.quiz or page.title in made) for each in step.pages)
        assert not step.case or COURSE.cases[step.case].content_note in made


def test_each_step_is_told_under_its_clock_in_its_own_words() -> None:
    made = sheet("twenty-minutes")
    headings = [plain(each.line) for each in made.blocks if isinstance(each, Heading) and each.level == 3]
    assert headings[0] == "0:00  Open (2\N{NO-BREAK SPACE}minutes)"
    assert headings[-1] == "0:18  Close (2\N{NO-BREAK SPACE}minutes)"
    assert "where there is smoke" in words(made)
    assert "Case: The grandmother’s question, the story" in words(made)
    assert "Case: The grandmother’s question, decision 2" in words(made)


def test_decisions_have_the_numbers_that_they_have_on_the_cards_and_the_slides() -> None:
    made = words(sheet("sixty-minutes"))
    assert "Case: The packed lunch, decisions 1, 2, 3" in made
    assert "Case: The packed lunch, decision 4" in made


@pytest.mark.parametrize(
    ("name", "keys", "cards"),
    [("sixty-minutes", True, True), ("twenty-minutes", False, True), ("module-golden-rules", True, False)],
)
def test_answers_are_told_of_where_there_are_any(name: str, keys: bool, cards: bool) -> None:
    made = words(sheet(name))
    assert ("in the answer key" in made, "is on its cards" in made) == (keys, cards)


def test_one_minute_is_not_called_minutes() -> None:
    assert "What you have learned (1\N{NO-BREAK SPACE}minute)" in words(sheet("module-why-sharing-matters"))


def test_the_long_plan_sets_outcomes_and_competences_beside_their_steps() -> None:
    made = sheet("three-hours")
    outcomes = table(made, "Outcomes of the parts of the course")
    assert [row[1].split("\n") for row in outcomes] == [list(module.outcomes) for module in COURSE.modules]
    assert [row[2] for row in outcomes] == ["0:15, 0:25", "0:55", "1:40", "2:35", "2:00, 2:45"]
    practised = table(made, "Competences and where they are practised")
    assert [row[0] for row in practised] == list(COURSE.course.competences)
    assert practised[0][1] == "1:40, 2:00, 2:45"


def test_steps_that_follow_one_another_are_named_by_the_first_and_the_last() -> None:
    here = named("three-hours")
    steps = tuple(dataclasses.replace(step, practises=(1,)) for step in here.steps[:4])
    made = plan_sheet(COURSE, dataclasses.replace(here, steps=(*steps, *here.steps[4:6])), {})
    assert table(made, "Competences and where they are practised")[0][1] == "0:00, 0:15, 0:25, 0:55, 1:40"
    made = plan_sheet(COURSE, dataclasses.replace(here, steps=steps), {})
    assert table(made, "Competences and where they are practised")[0][1] == "0:00 to 0:55"


@pytest.mark.parametrize(
    ("name", "counts"), [("three-hours", True), ("sixty-minutes", False), ("module-deciding", False)]
)
def test_it_says_whether_being_there_counts(name: str, counts: bool) -> None:
    made = words(sheet(name))
    assert ("Completion of the course, for everybody" in made) is counts
    assert ("A session attended" in made) is not counts


@pytest.mark.parametrize("name", plan_names(COURSE))
def test_the_safety_box_stands_in_every_plan(name: str) -> None:
    boxes = [each for each in sheet(name).blocks if isinstance(each, Box) and each.kind == "key-points"]
    assert len(boxes) == 1
    assert "follow your local procedure" in "".join(plain(each) for each in lines(boxes[0].blocks))


def test_a_course_without_a_sheet_on_safety_still_has_its_plan() -> None:
    bare = dataclasses.replace(COURSE, sheets={})
    here = dataclasses.replace(named("module-deciding"), before=(), steps=named("module-deciding").steps[1:-1])
    assert "Safety" not in [plain(each.line) for each in plan_sheet(bare, here, {}).blocks if isinstance(each, Heading)]


def test_local_details_are_filled_in_or_lines_to_write_on() -> None:
    empty = [each for line in lines(sheet("three-hours").blocks) for each in line if isinstance(each, Blank)]
    assert "Front door" in {each.label for each in empty}
    filled = plan_sheet(COURSE, named("three-hours"), LOCAL)
    labels = {each.label for line in lines(filled.blocks) for each in line if isinstance(each, Blank)}
    assert "Front door" not in labels and "The front door\nOpen every day" in words(filled)


def test_it_is_the_trainers_and_holds_no_answer_of_a_quiz() -> None:
    made = sheet("three-hours")
    assert (made.id, made.audience, made.title) == ("plan", "trainer", "The whole course in three hours")
    said = words(made)
    given = [each.because for quiz in COURSE.quizzes.values() for each in quiz.statements if each.because in said]
    assert given == []
