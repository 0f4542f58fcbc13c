"""Whose turn it is to write: one lock file between processes, one lock between the threads of each.

SQLite lets one connection write at a time, but makes the others wait by sleeping longer and longer, so that an unlucky
one waits a second behind busy neighbours. Whoever holds this lock finds the database free. Where SQLite is older than
the WAL-reset fix the lock is also what keeps the database whole: see `sqlite_file`.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course.clock import ticks
from course.errors import StoreBusy, StoreUnusable

FIRST_NAP, LONGEST_NAP = 0.0002, 0.0006  # seconds; short, because a turn is: a longer nap leaves a core idle
BUSY = "The database is busy: something else has kept it locked. Nothing was saved. Please try again in a minute."


class Turn:
    """The lock of one database. May be taken again by the thread that holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.RLock()
        self._depth = 0
        self._file = -1
        self._process = 0

    @contextmanager
    def held(self, wait: float) -> Iterator[None]:
        """Hold the lock; raises StoreBusy after `wait` seconds, StoreUnusable where the lock file cannot be made."""
        deadline = ticks() + wait
        if not self._thread.acquire(timeout=wait):
            raise StoreBusy(BUSY)
        try:
            if self._depth == 0:
                self._take(deadline)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    _release(self._file)
        finally:
            self._thread.release()

    def _take(self, deadline: float) -> None:
        self._open()
        nap = FIRST_NAP
        while not _try(self._file):
            if ticks() > deadline:
                raise StoreBusy(BUSY)
            time.sleep(nap * random.uniform(0.5, 1.0))  # noqa: S311 - keeps waiting processes out of step, no secret
            nap = min(nap * 1.5, LONGEST_NAP)

    def _open(self) -> None:
        """Open the lock file once per process: a child that inherited it would share its parent's lock."""
        if self._process == os.getpid():
            return
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreUnusable(
                f"The database's lock file {self._path} cannot be written ({error.strerror}). "
                "Its folder must exist and belong to the account that runs Sharewell."
            ) from error
        self._process = os.getpid()
        weakref.finalize(self, os.close, self._file)


if sys.platform == "win32":
    import msvcrt

    def _try(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
