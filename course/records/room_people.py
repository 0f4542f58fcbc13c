"""People whom somebody may put on the register of a session: found by name, and nothing but the name is told of them.

Where two have the same name, it is said where they belong, so that the right one is taken.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from course.records import tables
from course.records.coming import is_here
from course.records.name_words import LAST
from course.records.scoped import within
from course.records.standings import name_key
from course.rules.name_words import kept_words
from course.rules.scoping import Scope

person, membership, kept = tables.person, tables.membership, tables.person_word
BEGINNING = 3  # letters of a word in which two names of one person are taken to be alike
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
        person.c.name != "", is_here(), *named, person.c.id.in_(_members(scope, day)), person.c.id.not_in(list(but))
    )
    rows = [Known(*row) for row in store.execute(asked.order_by(person.c.name_key, person.c.id).limit(MOST + 1))]
    return _told_apart(store, rows, scope, day)


def known(store: Connection, scope: Scope, number: int, day: dt.date) -> Known | None:
    """One of them, or None. Until the commit nobody takes away their name or merges them."""
    asked = select(person.c.id, person.c.name).where(person.c.id == number, person.c.name != "", is_here())
    held = asked.where(person.c.id.in_(_members(scope, day))).with_for_update(read=True, of=person)
    row = store.execute(held).one_or_none()
    return Known(*row) if row else None


def alike(
    store: Connection, scope: Scope, new: Mapping[int, str], day: dt.date
) -> dict[int, tuple[tuple[int, str], ...]]:  # fmt: skip
    """For each of these people (by number the name), number and name of other members of their organisations within the scope:
    those of whom a word of the name begins like a word of theirs. So nobody reads everybody of a large organisation.
    """
    c, begins = membership.c, {number: _beginnings(name) for number, name in new.items()}
    of: defaultdict[int, set[int]] = defaultdict(set)
    for number, organisation in store.execute(
        select(c.person, c.organisation).where(c.person.in_(new), *_holds(c, day))
    ):
        of[number].add(organisation)
    near = _near(store, scope, set().union(*of.values()), set().union(*begins.values()), day)
    found: dict[int, dict[int, str]] = {number: {} for number in new}
    for number, names in found.items():
        for where in product(of[number], begins[number]):
            names |= near[where]
        names.pop(number, None)
    return {number: tuple(sorted(names.items())) for number, names in found.items()}


def _near(
    store: Connection, scope: Scope, organisations: set[int], begins: set[str], day: dt.date
) -> defaultdict[tuple[int, str], dict[int, str]]:  # fmt: skip
    """Number and name of members, by organisation and by how a word of the name begins."""
    near: defaultdict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    if not (organisations and begins):
        return near
    c, word = membership.c, kept.c.word
    here = (c.organisation.in_(organisations), within(scope, c), *_holds(c, day), person.c.name != "", is_here())
    joined = kept.join(person, person.c.id == kept.c.person).join(membership, c.person == person.c.id)
    asked = select(c.organisation, word, person.c.id, person.c.name).select_from(joined)
    like = or_(*((word >= each) & (word < each + LAST) for each in sorted(begins)))
    for organisation, found, number, name in store.execute(asked.where(like, *here)):
        for begin in begins.intersection(found[:length] for length in range(1, BEGINNING + 1)):
            near[organisation, begin][number] = name
    return near


def _beginnings(name: str) -> set[str]:
    """How its words begin; of a name of several, not those of one letter."""
    words = kept_words(name)
    return {each[:BEGINNING] for each in words if len(each) > 1} or set(words)


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
