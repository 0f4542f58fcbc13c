"""Counts and lists for the completion report. Today's are read from `standing` and its sums; another day's from the facts.

Every function takes what is asked (`Asked`) and runs a fixed number of statements, however many people there are. Lists
are handed out page by page after a membership ("keyset"), so that any page costs as much as the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from course.records import as_at, headcounts, list_ways, listing, standing_counts, tables
from course.records.paging import PAGE, Turn
from course.records.scoped import narrowed, within
from course.rules.declared import Place
from course.rules.reporting import Asked, Group, Listed, Member, Report, report
from course.rules.scoping import Scope

FIRST = Turn()  # the first page
MOST_COUNTED = 1000  # beyond it a list says "more than"
standing = tables.standing


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Some members of a list, and the pages before and after, None where there is none.

    `count` stops at MOST_COUNTED + 1; it is all of them if `counted`, else there may be more: counting them would take long.
    """

    members: tuple[Member, ...]
    before: Turn | None
    after: Turn | None
    count: int
    counted: bool = True


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
    found = as_at.groups(store, asked) if asked.from_facts else _groups(store, asked)
    said = {key: each.people for key, each in headcounts.declared(store, asked.scope, asked.day).items()}
    return report(found, places(store, asked), said, asked.current)


def _groups(store: Connection, asked: Asked) -> list[Group]:
    if standing_counts.is_told(asked):
        return standing_counts.groups(store, asked)
    of = standing.c
    outside = case((of.outside_on.is_not(None) & (of.status != "left"), 1), else_=0)
    keys = (of.organisation, of.team, of.status, of.edition)
    counted = select(*keys, func.count(), func.sum(outside), func.sum(case((of.soon, 1), else_=0))).group_by(*keys)
    return [Group(*row) for row in store.execute(counted.where(*narrowed(asked, of), of.status.is_not(None)))]


def member_page(store: Connection, asked: Asked, turn: Turn = FIRST, size: int = PAGE) -> MemberPage:
    """The members behind a membership, or before one, in the order asked for; the first ones where nobody is there."""
    if asked.from_facts:
        return _past_page(store, asked, turn, size)
    way = list_ways.way(store, asked)
    found, known = listing.page(store, asked, way, turn, size + 1)
    if not found and turn != FIRST:
        (found, known), turn = listing.page(store, asked, way, FIRST, size + 1), FIRST
    if turn == FIRST and len(found) <= size:
        return _page(found, turn, size, len(found))
    if (count := known if way.count is None else way.count) is not None:
        return _page(found, turn, size, min(count, MOST_COUNTED + 1))
    count = listing.count(store, asked, way, MOST_COUNTED + 1)
    return _page(found, turn, size, max(count, min(len(found), size)), counted=way.whole or count > MOST_COUNTED)


def _page(found: list[Member], turn: Turn, size: int, count: int, *, counted: bool = True) -> MemberPage:
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
        counted,
    )


def _past_page(store: Connection, asked: Asked, turn: Turn, size: int) -> MemberPage:
    found = as_at.listed(store, asked)
    numbers, back = found.numbers, turn.before is not None
    count, named = min(len(numbers), MOST_COUNTED + 1), turn.before if back else turn.after
    place = numbers.index(named) if named in numbers else None
    ahead: Sequence[int] = ()
    if place is not None:
        ahead = numbers[max(place - size - 1, 0) : place][::-1] if back else numbers[place + 1 : place + size + 2]
    if not ahead:
        ahead, turn = numbers[: size + 1], FIRST
    return _page(found.members(ahead), turn, size, count)


def all_members(store: Connection, asked: Asked) -> Iterator[Member]:
    """Everybody who is asked for, in order; today's come from the database a thousand at a time."""
    if asked.from_facts:
        return as_at.listed(store, asked).everybody()
    return listing.everybody(store, asked, list_ways.way(store, asked))


def all_listed(store: Connection, asked: Asked) -> Iterator[Listed]:
    """As `all_members`, and no more of each than a file shows."""
    if asked.from_facts:
        return (each.listed for each in all_members(store, asked))
    return listing.everybody_listed(store, asked, list_ways.way(store, asked))
