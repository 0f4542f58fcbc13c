"""Backups: every row of either store in one file, and from it into either; all or nothing."""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from course.errors import StoreUnusable
from course.records import backups, database, links, notes, people
from tests.conftest import close, records_app
from tests.records.made import DAY, NOON, learner, person
from tests.records.sample_rows import rows_of

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too old to be saved depends on the moment."""
    monkeypatch.setattr(backups, "now", lambda: NOON)


def fill() -> None:
    """Rows in every table of the present application."""
    with database.writing() as store:
        for statement in rows_of(database.revisions()[-1]):
            store.execute(text(statement.replace(":", r"\:")))


def rows() -> Rows:
    """Every kept row of the present application."""
    with database.reading() as store:
        return {
            table.name: sorted((tuple(row) for row in store.execute(select(table))), key=repr)
            for table in backups.kept_tables()
        }


@pytest.fixture
def backup(sqlite_app: Flask, tmp_path: Path) -> tuple[Path, Rows]:
    """A backup of a SQLite store with rows in every table, and those rows."""
    fill()
    backups.save(tmp_path / "backup.db")
    return tmp_path / "backup.db", rows()


def test_every_row_of_either_store_goes_into_one_file(store_app: Flask, tmp_path: Path) -> None:
    fill()
    contents = backups.save(tmp_path / "backup.db")
    assert str(contents) == f"people 2, attempts 1, completions 1, tables of version {database.revisions()[-1]}"
    assert contents == backups.look_through(tmp_path / "backup.db")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "instance") == ["backup.db"]
    copy = records_app(f"sqlite:///{tmp_path / 'backup.db'}")
    before = rows()
    with copy.app_context():
        after = rows()
    close(copy)
    assert all(before.values())
    assert after == before


def test_a_backup_goes_into_either_store_and_new_rows_are_numbered_behind_it(
    backup: tuple[Path, Rows], store_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = store_url if store_url.startswith("postgresql") else f"sqlite:///{tmp_path / 'second.db'}"
    target = records_app(url)
    database.upgrade(target)
    with target.app_context():
        backups.put_back(backup[0])
        assert rows() == backup[1]
        with database.writing() as store:
            assert person(store, "Somebody new") == 3
    close(target)


def test_a_store_with_anybody_in_it_is_left_alone(backup: tuple[Path, Rows], tmp_path: Path) -> None:
    target = records_app(f"sqlite:///{tmp_path / 'second.db'}")
    database.upgrade(target)
    with target.app_context():
        with database.writing() as store:
            person(store, "First here")
        with pytest.raises(StoreUnusable, match=r"not empty \(there are rows in: person, person_word\)"):
            backups.put_back(backup[0])
        with database.reading() as store:
            assert people.person_name(store, 1) == "First here"
    close(target)


def test_a_set_up_link_does_not_make_a_store_full_and_ends_with_the_restore(
    backup: tuple[Path, Rows], tmp_path: Path
) -> None:
    target = records_app(f"sqlite:///{tmp_path / 'second.db'}")
    database.upgrade(target)
    with target.app_context():
        with database.writing() as store:
            token = links.make_link(store, "set-up", None, valid=DAY, now=NOON)
        backups.put_back(backup[0])
        with database.reading() as store:
            assert links.link(store, token, "set-up", NOON) is None
    close(target)


def test_what_holds_for_a_moment_only_is_not_in_it(backup: tuple[Path, Rows]) -> None:
    file = sqlite3.connect(backup[0])
    assert [file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in sorted(backups.PASSING)] == [0] * 6
    file.close()


def test_every_table_is_either_kept_or_passing() -> None:
    named = {table.name for table in backups.kept_tables()} | backups.PASSING
    assert named == {table.name for table in database.db.metadata.sorted_tables}


def test_a_backup_while_others_write_holds_whole_transactions(sqlite_app: Flask, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        with sqlite_app.app_context():
            while not stop.is_set():
                with database.writing() as store:  # two people at a time: an odd number is half a transaction
                    person(store, "Left")
                    person(store, "Right")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = [backups.save(tmp_path / f"backup-{number}.db").people for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert all(count % 2 == 0 for count in found)
    assert found == sorted(found)
    assert found[-1] > 0


def test_a_failed_backup_leaves_nothing_behind(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_fold", full)
    with pytest.raises(StoreUnusable, match="No space left on device"):
        backups.save(tmp_path / "backup.db")
    assert [path.name for path in tmp_path.iterdir() if path.name != "instance"] == []


def test_a_note_that_has_run_out_never_gets_into_a_backup(
    store_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as store:
        ada = learner(store)
        notes.switch(store, ada, on=True)
        notes.keep_note(store, ada, "be-open", "heronwhisper", NOON)
        notes.keep_note(store, ada, "record", "kestrelpromise", NOON + DAY)
    monkeypatch.setattr(backups, "now", lambda: dt.datetime(2027, 11, 22, tzinfo=dt.UTC))
    backups.save(tmp_path / "backup.db")
    saved = (tmp_path / "backup.db").read_bytes()
    assert b"kestrelpromise" in saved
    assert b"heronwhisper" not in saved
