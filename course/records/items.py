"""How statements were answered, counted: first attempts made before any look, in whole batches of five (`batches`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Subquery, case, func, or_, select, tuple_

from course.records import batches, tables
from course.records.answer_places import QUIZ
from course.records.batches import Asked
from course.rules.items import Counted
from course.rules.suppression import LEAST_ANSWERS

place, attempt, answer, wording = tables.answer_place, tables.attempt, tables.attempt_answer, tables.quiz_wording
SUMS = ("right", "rest", "rest_rest", "rest_right")  # in the order of `Counted`


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
    rows = batches.sums(_given(same), asked, LEAST_ANSWERS, ("quiz", "statement"), SUMS)
    return {(quiz, statement): Counted(*map(int, numbers)) for quiz, statement, *numbers in store.execute(select(rows))}


def _given(same: Collection[tuple[str, str]]) -> Subquery:
    """One row for each answer of a first attempt; `rest` is what share of the quiz's other statements was right (0 to 1000).

    Whoever handed in under two records that are one now has one first attempt; the later keeps its place, silent.
    """
    right = case((answer.c.is_right, 1), else_=0)
    others = func.nullif(attempt.c.out_of - 1, 0)
    share: ColumnElement[int] = ((attempt.c.marks - right) * 1000).op("/")(others)  # whole numbers, on both stores
    rest = func.coalesce(share, 0)
    return (
        select(
            place.c.organisation, place.c.team, place.c.at, place.c.id, attempt.c.edition, attempt.c.quiz,
            answer.c.statement, right.label("right"), rest.label("rest"),
            (rest * rest).label("rest_rest"), (rest * right).label("rest_right"),
            case((or_(attempt.c.answers_gone, attempt.c.first_of_merged), 1), else_=0).label("gone"),
        )
        .join(attempt, attempt.c.id == place.c.answer)
        .join(answer, answer.c.attempt == attempt.c.id)
        .where(place.c.list == QUIZ, tuple_(attempt.c.digest, answer.c.statement).in_(sorted(same)))
        .subquery()
    )  # fmt: skip
