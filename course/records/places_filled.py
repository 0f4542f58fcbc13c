"""Where everything counts, in a store that was filled with rows at once: the demonstration. Real answers: `answer_places`.

By the same rule, from the days of membership as they stand in the store.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, literal, select, union_all

from course.records import tables
from course.records.answer_places import ANSWER, ASKED, FINISHED, LEAST, QUIZ, RATING
from course.rules.dates import london_day
from course.rules.impact import CHANGE, MANAGER

PART = 1_000  # rows in one statement
attempt, first, completion = tables.attempt, tables.first_rating, tables.completion
reflection, later, question, membership = (
    tables.reflection,
    tables.follow_up,
    tables.manager_question,
    tables.membership,
)
Place = tuple[str, int]  # "organisation" or "team", and its number


def fill(store: Connection) -> None:
    """Give every answer its places. None must have any yet."""
    stays = store.execute(select(membership).order_by(membership.c.id)).all()
    of: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for each in stays:
        of[each.person].append(each)
    large = {least: _large(stays, least) for least in set(LEAST.values())}
    given = union_all(*_given()).subquery()
    rows: list[dict[str, object]] = []
    for each in store.execute(select(given).order_by(given.c.at, given.c.answer)):
        told = {name: getattr(each, name) for name in ("list", "answer", "item", "moment", "at")}
        rows += [told | unit for unit in _units(of[each.person], london_day(each.at), large[LEAST[each.list]])]
    for start in range(0, len(rows), PART):
        store.execute(insert(tables.answer_place), rows[start : start + PART])


def _large(stays: Sequence[Row[Any]], least: int) -> Mapping[Place, dt.date]:
    """The places that so many people ever came to, and the day on which it was so many."""
    came: defaultdict[Place, dict[int, dt.date]] = defaultdict(dict)
    for each in stays:
        for place in (("organisation", each.organisation), ("team", each.team)):
            days = came[place]
            days[each.person] = min(each.started_on, days.get(each.person, each.started_on))
    return {place: sorted(days.values())[least - 1] for place, days in came.items() if len(days) >= least}


def _units(stays: list[Row[Any]], day: dt.date, large: Mapping[Place, dt.date]) -> Iterator[dict[str, int | None]]:
    for each in stays:
        if each.started_on <= day < (each.left_on or dt.date.max):
            whole = large.get(("organisation", each.organisation), dt.date.max) <= day
            part = whole and each.team is not None and large.get(("team", each.team), dt.date.max) <= day
            yield {"organisation": each.organisation if whole else None, "team": each.team if part else None}


def _given() -> tuple[Any, ...]:
    """Everything that counts, list by list."""
    done = (completion.c.person, completion.c.cycle)
    own = (attempt.c.person, attempt.c.quiz)
    turn = func.row_number().over(partition_by=own, order_by=[attempt.c.at, attempt.c.id])
    hand_in = select(attempt, turn.label("turn")).subquery().c
    firsts = (hand_in.turn == 1, hand_in.after_look.is_(False))
    asked = question.join(completion, and_(done[0] == question.c.person, done[1] == question.c.cycle))
    told = later.join(completion, and_(done[0] == later.c.person, done[1] == later.c.cycle))
    rated = reflection.join(first, first.c.reflection == reflection.c.id)
    answered = _listed(ANSWER, question.c, literal(MANAGER), question.c.answered_at).select_from(asked)
    changed = _listed(ANSWER, later.c, literal(CHANGE), later.c.at).select_from(told)
    return (
        _listed(QUIZ, hand_in, hand_in.quiz, hand_in.at).where(*firsts),
        _listed(RATING, reflection.c, first.c.item, first.c.at, reflection.c.moment).select_from(rated),
        answered.where(question.c.answered_at.is_not(None)),
        changed.where(later.c.change_done.is_not(None)),
        _listed(FINISHED, completion.c, literal(MANAGER), completion.c.at),
        _listed(ASKED, question.c, literal(MANAGER), question.c.asked_at).select_from(asked),
    )


def _listed(name: str, of: Any, item: ColumnElement[str], at: ColumnElement[Any], moment: Any = "") -> Select[Any]:
    told = literal(moment) if isinstance(moment, str) else moment
    columns = (literal(name).label("list"), of.person, of.id.label("answer"), item.label("item"))
    return select(*columns, told.label("moment"), at.label("at"))
