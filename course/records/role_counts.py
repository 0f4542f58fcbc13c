"""How many people of each job role have which status: for evidence packs, which are made seldom."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, func, select

from course.records import past, tables
from course.records.scoped import narrowed
from course.rules.reporting import Asked
from course.rules.role_coverage import RoleCount

standing, job_role = tables.standing, tables.job_role


def counts(store: Connection, asked: Asked) -> list[RoleCount]:
    """Everybody whom the report of the same question counts; today's from their rows, another day's from the facts."""
    if asked.from_facts:
        found = Counter((each.job_role_name, each.status) for each in past.members(store, asked))
        return [RoleCount(*key, people=people) for key, people in found.items()]
    of, name = standing.c, func.coalesce(job_role.c.name, "")
    query = select(name, of.status, func.count()).outerjoin(job_role, job_role.c.id == of.job_role)
    query = query.where(*narrowed(asked, of), of.status.is_not(None)).group_by(name, of.status)
    return [RoleCount(*row) for row in store.execute(query)]
