"""What a changed requirement would do on the day it begins: how many people would have another status, or another day. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.standing import Dates, MemberFacts, dates, status
from course.rules.status_days import status_day

Place = tuple[int, int | None, int | None]  # organisation, team, job role


@dataclass(slots=True)
class Tally:
    """People of one organisation by status without and with the change; `moves` counts those whose status differs.

    `sooner` and `later`: whose own day, on which training runs out or the time to complete ends, would be another.
    """

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    sooner: int = 0
    later: int = 0

    def add(self, one: str, other: str, days: tuple[dt.date | None, dt.date | None] = (None, None)) -> None:
        """Count one person; `days`: their own day without and with the change, None where there is none."""
        without, with_it = days
        if without is not None and with_it is not None:
            self.sooner += with_it < without
            self.later += with_it > without
        self.before[one] += 1
        self.after[other] += 1
        if one != other:
            self.moves[one, other] += 1

    @property
    def changed(self) -> int:
        """How many people would have another status."""
        return self.moves.total()

    @property
    def people(self) -> int:
        """How many people were counted."""
        return self.before.total()


def simulate(
    members: Iterable[tuple[Place, MemberFacts]],
    known: Iterable[DatedRequirement],
    new: DatedRequirement,
    default: Requirement,
) -> dict[int, Tally]:
    """By organisation, what `new` would change for these members on its first day. Facts still to come are not guessed."""
    known, tallies = tuple(known), dict[int, Tally]()
    new = replace(new, id=max((each.id for each in known), default=0) + 1)  # set last, it wins over others of its day
    asked: dict[Place, tuple[Requirement, Requirement]] = {}
    for place, facts in members:
        if place not in asked:
            asked[place] = (_of(known, default, place, new.from_day), _of((*known, new), default, place, new.from_day))
        found = [dates(facts, each, new.from_day) for each in asked[place]]
        one, other = (status(each, new.from_day) for each in found)
        days = (_own_day(found[0], one), _own_day(found[1], other))
        tallies.setdefault(place[0], Tally()).add(one, other, days)
    return tallies


def _own_day(found: Dates, status: str) -> dt.date | None:
    """When training runs out or the time to complete ends; of who is exempt or has left no rule moves a day."""
    return None if status in ("exempt", "left") else status_day(found, status)


def together(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    made = Tally()
    for each in tallies:
        made.before += each.before
        made.after += each.after
        made.moves += each.moves
        made.sooner += each.sooner
        made.later += each.later
    return made


def _of(known: tuple[DatedRequirement, ...], default: Requirement, place: Place, day: dt.date) -> Requirement:
    organisation, team, job_role = place
    return in_force(known, default, organisation=organisation, team=team, job_role=job_role, day=day)
