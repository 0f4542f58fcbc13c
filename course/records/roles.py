"""Roles: what a person may do beyond learning, and for whom. What a role allows is a rule (`rules.permission`)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, exists, select

from course.records import tables
from course.records.statements import insert_if_new
from course.rules.permission import SCOPES

table = tables.role_grant


def grant(store: Connection, person: int, role: str, scope: str, of: int | None, now: dt.datetime) -> None:
    """Give a role for the partnership (`of` None), an organisation or a team. Twice is once."""
    insert_if_new(store, table, person=person, role=role, granted_at=now, **_held_for(scope, of))


def revoke(store: Connection, person: int, role: str, scope: str, of: int | None) -> None:
    """Take a role away; it acts at the person's next click."""
    held = [table.c[column].is_not_distinct_from(value) for column, value in _held_for(scope, of).items()]
    store.execute(delete(table).where(table.c.person == person, table.c.role == role, *held))


def holders(store: Connection, role: str) -> list[int]:
    """Everybody who holds a role, for whatever it is held, each person once."""
    found = select(table.c.person).where(table.c.role == role).distinct().order_by(table.c.person)
    return list(store.execute(found).scalars())


def administrators_exist(store: Connection) -> bool:
    """Whether somebody can sign in as an administrator of the partnership."""
    for_all = table.c.organisation.is_(None) & table.c.team.is_(None)
    able = select(table.c.id).join(tables.account, tables.account.c.person == table.c.person)
    return bool(store.execute(select(exists(able.where(table.c.role == "administrator", for_all)))).scalar_one())


def _held_for(scope: str, of: int | None) -> dict[str, int | None]:
    """The columns of a scope. Raises ValueError where scope and id do not fit."""
    if scope not in SCOPES or (scope == "partnership") != (of is None):
        raise ValueError(f"a role cannot be held for {scope} {of}")
    return {
        "organisation": of if scope == "organisation" else None,
        "team": of if scope == "team" else None,
    }
