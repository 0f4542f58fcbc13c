"""Where an answer counts is kept with it as it is given: place, team and moment, in the same transaction. Nothing moves it.

It counts for every organisation and team its person belongs to on that day, as the records know it then; what somebody gives
while they belong to none counts nowhere. An organisation or team that had not had enough people by that day counts for the
larger place alone (`rules.suppression.unit`). Whoever puts memberships right afterwards, or makes one record of two, moves
no answer: were places worked out anew, two reports, before and after, would differ by what a few people said.

An answer that is deleted leaves its place: which list and item, where and when; nothing of what it said, and nobody. Were
it simply missing, every later answer of the place would move into another batch (`batches`).

What comes into the records late (a register closed days after its session, a sheet typed in) counts from then on: put in
among older answers, it would move them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, literal, select, union_all, update

from course.records import tables
from course.records.statements import run, run_for_each
from course.rules.dates import london_day
from course.rules.facts import Attempt
from course.rules.impact import CHANGE, MANAGER
from course.rules.suppression import LEAST_ANSWERS, LEAST_RATINGS

QUIZ, RATING, ANSWER, FINISHED, ASKED = tables.COUNTED_LISTS
# How many people a place must have had for answers of a list to count for it.
LEAST = {
    QUIZ: LEAST_ANSWERS,
    RATING: LEAST_RATINGS,
    ANSWER: LEAST_ANSWERS,
    FINISHED: LEAST_RATINGS,
    ASKED: LEAST_RATINGS,
}
HAD = (
    ":least <= (SELECT count(*) FROM (SELECT DISTINCT came.person FROM membership AS came"
    " WHERE {} AND came.started_on <= :day LIMIT :least) AS people)"
)
ORGANISATION = HAD.format("came.organisation = here.organisation")
TEAM = HAD.format("came.organisation = here.organisation AND came.team = here.team")
KEEP = (
    "INSERT INTO answer_place (list, answer, item, moment, organisation, team, at)"  # noqa: S608 - words of our own
    f" SELECT :list, :answer, :item, :moment, CASE WHEN {ORGANISATION} THEN here.organisation END,"
    f" CASE WHEN {ORGANISATION} AND {TEAM} THEN here.team END, :at"
    " FROM membership AS here"
    " WHERE here.person = :person AND here.started_on <= :day AND (here.left_on IS NULL OR here.left_on > :day)"
)
FIRST = (
    " AND NOT (SELECT after_look FROM attempt WHERE id = :answer)"
    " AND NOT EXISTS (SELECT 1 FROM attempt WHERE person = :person AND quiz = :item AND id < :answer)"
)
KEEP_FIRST = KEEP + FIRST
place, attempt, first, completion = tables.answer_place, tables.attempt, tables.first_rating, tables.completion
reflection, later, question = tables.reflection, tables.follow_up, tables.manager_question
# The rows that say what was answered -> the lists and items in which they have places.
KEPT_IN: dict[Table, tuple[ColumnElement[bool], ...]] = {
    reflection: (place.c.list == RATING,),
    later: (place.c.list == ANSWER, place.c.item == CHANGE),
    question: (place.c.list.in_((ANSWER, ASKED)), place.c.item == MANAGER),
}


def keep_first(store: Connection, given: Attempt, number: int, entered: dt.datetime | None) -> None:
    """Where a hand-in counts, if it is its person's first of the quiz and was made before any look. One statement."""
    run(store, KEEP_FIRST, _values(QUIZ, given.person, number, given.quiz, given.at, entered=entered))


def keep(
    store: Connection, name: str, person: int, answer: int, items: Iterable[str], given: dt.datetime, *,
    moment: str = "", entered: dt.datetime | None = None,
) -> None:  # fmt: skip
    """Where an answer to each of some items counts. `entered`: when it came into the records, if not when it was given."""
    values = [_values(name, person, answer, each, given, moment=moment, entered=entered) for each in items]
    run_for_each(store, KEEP, values)


def leave(store: Connection, table: Table, *which: ColumnElement[bool]) -> None:
    """Rows of one of the tables KEPT_IN are deleted next: their places stay, and say nothing any more."""
    going = select(table.c.id).where(*which)
    store.execute(update(place).where(*KEPT_IN[table], place.c.answer.in_(going)).values(answer=None))


def keep_all(store: Connection) -> None:
    """Where everything counts, in a store that was filled with rows past the functions above; as memberships stand now."""
    given = union_all(*_given()).subquery()
    rows = store.execute(select(given).order_by(given.c.at, given.c.answer))
    values = [_values(row.list, row.person, row.answer, row.item, row.at, moment=row.moment) for row in rows]
    run_for_each(store, KEEP, values)


def _values(
    name: str, person: int, answer: int, item: str, given: dt.datetime, *,
    moment: str = "", entered: dt.datetime | None = None,
) -> dict[str, object]:  # fmt: skip
    values = {"list": name, "answer": answer, "item": item, "moment": moment, "person": person, "least": LEAST[name]}
    return values | {"day": london_day(given), "at": given if entered is None else max(given, entered)}


def _given() -> tuple[Any, ...]:
    """Everything that counts, list by list."""
    done = (completion.c.person, completion.c.cycle)
    turn = func.row_number().over(
        partition_by=[attempt.c.person, attempt.c.quiz], order_by=[attempt.c.at, attempt.c.id]
    )
    hand_in = select(attempt, turn.label("turn")).subquery().c
    firsts = (hand_in.turn == 1, hand_in.after_look.is_(False))
    asked = question.join(completion, and_(done[0] == question.c.person, done[1] == question.c.cycle))
    told = later.join(completion, and_(done[0] == later.c.person, done[1] == later.c.cycle))
    rated = reflection.join(first, first.c.reflection == reflection.c.id)
    return (
        _listed(QUIZ, hand_in, hand_in.quiz, hand_in.at).where(*firsts),
        _listed(RATING, reflection.c, first.c.item, first.c.at, reflection.c.moment).select_from(rated),
        _listed(ANSWER, question.c, literal(MANAGER), question.c.answered_at)
        .select_from(asked)
        .where(question.c.answered_at.is_not(None)),
        _listed(ANSWER, later.c, literal(CHANGE), later.c.at).select_from(told).where(later.c.change_done.is_not(None)),
        _listed(FINISHED, completion.c, literal(MANAGER), completion.c.at),
        _listed(ASKED, question.c, literal(MANAGER), question.c.asked_at).select_from(asked),
    )


def _listed(name: str, of: Any, item: ColumnElement[str], at: ColumnElement[Any], moment: Any = "") -> Select[Any]:
    told = literal(moment) if isinstance(moment, str) else moment
    columns = (literal(name).label("list"), of.person, of.id.label("answer"), item.label("item"))
    return select(*columns, told.label("moment"), at.label("at"))
