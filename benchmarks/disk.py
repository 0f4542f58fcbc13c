"""What this disk allows: the rows of a hand-in through bare SQLite, one writer, nothing else. No hand-in can be faster."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

ANSWERS = 6
TABLES = """
CREATE TABLE attempt (id INTEGER PRIMARY KEY, person INTEGER, key TEXT, quiz TEXT, at TEXT, UNIQUE (person, key));
CREATE TABLE answer (attempt INTEGER, number INTEGER, statement TEXT, is_right INTEGER, PRIMARY KEY (attempt, number));
CREATE TABLE reading (person INTEGER, page TEXT, edition TEXT, at TEXT, PRIMARY KEY (person, page, edition));
"""


def transactions(folder: Path, seconds: float) -> float:
    """Transactions a second, each on the disk before the next begins: WAL, synchronous FULL, as the site writes."""
    file = sqlite3.connect(folder / "disk.db", isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=FULL")
    file.executescript(TABLES)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        count += 1
        _hand_in(file, count)
    file.close()
    return count / seconds


def _hand_in(file: sqlite3.Connection, number: int) -> None:
    file.execute("BEGIN IMMEDIATE")
    file.execute("INSERT INTO attempt VALUES (NULL, ?, ?, 'quiz', '2026')", (number % 400, f"key-{number}"))
    file.executemany(
        "INSERT INTO answer VALUES (?, ?, ?, 1)", [(number, place, f"statement-{place}") for place in range(ANSWERS)]
    )
    file.execute("INSERT OR IGNORE INTO reading VALUES (?, 'page', '2026.1', '2026')", (number % 400,))
    file.execute("COMMIT")
