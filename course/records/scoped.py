"""Narrowing a query about other people to those whom somebody may see, and to those asked for. Nothing else narrows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from course.rules.reporting import Asked
from course.rules.scoping import Scope


def within(scope: Scope, columns: Any) -> ColumnElement[bool]:
    """The condition that a row lies in the scope; `columns` of a table or query (its `c`), among them organisation and team."""
    if scope.everything:
        return true()
    conditions = []
    if scope.organisations:
        conditions.append(columns.organisation.in_(sorted(scope.organisations)))
    if scope.teams:
        conditions.append(columns.team.in_(sorted(scope.teams)))
    return or_(*conditions) if conditions else false()


def at_place(asked: Asked, columns: Any) -> list[ColumnElement[bool]]:
    """The conditions that a row lies in the scope and at the place asked for."""
    wanted = ((columns.organisation, asked.organisation), (columns.team, asked.team))
    return [within(asked.scope, columns), *(column == value for column, value in wanted if value is not None)]


def narrowed(asked: Asked, columns: Any) -> list[ColumnElement[bool]]:
    """As `at_place`, and of the job role and the person asked for."""
    wanted = ((columns.job_role, asked.job_role), (columns.person, asked.person))
    return [*at_place(asked, columns), *(column == value for column, value in wanted if value is not None)]
