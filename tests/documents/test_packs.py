"""Packs: which items are in which, for whom, in which order, how many copies."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from course.documents import pack_items
from course.documents.pack_start import LEAVES
from course.documents.packs import PLACES, SINGLE, Pack, Wish, pack, pack_names
from course.documents.tree import Sheet, Table, plain
from tests.documents.every_block import COURSE

WISH = Wish(made_on=dt.date(2026, 11, 22))
NAMES = pack_names(COURSE)
KEYS = {"answer-key", "answer-key-reasons", "case-notes", "plan", "facilitator-guide"}


def made(name: str, wish: Wish = WISH) -> Pack:
    found = pack(COURSE, name, wish)
    assert found is not None
    return found


def ids(name: str) -> list[str]:
    return [item.id for item in made(name).items]


def test_the_ready_choice_comes_first_and_every_module_and_case_has_a_pack() -> None:
    assert NAMES[:3] == ("three-hours", "sixty-minutes", "twenty-minutes")
    assert {f"module-{module.id}" for module in COURSE.modules} < set(NAMES)
    assert {f"case-{case}" for case in COURSE.cases} < set(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", ["", "three hours", "module-", "module-herons", "case-herons", "../etc/passwd"])
def test_an_unknown_name_is_no_pack(name: str) -> None:
    assert pack(COURSE, name, WISH) is None


def test_the_pack_of_the_whole_course_has_everything() -> None:
    assert set(ids("three-hours")) == {*PLACES, *COURSE.sheets}


@pytest.mark.parametrize(
    ("name", "has", "has_not"),
    [
        (
            "sixty-minutes",
            {"quiz-sheet", "answer-key-reasons", "case-cards", "case-notes"},
            {"co-trainer-brief", "later"},
        ),
        (
            "twenty-minutes",
            {"case-cards", "case-notes", "register"},
            {"quiz-sheet", "answer-key", "handout-rules", "before"},
        ),
        (
            "module-golden-rules",
            {"quiz-sheet", "quiz-sheet-large", "answer-key", "handout-rules"},
            {"case-cards", "poster"},
        ),
        ("module-deciding", {"poster", "poster-a3", "quiz-sheet"}, {"case-cards", "handout-rules"}),
        ("case-farah-thursday", {"case-cards", "case-notes", "decision-record"}, {"quiz-sheet", "handout-rules"}),
    ],
)
def test_a_shorter_pack_has_what_its_plan_needs(name: str, has: set[str], has_not: set[str]) -> None:
    assert has <= set(ids(name))
    assert has_not.isdisjoint(ids(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_pack_tells_where_to_start_and_holds_all_that_its_plan_hands_out(name: str) -> None:
    found = made(name)
    assert found.items[0].id == "start-here"
    named = {sheet for step in found.plan.steps for sheet in step.sheets} | set(found.plan.before)
    assert named | {"plan", "register"} <= set(ids(name))


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_sort_in_the_order_of_use_and_are_the_same_in_every_pack(name: str) -> None:
    items = made(name).items
    files = [item.file for item in items]
    singles = [file for file in files if file.startswith(f"{SINGLE}/")]
    assert singles == sorted(singles)
    assert files[0] == "00-START-HERE.pdf"
    assert len(set(files)) == len(files)
    everywhere = {item.id: item.file for item in made("three-hours").items}
    assert all(everywhere[item.id] == item.file for item in items if item.id in everywhere)


def test_a_sheet_says_of_itself_what_its_item_says() -> None:
    found = made("three-hours")
    for item in found.items:
        if item.formats == ("pdf",):
            sheet = pack_items.sheet(COURSE, found, item.id, WISH)
            assert (sheet.id, sheet.audience) == (item.id, item.audience)


def test_nothing_with_answers_is_for_learners() -> None:
    for name in NAMES:
        assert {item.audience for item in made(name).items if item.id in KEYS} <= {"trainer"}


@pytest.mark.parametrize(
    ("group", "tables", "copies"),
    [
        (1, 1, {"quiz-sheet": 1, "case-cards": 1, "answer-key": 1, "poster-a3": 1, "quiz-sheet-large": 2}),
        (5, 1, {"quiz-sheet": 5, "case-cards": 1}),
        (6, 2, {"quiz-sheet": 6, "case-cards": 2}),
        (24, 5, {"quiz-sheet": 24, "case-cards": 5, "register": 1, "joining-letter": 0, "slides": 0, "before": 24}),
    ],
)
def test_copies_are_counted_for_the_group(group: int, tables: int, copies: dict[str, int]) -> None:
    wish = dataclasses.replace(WISH, group=group)
    assert wish.tables == tables
    counted = {item.id: item.copies for item in made("three-hours", wish).items}
    assert {item: counted[item] for item in copies} == copies


def test_what_is_sent_shown_or_larger_than_a4_is_not_in_the_files_to_print() -> None:
    items = {item.id: item for item in made("three-hours").items}
    assert {name for name, item in items.items() if not item.printed} == {"slides", "joining-letter", "poster-a3"}


def test_a_text_that_somebody_adds_has_its_place() -> None:
    added = dataclasses.replace(COURSE.sheets["safety"], id="parking", title="Where to park", audience="learners")
    course = dataclasses.replace(COURSE, sheets={**COURSE.sheets, "parking": added})
    found = pack(course, "three-hours", WISH)
    assert found is not None
    item = found.item("parking")
    assert item is not None
    assert (item.title, item.audience, item.copies) == ("Where to park", "learners", WISH.group)
    assert item.file == f"{SINGLE}/29-parking.pdf"


def test_a_text_that_somebody_takes_away_is_in_no_pack() -> None:
    sheets = {name: sheet for name, sheet in COURSE.sheets.items() if name != "co-trainer-brief"}
    found = pack(dataclasses.replace(COURSE, sheets=sheets), "three-hours", WISH)
    assert found is not None
    assert found.item("co-trainer-brief") is None


@pytest.mark.parametrize("name", ["slides", "herons"])
def test_what_is_no_sheet_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        pack_items.sheet(COURSE, made("three-hours"), name, WISH)


def test_the_cards_are_those_of_the_decisions_that_the_plan_plays() -> None:
    found = made("twenty-minutes")
    (dealt,) = pack_items.dealt(COURSE, found)
    played = [decision for step in found.plan.steps for decision in step.decisions]
    assert [decision.id for decision in dealt.played()] == played
    assert len(played) == 3


def test_the_quiz_sheet_has_the_quizzes_of_the_plan_and_no_others() -> None:
    assert pack_items.quizzes(made("three-hours")) is not None
    assert set(pack_items.quizzes(made("three-hours")) or ()) == set(COURSE.quizzes)
    assert pack_items.quizzes(made("module-golden-rules")) == ("golden-rules-quiz",)
    assert pack_items.quizzes(made("twenty-minutes")) is None


def start(name: str, pages: dict[str, int] | None = None, wish: Wish = WISH) -> Sheet:
    found = made(name, wish)
    return pack_items.start_here(COURSE, found, wish, pages)


def rows(sheet: Sheet) -> list[tuple[str, ...]]:
    (table,) = (block for block in sheet.blocks if isinstance(block, Table))
    return [tuple(plain(cell) for cell in row) for row in table.rows]


def test_start_here_tells_how_many_of_what_and_on_which_pages() -> None:
    pages = {item.id: 4 if item.id == "case-cards" else 2 for item in made("twenty-minutes").items}
    told = rows(start("twenty-minutes", pages))
    own = sum(item.printed and item.audience == "trainer" for item in made("twenty-minutes").items) - 1
    assert told[0] == ("1", "You", "Both sides", f"PRINT-trainer.pdf, all {1 + 2 * own} pages")
    assert told[1][:3] == ("16", "Each person", "Both sides")
    assert told[1][3].startswith("PRINT-learners.pdf: What we keep about you (1 to 2); ")
    assert told[-1] == ("1", "The wall, on A3", "One side", "single-sheets/51-poster-a3.pdf")
    assert any((copies, sides) == ("4", "One side") and "Case cards" in what for copies, _, sides, what in told)
    places = sorted(int(first) for *_, what in told for first in re.findall(r"\(([0-9]+) to [0-9]+\)", what))
    assert places == list(range(1, 2 * len(places), 2))


@pytest.mark.parametrize("group", [1, 2, 5, 6, 10, 16])
def test_each_sheet_stands_under_those_for_whom_it_is_however_many_they_are(group: int) -> None:
    wish = dataclasses.replace(WISH, group=group)
    told = [(copies, whom, what) for copies, whom, _, what in rows(start("three-hours", wish=wish))[1:]]
    for title, copies, whom in (
        ("Quiz sheet", group, "Each person"),
        ("Case cards", wish.tables, "Each table"),
        ("Quiz sheet in large print", 2, "Whoever wants large print"),
    ):
        found = [(n, who) for n, who, what in told if title in what.removeprefix("PRINT-learners.pdf: ").split("; ")]
        assert found == [(str(copies), whom)], title


@pytest.mark.parametrize(("name", "leaves"), [("three-hours", 1), ("module-case-studies", 2)])
def test_what_is_cut_out_is_printed_on_one_side_and_the_ends_of_the_cases_on_both(name: str, leaves: int) -> None:
    told = rows(start(name, {item.id: 20 for item in made(name).items}))
    single = " ".join(what for *_, sides, what in told if sides == "One side")
    double = " ".join(what for *_, sides, what in told if sides == "Both sides")
    (first, last), (front, back) = (
        map(int, re.findall(rf"{title} \(([0-9]+) to ([0-9]+)\)", words)[0])
        for title, words in (("Case cards", single), (LEAVES, double))
    )
    assert (last - first, front, back) == (19 - 2 * leaves, last + 1, last + 2 * leaves)
    assert "poster" in single and "poster" not in double
    if name == "three-hours":
        jigsaw = re.findall(r"PRINT-trainer.pdf: Jigsaw: five services \(([0-9]+ to [0-9]+)\)", single)
        assert told[0][3].endswith(f" pages but {jigsaw[0]}")


def test_start_here_without_pages_names_the_sheets_alone() -> None:
    told = rows(start("three-hours"))
    assert told[0][3] == "PRINT-trainer.pdf but Jigsaw: five services"
    assert "(" not in "".join(what for *_, what in told)


def test_start_here_speaks_of_nothing_that_the_pack_has_not() -> None:
    words = repr(start("module-golden-rules").blocks)
    assert "case cards, one set" not in words
    assert "Some weeks later" not in words
    assert "evaluation forms" not in words and "Put the register into the site" in words
    assert "evaluation forms" in repr(start("sixty-minutes").blocks)


def test_every_printed_sheet_is_on_start_here() -> None:
    for name in NAMES:
        told = " ".join(what for *_, what in rows(start(name)))
        for item in made(name).items:
            assert not item.printed or item.audience == "trainer" or item.title in told
