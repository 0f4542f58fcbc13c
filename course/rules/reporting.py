"""What a report of completion is asked and what it answers, as values; and the adding up, which is the same for every day.

A *group* is how many people of one team share status and edition: all figures are sums of groups, so that today's groups,
counted in SQL, and another day's, worked out from facts, give the same report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from course.catalogue.model import Course
from course.rules.declared import Apart, Declared, Place, all_declared, apart, declared_of
from course.rules.editions import number
from course.rules.requirements import Requirement
from course.rules.scoping import Scope
from course.rules.standing import STATUSES, TRAINED, Dates
from course.rules.status_days import day_words, is_soon, status_day

CHASED = frozenset({"overdue", "expired"})
URGENCY = ("expired", "overdue", "due-soon", "not-started", "in-progress", "in-date", "exempt", "left")
ORDERS = ("name", "expiry", "status", "team")
EARLIER = "earlier"  # in place of an edition: trained, but only under earlier rules
WITHIN_30_DAYS = "soon"  # in place of a status: training runs out, or the time to complete ends, within 30 days


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a report is asked: whose members, on which day, and which of them. None, empty and "": not narrowed by it.

    `today` is the London day of the question; `default` the requirement where nobody has set one; `current` the editions
    that follow the law as it was on the day (None: it had not changed by then). `edition` may be EARLIER,
    `order` is one of ORDERS, `soon` asks for those of whom `is_soon` is true. `settled`: today's rows are worked out.
    """

    scope: Scope
    day: dt.date
    today: dt.date
    default: Requirement
    current: frozenset[str] | None = None
    organisation: int | None = None
    team: int | None = None
    job_role: int | None = None
    person: int | None = None
    statuses: frozenset[str] = frozenset()
    soon: bool = False
    edition: str | None = None
    name: str = ""
    order: str = "name"
    settled: bool = True

    @property
    def past(self) -> bool:
        """Whether it is as at another day."""
        return self.day != self.today

    @property
    def is_narrowed(self) -> bool:
        """Whether only some of the members at the places are asked for: by status, edition or name."""
        return bool(self.statuses or self.soon or self.edition is not None or self.name.strip())

    @property
    def one_organisation(self) -> bool:
        """Whether everybody asked for belongs to one and the same."""
        alone = not self.scope.everything and not self.scope.teams and len(self.scope.organisations) == 1
        return self.organisation is not None or alone

    @property
    def from_facts(self) -> bool:
        """Whether everything has to be worked out anew from facts."""
        return self.past or not self.settled


@dataclass(frozen=True, slots=True)
class Group:
    """How many people of one organisation and team have one status and edition; of them, with training elsewhere
    (`outside`), with a day of their own that comes within 30 days (`soon`), and with a fact entered `later` than the day."""

    organisation: int
    team: int | None
    status: str
    edition: str | None
    people: int
    outside: int = 0
    soon: int = 0
    later: int = 0


class Listed(NamedTuple):
    """Of a `Member`, what the file of a list shows: no more is read of a hundred thousand."""

    name: str
    organisation_name: str
    team_name: str
    job_role_name: str
    status: str
    day: dt.date | None
    completed_on: dt.date | None
    expires_on: dt.date | None
    edition: str | None
    kind: str | None
    outside_on: dt.date | None
    address: str | None
    unproven: bool

    @property
    def day_words(self) -> str:
        """As of a member."""
        return day_words(self.expires_on, self.status) if self.day else ""


class Member(NamedTuple):
    """One membership on a day, with the names that a list shows. `address` is None where none was asked for or known,
    `unproven` one that nobody has confirmed. A tuple, since a list makes many: a frozen dataclass takes far longer.
    """

    membership: int
    person: int
    name: str
    name_key: str
    organisation: int
    organisation_name: str
    team: int | None
    team_name: str
    job_role: int | None
    job_role_name: str
    dates: Dates
    status: str
    edition: str | None
    kind: str | None
    outside_on: dt.date | None
    requirement: int | None = None
    later: bool = False
    address: str | None = None
    unproven: bool = False

    @property
    def day(self) -> dt.date | None:
        """The day that goes with the status: when it ends, or, for somebody late or gone, when it began."""
        return status_day(self.dates, self.status)

    @property
    def day_words(self) -> str:
        """What that day says, to be read in front of it: "expires"; nothing where there is no day."""
        return day_words(self.dates.expires_on, self.status) if self.day else ""

    @property
    def listed(self) -> Listed:
        """What a file shows."""
        names, of = (self.name, self.organisation_name, self.team_name, self.job_role_name), self.dates
        more = (self.edition, self.kind, self.outside_on, self.address)
        return Listed(*names, self.status, self.day, of.completed_on, of.expires_on, *more, self.unproven)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of some people. `statuses` has all eight. `declared`: how many people there are said to be, None: not said."""

    statuses: Mapping[str, int]
    outside: int = 0
    soon: int = 0
    earlier: int = 0
    later: int = 0
    declared: int | None = None

    @property
    def registered(self) -> int:
        """Everybody: the eight statuses add up to it."""
        return sum(self.statuses.values())

    @property
    def present(self) -> int:
        """Those who have not left."""
        return self.registered - self.statuses["left"]

    @property
    def trained(self) -> int:
        """In date or due soon."""
        return sum(self.statuses[each] for each in TRAINED)

    @property
    def expected(self) -> int:
        """Of how many the trained are a part: the people declared, or those registered who have not left."""
        return self.present if self.declared is None else self.declared

    @property
    def gap(self) -> int:
        """How many more people are declared than registered; negative: fewer."""
        return 0 if self.declared is None else self.declared - self.present


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: `level` "all", "organisation" or "team" (`team` None: its people without a team)."""

    level: str
    organisation: int | None
    organisation_name: str
    team: int | None
    team_name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """The lines in the order of the screen; `total` is the sum of all of them. `places`: what could be chosen."""

    lines: tuple[Line, ...]
    total: Figures
    places: tuple[Place, ...] = field(default_factory=tuple)
    apart: tuple[Apart, ...] = ()


