"""What can go wrong with a database, told apart by what the driver says, in plain words."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from course.errors import BadText, StoreBusy, StoreError, StoreUnusable
from course.records.turns import BUSY

FULL = "The disk is full. Nothing was saved. Whoever runs this site must make room."
READ_ONLY = (
    "The database cannot be written. Nothing was saved. "
    "The database file and its folder must belong to the account that runs Sharewell."
)
DAMAGED = "The database file is damaged, or is no database. Restore the newest backup."
NOT_OPENED = (
    "The database cannot be opened. "
    "Its folder must exist and belong to the account that runs Sharewell, and the disk must have room."
)
NO_TABLES = (
    "The database is empty: its file was taken away while the site ran. Restore the newest backup, then start again."
)
DISK = "The disk reports an error. Nothing was saved. Look at the disk, then restore the newest backup if need be."
UNREACHABLE = (
    "The database server cannot be reached. It is not certain that the last click was saved: "
    "sending the same form again is safe."
)
BAD_TEXT = (
    "What was sent holds a sign that cannot be seen and cannot be kept. Nothing was saved. "
    "Type the text anew instead of pasting it, and send it again."
)
# By the beginning of SQLite's name for the error, then by the beginning of PostgreSQL's five-character code.
SQLITE_FAULTS: tuple[tuple[str, type[StoreError], str], ...] = (
    ("SQLITE_BUSY", StoreBusy, BUSY),
    ("SQLITE_LOCKED", StoreBusy, BUSY),
    ("SQLITE_FULL", StoreUnusable, FULL),
    ("SQLITE_READONLY", StoreUnusable, READ_ONLY),
    ("SQLITE_CORRUPT", StoreUnusable, DAMAGED),
    ("SQLITE_NOTADB", StoreUnusable, DAMAGED),
    ("SQLITE_CANTOPEN", StoreUnusable, NOT_OPENED),
    ("SQLITE_IOERR", StoreUnusable, DISK),
)
POSTGRES_FAULTS: tuple[tuple[str, type[StoreError], str], ...] = (
    ("55P03", StoreBusy, BUSY),  # lock not available within lock_timeout
    ("57014", StoreBusy, BUSY),  # statement_timeout
    ("40", StoreBusy, BUSY),  # deadlock, serialisation
    ("53300", StoreBusy, BUSY),  # too many connections
    ("53100", StoreUnusable, FULL),
    ("22021", BadText, BAD_TEXT),  # not a character of the encoding
    ("22P05", BadText, BAD_TEXT),  # a NUL that was escaped, as in JSON
    ("25006", StoreUnusable, READ_ONLY),
    ("57P", StoreUnusable, UNREACHABLE),  # the server is going down or coming up
    ("08", StoreUnusable, UNREACHABLE),
    ("28", StoreUnusable, UNREACHABLE),  # the password or the account is refused
    ("3D", StoreUnusable, UNREACHABLE),  # there is no such database
    ("42P01", StoreUnusable, NO_TABLES),
)


def store_error(error: BaseException) -> StoreError | None:
    """The plain form of what a driver raised; None where it is no trouble of the store (a broken constraint, say)."""
    if isinstance(error, PoolTimeout):
        return StoreBusy(BUSY)
    original = error.orig if isinstance(error, DBAPIError) and error.orig else error
    name = getattr(original, "sqlite_errorname", None)
    if isinstance(name, str):
        return StoreUnusable(NO_TABLES) if "no such table" in str(original) else _named(SQLITE_FAULTS, name)
    if _cannot_be_kept(original):
        return BadText(BAD_TEXT)
    if not hasattr(original, "sqlstate"):
        return None
    if original.sqlstate is None and type(original).__name__ == "OperationalError":
        return StoreUnusable(UNREACHABLE)  # the connection broke before the server could answer
    return _named(POSTGRES_FAULTS, original.sqlstate or "")


def _cannot_be_kept(original: BaseException) -> bool:
    """Whether the driver refused a text before it reached the database: for a NUL, or half of a surrogate pair.

    psycopg says the first by a DataError without a code, other drivers and the system by a ValueError.
    """
    if isinstance(original, UnicodeEncodeError):
        return True
    unsent = type(original).__name__ == "DataError" and getattr(original, "sqlstate", None) is None
    said = str(original).lower()
    return (unsent or type(original) is ValueError) and ("nul (0x00)" in said or "embedded null" in said)


def _named(faults: tuple[tuple[str, type[StoreError], str], ...], code: str) -> StoreError | None:
    return next((kind(words) for beginning, kind, words in faults if code.startswith(beginning)), None)
