"""An answer that is deleted leaves its place: where and when something was counted, nothing of what it said, and nobody.

Answers are counted in whole batches in the order of time. Were a deleted one simply missing, every later answer of the
place would move by one, and two reports, before and after, would differ by what a few people said. So its place stays,
empty, and the batch in which it lies counts no longer (`batches`).

Two records that become one keep one of two answers to the same question, and one team where each had another. What does
not count any more where it did leaves its place there, too; a rating is not counted anew in a place it was not given in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery, delete, insert, literal, select

from course.records import answers_given, tables
from course.records.batches import stayed

RATING, ANSWER, ASKED = tables.COUNTED_LISTS
LISTS: dict[str, Callable[[], Subquery]] = {
    RATING: answers_given.ratings,
    ANSWER: answers_given.outcomes,
    ASKED: answers_given.written_to,
}
Which = Callable[[Any], ColumnElement[bool]]  # of the columns of a list, the rows that are to go
Counted = Row[Any]  # the place of an answer that is there, and the `id` of its row
place, membership, first = tables.gone_answer, tables.membership, tables.first_rating
PLACE = ("list", "item", "moment", "organisation", "team", "at")


def leave_places(store: Connection, which: Which, *lists: str) -> None:
    """Keep the places of rows that are deleted next. To be called before, in the same transaction; no list: of all."""
    for name in lists or LISTS:
        found = _places(name, which).subquery().c
        store.execute(insert(place).from_select(PLACE, select(*(found[each] for each in PLACE))))


def counted_places(store: Connection, *people: int) -> frozenset[Counted]:
    """Where everything counts that these people rated and answered."""
    asked = (_places(name, lambda of: of.person.in_(people)) for name in LISTS)
    return frozenset(row for each in asked for row in store.execute(each))


def leave_places_of(store: Connection, before: frozenset[Counted], *people: int) -> None:
    """Keep the places of what counted there before and does not now. To be called after the change, in the same transaction.

    A rating that came to another place by it counts nowhere from now on; its learner still has it.
    """
    after = counted_places(store, *people)
    moved = {(row.id, row.item) for row in after - before if row.list == RATING}
    for number, item in moved:
        store.execute(delete(first).where(first.c.reflection == number, first.c.item == item))
    stay = {row for row in after if row.list != RATING or (row.id, row.item) not in moved}
    rows = [{name: getattr(row, name) for name in PLACE} for row in before - stay]
    if rows:
        store.execute(insert(place), rows)


def _places(name: str, which: Which) -> Select[Any]:
    rows = LISTS[name]()
    moment = rows.c.moment if "moment" in rows.c else literal("")
    where = (membership.c.organisation, membership.c.team, rows.c.at, rows.c.id)
    told = (literal(name).label("list"), rows.c.item, moment.label("moment"), *where)
    return select(*told).select_from(rows).join(membership, stayed(rows)).where(which(rows.c))
