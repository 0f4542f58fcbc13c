"""People: a name and an id. Everything that happened points at the id, so the name can go and the facts can stay."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, insert, select, update

from course.records import standings
from course.records.tables import person as table


def add_person(store: Connection, name: str, now: dt.datetime) -> int:
    """A new person; returns the id."""
    number: int = store.execute(insert(table).values(name=name, added_at=now).returning(table.c.id)).scalar_one()
    return number


def person_name(store: Connection, person: int) -> str | None:
    """The name; "" after the account was closed, None where there is no such person."""
    return store.execute(select(table.c.name).where(table.c.id == person)).scalar_one_or_none()


def rename(store: Connection, person: int, name: str) -> None:
    """Give a person another name. Completions carry no name, so a certificate shows the new one."""
    store.execute(update(table).where(table.c.id == person).values(name=name, name_key=standings.name_key(name)))
    standings.touch(store, person)
