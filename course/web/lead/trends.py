"""The report month by month: 24 month ends, each worked out from facts under the requirement in force on its day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection

from course.records import as_at
from course.rules.dates import month_ends
from course.rules.report_hiding import Number, hide_statuses, numbers
from course.rules.reporting import Figures
from course.rules.standing import STATUSES
from course.web.lead.asking import Question

MONTHS = 24
Month = tuple[dt.date, dict[str, Number]]


def month_by_month(store: Connection, question: Question, *, hiding: bool) -> tuple[Month, ...]:
    """The month ends from the first on which anybody was registered; none where there are fewer than two of them."""
    asked = replace(question.asked, statuses=frozenset(), edition=None, name="")
    if hiding:
        asked = replace(asked, organisation=None, team=None)
    found = as_at.trend(store, asked, month_ends(asked.day, MONTHS))
    months = [(day, Figures({each: counted[each] for each in STATUSES})) for day, counted in found.items()]
    begun = next((place for place, (_, figures) in enumerate(months) if figures.registered), len(months))
    known = months[begun:]
    if len(known) < 2:
        return ()
    return tuple((day, hide_statuses(figures) if hiding else numbers(figures)) for day, figures in known)


def shares(months: tuple[Month, ...]) -> list[tuple[dt.date, int, int]]:
    """For the drawing: the day, how many are trained, of how many who have not left; 0 of 0 where that is hidden."""
    found = []
    for day, each in months:
        trained, present = each["trained"], each["present"]
        found.append((day, trained, present) if isinstance(trained, int) and isinstance(present, int) else (day, 0, 0))
    return found
