"""Roles: what a person may do beyond learning, and for whom. What a role allows is a rule (`rules.permission`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, or_, select

from course.records import links, outbox, tables
from course.records.statements import insert_if_new
from course.rules.permission import SCOPES
from course.rules.scoping import Scope

table = tables.role_grant


def grant(store: Connection, person: int, role: str, scope: str, of: int | None, now: dt.datetime) -> None:
    """Give a role for the partnership (`of` None), an organisation or a team. Twice is once.

    Links to a new password end: a lead makes them for whoever holds no role, and the link would open more than that now.
    """
    links.end_links(store, "reset", person, now)
    insert_if_new(store, table, person=person, role=role, granted_at=now, **_held_for(scope, of))


def revoke(store: Connection, person: int, role: str, scope: str, of: int | None) -> None:
    """Take a role away; it acts at the person's next click."""
    held = [table.c[column].is_not_distinct_from(value) for column, value in _held_for(scope, of).items()]
    store.execute(delete(table).where(table.c.person == person, table.c.role == role, *held))
    outbox.drop_figures(store, [person])


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


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that somebody holds, and what for: `place` are the words for it, "" for the partnership."""

    id: int
    person: int
    role: str
    organisation: int | None  # also of a role held for a team: the organisation of the team
    team: int | None
    place: str

    @property
    def scope(self) -> str:
        """As in `rules.permission`."""
        return "team" if self.team else "organisation" if self.organisation else "partnership"


def grants_of(store: Connection, person: int, scope: Scope) -> tuple[Grant, ...]:
    """The roles that somebody holds within a scope, the widest first."""
    team, organisation = tables.team, tables.organisation
    joined = table.outerjoin(team, team.c.id == table.c.team)
    joined = joined.outerjoin(
        organisation, or_(organisation.c.id == table.c.organisation, organisation.c.id == team.c.organisation)
    )
    columns = (table.c.id, table.c.role, organisation.c.id, table.c.team, organisation.c.name, team.c.name)
    found = select(*columns).select_from(joined).where(table.c.person == person)
    if not scope.everything:
        found = found.where(organisation.c.id.in_(sorted(scope.organisations)))
    widest = (table.c.team.is_not(None), table.c.organisation.is_not(None), organisation.c.name, team.c.name)
    return tuple(
        Grant(number, person, role, where, part, ", ".join(filter(None, names)))
        for number, role, where, part, *names in store.execute(found.order_by(*widest, table.c.role, table.c.id))
    )


def revoke_grant(store: Connection, grant: Grant) -> bool:
    """Take one role away. False, and nothing done, where it would leave the partnership without an administrator."""
    if (grant.role, grant.scope) == ("administrator", "partnership") and is_last_administrator(store, grant.person):
        return False
    store.execute(delete(table).where(table.c.id == grant.id))
    outbox.drop_figures(store, [grant.person])
    return True


def is_last_administrator(store: Connection, person: int) -> bool:
    """Whether nobody else could sign in as administrator of the partnership. Who asks the same waits until the commit."""
    able = select(table.c.person).join(tables.account, tables.account.c.person == table.c.person)
    for_all = (table.c.role == "administrator", table.c.organisation.is_(None), table.c.team.is_(None))
    held = store.execute(able.where(*for_all).with_for_update(of=table)).scalars().all()
    return list(held) == [person]
