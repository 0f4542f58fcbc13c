"""Counts and lists for the completion report. Today's are read from the table `standing`; another day's from the facts.

Every function takes what is asked (`Asked`) and runs a fixed number of statements, however many people there are. Lists
are handed out page by page after a membership ("keyset"), so that any page costs as much as the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, false, func, literal, or_, select

from course.records import headcounts, past, standing_sql, tables
from course.records.scoped import within
from course.records.standings import name_key
from course.rules.reporting import EARLIER, Asked, Group, Member, Place, Report, order_key, report
from course.rules.scoping import Scope
from course.rules.standing import TRAINED, Dates

PAGE = 50
MOST_COUNTED = 1000  # beyond it a list says "more than"
standing = tables.standing
AT_A_TIME = 1000  # rows fetched at once where all are wanted
DATES = tuple(Dates.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some members of a list; `after` names the last of them where more follow. `count` stops at MOST_COUNTED + 1."""

    members: tuple[Member, ...]
    after: int | None
    count: int


def places(store: Connection, asked: Asked) -> tuple[Place, ...]:
    """The organisations and teams that are looked at, by name; those of the scope where the question names none."""
    team, organisation = tables.team, tables.organisation
    in_teams = select(team.c.id, team.c.organisation, team.c.name).order_by(team.c.name_key, team.c.id)
    asked_for = [] if asked.organisation is None else [team.c.organisation == asked.organisation]
    asked_for += [] if asked.team is None else [team.c.id == asked.team]
    seen = select(team.c.id.label("team"), team.c.organisation).subquery()
    in_scope = select(seen.c.team).where(within(asked.scope, seen.c))
    teams: dict[int, list[tuple[int, str]]] = {}
    for each in store.execute(in_teams.where(team.c.id.in_(in_scope), *asked_for)):
        teams.setdefault(each.organisation, []).append((each.id, each.name))
    named = select(organisation.c.id, organisation.c.name).order_by(organisation.c.name_key)
    if asked.organisation is not None:
        named = named.where(organisation.c.id == asked.organisation)
    return tuple(
        Place(
            each.id, each.name, asked.team is None and asked.scope.covers(each.id, None), tuple(teams.get(each.id, ()))
        )
        for each in store.execute(named)
        if each.id in teams or (asked.team is None and asked.scope.covers(each.id, None))
    )


def editions(store: Connection, scope: Scope) -> tuple[str, ...]:
    """The editions in which anybody of the scope completed the course."""
    done, members = tables.completion.c, tables.membership.c
    people = select(members.person).where(within(scope, members))
    found = select(done.edition).where(done.person.in_(people)).distinct().order_by(done.edition)
    return tuple(store.execute(found).scalars())


def overview(store: Connection, asked: Asked) -> Report:
    """The whole report: its lines and their sum."""
    found = past.groups(store, asked) if asked.past else _groups(store, asked)
    said = {key: each.people for key, each in headcounts.declared(store, asked.scope, asked.day).items()}
    return report(found, places(store, asked), said, asked.current)


def _groups(store: Connection, asked: Asked) -> list[Group]:
    of = standing.c
    status = standing_sql.status(asked.day)
    soon = case((standing_sql.soon(status, asked.day), 1), else_=0)
    outside = case((and_(of.outside_on <= asked.day, status != "left"), 1), else_=0)
    each_row = select(of.organisation, of.team, status.label("status"), of.edition, outside.label("o"), soon.label("s"))
    rows = each_row.where(*_conditions(asked)).subquery()
    keys = (rows.c.organisation, rows.c.team, rows.c.status, rows.c.edition)
    counted = select(*keys, func.count(), func.sum(rows.c.o), func.sum(rows.c.s)).group_by(*keys)
    return [Group(*row) for row in store.execute(counted)]


def member_page(store: Connection, asked: Asked, after: int | None, size: int = PAGE) -> MemberPage:
    """The members behind the one named `after` (a membership), in the order asked for; the first ones where it is None."""
    if asked.past:
        return _past_page(store, asked, after, size)
    listed = _members(asked)
    counted = select(func.count()).select_from(listed.order_by(None).limit(MOST_COUNTED + 1).subquery())
    count = int(store.execute(counted).scalar_one())
    ahead = _order(asked)
    if after is not None:
        place = store.execute(
            _joined(select(*ahead)).where(_in_scope(asked), standing.c.membership == after)
        ).one_or_none()
        listed = listed.where(_behind(ahead, tuple(place))) if place else listed
    rows = store.execute(listed.limit(size + 1)).all()
    found = tuple(_member(row) for row in rows[:size])
    return MemberPage(found, found[-1].membership if len(rows) > size else None, count)


