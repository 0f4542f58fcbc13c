"""The times of one line while the register is open; the register on paper; and that reading writes nothing."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from flask import Flask
from pypdf import PdfReader

from course.records import attendances, erasing
from course.records.database import writing
from course.web.fields import read_time
from tests.web.reader import Page
from tests.web.training import BEGINS, MINUTE, Room, at, figure, move_in


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


def times(room: Room, number: int, line: int, **typed: str) -> Page:
    room.trainer.open(f"/sessions/{number}/arrivals/{line}")
    return room.trainer.press("times", **typed)


def test_times_are_put_right_while_the_register_is_open(room: Room) -> None:
    number = room.plan()
    line = room.arrive(number, "Ada Quill")
    assert times(room, number, line, arrived="9.20", left="1130", away="5").status == 303
    kept = room.register(number)["Ada Quill"]
    assert (kept.arrived_at, kept.left_at, kept.away_minutes) == (BEGINS + 20 * MINUTE, BEGINS + 150 * MINUTE, 5)
    assert times(room, number, line, was="not-seen").status == 303
    kept = room.register(number)["Ada Quill"]
    assert (kept.arrived_at, kept.left_at, kept.away_minutes) == (None, None, 0)


def test_the_line_of_somebody_whose_name_has_gone_is_not_written_in(room: Room) -> None:
    number = room.plan()
    line = room.arrive(number, "Ada Quill")
    room.trainer.open(f"/sessions/{number}/arrivals/{line}")
    with room.app.app_context(), writing() as store:
        erasing.erase(store, room.people["Ada Quill"], BEGINS)
    assert room.trainer.press("times", was="off", why="Ada left").status == 404
    assert room.trainer.open(f"/sessions/{number}/arrivals/{line}").status == 404
    assert room.register(number)[""].struck_at is None


def test_what_was_not_touched_stays_to_the_second(room: Room) -> None:
    number, exact = room.plan(), BEGINS + dt.timedelta(minutes=3, seconds=37)
    with room.app.app_context(), writing() as store:
        line = attendances.put_down(
            store, number, room.people["Ada Quill"], arrived_at=exact, how="phone", agency="", now=exact
        )
    times(room, number, line, away="7")
    kept = room.register(number)["Ada Quill"]
    assert (kept.arrived_at, kept.away_minutes) == (exact, 7)


TYPED = (
    "9:30 | 09.30 | 0930 | 930 | 9h30 | 9,30 | 9 30 |  9 : 30 | 9.30 am | 9:30AM | 9:30a.m. → 09:30;"
    "9 | 9 am | 09 → 09:00; 2 pm | 2PM | 14 | 14.00 | 2:00 p.m. → 14:00; 2:00 | 2 am → 02:00; 12 | 12 pm → 12:00;"
    "12 am | 0:00 → 00:00; 2 | 6 | 24:00 | 25 | 9:60 | 9:3 | 13 pm | 0 am | nine | ９:30 | 9:30:00 | -9:30 → "
)
READ = [(each.strip(), after.strip()) for line in TYPED.split(";") for before, _, after in [line.partition("→")]
        for each in before.split("|")]  # fmt: skip


@pytest.mark.parametrize(("typed", "read"), READ)
def test_times_are_read_as_people_write_them_and_nothing_is_guessed(typed: str, read: str) -> None:
    found = read_time(typed)
    assert (f"{found:%H:%M}" if found else "") == read


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"arrived": ""}, "arrived"),
        ({"arrived": "soon"}, "arrived"),
        ({"left": "08:59"}, "left"),
        ({"left": "24:00"}, "left"),
        ({"away": "-1"}, "away"),
        ({"away": "601"}, "away"),
        ({"away": "many"}, "away"),
        ({"was": "perhaps"}, "was"),
        ({"was": "off"}, "why"),
        ({"was": "off", "why": "..."}, "why"),
        ({"was": "off", "why": "x" * 301}, "why"),
    ],
)
def test_times_that_cannot_be_are_refused_and_stay_typed(typed: dict[str, str], field: str, room: Room) -> None:
    number = room.plan()
    line = room.arrive(number, "Ada Quill")
    before = room.register(number)["Ada Quill"]
    page = times(room, number, line, **typed)
    assert page.status == 422 and len(page.errors()) == 1 and room.register(number)["Ada Quill"] == before
    assert f'href="#{field}' in page.text


def test_a_line_changed_meanwhile_is_shown_before_it_is_written_over(room: Room) -> None:
    number = room.plan()
    line = room.arrive(number, "Ada Quill")
    page = room.trainer.open(f"/sessions/{number}/arrivals/{line}")
    assert times(room, number, line, was="off", why="Was in\r\nthe other room", arrived="09:01").status == 303
    first = room.trainer.press("times", page, arrived="09:30")
    assert first.status == 422 and "It says now: Taken off: Was in the other room." in first.errors()[0]
    assert room.register(number)["Ada Quill"].struck_at is not None
    assert first.value("times", "arrived") == "09:30"
    assert room.trainer.press("times", first).status == 303
    assert room.register(number)["Ada Quill"].arrived_at == BEGINS + 30 * MINUTE


def test_somebody_who_does_not_belong_on_it_is_taken_off_and_may_come_back(room: Room) -> None:
    number = room.plan()
    line = room.arrive(number, "Ada Quill")
    assert times(room, number, line, was="off", why="Was in the other room").status == 303
    page = room.trainer.open(f"/sessions/{number}/register")
    assert "Taken off: Was in the other room" in page.words and figure(page, "here") == "0"
    times(room, number, line, was="was", arrived="09:10")
    assert figure(room.trainer.open(f"/sessions/{number}/register"), "here") == "1"


def test_a_register_closed_meanwhile_is_not_written_in(room: Room) -> None:
    number = room.plan()
    line = room.arrive(number, "Ada Quill")
    at("12:05")
    trainer = room.trainer_again()
    trainer.open(f"/sessions/{number}/register")
    page = trainer.open(f"/sessions/{number}/arrivals/{line}")
    trainer.open(f"/sessions/{number}/close")
    trainer.press("close")
    answers = [
        trainer.press("times", page, arrived="10:00"),
        trainer.post(f"/sessions/{number}/arrivals", pressed=f"left-{line}"),
        trainer.post(f"/sessions/{number}/people", person=str(room.people["Adam Reed"])),
        trainer.post(f"/sessions/{number}/people/{line}/same", known="1"),
    ]
    assert [each.status for each in answers] == [409] * 4
    assert room.register(number)["Ada Quill"].arrived_at == BEGINS and len(room.register(number)) == 1
    assert trainer.open(f"/sessions/{number}/register").place == f"/sessions/{number}"


# On paper.


def test_the_printed_register_names_who_is_expected_and_leaves_rows(room: Room) -> None:
    number = room.plan(co_trainer="Bo Marsh")
    room.arrive(number, "Ada Quill")
    room.trainer.open(f"/sessions/{number}/register")
    answer = room.trainer.client.get(f"/sessions/{number}/register.pdf")
    assert answer.mimetype == "application/pdf"
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for wanted in (
        "Ada Quill",
        "Heronsea",
        "24 November 2026",
        "09:00 to 12:00",
        "Room 2",
        "Tess Trainer and Bo Marsh",
    ):
        assert wanted in " ".join(words.split())


def test_opening_pages_of_a_session_writes_nothing(room: Room) -> None:
    number = room.plan()
    room.arrive(number, "Ada Quill")
    tables = ("room_session", "attendance", "attendance_correction", "audit", "person", "brake", "completion")
    before = {name: room.rows(name) for name in tables}
    for path in (
        "",
        "/register",
        "/people?q=ada",
        "/close",
        "/close?ended=11:00",
        "/register.pdf",
        "/change",
        "/cancel",
    ):
        room.trainer.client.get(f"/sessions/{number}{path}")
    assert {name: room.rows(name) for name in tables} == before
