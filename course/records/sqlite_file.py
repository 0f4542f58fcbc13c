"""The one place that opens the SQLite file, so that every connection keeps the promise "saved means saved".

Always WAL with synchronous=FULL, both read back after setting: with NORMAL a power cut loses answers that were
acknowledged. Versions before 3.51.3 (but for the side releases 3.50.7 and 3.44.6) can lose committed pages when one
connection checkpoints while another starts the log anew; with those, every write, checkpoint, opening and closing is
done under one lock (`turns`), automatic checkpoints are off, and we checkpoint ourselves.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from course.errors import StoreBusy, StoreUnusable
from course.records.turns import Turn

BUSY_MS = 2_000  # what holds the file without a turn is another program: see database.TURN_WAIT
OPENING_WAIT = 120.0  # seconds; a migration of a large database may be under way
CLOSING_WAIT = 10.0
CACHE_KB = 8_192
MAPPED_BYTES = 256 * 1024 * 1024
CHECKPOINT_BYTES = 4 * 1024 * 1024
RETRY_BYTES = 1024 * 1024
RESERVE_BYTES = 2 * 1024 * 1024
Version = tuple[int, int, int]


def is_fixed(version: Version) -> bool:
    """Whether this SQLite has the fix of the WAL-reset race."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


class _Connection(sqlite3.Connection):
    """A connection that is closed in its turn, because closing the last one checkpoints.

    When the turn does not come it stays open: a handle that the end of the process closes does no harm.
    """

    turn: Turn

    def close(self) -> None:
        with suppress(StoreBusy), self.turn.held(CLOSING_WAIT):
            super().close()


class SqliteFile:
    """One database file: how it is opened, whose turn it is to write, when its log is folded back."""

    def __init__(self, path: Path, version: Version = sqlite3.sqlite_version_info[:3]) -> None:
        self.path = path
        self.turn = Turn(path.with_name(path.name + ".lock"))
        self.guarded = not is_fixed(version)
        self._log = path.with_name(path.name + "-wal")
        self._reserve = path.with_name(path.name + ".reserve")
        self._checkpoint_at = CHECKPOINT_BYTES

    @property
    def journal_rule(self) -> str:
        """Which of the two rules holds, for the health page."""
        guard = "guarded by a lock file" if self.guarded else "checkpoints by SQLite"
        return f"WAL, synchronous FULL, {guard}"

    def open(self, *, reading: bool = False) -> sqlite3.Connection:
        """A new connection, safe to hand from thread to thread; `reading`: which cannot write.

        Raises StoreError or sqlite3.Error.
        """
        with self.turn.held(OPENING_WAIT):
            if not self.path.exists():
                with suppress(OSError):  # what is wrong, SQLite says better
                    self.path.touch(mode=0o600)  # for the eyes of its owner alone; the log takes after it
            connection = sqlite3.connect(
                self.path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False, factory=_Connection
            )
            connection.turn = self.turn
            try:
                self._prepare(connection)
                connection.execute(f"PRAGMA query_only={int(reading)}")
                if reading:  # long reports; a mapped file is let go at every write of others, which short reads pay for
                    connection.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
            except BaseException:
                connection.close()
                raise
            return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        journal = _one(connection, "PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        synchronous = _one(connection, "PRAGMA synchronous")
        if (journal, synchronous) != ("wal", 2):
            raise StoreUnusable(
                f"{self.path} cannot be kept safely: SQLite answers journal {journal}, synchronous {synchronous} where "
                "wal and 2 are needed. Put the database on a disk of this machine, not on a network drive."
            )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KB}")
        if self.guarded:
            connection.execute("PRAGMA wal_autocheckpoint=0")
            connection.execute(f"PRAGMA journal_size_limit={CHECKPOINT_BYTES}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # recovers the log now, in our turn

    @property
    def checkpoint_is_due(self) -> bool:
        """Whether the log has grown so much that it should be folded back into the file, and it is for us to do it.

        What was folded back is written over and the file keeps its size, because a file that grows costs every commit twice
        the time. The first commit of a log that begins anew cuts a longer file back to `CHECKPOINT_BYTES` (SQLite's
        journal_size_limit): so a file that is longer holds a log that is longer.
        """
        if not self.guarded:
            return False
        size = self._log_bytes()
        if size <= CHECKPOINT_BYTES:
            self._checkpoint_at = CHECKPOINT_BYTES
        return size > self._checkpoint_at

    def checkpoint(self, connection: Any) -> None:
        """Fold the log back, in one's turn and between transactions.

        Never waits for readers: while one needs what stands in the log, the log grows a little more before the next try.
        What goes wrong here is not told: everything was saved before, and the next write meets the same trouble.
        """
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        self._checkpoint_at = self._log_bytes() + RETRY_BYTES

    def _log_bytes(self) -> int:
        """By name, never by opening it: closing another handle to the file would drop SQLite's locks."""
        try:
            return self._log.stat().st_size
        except FileNotFoundError:
            return 0

    def keep_reserve(self) -> None:
        """Put some room aside for the day on which the disk is full; without room for it there is none."""
        with suppress(OSError):
            if not self._reserve.exists():
                self._reserve.write_bytes(bytes(RESERVE_BYTES))

    def use_reserve(self) -> None:
        """The disk is full: give the room back, so that people can still sign in and read on."""
        self._reserve.unlink(missing_ok=True)


def _one(connection: sqlite3.Connection, sql: str) -> object:
    return connection.execute(sql).fetchone()[0]
