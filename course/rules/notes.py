"""How long a private note is, and how long it is kept: until the day 12 months after its last change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256

from course.rules.dates import LONDON, add_months, london_day
from course.rules.facts import Note

LONGEST = 2_000  # Unicode code points, a line end counting as one
MONTHS_KEPT = 12


def as_kept(typed: str) -> str:
    """What was typed with plain line ends, as it is counted and kept; forms send two signs for each."""
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def digest(text: str) -> str:
    """What a form carries to say which text it was opened with; empty where there was none."""
    return sha256(text.encode()).hexdigest()[:16] if text else ""


def digest_of_all(notes: Iterable[Note]) -> str:
    """What a form carries to say which notes it was opened with, in whatever order; empty where there were none."""
    return digest("\n".join(f"{each.page} {digest(each.text)}" for each in sorted(notes, key=lambda each: each.page)))


def goes_on(changed_at: dt.datetime) -> dt.date:
    """The day in London on which a note is no longer there."""
    return add_months(london_day(changed_at), MONTHS_KEPT)


def kept_since(now: dt.datetime) -> dt.datetime:
    """The earliest moment of a last change with which a note is still there at `now`."""
    day = add_months(london_day(now), -MONTHS_KEPT)
    while add_months(day, MONTHS_KEPT) <= london_day(now):  # 29 February goes with the 28th
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time.min, LONDON).astimezone(dt.UTC)
