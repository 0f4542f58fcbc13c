"""Counts as at any day, in SQL: of members whose training counts "from completion", without one row for each of them.

There status follows from the newest completion alone, and a later completion never ends earlier; so a status begins with a
first day of completion ("since"), which depends on requirement and day, and SQL compares days. Members under the other two
date rules are worked out one by one in `records.past`, which knows all rules; a test holds both equal.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
    values,
)

from course.records import member_facts, tables
from course.records.scoped import narrowed
from course.rules.dates import add_months, midnight
from course.rules.reporting import Asked, Group
from course.rules.requirements import Requirement
from course.rules.standing import TRAINED
from course.rules.status_days import NEVER_COMPLETED, SOON

MOST_KINDS = 2_000  # in one statement
ONE = dt.timedelta(days=1)
membership, completion, outside = tables.membership, tables.completion, tables.outside_training
MADE, NEWEST = completion.alias("made"), completion.alias("newest")  # an alias takes long to make: one for all days
Kind = tuple[int, int | None, int | None]
"""Organisation, team and job role: members of one kind are under one requirement."""


@dataclass(frozen=True, slots=True)
class Since:
    """For one requirement and day: from which day of completion on, or of joining, somebody has which status."""

    in_date: dt.date
    due_soon: dt.date
    overdue: dt.date
    beyond_soon: dt.date  # completed since then: does not expire within 30 days
    not_due: dt.date  # counts from then on: the time to complete is not over
    not_due_soon: dt.date


@dataclass(frozen=True, slots=True)
class Rules:
    """For one day, the days of each kind of members of whom SQL can tell, and the other kinds."""

    by_kind: Mapping[Kind, Since]
    others: frozenset[Kind]

    @property
    def same(self) -> Since | None:
        """The days that hold for everybody; None where there are several, or others."""
        found = set(self.by_kind.values())
        return found.pop() if len(found) == 1 and not self.others else None


@dataclass(frozen=True, slots=True)
class Told:
    """The days of `Since` by their names, as SQL knows them; of the kinds in a table, or of everybody."""

    days: Mapping[str, ColumnElement[dt.date]]
    table: CTE | None = None


def since(asked: Requirement, day: dt.date) -> Since:
    """The days that a requirement gives."""
    window, grace, due = (dt.timedelta(each) for each in (asked.window_days, asked.grace_days, asked.due_days))
    return Since(
        in_date=first_until(day + window + ONE, asked.valid_months),
        due_soon=first_until(day, asked.valid_months),
        overdue=first_until(day - grace, asked.valid_months),
        beyond_soon=first_until(day + SOON + ONE, asked.valid_months),
        not_due=day - due,
        not_due_soon=day - due + SOON + ONE,
    )


def first_until(end: dt.date, months: int) -> dt.date:
    """The first day of which so many months on is `end` or later."""
    found = add_months(end, -months)
    while add_months(found, months) < end:
        found += ONE
    while add_months(found - ONE, months) >= end:
        found -= ONE
    return found


def kinds(store: Connection, asked: Asked) -> list[Kind]:
    """The kinds of members there ever were where it is asked."""
    of = membership.c
    found = select(of.organisation, of.team, of.job_role).where(*narrowed(asked, of)).distinct()
    return [(each.organisation, each.team, each.job_role) for each in store.execute(found)]


def counted(store: Connection, asked: Asked, rules: Rules) -> Iterator[Group]:
    """The members of whom SQL can tell, on the day asked for, by place, status and edition."""
    for some in _told(rules, asked.day):
        each = _each(asked, some, by_edition=True)
        marks = {"outside": _outside(asked, each), "soon": _soon(each), "later": _later(asked, each)}
        columns = [each.c[name] for name in ("organisation", "team", "status", "edition")]
        marked = select(*columns, *(case((mark, 1), else_=0).label(name) for name, mark in marks.items())).subquery()
        keys = [marked.c[column.name] for column in columns]
        sums = [func.sum(marked.c[name]) for name in marks]
        found: Select[Any] = select(*keys, func.count(), *sums).group_by(*keys)
        yield from (Group(*row) for row in store.execute(found))


def statuses(store: Connection, asked: Asked, by_day: Mapping[dt.date, Rules]) -> dict[dt.date, Counter[str]]:
    """How many of the members of whom SQL can tell have which status on each of some days; many days in one statement."""
    found: dict[dt.date, Counter[str]] = {day: Counter() for day in by_day}
    counts: list[Select[Any]] = []
    kinds_told = 0
    for day, rules in by_day.items():
        if counts and kinds_told + len(rules.by_kind) > MOST_KINDS:
            _add_up(store, counts, found)
            counts, kinds_told = [], 0
        kinds_told += len(rules.by_kind)
        for some in _told(rules, day):
            of = _each(replace(asked, day=day), some, by_edition=False).c
            counts.append(select(literal(day, Date), of.status, func.count()).group_by(of.status))
    _add_up(store, counts, found)
    return found


def _add_up(store: Connection, counts: Sequence[Select[Any]], found: Mapping[dt.date, Counter[str]]) -> None:
    if counts:
        for day, status, number in store.execute(union_all(*counts)):
            found[day][status] += number


def _told(rules: Rules, day: dt.date) -> Iterator[Told]:
    """The days of each kind, in parts that fit in one statement. Where they are the same for everybody they are values in
    it, and no table: it is less to do, and the text of a statement is kept, which one with VALUES never is."""
    names = [each.name for each in fields(Since)]
    same = rules.same
    if same is not None:
        yield Told({name: literal(getattr(same, name), Date) for name in names})
        return
    columns: list[Any] = [column(each, Integer) for each in ("organisation", "team", "job_role")]
    columns += [column(name, Date) for name in names]
    told = [(kind[0], kind[1] or 0, kind[2] or 0, *astuple(since)) for kind, since in rules.by_kind.items()]
    for start in range(0, len(told), MOST_KINDS):
        table = values(*columns).data(told[start : start + MOST_KINDS]).cte(f"rules_{day:%Y%m%d}_{start}")
        yield Told({name: table.c[name] for name in names}, table)


def _each(asked: Asked, rules: Told, *, by_edition: bool) -> Subquery:
    """A row for each member who counts on the day: the status alone, or with all that is told of an edition."""
    of = membership.c
    newest = _newest(asked.day, by_edition=by_edition)
    columns: list[ColumnElement[Any]] = []
    if by_edition:
        columns += [of.id, of.person, of.organisation, of.team, of.counts_from, of.left_on, of.entered_at]
        columns += [newest.c.edition, newest.c.completed_on]
        columns += [rules.days[name].label(name) for name in ("beyond_soon", "not_due_soon")]
    found = select(*columns, _status(asked.day, newest, rules).label("status"))
    joined: FromClause = membership if rules.table is None else membership.join(rules.table, _is_kind(rules.table))
    joined = joined.outerjoin(newest, _is_newest(asked.day, newest, by_edition=by_edition))
    counts = (of.started_on <= asked.day, member_facts.is_counted(asked.day))
    return found.select_from(joined).where(*narrowed(asked, of), *counts).subquery()


def _is_kind(rules: CTE) -> ColumnElement[bool]:
    """Whether a row of the days is the one for a member."""
    of, ruled = membership.c, rules.c
    none: ColumnElement[int] = literal_column("0")
    return and_(
        ruled.organisation == of.organisation + none,  # members one after the other, and for each its kind
        ruled.team == func.coalesce(of.team, none),
        ruled.job_role == func.coalesce(of.job_role, none),
    )


def _newest(day: dt.date, *, by_edition: bool) -> FromClause:
    """Completions, each person's newest among them; without editions their days are enough."""
    if by_edition:
        return NEWEST
    of = completion.c
    made = select(of.person, func.max(of.completed_on).label("completed_on"))
    return made.where(of.completed_on <= day, of.withdrawn_at.is_(None)).group_by(of.person).subquery("newest")


