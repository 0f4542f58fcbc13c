"""What pages of a session cost: no statement more when there are twice as many sessions and people on the register."""

from __future__ import annotations

import pytest
from flask import Flask

from course.clock import now
from course.records import entering, people
from course.records.database import writing
from course.rules.dates import london_day
from tests.statements_seen import statements_seen
from tests.web.reader import Reader
from tests.web.training import Room, at, move_in

MOST = 15


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


def count(room: Room, reader: Reader, path: str) -> int:
    reader.open(path)
    with statements_seen(room.app) as seen:
        assert reader.open(path).status == 200
    return len(seen)


def fill(room: Room, number: int, first: int) -> None:
    """Six more on the register, and three more sessions, one of them over."""
    with room.app.app_context(), writing() as store:
        for place in range(first, first + 6):
            name = f"Quarrel Number {place}"
            by, day = room.tess, london_day(now())
            room.people[name] = entering.enter(store, name, room.heron, started_on=day, by=by, now=now())
            people.rename(store, room.people[name], name)
    for place in range(first, first + 6):
        room.arrive(number, f"Quarrel Number {place}")
    for place in range(3):
        made = room.plan(key=f"{first} {place}")
        room.arrive(made, f"Quarrel Number {first}")
        if place == 0:
            room.trainer.open(f"/sessions/{made}/close")
            assert room.trainer.press("close").status == 303


def test_pages_cost_the_same_however_many_there_are(room: Room) -> None:
    number = room.plan()
    at("12:20")
    trainer = room.trainer_again()
    admin = room.person("Cy Reed", "administrator", "partnership", None)
    fill(room, number, 0)
    paths = ["/sessions", *(f"/sessions/{number}{each}" for each in ("", "/register", "/close", "/paper"))]
    paths += [f"/sessions/{number}/people?q=quarrel", "/sessions/2", "/sessions/2/corrections"]
    before = {(each, who): count(room, who, each) for each in paths for who in (trainer, admin)}
    fill(room, number, 6)
    after = {(each, who): count(room, who, each) for each in paths for who in (trainer, admin)}
    assert list(after.values()) == list(before.values())
    assert max(after.values()) <= MOST
