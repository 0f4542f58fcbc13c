"""People of a large file who are written down already and not yet in force: nobody finds or counts them until one short
transaction lets them in (`import_parts`).

A person who is coming carries a moment that never comes as the moment of being added. Their memberships are of no length
and ended by a move, which no report counts on any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Text, cast

from course.records import tables

COMING = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
MARK = '{"coming": '  # how `import_batch.changes` begins while its people are coming
Run = tuple[int, int]
"""The first and the last of numbers that follow one another."""


def is_here() -> ColumnElement[bool]:
    """Whether a row of `person` is in force."""
    return tables.person.c.added_at < COMING


def is_in_force() -> ColumnElement[bool]:
    """Whether a row of `import_batch` tells of a file that was taken over."""
    return cast(tables.import_batch.c.changes, Text).not_like(f"{MARK}%")


def runs(numbers: Iterable[int]) -> list[Run]:
    """Numbers as runs, in order."""
    found: list[Run] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
