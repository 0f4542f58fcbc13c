"""The members for whom a requirement would hold, with their facts, one after the other: two statements for any number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Text, cast, exists, func, or_, select

from course.records import member_facts, tables
from course.rules.requirements import DatedRequirement
from course.rules.simulating import Place
from course.rules.standing import MemberFacts

AT_A_TIME = 1_000  # rows fetched at a time
ALREADY = dt.date.min  # a first fact of the course, whenever it was
membership = tables.membership


def members_asked(store: Connection, asked: DatedRequirement) -> Iterator[tuple[Place, MemberFacts]]:
    """Everyone registered on the requirement's first day in its scope, as far as is known now."""
    here, done = membership.c, tables.completion.c
    exempt = member_facts.exemptions(store)
    completed = select(func.aggregate_strings(cast(done.completed_on, Text), ",")).where(
        done.person == here.person, done.withdrawn_at.is_(None)
    )
    begun = or_(*(exists().where(each.c.person == here.person) for each in (tables.reading, tables.attempt)))
    found = select(
        here.id, here.organisation, here.team, here.job_role, here.counts_from, here.left_on,
        begun.label("begun"), completed.scalar_subquery().label("completed"),
    ).where(*_in_scope(asked))  # fmt: skip
    for row in store.execute(found, execution_options={"yield_per": AT_A_TIME}):
        days = tuple(map(dt.date.fromisoformat, row.completed.split(","))) if row.completed else ()
        held = tuple(exempt.get(row.id, ()))
        facts = MemberFacts(row.counts_from, row.left_on, ALREADY if row.begun else None, days, held)
        yield (row.organisation, row.team, row.job_role), facts


def _in_scope(asked: DatedRequirement) -> Iterator[ColumnElement[bool]]:
    """Who is registered: not yet moved on or come back, and not one who begins later; of those, whom the scope names."""
    here = membership.c
    yield here.started_on <= asked.from_day
    yield member_facts.is_counted(asked.from_day)
    for column, value in (
        (here.organisation, asked.organisation),
        (here.team, asked.team),
        (here.job_role, asked.job_role),
    ):
        if value is not None:
            yield column == value
