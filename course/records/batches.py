"""Answers and ratings counted in whole batches, so that no two reports differ by a small group.

The rule and why it holds: `rules.suppression.whole_batches`. Which unit an answer counts for, and since when, was kept with
it when it was given (`answer_places`), for ever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select

from course.records.scoped import within
from course.rules.dates import midnight
from course.rules.scoping import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which batches: those of a scope, narrowed to an organisation, a team or an edition, filled by the end of a day."""

    scope: Scope
    day: dt.date
    organisation: int | None = None
    team: int | None = None
    edition: str | None = None

    @property
    def end(self) -> dt.datetime:
        """The moment at which the day ends in London."""
        return midnight(self.day + dt.timedelta(days=1))


def whole_batches(given: Subquery, asked: Asked, least: int, kinds: tuple[str, ...]) -> Subquery:
    """Those rows of `given` that lie in whole batches, with the columns of `given`.

    `given` has the columns `organisation`, `team`, `at`, `id` of the places (`answer_place`), `edition`, and `gone`: a row
    with 1 in it says nothing any more. It keeps its place, so that no other row changes its batch, and its batch counts no
    longer. Each combination of its columns `kinds` (such as quiz and statement) has batches of its own.
    """
    each = _numbered(given, asked, kinds).c
    same = [each.organisation, each.team, *(each[name] for name in kinds), _batch(each, least)]
    first, last = (make(each.edition).over(partition_by=same) for make in (func.min, func.max))
    lost = func.max(each.gone).over(partition_by=same)
    edges = (first.label("first"), last.label("last"), lost.label("lost"))
    batches = select(*each, *edges).where(_filled(each, least)).subquery()
    wanted = select(*(batches.c[column.name] for column in given.c)).where(batches.c.lost == 0)
    if asked.edition is not None:
        wanted = wanted.where(batches.c.first == asked.edition, batches.c.last == asked.edition)
    return wanted.subquery()


def sums(given: Subquery, asked: Asked, least: int, kinds: tuple[str, ...], values: Sequence[str]) -> Subquery:
    """How many rows of `given` lie in whole batches, `n`, and the sums of their `values`, by `kinds`; quicker than the rows."""
    each = _numbered(given, asked, kinds).c
    same = [each.organisation, each.team, *(each[name] for name in kinds), _batch(each, least)]
    first, last = (make(each.edition) for make in (func.min, func.max))
    added = [func.sum(each[name]).label(name) for name in values]
    batches = select(*(each[name] for name in kinds), *added).where(_filled(each, least))
    batches = batches.group_by(*same).having(func.max(each.gone) == 0)
    if asked.edition is not None:
        batches = batches.having(first == asked.edition, last == asked.edition)
    of = batches.subquery().c
    whole = [of[name] for name in kinds]
    number = (func.count() * least).label("n")
    return select(*whole, number, *(func.sum(of[name]).label(name) for name in values)).group_by(*whole).subquery()


def _numbered(given: Subquery, asked: Asked, kinds: tuple[str, ...]) -> Subquery:
    """The rows asked for, each with its turn, from 0, among those counted with it, and how many these are."""
    of = given.c
    alike = [of.organisation, of.team, *(of[name] for name in kinds)]
    turn = func.row_number().over(partition_by=alike, order_by=of.id)
    numbered = select(given, (turn - 1).label("turn"), func.count().over(partition_by=alike).label("counted"))
    numbered = numbered.where(of.at < asked.end, within(asked.scope, of))
    for column, value in ((of.organisation, asked.organisation), (of.team, asked.team)):
        numbered = numbered if value is None else numbered.where(column == value)
    return numbered.subquery()


def _batch(each: Any, least: int) -> ColumnElement[int]:
    """The turn of the first row of the batch."""
    return each.turn - each.turn % least  # type: ignore[no-any-return]


def _filled(each: Any, least: int) -> ColumnElement[bool]:
    return each.turn < each.counted - each.counted % least  # type: ignore[no-any-return]
