"""People whom somebody may put on the register of a session: found by name, and nothing but the name is told of them.

Where two have the same name, it is said where they belong, so that the right one is taken.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from course.records import tables
from course.records.scoped import within
from course.records.standings import name_key
from course.rules.scoping import Scope

person, membership = tables.person, tables.membership
MOST = 20  # names shown for what was typed; whoever is not among them types more of the name


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody by name. `place`: where they belong, told only where another one has the same name, else ""."""

    id: int
    name: str
    place: str = ""


def found(store: Connection, scope: Scope, typed: str, day: dt.date, *, but: Iterable[int] = ()) -> tuple[Known, ...]:
    """Members of the scope on a day whose name holds every word that was typed, by name; at most one more than MOST."""
    words = name_key(typed).split()
    if not words:
        return ()
    named = [person.c.name_key.contains(word, autoescape=True) for word in words]
    asked = select(person.c.id, person.c.name).where(
        person.c.name != "", *named, person.c.id.in_(_members(scope, day)), person.c.id.not_in(list(but))
    )
    rows = [Known(*row) for row in store.execute(asked.order_by(person.c.name_key, person.c.id).limit(MOST + 1))]
    return _told_apart(store, rows, scope, day)


def known(store: Connection, scope: Scope, number: int, day: dt.date) -> Known | None:
    """One of them, or None."""
    asked = select(person.c.id, person.c.name).where(person.c.id == number, person.c.name != "")
    row = store.execute(asked.where(person.c.id.in_(_members(scope, day)))).one_or_none()
    return Known(*row) if row else None


def neighbours(
    store: Connection, scope: Scope, people: Collection[int], day: dt.date
) -> dict[int, tuple[tuple[int, str], ...]]:  # fmt: skip
    """For each of these people, number and name of the other members of their organisations whom the scope covers."""
    if not people:
        return {}
    other, c = membership.alias("other"), membership.c
    theirs = select(c.organisation).where(c.person.in_(people), *_holds(c, day))
    here = (other.c.organisation.in_(theirs), within(scope, other.c), *_holds(other.c, day))
    asked = select(other.c.organisation, person.c.id, person.c.name).join(person, person.c.id == other.c.person)
    of: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for organisation, number, name in store.execute(asked.where(person.c.name != "", *here).order_by(person.c.id)):
        of[organisation][number] = name
    homes = select(c.person, c.organisation).where(c.person.in_(people), *_holds(c, day))
    found: dict[int, dict[int, str]] = {number: {} for number in people}
    for number, organisation in store.execute(homes):
        found[number] |= of[organisation]
    return {
        number: tuple((one, name) for one, name in names.items() if one != number) for number, names in found.items()
    }


def _told_apart(store: Connection, rows: list[Known], scope: Scope, day: dt.date) -> tuple[Known, ...]:
    counts = Counter(name_key(each.name) for each in rows)
    twice = [each.id for each in rows if counts[name_key(each.name)] > 1]
    if not twice:
        return tuple(rows)
    c, place, team = membership.c, tables.organisation, tables.team
    asked = select(c.person, place.c.name, team.c.name).join(place, place.c.id == c.organisation)
    asked = asked.outerjoin(team, team.c.id == c.team).where(c.person.in_(twice), within(scope, c), *_holds(c, day))
    where = {row[0]: ", ".join(filter(None, row[1:])) for row in store.execute(asked.order_by(c.started_on, c.id))}
    return tuple(Known(each.id, each.name, where.get(each.id, "")) for each in rows)


def _members(scope: Scope, day: dt.date) -> Select[Any]:
    c = membership.c
    return select(c.person).where(within(scope, c), *_holds(c, day))


def _holds(columns: Any, day: dt.date) -> tuple[ColumnElement[bool], ...]:
    """Whether a membership goes on; one that begins later is one already."""
    return (or_(columns.left_on.is_(None), columns.left_on > day),)
