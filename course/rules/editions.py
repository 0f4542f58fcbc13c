"""Editions and what a change of edition asks for.

A change of kind meaning or law names pages and statements. Before completion, a page read or a quiz handed in under an
earlier edition than such a change has to be read or answered again; a typo asks for nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from course.catalogue.model import Change, Course

ASKS_AGAIN = frozenset({"meaning", "law"})
Number = tuple[int, ...]


@lru_cache(maxsize=256)
def number(edition: str) -> Number:
    """An edition as numbers to compare by, so that 2026.10 comes after 2026.9."""
    return tuple(int(part) for part in re.findall(r"\d+", edition))


def counts(edition: str, since: Number) -> bool:
    """Whether a fact of that edition still counts, given the newest edition that asked for it again."""
    return not since or number(edition) >= since


def pages_since(course: Course) -> Mapping[str, Number]:
    """For each page that a change names: the newest edition from which a reading of it counts."""
    return _newest((page, change) for change in course.changes for page in change.pages)


def statements_since(course: Course) -> Mapping[str, Number]:
    """For each statement that a change names: the newest edition from which an answer to it counts."""
    return _newest((statement, change) for change in course.changes for statement in change.statements)


def taught_on(course: Course, day: dt.date) -> tuple[str, dt.date]:
    """The edition in force on a day, and the day as of which its law was checked.

    Of an earlier edition that is the day on which it came out, for nothing later can have been in it.
    """
    until_then = [each for each in course.changes if each.date <= day]
    newest = max(until_then, key=lambda each: number(each.edition), default=None)
    if newest is None or number(newest.edition) >= number(course.edition):
        return course.edition, course.law_as_at
    return newest.edition, newest.date


def _newest(named: Iterable[tuple[str, Change]]) -> dict[str, Number]:
    since: dict[str, Number] = {}
    for name, change in named:
        if change.kind in ASKS_AGAIN:
            since[name] = max(since.get(name, ()), number(change.edition))
    return since
