"""Local values for the tests of the site: filled in past the forms, and two organisations with a learner each."""

from __future__ import annotations

import datetime as dt

from flask import Flask

from course.clock import now
from course.records import local_values, organisations
from course.records.database import reading, writing
from course.rules.local_information import LocalValue
from tests.web.people import add_person

HERON, MARSH = "Heronsea Nursery", "Marsh School"
DOOR, HERONS_DOOR = "Front Door\n01632 960123", "Seaside Front Door\nhttps://seaside.example/refer"
NOT_FILLED = "not yet filled: ask your safeguarding lead; in an emergency call 999"


def organisation(app: Flask, name: str) -> int:
    with app.app_context(), writing() as store:
        return organisations.add_organisation(store, name, now())


def member(app: Flask, name: str, email: str, *of: int) -> None:
    """Somebody who has joined these organisations, one a day, the last today."""
    person = add_person(app, name, email=email)
    with app.app_context(), writing() as store:
        for days, each in enumerate(reversed(of)):
            organisations.join(store, person, each, None, now().date() - dt.timedelta(days=days), now())


def fill_in(app: Flask, slot: str, value: str, organisation: int | None = None, **more: object) -> LocalValue:
    """Put a value into an empty slot, as another process would; this one learns of it when it asks again."""
    made = LocalValue(slot=slot, organisation=organisation, value=value, **more)  # type: ignore[arg-type]
    person = add_person(app, "Elsewhere")
    with app.app_context(), writing() as store:
        assert local_values.replace(store, local_values.local_value(store, slot, organisation), made, person, now())
    return made


def ask_again(app: Flask) -> None:
    """As after ten seconds."""
    app.extensions["local_information"].forget()


def values_now(app: Flask) -> dict[tuple[str, int | None], LocalValue]:
    """What is kept, by slot and organisation."""
    with app.app_context(), reading() as store:
        return {(each.slot, each.organisation): each for each in local_values.local_values(store)}
