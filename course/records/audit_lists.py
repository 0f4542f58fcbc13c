"""Reading the audit: lines by filters, the newest first, page by page; and whether the chain is whole, in parts.

An organisation's administrator reads the lines about that organisation, its people and what belongs to them, and about
reports that were taken of it. Nobody changes or deletes a line: there is no function for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, cast, func, literal, or_, select

from course.records import tables
from course.records.audit import line_digest
from course.rules.auditing import PROGRAM, Line, Wanted
from course.rules.dates import midnight
from course.rules.scoping import Scope

PAGE = 50
MOST_COUNTED = 1_000
AT_A_TIME = 1_000  # rows fetched at once where all are wanted
CHECKED = 50_000  # lines that one look at the chain goes through at most
table = tables.audit
NUMBERED = (  # things that are called by the word and the number of a row, and how the row belongs to an organisation
    ("team", tables.team), ("join code", tables.join_code), ("requirement", tables.requirement),
    ("session", tables.room_session),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose lines somebody reads. `nameless`: people stand there by their numbers alone, actors too."""

    scope: Scope
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The chain was looked through from line `first` to line `last`. `broken`: the first line that is not as written."""

    first: int
    last: int
    broken: int | None
    more: bool  # there are lines behind the last one


def page(store: Connection, seen: Seen, wanted: Wanted, before: int | None) -> tuple[tuple[Line, ...], int | None]:
    """The lines older than the one named, the newest first; and the last of them, where older ones follow."""
    found = _lines(seen, wanted)
    if before is not None:
        found = found.where(table.c.id < before)
    rows = [Line(*row) for row in store.execute(found.limit(PAGE + 1))]
    return tuple(rows[:PAGE]), rows[PAGE - 1].id if len(rows) > PAGE else None


def every(store: Connection, seen: Seen, wanted: Wanted) -> Iterator[Line]:
    """All of them, fetched a thousand at a time."""
    with store.execute(_lines(seen, wanted).execution_options(yield_per=AT_A_TIME)) as rows:
        for row in rows:
            yield Line(*row)


def actions(store: Connection) -> tuple[str, ...]:
    """Every action there is a line of; goes from one to the next by the index, however many lines there are."""
    first = select(func.min(table.c.action).label("action")).cte("actions", recursive=True)
    following = select(func.min(table.c.action)).where(table.c.action > first.c.action).scalar_subquery()
    known = first.union_all(select(following).where(first.c.action.is_not(None)))
    return tuple(store.execute(select(known.c.action).where(known.c.action.is_not(None))).scalars())


def count_looks(store: Connection, seen: Seen, from_day: dt.date) -> int:
    """How many looks at records there were from a day on; stops at MOST_COUNTED + 1."""
    kept, condition = tables.record_look, []
    if not seen.scope.everything:
        condition = [kept.c.person.in_(_people(seen.scope))]
    found = select(kept.c.id).where(kept.c.at >= midnight(from_day), *condition).limit(MOST_COUNTED + 1)
    return int(store.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def check(store: Connection, first: int = 1, most: int = CHECKED) -> Checked:
    """Look through the chain from a line on, or through the newest lines where `first` is 0; memory does not grow."""
    if first == 0:
        newest = select(table.c.id).order_by(table.c.id.desc()).limit(most).subquery()
        first = store.execute(select(func.min(newest.c.id))).scalar() or 1
    before = select(table.c.digest).where(table.c.id < first).order_by(table.c.id.desc()).limit(1)
    digest, last, number = store.execute(before).scalar() or "", first - 1, 0
    asked = select(table).where(table.c.id >= first).order_by(table.c.id).limit(most + 1)
    with store.execute(asked.execution_options(yield_per=AT_A_TIME)) as rows:
        for number, row in enumerate(rows, start=1):
            if number > most:
                break
            digest, last = line_digest(digest, row.at, row.actor, row.action, row.thing, row.detail), int(row.id)
            if digest != row.digest:
                return Checked(first, last, last, more=False)
    return Checked(first, last, None, more=number > most)


def _lines(seen: Seen, wanted: Wanted) -> Select[Any]:
    who, c = tables.person, table.c
    name: ColumnElement[Any] = func.coalesce(who.c.name, "")
    if seen.nameless:
        name = literal("")
    found = select(c.id, c.at, c.actor, c.action, c.thing, c.detail, name.label("name"))
    found = found.select_from(table.outerjoin(who, who.c.id == c.actor)).order_by(c.id.desc())
    return found.where(*_wanted(wanted), *([] if seen.scope.everything else [_concerns(seen.scope)]))


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    c, found = table.c, []
    if wanted.action is not None:
        found.append(c.action == wanted.action)
    if wanted.actor is not None:
        found.append(c.actor.is_(None) if wanted.actor == PROGRAM else c.actor == wanted.actor)
    if wanted.from_day is not None:
        found.append(c.at >= midnight(wanted.from_day))
    if wanted.to_day is not None:
        found.append(c.at < midnight(wanted.to_day + dt.timedelta(days=1)))
    if wanted.thing is not None:
        found.append(or_(c.thing == wanted.thing, c.thing.startswith(f"{wanted.thing} ", autoescape=True)))
    return found


def _people(scope: Scope) -> Select[Any]:
    held = tables.membership.c
    return select(held.person).where(held.organisation.in_(sorted(scope.organisations)))


def _concerns(scope: Scope) -> ColumnElement[bool]:
    """Whether a line is about organisations of the scope, or what belongs to them."""
    c, taken = table.c, table.c.action == "report exported"
    ways = [and_(taken, _names_place("partnership"))] if scope.organisations else []
    for number in sorted(scope.organisations):
        here = f"organisation {number}"
        ways += [c.thing == here, c.thing.endswith(f" of {here}", autoescape=True)]
        ways += [c.thing.startswith(f"{here} ", autoescape=True), c.thing.startswith(f"{here},", autoescape=True)]
        ways.append(and_(taken, _names_place(here.replace(" ", "="))))
    held, ours = tables.membership.c, tables.membership.c.organisation.in_(sorted(scope.organisations))
    ways.append(c.thing.in_(select(_called("person", held.person)).where(ours)))
    completed = tables.completion
    ways.append(
        c.thing.in_(select(_called("completion", completed.c.id)).where(completed.c.person.in_(_people(scope))))
    )
    for word, rows in NUMBERED:
        own = rows.c.organisation.in_(sorted(scope.organisations))
        ways.append(c.thing.in_(select(_called(word, rows.c.id)).where(own)))
    return or_(*ways)


def _called(word: str, number: ColumnElement[Any]) -> ColumnElement[str]:
    return literal(f"{word} ") + cast(number, Text)


def _names_place(filtered: str) -> ColumnElement[bool]:
    """Whether the filters of a report, "team=2 organisation=1", name this one; "partnership" stands for all."""
    return (literal(" ") + table.c.detail + literal(" ")).contains(f" {filtered} ", autoescape=True)
