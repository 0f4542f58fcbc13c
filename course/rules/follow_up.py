"""What is asked some weeks after the course, and for how long (training-practice section 3, ways 4 and 5)."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass

MANAGER_ANSWERS = ("yes", "partly", "not-yet")
LONGEST = 500
LONGEST_FIRST_NAME = 40
IN_NAMES = "'’-‐"  # beside letters, and the signs that some scripts write above, below or beside them
UNNAMED = "A colleague"
MANAGER_FOR = dt.timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A learner's answers some weeks after, of one cycle (as in completion). `change_done` is one of MANAGER_ANSWERS."""

    cycle: int
    decided_since: bool
    helped: str
    hindered: str
    change_done: str | None
    at: dt.datetime

    def says_the_same(self, other: FollowUp) -> bool:
        """Whether two say the same, whenever they were sent."""
        return _said(self) == _said(other)


def due_on(completed_on: dt.date, weeks: int) -> dt.date:
    """The first day on which it is asked."""
    return completed_on + dt.timedelta(weeks=weeks)


def manager_until(day: dt.date) -> dt.date:
    """The last day on which a manager who was asked on a day may answer."""
    return day + MANAGER_FOR


def first_name(name: str) -> str:
    """All that a manager is told of a name. What is no name stays out of a letter that goes out in ours."""
    first = next(iter(unicodedata.normalize("NFC", name).split()), "")
    kinds = [unicodedata.category(sign)[0] for sign in first if sign not in IN_NAMES]
    sound = "L" in kinds[:1] and set(kinds) <= {"L", "M"} and len(first) <= LONGEST_FIRST_NAME
    return first if sound else UNNAMED


def _said(given: FollowUp) -> tuple[object, ...]:
    return given.cycle, given.decided_since, given.helped, given.hindered, given.change_done
