"""“I am here”: whoever has an account comes on the register with the code; nobody is told of sessions by guessing."""

from __future__ import annotations

import pytest
from flask import Flask

from course.records import attendances
from course.records.database import reading, writing
from tests.web.reader import Page, Reader
from tests.web.training import BEGINS, MINUTE, Room, at, move_in


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


@pytest.fixture
def ann(room: Room) -> Reader:
    """A learner of the session's organisation."""
    return room.person("Ann Fern", "", "", None, room.heron)


def code(room: Room, number: int) -> str:
    return room.session(number).code


def come(room: Room, reader: Reader, number: int) -> Page:
    """Open the address and press the button."""
    reader.open(f"/attend/{code(room, number)}")
    return reader.press("attend")


def test_one_press_puts_somebody_on_the_register_as_having_come_now(room: Room, ann: Reader) -> None:
    number = room.plan()
    at("08:55")
    page = ann.open(f"/attend/{code(room, number).lower().replace('-', '')}")
    assert page.h1 == "The course in three hours" and "Ann Fern" in page.words and "Room 2" in page.words
    assert room.register(number) == {}
    done = ann.follow(ann.press("attend"))
    assert done.h1 == "You are on the register" and "You came at 08:55" in done.words
    line = room.register(number)["Ann Fern"]
    assert (line.how, line.agency, line.has_account) == ("phone", "", True)
    again = ann.follow(ann.post(f"/attend/{code(room, number)}"))
    assert "You came at 08:55" in again.words and len(room.register(number)) == 1


def test_whoever_was_expected_has_arrived(room: Room, ann: Reader) -> None:
    number = room.plan()
    with room.app.app_context(), writing() as store:
        who = room.people["Ann Fern"]
        attendances.put_down(store, number, who, arrived_at=None, how="register", agency="", now=BEGINS)
    come(room, ann, number)
    assert room.register(number)["Ann Fern"].arrived_at is not None


def test_somebody_of_another_organisation_comes_with_the_name_of_theirs(room: Room) -> None:
    number = room.plan()
    ben = room.person("Ben Wells", "", "", None, room.wells)
    cat = room.person("Cat Nowhere", "", "", None)
    for each in (ben, cat):
        come(room, each, number)
    lines = room.register(number)
    assert (lines["Ben Wells"].agency, lines["Cat Nowhere"].agency) == ("Wells", "")
    assert "Wells" in room.trainer.open(f"/sessions/{number}/register").words


@pytest.mark.parametrize(
    ("time", "words"),
    [("07:59", "too early"), ("08:00", ""), ("11:58", ""), ("12:01", "This session is over")],
)
def test_it_is_open_from_an_hour_before_to_the_planned_end(time: str, words: str, room: Room) -> None:
    number = room.plan()
    at(time)
    ann = room.person("Ann Fern", "", "", None, room.heron)
    page = ann.open(f"/attend/{code(room, number)}")
    assert page.has_form("attend") is (not words) and words in page.words
    ann.post(f"/attend/{code(room, number)}")
    assert len(room.register(number)) == (0 if words else 1)


def test_a_closed_or_cancelled_session_and_the_trainers_own_are_said(room: Room, ann: Reader) -> None:
    open_, off, closed = room.plan(key="a"), room.plan(key="b"), room.plan(key="c")
    room.trainer.open(f"/sessions/{off}/cancel")
    room.trainer.press("cancel-session", reason="Snow")
    assert "You lead this session" in room.trainer.open(f"/attend/{code(room, open_)}").words
    room.trainer.post(f"/attend/{code(room, open_)}")
    room.arrive(closed, "Ada Quill")
    at("11:00")
    trainer = room.trainer_again()
    trainer.open(f"/sessions/{closed}/close")
    trainer.press("close")
    ann = room.person("Ann Other", "", "", None, room.heron)
    assert "was called off" in ann.open(f"/attend/{code(room, off)}").words
    assert "The register is closed" in ann.open(f"/attend/{code(room, closed)}").words
    for number in (off, closed):
        ann.post(f"/attend/{code(room, number)}")
    assert [list(room.register(number)) for number in (open_, off, closed)] == [[], [], ["Ada Quill"]]


