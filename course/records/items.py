"""How statements were answered, counted: first attempts made before any look, in whole batches of five (`batches`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, case, func, or_, select, tuple_

from course.records import tables
from course.records.batches import Asked, whole_batches
from course.rules.items import Counted
from course.rules.suppression import LEAST_ANSWERS

attempt, answer, wording = tables.attempt, tables.attempt_answer, tables.quiz_wording


@dataclass(frozen=True, slots=True)
class KeptWording:
    """A wording of a quiz that somebody has answered."""

    digest: str
    quiz: str
    text: str


def wordings(store: Connection) -> tuple[KeptWording, ...]:
    """Every wording of every quiz that was ever answered."""
    found = select(wording.c.digest, wording.c.quiz, wording.c.wording).order_by(wording.c.digest)
    return tuple(KeptWording(*row) for row in store.execute(found))


def counted(store: Connection, asked: Asked, same: Collection[tuple[str, str]]) -> dict[tuple[str, str], Counted]:
    """The counts of each statement, by quiz and statement; one statement of SQL. None are fewer than LEAST_ANSWERS.

    `same`: pairs of a quiz's digest and a statement in it that reads as it does now; answers to others do not count.
    """
    if not same:
        return {}
    rows = whole_batches(_given(asked, same), asked, LEAST_ANSWERS, ("quiz", "statement")).c
    sums = (rows.right, rows.rest, rows.rest * rows.rest, rows.rest * rows.right)
    found = select(rows.quiz, rows.statement, func.count(), *(func.sum(each) for each in sums))
    return {
        (quiz, statement): Counted(*map(int, numbers))
        for quiz, statement, *numbers in store.execute(found.group_by(rows.quiz, rows.statement))
    }


def _given(asked: Asked, same: Collection[tuple[str, str]]) -> Subquery:
    """One row for each answer of a first attempt; `rest` is what share of the quiz's other statements was right (0 to 1000)."""
    first = _firsts(asked).subquery()
    right = case((answer.c.is_right, 1), else_=0)
    others = func.nullif(first.c.out_of - 1, 0)
    share: ColumnElement[int] = ((first.c.marks - right) * 1000).op("/")(others)  # whole numbers, on both stores
    return (
        select(
            first.c.person, first.c.at, first.c.id, first.c.edition, first.c.quiz, answer.c.statement,
            right.label("right"),
            func.coalesce(share, 0).label("rest"),
            case((or_(first.c.answers_gone, first.c.place > 1), 1), else_=0).label("gone"),
        )
        .join(answer, answer.c.attempt == first.c.id)
        .where(tuple_(first.c.digest, answer.c.statement).in_(sorted(same)))
        .subquery()
    )  # fmt: skip


def _firsts(asked: Asked) -> Select[Any]:
    """First attempts; with them those that were first until two records became one, which keep their place, silent."""
    of = attempt.c
    turn = func.row_number().over(partition_by=[of.person, of.quiz], order_by=[of.at, of.id]).label("place")
    every = select(attempt, turn).where(of.at < asked.end).subquery()
    return select(every).where(or_(every.c.place == 1, every.c.first_of_merged), every.c.after_look.is_(False))
