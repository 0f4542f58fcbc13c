"""What a changed requirement would do: how many people would have another status on the day it begins. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.standing import MemberFacts, dates, status

Place = tuple[int, int | None, int | None]  # organisation, team, job role


@dataclass(slots=True)
class Tally:
    """People of one organisation by status without and with the change; `moves` counts those whose status differs."""

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, one: str, other: str) -> None:
        """Count one person."""
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
        one, other = (status(dates(facts, each, new.from_day), new.from_day) for each in asked[place])
        tallies.setdefault(place[0], Tally()).add(one, other)
    return tallies


def together(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    made = Tally()
    for each in tallies:
        made.before += each.before
        made.after += each.after
        made.moves += each.moves
    return made


def _of(known: tuple[DatedRequirement, ...], default: Requirement, place: Place, day: dt.date) -> Requirement:
    organisation, team, job_role = place
    return in_force(known, default, organisation=organisation, team=team, job_role=job_role, day=day)
