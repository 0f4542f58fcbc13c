"""The same report as at another day: everything worked out anew from facts, under the requirement in force on that day.

Facts count by their own days, as they are known now. Whoever has a membership, completion or outside training that was
entered after the end of that day is marked `later`; so is whoever was exempted, or lost a completion, afterwards. The facts
are read side by side in the order of people, a part at a time, so that memory does not grow with the number of people;
a fixed number of statements, whatever it is.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, union_all

from course.records import contacts, member_facts, name_words, past_counts, tables
from course.records.member_facts import is_before
from course.records.past_counts import Kind
from course.records.requirements import requirements
from course.records.scoped import narrowed
from course.records.standings import name_key
from course.rules.dates import london_day, midnight
from course.rules.name_words import typed_words
from course.rules.reporting import Asked, Group, Member, is_wanted
from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.standing import Exemption, MemberFacts, dates, status
from course.rules.status_days import is_soon

Rows = tuple[Row[Any], ...]
Which = Sequence[ColumnElement[bool]]
"""Conditions on a row of `membership`."""
PART = 1000  # rows fetched at a time
membership = tables.membership


@dataclass(frozen=True, slots=True)
class Known:
    """One membership (a row with the names of a list) and all facts about it, whenever they happened."""

    row: Row[Any]
    facts: MemberFacts
    completions: tuple[Row[Any], ...]  # those withdrawn as well
    outside: tuple[Row[Any], ...]
    exemptions: tuple[Row[Any], ...]


class Beside:
    """The rows of another query in the same order of people, handed out person by person."""

    def __init__(self, rows: Iterable[Row[Any]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def of(self, person: int) -> list[Row[Any]]:
        """The rows of a person, who must come after everyone asked for before."""
        found = []
        while self._next is not None and self._next.person <= person:
            if self._next.person == person:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


class Requirements:
    """Which requirement is in force for whom on which day; found out once for each kind of member."""

    def __init__(self, known: Sequence[DatedRequirement], default: Requirement) -> None:
        self._known, self._default = known, default
        self._found: dict[tuple[Kind, dt.date], Requirement] = {}

    def of(self, members: Kind, day: dt.date) -> Requirement:
        """The one for members of this kind."""
        key = (members, day)
        if key not in self._found:
            where = dict(zip(("organisation", "team", "job_role"), members, strict=True))
            self._found[key] = in_force(self._known, self._default, **where, day=day)  # type: ignore[arg-type]
        return self._found[key]

    def in_days(self, kinds: Iterable[Kind], day: dt.date) -> past_counts.Rules:
        """The days by which SQL counts on a day, for those kinds of which it can."""
        asked, found = {each: self.of(each, day) for each in kinds}, cache(past_counts.since)
        plain = {each: found(one, day) for each, one in asked.items() if one.date_rule == "from-completion"}
        return past_counts.Rules(plain, frozenset(asked) - frozenset(plain))


def kind(row: Row[Any]) -> Kind:
    """Of which kind the member of a row is."""
    return row.organisation, row.team, row.job_role


def groups(store: Connection, asked: Asked) -> list[Group]:
    """As today's groups in `records.reports`: counted by SQL where it can, the others one by one."""
    if asked.is_narrowed:
        return _one_by_one(members(store, asked), asked.day)
    asks, kinds = Requirements(requirements(store), asked.default), past_counts.kinds(store, asked)
    rules = asks.in_days(kinds, asked.day)
    found = list(past_counts.counted(store, asked, rules))
    return found + _one_by_one(members(store, asked, rules.others), asked.day) if rules.others else found


def _one_by_one(found: Iterable[Member], day: dt.date) -> list[Group]:
    people: Counter[tuple[int, int | None, str, str | None]] = Counter()
    outside, soon, later = people.copy(), people.copy(), people.copy()
    for each in found:
        key = (each.organisation, each.team, each.status, each.edition)
        people[key] += 1
        outside[key] += each.outside_on is not None and each.status != "left"
        soon[key] += is_soon(each.dates, each.status, day)
        later[key] += each.later
    return [
        Group(*key, people=number, outside=outside[key], soon=soon[key], later=later[key])
        for key, number in people.items()
    ]


