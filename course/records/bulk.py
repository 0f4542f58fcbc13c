"""Many rows at once into an empty store, ids and all: the demonstration. Real facts come by their own functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, exists, insert, select

from course.records import tables
from course.records.backups import kept_tables, number_on

PART = 1_000  # rows in one statement


def is_empty(store: Connection) -> bool:
    """Whether nobody was ever entered."""
    return not store.execute(select(exists(select(tables.person.c.id)))).scalar_one()


def add_rows(store: Connection, rows: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Put rows in, by the names of their tables; what is worked out from them is made by `standings.rebuild`.

    Raises KeyError for a table that is not kept in backups.
    """
    known = {table.name: table for table in kept_tables()}
    for name in sorted(rows, key=list(known).index):
        for start in range(0, len(rows[name]), PART):
            store.execute(insert(known[name]), [dict(row) for row in rows[name][start : start + PART]])
    number_on(store)
