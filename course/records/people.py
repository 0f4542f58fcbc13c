"""People: a name and an id. Everything that happened points at the id, so the name can go and the facts can stay."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from course.records.tables import person as table


def add_person(store: Session, name: str, now: dt.datetime) -> int:
    """A new person; returns the id."""
    number: int = store.execute(insert(table).values(name=name, added_at=now).returning(table.c.id)).scalar_one()
    return number


def person_name(store: Session, person: int) -> str | None:
    """The name; "" after the account was closed, None where there is no such person."""
    return store.execute(select(table.c.name).where(table.c.id == person)).scalar_one_or_none()


def rename(store: Session, person: int, name: str) -> None:
    """Give a person another name. Completions carry no name, so a certificate shows the new one."""
    store.execute(update(table).where(table.c.id == person).values(name=name))