def members(
    store: Connection, asked: Asked, kinds: Container[Kind] | None = None, among: Sequence[int] | None = None
) -> Iterator[Member]:
    """Everybody who is asked for, in no order that means anything; of some kinds or memberships alone where they are named."""
    asks, end = Requirements(requirements(store), asked.default), midnight(asked.day + dt.timedelta(days=1))
    for known in facts(store, asked, asked.day, among=among):
        if kinds is None or kind(known.row) in kinds:
            found = _member(known, asks.of(kind(known.row), asked.day), asked.day, end)
            if is_wanted(found, asked):
                yield found


def trend(store: Connection, asked: Asked, days: Sequence[dt.date]) -> dict[dt.date, Counter[str]]:
    """How many had which status at each of some days (the oldest first)."""
    asks, kinds = Requirements(requirements(store), asked.default), past_counts.kinds(store, asked)
    rules = {day: asks.in_days(kinds, day) for day in days}
    found = past_counts.statuses(store, asked, rules)
    if not any(each.others for each in rules.values()):
        return found
    for known in facts(store, asked, days[-1], counted=False):
        of = kind(known.row)
        for day in days:
            if of in rules[day].others and _is_counted(known.row, day):
                found[day][status(dates(known.facts, asks.of(of, day), day), day)] += 1
    return found


def _is_counted(row: Row[Any], day: dt.date) -> bool:
    """Whether a membership that may have ended by a move, or been followed, counts on a day: as `member_facts.is_counted`."""
    succeeded = row.moved or (row.followed_on is not None and row.followed_on <= day)
    return row.started_on <= day and not (succeeded and row.left_on is not None and row.left_on <= day)


def facts(
    store: Connection, asked: Asked, day: dt.date, *, counted: bool = True, among: Sequence[int] | None = None
) -> Iterator[Known]:
    """Every membership asked for that had begun by a day, with its facts; in the order of people.

    `counted`: without those that a move or a later membership had replaced by the day; a trend needs them for days before.
    `among`: of these memberships alone.
    """
    which = [*narrowed(asked, membership.c), *([] if among is None else [membership.c.id.in_(among)])]
    with ExitStack() as opened:
        read = partial(_rows, store, opened)
        rows = read(_memberships(asked, day, which, counted=counted))
        done, out, exempt, begun = (Beside(read(query(which))) for query in (_done, _outside, _exemptions, _begun))
        for person, held in groupby(rows, key=lambda row: row.person):
            beside = tuple(tuple(each.of(person)) for each in (done, out, exempt, begun))
            yield from (_known(row, *beside) for row in held)


def _known(row: Row[Any], done: Rows, out: Rows, exempt: Rows, begun: Rows) -> Known:
    exemptions = tuple(each for each in exempt if each.membership == row.membership)
    done, out = (tuple(each for each in some if is_before(each.completed_on, row.left_on)) for some in (done, out))
    found = MemberFacts(
        counts_from=row.counts_from,
        left_on=row.left_on,
        begun_on=london_day(begun[0].at) if begun else None,
        completed_on=tuple(each.completed_on for each in done if each.withdrawn_at is None),
        exemptions=tuple(Exemption(each.from_day, each.until_day, each.reason) for each in exemptions),
    )
    return Known(row, found, done, out, exemptions)


def _member(known: Known, asks: Requirement, day: dt.date, end: dt.datetime) -> Member:
    row, found = known.row, dates(known.facts, asks, day)
    made = [each for each in known.completions if each.completed_on <= day]
    done = [each for each in made if each.withdrawn_at is None]
    outside = [each for each in known.outside if each.completed_on <= day]
    exempt = [each for each in known.exemptions if each.from_day <= day]
    entered = [row.entered_at, *(each.at for each in (*made, *outside, *exempt))]
    entered += [each.withdrawn_at for each in made if each.withdrawn_at is not None]
    shown = ["membership", "person", "name", "organisation", "organisation_name", "team", "job_role"]
    gone = row.left_on is not None and not row.moved  # an address may be newer than the leaving
    return Member(
        **{name: getattr(row, name) for name in shown},
        address=None if gone else row.address,
        unproven=bool(row.unproven and not gone),
        name_key=name_key(row.name),
        team_name=row.team_name or "",
        job_role_name=row.job_role_name or "",
        dates=found,
        status=status(found, day),
        edition=done[-1].edition if done else None,
        kind=done[-1].kind if done else None,
        outside_on=max((each.completed_on for each in outside), default=None),
        requirement=asks.id,
        later=any(each >= end for each in entered),
    )


