"""Looks at another person's record. The person is shown each: who looked, in which role, on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, Select, exists, insert, select

from course.records import audit, tables
from course.rules.dates import london_day, midnight

table = tables.record_look


@dataclass(frozen=True, slots=True)
class RecordLook:
    """Somebody looked at a record. `name` is "" where their account was closed; `role` as it was on screen."""

    name: str
    role: str
    day: dt.date


def is_kept(store: Connection, person: int, by: int, now: dt.datetime) -> bool:
    """Whether today's (London's) look of the one at the other is there already."""
    return bool(store.execute(select(exists(_today(person, by, now)))).scalar_one())


def add(store: Connection, person: int, by: int, role: str, now: dt.datetime) -> None:
    """Keep a look, with its line in the audit; a second one on the same day is not kept.

    Two at the same moment come one after the other: the second waits for the first at the person looked at.
    """
    held = tables.person
    store.execute(select(held.c.id).where(held.c.id == person).with_for_update(key_share=True))
    if not is_kept(store, person, by, now):
        store.execute(insert(table).values(person=person, by=by, role=role, at=now))
        audit.note(store, by, "record looked at", f"person {person}", "", now)


def looks_at(store: Connection, person: int) -> tuple[RecordLook, ...]:
    """Every look at a person's record, the newest first."""
    who = tables.person
    found = select(who.c.name, table.c.role, table.c.at).join(who, who.c.id == table.c.by)
    rows = store.execute(found.where(table.c.person == person).order_by(table.c.at.desc(), table.c.id.desc()))
    return tuple(RecordLook(name, role, london_day(at)) for name, role, at in rows)


def _today(person: int, by: int, now: dt.datetime) -> Select[tuple[int]]:
    here = (table.c.person == person, table.c.by == by, table.c.at >= midnight(london_day(now)))
    return select(table.c.id).where(*here)
