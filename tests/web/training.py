"""Trainers' browsers and sessions in a room, for the tests of the site. The clock stands at nine on the day of the session."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from course import clock
from course.records import attendances, completions, organisations, people, roles, room_sessions, tables
from course.records.attendances import Line
from course.records.database import reading, writing
from course.records.room_sessions import NewSession, RoomSession
from course.rules.dates import moment_at
from course.rules.facts import Completion
from tests.web.looking_after import enter, enter_as
from tests.web.people import add_person
from tests.web.reader import Page, Reader

DAY = dt.date(2026, 11, 24)
MINUTE = dt.timedelta(minutes=1)
BEGINS = moment_at(DAY, dt.time(9))
ENDS = BEGINS + 180 * MINUTE


def at(time: str, day: dt.date = DAY) -> None:
    """Let it be that time of the day."""
    clock.set_now(moment_at(day, dt.time.fromisoformat(time)))


@dataclass
class Room:
    """Two organisations with people, a trainer of the first, and the session of that trainer, which is to begin at nine."""

    app: Flask
    heron: int
    wells: int
    night: int
    tess: int
    people: dict[str, int]
    trainer: Reader

    def person(self, name: str, role: str, scope: str, of: int | None, home: int | None = None) -> Reader:
        """The browser of somebody with a role; the name is the sign-in name, too."""
        email = f"{name.replace(' ', '.').lower()}@roles.example"
        number = add_person(self.app, name, email=email)
        with self.app.app_context(), writing() as store:
            if home:
                organisations.join(store, number, home, None, DAY - dt.timedelta(days=9), clock.now())
            if role:
                roles.grant(store, number, role, scope, of, clock.now())
        self.people[name] = number
        return enter_as(self.app, email)

    def trainer_again(self) -> Reader:
        """The trainer's browser, signed in at the present moment: a visit of a trainer ends after half an hour."""
        self.trainer = enter_as(self.app, "tess.trainer@roles.example")
        return self.trainer

    def plan(self, *, trainer: int | None = None, whole: bool = True, **other: object) -> int:
        """A session; its number."""
        values: dict[str, object] = {
            "key": f"form {other} {whole} {trainer}", "pack": "three-hours", "title": "The course in three hours",
            "edition": "2026.1", "whole_course": whole, "begins_at": BEGINS, "planned_minutes": 180, "place": "Room 2",
            "organisation": self.heron, "trainer": trainer or self.tess, "co_trainer": "",
        }  # fmt: skip
        with self.app.app_context(), writing() as store:
            return room_sessions.plan(store, NewSession(**values | other), trainer or self.tess, clock.now())  # type: ignore[arg-type]

    def arrive(self, session: int, name: str, after: int = 0, left: int | None = None) -> int:
        """Somebody known is there from so many minutes after the beginning; the line."""
        came = BEGINS + after * MINUTE
        with self.app.app_context(), writing() as store:
            number = attendances.put_down(
                store, session, self.people[name], arrived_at=came, how="register", agency="", now=came
            )
            gone = BEGINS + left * MINUTE if left is not None else None
            attendances.set_times(store, number, attendances.Times(came, gone))
            return number

    def register(self, session: int) -> dict[str, Line]:
        """The lines by name."""
        with self.app.app_context(), reading() as store:
            return {each.name: each for each in attendances.register(store, session)}

    def session(self, number: int) -> RoomSession:
        with self.app.app_context(), reading() as store:
            return room_sessions.by_numbers(store, [number])[number]

    def completions(self, name: str) -> tuple[Completion, ...]:
        with self.app.app_context(), reading() as store:
            return completions.completions_of(store, self.people[name])

    def audit(self) -> list[tuple[str, str, str]]:
        line = tables.audit.c
        with self.app.app_context(), reading() as store:
            return [tuple(row) for row in store.execute(select(line.action, line.thing, line.detail).order_by(line.id))]

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        which = tables.person.metadata.tables[table]
        with self.app.app_context(), reading() as store:
            return len(store.execute(select(which)).all())


def move_in(app: Flask) -> Room:
    at("08:30")
    with app.app_context(), writing() as store:
        organisations.set_partnership(store, "Heronsea Safeguarding Partnership", clock.now())
        heron, wells = (organisations.add_organisation(store, name, clock.now()) for name in ("Heronsea", "Wells"))
        night = organisations.add_team(store, heron, "Night", clock.now())
        names = {"Ada Quill": heron, "Adam Reed": heron, "Bo Marsh": wells}
        found = {name: enter(store, name, home) for name, home in names.items()}
    room = Room(app, heron, wells, night, 0, found, Reader(app.test_client()))
    room.trainer = room.person("Tess Trainer", "trainer", "organisation", heron, heron)
    room.tess = room.people["Tess Trainer"]
    return room


def names(page: Page) -> list[str]:
    """The names on a register or among those found, in their order."""
    assert page.tree is not None
    return [each.text_content().strip() for each in page.tree.xpath("//div[@class='register-who']/strong")]


def push(reader: Reader, value: str, name: str = "pressed") -> Page:
    """Push the button of that value on the page opened last, as a browser does: to where its form or it itself leads."""
    page = reader.at
    assert page is not None and page.tree is not None
    (button,) = page.tree.xpath(f"//form//button[@name='{name}' and @value='{value}']")
    form = next(button.iterancestors("form"))
    sent = {each: typed for each, typed in form.form_values() if each not in ("pressed", "known")}
    return reader.send(button.get("formaction") or form.get("action"), **sent, **{name: value})


def figure(page: Page, name: str) -> str:
    assert page.tree is not None
    return str(page.tree.xpath(f"//*[@data-figure='{name}']")[0].text_content()).strip()


def outcomes(page: Page) -> dict[str, tuple[str, str, str]]:
    """The rows of a table of outcomes by name: the kind, the minutes, the words."""
    assert page.tree is not None
    found = {}
    for row in page.tree.xpath("//tr[@data-outcome]"):
        name, minutes, words = (" ".join(cell.text_content().split()) for cell in row)
        found[name] = (str(row.get("data-outcome")), minutes, words)
    return found


def new_person(app: Flask, name: str, home: int) -> int:
    """Somebody known in an organisation, without an account."""
    with app.app_context(), writing() as store:
        return enter(store, name, home)


def name_of(app: Flask, number: int) -> str | None:
    with app.app_context(), reading() as store:
        return people.person_name(store, number)
