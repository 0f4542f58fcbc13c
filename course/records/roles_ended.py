"""Roles that end because their holder left the organisation or the team for which they were held."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from course.records import audit, outbox, tables
from course.rules.dates import london_day
from course.rules.leaving import ended_stay

grant, team, membership = tables.role_grant, tables.team, tables.membership


@dataclass(frozen=True, slots=True)
class Stay:
    """A membership of somebody who holds a role."""

    id: int
    organisation: int
    team: int | None
    started_on: dt.date
    left_on: dt.date | None


def end_roles(
    store: Connection, now: dt.datetime, *, by: int | None = None, ended: Collection[int] | None = None
) -> int:
    """Take away the roles of those who have left, with a line in the audit for each; returns how many.

    ended: memberships that this transaction ended. None (the daily round): all that have ended by today; a role granted
    on the day of leaving or later was given to somebody who was gone, and stays.
    """
    where = func.coalesce(grant.c.organisation, team.c.organisation)
    found = select(
        grant.c.id, grant.c.person, grant.c.role, grant.c.team, grant.c.granted_at, where.label("organisation")
    )
    found = found.outerjoin(team, team.c.id == grant.c.team).where(where.is_not(None)).order_by(grant.c.id)
    held, today = _stays(store), london_day(now)
    gone: dict[int, int] = {}  # whose role it was, by its number
    lines: list[tuple[str, str, str]] = []
    for row in store.execute(found):
        last = ended_stay(held[row.person], row.organisation, row.team, today)
        if last is None or last.left_on is None:
            continue
        if last.id in ended if ended is not None else london_day(row.granted_at) < last.left_on:
            gone[row.id] = row.person
            place = f"team {row.team}" if row.team else f"organisation {row.organisation}"
            lines.append(("role ended by leaving", f"person {row.person}", f"{row.role} for {place}"))
    if gone:
        store.execute(delete(grant).where(grant.c.id.in_(gone)))
        outbox.drop_figures(store, set(gone.values()))
        audit.note_all(store, by, lines, now)
    return len(gone)


def _stays(store: Connection) -> defaultdict[int, list[Stay]]:
    """The memberships of everybody who holds a role for an organisation or a team."""
    c = membership.c
    holders = select(grant.c.person).where(grant.c.organisation.is_not(None) | grant.c.team.is_not(None))
    rows = select(c.person, c.id, c.organisation, c.team, c.started_on, c.left_on).where(c.person.in_(holders))
    held: defaultdict[int, list[Stay]] = defaultdict(list)
    for person, *values in store.execute(rows.order_by(c.id)):
        held[person].append(Stay(*values))
    return held
