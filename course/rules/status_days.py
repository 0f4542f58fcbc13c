"""The day that goes with a status: which it is, what it says, and whether it comes soon."""

from __future__ import annotations

import datetime as dt

from course.rules.standing import TRAINED, Dates

SOON = dt.timedelta(days=30)
NEVER_COMPLETED = frozenset({"not-started", "in-progress"})
DAY_WORDS = {
    "in-date": "expires", "due-soon": "expires", "expired": "expired", "in-progress": "due", "not-started": "due",
    "exempt": "exempt until", "left": "left",
}  # fmt: skip


def is_soon(found: Dates, status: str, day: dt.date) -> bool:
    """Whether training runs out, or the time to complete ends, within 30 days."""
    if status in TRAINED:
        return found.expires_on is not None and found.expires_on <= day + SOON
    return status in NEVER_COMPLETED and found.due_on <= day + SOON


def changes(found: Dates) -> tuple[dt.date, ...]:
    """The days on which the status, or whether it ends soon, may become another without a new fact."""
    one = dt.timedelta(days=1)
    if found.opens_on is None or found.expires_on is None or found.grace_until is None:
        return found.due_on - SOON, found.due_on + one
    return found.opens_on, found.expires_on - SOON, found.expires_on + one, found.grace_until + one


def status_day(found: Dates, status: str) -> dt.date | None:
    """The day that goes with a status; None for an exemption without an end."""
    if status == "left":
        return found.left_on
    if status == "exempt":
        return None if found.exempt_until is None or found.exempt_until.year == dt.MAXYEAR else found.exempt_until
    return found.expires_on or found.due_on


def day_words(expires_on: dt.date | None, status: str) -> str:
    """What the day of a status says. Overdue is who never completed, or whose days of grace run."""
    if status == "overdue":
        return "expired" if expires_on else "was due"
    return DAY_WORDS[status]
