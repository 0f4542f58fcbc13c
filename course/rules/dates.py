"""Days and months. A moment is stored in UTC; a day is a day in London, because that is where the learners are."""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: dt.datetime) -> dt.date:
    """The day in London at an aware moment. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day in London")
    return moment.astimezone(LONDON).date()


def midnight(day: dt.date) -> dt.datetime:
    """The moment, in UTC, at which a day begins in London."""
    return dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC)


def moment_at(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment, in UTC, at which the clocks in London show a time; of two such moments in autumn the first."""
    return dt.datetime.combine(day, time, LONDON).astimezone(dt.UTC)


def london_time(moment: dt.datetime) -> str:
    """What the clocks in London show at an aware moment: "14:05"."""
    return f"{moment.astimezone(LONDON):%H:%M}"


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last day of that month where it has no such day (29 February → 28)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def month_ends(day: dt.date, months: int) -> tuple[dt.date, ...]:
    """The last days of so many months, up to the last one that is over on a day or ends with it; the oldest first."""
    first = (day + dt.timedelta(days=1)).replace(day=1)
    return tuple(add_months(first, -back) - dt.timedelta(days=1) for back in reversed(range(months)))
