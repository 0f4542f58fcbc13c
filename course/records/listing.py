"""The rows of a list of today, out of `standing`, on the way that `list_ways` tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    Select,
    false,
    func,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)

from course.records import contacts, list_ways, name_words, tables
from course.records.list_ways import Walk, Way
from course.records.paging import Turn
from course.records.scoped import narrowed, within
from course.rules.name_words import typed_words
from course.rules.reporting import CHASED, EARLIER, URGENCY, Asked, Listed, Member
from course.rules.standing import TRAINED, Dates

LATE: list[ColumnElement[str]] = [literal_column(f"'{each}'") for each in sorted(CHASED)]  # in the words of its index
AT_A_TIME = 1000  # rows fetched at once where all are wanted
DATES = tuple(Dates.__dataclass_fields__)
OWN = ("status", "edition", "kind", "outside_on", "requirement")
standing = tables.standing


class Found(NamedTuple):
    """Some members, and how many there are in all; None where finding these did not tell."""

    members: list[Member]
    whole: int | None = None


def page(store: Connection, asked: Asked, way: Way, turn: Turn, most: int) -> Found:
    """The members nearest to where a turn lies, as many as there are up to `most`; before it, in the order away from it.

    Nobody where the turn names none who is in the scope.
    """
    back, named = turn.before is not None, turn.after if turn.before is None else turn.before
    place = None if named is None else _place(store, asked, named)
    if way.count == 0 or (named is not None and place is None):
        return Found([])
    count: ColumnElement[Any] = null()
    if way.few is None:
        parts = [_wanted(each, way) for each in way.walk.parts(asked)]
    else:
        rows, of = _wanted(asked, way)
        if way.count is None:  # read once, for the page and to be counted
            whole = rows.with_only_columns(*_order(asked, of)).cte("wanted")
            rows, of, count = select(whole.c.membership), whole.c, _number(whole)
        parts = [(rows, of)]
    rows = _fetched(_nearest(asked, parts, place, most, back=back))
    rows = rows.order_by(*(each.desc() if back else each for each in _order(asked, standing.c)))
    found = store.execute(_named(rows, asked).add_columns(count)).all()
    return Found([_member(row[:-1]) for row in found], found[0][-1] if found else None)


def _nearest(
    asked: Asked, parts: list[tuple[Select[Any], Any]], place: tuple[object, ...] | None, most: int, *, back: bool
) -> Select[Any]:
    """The numbers of the rows nearest to a place, out of several parts in the same order, each with its columns."""
    found = []
    for rows, of in parts:
        order = _order(asked, of)
        ahead = rows.with_only_columns(*order)
        found.append(ahead if place is None else ahead.where(_beyond(order, place, back=back)))
    together = found[0] if len(found) == 1 else union_all(*found)
    order = [together.selected_columns[str(each.key)] for each in order]
    page = together.order_by(*(each.desc() for each in order) if back else order).limit(most).subquery("page")
    return select(page.c.membership)


def everybody(store: Connection, asked: Asked, way: Way) -> Iterator[Member]:
    """Everybody who is asked for, in order, a thousand fetched at a time."""
    return map(_member, _all(store, asked, way, _named))


def everybody_listed(store: Connection, asked: Asked, way: Way) -> Iterator[Listed]:
    """As `everybody`, and no more of each than a file shows."""
    for name, place, team, role, status, day, *more in _all(store, asked, way, _shown):
        yield Listed(name, place, team, role, status, day if day < dt.date.max else None, *more)


def _all(store: Connection, asked: Asked, way: Way, told: Callable[..., Select[Any]]) -> Iterator[Any]:
    if way.count != 0:
        rows, _ = _wanted(asked, way)
        rows = rows if way.few is None else _fetched(rows)
        whole = told(rows.order_by(*_order(asked, standing.c)), asked)
        with store.execute(whole.execution_options(yield_per=AT_A_TIME)) as found:
            yield from found


def count(store: Connection, asked: Asked, way: Way, most: int) -> int:
    """How many there are, up to `most`; where the way knows some of them alone, how many of those."""
    assert way.sample is not None
    few = None if way.whole else list_ways.SAMPLE
    of = list_ways.read(way.sample, few).c
    found = select(of.membership).where(*_conditions(asked, of, known=way.sample.known(few))).limit(most)
    return int(store.execute(select(_number(found.subquery()))).scalar_one())


def _number(rows: FromClause) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows).scalar_subquery()


def _wanted(asked: Asked, way: Way) -> tuple[Select[Any], Any]:
    """The rows that are wanted, and the columns by which they are put in order."""
    rows = select(standing.c.membership).where(standing.c.urgency.is_not(None))
    if way.few is None:
        return rows.where(*_conditions(asked, way.walk.columns(), walk=way.walk)), standing.c
    few, known = way.few.rows(None), way.few.known()
    return rows.where(few, *_conditions(asked, Walk().columns(), known=known)), standing.c


def _fetched(rows: Select[Any]) -> Select[Any]:
    """The whole rows of which the numbers are given: what was passed or left out was read from an index alone."""
    return select(standing.c.membership).where(standing.c.membership.in_(rows))


def _named(rows: Select[Any], asked: Asked) -> Select[Any]:
    """The rows as `_member` reads them."""
    of = standing.c
    name, organisation, team, job_role, *address = _names(asked)
    columns = (
        of.membership, of.person, name, of.name_key, of.organisation, organisation, of.team, team, of.job_role, job_role,
    )  # fmt: skip
    told = rows.with_only_columns(*columns, *(of[each] for each in (*OWN, *DATES)), *address)
    return told.select_from(_joined(asked))


def _shown(rows: Select[Any], asked: Asked) -> Select[Any]:
    """The rows as `Listed`."""
    of = standing.c
    *names, address, unproven = _names(asked)
    days = (of.status_day, of.completed_on, of.expires_on)
    told = rows.with_only_columns(*names, of.status, *days, of.edition, of.kind, of.outside_on, address, unproven)
    return told.select_from(_joined(asked))


def _names(asked: Asked) -> tuple[ColumnElement[Any], ...]:
    """Of person, organisation, team and job role; and the address, where it is shown, with whether nobody has proved it."""
    address = contacts.shown_address() if asked.order == "team" else (literal(None), false())
    team, job_role = (func.coalesce(each.c.name, "") for each in (tables.team, tables.job_role))
    return (
        tables.person.c.name,
        tables.organisation.c.name,
        team,
        job_role,
        *address,
    )


def _joined(asked: Asked) -> FromClause:
    of, account, contact = standing.c, tables.account, tables.contact
    joined = (
        standing.join(tables.person, tables.person.c.id == of.person)
        .join(tables.organisation, tables.organisation.c.id == of.organisation)
        .outerjoin(tables.team, tables.team.c.id == of.team)
        .outerjoin(tables.job_role, tables.job_role.c.id == of.job_role)
    )
    if asked.order == "team":
        joined = joined.outerjoin(account, account.c.person == of.person)
        joined = joined.outerjoin(contact, contact.c.person == of.person)
    return joined


def _conditions(
    asked: Asked, of: Any, *, known: Sequence[str] = (), walk: Walk | None = None
) -> list[ColumnElement[bool]]:
    """Which rows are wanted, as `rules.reporting.is_wanted`, over the columns of a walk or of the few; all of these have the
    `known` words."""
    sought = (word for word in typed_words(asked.name) if word not in known)
    found = name_words.have_listed(of, sought)
    if walk is not None and walk.status and asked.statuses == CHASED:
        found.append(of.status.in_(LATE))
    elif asked.statuses:
        found.append(_has_status(of, asked.statuses))
    if asked.soon:
        found.append(of.soon)
    if asked.edition == EARLIER:
        earlier = false() if asked.current is None else of.edition.not_in(sorted(asked.current))
        found += [_has_status(of, TRAINED), earlier]
    elif asked.edition is not None:
        found.append(of.edition == asked.edition)
    # SQLite asks one after the other: bits leave out the most, and the places of a scope take the longest
    return [*found, *reversed(narrowed(asked, of))]


def _has_status(of: Any, some: Iterable[str]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = of.urgency.in_(sorted(map(URGENCY.index, some)))
    return found


def _place(store: Connection, asked: Asked, membership: int) -> tuple[object, ...] | None:
    """Where a membership stands in the order; None where there is none of the number in the scope."""
    of = standing.c
    sought = select(*_order(asked, of)).where(within(asked.scope, of), of.membership == membership)
    place = store.execute(sought.where(of.status.is_not(None))).one_or_none()
    return tuple(place) if place else None


def _order(asked: Asked, of: Any) -> list[ColumnElement[Any]]:
    """The columns a list is ordered by; as `rules.reporting.order_key`. The last one is different for every row."""
    last: list[ColumnElement[Any]] = [of.name_key, of.membership]
    if asked.order == "expiry":
        return [of.status_day, *last]
    if asked.order == "status" and len(asked.statuses) != 1:
        return [of.urgency, *last]
    if asked.order == "team":
        return [of.team_key, *last] if asked.one_organisation else [of.organisation_key, of.team_key, *last]
    return last


def _beyond(columns: list[ColumnElement[Any]], values: tuple[object, ...], *, back: bool) -> ColumnElement[bool]:
    """Whether a row comes after the row with these values; `back`: before it."""
    row = tuple_(*columns)
    return row < values if back else row > values


def _member(row: Any) -> Member:
    """The columns of `_named`, by their places: many rows are read one after the other."""
    *dates, address, unproven = row[15:]
    return Member._make((*row[:10], Dates(*dates), *row[10:15], False, address, unproven))