def test_who_was_taken_off_does_not_come_back_by_phone(room: Room, ann: Reader) -> None:
    number = room.plan()
    come(room, ann, number)
    with room.app.app_context(), writing() as store:
        attendances.strike(store, room.register(number)["Ann Fern"].id, "Not in the room", BEGINS)
    assert "The trainer took you off" in ann.open(f"/attend/{code(room, number)}").words
    ann.post(f"/attend/{code(room, number)}")
    assert room.register(number)["Ann Fern"].struck_at is not None


def test_a_code_that_no_session_has_is_said_with_the_way_on(room: Room, ann: Reader) -> None:
    page = ann.open("/attend/ABCD-2345")
    assert (
        page.status == 404
        and "This code is not known" in page.words
        and page.value("attend-code", "code") == "ABCD-2345"
    )
    assert ann.post("/attend/ABCD-2345").status == 404


def test_guessing_is_slowed_down(room: Room, ann: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    number = room.plan()
    answers = [ann.post("/attend/ABCD-2345").status for _ in range(31)]
    assert answers == [404] * 30 + [429]
    assert ann.open(f"/attend/{code(room, number)}").status == 429
    other = room.person("Ben Fern", "", "", None, room.heron)
    assert other.open(f"/attend/{code(room, number)}").status == 200


def test_guessing_with_the_form_is_slowed_down_too_and_right_codes_are_not(room: Room, ann: Reader) -> None:
    number = room.plan()
    for typed in [code(room, number)] * 3 + ["ABCD-2345"] * 30:
        assert ann.post("/attend", code=typed).status == 303
    assert ann.post("/attend", code=code(room, number)).status == 429
    assert ann.open(f"/attend/{code(room, number)}").status == 429


def test_guessing_by_opening_addresses_is_slowed_down_as_well_for_button_and_page(room: Room, ann: Reader) -> None:
    number = room.plan()
    assert [ann.open("/attend/ABCD-2345").status for _ in range(31)] == [404] * 30 + [429]
    assert ann.open(f"/attend/{code(room, number)}").status == 429
    assert ann.post(f"/attend/{code(room, number)}").status == 429
    assert "Ann Fern" not in room.register(number)


def test_opening_the_address_writes_nothing(room: Room, ann: Reader) -> None:
    number = room.plan()
    before = {name: room.rows(name) for name in ("attendance", "brake", "audit")}
    for address in (code(room, number), "ABCD-2345", "not-a-code"):
        ann.open(f"/attend/{address}")
    assert {name: room.rows(name) for name in before} == before


def test_a_guest_is_told_how_and_not_which_session_it_is(room: Room, reader: Reader) -> None:
    number = room.plan()
    page = reader.follow(reader.open(f"/attend/{code(room, number)}"))
    guest = Reader(room.app.test_client())
    other = guest.follow(guest.open("/attend/ABCD-2345"))
    assert page.status == other.status == 200 and page.words == other.words
    assert "Sign the register on paper" in page.words and "three hours" not in page.text
    assert page.tree is not None
    reader.open(str(page.tree.xpath("//main//a[.='Sign in']/@href")[0]))
    room.person("Ann Fern", "", "", None, room.heron)
    back = reader.press("sign-in", email="ann.fern@roles.example", password="kettle moss violin")
    assert back.place == f"/attend/{code(room, number)}"
    assert Reader(room.app.test_client()).send(f"/attend/{code(room, number)}").status == 303


def test_a_code_is_typed_by_hand(room: Room, ann: Reader) -> None:
    number = room.plan()
    ann.open("/attend")
    assert (
        ann.press("attend-code", code=f" {code(room, number).lower()} ").place
        == f"/attend/{code(room, number).lower()}"
    )
    page = ann.press("attend-code", ann.open("/attend"), code=" ! ")
    assert page.status == 422 and page.errors() == ["Enter the code as the trainer shows it"]
    assert page.value("attend-code", "code") == " ! "


def test_the_register_shows_who_came_by_phone(room: Room, ann: Reader) -> None:
    number = room.plan()
    come(room, ann, number)
    assert "by phone" in room.trainer.open(f"/sessions/{number}/register").words
    with room.app.app_context(), reading() as store:
        line = attendances.register(store, number)[0]
    assert line.arrived_at is not None and line.arrived_at < BEGINS + MINUTE
