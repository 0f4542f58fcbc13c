"""Which trouble of the driver becomes which words."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from course.errors import BadText, StoreBusy, StoreError, StoreUnusable
from course.records.faults import store_error


def sqlite_error(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as the driver says it")
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_BUSY", StoreBusy, "busy"),
        ("SQLITE_BUSY_SNAPSHOT", StoreBusy, "busy"),
        ("SQLITE_LOCKED", StoreBusy, "busy"),
        ("SQLITE_FULL", StoreUnusable, "disk is full"),
        ("SQLITE_READONLY", StoreUnusable, "cannot be written"),
        ("SQLITE_READONLY_DBMOVED", StoreUnusable, "cannot be written"),
        ("SQLITE_CORRUPT", StoreUnusable, "damaged"),
        ("SQLITE_NOTADB", StoreUnusable, "damaged"),
        ("SQLITE_CANTOPEN", StoreUnusable, "cannot be opened"),
        ("SQLITE_IOERR_WRITE", StoreUnusable, "disk reports an error"),
    ],
)
def test_trouble_of_sqlite(name: str, kind: type[StoreError], words: str) -> None:
    for error in (sqlite_error(name), OperationalError("INSERT", {}, sqlite_error(name))):
        said = store_error(error)
        assert type(said) is kind
        assert words in str(said)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (psycopg.errors.LockNotAvailable(), StoreBusy, "busy"),
        (psycopg.errors.QueryCanceled(), StoreBusy, "busy"),
        (psycopg.errors.DeadlockDetected(), StoreBusy, "busy"),
        (psycopg.errors.SerializationFailure(), StoreBusy, "busy"),
        (psycopg.errors.TooManyConnections(), StoreBusy, "busy"),
        (psycopg.errors.DiskFull(), StoreUnusable, "disk is full"),
        (psycopg.errors.ReadOnlySqlTransaction(), StoreUnusable, "cannot be written"),
        (psycopg.errors.AdminShutdown(), StoreUnusable, "cannot be reached"),
        (psycopg.errors.CannotConnectNow(), StoreUnusable, "cannot be reached"),
        (psycopg.errors.ConnectionFailure(), StoreUnusable, "cannot be reached"),
        (psycopg.errors.InvalidPassword(), StoreUnusable, "cannot be reached"),
        (psycopg.errors.InvalidCatalogName(), StoreUnusable, "cannot be reached"),
        (psycopg.OperationalError("the connection is closed"), StoreUnusable, "cannot be reached"),
    ],
)
def test_trouble_of_postgresql(error: psycopg.Error, kind: type[StoreError], words: str) -> None:
    for raised in (error, OperationalError("INSERT", {}, error)):
        said = store_error(raised)
        assert type(said) is kind
        assert words in str(said)


HALF_A_PAIR = UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")


@pytest.mark.parametrize(
    "error",
    [
        psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"),
        psycopg.errors.CharacterNotInRepertoire(),
        psycopg.errors.UntranslatableCharacter(),
        HALF_A_PAIR,
        ValueError("embedded null character"),
        ValueError("A string literal cannot contain NUL (0x00) characters."),
    ],
)
def test_a_text_that_cannot_be_kept(error: Exception) -> None:
    for raised in (error, DataError("INSERT", {}, error)):
        said = store_error(raised)
        assert type(said) is BadText
        assert "Nothing was saved" in str(said)


def test_no_connection_free_is_busy() -> None:
    assert isinstance(store_error(PoolTimeout()), StoreBusy)


@pytest.mark.parametrize(
    "error",
    [
        sqlite_error("SQLITE_CONSTRAINT_UNIQUE"),
        sqlite_error("SQLITE_ERROR"),
        psycopg.errors.UniqueViolation(),
        psycopg.errors.UndefinedColumn(),
        psycopg.DataError("can't parse date '31 June'"),
        psycopg.errors.NumericValueOutOfRange(),
        IntegrityError("INSERT", {}, sqlite_error("SQLITE_CONSTRAINT_CHECK")),
        ValueError("something else"),
        OSError(28, "No space left on device"),
    ],
)
def test_what_is_no_trouble_of_the_store_stays_what_it_is(error: BaseException) -> None:
    assert store_error(error) is None


def test_a_real_error_of_the_driver_carries_the_name_that_is_looked_at(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.db").close()
    connection = sqlite3.connect(f"file:{tmp_path}/x.db?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert "cannot be written" in str(store_error(caught.value))
