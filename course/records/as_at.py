"""A report as at another day: read from kept sums and steps where they say what is asked, else worked out from the facts.

Sums and steps hold for every day, as long as no row of `standing` is due. Where some are, or more is asked than sums know,
`records.past` works everything out anew: slower, and never wrong. A test holds both equal.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from course.records import past, standings, status_sums
from course.rules.reporting import Asked, Group


def groups(store: Connection, asked: Asked) -> list[Group]:
    """As today's groups in `records.reports`."""
    return status_sums.groups(store, asked) if _is_told(store, asked) else past.groups(store, asked)


def trend(store: Connection, asked: Asked, days: Sequence[dt.date]) -> dict[dt.date, Counter[str]]:
    """How many had which status at each of some days (the oldest first)."""
    return status_sums.trend(store, asked, days) if _is_told(store, asked) else past.trend(store, asked, days)


def _is_told(store: Connection, asked: Asked) -> bool:
    return status_sums.is_told(asked) and is_kept(store, asked)


def is_kept(store: Connection, asked: Asked) -> bool:
    """Whether what is kept of all days holds now."""
    return asked.settled and standings.is_settled(store, asked.default, asked.today)
