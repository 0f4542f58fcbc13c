"""The facts from which the status of members follows, read for a handful of people at a time.

Membership, completions that were not withdrawn, the first fact of the course, exemptions. An exemption is kept with one
membership and holds through a move: for every membership of the person in that organisation counted from the same day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, ScalarSelect, Select, func, or_, select, union_all

from course.records import tables
from course.rules.dates import london_day
from course.rules.standing import Exemption, MemberFacts

membership, person, place, team = tables.membership, tables.person, tables.organisation, tables.team
NEVER = dt.date.max


@dataclass(frozen=True, slots=True)
class Done:
    """A completion that was not withdrawn."""

    id: int
    completed_on: dt.date
    edition: str
    kind: str


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with everything that its status follows from. `left_on` is the fact, even one still to come.

    `done`: nothing on or after `left_on`. `followed_on`: the first day of the person's next membership of the
    organisation, from which on a membership that has ended is counted there; None where none is known. The keys are the
    names of its place as lists order them, "" where it has no team.
    """

    membership: int
    person: int
    name: str
    organisation: int
    team: int | None
    job_role: int | None
    counts_from: dt.date
    started_on: dt.date
    left_on: dt.date | None
    moved: bool
    followed_on: dt.date | None
    organisation_key: str
    team_key: str
    done: tuple[Done, ...]
    begun_on: dt.date | None
    exemptions: tuple[Exemption, ...]

    @property
    def facts(self) -> MemberFacts:
        """What the rules ask."""
        completed = tuple(each.completed_on for each in self.done)
        return MemberFacts(self.counts_from, self.left_on, self.begun_on, completed, self.exemptions)

    def newest_done(self, day: dt.date) -> Done | None:
        """The completion that counts on a day."""
        until_then = [each for each in self.done if each.completed_on <= day]
        return max(until_then, key=lambda each: (each.completed_on, each.id), default=None)

    def next_change(self, day: dt.date) -> dt.date | None:
        """The first day after `day` on which a fact known already begins to count, or an exemption no longer holds."""
        coming = [self.begun_on, *(each.completed_on for each in self.done)]
        coming += [each.from_day for each in self.exemptions]
        coming += [each.until_day + dt.timedelta(days=1) for each in self.exemptions if each.until_day]
        return min((each for each in coming if each is not None and each > day), default=None)


def members(store: Connection, numbers: Sequence[int]) -> list[Member]:
    """These memberships with their facts; a fixed number of statements."""
    return _members(store, membership.c.id.in_(numbers))


def members_of(store: Connection, who: int) -> list[Member]:
    """Every membership a person ever had, with its facts, in the order in which they began."""
    return _members(store, membership.c.person == who)


def _members(store: Connection, which: ColumnElement[bool]) -> list[Member]:
    found = (
        select(
            membership, person.c.name, followed_on().label("followed_on"), place.c.name_key.label("organisation_key"),
            team.c.name_key.label("team_key"),
        )
        .join(person, person.c.id == membership.c.person)
        .join(place, place.c.id == membership.c.organisation)
        .outerjoin(team, team.c.id == membership.c.team)
        .where(which)
    )  # fmt: skip
    rows = store.execute(found.order_by(membership.c.started_on, membership.c.id)).all()
    people = {row.person for row in rows}
    done, first, exempt = completions(store, people), begun(store, people), exemptions(store, [row.id for row in rows])
    return [_member(row, done, first, exempt) for row in rows]


def _member(
    row: Row[Any], done: dict[int, list[Done]], first: dict[int, dt.date], exempt: dict[int, list[Exemption]]
) -> Member:
    return Member(
        membership=row.id,
        person=row.person,
        name=row.name,
        organisation=row.organisation,
        team=row.team,
        job_role=row.job_role,
        counts_from=row.counts_from,
        started_on=row.started_on,
        left_on=row.left_on,
        moved=row.moved,
        followed_on=row.followed_on,
        organisation_key=row.organisation_key,
        team_key=row.team_key or "",
        done=tuple(each for each in done.get(row.person, ()) if is_before(each.completed_on, row.left_on)),
        begun_on=first.get(row.person),
        exemptions=tuple(exempt.get(row.id, ())),
    )


