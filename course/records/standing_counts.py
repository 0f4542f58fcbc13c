"""How many rows of `standing` share place, status and edition: sums, so that the report of today reads few rows.

Whoever changes rows of `standing` takes them out of the sums before and counts them in afterwards, in the same
transaction; `records.standings` does so for everybody. `rebuild` adds all up anew, which a test compares.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    false,
    func,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from course.records import tables
from course.records.scoped import at_place
from course.rules.reporting import EARLIER, Asked, Group
from course.rules.standing import TRAINED

standing, counted = tables.standing, tables.standing_count
SUMS = ("people", "outside", "soon")
ONE_AT_A_TIME = 2_029_313_581  # the number of PostgreSQL's advisory lock under which rows and sums change


def alone(store: Connection) -> None:
    """Let nobody else change rows or sums before this transaction ends."""
    if store.dialect.name == "postgresql":
        store.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})


def take_out(store: Connection, which: ColumnElement[bool]) -> None:
    """These rows of `standing` are going to change or go."""
    _change(store, which, "-")


def count_in(store: Connection, which: ColumnElement[bool]) -> None:
    """These rows of `standing` count as they are now."""
    _change(store, which, "+")


def rebuild(store: Connection) -> None:
    """Add up every row anew."""
    alone(store)
    store.execute(delete(counted))
    count_in(store, true())


def _change(store: Connection, which: ColumnElement[bool], sign: str) -> None:
    alone(store)
    make: Any = sqlite.insert if store.dialect.name == "sqlite" else postgresql.insert
    of = standing.c
    keys = (
        of.organisation,
        func.coalesce(of.team, literal_column("0")),
        of.status,
        func.coalesce(of.edition, literal_column("''")),
    )
    one: ColumnElement[int] = literal_column(f"{sign}1")
    none: ColumnElement[int] = literal_column("0")
    outside = case((and_(of.outside_on.is_not(None), of.status != literal_column("'left'")), one), else_=none)
    sums = (func.sum(each) for each in (one, outside, case((of.soon, one), else_=none)))
    found = select(*keys, *sums).where(which, of.status.is_not(None)).group_by(*keys)
    changed = make(counted).from_select([column.name for column in counted.columns], found)
    added = {name: counted.c[name] + changed.excluded[name] for name in SUMS}
    store.execute(changed.on_conflict_do_update(index_elements=[*counted.primary_key], set_=added))
    store.execute(delete(counted).where(counted.c.people == 0))


def is_told(asked: Asked) -> bool:
    """Whether the sums know what is asked: they know no job roles, persons and names."""
    return asked.job_role is None and asked.person is None and not asked.name.strip()


def groups(store: Connection, asked: Asked) -> list[Group]:
    """Everybody of the places asked for."""
    of = counted.c
    found = select(of.organisation, func.nullif(of.team, 0), of.status, func.nullif(of.edition, ""), *_sums())
    return [Group(*row) for row in store.execute(found.where(*at_place(asked, of)))]


def told(asked: Asked) -> Select[Any]:
    """How many fit what is asked, as far as the sums know: place, status, edition, a day that comes soon."""
    of = counted.c
    found = select(func.coalesce(func.sum(of.soon if asked.soon else of.people), 0)).where(*at_place(asked, of))
    if asked.statuses:
        found = found.where(of.status.in_(sorted(asked.statuses)))
    if asked.edition == EARLIER:
        earlier = false() if asked.current is None else of.edition.not_in(["", *sorted(asked.current)])
        return found.where(of.status.in_(sorted(TRAINED)), earlier)
    return found if asked.edition is None else found.where(of.edition == asked.edition)


def _sums() -> list[Any]:
    return [counted.c[name] for name in SUMS]
