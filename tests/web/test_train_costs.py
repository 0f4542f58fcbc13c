"""What pages of a session cost: no statement more when there are twice as many sessions and people on the register, and no
page that is larger than others with two hundred of them.
"""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert

from course.clock import now
from course.records import entering, people, tables
from course.records.database import writing
from course.rules.dates import london_day
from course.web.train import certificates
from tests.statements_seen import statements_seen
from tests.web.reader import Reader
from tests.web.training import BEGINS, Room, at, move_in, names

MOST = 15
PAGE_BYTES = 30_000
FULL = 200


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


def crowd(room: Room, session: int, here: int) -> None:
    """A full room: so many people, of whom some are here, the others still expected."""
    person, line = tables.person, tables.attendance
    told = "Safeguarding Agency of the Harbour"
    with room.app.app_context(), writing() as store:
        for place in range(FULL):
            name = f"Bartholomew{place:03} Featherstonehaugh"
            number = store.execute(insert(person).values(name=name, added_at=now())).inserted_primary_key[0]  # type: ignore[index]
            came = BEGINS if place % FULL < here else None
            held = {"room_session": session, "person": number, "arrived_at": came, "away_minutes": 0, "added_at": now()}
            store.execute(insert(line).values(**held, how="phone", agency=told))


def test_no_page_of_a_full_room_is_larger_than_others(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    number, done = room.plan(), room.plan(key="done")
    crowd(room, number, here=FULL // 2)
    crowd(room, done, here=FULL)
    at("11:59")
    trainer = room.trainer_again()
    trainer.open(f"/sessions/{done}/close")
    trainer.press("close", ended="11:58")
    opened = (
        "register",
        "register?since=beginning",
        "register?page=3",
        "register?page=99",
        "people?q=bart",
        "close?page=2",
    )
    closed = ("", "?page=4", "/corrections", "/corrections?page=4&q=ada", "/paper")
    pages = [f"/sessions/{number}/{each}" for each in (*opened, "close", "paper")]
    pages += [f"/sessions/{done}{each}" for each in closed]
    seen = {each: trainer.open(each) for each in pages}
    assert {each: page.status for each, page in seen.items()} == dict.fromkeys(pages, 200)
    large = {each: len(page.text.encode()) for each, page in seen.items() if len(page.text.encode()) > PAGE_BYTES}
    assert large == {}
    monkeypatch.setattr(certificates, "certificates_pdf", lambda sheets, *_: b"%PDF" if len(sheets) == FULL else None)
    trainer.open(f"/sessions/{done}")
    with statements_seen(room.app) as statements:
        assert trainer.press("certificates").text == "%PDF"
    assert len(statements) <= MOST


def test_everybody_of_a_full_room_is_on_one_of_the_pages(room: Room) -> None:
    number = room.plan()
    crowd(room, number, here=FULL // 2)
    at("09:20")
    trainer, found = room.trainer_again(), list[str]()
    place: str | None = f"/sessions/{number}/register"
    while place:
        page = trainer.open(place)
        assert page.tree is not None
        found += names(page)
        place = next((str(each) for each in page.tree.xpath("//a[@rel='next']/@href")), None)
    everybody = [f"Bartholomew{place:03} Featherstonehaugh" for place in range(FULL)]
    assert found == everybody[FULL // 2 :] + everybody[: FULL // 2]  # who is still to come first
    line = room.register(number)[everybody[10]].id
    assert everybody[10] in names(trainer.open(f"/sessions/{number}/register?at={line}"))
