"""Answers and ratings counted in whole batches, so that no two reports differ by a small group.

The rule and why it holds: `rules.suppression.whole_batches`. Which unit an answer counts for, and since when, was kept with
it when it was given (`answer_places`), for ever.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Subquery, func, select

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
    of = given.c
    alike = [of.organisation, of.team, *(of[name] for name in kinds)]
    turn = func.row_number().over(partition_by=alike, order_by=of.id)
    numbered = select(given, (turn - 1).label("turn"), func.count().over(partition_by=alike).label("n"))
    numbered = numbered.where(of.at < asked.end, within(asked.scope, of))
    for column, value in ((of.organisation, asked.organisation), (of.team, asked.team)):
        numbered = numbered if value is None else numbered.where(column == value)
    each = numbered.subquery().c
    batch = each.turn - each.turn % least  # the turn of its first row
    same = [each.organisation, each.team, *(each[name] for name in kinds), batch]
    first, last = (make(each.edition).over(partition_by=same) for make in (func.min, func.max))
    lost = func.max(each.gone).over(partition_by=same)
    edges = (first.label("first"), last.label("last"), lost.label("lost"))
    batches = select(*each, *edges).where(each.turn < each.n - each.n % least).subquery()
    wanted = select(*(batches.c[column.name] for column in given.c)).where(batches.c.lost == 0)
    if asked.edition is not None:
        wanted = wanted.where(batches.c.first == asked.edition, batches.c.last == asked.edition)
    return wanted.subquery()
