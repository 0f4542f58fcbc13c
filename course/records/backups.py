"""Backups: all records in one SQLite file, whichever store they came from, and back from it into an empty store.

Saving reads one unchanging state, so the site may go on serving. What holds for a moment only (who is signed in,
one-time links, counts of wrong passwords, shows of hands, letters that have not gone) is neither saved nor put back, and no
note whose 12 months are over.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Select, Table, delete, exists, insert, literal, select, text

from course.clock import now
from course.errors import StoreError, StoreTooNew, StoreUnusable
from course.records import database, tables
from course.rules.notes import kept_since

PASSING = frozenset({"visit", "one_time_link", "brake", "lease", "show_of_hands", "hand"})
PART = 2_000  # rows read and written at a time
BEGINNING = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds."""

    schema: str
    people: int
    attempts: int
    completions: int

    def __str__(self) -> str:
        counts = f"people {self.people}, attempts {self.attempts}, completions {self.completions}"
        return f"{counts}, tables of version {self.schema}"


@dataclass(frozen=True, slots=True)
class _Url:
    database_url: str


def kept_tables() -> list[Table]:
    """The tables of a backup, each after those it refers to."""
    return [table for table in database.db.metadata.sorted_tables if table.name not in PASSING]


def save(path: Path) -> Contents:
    """Write a backup of the present application's records; there is a whole file at the end or none.

    Raises StoreUnusable where the file exists or cannot be written.
    """
    path = path.absolute()
    if path.exists():
        raise StoreUnusable(f"{path} exists already, and a backup is never written over. Choose another name.")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
            fresh = Path(folder) / "fresh.db"
            with database.reading() as source, _file_store(fresh), database.writing() as target:
                _copy(source, target)
            _fold(fresh)
            contents = look_through(fresh)
            fresh.chmod(0o600)
            fresh.replace(path)
    except OSError as fault:
        raise StoreUnusable(f"The backup {path} cannot be written: {fault.strerror}.") from fault
    return contents


def look_through(path: Path) -> Contents:
    """Check a backup from end to end. StoreUnusable where it is damaged, StoreTooNew for one of a newer program."""
    try:
        with path.open("rb") as start:
            if start.read(len(BEGINNING)) != BEGINNING:
                raise StoreUnusable(f"{path} is not a backup of Sharewell.")
        file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return _looked(path, file)
        finally:
            file.close()
    except OSError as fault:
        raise StoreUnusable(f"{path} cannot be read: {fault.strerror}.") from fault
    except sqlite3.Error as fault:
        raise StoreUnusable(f"{path} is damaged, or not a backup of Sharewell: {fault}.") from fault


def _looked(path: Path, file: sqlite3.Connection) -> Contents:
    faults = [row[0] for row in file.execute("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [f"a row of {row[0]} refers to nothing" for row in file.execute("PRAGMA foreign_key_check")]
    if faults:
        raise StoreUnusable(f"{path} is damaged: {faults[0]} ({len(faults)} faults in all).")
    (schema,) = file.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
    if schema not in database.revisions():
        raise StoreTooNew(f"{path} was made by a newer Sharewell (tables {schema}). Update the program first.")
    people, attempts, completions = (
        file.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - three names of our own
        for name in ("person", "attempt", "completion")
    )
    return Contents(schema, people, attempts, completions)


def put_back(path: Path) -> Contents:
    """Put a backup into the present application's records, all of it or nothing; also one of an older version.

    Raises StoreUnusable where people are in the records already.
    """
    contents = look_through(path)
    with tempfile.TemporaryDirectory(prefix="sharewell-") as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(path, copy)
        with database.writing() as target:
            _must_be_empty(target)
            with _file_store(copy), database.reading() as source:
                _copy(source, target)
            number_on(target)
    return contents


def _must_be_empty(store: Connection) -> None:
    store.execute(delete(tables.one_time_link))
    full = [
        table.name for table in kept_tables() if store.scalar(select(exists(select(literal(1)).select_from(table))))
    ]
    if full:
        raise StoreUnusable(
            f"The database is not empty (there are rows in: {', '.join(full)}). A backup goes into an empty one only: "
            "set SHAREWELL_INSTANCE to a new folder, or DATABASE_URL to a new database."
        )


def _copy(source: Connection, target: Connection) -> None:
    for table in kept_tables():
        rows = source.execute(_rows(table).execution_options(yield_per=PART)).mappings()
        for part in rows.partitions():
            target.execute(insert(table), [dict(row) for row in part])


def _rows(table: Table) -> Select[tuple[object, ...]]:
    """All rows of a table but notes that are too old, so that not even the free room of the file ever held them, and
    letters that have not gone: they hold links, and would be sent a second time from the restored records."""
    if table is tables.note:
        return select(table).where(table.c.changed_at >= kept_since(now()))
    return select(table).where(table.c.sent_at.is_not(None)) if table is tables.outbox else select(table)


def number_on(store: Connection) -> None:
    """Let PostgreSQL number new rows behind those put back; SQLite does so by itself."""
    if store.dialect.name != "postgresql":
        return
    for table in kept_tables():
        if [column.name for column in table.primary_key] == ["id"] and table.autoincrement_column is not None:
            store.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608 - a name of our own
                    f"coalesce((SELECT max(id) FROM {table.name}), 0) + 1, false)"
                )
            )


@contextmanager
def _file_store(path: Path) -> Iterator[None]:
    """Another store in a file, brought up to date, as the present application's for as long as the block lasts."""
    app = Flask("course.records.backups")
    database.install(app, _Url(f"sqlite:///{path}"))
    database.upgrade(app)
    with app.app_context():
        try:
            yield
        finally:
            database.close_connections()


def _fold(path: Path) -> None:
    """Make one file of a store that nobody uses any more, and wait until it is on the disk."""
    file = sqlite3.connect(path)
    try:
        (journal,) = file.execute("PRAGMA journal_mode=DELETE").fetchone()
    finally:
        file.close()
    if journal != "delete":
        raise StoreError(f"{path} could not be made one file.")
    with path.open("rb") as written:
        os.fsync(written.fileno())
