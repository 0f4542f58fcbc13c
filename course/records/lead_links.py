"""For whom a safeguarding lead may make a one-time link: whoever holds it is let into the account, so it is asked narrowly."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Connection, and_, exists, not_, or_, select

from course.records import tables
from course.records.scoped import within
from course.rules.scoping import Scope

membership, account, grant = tables.membership, tables.account, tables.role_grant


def name_of(store: Connection, scope: Scope, person: int, day: dt.date) -> str | None:
    """The name of somebody who belongs to a place of the scope on a day; None for everybody else."""
    of = membership.c
    here = exists().where(of.person == person, of.started_on <= day, _not_left(day), within(scope, of))
    return store.execute(select(tables.person.c.name).where(tables.person.c.id == person, here)).scalar_one_or_none()


def is_theirs_alone(store: Connection, scope: Scope, person: int, day: dt.date, *, mailing: bool) -> bool:
    """Whether somebody has an account, holds no role for anything, and belongs (or will belong) nowhere outside the scope.

    `mailing`: the site sends mail; then nobody with an address, for they get their link by mail.
    """
    elsewhere = exists().where(membership.c.person == person, _not_left(day), not_(within(scope, membership.c)))
    asked = [account.c.person == person, ~elsewhere, ~exists().where(grant.c.person == person)]
    asked += [account.c.email.is_(None)] if mailing else []
    return store.execute(select(account.c.person).where(*asked)).one_or_none() is not None


def _not_left(day: dt.date) -> ColumnElement[bool]:
    """Of no length is a membership that is just coming in, or was never meant."""
    of = membership.c
    return or_(of.left_on.is_(None), and_(of.left_on > day, of.left_on > of.started_on))
