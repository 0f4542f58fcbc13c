"""Lists of letters, for people: reminders to be printed and handed over, and letters that did not go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, func, select, update

from course.records import tables
from course.records.outbox import EMPTY
from course.records.scoped import within
from course.rules.letters import ON_PAPER
from course.rules.scoping import Scope

table, standing = tables.outbox, tables.standing
PAGE = 50
SHEETS = 25  # reminders on one page to print, so that it stays small


@dataclass(frozen=True, slots=True)
class Printable:
    """A reminder to be printed, with whom it is for and where they belong (within the scope asked for)."""

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


def printable(
    store: Connection, scope: Scope, after: int | None = None, *, mail: bool, most: int = PAGE
) -> tuple[tuple[Printable, ...], int | None]:
    """Reminders to print behind the one named, and the last of them where more follow. Without `mail` it is all."""
    person, where = tables.person, tables.organisation.c
    of = select(func.min(standing.c.organisation)).where(standing.c.person == table.c.person, within(scope, standing.c))
    place = select(where.name).where(where.id == of.scalar_subquery()).scalar_subquery()
    columns = (table.c.id, person.c.name, func.coalesce(place, ""), table.c.made_at, table.c.subject, table.c.text)
    joined = table.join(person, person.c.id == table.c.person)
    asked = select(*columns).select_from(joined).where(_on_paper(scope, mail=mail), table.c.id > (after or 0))
    rows = store.execute(asked.order_by(table.c.id).limit(most + 1)).all()
    found = tuple(Printable(*row) for row in rows[:most])
    return found, found[-1].id if len(rows) > most else None


def count_printable(store: Connection, scope: Scope, *, mail: bool) -> int:
    """How many reminders there are to print."""
    counted = select(func.count()).select_from(table).where(_on_paper(scope, mail=mail))
    return int(store.execute(counted).scalar_one())


def mark_printed(store: Connection, scope: Scope, numbers: Sequence[int], now: dt.datetime, *, mail: bool) -> int:
    """These reminders were handed over: as good as sent. Returns how many of them were on the list."""
    values = {"sent_at": now, "given_up_at": None, "last_fault": "", **EMPTY}
    printed = update(table).where(table.c.id.in_(numbers), _on_paper(scope, mail=mail)).values(values)
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


def _on_paper(scope: Scope, *, mail: bool) -> ColumnElement[bool]:
    member = exists(select(standing.c.membership).where(standing.c.person == table.c.person, within(scope, standing.c)))
    waits = table.c.kind.in_(ON_PAPER) & table.c.sent_at.is_(None) & member
    return waits & ((table.c.address == "") | table.c.given_up_at.is_not(None)) if mail else waits
