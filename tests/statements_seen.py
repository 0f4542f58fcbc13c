"""Counting statements where the database driver runs them: what goes past SQLAlchemy is seen as well."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import psycopg
from flask import Flask
from sqlalchemy import event

from course.records.database import Doors, doors
from course.web import site

NOT_COUNTED = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|--)", re.IGNORECASE)


class Watcher:
    """Notes the statements of every connection that it is told to watch."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        note = self.note

        class Cursor(psycopg.Cursor[tuple[object, ...]]):
            def execute(self, query, *args, **more):  # type: ignore[no-untyped-def]
                note(str(query))
                return super().execute(query, *args, **more)

            def executemany(self, query, *args, **more):  # type: ignore[no-untyped-def]
                note(str(query))
                return super().executemany(query, *args, **more)

        self._cursor = Cursor

    def note(self, statement: str) -> None:
        again = bool(self.seen) and statement.lstrip().startswith("INSERT") and head(self.seen[-1]) == head(statement)
        if not NOT_COUNTED.match(statement) and not again:
            self.seen.append(statement)

    def watch(self, connection: object, *_more: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(self.note)
        elif isinstance(connection, psycopg.Connection):
            connection.cursor_factory = self._cursor

    def leave(self, connection: object, *_more: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(None)
        elif isinstance(connection, psycopg.Connection):
            connection.cursor_factory = psycopg.Cursor


@contextmanager
def statements_seen(app: Flask) -> Iterator[list[str]]:
    """The statements that the application runs inside the block, from every thread; transactions' ends are left out.

    One statement run for many rows is one. The partnership's name, which is asked for again every few seconds, is not
    meanwhile: that would tell how busy the machine is.
    """
    watcher = Watcher()
    with app.app_context():
        way = doors()
    pools = {way.reader.pool, way.writer.pool}  # one on PostgreSQL
    for pool in pools:
        event.listen(pool, "checkout", watcher.watch)
        event.listen(pool, "checkin", watcher.leave)
    _let_go(way)  # what is in hand is taken from its pool again, and is watched
    try:
        with patch.object(site, "PARTNERSHIP_SECONDS", math.inf):
            yield watcher.seen
    finally:
        _let_go(way)
        for pool in pools:
            event.remove(pool, "checkout", watcher.watch)
            event.remove(pool, "checkin", watcher.leave)


def _let_go(way: Doors) -> None:
    if way.kept is not None:
        way.kept.let_go()


def head(statement: str) -> str:
    """A statement up to its values: SQLite's driver tells of each row of an INSERT of many."""
    return statement.partition("VALUES")[0]
