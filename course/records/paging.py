"""A page out of a long list, found by the row at which it begins or ends, so that the last page costs what the first does.

Rows that come or go meanwhile shift nothing: a page begins behind the row that was the last one on the page before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Select, Table, select

PAGE = 50  # rows
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a page lies: behind a row or before one, told by its id; with neither it is the first page."""

    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Thing]):
    """The things on one page in the order of the list; `before`, `after`: its neighbours, None where there is none."""

    things: tuple[Thing, ...] = ()
    before: Turn | None = None
    after: Turn | None = None


def leaf(
    store: Connection,
    table: Table,
    columns: Sequence[Column[Any]],
    make: Callable[..., Thing],
    *,
    by: Column[Any],
    turn: Turn,
) -> Leaf[Thing]:
    """A page of a table; behind a row that is gone there is nothing.

    columns: what `make` needs, the id first. by: the order, a column in which every row differs from every other.
    """
    back = turn.before is not None
    found = select(*columns).order_by(by.desc() if back else by).limit(PAGE + 1)
    rows = [*store.execute(_from(found, table, by, turn))]
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if back:
        rows.reverse()
    if not rows:
        return Leaf()
    earlier, later = (more, True) if back else (turn.after is not None, more)
    return Leaf(
        tuple(make(*row) for row in rows),
        Turn(before=rows[0][0]) if earlier else None,
        Turn(after=rows[-1][0]) if later else None,
    )


def _from(found: Select[Any], table: Table, by: Column[Any], turn: Turn) -> Select[Any]:
    if turn.before is not None:
        return found.where(by < select(by).where(table.c.id == turn.before).scalar_subquery())
    if turn.after is not None:
        return found.where(by > select(by).where(table.c.id == turn.after).scalar_subquery())
    return found
