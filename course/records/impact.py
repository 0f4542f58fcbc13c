"""Ratings before, after and later, counted in whole batches of ten (`batches`), and how many of those asked answered.

What managers and learners say some weeks after (yes, partly, not yet) is counted in whole batches of five.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, exists, func, select

from course.records import answers_given, tables
from course.records.batches import Asked, whole_batches
from course.rules.impact import CHANGE, MANAGER, MOMENTS, Response
from course.rules.suppression import LEAST_ANSWERS, LEAST_PEOPLE, LEAST_RATINGS

reflection, first, later = tables.reflection, tables.first_rating, tables.follow_up
Answered = Callable[[Any], ColumnElement[Any]]  # whether a row of those asked did answer


def ratings(store: Connection, asked: Asked) -> dict[tuple[str, str, int], int]:
    """How often each item was given each value at each moment; one statement of SQL.

    Each time through the course counts, at the edition that was answered. None of an item's counts at a moment add up
    to fewer than LEAST_RATINGS.
    """
    rows = whole_batches(answers_given.ratings(), asked, LEAST_RATINGS, ("item", "moment")).c
    counted = select(rows.item, rows.moment, rows.value, func.count()).group_by(rows.item, rows.moment, rows.value)
    return {(item, moment, value): count for item, moment, value, count in store.execute(counted)}


def answers(store: Connection, asked: Asked) -> dict[tuple[str, str], int]:
    """How often managers, and learners about what they meant to do, gave each answer; one statement of SQL.

    They count at the edition that was completed. None of a kind's counts add up to fewer than LEAST_ANSWERS.
    """
    rows = whole_batches(answers_given.outcomes(), asked, LEAST_ANSWERS, ("item",)).c
    counted = select(rows.item, rows.value, func.count()).group_by(rows.item, rows.value)
    return {(kind, value): count for kind, value, count in store.execute(counted)}


def responses(store: Connection, asked: Asked, weeks: int) -> dict[str, Response]:
    """For each moment, how many of those who finished the course answered at it; three statements of SQL.

    Asked are those who finished by the day, for "later" and CHANGE those who had finished so many weeks before it; for
    MANAGER the managers to whom somebody wrote. In whole batches of LEAST_RATINGS people: it says how many of them
    answered, never what; fewer than LEAST_PEOPLE are hidden.
    """
    early, end = replace(asked, day=asked.day - dt.timedelta(weeks=weeks)), asked.end
    done: dict[str, Any] = {each: partial(_reflected, moment=each, end=end) for each in MOMENTS}
    finished, given = (partial(_batched, each) for each in (answers_given.finished(), answers_given.written_to()))
    found = _responses(store, finished(asked), {each: done[each] for each in MOMENTS[:2]})
    found |= _responses(store, finished(early), {MOMENTS[2]: done[MOMENTS[2]], CHANGE: partial(_told, end=end)})
    found |= _responses(store, given(asked), {MANAGER: lambda rows: rows.answered_at < end})
    return {each: one for each, one in found.items() if one.asked and not 0 < one.answered < LEAST_PEOPLE}


def _batched(given: Subquery, asked: Asked) -> Subquery:
    return whole_batches(given, asked, LEAST_RATINGS, ("item",))


def _responses(store: Connection, rows: Subquery, answered: dict[str, Answered]) -> dict[str, Response]:
    counts = [func.sum(case((each(rows.c), 1), else_=0)) for each in answered.values()]
    number, *found = store.execute(select(func.count(), *counts).select_from(rows)).one()
    return {name: Response(int(number), int(count or 0)) for name, count in zip(answered, found, strict=True)}


def _reflected(rows: Any, *, moment: str, end: dt.datetime) -> ColumnElement[Any]:
    of = reflection.c
    same = and_(of.person == rows.person, of.cycle == rows.cycle, of.moment == moment)
    return exists(select(of.id).join(first, first.c.reflection == of.id).where(same, first.c.at < end))


def _told(rows: Any, *, end: dt.datetime) -> ColumnElement[Any]:
    of = later.c
    same = and_(of.person == rows.person, of.cycle == rows.cycle, of.change_done.is_not(None))
    return exists(select(of.id).where(same, of.at < end))
