"""Who has to wait for a lock waits for two seconds at most, and is then told that the database is busy."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from course.errors import StoreBusy
from course.records import database, readings, sqlite_file
from course.records.database import writing
from course.records.turns import Turn
from tests.conftest import close, records_app
from tests.records.made import NOON, file_of, people_now, person

Lock = Callable[[Path], AbstractContextManager[None]]
LONGEST_WAIT = 3.0  # seconds: two, and one for a slow machine


@contextmanager
def locked_by_another_program(path: Path) -> Iterator[None]:
    """As when somebody has opened the database in a shell and begun to write."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def turn_held_by_another_process(path: Path) -> Iterator[None]:
    """As while a backup is being put back from the command line."""
    with Turn(path.with_name(f"{path.name}.lock")).held(1):
        yield


@contextmanager
def answered_within(seconds: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def test_a_database_locked_by_another_program_is_busy_and_works_again_afterwards(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY_MS", 100)
    app = records_app(sqlite_url)
    with app.app_context():
        with locked_by_another_program(file_of(sqlite_url)):
            assert people_now() == 0  # reading goes on meanwhile
            with pytest.raises(StoreBusy, match="Nothing was saved"), writing():
                pass
        with writing() as store:
            person(store)
        assert people_now() == 1
    close(app)


def test_who_waits_too_long_for_a_turn_is_told_that_the_database_is_busy(
    sqlite_app: Flask, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "TURN_WAIT", 0.1)
    other = Turn(Path(f"{file_of(sqlite_url)}.lock"))
    assert people_now() == 0
    with other.held(1), pytest.raises(StoreBusy, match="busy"), writing():
        pass
    with writing() as store:
        person(store)


@pytest.mark.slow
@pytest.mark.parametrize("lock", [locked_by_another_program, turn_held_by_another_process])
def test_a_click_waits_two_seconds_for_a_lock_because_every_page_of_the_process_waits_with_it(
    sqlite_app: Flask, sqlite_url: str, lock: Lock
) -> None:
    assert people_now() == 0
    with lock(file_of(sqlite_url)), answered_within(LONGEST_WAIT), pytest.raises(StoreBusy), writing():
        pass


@pytest.mark.postgres
def test_a_row_locked_for_too_long_is_told_as_busy(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "POSTGRES_OPTIONS", "-c lock_timeout=100ms")
    app = records_app(postgres_url)
    with app.app_context(), psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        with writing() as store:
            ada = person(store)
        other.execute("SELECT id FROM person FOR UPDATE")
        with pytest.raises(StoreBusy), writing() as store:
            readings.mark_read(store, ada, "be-open", "2026.1", NOON)
        other.rollback()
        with writing() as store:
            readings.mark_read(store, ada, "be-open", "2026.1", NOON)
    close(app)


@pytest.mark.slow
@pytest.mark.postgres
def test_a_row_that_another_process_has_locked_is_waited_for_two_seconds_as_well(postgres_url: str) -> None:
    app = records_app(postgres_url)
    with app.app_context(), psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        with writing() as store:
            ada = person(store)
        other.execute("SELECT id FROM person FOR UPDATE")
        with answered_within(LONGEST_WAIT), pytest.raises(StoreBusy), writing() as store:
            readings.mark_read(store, ada, "be-open", "2026.1", NOON)
        other.rollback()
    close(app)