NO_TEAM = "No team"


def current_editions(course: Course, day: dt.date) -> frozenset[str] | None:
    """The editions from the newest change of law known on a day; None where none was known."""
    laws = [number(each.edition) for each in course.changes if each.kind == "law" and each.date <= day]
    if not laws:
        return None
    return frozenset({each.edition for each in course.changes if number(each.edition) >= max(laws)})


def is_earlier(status: str, edition: str | None, current: frozenset[str] | None) -> bool:
    """Whether somebody is trained, but under the rules before the newest change of law."""
    return status in TRAINED and edition is not None and current is not None and edition not in current


def order_key(member: Member, order: str) -> tuple[object, ...]:
    """By what a list is ordered; the same as in `records.reports`."""
    last = (member.name_key, member.membership)
    if order == "expiry":
        return (member.day or dt.date.max, *last)
    if order == "status":
        return (URGENCY.index(member.status), *last)
    if order == "team":
        return (member.organisation_name.casefold(), member.team_name.casefold(), *last)
    return last


def is_wanted(member: Member, asked: Asked) -> bool:
    """Whether a member is one of those asked for, as far as SQL has not seen to it."""
    if asked.statuses and member.status not in asked.statuses:
        return False
    if asked.soon and not is_soon(member.dates, member.status, asked.day):
        return False
    if asked.edition == EARLIER and not is_earlier(member.status, member.edition, asked.current):
        return False
    return asked.edition in (None, EARLIER, member.edition)


def figures(groups: Iterable[Group], current: frozenset[str] | None, declared: int | None = None) -> Figures:
    """The figures of all people in the groups."""
    statuses, sums = dict.fromkeys(STATUSES, 0), {"outside": 0, "soon": 0, "earlier": 0, "later": 0}
    for each in groups:
        statuses[each.status] += each.people
        sums["outside"] += each.outside
        sums["soon"] += each.soon
        sums["later"] += each.later
        sums["earlier"] += each.people if is_earlier(each.status, each.edition, current) else 0
    return Figures(statuses, **sums, declared=declared)


def report(
    groups: Sequence[Group], places: Sequence[Place], declared: Declared, current: frozenset[str] | None
) -> Report:
    """The lines of a report: each organisation that is looked at as a whole, and its teams, by name.

    An organisation alone gives no line of its own where it has teams: the total says the same.
    """
    by_place: dict[tuple[int, int | None], list[Group]] = {}
    for each in groups:
        by_place.setdefault((each.organisation, each.team), []).append(each)
    lines: list[Line] = []
    for place in places:
        teams = list(_team_lines(place, by_place, declared, current))
        if place.whole and (len(places) > 1 or not teams):
            own = [one for (organisation, _), found in by_place.items() if organisation == place.id for one in found]
            made = figures(own, current, declared_of(place, declared))
            lines.append(Line("organisation", place.id, place.name, None, "", made))
        lines += teams
    total = figures(groups, current, all_declared(places, declared))
    return Report(tuple(lines), total, tuple(places), tuple(apart(places, declared)))


def _team_lines(
    place: Place,
    by_place: Mapping[tuple[int, int | None], list[Group]],
    declared: Declared,
    current: frozenset[str] | None,
) -> Iterable[Line]:
    for team, name in place.teams:
        made = figures(by_place.get((place.id, team), ()), current, declared.get((place.id, team)))
        yield Line("team", place.id, place.name, team, name, made)
    if place.teams and place.whole and (place.id, None) in by_place:
        made = figures(by_place[place.id, None], current)
        yield Line("team", place.id, place.name, None, NO_TEAM, made)
