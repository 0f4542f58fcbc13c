"""Ratings before, after and later, counted in whole batches of ten (`batches`), and how many of those asked answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, exists, func, literal, select, union_all

from course.records import tables
from course.records.batches import Asked, whole_batches
from course.rules.impact import MOMENTS, USEFULNESS, Response
from course.rules.suppression import LEAST_PEOPLE, LEAST_RATINGS

reflection, answer, completion = tables.reflection, tables.reflection_answer, tables.completion


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


def responses(store: Connection, asked: Asked, weeks: int) -> dict[str, Response]:
    """For each moment, how many of those who finished the course answered at it; two statements of SQL.

    Asked are those who finished by the day, for "later" those who had finished so many weeks before it, in whole batches
    of LEAST_RATINGS people. It says how many of them answered, never what; fewer than LEAST_PEOPLE are hidden.
    """
    early = replace(asked, day=asked.day - dt.timedelta(weeks=weeks))
    found = _responses(store, asked, MOMENTS[:2], asked) | _responses(store, early, MOMENTS[2:], asked)
    return {moment: each for moment, each in found.items() if each.asked and not 0 < each.answered < LEAST_PEOPLE}


def _responses(store: Connection, base: Asked, moments: tuple[str, ...], asked: Asked) -> dict[str, Response]:
    of = completion.c
    finished = select(of.id, of.person, of.at, of.edition, of.cycle, literal(0).label("kind"))
    rows = whole_batches(finished.where(of.withdrawn_at.is_(None)).subquery(), base, LEAST_RATINGS, ("kind",))
    counts = [func.sum(case((_answered(rows, moment, asked), 1), else_=0)) for moment in moments]
    number, *answered = store.execute(select(func.count(), *counts).select_from(rows)).one()
    return {moment: Response(int(number), int(count or 0)) for moment, count in zip(moments, answered, strict=True)}


def _answered(rows: Subquery, moment: str, asked: Asked) -> ColumnElement[Any]:
    of = reflection.c
    same = and_(of.person == rows.c.person, of.cycle == rows.c.cycle, of.moment == moment)
    return exists(select(of.id).where(same, ~of.skipped, of.at < asked.end))
