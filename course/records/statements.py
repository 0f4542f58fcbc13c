"""Statements for the few ways that every click takes, run on the driver's own cursor.

SQLAlchemy costs about 60 microseconds a statement, SQLite itself five; a hand-in is eight statements. So what a page
view, Next and a hand-in need stands as SQL, in words that both databases understand; all else is SQLAlchemy Core.

On PostgreSQL two clicks of one person could each miss the fact that the other is just writing, and neither would
complete the course. So the first write of a click is `INSERT … SELECT … FROM person … /* lock the person */`, and the
comment becomes the words that let the second click wait. (SQLite has one writer at a time, and does not know them.)
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, RowMapping, Table
from sqlalchemy.dialects import postgresql, sqlite

from course.records.columns import in_utc, moment_text

LOCK = "/* lock the person */"

sqlite3.register_adapter(dt.datetime, moment_text)
sqlite3.register_adapter(dt.date, dt.date.isoformat)


def run(store: Connection, sql: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Run one statement with `:name` values; returns the rows of a SELECT or RETURNING, none otherwise."""
    driver = _driver(store)
    if isinstance(driver, sqlite3.Connection):
        return driver.execute(sql, values).fetchall()
    cursor = driver.execute(for_postgres(sql), in_utc_all(values))
    return cursor.fetchall() if cursor.description else []


def run_for_each(store: Connection, sql: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Run one statement for every row of values; it returns nothing."""
    driver = _driver(store)
    if isinstance(driver, sqlite3.Connection):
        driver.executemany(sql, rows)
    else:
        driver.cursor().executemany(for_postgres(sql), rows)


def insert_rows(store: Connection, into: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert a few dozen rows in one statement. into: "INSERT INTO … (…)"; a value may be anything but a moment."""
    if not rows:
        return
    driver = _driver(store)
    mark = "?" if isinstance(driver, sqlite3.Connection) else "%s"
    driver.execute(_with_places(into, mark, len(rows), len(rows[0])), [value for row in rows for value in row])


@lru_cache(maxsize=64)
def _with_places(into: str, mark: str, rows: int, columns: int) -> str:
    row = f"({', '.join([mark] * columns)})"
    return f"{into} VALUES {', '.join([row] * rows)}"


def in_utc_all(values: Mapping[str, object]) -> dict[str, object]:
    """The values with every moment in UTC: psycopg would take a naive one for whatever the server thinks it is."""
    return {name: in_utc(value) if isinstance(value, dt.datetime) else value for name, value in values.items()}


def _driver(store: Connection) -> Any:
    """The driver's own connection; `reading` and `writing` have begun on it already."""
    return store.connection.dbapi_connection


def insert_if_new(store: Connection, table: Table, **values: object) -> RowMapping | None:
    """Insert a row and return it; None where a unique column, or several together, has the value already."""
    make: Any = sqlite.insert if store.dialect.name == "sqlite" else postgresql.insert
    new = make(table).values(values).on_conflict_do_nothing().returning(*table.c)
    return store.execute(new).mappings().one_or_none()


@lru_cache(maxsize=64)
def for_postgres(sql: str) -> str:
    """The same statement in psycopg's way of naming values, with the lock on the person."""
    return re.sub(r"(?<!:):([a-z_]+)", r"%(\1)s", sql).replace(LOCK, "FOR NO KEY UPDATE OF person")
