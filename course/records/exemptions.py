"""Exemptions: a member need not be trained from a day to a last day. Ending one leaves the days before it as they were."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from course.records import standings, tables

table = tables.exemption
membership = tables.membership


@dataclass(frozen=True, slots=True)
class Held:
    """An exemption of a person. `until_day` is its last day; None: until somebody ends it."""

    id: int
    membership: int
    organisation: int
    team: int | None
    reason: str
    from_day: dt.date
    until_day: dt.date | None


def add(
    store: Connection,
    number: int,
    reason: str,
    from_day: dt.date,
    until_day: dt.date | None,
    by: int | None,
    now: dt.datetime,
) -> tuple[int, bool]:
    """Exempt a membership; returns the exemption's id, and whether it is new: the same one again is the first."""
    values = {"membership": number, "reason": reason, "from_day": from_day, "until_day": until_day}
    same = [table.c[name].is_not_distinct_from(value) for name, value in values.items()]
    found = store.execute(select(table.c.id).where(*same)).scalars().first()
    if found is not None:
        return found, False
    made = insert(table).values(**values, made_at=now, made_by=by).returning(table.c.id)
    exemption: int = store.execute(made).scalar_one()
    _touch(store, number)
    return exemption, True


def end(store: Connection, exemption: int, day: dt.date) -> bool:
    """From this day on it no longer holds; one that has not begun by then is taken back. False: it had ended before."""
    mine = table.c.id == exemption
    held = mine & (table.c.until_day.is_(None) | (table.c.until_day >= day))
    number = store.execute(select(table.c.membership).where(held)).scalar_one_or_none()
    if number is None:
        return False
    store.execute(delete(table).where(mine, table.c.from_day >= day))
    store.execute(update(table).where(mine).values(until_day=day - dt.timedelta(days=1)))
    _touch(store, number)
    return True


def exemptions_of(store: Connection, person: int) -> tuple[Held, ...]:
    """A person's exemptions, newest first."""
    found = select(
        table.c.id, table.c.membership, membership.c.organisation, membership.c.team, table.c.reason,
        table.c.from_day, table.c.until_day,
    ).join(membership, membership.c.id == table.c.membership)  # fmt: skip
    rows = store.execute(
        found.where(membership.c.person == person).order_by(table.c.from_day.desc(), table.c.id.desc())
    )
    return tuple(Held(*row) for row in rows)


def _touch(store: Connection, number: int) -> None:
    who = select(membership.c.person).where(membership.c.id == number)
    standings.touch(store, *store.execute(who).scalars())
