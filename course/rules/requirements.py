"""What is asked of a member: by when to complete, for how long that holds, and which of several rules is the nearest.

A requirement is dated: it holds from its day until the next one of the same scope, so a report as at an earlier day
judges by the rule of that day. Nearest wins: team, job role, organisation, partnership, `course.yaml` (interface.md,
"People, roles, words"). A job role's requirement of the organisation itself comes before the partnership's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from course.catalogue.model import Course

DATE_RULES = ("from-completion", "from-expiry", "fixed-date")


@dataclass(frozen=True, slots=True)
class Requirement:
    """How the dates of a member follow from facts. Days and months are counted as `rules.standing` says.

    `fixed_day` is (month, day), for the date rule "fixed-date" alone. `id` None: the values of `course.yaml`, on screen
    "default".
    """

    due_days: int
    valid_months: int
    window_days: int
    grace_days: int
    date_rule: str = "from-completion"
    fixed_day: tuple[int, int] | None = None
    id: int | None = None

    @property
    def in_short(self) -> str:
        """All its values in one line, to compare by."""
        values = (self.due_days, self.valid_months, self.window_days, self.grace_days, self.date_rule, self.fixed_day)
        return "/".join(map(str, values))


def default_requirement(course: Course) -> Requirement:
    """What `course.yaml` asks, where no requirement was set."""
    return Requirement(course.due_days, course.valid_months, course.refresher_window_days, course.grace_days)


@dataclass(frozen=True, slots=True)
class DatedRequirement:
    """A requirement for a scope from a day on; `asked` None: from that day on the scope has no rule of its own.

    All of `organisation`, `team`, `job_role` None: for the whole partnership.
    """

    id: int
    organisation: int | None
    team: int | None
    job_role: int | None
    from_day: dt.date
    asked: Requirement | None


def in_force(
    known: Iterable[DatedRequirement],
    default: Requirement,
    *,
    organisation: int,
    team: int | None,
    job_role: int | None,
    day: dt.date,
) -> Requirement:
    """The requirement that holds for such a member on a day."""
    newest: dict[int, DatedRequirement] = {}
    for each in sorted(known, key=lambda one: (one.from_day, one.id)):
        nearness = _nearness(each, organisation, team, job_role)
        if nearness is not None and each.from_day <= day:
            newest[nearness] = each
    asked = (newest[nearness].asked for nearness in sorted(newest))
    return next((one for one in asked if one is not None), default)


def next_change(
    known: Iterable[DatedRequirement],
    *,
    organisation: int,
    team: int | None,
    job_role: int | None,
    day: dt.date,
) -> dt.date | None:
    """The first day after `day` on which another requirement may hold for such a member; None: none is known."""
    later = [
        each.from_day
        for each in known
        if each.from_day > day and _nearness(each, organisation, team, job_role) is not None
    ]
    return min(later, default=None)


def history(
    known: Iterable[DatedRequirement],
    default: Requirement,
    *,
    organisation: int,
    team: int | None,
    job_role: int | None,
) -> tuple[tuple[dt.date, Requirement], ...]:
    """From which day on which requirement holds for such a member, the oldest first; the first one from `dt.date.min`."""
    mine = [each for each in known if _nearness(each, organisation, team, job_role) is not None]
    found = [(dt.date.min, default)]
    for day in sorted({each.from_day for each in mine}):
        asked = in_force(mine, default, organisation=organisation, team=team, job_role=job_role, day=day)
        if asked != found[-1][1]:
            found.append((day, asked))
    return tuple(found)


def _nearness(asked: DatedRequirement, organisation: int, team: int | None, job_role: int | None) -> int | None:
    """How near a scope is to a member, 0 the nearest; None: it is not for such a member."""
    if asked.organisation not in (None, organisation):
        return None
    if asked.team is not None:
        return 0 if asked.team == team else None
    if asked.job_role is not None:
        if asked.job_role != job_role:
            return None
        return 1 if asked.organisation is not None else 2
    return 3 if asked.organisation is not None else 4
