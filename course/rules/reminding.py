"""Which reminder is due to whom, when the daily round begins, in which week a lead gets a digest.

A reminder belongs to the day on which training ends: the expiry day of a completion, the due day without one. It comes
60, 30, 7 and 0 days before that day and 14 after; of several that were missed only the newest. All days are London days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from course.rules.dates import LONDON, london_day
from course.rules.standing import Dates, status

STEPS = (60, 30, 7, 0, -14)  # days before the end; below 0: after it
EARLIEST = dt.timedelta(days=max(STEPS))
ROUND_AT = dt.time(7)
CATCH_UP = 2  # of a week's days, those on which a digest may still go


@dataclass(frozen=True, slots=True)
class Reminder:
    """The reminder of a step before (below 0: after) the day on which training ends. `renews`: it was completed before."""

    end: dt.date
    step: int
    renews: bool

    def key(self, person: int, organisation: int) -> str:
        """What the letter is called in the outbox: one for each organisation; whoever moves inside it gets no other."""
        return f"reminder:{person}:{organisation}:{self.end.isoformat()}:{self.step}"


def due(found: Dates, day: dt.date) -> Reminder | None:
    """The newest reminder that a member should have had by a day; None for who has left, is exempt or has time."""
    if status(found, day) in ("left", "exempt"):
        return None
    end = found.expires_on or found.due_on
    passed = [step for step in STEPS if day >= end - dt.timedelta(days=step)]
    return Reminder(end, min(passed), found.expires_on is not None) if passed else None


def round_begins(now: dt.datetime) -> dt.datetime:
    """The newest seven o'clock of London that is not to come: a round that was done since is done for today."""
    day = london_day(now)
    today = dt.datetime.combine(day, ROUND_AT, LONDON).astimezone(dt.UTC)
    if today <= now:
        return today
    return dt.datetime.combine(day - dt.timedelta(days=1), ROUND_AT, LONDON).astimezone(dt.UTC)


def day_begins(day: dt.date) -> dt.datetime:
    """The moment at which a London day begins."""
    return dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC)


def digest_week(day: dt.date) -> dt.date | None:
    """The Monday of the digest that may go on a day: on Monday, and on Tuesday when the site stood still; else None."""
    return day - dt.timedelta(days=day.weekday()) if day.weekday() < CATCH_UP else None
