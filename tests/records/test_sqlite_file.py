"""How the SQLite file is opened, closed, and kept from growing."""

import sqlite3
from pathlib import Path

import pytest

from course.errors import StoreUnusable
from course.records import sqlite_file
from course.records.sqlite_file import SqliteFile, is_fixed
from course.records.turns import Turn

OLD, NEW = (3, 40, 1), (3, 51, 3)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sharewell.db"


def log_bytes(path: Path) -> int:
    return Path(f"{path}-wal").stat().st_size


def write(connection: sqlite3.Connection, size: int) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS thing (what BLOB)")
    connection.execute("INSERT INTO thing VALUES (zeroblob(?))", (size,))


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 46, 1), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_which_versions_have_the_fix(version: tuple[int, int, int], fixed: bool) -> None:
    assert is_fixed(version) is fixed


@pytest.mark.parametrize(("version", "pages", "rule"), [(OLD, 0, "lock file"), (NEW, 1000, "checkpoints by SQLite")])
def test_where_the_fix_is_missing_sqlite_never_checkpoints_by_itself(
    path: Path, version: tuple[int, int, int], pages: int, rule: str
) -> None:
    file = SqliteFile(path, version)
    connection = file.open()
    assert connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (pages,)
    assert rule in file.journal_rule
    connection.close()


def test_a_file_that_does_not_take_the_settings_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "_one", lambda connection, sql: "delete" if "journal" in sql else 2)
    with pytest.raises(StoreUnusable, match="journal delete, synchronous 2"):
        SqliteFile(path).open()


@pytest.mark.parametrize("version", [OLD, NEW])
def test_opening_waits_for_the_turn(path: Path, version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "OPENING_WAIT", 0.05)
    with Turn(Path(f"{path}.lock")).held(1), pytest.raises(sqlite_file.StoreBusy):
        SqliteFile(path, version).open()


def test_closing_waits_for_the_turn_and_stays_open_where_it_does_not_come(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "CLOSING_WAIT", 0.05)
    connection = SqliteFile(path).open()
    with Turn(Path(f"{path}.lock")).held(1):
        connection.close()
        assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")


def test_the_log_is_folded_back_when_it_has_grown_and_then_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "CHECKPOINT_BYTES", 100_000)
    file = SqliteFile(path, OLD)
    connection = file.open()
    write(connection, 10)
    for _ in range(2):
        assert not file.checkpoint_is_due
        write(connection, 200_000)
        assert file.checkpoint_is_due
        file.checkpoint(connection)
        assert not file.checkpoint_is_due
        for size in (10, 50_000):  # the first begins anew and cuts the file, the next is written over what it held
            write(connection, size)
            assert log_bytes(path) == 100_000
    assert not SqliteFile(path, OLD).checkpoint_is_due  # nor does another process take it for grown
    assert path.stat().st_size > 400_000
    connection.close()


def test_a_reader_in_the_way_is_not_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "CHECKPOINT_BYTES", 100_000)
    file = SqliteFile(path, OLD)
    connection, reader = file.open(), file.open(reading=True)
    write(connection, 10)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM thing").fetchall()
    write(connection, 200_000)
    file.checkpoint(connection)
    write(connection, 10)
    assert log_bytes(path) > 200_000
    assert not file.checkpoint_is_due  # the next try comes when it has grown some more
    write(connection, sqlite_file.RETRY_BYTES)
    assert file.checkpoint_is_due
    reader.execute("ROLLBACK")
    file.checkpoint(connection)
    write(connection, 10)
    assert log_bytes(path) == 100_000 and not file.checkpoint_is_due
    write(connection, 200_000)
    assert file.checkpoint_is_due  # as soon as if nobody had been in the way
    for each in (connection, reader):
        each.close()


def test_only_what_reads_reports_keeps_the_file_mapped(path: Path) -> None:
    file = SqliteFile(path)
    mapped = []
    for reading in (True, False):
        connection = file.open(reading=reading)
        mapped.append(connection.execute("PRAGMA mmap_size").fetchone())
        connection.close()
    assert mapped == [(sqlite_file.MAPPED_BYTES,), (0,)]


def test_where_sqlite_checkpoints_by_itself_we_do_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "CHECKPOINT_BYTES", 0)
    file = SqliteFile(path, NEW)
    connection = file.open()
    write(connection, 10)
    assert not file.checkpoint_is_due
    connection.close()


def test_what_goes_wrong_in_a_checkpoint_is_not_told(path: Path) -> None:
    file = SqliteFile(path, OLD)
    connection = file.open()
    write(connection, 10)
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM thing").fetchall()
    file.checkpoint(connection)  # cannot be done inside a transaction
    assert connection.execute("SELECT count(*) FROM thing").fetchone() == (1,)
    connection.execute("ROLLBACK")
    connection.close()


def test_the_reserve_is_put_aside_once_and_given_back(path: Path) -> None:
    file = SqliteFile(path)
    reserve = Path(f"{path}.reserve")
    for _ in range(2):
        file.keep_reserve()
        assert reserve.stat().st_size == sqlite_file.RESERVE_BYTES
    for _ in range(2):
        file.use_reserve()
        assert not reserve.exists()


def test_without_room_for_a_reserve_there_is_none(tmp_path: Path) -> None:
    SqliteFile(tmp_path / "missing" / "sharewell.db").keep_reserve()
