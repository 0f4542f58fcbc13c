"""A lock that a file holds between processes, on every system; it ends with the process, however that ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PATIENCE_SECONDS = 0.05


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process holds the file, hold it meanwhile. Raises OSError where it cannot be opened."""
    with path.open("a+b") as file:
        while not _take(file):
            time.sleep(PATIENCE_SECONDS)
        yield  # closing the file gives the lock back


def hold(path: Path) -> IO[bytes] | None:
    """Hold the file for as long as the answer is kept open; None when another process holds it."""
    file = path.open("a+b")
    if _take(file):
        return file
    file.close()
    return None


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
