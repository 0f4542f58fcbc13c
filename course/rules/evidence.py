"""Evidence packs: who makes and opens which, the paragraph that stands first, the rules in force, numbers rounded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from course.rules.editions import number
from course.rules.explaining import MONTHS
from course.rules.facts import Role
from course.rules.report_hiding import HIDDEN, Number
from course.rules.reporting import Group, is_earlier
from course.rules.requirements import DatedRequirement
from course.rules.scoping import ANALYSIS_ROLES, scope_of
from course.rules.standing import TRAINED
from course.rules.suppression import LEAST_PEOPLE


@dataclass(frozen=True, slots=True)
class PackSight:
    """The places of which somebody makes and opens packs: `whole` the partnership, `organisations` by their numbers.

    `everything`: all of them. A lead's reaches as far as the role. An auditor's is the very place the role is held for:
    small numbers hidden in the pack of one organisation could be worked out from the figures of all.
    """

    everything: bool = False
    whole: bool = False
    organisations: frozenset[int] = frozenset()

    def covers(self, organisation: int | None) -> bool:
        """Whether packs of this organisation (None: of the whole partnership) are among them."""
        return self.everything or (self.whole if organisation is None else organisation in self.organisations)


def pack_sight(roles: Collection[Role]) -> PackSight:
    """What roles together open; a role held for a team opens none, for a pack is about an organisation at least."""
    lead, auditor = (scope_of(roles, (name,)) for name in ANALYSIS_ROLES)
    return PackSight(
        everything=lead.everything,
        whole=lead.everything or auditor.everything,
        organisations=lead.organisations | auditor.organisations,
    )


def pack_role(roles: Collection[Role], organisation: int | None) -> str:
    """The role in which somebody makes the pack of a place, a lead's before an auditor's. ValueError where there is none."""
    for name in ANALYSIS_ROLES:
        if pack_sight([each for each in roles if each.name == name]).covers(organisation):
            return name
    raise ValueError("no role makes this pack")


def summary(place: str, day: dt.date, numbers: Mapping[str, Number]) -> str:
    """The paragraph to copy. `numbers`: of a report's total, small ones hidden."""
    start = f"As at {day_words(day)}, "
    if not numbers["registered"]:
        return f"{start}nobody is registered for {place}."
    parts = [_trained(numbers, place)]
    parts += [_late(numbers)]
    if numbers["earlier"] == HIDDEN:
        parts.append("how many were trained only under earlier rules is not shown")
    else:
        parts.append(f"{numbers['earlier']} were trained only under earlier rules")
    hiding = HIDDEN in (numbers[each] for each in ("trained", "expected", "overdue", "expired", "earlier"))
    return f"{start}{'; '.join(parts)}.{' Small numbers are hidden to protect people.' if hiding else ''}"


def _trained(numbers: Mapping[str, Number], place: str) -> str:
    expected = numbers["expected"]
    who = "declared staff" if numbers["declared"] is not None else "people registered"
    people = f"{who} of {place}" if expected == HIDDEN else f"{expected} {who} of {place}"
    trained, soon = numbers["trained"], numbers["due-soon"]
    if trained != HIDDEN:
        within = f" ({soon} of them due soon)" if soon else ""
        return f"{trained} of {people} are trained and in date{within}"
    if numbers["in-date"] != HIDDEN:
        return f"{numbers['in-date']} of {people} are in date, besides those due soon, whose number is not shown"
    return f"how many of {people} are trained is not shown"


def _late(numbers: Mapping[str, Number]) -> str:
    overdue, expired = numbers["overdue"], numbers["expired"]
    if HIDDEN not in (overdue, expired):
        return f"{overdue} are overdue and {expired} have expired"
    known = [f"{overdue} are overdue" if overdue != HIDDEN else "how many are overdue is not shown"]
    known += [f"{expired} have expired" if expired != HIDDEN else "how many have expired is not shown"]
    return ", ".join(known)


@dataclass(frozen=True, slots=True)
class EditionTaken:
    """An edition and how many trained people took it last, to the nearest five; None: hidden."""

    edition: str
    earlier: bool
    people: int | None


def editions_taken(groups: Iterable[Group], current: frozenset[str] | None) -> tuple[EditionTaken, ...]:
    """By edition, the newest last. Rounded, so that no sum of them with the statuses gives a hidden number away.

    How many follow earlier rules is known exactly, and perhaps how many are trained: so where one edition is taken by
    fewer than five, all that follow the same rules are hidden; where it is the only one of them, all editions are.
    """
    people: Counter[tuple[bool, str]] = Counter()
    for each in groups:
        if each.status in TRAINED and each.edition:
            people[is_earlier(each.status, each.edition, current), each.edition] += each.people
    alike = Counter(earlier for earlier, _ in people)
    small = {earlier for (earlier, _), count in people.items() if count < LEAST_PEOPLE}
    hidden = set(alike) if any(alike[each] == 1 for each in small) else small
    taken = sorted(people.items(), key=lambda one: (number(one[0][1]), one[0]))
    return tuple(
        EditionTaken(edition, earlier, None if earlier in hidden else to_five(count))
        for (earlier, edition), count in taken
    )


def to_five(count: int) -> int:
    """A count to the nearest five."""
    return (count + 2) // 5 * 5


def rules_in_force(
    known: Iterable[DatedRequirement], day: dt.date, organisation: int | None
) -> tuple[DatedRequirement, ...]:
    """The newest requirement of each scope on a day, of one organisation and the whole partnership (None: of all).

    A scope that has given its own rule up is left out.
    """
    newest: dict[tuple[int, int, int], DatedRequirement] = {}
    for each in sorted(known, key=lambda one: (one.from_day, one.id)):
        if each.from_day <= day and (organisation is None or each.organisation in (None, organisation)):
            newest[each.organisation or 0, each.team or 0, each.job_role or 0] = each
    return tuple(newest[scope] for scope in sorted(newest) if newest[scope].asked is not None)


def day_words(day: dt.date) -> str:
    """A day as people in England write it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
