"""Status as SQL, over the days in the table `standing`: the same as `rules.standing.status`, which a property test holds."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, FromClause, and_, case, func, not_, or_

from course.records import tables
from course.rules.reporting import URGENCY
from course.rules.standing import TRAINED
from course.rules.status_days import NEVER_COMPLETED, SOON


def status(day: dt.date, table: FromClause = tables.standing) -> ColumnElement[str]:
    """Which of the eight statuses each row has on a day."""
    of = table.c
    return case(
        (of.left_on <= day, "left"),
        (of.exempt_until >= day, "exempt"),
        (of.opens_on > day, "in-date"),
        (of.expires_on >= day, "due-soon"),
        (of.grace_until >= day, "overdue"),
        (of.grace_until.is_not(None), "expired"),
        (of.due_on < day, "overdue"),
        (of.begun, "in-progress"),
        else_="not-started",
    )


def registered(day: dt.date, table: FromClause = tables.standing) -> ColumnElement[bool]:
    """Whether a membership counts on a day: it has begun, and it has not ended where its successor counts.

    That is after a move, and after a leaving from the day on which the person came back.
    """
    of = table.c
    succeeded = or_(of.moved, func.coalesce(of.followed_on, dt.date.max) <= day)
    return and_(of.started_on <= day, not_(and_(of.left_on.is_not(None), of.left_on <= day, succeeded)))


def soon(found: ColumnElement[str], day: dt.date, table: FromClause = tables.standing) -> ColumnElement[bool]:
    """As `rules.status_days.is_soon`; `found` is the status."""
    last = day + SOON
    runs_out = and_(found.in_(sorted(TRAINED)), table.c.expires_on <= last)
    return or_(runs_out, and_(found.in_(sorted(NEVER_COMPLETED)), table.c.due_on <= last))


def day(found: ColumnElement[str], table: FromClause = tables.standing) -> ColumnElement[dt.date]:
    """As `rules.status_days.status_day`, the last day there is in place of none; `found` is the status."""
    of, endless = table.c, dt.date(dt.MAXYEAR, 1, 1)
    return case(
        (found == "left", of.left_on),
        (and_(found == "exempt", of.exempt_until >= endless), dt.date.max),
        (found == "exempt", of.exempt_until),
        else_=func.coalesce(of.expires_on, of.due_on),
    )


def urgency(found: ColumnElement[str]) -> ColumnElement[int]:
    """The place of a status in the order of urgency."""
    return case({each: place for place, each in enumerate(URGENCY)}, value=found)