def _is_newest(day: dt.date, newest: FromClause, *, by_edition: bool) -> ColumnElement[bool]:
    """Whether it is the one that counts for a membership: nothing on or after the day of leaving does."""
    if not by_edition:
        return newest.c.person == membership.c.person  # of whoever has left, nobody asks when
    made, of = MADE, membership.c
    held = (made.c.person == of.person, made.c.withdrawn_at.is_(None), made.c.completed_on <= day)
    found = select(made.c.id).where(*held, or_(of.left_on.is_(None), made.c.completed_on < of.left_on))
    found = found.order_by(made.c.completed_on.desc(), made.c.id.desc()).limit(1)
    return newest.c.id == found.correlate(membership).scalar_subquery()


def _status(day: dt.date, newest: FromClause, rules: Told) -> ColumnElement[str]:
    of, since, done = membership.c, rules.days, newest.c.completed_on
    return case(
        (of.left_on <= day, "left"),
        (of.id.in_(_exempt(day)), "exempt"),
        (done >= since["in_date"], "in-date"),
        (done >= since["due_soon"], "due-soon"),
        (done >= since["overdue"], "overdue"),
        (done.is_not(None), "expired"),
        (of.counts_from < since["not_due"], "overdue"),
        (_begun(midnight(day + ONE)), "in-progress"),
        else_="not-started",
    )


def _begun(end: dt.datetime) -> ColumnElement[bool]:
    """Whether there is a fact of the course before a moment."""
    facts = (tables.reading, tables.attempt)
    return or_(*(exists().where(each.c.person == membership.c.person, each.c.at < end) for each in facts))


def _exempt(day: dt.date, made_since: dt.datetime | None = None) -> Select[Any]:
    """The memberships exempt on a day; or those with an exemption that began by then and was made since a moment."""
    of = tables.exemption.c
    holds = or_(of.until_day.is_(None), of.until_day >= day) if made_since is None else of.made_at >= made_since
    return member_facts.exempted().where(of.from_day <= day, holds)


def _outside(asked: Asked, each: Subquery) -> ColumnElement[bool]:
    trained = select(outside.c.person).where(outside.c.completed_on <= asked.day)
    return and_(each.c.status != "left", each.c.person.in_(trained))


def _soon(each: Subquery) -> ColumnElement[bool]:
    of = each.c
    runs_out = and_(of.status.in_(sorted(TRAINED)), of.completed_on < of.beyond_soon)
    return or_(runs_out, and_(of.status.in_(sorted(NEVER_COMPLETED)), of.counts_from < of.not_due_soon))


def _later(asked: Asked, each: Subquery) -> ColumnElement[bool]:
    """Whether anything about a member was entered after the end of the day. First who is in question, then for certain."""
    end, of = midnight(asked.day + ONE), each.c
    closed = select(tables.trainer_led.c.completion).where(tables.trainer_led.c.made_at >= end)  # the register, by then
    entered = or_(completion.c.at >= end, completion.c.id.in_(closed))
    ways: list[ColumnElement[bool]] = [of.entered_at >= end, of.id.in_(_exempt(asked.day, end))]
    for table, late in (
        (completion, or_(entered, completion.c.withdrawn_at >= end)),
        (outside, outside.c.entered_at >= end),
    ):
        fact = table.c
        told = (fact.completed_on <= asked.day, late)
        mine = (fact.person == of.person, or_(of.left_on.is_(None), fact.completed_on < of.left_on))
        ways.append(and_(of.person.in_(select(fact.person).where(*told)), exists().where(*told, *mine)))
    return or_(*ways)
