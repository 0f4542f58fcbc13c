"""What is known of the people of one organisation when a file about them is judged, and what a line would do to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from course.rules.outside import OutsideTraining

Trained = tuple[str, str, dt.date]
"""By what one training of a person is told from another: course, provider, day."""

Named = int | str | None
"""A team or a job role: the number of one that is there, the name of one to be made, None for none."""


@dataclass(frozen=True, slots=True)
class KnownMembership:
    """A membership of this organisation, as it stands."""

    id: int
    team: int | None
    job_role: int | None
    counts_from: dt.date
    started_on: dt.date
    left_on: dt.date | None
    moved: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody a line may mean. `memberships` of this organisation alone, in the order in which they began."""

    id: int
    name: str
    addressed: bool  # whether any address of theirs is known, confirmed or not
    memberships: tuple[KnownMembership, ...]
    trained: frozenset[Trained] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """All that a file is judged by. Teams and job roles by `name_key`, addresses by `email_key`.

    `people`: those of this organisation alone, present and former. `proven`: those under an address, who confirmed it
    first. `unproven`: those who typed the address and did not confirm it. `places`: by name, team and first day.
    """

    teams: Mapping[str, int]
    team_names: Mapping[int, str]
    job_roles: Mapping[str, int]
    job_role_names: Mapping[int, str]
    people: Mapping[int, KnownPerson]
    proven: Mapping[str, tuple[int, ...]]
    unproven: Mapping[str, tuple[int, ...]]
    places: Mapping[tuple[str, int | None, dt.date], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Begin:
    """A membership that begins."""

    team: Named
    job_role: Named
    counts_from: dt.date
    started_on: dt.date
    left_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Change:
    """New values for columns of a membership that is there; `job_role` None: stays as it is."""

    membership: int
    days: Mapping[str, dt.date | bool]
    job_role: Named = None


@dataclass(frozen=True, slots=True)
class Act:
    """What a line does. `person` None: somebody new, of whom line `of` told first. `contact` "": no address to keep."""

    person: int | None
    of: int
    name: str
    contact: str
    begin: Begin | None
    changes: tuple[Change, ...]
    training: OutsideTraining | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a line: "added", "changed", "skipped" or "refused", and why or what, in words."""

    line: int
    kind: str
    name: str
    words: str
    act: Act | None = None


KINDS = ("added", "changed", "skipped", "refused")
