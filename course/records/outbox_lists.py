"""Lists of letters, for people: reminders to be printed and handed over, and letters that did not go.

A reminder is printed in the organisation of its membership and nowhere else, while it holds (`letters_due`): rows of
`standing` must be settled before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, func, select, update

from course.records import tables
from course.records.letters_due import still_due
from course.records.outbox import EMPTY
from course.records.scoped import within
from course.rules.letters import ON_PAPER
from course.rules.scoping import Scope

table, membership = tables.outbox, tables.membership
PAGE = 50
SHEETS = 25  # reminders on one page to print, so that it stays small


@dataclass(frozen=True, slots=True)
class Printable:
    """A reminder to be printed, with whom it is for and the organisation that asks."""

    id: int
    name: str
    place: str
    made_at: dt.datetime
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Stranded:
    """A letter that was given up. `again`: its text is kept, so that it can be sent once more. `name` "": nobody's."""

    id: int
    kind: str
    name: str
    given_up_at: dt.datetime
    fault: str
    again: bool


@dataclass(frozen=True, slots=True)
class Where:
    """Which letters are listed: of a scope, as of a day. Without `mail` every reminder is printed."""

    scope: Scope
    day: dt.date
    mail: bool


def printable(
    store: Connection, where: Where, after: int | None = None, *, most: int = PAGE
) -> tuple[tuple[Printable, ...], int | None]:
    """Reminders to print behind the one named, and the last of them where more follow."""
    person, place = tables.person, tables.organisation
    columns = (table.c.id, person.c.name, place.c.name, table.c.made_at, table.c.subject, table.c.text)
    joined = table.join(person, person.c.id == table.c.person).join(membership, membership.c.id == table.c.membership)
    joined = joined.join(place, place.c.id == membership.c.organisation)
    asked = (
        select(*columns).select_from(joined).where(_on_paper(where), still_due(where.day), table.c.id > (after or 0))
    )
    rows = store.execute(asked.order_by(table.c.id).limit(most + 1)).all()
    found = tuple(Printable(*row) for row in rows[:most])
    return found, found[-1].id if len(rows) > most else None


def count_printable(store: Connection, where: Where) -> tuple[int, int]:
    """How many reminders there are to print, and how many were written and are not due any more."""
    counted = select(func.count(), func.count().filter(still_due(where.day))).select_from(table)
    every, due = store.execute(counted.where(_on_paper(where))).one()
    return int(due), int(every - due)


def mark_printed(store: Connection, where: Where, numbers: Sequence[int], now: dt.datetime) -> int:
    """These reminders were handed over: as good as sent. Returns how many of them were on the list."""
    values = {"sent_at": now, "given_up_at": None, "last_fault": "", **EMPTY}
    printed = update(table).where(table.c.id.in_(numbers), _on_paper(where), still_due(where.day)).values(values)
    return len(store.execute(printed.returning(table.c.id)).all())


def stranded(store: Connection) -> tuple[Stranded, ...]:
    """The letters that were given up, the newest first, PAGE at most."""
    columns = (table.c.id, table.c.kind, tables.person.c.name, table.c.given_up_at, table.c.last_fault, table.c.address)
    joined = table.outerjoin(tables.person, tables.person.c.id == table.c.person)
    asked = select(*columns).select_from(joined).where(table.c.given_up_at.is_not(None))
    rows = store.execute(asked.order_by(table.c.given_up_at.desc(), table.c.id.desc()).limit(PAGE))
    return tuple(
        Stranded(row.id, row.kind, row.name or "", row.given_up_at, row.last_fault, bool(row.address)) for row in rows
    )


def _on_paper(where: Where) -> ColumnElement[bool]:
    of = membership.c
    own = exists(select(of.id).where(of.id == table.c.membership, within(where.scope, of)).correlate(table))
    waits = table.c.kind.in_(ON_PAPER) & table.c.sent_at.is_(None) & own
    return waits & ((table.c.address == "") | table.c.given_up_at.is_not(None)) if where.mail else waits
