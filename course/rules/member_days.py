"""Which days can be true of somebody's coming, moving and leaving; each answer is None, or what to do."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Protocol

EARLIEST = dt.date(1950, 1, 1)
AHEAD = dt.timedelta(days=366)
TOO_EARLY = "Enter a day from 1 January 1950 on"
TOO_LATE = "Enter a day that is at most a year ahead"
BEFORE_START = "Enter a day that is not before the start"


class Held(Protocol):
    """The days of a membership; `left_on` is the first on which it no longer holds."""

    @property
    def started_on(self) -> dt.date: ...  # noqa: D102

    @property
    def left_on(self) -> dt.date | None: ...  # noqa: D102


def overlapping(start: dt.date, end: dt.date | None, others: Iterable[Held]) -> Held | None:
    """One of the other memberships of a person in an organisation on a day of which this one would hold too."""
    for each in others:
        if (each.left_on is None or start < each.left_on) and (end is None or each.started_on < end):
            return each
    return None


def overlap_fault(start: dt.date, end: dt.date | None, others: Iterable[Held]) -> str | None:
    """Of first day and day of leaving, beside the other memberships in the organisation: two never hold on one day."""
    found = overlapping(start, end, others)
    if found is None:
        return None
    until = f" until {_words(found.left_on)}" if found.left_on else ""
    return f"They were here from {_words(found.started_on)}{until} already. Enter other days, or correct those first"


def _words(day: dt.date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def start_fault(day: dt.date, today: dt.date, latest: dt.date | None = None) -> str | None:
    """Of a first day. `latest`: the day on which they moved or left afterwards, None where they did not."""
    if day < EARLIEST:
        return TOO_EARLY
    if latest is not None and day > latest:
        return f"Enter a day that is not after {latest:%-d %B %Y}, when they moved or left"
    return TOO_LATE if day > today + AHEAD else None


def end_fault(day: dt.date, started_on: dt.date, today: dt.date) -> str | None:
    """Of the first day on which a membership no longer holds."""
    if day < started_on:
        return BEFORE_START
    return TOO_LATE if day > today + AHEAD else None