def _past_page(store: Connection, asked: Asked, after: int | None, size: int) -> MemberPage:
    found = sorted(past.members(store, asked), key=lambda one: order_key(one, asked.order))
    begin = next((place + 1 for place, each in enumerate(found) if each.membership == after), 0)
    part = tuple(found[begin : begin + size])
    more = part[-1].membership if begin + size < len(found) else None
    return MemberPage(part, more, min(len(found), MOST_COUNTED + 1))


def all_members(store: Connection, asked: Asked) -> Iterator[Member]:
    """Everybody who is asked for, in order; today's come from the database a thousand at a time."""
    if asked.past:
        yield from sorted(past.members(store, asked), key=lambda one: order_key(one, asked.order))
        return
    with store.execute(_members(asked).execution_options(yield_per=AT_A_TIME)) as rows:
        yield from map(_member, rows)


def registered(store: Connection, asked: Asked) -> int:
    """How many memberships the question covers, before it asks for statuses or names."""
    conditions = _conditions(asked)
    return int(store.execute(select(func.count()).select_from(standing).where(*conditions)).scalar_one())


def _in_scope(asked: Asked) -> ColumnElement[bool]:
    return within(asked.scope, standing.c)


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    of = standing.c
    found = [_in_scope(asked), standing_sql.registered(asked.day)]
    for column, value in (
        (of.organisation, asked.organisation),
        (of.team, asked.team),
        (of.job_role, asked.job_role),
        (of.person, asked.person),
    ):
        found += [] if value is None else [column == value]
    return found


def _members(asked: Asked) -> Select[Any]:
    of, status = standing.c, standing_sql.status(asked.day)
    columns = [of[name] for name in DATES]
    listed = _joined(
        select(
            of.membership, of.person, of.name_key, of.organisation, of.team, of.job_role, of.edition, of.kind,
            of.outside_on, of.requirement, *columns, status.label("status"), tables.person.c.name,
            tables.organisation.c.name.label("organisation_name"), tables.team.c.name.label("team_name"),
            tables.job_role.c.name.label("job_role_name"), _address(asked).label("address"),
        )
    ).where(*_conditions(asked), *_wanted(asked, status))  # fmt: skip
    return listed.order_by(*_order(asked))


def _joined(query: Select[Any]) -> Select[Any]:
    of = standing.c
    joined = (
        query.select_from(standing)
        .join(tables.person, tables.person.c.id == of.person)
        .join(tables.organisation, tables.organisation.c.id == of.organisation)
        .outerjoin(tables.team, tables.team.c.id == of.team)
        .outerjoin(tables.job_role, tables.job_role.c.id == of.job_role)
    )
    return joined.outerjoin(tables.account, tables.account.c.person == of.person).outerjoin(
        tables.contact, tables.contact.c.person == of.person
    )


def _address(asked: Asked) -> ColumnElement[Any]:
    """The address to write to: the confirmed one of the account, else the one the organisation gave."""
    if asked.order != "team":
        return literal(None)
    return case((tables.account.c.email_confirmed, tables.account.c.email), else_=tables.contact.c.email)


def _wanted(asked: Asked, status: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """As `rules.reporting.is_wanted`."""
    of = standing.c
    found: list[ColumnElement[bool]] = []
    if asked.statuses:
        found.append(status.in_(sorted(asked.statuses)))
    if asked.edition == EARLIER:
        earlier = false() if asked.current is None else of.edition.not_in(sorted(asked.current))
        found += [status.in_(sorted(TRAINED)), earlier]
    elif asked.edition is not None:
        found.append(of.edition == asked.edition)
    if name_key(asked.name):
        found.append(of.name_key.contains(name_key(asked.name), autoescape=True))
    return found


def _order(asked: Asked) -> list[ColumnElement[Any]]:
    """The columns a list is ordered by; as `rules.reporting.order_key`. The last one is different for every row."""
    of = standing.c
    last: list[ColumnElement[Any]] = [of.name_key, of.membership]
    if asked.order == "expiry":
        return [func.coalesce(of.expires_on, dt.date.max), *last]
    if asked.order == "status":
        return [standing_sql.urgency(standing_sql.status(asked.day)), *last]
    if asked.order == "team":
        return [tables.organisation.c.name_key, func.coalesce(tables.team.c.name_key, ""), *last]
    return last


def _behind(columns: list[ColumnElement[Any]], values: tuple[object, ...]) -> ColumnElement[bool]:
    """Whether a row comes after the row with these values."""
    ways = []
    for place, column in enumerate(columns):
        same = [columns[before] == values[before] for before in range(place)]
        ways.append(and_(*same, column > values[place]))
    return or_(*ways)


def _member(row: Row[Any]) -> Member:
    values = dict(row._mapping)
    days = Dates(**{name: values.pop(name) for name in DATES})
    for name in ("team_name", "job_role_name"):
        values[name] = values[name] or ""
    return Member(**values, dates=days)
