"""Ratings before, after and later, counted in whole batches of ten (`batches`), and how many of those asked answered.

What managers and learners say some weeks after (yes, partly, not yet) is counted in whole batches of five.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, exists, func, literal, select, union_all

from course.records import tables
from course.records.batches import Asked, whole_batches
from course.rules.impact import CHANGE, MANAGER, MOMENTS, USEFULNESS, Response
from course.rules.suppression import LEAST_ANSWERS, LEAST_PEOPLE, LEAST_RATINGS

reflection, answer, completion = tables.reflection, tables.reflection_answer, tables.completion
question, later = tables.manager_question, tables.follow_up
Answered = Callable[[Any], ColumnElement[Any]]  # whether a row of those asked did answer


def ratings(store: Connection, asked: Asked) -> dict[tuple[str, str, int], int]:
    """How often each item was given each value at each moment; one statement of SQL.

    Each time through the course counts, at the edition that was answered. None of an item's counts at a moment add up
    to fewer than LEAST_RATINGS.
    """
    rows = whole_batches(_given(), asked, LEAST_RATINGS, ("item", "moment")).c
    counted = select(rows.item, rows.moment, rows.value, func.count()).group_by(rows.item, rows.moment, rows.value)
    return {(item, moment, value): count for item, moment, value, count in store.execute(counted)}


def _given() -> Subquery:
    of = reflection.c
    columns = (of.id, of.person, of.at, of.edition, of.moment)
    rated = select(*columns, answer.c.item, answer.c.value).join(answer, answer.c.reflection == of.id)
    useful = select(*columns, literal(USEFULNESS).label("item"), of.usefulness.label("value"))
    return union_all(rated.where(~of.skipped), useful.where(~of.skipped, of.usefulness.is_not(None))).subquery()


def answers(store: Connection, asked: Asked) -> dict[tuple[str, str], int]:
    """How often managers, and learners about what they meant to do, gave each answer; one statement of SQL.

    They count at the edition that was completed. None of a kind's counts add up to fewer than LEAST_ANSWERS.
    """
    rows = whole_batches(_outcomes(), asked, LEAST_ANSWERS, ("kind",)).c
    counted = select(rows.kind, rows.value, func.count()).group_by(rows.kind, rows.value)
    return {(kind, value): count for kind, value, count in store.execute(counted)}


def _outcomes() -> Subquery:
    parts = []
    for kind, table, at, value in (
        (MANAGER, question, question.c.answered_at, question.c.answer),
        (CHANGE, later, later.c.at, later.c.change_done),
    ):
        columns = (table.c.id, table.c.person, at.label("at"), completion.c.edition, literal(kind).label("kind"))
        given = select(*columns, value.label("value")).join(completion, _completed(table))
        parts.append(given.where(value.is_not(None)))
    return union_all(*parts).subquery()


def _completed(table: Any) -> ColumnElement[bool]:
    return and_(completion.c.person == table.c.person, completion.c.cycle == table.c.cycle)


def responses(store: Connection, asked: Asked, weeks: int) -> dict[str, Response]:
    """For each moment, how many of those who finished the course answered at it; three statements of SQL.

    Asked are those who finished by the day, for "later" and CHANGE those who had finished so many weeks before it; for
    MANAGER the managers to whom somebody wrote. In whole batches of LEAST_RATINGS people: it says how many of them
    answered, never what; fewer than LEAST_PEOPLE are hidden.
    """
    early, end = replace(asked, day=asked.day - dt.timedelta(weeks=weeks)), asked.end
    done: dict[str, Any] = {each: partial(_reflected, moment=each, end=end) for each in MOMENTS}
    found = _responses(store, _finished(), asked, {each: done[each] for each in MOMENTS[:2]})
    found |= _responses(store, _finished(), early, {MOMENTS[2]: done[MOMENTS[2]], CHANGE: partial(_told, end=end)})
    found |= _responses(store, _written_to(), asked, {MANAGER: lambda rows: rows.answered_at < end})
    return {each: one for each, one in found.items() if one.asked and not 0 < one.answered < LEAST_PEOPLE}


def _finished() -> Subquery:
    of = completion.c
    finished = select(of.id, of.person, of.at, of.edition, of.cycle, literal(0).label("kind"))
    return finished.where(of.withdrawn_at.is_(None)).subquery()


def _written_to() -> Subquery:
    of, kind = question.c, literal(0).label("kind")
    columns = (of.id, of.person, of.asked_at.label("at"), completion.c.edition, of.answered_at, kind)
    return select(*columns).join(completion, _completed(question)).subquery()


def _responses(store: Connection, given: Subquery, base: Asked, answered: dict[str, Answered]) -> dict[str, Response]:
    rows = whole_batches(given, base, LEAST_RATINGS, ("kind",))
    counts = [func.sum(case((each(rows.c), 1), else_=0)) for each in answered.values()]
    number, *found = store.execute(select(func.count(), *counts).select_from(rows)).one()
    return {name: Response(int(number), int(count or 0)) for name, count in zip(answered, found, strict=True)}


def _reflected(rows: Any, *, moment: str, end: dt.datetime) -> ColumnElement[Any]:
    of = reflection.c
    same = and_(of.person == rows.person, of.cycle == rows.cycle, of.moment == moment)
    return exists(select(of.id).where(same, ~of.skipped, of.at < end))


def _told(rows: Any, *, end: dt.datetime) -> ColumnElement[Any]:
    of = later.c
    same = and_(of.person == rows.person, of.cycle == rows.cycle, of.change_done.is_not(None))
    return exists(select(of.id).where(same, of.at < end))
