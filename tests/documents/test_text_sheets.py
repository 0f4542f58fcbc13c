"""Texts for a session as sheets, the list of changes, the local details, and what every sheet of a pack is called."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from course.catalogue.model import Catalogue, Change
from course.catalogue.teaching import MADE_SHEETS
from course.documents.pack_items import sheet as sheet_of
from course.documents.packs import Wish, pack
from course.documents.sheet_names import sheet_name
from course.documents.sheet_setting import page_count, printing, sheets_pdf
from course.documents.text_sheets import change_log, local_slots, text_sheet
from course.documents.tree import Blank, Box, Definitions, Field, Heading, Paragraph, Table, plain
from course.rules.retention import BY_KEY
from tests.catalogue.small_course import good
from tests.catalogue.small_teaching import PLAN, PLAN_FILE, SHEET, SHEET_FILE, WITH_PLAN
from tests.documents.test_plan_sheet import lines, words
from tests.shipped import shipped

COURSE = shipped()
DAY = dt.date(2026, 11, 22)
ASKED = (
    "facilitator-guide co-trainer-brief safety accessibility-checklist joining-letter attendee-notice licence".split()
)
TO_FILL = f"{SHEET}\n| What | Who does it |\n|---|---|\n| Opens the door | |\n| Keeps the time | Ann |\n"


def small(tmp_path: Path, sheet: str) -> Catalogue:
    return good(tmp_path, {**WITH_PLAN, SHEET_FILE: sheet})


@pytest.mark.parametrize("name", COURSE.sheets)
def test_a_text_becomes_a_sheet_for_those_it_is_for(name: str) -> None:
    made, text = text_sheet(COURSE, name, {}), COURSE.sheets[name]
    assert (made.id, made.title, made.audience) == (name, text.title, text.audience)
    assert made.kicker == ("For you" if text.audience == "learners" else "For the trainer")


def test_every_text_that_a_pack_needs_is_there() -> None:
    assert set(ASKED) <= set(COURSE.sheets)
    assert {name for name, each in COURSE.sheets.items() if each.audience == "learners"} == {
        "joining-letter",
        "attendee-notice",
    }


@pytest.mark.parametrize("name", COURSE.sheets)
def test_a_text_fits_on_a_page(name: str) -> None:
    made = text_sheet(COURSE, name, {})
    assert page_count(sheets_pdf((made,), printing(COURSE, Wish(DAY), made.title))) == 1


def test_local_details_stand_in_a_text_or_are_lines_to_write_on() -> None:
    blank = {
        each.label
        for line in lines(text_sheet(COURSE, "safety", {}).blocks)
        for each in line
        if isinstance(each, Blank)
    }
    assert {"Front door", "Safeguarding lead", "Support for staff"} <= blank
    assert "Ask the office" in words(text_sheet(COURSE, "safety", {"support-line": "Ask the office"}))


def test_an_unknown_text_is_an_error() -> None:
    with pytest.raises(KeyError):
        text_sheet(COURSE, "register", {})


def test_a_table_with_empty_cells_is_one_to_write_in(tmp_path: Path) -> None:
    found = text_sheet(small(tmp_path, TO_FILL), "guide", {}).blocks[-1]
    assert isinstance(found, Table) and found.to_fill and found.rows_head
    assert found.shares[0] < found.shares[1] and sum(found.shares) == 100
    full = text_sheet(small(tmp_path / "full", TO_FILL.replace("door | |", "door | Bob |")), "guide", {}).blocks[-1]
    assert isinstance(full, Table) and not full.to_fill and full.shares == ()


def test_a_table_to_write_in_leaves_room_however_long_its_first_column_is(tmp_path: Path) -> None:
    long = TO_FILL.replace("Opens the door", "Opens the door and " * 9)
    found = text_sheet(small(tmp_path, long), "guide", {}).blocks[-1]
    assert isinstance(found, Table) and found.shares == (64, 36)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("licence", "None of the bodies named in this pack has endorsed it"),
        ("licence", "MIT licence"),
        ("licence", "Creative Commons Attribution 4.0 International licence (CC BY 4.0)"),
        ("licence", "https://creativecommons.org/licenses/by/4.0/"),
        ("safety", "follow your local procedure"),
        ("safety", "You may step out at any time"),
        ("joining-letter", "Is there anything that would help you to take part?"),
        ("joining-letter", "We delete it after the session"),
    ],
)
def test_a_text_says_what_it_has_to(name: str, said: str) -> None:
    assert said in words(text_sheet(COURSE, name, {}))


def test_the_notice_gives_the_periods_after_which_names_and_answers_really_go() -> None:
    notice = words(text_sheet(COURSE, "attendee-notice", {}))
    assert f"Until your name goes, {BY_KEY['name'].period} after you left your last organisation" in notice
    assert f"Until {BY_KEY['answer'].period} after you left your last organisation" in notice


def change(edition: str, day: int, kind: str, what: str, *, pages: tuple[str, ...] = ()) -> Change:
    return Change(edition, dt.date(2027, 1, day), kind, what, pages, ())


def with_changes(*changes: Change) -> Catalogue:
    return dataclasses.replace(COURSE, course=dataclasses.replace(COURSE.course, changes=changes))


def test_the_newest_change_comes_first_and_says_what_kind_it_is() -> None:
    made = change_log(
        with_changes(
            change("2027.1", 3, "meaning", "Old."),
            change("2027.2", 9, "law", "New."),
            change("2027.2", 9, "typo", "Newer."),
        )
    )
    headings = [plain(each.line) for each in made.blocks if isinstance(each, Heading)]
    assert headings == ["Edition 2027.2, 9 January 2027", "Edition 2027.1, 3 January 2027"]
    boxes = [(each.title, plain(next(lines(each.blocks)))) for each in made.blocks if isinstance(each, Box)]
    assert boxes == [
        ("A change of the law", "New."),
        ("Slips of the pen: nothing to look at again", "Newer."),
        ("A change of meaning", "Old."),
    ]


def test_a_change_names_its_pages_and_statements() -> None:
    quiz = next(iter(COURSE.quizzes.values()))
    one = dataclasses.replace(
        change("2027.1", 3, "law", "It moved.", pages=("consent",)), statements=(quiz.statements[0].id,)
    )
    said = words(change_log(with_changes(one)))
    assert "Pages: Consent and capacity" in said and f"Statements: “{quiz.statements[0].text}”" in said


def test_the_list_of_changes_of_the_course_holds_them_all() -> None:
    said = words(change_log(COURSE))
    assert [each.what for each in COURSE.course.changes if each.what not in said] == []


def test_an_empty_local_detail_is_a_field_and_a_full_one_its_words() -> None:
    blocks = local_slots(COURSE, {"front-door": "The front door\nOpen every day"}).blocks
    fields = [each.label for each in blocks if isinstance(each, Field)]
    assert sorted(fields) == sorted(slot.label for slot in COURSE.slots.values() if slot.id != "front-door")
    (full,) = [each for each in blocks if isinstance(each, Definitions)]
    assert [(plain(term), [plain(each) for each in lines(found)]) for term, found in full.pairs] == [
        ("Front door", ["The front door\nOpen every day"])
    ]


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (None, []),
        ({}, ["Nobody has said when it was checked"]),
        ({"front-door": DAY}, ["Checked on 22 November 2026"]),
        ({"advice-line": DAY}, ["Nobody has said when it was checked"]),
    ],
)
def test_a_full_local_detail_says_when_it_was_checked(checked: dict[str, dt.date] | None, said: list[str]) -> None:
    blocks = local_slots(COURSE, {"front-door": "Here"}, checked).blocks
    (full,) = [each for each in blocks if isinstance(each, Definitions)]
    small = [each for each in full.pairs[0][1] if isinstance(each, Paragraph) and each.small]
    assert [plain(each.line) for each in small] == said


def test_the_groups_of_local_details_come_once_each() -> None:
    headings = [plain(each.line) for each in local_slots(COURSE, {}).blocks if isinstance(each, Heading)]
    assert headings == list(dict.fromkeys(slot.group for slot in COURSE.slots.values()))


CALLED_OTHERWISE = {
    "plan": "The whole course in three hours",
    "poster": COURSE.flowchart.title,
    "poster-a3": COURSE.flowchart.title,
}
"""Sheets that do not bear the name under which a pack lists them: of two that look alike, the pack has to tell them apart."""


@pytest.mark.parametrize("name", [*MADE_SHEETS, *COURSE.sheets])
def test_a_sheet_is_called_by_its_own_title(name: str) -> None:
    if name == "slides":
        assert sheet_name(COURSE, name) == "Slides"
        return
    whole = pack(COURSE, "three-hours", Wish(DAY))
    assert whole is not None
    title = sheet_of(COURSE, whole, name, Wish(DAY)).title
    called = sheet_name(COURSE, name)
    assert title == CALLED_OTHERWISE.get(name, called) or title.startswith(f"{called}: ")


def test_no_two_sheets_of_a_pack_have_one_name() -> None:
    names = [sheet_name(COURSE, name) for name in (*MADE_SHEETS, *COURSE.sheets)]
    assert len(set(names)) == len(names)


def test_a_sheet_that_is_not_there_has_no_name() -> None:
    with pytest.raises(KeyError):
        sheet_name(COURSE, "registry")


def test_a_plan_of_ones_own_makes_a_sheet(tmp_path: Path) -> None:
    mine = good(tmp_path, {**WITH_PLAN, PLAN_FILE: PLAN.replace("title: One hour", "title: An hour of ours")})
    whole = pack(mine, "hour", Wish(DAY))
    assert whole is not None and whole.title == "An hour of ours"
