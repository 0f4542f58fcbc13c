"""The partnership, its organisations and their teams, and who belongs to them from which day to which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from course.records import standings, tables
from course.records.paging import Leaf, Turn, leaf
from course.records.statements import insert_if_new
from course.rules.facts import Membership


@dataclass(frozen=True, slots=True)
class Partnership:
    """The one partnership that runs this site."""

    name: str
    set_up_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the partnership."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team of an organisation."""

    id: int
    organisation: int
    name: str


def partnership(store: Connection) -> Partnership | None:
    """The partnership; None before the set-up."""
    table = tables.partnership
    found = store.execute(select(table.c.name, table.c.set_up_at)).one_or_none()
    return Partnership(*found) if found else None


def set_partnership(store: Connection, name: str, now: dt.datetime) -> None:
    """Name the partnership, at the set-up or later; the moment of the set-up stays the first one."""
    table = tables.partnership
    if not insert_if_new(store, table, id=1, name=name, set_up_at=now):
        store.execute(update(table).values(name=name))


def organisations(store: Connection) -> tuple[Organisation, ...]:
    """Every organisation, by name."""
    table = tables.organisation
    return tuple(
        Organisation(*row) for row in store.execute(select(table.c.id, table.c.name).order_by(table.c.name_key))
    )


def page_of_organisations(store: Connection, turn: Turn) -> Leaf[Organisation]:
    """Some organisations by name."""
    table = tables.organisation
    return leaf(store, table, (table.c.id, table.c.name), Organisation, by=table.c.name_key, turn=turn)


def names(store: Connection, numbers: Collection[int]) -> dict[int, str]:
    """The names of these organisations, by number."""
    row = tables.organisation.c
    return {each.id: each.name for each in store.execute(select(row.id, row.name).where(row.id.in_(numbers)))}


def teams(store: Connection) -> tuple[Team, ...]:
    """Every team of every organisation, by name."""
    table = tables.team
    found = select(table.c.id, table.c.organisation, table.c.name).order_by(table.c.name_key, table.c.id)
    return tuple(Team(*row) for row in store.execute(found))


def add_organisation(store: Connection, name: str, now: dt.datetime) -> int:
    """A new organisation; returns its id. The same name, whatever its case, gives the one that has it."""
    table, key = tables.organisation, _name_key(name)
    insert_if_new(store, table, name=name.strip(), name_key=key, added_at=now)
    number: int = store.execute(select(table.c.id).where(table.c.name_key == key)).scalar_one()
    return number


def add_team(store: Connection, organisation: int, name: str, now: dt.datetime) -> int:
    """A new team of an organisation; returns its id. The same name there gives the team that has it."""
    table, key = tables.team, _name_key(name)
    insert_if_new(store, table, organisation=organisation, name=name.strip(), name_key=key, added_at=now)
    found = select(table.c.id).where(table.c.organisation == organisation, table.c.name_key == key)
    number: int = store.execute(found).scalar_one()
    return number


def join(
    store: Connection, person: int, organisation: int, team: int | None, day: dt.date, now: dt.datetime,
    job_role: int | None = None,
) -> int:  # fmt: skip
    """Let a person belong to an organisation, and perhaps a team of it, from a day on; returns the membership.

    Joining again with the same team changes nothing. Joining with another team is a move: the one membership ends on
    that day (not before its first) and another goes on from it, so the due date is still counted from the first.
    `job_role` None keeps what there was. `now`: when we were told.
    """
    found = _current(store, person, organisation)
    if found and found.team == team and job_role in (None, found.job_role):
        return int(found.id)
    values = {"team": team, "job_role": job_role, "counts_from": day, "started_on": day, "entered_at": now}
    if found:
        values |= {"counts_from": found.counts_from, "started_on": max(day, found.started_on)}
        values["job_role"] = found.job_role if job_role is None else job_role
        _end(store, tables.membership.c.id == found.id, max(day, found.started_on), moved=True)
    made = insert_if_new(store, tables.membership, person=person, organisation=organisation, **values)
    if made is None:  # somebody else's transaction was first
        return int(_current(store, person, organisation).id)
    standings.add_row(store, made["id"])
    standings.touch(store, person)  # a membership that ended before is followed by this one
    return int(made["id"])


def _current(store: Connection, person: int, organisation: int) -> Any:
    table = tables.membership.c
    found = select(table.id, table.team, table.job_role, table.counts_from, table.started_on)
    here = (table.person == person, table.organisation == organisation, table.left_on.is_(None))
    return store.execute(found.where(*here)).one_or_none()


def leave(store: Connection, person: int, organisation: int, day: dt.date) -> None:
    """End a person's present membership of an organisation: `day` is the first on which it no longer holds."""
    table = tables.membership.c
    _end(store, (table.person == person) & (table.organisation == organisation) & table.left_on.is_(None), day)


def _end(store: Connection, which: ColumnElement[bool], day: dt.date, *, moved: bool = False) -> None:
    table = tables.membership
    ended = update(table).where(which).values(left_on=day, moved=moved).returning(table.c.person)
    standings.touch(store, *store.execute(ended).scalars())


def memberships_of(store: Connection, person: int) -> tuple[Membership, ...]:
    """Every membership a person ever had, in the order in which they began."""
    table = tables.membership.c
    found = select(table.person, table.organisation, table.team, table.started_on, table.left_on)
    rows = store.execute(found.where(table.person == person).order_by(table.started_on, table.id))
    return tuple(Membership(*row) for row in rows)


def _name_key(name: str) -> str:
    return " ".join(name.casefold().split())
