"""What people rated and answered around the course, row by row, as it is counted in whole batches (`batches`).

Each list has the columns person, cycle, at, id, edition, and those that tell its kinds apart.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, literal, or_, select, union_all

from course.records import tables
from course.rules.impact import CHANGE, MANAGER

reflection, first, completion = tables.reflection, tables.first_rating, tables.completion
question, later, person = tables.manager_question, tables.follow_up, tables.person


def ratings() -> Subquery:
    """By item and moment: what was rated, `value`, as it was first given. Whoever changes it later moves nothing."""
    of, given = reflection.c, first.c
    columns = (of.id, of.person, of.cycle, given.at, given.edition, of.moment, given.item, given.value)
    return select(*columns).join(first, given.reflection == of.id).subquery()


def outcomes() -> Subquery:
    """By item (managers, or learners about what they meant to do): what was answered, `value`."""
    parts = []
    for item, table, at, value in (
        (MANAGER, question, question.c.answered_at, question.c.answer),
        (CHANGE, later, later.c.at, later.c.change_done),
    ):
        columns = (table.c.id, table.c.person, table.c.cycle, at.label("at"), completion.c.edition)
        given = select(*columns, literal(item).label("item"), value.label("value")).join(completion, _completed(table))
        parts.append(given.where(value.is_not(None)))
    return union_all(*parts).subquery()


def finished() -> Subquery:
    """Who finished the course. One that was withdrawn, or whose person is gone, keeps its place and says nothing."""
    of = completion.c
    silent = case((or_(of.withdrawn_at.is_not(None), person.c.name == ""), 1), else_=0).label("gone")
    columns = (of.id, of.person, of.cycle, of.at, of.edition, literal(MANAGER).label("item"))
    return select(*columns, silent).join(person, person.c.id == of.person).subquery()


def written_to() -> Subquery:
    """The managers to whom somebody wrote, and when they answered."""
    of, item = question.c, literal(MANAGER).label("item")
    columns = (of.id, of.person, of.cycle, of.asked_at.label("at"), completion.c.edition, of.answered_at, item)
    return select(*columns).join(completion, _completed(question)).subquery()


def _completed(table: Any) -> ColumnElement[bool]:
    return and_(completion.c.person == table.c.person, completion.c.cycle == table.c.cycle)