def is_before(day: dt.date, left_on: dt.date | None) -> bool:
    """Whether something on a day happened before the leaving; what came afterwards is none of the organisation's."""
    return left_on is None or day < left_on


@cache
def followed_on() -> ScalarSelect[Any]:
    """For a row of `membership`: when the person's next membership of the same organisation began or begins."""
    coming, here = membership.alias("coming"), membership.c
    behind = or_(
        coming.c.started_on > here.started_on, (coming.c.started_on == here.started_on) & (coming.c.id > here.id)
    )
    same = (coming.c.person == here.person) & (coming.c.organisation + 0 == here.organisation)  # found by the person
    found = select(func.min(coming.c.started_on)).where(same, behind)
    return found.correlate(membership).scalar_subquery()


def is_counted(day: dt.date) -> ColumnElement[bool]:
    """For a row of `membership` that has begun: whether it has not ended where its successor counts.

    That is after a move, and after a leaving from the day on which the person came back.
    """
    here = membership.c
    return or_(here.left_on.is_(None), here.left_on > day, ~here.moved & ~(func.coalesce(followed_on(), NEVER) <= day))


def completions(store: Connection, people: Iterable[int]) -> dict[int, list[Done]]:
    """Each person's completions that were not withdrawn, in the order in which they were made."""
    done = tables.completion.c
    kept = select(done.person, done.id, done.completed_on, done.edition, done.kind)
    kept = kept.where(done.person.in_(people), done.withdrawn_at.is_(None)).order_by(done.id)
    found: defaultdict[int, list[Done]] = defaultdict(list)
    for who, *values in store.execute(kept):
        found[who].append(Done(*values))
    return found


def begun(store: Connection, people: Iterable[int]) -> dict[int, dt.date]:
    """The day of each person's first fact of the course: a page marked read or a quiz handed in."""
    people = list(people)
    facts = union_all(
        *(
            select(table.c.person, func.min(table.c.at).label("at"))
            .where(table.c.person.in_(people))
            .group_by(table.c.person)
            for table in (tables.reading, tables.attempt)
        )
    ).subquery()
    first = select(facts.c.person, func.min(facts.c.at)).group_by(facts.c.person)
    return {number: london_day(at) for number, at in store.execute(first)}


def exemptions(store: Connection, numbers: Sequence[int] | None = None) -> dict[int, list[Exemption]]:
    """The exemptions of each of these memberships, those made before a move as well; None: of every membership."""
    exempt = tables.exemption.c
    held = exempted(membership).add_columns(exempt.from_day, exempt.until_day, exempt.reason).order_by(exempt.id)
    found: defaultdict[int, list[Exemption]] = defaultdict(list)
    for number, *values in store.execute(held if numbers is None else held.where(membership.c.id.in_(numbers))):
        found[number].append(Exemption(*values))
    return found


@cache
def exempted(held: FromClause | None = None) -> Select[Any]:
    """The memberships for which there is an exemption, joined to it; `held`: `membership` under a name of its own."""
    exempt, made_for = tables.exemption.c, membership.alias("made_for")
    held = membership.alias("held") if held is None else held
    place = held.c.organisation + 0 == made_for.c.organisation + 0  # found by the person, not among all members
    same = (held.c.person == made_for.c.person) & place & (held.c.counts_from == made_for.c.counts_from)
    joined = tables.exemption.join(made_for, exempt.membership == made_for.c.id).join(held, same)
    return select(held.c.id).select_from(joined)


def outside_days(store: Connection, found: Sequence[Member]) -> dict[int, list[dt.date]]:
    """By membership, the days of training elsewhere before the leaving; of those who had some."""
    out = tables.outside_training.c
    trained = select(out.person, out.completed_on).where(out.person.in_([each.person for each in found]))
    days: defaultdict[int, list[dt.date]] = defaultdict(list)
    for who, day in store.execute(trained):
        days[who].append(day)
    return {
        each.membership: [day for day in days[each.person] if is_before(day, each.left_on)]
        for each in found
        if each.person in days
    }
