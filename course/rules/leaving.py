"""What a leaving ends: what others see of the person from that day on, and the roles held for the place that was left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, TypeVar

from course.rules.scoping import Scope


class Stay(Protocol):
    """A membership of one person. `left_on` is the first day on which it no longer holds, perhaps one still to come."""

    @property
    def organisation(self) -> int: ...
    @property
    def team(self) -> int | None: ...
    @property
    def started_on(self) -> dt.date: ...
    @property
    def left_on(self) -> dt.date | None: ...


S = TypeVar("S", bound=Stay)


def seen_until(stays: Sequence[Stay], scope: Scope, today: dt.date) -> dt.date:
    """The first day of which a viewer with this scope is shown nothing about the person; the last day of all where a
    membership of the scope goes on today."""
    seen = [each for each in stays if scope.covers(each.organisation, each.team)]
    last = last_ended(seen, today)
    return dt.date.max if last is None or last.left_on is None else last.left_on


def ended_stay(stays: Sequence[S], organisation: int, team: int | None, today: dt.date) -> S | None:
    """The membership whose end ends a role held for an organisation, or a team of it; None where the role goes on.

    A role for a team ends with the membership of the team or of the whole organisation. Who never belonged keeps a role.
    """
    here = [each for each in stays if each.organisation == organisation]
    in_team = [each for each in here if team is not None and each.team == team]
    return last_ended(here, today) or last_ended(in_team, today)


def last_ended(stays: Sequence[S], today: dt.date) -> S | None:
    """The one that ended last; None where one of them goes on, or none has begun."""
    begun = [each for each in stays if each.started_on <= today]
    if any(each.left_on is None or each.left_on > today for each in begun):
        return None
    return max(begun, key=lambda each: each.left_on or today, default=None)
