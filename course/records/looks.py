"""Looks at answers without handing in, as a list for the person's own eyes (`attempts` notes them)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from course.records.tables import look as table


@dataclass(frozen=True, slots=True)
class Look:
    """The answers of a quiz were shown, in the wording of that digest."""

    quiz: str
    digest: str
    at: dt.datetime


def looks_of(store: Connection, person: int) -> tuple[Look, ...]:
    """A person's looks, oldest first."""
    found = select(table.c.quiz, table.c.digest, table.c.at).where(table.c.person == person)
    return tuple(Look(*row) for row in store.execute(found.order_by(table.c.at, table.c.quiz)))
