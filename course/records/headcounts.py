"""How many people an organisation or a team says that it has, from a day on. Nothing is ever changed: a later line wins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from course.records import tables
from course.records.scoped import within
from course.rules.scoping import Scope

table = tables.headcount


@dataclass(frozen=True, slots=True)
class Headcount:
    """`team` None: the whole organisation."""

    id: int
    organisation: int
    team: int | None
    people: int
    from_day: dt.date
    entered_at: dt.datetime


def enter(
    store: Connection, organisation: int, team: int | None, people: int, from_day: dt.date, by: int | None, now: dt.datetime
) -> int | None:  # fmt: skip
    """Declare a number from a day on; gives the number of the line. The same as holds on that day already: None."""
    known = [each for each in history(store, organisation) if each.team == team and each.from_day == from_day]
    if known and known[0].people == people:
        return None
    values = {"organisation": organisation, "team": team, "people": people, "from_day": from_day}
    made = insert(table).values(**values, entered_at=now, entered_by=by).returning(table.c.id)
    return int(store.execute(made).scalar_one())


def history(store: Connection, organisation: int) -> tuple[Headcount, ...]:
    """Every line of an organisation, what counts latest first."""
    newest = (table.c.from_day.desc(), table.c.id.desc())
    return tuple(
        Headcount(*row) for row in store.execute(_lines().where(table.c.organisation == organisation).order_by(*newest))
    )


def declared(store: Connection, scope: Scope, day: dt.date) -> dict[tuple[int, int | None], Headcount]:
    """What holds on a day, by organisation and team (None: the organisation): the latest on or before it.

    Of two for the same day the one that was entered later.
    """
    found = _lines().where(within(scope, table.c), table.c.from_day <= day).order_by(table.c.from_day, table.c.id)
    lines = (Headcount(*row) for row in store.execute(found))
    return {(each.organisation, each.team): each for each in lines}


def _lines() -> Select[Any]:
    c = table.c
    return select(c.id, c.organisation, c.team, c.people, c.from_day, c.entered_at)
