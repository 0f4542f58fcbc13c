"""Files that are made when somebody asks for them, and kept in the folder `packs` of the instance: a cache, not records.

A file gets its name last, so that whoever sees it sees it whole. It bears a digest of everything it was made from, so that it
never has to change; what nobody has asked for lately is swept away and made again if need be.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path

from course.clock import now

FOLDER = "packs"
MAKING, LOCK = ".making-", ".lock"  # how the name of an unfinished file begins, and how that of a lock ends
KEPT_FOR = dt.timedelta(days=14)  # since somebody asked for it last
FORGOTTEN = dt.timedelta(days=1)  # after which what was never finished is swept away


def find(instance: Path, name: str) -> Path | None:
    """The file of that name, noted as asked for; None where it is not made."""
    path = instance / FOLDER / name
    moment = now().timestamp()
    try:
        os.utime(path, (moment, moment))
    except OSError:
        return None
    return path


def place_for(instance: Path, name: str) -> Path:
    """Where a file of that name may be written until it is whole. Raises OSError where nothing can be written."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{MAKING}{os.getpid()}-{name}"


def lock_for(instance: Path, name: str) -> Path:
    """The lock that whoever makes the file holds."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{name}{LOCK}"


def keep(instance: Path, written: Path, name: str) -> None:
    """Give a file that is whole its name. Raises OSError where that cannot be."""
    with written.open("rb") as file:
        os.fsync(file.fileno())
    written.replace(instance / FOLDER / name)


def sweep(instance: Path) -> int:
    """Take away what nobody has asked for lately, and what was never finished; how many files went."""
    folder, gone = instance / FOLDER, 0
    for path in list(folder.iterdir()) if folder.is_dir() else []:
        unfinished = path.name.startswith(MAKING) or path.name.endswith(LOCK)
        oldest = now() - (FORGOTTEN if unfinished else KEPT_FOR)
        with suppress(OSError):
            if path.stat().st_mtime < oldest.timestamp():
                path.unlink()
                gone += 1
    return gone
