"""An answer that is deleted leaves its place: where and when something was counted, nothing of what it said, and nobody.

Answers are counted in whole batches in the order of time. Were a deleted one simply missing, every later answer of the
place would move by one, and two reports, before and after, would differ by what a few people said. So its place stays,
empty, and the batch in which it lies counts no longer (`batches`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, insert, literal, select

from course.records import answers_given, tables
from course.records.batches import stayed

RATING, ANSWER, ASKED = tables.COUNTED_LISTS
LISTS: dict[str, Callable[[], Subquery]] = {
    RATING: answers_given.ratings,
    ANSWER: answers_given.outcomes,
    ASKED: answers_given.written_to,
}
Which = Callable[[Any], ColumnElement[bool]]  # of the columns of a list, the rows that are to go
place, membership = tables.gone_answer, tables.membership


def leave_places(store: Connection, which: Which, *lists: str) -> None:
    """Keep the places of rows that are deleted next. To be called before, in the same transaction; no list: of all."""
    for name in lists or LISTS:
        rows = LISTS[name]()
        moment = rows.c.moment if "moment" in rows.c else literal("")
        told = (literal(name), rows.c.item, moment, membership.c.organisation, membership.c.team, rows.c.at)
        found = select(*told).select_from(rows).join(membership, stayed(rows)).where(which(rows.c))
        store.execute(insert(place).from_select(["list", "item", "moment", "organisation", "team", "at"], found))
