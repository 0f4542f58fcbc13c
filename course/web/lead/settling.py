"""Before a report of today is read, the rows that are due are worked out: prepared data, nobody's record changes."""

from __future__ import annotations

import datetime as dt

from course.records import standings
from course.records.database import reading, writing
from course.rules.requirements import default_requirement
from course.web.site import catalogue


def settle(day: dt.date) -> None:
    """Work out what is due on a day, some hundreds of rows in a transaction, so that others can write in between."""
    default, working = default_requirement(catalogue().course), True
    with reading() as store:
        if standings.is_settled(store, default, day):
            return
    while working:
        with writing() as store:
            working = standings.settle_part(store, default, day) > 0
