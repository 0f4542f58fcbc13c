"""People, organisations and administrators of one organisation, for the tests of looking after people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from course.clock import now
from course.records import contacts, members, organisations, people, roles, tables
from course.records.database import reading, writing
from course.records.members import Place, Somebody
from course.rules.dates import london_day
from course.rules.scoping import Scope
from tests.web.administering import office_of
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Reader

ALL = Scope(everything=True)


@dataclass(frozen=True)
class Town:
    """Two organisations, one with teams; in each somebody without an account."""

    heron: int
    wells: int
    night: int
    day: int
    quill: int  # at Heronsea, no team
    marsh: int  # at Wells


@pytest.fixture
def town(app: Flask) -> Town:
    return build(app)


@pytest.fixture
def keeper(app: Flask, town: Town) -> Reader:
    """Kay, administrator of Heronsea alone."""
    return keeper_of(app, town.heron)


@pytest.fixture
def office(app: Flask, admin: int) -> Reader:
    """Cy, administrator of the partnership."""
    return office_of(app)


def build(app: Flask) -> Town:
    with app.app_context(), writing() as store:
        heron, wells = (organisations.add_organisation(store, name, now()) for name in ("Heronsea", "Wells"))
        night, day = (organisations.add_team(store, heron, name, now()) for name in ("Night", "Day"))
        quill, marsh = enter(store, "Ida Quill", heron), enter(store, "Moss Marsh", wells)
    return Town(heron, wells, night, day, quill, marsh)


def enter(store: Connection, name: str, organisation: int, email: str = "") -> int:
    number = people.add_person(store, name, now() - dt.timedelta(days=9))
    contacts.set_contact(store, number, email, now())
    organisations.join(store, number, organisation, None, london_day(now()) - dt.timedelta(days=9), now())
    return number


def keeper_of(app: Flask, organisation: int) -> Reader:
    """The browser of somebody who is administrator of one organisation."""
    person = add_person(app, "Kay Fern", email="kay@heronsea.example")
    with app.app_context(), writing() as store:
        organisations.join(store, person, organisation, None, london_day(now()), now())
        roles.grant(store, person, "administrator", "organisation", organisation, now())
    return enter_as(app, "kay@heronsea.example")


def enter_as(app: Flask, login: str) -> Reader:
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    assert reader.press("sign-in", email=login, password=PASSWORD).status == 303
    return reader


def person_now(app: Flask, number: int) -> Somebody | None:
    with app.app_context(), reading() as store:
        return members.somebody(store, ALL, number)


def places_now(app: Flask, number: int) -> list[Place]:
    """The memberships of a person, the newest first."""
    with app.app_context(), reading() as store:
        return list(members.places(store, ALL, [number])[number])


def audit_now(app: Flask) -> list[tuple[str, str, str]]:
    line = tables.audit.c
    with app.app_context(), reading() as store:
        return [tuple(row) for row in store.execute(select(line.action, line.thing, line.detail).order_by(line.id))]


def day_fields(name: str, day: dt.date) -> dict[str, str]:
    """The three inputs of a day are one name; the form data of a test has one value for it, so it is sent as a list."""
    return {name: [str(day.day), str(day.month), str(day.year)]}  # type: ignore[dict-item]
