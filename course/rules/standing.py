"""Where a membership stands: eight statuses, computed from facts, the requirement in force and a day.

First that fits (interface.md, "People, roles, words"): left; exempt; if completed: in date until the refresher window
opens, due soon to the expiry day inclusive, overdue in the days of grace, then expired; if never completed: overdue after
the due date, else in progress when any fact exists, else not started. Only in date and due soon count as trained.

All days are London days; a membership's last day is the one before `left_on`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from course.rules.dates import add_months
from course.rules.requirements import Requirement

STATUSES = ("in-date", "due-soon", "overdue", "expired", "in-progress", "not-started", "exempt", "left")
TRAINED = frozenset({"in-date", "due-soon"})
FOR_EVER = dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A member need not be trained, from a day to the last day; None: until somebody ends it."""

    from_day: dt.date
    until_day: dt.date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """All facts that a standing needs. `completed_on`: the days of all completions that were not withdrawn, any order.

    `counts_from`: the day on which the person came to the organisation. `begun_on`: the day of the first fact of the
    course (a page marked read, a quiz handed in), None where there is none.
    """

    counts_from: dt.date
    left_on: dt.date | None
    begun_on: dt.date | None
    completed_on: tuple[dt.date, ...]
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that follow from facts and requirement; status is a comparison of them with a day.

    `exempt_until` is the last day of the exemption that holds, None where none does. The four about a completion are
    None together.
    """

    left_on: dt.date | None
    exempt_until: dt.date | None
    begun: bool
    due_on: dt.date
    completed_on: dt.date | None
    opens_on: dt.date | None
    expires_on: dt.date | None
    grace_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Holding:
    """Until when a completion holds, and the sum: `expires_on` follows from `begins_on` and the months of the requirement.

    `begins_on` is the day of completion itself, or where that loses nothing an earlier expiry or a fixed day still ahead.
    """

    completed_on: dt.date
    begins_on: dt.date
    expires_on: dt.date


def dates(facts: MemberFacts, asked: Requirement, day: dt.date) -> Dates:
    """The dates of a member as they are on a day: what came after that day is not looked at."""
    done = [each for each in facts.completed_on if each <= day]
    expires = expiry(done, asked)
    return Dates(
        left_on=facts.left_on if facts.left_on is not None and facts.left_on <= day else None,
        exempt_until=exempt_until(facts.exemptions, day),
        begun=facts.begun_on is not None and facts.begun_on <= day,
        due_on=facts.counts_from + dt.timedelta(days=asked.due_days),
        completed_on=max(done, default=None),
        opens_on=expires - dt.timedelta(days=asked.window_days) if expires else None,
        expires_on=expires,
        grace_until=expires + dt.timedelta(days=asked.grace_days) if expires else None,
    )


def holding(done: Iterable[dt.date], asked: Requirement) -> Holding | None:
    """How long the completions on these days hold; None without one. No completion shortens what an earlier one gave.

    "from-completion": so many months after it. "from-expiry": who completes again between the opening of the refresher
    window and the expiry day loses nothing: the months are counted from that expiry day. "fixed-date": the last fixed day
    within the months, counted from the fixed day where the completion lies in the window before it; but always one that
    is still to come.
    """
    found: Holding | None = None
    for each in sorted(done):
        begins = each
        if asked.date_rule == "from-expiry" and found and _within_window(each, found.expires_on, asked):
            begins = found.expires_on
        expires = add_months(begins, asked.valid_months)
        if asked.date_rule == "fixed-date":
            begins, expires = _fixed(each, asked)
        if found is None or expires >= found.expires_on:
            found = Holding(each, begins, expires)
    return found


def expiry(done: Iterable[dt.date], asked: Requirement) -> dt.date | None:
    """The last day on which the completions hold; None without one."""
    holds = holding(done, asked)
    return holds.expires_on if holds else None


def _within_window(day: dt.date, end: dt.date, asked: Requirement) -> bool:
    return end - dt.timedelta(days=asked.window_days) <= day <= end


def _fixed(done: dt.date, asked: Requirement) -> tuple[dt.date, dt.date]:
    """From which day the months count, and the fixed day on which they end."""
    coming = _fixed_day(done.year, asked)
    if coming < done:
        coming = _fixed_day(done.year + 1, asked)
    begins = coming if _within_window(done, coming, asked) else done
    end = add_months(begins, asked.valid_months)
    last = _fixed_day(end.year, asked)
    if last > end and not (begins == coming and asked.valid_months % 12 == 0):  # whole years lead from one to another
        last = _fixed_day(end.year - 1, asked)
    return begins, last if last > done else _fixed_day(last.year + 1, asked)


def _fixed_day(year: int, asked: Requirement) -> dt.date:
    if asked.fixed_day is None:
        raise ValueError("a fixed-date requirement without its day")
    month, day = asked.fixed_day
    return add_months(dt.date(year - 1, 12, day), month)  # 29 February is the 28th in most years


def exempt_until(exemptions: Iterable[Exemption], day: dt.date) -> dt.date | None:
    """The last day of the exemptions that hold on a day (FOR_EVER: without an end); None where none holds."""
    ends = [each.until_day or FOR_EVER for each in exemptions if each.from_day <= day <= (each.until_day or FOR_EVER)]
    return max(ends, default=None)


def status(found: Dates, day: dt.date) -> str:
    """Which of STATUSES a member has on a day."""
    if found.left_on is not None and found.left_on <= day:
        return "left"
    if found.exempt_until is not None and day <= found.exempt_until:
        return "exempt"
    if found.expires_on is not None and found.opens_on is not None and found.grace_until is not None:
        return _completed_status(found.opens_on, found.expires_on, found.grace_until, day)
    if day > found.due_on:
        return "overdue"
    return "in-progress" if found.begun else "not-started"


def _completed_status(opens_on: dt.date, expires_on: dt.date, grace_until: dt.date, day: dt.date) -> str:
    if day < opens_on:
        return "in-date"
    if day <= expires_on:
        return "due-soon"
    return "overdue" if day <= grace_until else "expired"
