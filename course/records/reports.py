"""Counts and lists for the completion report. Today's are read from `standing` and its sums; another day's from the facts.

Every function takes what is asked (`Asked`) and runs a fixed number of statements, however many people there are. Lists
are handed out page by page after a membership ("keyset"), so that any page costs as much as the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    false,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)

from course.records import headcounts, past, standing_counts, tables
from course.records.paging import PAGE, Turn
from course.records.scoped import narrowed, within
from course.records.standings import name_key
from course.rules.declared import Place
from course.rules.reporting import CHASED, EARLIER, URGENCY, Asked, Group, Member, Report, order_key, report
from course.rules.scoping import Scope
from course.rules.standing import TRAINED, Dates

FIRST = Turn()  # the first page
MOST_COUNTED = 1000  # beyond it a list says "more than"
LATE: list[ColumnElement[str]] = [literal_column(f"'{each}'") for each in sorted(CHASED)]  # in the words of its index
standing = tables.standing
AT_A_TIME = 1000  # rows fetched at once where all are wanted
DATES = tuple(Dates.__dataclass_fields__)
SHOWN = (  # of a row, behind the dates
    "membership", "person", "name_key", "organisation", "team", "job_role", "edition", "kind", "outside_on",
    "requirement", "status", "name", "organisation_name", "team_name", "job_role_name", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some members of a list, and the pages before and after, None where there is none. `count` stops at MOST_COUNTED + 1."""

    members: tuple[Member, ...]
    before: Turn | None
    after: Turn | None
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
    found = past.groups(store, asked) if asked.from_facts else _groups(store, asked)
    said = {key: each.people for key, each in headcounts.declared(store, asked.scope, asked.day).items()}
    return report(found, places(store, asked), said, asked.current)


def _groups(store: Connection, asked: Asked) -> list[Group]:
    if standing_counts.is_told(asked):
        return standing_counts.groups(store, asked)
    of = standing.c
    outside = case((of.outside_on.is_not(None) & (of.status != "left"), 1), else_=0)
    keys = (of.organisation, of.team, of.status, of.edition)
    counted = select(*keys, func.count(), func.sum(outside), func.sum(case((of.soon, 1), else_=0))).group_by(*keys)
    return [Group(*row) for row in store.execute(counted.where(*_conditions(asked)))]


def member_page(store: Connection, asked: Asked, turn: Turn = FIRST, size: int = PAGE) -> MemberPage:
    """The members behind a membership, or before one, in the order asked for; the first ones where nobody is there."""
    if asked.from_facts:
        return _past_page(store, asked, turn, size)
    listed = _members(asked)
    count, order, place, back = _count(store, asked), _order(asked), _place(store, asked, turn), turn.before is not None
    if place is None:
        return _page([_member(row) for row in store.execute(listed.limit(size + 1))], FIRST, size, count)
    ahead = listed.where(_beyond(order, place, back=back))
    if back:
        ahead = ahead.order_by(None).order_by(*(each.desc() for each in order))
    found = [_member(row) for row in store.execute(ahead.limit(size + 1))]
    return _page(found, turn, size, count) if found else member_page(store, asked, FIRST, size)


def _count(store: Connection, asked: Asked) -> int:
    if standing_counts.is_told(asked):
        return min(standing_counts.people(store, asked), MOST_COUNTED + 1)
    found = select(standing.c.membership).where(*_conditions(asked), *_wanted(asked)).limit(MOST_COUNTED + 1)
    return int(store.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def _page(found: list[Member], turn: Turn, size: int, count: int) -> MemberPage:
    """A page of one member more than it holds, where there are more in the direction of the turn; nearest ones first."""
    more, kept = len(found) > size, found[:size]
    if turn.before is not None:
        kept.reverse()
    earlier, later = (more, True) if turn.before is not None else (turn.after is not None, more)
    return MemberPage(
        tuple(kept),
        Turn(before=kept[0].membership) if kept and earlier else None,
        Turn(after=kept[-1].membership) if kept and later else None,
        count,
    )


def _place(store: Connection, asked: Asked, turn: Turn) -> tuple[object, ...] | None:
    """Where the membership that a turn names stands in the order; None where it names none that is in the scope."""
    named = turn.after if turn.before is None else turn.before
    if named is None:
        return None
    sought = select(*_order(asked)).where(within(asked.scope, standing.c), standing.c.membership == named)
    sought = sought.where(standing.c.status.is_not(None))
    place = store.execute(sought).one_or_none()
    return tuple(place) if place else None


def _past_page(store: Connection, asked: Asked, turn: Turn, size: int) -> MemberPage:
    found = sorted(past.members(store, asked), key=lambda one: order_key(one, asked.order))
    count, back = min(len(found), MOST_COUNTED + 1), turn.before is not None
    named = turn.before if back else turn.after
    place = next((place for place, each in enumerate(found) if each.membership == named), None)
    if place is None:
        return _page(found[: size + 1], FIRST, size, count)
    ahead = found[:place][::-1] if back else found[place + 1 :]
    return _page(ahead[: size + 1] or found[: size + 1], turn if ahead else FIRST, size, count)


def all_members(store: Connection, asked: Asked) -> Iterator[Member]:
    """Everybody who is asked for, in order; today's come from the database a thousand at a time."""
    if asked.from_facts:
        yield from sorted(past.members(store, asked), key=lambda one: order_key(one, asked.order))
        return
    with store.execute(_members(asked).execution_options(yield_per=AT_A_TIME)) as rows:
        yield from map(_member, rows)


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    return [*narrowed(asked, standing.c), standing.c.status.is_not(None)]


def _members(asked: Asked) -> Select[Any]:
    of = standing.c
    columns = [of[name] for name in DATES]
    listed = _joined(
        select(
            *columns, of.membership, of.person, of.name_key, of.organisation, of.team, of.job_role, of.edition, of.kind,
            of.outside_on, of.requirement, of.status, tables.person.c.name, tables.organisation.c.name,
            func.coalesce(tables.team.c.name, ""), func.coalesce(tables.job_role.c.name, ""), _address(asked),
        )
    ).where(*_conditions(asked), *_wanted(asked))  # fmt: skip
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


def _wanted(asked: Asked) -> list[ColumnElement[bool]]:
    """As `rules.reporting.is_wanted`."""
    of = standing.c
    found: list[ColumnElement[bool]] = []
    if asked.statuses:
        some = of.urgency.in_(sorted(map(URGENCY.index, asked.statuses)))
        found.append(of.status.in_(LATE) if asked.statuses == CHASED else some)
    if asked.soon:
        found.append(of.soon)
    if asked.edition == EARLIER:
        earlier = false() if asked.current is None else of.edition.not_in(sorted(asked.current))
        found += [of.status.in_(sorted(TRAINED)), earlier]
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
        return [of.status_day, *last]
    if asked.order == "status":
        return [of.urgency, *last]
    if asked.order == "team":
        return [of.team_key, *last] if asked.one_organisation else [of.organisation_key, of.team_key, *last]
    return last


def _beyond(columns: list[ColumnElement[Any]], values: tuple[object, ...], *, back: bool) -> ColumnElement[bool]:
    """Whether a row comes after the row with these values; `back`: before it."""
    row = tuple_(*columns)
    return row < values if back else row > values


def _member(row: Row[Any]) -> Member:
    """The columns of `_members`, by their places: many rows are read one after the other."""
    days = len(DATES)
    return Member(**dict(zip(SHOWN, row[days:], strict=True)), dates=Dates(*row[:days]))
