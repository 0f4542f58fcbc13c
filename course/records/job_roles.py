"""Job roles: one list for the partnership, so that a requirement can be made for a role wherever it is worked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, select

from course.records.scoped import within
from course.records.statements import insert_if_new
from course.records.tables import job_role as table
from course.records.tables import membership
from course.rules.scoping import Scope


@dataclass(frozen=True, slots=True)
class JobRole:
    """A job role, known by its name whatever the case."""

    id: int
    name: str


def add(store: Connection, name: str, now: dt.datetime) -> int:
    """A new job role; returns its id. The same name, whatever its case, gives the one that has it."""
    key = name_key(name)
    insert_if_new(store, table, name=name.strip(), name_key=key, added_at=now)
    number: int = store.execute(select(table.c.id).where(table.c.name_key == key)).scalar_one()
    return number


def all_roles(store: Connection) -> tuple[JobRole, ...]:
    """Every job role, by name."""
    found = select(table.c.id, table.c.name).order_by(table.c.name_key)
    return tuple(JobRole(*row) for row in store.execute(found))


def roles_within(store: Connection, scope: Scope) -> tuple[JobRole, ...]:
    """The job roles that anybody of a scope has or had, by name; of the whole partnership every one."""
    if scope.everything:
        return all_roles(store)
    held = select(membership.c.job_role).where(within(scope, membership.c))
    found = select(table.c.id, table.c.name).where(table.c.id.in_(held)).order_by(table.c.name_key)
    return tuple(JobRole(*row) for row in store.execute(found))


def names(store: Connection) -> dict[int, str]:
    """The name of every job role by its id."""
    return {each.id: each.name for each in all_roles(store)}


def name_key(name: str) -> str:
    """A name as it is compared: case and blanks do not count."""
    return " ".join(name.casefold().split())