def _rows(store: Connection, opened: ExitStack, query: Select[Any]) -> Iterator[Row[Any]]:
    """A part of the rows at a time; the cursor is closed with `opened`."""
    return iter(opened.enter_context(store.execute(query.execution_options(yield_per=PART))))


def _memberships(asked: Asked, day: dt.date, which: Which, *, counted: bool) -> Select[Any]:
    of, account, contact = membership.c, tables.account, tables.contact
    address, unproven = contacts.shown_address()
    named = select(
        of.id.label("membership"), of.person, of.organisation, of.team, of.job_role, of.counts_from, of.started_on,
        of.left_on, of.moved, member_facts.followed_on().label("followed_on"), of.entered_at,
        tables.person.c.name, tables.organisation.c.name.label("organisation_name"),
        tables.team.c.name.label("team_name"), tables.job_role.c.name.label("job_role_name"),
        address.label("address"), unproven.label("unproven"),
    )  # fmt: skip
    joined = (
        named.join(tables.person, tables.person.c.id == of.person)
        .join(tables.organisation, tables.organisation.c.id == of.organisation)
        .outerjoin(tables.team, tables.team.c.id == of.team)
        .outerjoin(tables.job_role, tables.job_role.c.id == of.job_role)
        .outerjoin(account, account.c.person == of.person)
        .outerjoin(contact, contact.c.person == of.person)
    )
    begun = [*which, of.started_on <= day, *([member_facts.is_counted(day)] if counted else [])]
    named_so = (name_words.has(of.person, word) for word in typed_words(asked.name))
    return joined.where(*begun, *named_so).order_by(of.person, of.id)


def _people(which: Which) -> Select[Any]:
    return select(membership.c.person).where(*which)


def _done(which: Which) -> Select[Any]:
    """`at`: when it was entered, which for a session in a room is when its register was closed."""
    of, led = tables.completion.c, tables.trainer_led
    entered = func.coalesce(led.c.made_at, of.at).label("at")
    found = select(of.person, of.id, of.completed_on, of.edition, of.kind, entered, of.withdrawn_at)
    found = found.select_from(tables.completion.outerjoin(led, led.c.completion == of.id))
    found = found.where(of.person.in_(_people(which)))
    return found.order_by(of.person, of.completed_on, of.id)


def _outside(which: Which) -> Select[Any]:
    of = tables.outside_training.c
    found = select(of.person, of.completed_on, of.entered_at.label("at"))
    return found.where(of.person.in_(_people(which))).order_by(of.person, of.id)


def _exemptions(which: Which) -> Select[Any]:
    """As in `records.member_facts`: an exemption holds through a move."""
    of, made_for = tables.exemption.c, membership.alias()
    here = membership.c
    same = (here.person == made_for.c.person) & (here.organisation + 0 == made_for.c.organisation + 0)
    found = select(
        here.person, here.id.label("membership"), of.from_day, of.until_day, of.reason, of.made_at.label("at")
    )
    found = found.select_from(tables.exemption).join(made_for, of.membership == made_for.c.id)
    found = found.join(membership, same & (here.counts_from == made_for.c.counts_from))
    return found.where(*which).order_by(here.person, of.id)


def _begun(which: Which) -> Select[Any]:
    first = [
        select(table.c.person, func.min(table.c.at).label("at"))
        .where(table.c.person.in_(_people(which)))
        .group_by(table.c.person)
        for table in (tables.reading, tables.attempt)
    ]
    both = union_all(*first).subquery()
    return select(both.c.person, func.min(both.c.at).label("at")).group_by(both.c.person).order_by(both.c.person)
