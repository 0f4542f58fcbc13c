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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select, update

from course.records import tables
from course.records.statements import run
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
NAMES = ("list", "answer", "item", "moment", "at", "person", "day", "least")
HAD = (
    "given.least <= (SELECT count(*) FROM (SELECT DISTINCT came.person FROM membership AS came"  # noqa: S608 - own words
    " WHERE {} AND came.started_on <= given.day AND (came.left_on IS NULL OR came.left_on > came.started_on)"  # not who comes
    f" LIMIT {max(LEAST.values())}) AS people)"
)
ORGANISATION = HAD.format("came.organisation = here.organisation")
TEAM = HAD.format("came.organisation = here.organisation AND came.team = here.team")
KEEP = (
    "INSERT INTO answer_place (list, answer, item, moment, organisation, team, at)"  # noqa: S608 - own words
    f" SELECT list, answer, item, moment, CASE WHEN {ORGANISATION} THEN here.organisation END,"
    f" CASE WHEN {TEAM} THEN here.team END, at"  # whose people are all of its organisation
    " FROM ({given}) AS given CROSS JOIN membership AS here"
    " WHERE here.person = given.person AND here.started_on <= given.day"
    " AND (here.left_on IS NULL OR here.left_on > given.day)"
    " AND (given.list <> 'quiz' OR (NOT (SELECT after_look FROM attempt WHERE id = given.answer) AND NOT EXISTS"
    " (SELECT 1 FROM attempt WHERE person = given.person AND quiz = given.item AND id < given.answer)))"
    # of two places that are too small, one row: nobody fills a batch alone
    " GROUP BY list, answer, item, moment, 5, 6, at ORDER BY at, answer, min(here.id)"
)
WAITING = "places that wait"
place, question = tables.answer_place, tables.manager_question
# The rows that say what was answered -> the lists and items in which they have places.
KEPT_IN: Mapping[Table, tuple[ColumnElement[bool], ...]] = {
    tables.attempt: (place.c.list == QUIZ,),
    tables.completion: (place.c.list == FINISHED,),
    tables.reflection: (place.c.list == RATING,),
    tables.follow_up: (place.c.list == ANSWER, place.c.item == CHANGE),
    question: (place.c.list.in_((ANSWER, ASKED)), place.c.item == MANAGER),
}
Values = tuple[object, ...]
"""What a place is kept from, by NAMES."""


def keep_first(store: Connection, given: Attempt, number: int, entered: dt.datetime | None) -> None:
    """Where a hand-in counts, if it is its person's first of the quiz and was made before any look."""
    keep(store, QUIZ, given.person, number, (given.quiz,), given.at, entered=entered)


def keep(
    store: Connection, name: str, person: int, answer: int, items: Iterable[str], given: dt.datetime, *,
    moment: str = "", entered: dt.datetime | None = None,
) -> None:  # fmt: skip
    """Where an answer to each of some items counts; one statement.

    `entered`: when it came into the records, if not when it was given.
    """
    at, day, least = given if entered is None else max(given, entered), london_day(given), LEAST[name]
    rows = [(name, answer, item, moment, at, person, day, least) for item in items]
    waiting = store.info.get(WAITING)
    if waiting is None:
        _write(store, rows)
    else:
        waiting += rows


@contextmanager
def together(store: Connection) -> Iterator[None]:
    """What is kept inside is written at the end, all in one statement: a click may give several things."""
    assert WAITING not in store.info, "places are kept together already"
    waiting: list[Values] = []
    store.info[WAITING] = waiting
    try:
        yield
    finally:
        del store.info[WAITING]
    _write(store, waiting)


def leave(store: Connection, table: Table, *which: ColumnElement[bool]) -> None:
    """Rows of one of the tables KEPT_IN are deleted next, or must count no longer: their places stay, and say nothing."""
    going = select(table.c.id).where(*which)
    store.execute(update(place).where(*KEPT_IN[table], place.c.answer.in_(going)).values(answer=None))


def own(person: int) -> ColumnElement[bool]:
    """The places of what a person gave, among all; what they deleted has none."""
    given = {table: select(table.c.id).where(table.c.person == person) for table in KEPT_IN}
    return or_(*(and_(*KEPT_IN[table], place.c.answer.in_(rows)) for table, rows in given.items()))


def _write(store: Connection, rows: Sequence[Values]) -> None:
    if rows:
        named = {f"{name}_{_letters(number)}": value for number, row in enumerate(rows) for name, value in _pairs(row)}
        run(store, _statement(len(rows)), named)


def _pairs(row: Values) -> Iterable[tuple[str, object]]:
    return zip(NAMES, row, strict=True)


def _letters(number: int) -> str:
    """A number without digits, as names of values are (`statements`)."""
    return "abcdefghij"[number] if number < 10 else _letters(number // 10) + _letters(number % 10)


@lru_cache(maxsize=64)
def _statement(rows: int) -> str:
    each = (", ".join(f":{name}_{_letters(number)} AS {name}" for name in NAMES) for number in range(rows))
    return KEEP.format(given=" UNION ALL ".join(f"SELECT {row}" for row in each))
