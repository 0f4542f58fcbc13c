"""People: a name and an id. Everything that happened points at the id, so the name can go and the facts can stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, insert, select, update

from course.records import name_words, standings
from course.records.tables import person as table


def add_person(store: Connection, name: str, now: dt.datetime) -> int:
    """A new person; returns the id."""
    number: int = store.execute(insert(table).values(name=name, added_at=now).returning(table.c.id)).scalar_one()
    name_words.add(store, {number: (name,)})
    return number


def person_name(store: Connection, person: int) -> str | None:
    """The name; "" after the account was closed, None where there is no such person."""
    return store.execute(select(table.c.name).where(table.c.id == person)).scalar_one_or_none()


def names(store: Connection, numbers: Collection[int]) -> dict[int, str]:
    """The names of people by number; "" after the account was closed."""
    return {
        row[0]: row[1] for row in store.execute(select(table.c.id, table.c.name).where(table.c.id.in_(list(numbers))))
    }


def rename(store: Connection, person: int, name: str) -> None:
    """Give a person another name. Completions carry no name, so a certificate shows the new one."""
    store.execute(update(table).where(table.c.id == person).values(name=name, name_key=standings.name_key(name)))
    name_words.keep(store, person)
    standings.touch(store, person)
