"""Counting statements where the database driver runs them: what goes past SQLAlchemy is seen as well."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask
from sqlalchemy import event

from course.records.database import db

NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|--)", re.IGNORECASE)


@contextmanager
def statements_seen(app: Flask) -> Iterator[list[str]]:
    """The statements that the application runs inside the block, from every thread; transactions' ends are left out.

    One statement run for many rows is one.
    """
    seen: list[str] = []

    class Cursor(psycopg.Cursor[tuple[object, ...]]):
        def execute(self, query, *args, **more):  # type: ignore[no-untyped-def]
            note(str(query))
            return super().execute(query, *args, **more)

        def executemany(self, query, *args, **more):  # type: ignore[no-untyped-def]
            note(str(query))
            return super().executemany(query, *args, **more)

    def note(statement: str) -> None:
        again = bool(seen) and statement.lstrip().startswith("INSERT") and head(seen[-1]) == head(statement)
        if not NOT_COUNTED.match(statement) and not again:
            seen.append(statement)

    def watch(connection: object, *_more: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(note)
        elif isinstance(connection, psycopg.Connection):
            connection.cursor_factory = Cursor

    def leave(connection: object, *_more: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(None)
        elif isinstance(connection, psycopg.Connection):
            connection.cursor_factory = psycopg.Cursor

    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", watch)
    event.listen(engine, "checkin", leave)
    try:
        yield seen
    finally:
        event.remove(engine, "checkout", watch)
        event.remove(engine, "checkin", leave)


def head(statement: str) -> str:
    """A statement up to its values: SQLite's driver tells of each row of an INSERT of many."""
    return statement.partition("VALUES")[0]
