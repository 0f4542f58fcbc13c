"""People of a large file who are written down already and not yet in force, or still written down and no longer in force:
nobody finds or counts them. One short transaction lets those who are coming in (`import_parts`), or makes those of a file
that is undone going (`import_undo_parts`).

Either of them carries a moment that never comes as the moment of being added. Their memberships are of no length
and ended by a move, which no report counts on any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from sqlalchemy import ColumnElement, Text, cast, or_

from course.records import tables

COMING = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
MARK = '{"coming": '  # how `import_batch.changes` begins while its people are coming
NAMED = 25  # runs in one condition
GOING = '{"going": '  # and how it begins while people of an undone file are going
Run = tuple[int, int]
"""The first and the last of numbers that follow one another."""


def is_here() -> ColumnElement[bool]:
    """Whether a row of `person` is in force."""
    return tables.person.c.added_at < COMING


def is_in_force() -> ColumnElement[bool]:
    """Whether a row of `import_batch` tells of a file that was taken over."""
    return cast(tables.import_batch.c.changes, Text).not_like(f"{MARK}%")


def is_going() -> ColumnElement[bool]:
    """Whether a row of `import_batch` tells of an undone file of which people are left."""
    return cast(tables.import_batch.c.changes, Text).like(f"{GOING}%")


def runs(numbers: Iterable[int]) -> list[Run]:
    """Numbers as runs, in order."""
    found: list[Run] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def in_runs(found: Sequence[Run]) -> Iterator[Callable[[ColumnElement[int]], ColumnElement[bool]]]:
    """Conditions on a column of numbers that lie in these runs, each of as many runs as a statement may name.

    Numbers given together follow one another, so that a hundred thousand are one search and not so many.
    """
    for start in range(0, len(found), NAMED):
        yield partial(_in_runs, found[start : start + NAMED])


def _in_runs(found: Sequence[Run], column: ColumnElement[int]) -> ColumnElement[bool]:
    return or_(*(column.between(first, last) for first, last in found))
