"""Before a report is read, the rows that are due are worked out: prepared data, nobody's record changes.

With them goes what is kept of other days. Where that takes longer than somebody should wait, the report is worked out from
the facts, whatever its day.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import replace

from course.clock import ticks
from course.errors import StoreBusy
from course.records import standings
from course.records.database import reading, writing
from course.rules.requirements import default_requirement
from course.web.lead.asking import Question
from course.web.site import catalogue

LONGEST = 1.0  # seconds


def settled(question: Question) -> Question:
    """The question, which says whether all rows are worked out."""
    if settle(question.asked.today):
        return question
    return replace(question, asked=replace(question.asked, settled=False))


def settle(day: dt.date) -> bool:
    """Work out what is due on a day, some hundreds of rows in a transaction, so that others can write in between.

    False where it would take too long, or others keep the database busy.
    """
    default, until = default_requirement(catalogue().course), ticks() + LONGEST
    with reading() as store:
        if standings.is_settled(store, default, day):
            return True
    with suppress(StoreBusy):
        while ticks() < until:
            with writing() as store:
                if not standings.settle_part(store, default, day):
                    return True
    return False
