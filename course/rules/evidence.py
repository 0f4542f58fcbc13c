"""Evidence packs: who makes and opens which, the paragraph that stands first, the rules in force, numbers rounded."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from course.catalogue.model import Course
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
    """The paragraph to copy. `numbers`: of a report's total, small ones hidden; what is hidden is named at the end."""
    start = f"As at {day_words(day)}, "
    if numbers["registered"] == HIDDEN:
        return f"{start}fewer than five people are registered for {place}. Figures of so few are not shown."
    if not numbers["registered"]:
        return f"{start}nobody is registered for {place}."
    parts = [_trained(numbers, place), *_late(numbers)]
    if numbers["earlier"] != HIDDEN:
        parts.append(f"{_many(numbers['earlier'])} trained only under earlier rules")
    return f"{start}{'; '.join(parts)}.{_hidden(numbers)}"


def _trained(numbers: Mapping[str, Number], place: str) -> str:
    """How many are trained, and of how many; where those who have left are hidden, of all who were ever registered."""
    declared, hidden = numbers["declared"], numbers["trained"] == HIDDEN
    leavers = ", leavers among them" if declared is None and numbers["present"] == HIDDEN else ""
    people = numbers["registered"] if leavers else numbers["present"]
    if hidden:
        known = f"{people} people were registered" if declared is None else f"{declared} staff were declared"
        return f"{known} for {place}{leavers}"
    of = f"{people} people registered for {place}{leavers}{',' if leavers else ''}"
    if declared is not None:
        of = f"{declared} declared staff of {place}"
    soon = numbers["due-soon"]
    within = "" if soon in (0, HIDDEN) else f" ({soon} of them due soon)"
    return f"{numbers['trained'] or 'none'} of {of} are trained and in date{within}"


def _late(numbers: Mapping[str, Number]) -> list[str]:
    overdue, expired = numbers["overdue"], numbers["expired"]
    if overdue == expired == 0:
        return ["nobody is overdue or expired"]
    known = [f"{_many(overdue, 'is')} overdue"] if overdue != HIDDEN else []
    known += [f"{_many(expired, 'has', 'have')} expired"] if expired != HIDDEN else []
    return [" and ".join(known)] if known else []


def _many(number: Number, one: str = "was", several: str = "") -> str:
    """So many are, have or were; nobody is, has or was."""
    return f"{number} {several or {'is': 'are', 'was': 'were'}[one]}" if number else f"nobody {one}"


WHAT_IS_HIDDEN = (
    ("trained", "how many are trained"),
    ("due-soon", "how many are due soon"),
    ("overdue", "how many are overdue"),
    ("expired", "how many have expired"),
    ("earlier", "how many were trained only under earlier rules"),
)


def _hidden(numbers: Mapping[str, Number]) -> str:
    """The sentence about what is left out; nothing where nothing is."""
    within = numbers["trained"] == HIDDEN  # the due soon are some of the trained
    left_out = [
        words for name, words in WHAT_IS_HIDDEN if numbers[name] == HIDDEN and not (within and name == "due-soon")
    ]
    if not left_out:
        return ""
    listed = left_out[0] if len(left_out) == 1 else f"{', '.join(left_out[:-1])} and {left_out[-1]}"
    return f" Not shown, so that nobody in a small group can be told: {listed}."


def edition_then(course: Course, day: dt.date) -> str:
    """Which edition of the course was in force on the day of a pack, beside that of the day on which it was made."""
    known = [each for each in course.changes if each.date <= day]
    now = f"The course is shown as it was when this pack was made: edition {course.edition}."
    if not known:
        first = min(each.date for each in course.changes)
        return f"{now} Its first edition is of {day_words(first)}; on {day_words(day)} there was none of these yet."
    then = max(known, key=lambda each: number(each.edition)).edition
    return now if then == course.edition else f"{now} On {day_words(day)} it was edition {then}."


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
