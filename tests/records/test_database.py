"""Reading and writing: all or nothing, one writer at a time, plain words when it cannot be done."""

import sqlite3
import threading
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from course.errors import StoreBusy, StoreUnusable
from course.records import database, people, sqlite_file
from course.records.database import reading, writing
from course.records.turns import Turn
from tests.conftest import close, records_app
from tests.records.made import NOON, count, file_of, people_now, person


def test_what_is_written_in_one_block_is_saved_at_its_end(store_app: Flask) -> None:
    with writing() as store:
        person(store)
        person(store)
        assert people_now() == 0
    assert people_now() == 2


def test_nothing_is_saved_when_the_block_does_not_reach_its_end(store_app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), writing() as store:
        person(store)
        1 / 0  # noqa: B018 - that it fails is the point
    assert people_now() == 0
    with writing() as store:
        person(store)
    assert people_now() == 1


def test_reading_cannot_write(store_app: Flask) -> None:
    with pytest.raises(StoreUnusable, match="cannot be written"), reading() as store:
        person(store)
    assert people_now() == 0


def test_reading_sees_one_unchanging_state(store_app: Flask) -> None:
    with reading() as store:
        assert count(store) == 0
        with writing() as other:
            person(other)
        assert count(store) == 0
    assert people_now() == 1


def test_writing_inside_writing_is_a_mistake_in_the_program(store_app: Flask) -> None:
    with writing() as store:
        person(store)
        with pytest.raises(RuntimeError, match="inside"), writing():
            pass
    assert people_now() == 1


def test_two_stores_can_be_written_at_once(store_app: Flask, tmp_path: Path) -> None:
    other = records_app(f"sqlite:///{tmp_path}/other.db")
    database.upgrade(other)
    with writing() as store, other.app_context(), writing() as second:
        person(store)
        person(second)
    close(other)
    assert people_now() == 1


def test_threads_that_write_at_once_all_succeed(store_app: Flask) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with store_app.app_context():
                for _ in range(5):
                    with writing() as store:
                        people.rename(store, person(store), f"One of {count(store)}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert people_now() == 40


def test_every_connection_keeps_the_promise(sqlite_app: Flask) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": sqlite_file.BUSY_MS}
    for way in (reading, writing):
        with way() as store:
            assert {name: store.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted


def test_writing_begins_as_the_one_writer_before_anything_is_read(sqlite_app: Flask, sqlite_url: str) -> None:
    other = sqlite3.connect(file_of(sqlite_url), timeout=0)
    with writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_every_write_holds_the_lock_file(sqlite_app: Flask, sqlite_url: str) -> None:
    other = Turn(Path(f"{file_of(sqlite_url)}.lock"))
    with writing(), pytest.raises(StoreBusy), other.held(0.05):
        pass
    with other.held(0.05):
        pass


def test_a_full_disk_is_told_plainly_and_gives_the_reserve_back(sqlite_url: str) -> None:
    app = records_app(sqlite_url)
    database.upgrade(app)
    reserve = Path(f"{file_of(sqlite_url)}.reserve")
    assert reserve.stat().st_size == sqlite_file.RESERVE_BYTES
    with app.app_context():
        with writing() as store:
            pages = store.scalar(text("PRAGMA page_count"))
            store.execute(text(f"PRAGMA max_page_count={pages}"))  # holds for the connection, which stays in hand
        with pytest.raises(StoreUnusable, match="disk is full. Nothing was saved"), writing() as store:
            people.add_person(store, "x" * 1_000_000, NOON)
        assert not reserve.exists()
        assert people_now() == 0
    close(app)


def test_a_missing_folder_is_told_plainly(tmp_path: Path) -> None:
    app = records_app(f"sqlite:///{tmp_path}/missing/sharewell.db")
    with pytest.raises(StoreUnusable, match="folder must exist"):
        database.upgrade(app)


@pytest.mark.parametrize(
    "holds", [b"This is no database, but a letter to the partnership. " * 100, b"SQLite format 3\0"]
)
def test_a_file_that_is_no_database_is_told_plainly_and_left_alone(tmp_path: Path, holds: bytes) -> None:
    path = tmp_path / "sharewell.db"
    path.write_bytes(holds)
    app = records_app(f"sqlite:///{path}")
    with pytest.raises(StoreUnusable, match="damaged, or is no database"):
        database.upgrade(app)
    assert path.read_bytes() == holds


def test_a_file_that_was_cut_short_is_told_plainly(sqlite_url: str) -> None:
    path = file_of(sqlite_url)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    app = records_app(sqlite_url)
    with pytest.raises(StoreUnusable, match="damaged"):
        database.upgrade(app)
    close(app)


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "sharewell.db").touch()
    app = records_app(f"sqlite:///{tmp_path}/sharewell.db")
    database.upgrade(app)
    with app.app_context():
        assert people_now() == 0
    close(app)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///sharewell.db"])
def test_a_database_without_a_full_path_is_refused(url: str) -> None:
    with pytest.raises(StoreUnusable, match="full path"):
        records_app(url)


def test_a_new_database_is_for_the_eyes_of_its_owner_alone(tmp_path: Path) -> None:
    app = records_app(f"sqlite:///{tmp_path}/sharewell.db")
    database.upgrade(app)
    modes = {
        path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("sharewell.db*") if "reserve" not in path.name
    }
    assert set(modes) >= {"sharewell.db", "sharewell.db-wal", "sharewell.db.lock"}
    assert set(modes.values()) == {0}
    close(app)


def test_the_health_page_is_told_which_rule_holds(store_app: Flask) -> None:
    rule = database.journal_rule()
    sqlite = database.db.engine.dialect.name == "sqlite"
    assert rule.startswith("WAL, synchronous FULL") if sqlite else rule == "PostgreSQL"


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_told_plainly() -> None:
    app = records_app("postgresql+psycopg://sharewell@127.0.0.1:1/none")
    with app.app_context(), pytest.raises(StoreUnusable, match="cannot be reached"):
        people_now()
    close(app)


@pytest.mark.postgres
def test_no_statement_is_translated_for_the_processor(postgres_url: str) -> None:
    app = records_app(postgres_url)
    with app.app_context():
        for opened in (reading, writing):
            with opened() as store:
                assert store.scalar(text("SHOW jit")) == "off"
    close(app)


@pytest.mark.postgres
def test_after_the_server_ended_its_connections_the_next_click_works(postgres_url: str) -> None:
    app = records_app(postgres_url)
    with app.app_context():
        assert people_now() == 0
        end_connections(postgres_url)
        assert people_now() == 0
        with writing() as store:
            person(store)
        with pytest.raises(StoreUnusable, match="cannot be reached"), writing() as store:
            person(store)
            end_connections(postgres_url)
            person(store)
        assert people_now() == 1
    close(app)


def end_connections(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'records'"
        )
