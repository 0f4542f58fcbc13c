"""While a session goes on: who was there from its beginning, and finding a name that is on the register already."""

from __future__ import annotations

import pytest
from flask import Flask

from course.records import erasing
from course.records.database import writing
from tests.web.reader import Page, Reader
from tests.web.training import BEGINS, Room, at, figure, move_in, names, new_person, push


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


def find(reader: Reader, number: int, name: str) -> Page:
    return reader.open(f"/sessions/{number}/people?q={name}")


def test_whoever_was_there_from_the_beginning_is_said_so_while_it_goes_on(room: Room) -> None:
    number = room.plan()
    at("07:50")
    room.trainer_again()
    for name in ("Ann Fern", "Adam Reed", "Zed Moor"):
        room.people[name] = room.people.get(name) or new_person(room.app, name, room.heron)
        find(room.trainer, number, name)
        room.trainer.press(f"add-{room.people[name]}")
    at("08:50")
    register = f"/sessions/{number}/register"
    assert "came just now" not in room.trainer_again().open(register).words
    at("10:25")
    page = room.trainer_again().open(register)
    assert "came just now or was here from 09:00" in page.words and "From 09:00" not in page.words
    room.trainer.open(f"{register}?since=beginning")
    lines = room.register(number)
    done = push(room.trainer, f"begun-{lines['Adam Reed'].id}")
    assert done.place == f"{register}?at={lines['Ann Fern'].id}&since=beginning#line-{lines['Ann Fern'].id}"
    room.trainer.follow(done)
    room.trainer.open(f"/sessions/{number}/people?q=Ada&since=beginning")
    added = room.trainer.press(f"add-{room.people['Ada Quill']}")
    assert added.place is not None and "since=beginning" in added.place
    room.trainer.follow(added)
    push(room.trainer, "all-begun")
    assert {each.arrived_at for each in room.register(number).values()} == {BEGINS}


def test_on_a_page_for_those_from_the_beginning_nobody_came_before_it_began(room: Room) -> None:
    number = room.plan()
    room.arrive(number, "Ada Quill", after=85)
    line = room.register(number)["Ada Quill"]
    room.trainer.post(f"/sessions/{number}/arrivals", pressed=f"begun-{line.id}")
    assert room.register(number)["Ada Quill"].arrived_at < BEGINS  # they have come now


def test_a_name_on_the_register_is_found_with_its_button(room: Room) -> None:
    number = room.plan(organisation=room.wells)
    room.arrive(number, "Bo Marsh")
    page = find(room.trainer, number, "marsh")
    assert names(page) == ["Bo Marsh"] and "Here since 09:00" in page.words
    push(room.trainer, f"left-{room.register(number)['Bo Marsh'].id}")
    assert room.register(number)["Bo Marsh"].left_at is not None
    assert names(find(room.trainer, number, "mash")) == []


def test_many_who_may_be_somebody_known_are_asked_about_ten_at_a_time(room: Room) -> None:
    number, many = room.plan(), 12
    for place in range(many):
        first, last = f"Gwendolin{'abcdefghijkl'[place] * 6}", f"Ferns{'lkjihgfedcba'[place] * 6}"
        new_person(room.app, f"{first} {last}", room.heron)
        find(room.trainer, number, "nobody")
        room.trainer.press("add-new", name=f"{last} {first}")
    for each in room.register(number):
        room.people[each] = room.register(number)[each].person
        room.arrive(number, each)
    at("11:58")
    page = room.trainer_again().open(f"/sessions/{number}/register")
    assert page.words.count("who is known already?") == 10
    for still in (10, 2):
        page = room.trainer.open(f"/sessions/{number}/close") if still == 10 else page
        asked = [f"double-{line.id}" for line in room.register(number).values() if f"Who is {line.name}?" in page.words]
        assert len(asked) == still
        page = room.trainer.press("close", page, **dict.fromkeys(asked, "another"))
    assert page.status == 303 and room.session(number).state == "closed"


def test_whoever_has_closed_their_account_is_waited_for_no_longer_and_not_taken_for_here(room: Room) -> None:
    number = room.plan()
    at("07:50")
    room.trainer_again()
    for name in ("Ada Quill", "Adam Reed"):
        find(room.trainer, number, name)
        room.trainer.press(f"add-{room.people[name]}")
    with room.app.app_context(), writing() as store:
        erasing.erase(store, room.people["Adam Reed"], BEGINS)
    at("09:10")
    page = room.trainer_again().open(f"/sessions/{number}/register")
    assert (figure(page, "expected"), figure(page, "here")) == ("1", "0")
    assert "(account closed) Not seen" in page.words
    assert "0 here, 1 expected" in room.trainer.open(f"/sessions/{number}").words
    room.trainer.open(f"/sessions/{number}/register")
    room.trainer.post(f"/sessions/{number}/arrivals", pressed="all-here")
    assert {name: each.arrived_at is not None for name, each in room.register(number).items()} == {
        "Ada Quill": True, "": False,
    }  # fmt: skip
