"""Answers and ratings counted in whole batches, so that no two reports differ by a small group.

The rule and why it holds: `rules.suppression.whole_batches`. What somebody gave counts for the team and organisation
they belonged to on that day, for ever; what they gave while they belonged to none counts nowhere. Whether a place was
large enough to count by itself is asked of that day, too: who joins later moves nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from course.records import tables
from course.records.scoped import within
from course.rules.dates import LONDON
from course.rules.scoping import Scope

membership, empty = tables.membership, tables.gone_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which batches: those of a scope, narrowed to an organisation, a team or an edition, filled by the end of a day."""

    scope: Scope
    day: dt.date
    organisation: int | None = None
    team: int | None = None
    edition: str | None = None

    @property
    def end(self) -> dt.datetime:
        """The moment at which the day ends in London."""
        return dt.datetime.combine(self.day + dt.timedelta(days=1), dt.time(), LONDON).astimezone(dt.UTC)


class day_of(GenericFunction[Any]):  # noqa: N801 - the name of a function in SQL
    """The day of a moment by summer time: London's but for the last hour of a winter's day, which counts to the next.

    Nobody loses an answer by that hour, and both stores can say it.
    """

    type = Date()
    inherit_cache = True


@compiles(day_of, "sqlite")
def _sqlite_day(element: Any, compiler: Any, **more: Any) -> str:
    return f"date({compiler.process(element.clauses, **more)}, '+1 hour')"


@compiles(day_of, "postgresql")
def _postgres_day(element: Any, compiler: Any, **more: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **more)} AT TIME ZONE 'UTC' + INTERVAL '1 hour' AS date)"


def whole_batches(
    given: Subquery, asked: Asked, least: int, kinds: tuple[str, ...], places: str | None = None
) -> Subquery:
    """Those rows of `given` that lie in whole batches, with the columns of `given`.

    `given` has the columns `person`, `at`, `id`, `edition`; each combination of its columns `kinds` (such as quiz and
    statement) has batches of its own. Where it has a column `gone`, a row with 1 in it says nothing any more: it keeps its
    place, so that no other row changes its batch, and its batch counts no longer. So do rows that are not there any more,
    where `places` says of which list of `gone_answers` they were.
    """
    placed = _placed(given, asked, least, places).subquery()
    of = placed.c
    alike = [of.organisation, of.team, *(of[name] for name in kinds)]
    turn = func.row_number().over(partition_by=alike, order_by=[of.at, of.id, of.membership])
    numbered = select(placed, (turn - 1).label("turn"), func.count().over(partition_by=alike).label("n")).subquery()
    batch = numbered.c.turn - numbered.c.turn % least  # the turn of its first row
    same = [numbered.c.organisation, numbered.c.team, *(numbered.c[name] for name in kinds), batch]
    first, last = (make(numbered.c.edition).over(partition_by=same) for make in (func.min, func.max))
    filled = numbered.c.turn < numbered.c.n - numbered.c.n % least
    lost = func.max(numbered.c.is_gone).over(partition_by=same)
    edges = (first.label("first"), last.label("last"), lost.label("lost"))
    batches = select(numbered, *edges).where(filled).subquery()
    wanted = select(*(batches.c[column.name] for column in given.c)).where(batches.c.lost == 0)
    if asked.edition is not None:
        wanted = wanted.where(batches.c.first == asked.edition, batches.c.last == asked.edition)
    return wanted.subquery()


def _placed(given: Subquery, asked: Asked, least: int, places: str | None) -> Select[Any]:
    """Each row with the unit it counts for; only those of the places asked for. Rows given after the day are left out."""
    organisations, teams = _large(membership.c.organisation, least), _large(membership.c.team, least)
    every = _every(given, places).subquery()
    of, day = every.c, day_of(every.c.at)
    unit = _Unit(organisations.c.place, teams.c.place)
    placed = (
        select(every, unit.organisation.label("organisation"), unit.team.label("team"))
        .outerjoin(organisations, and_(organisations.c.place == of.at_organisation, organisations.c.since <= day))
        .outerjoin(teams, and_(teams.c.place == of.at_team, teams.c.since <= day, organisations.c.place.is_not(None)))
        .where(of.at < asked.end)
    )
    placed = placed.where(within(asked.scope, unit))
    for column, value in ((unit.organisation, asked.organisation), (unit.team, asked.team)):
        placed = placed if value is None else placed.where(column == value)
    return placed


def _every(given: Subquery, places: str | None) -> Select[Any] | CompoundSelect[Any]:
    """The rows with the place that each was given in, and whether it still says something; with them the empty places."""
    silent = given.c.gone if "gone" in given.c else literal(0)
    where = (membership.c.organisation.label("at_organisation"), membership.c.team.label("at_team"))
    rows = select(given, silent.label("is_gone"), membership.c.id.label("membership"), *where)
    rows = rows.join(membership, stayed(given))
    if places is None:
        return rows
    told = {"id": empty.c.id, "at": empty.c.at, "item": empty.c.item, "moment": empty.c.moment}
    columns = [told.get(column.name, null()).label(column.name) for column in given.c]
    here = (literal(1).label("is_gone"), literal(0).label("membership"), empty.c.organisation, empty.c.team)
    return union_all(rows, select(*columns, *here).where(empty.c.list == places))


@dataclass(frozen=True, slots=True)
class _Unit:
    """The columns that a scope is narrowed by."""

    organisation: ColumnElement[int]
    team: ColumnElement[int]


def _large(column: ColumnElement[Any], least: int) -> Subquery:
    """The places that so many people ever came to, and the day `since` on which it was so many."""
    first = func.min(membership.c.started_on)
    came = select(column.label("place"), membership.c.person, first.label("day")).where(column.is_not(None))
    people = came.group_by(column, membership.c.person).subquery()
    turn = func.row_number().over(partition_by=people.c.place, order_by=[people.c.day, people.c.person])
    numbered = select(people.c.place, people.c.day.label("since"), turn.label("turn")).subquery()
    return select(numbered.c.place, numbered.c.since).where(numbered.c.turn == least).subquery()


def stayed(given: FromClause) -> ColumnElement[bool]:
    """Whether a membership held on the day of a row."""
    of, day = membership.c, day_of(given.c.at)
    return and_(of.person == given.c.person, of.started_on <= day, or_(of.left_on.is_(None), of.left_on > day))
