"""What people rated and answered around the course, row by row, as it is counted in whole batches (`batches`).

Each list has the columns of the places in which it counts (`answer_places`), edition, `gone` (1: it is deleted, or silent),
and those that tell its kinds apart; what is deleted has its place alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select

from course.records import tables
from course.records.answer_places import ANSWER, ASKED, FINISHED, RATING
from course.rules.impact import CHANGE, MANAGER

place, first, completion = tables.answer_place, tables.first_rating, tables.completion
question, later, person = tables.manager_question, tables.follow_up, tables.person
WHERE = (place.c.organisation, place.c.team, place.c.at, place.c.id, place.c.item)


def ratings() -> Subquery:
    """By item and moment: what was rated, `value`, as it was first given. Whoever changes it later moves nothing."""
    given = place.outerjoin(first, and_(first.c.reflection == place.c.answer, first.c.item == place.c.item))
    columns = (*WHERE, _gone(first.c.value), place.c.moment, first.c.edition, first.c.value)
    return select(*columns).select_from(given).where(place.c.list == RATING).subquery()


def outcomes() -> Subquery:
    """By item (managers, or learners about what they meant to do): what was answered, `value`."""
    of, said = question.c, later.c
    given = place.outerjoin(question, and_(place.c.item == MANAGER, of.id == place.c.answer))
    given = given.outerjoin(later, and_(place.c.item == CHANGE, said.id == place.c.answer))
    who, cycle = func.coalesce(of.person, said.person), func.coalesce(of.cycle, said.cycle)
    given = given.outerjoin(completion, _completed(who, cycle))
    value = func.coalesce(of.answer, said.change_done)
    columns = (*WHERE, _gone(value), completion.c.edition, value.label("value"))
    return select(*columns).select_from(given).where(place.c.list == ANSWER).subquery()


def finished() -> Subquery:
    """Who finished the course. One that was withdrawn, or whose person is gone, keeps its place and says nothing; so does one
    to which answers of another record came (`responses_merged`)."""
    of = completion.c
    silent = case((or_(of.id.is_(None), of.withdrawn_at.is_not(None), person.c.name == ""), 1), else_=0).label("gone")
    given = place.outerjoin(completion, of.id == place.c.answer).outerjoin(person, person.c.id == of.person)
    columns = (*WHERE, silent, of.edition, of.person, of.cycle)
    return select(*columns).select_from(given).where(place.c.list == FINISHED).subquery()


def written_to() -> Subquery:
    """The managers to whom somebody wrote, and when they answered."""
    of = question.c
    given = place.outerjoin(question, of.id == place.c.answer).outerjoin(completion, _completed(of.person, of.cycle))
    columns = (*WHERE, _gone(of.id), completion.c.edition, of.answered_at)
    return select(*columns).select_from(given).where(place.c.list == ASKED).subquery()


def _gone(told: ColumnElement[Any]) -> ColumnElement[int]:
    return case((told.is_(None), 1), else_=0).label("gone")


def _completed(who: Any, cycle: Any) -> ColumnElement[bool]:
    return and_(completion.c.person == who, completion.c.cycle == cycle)
