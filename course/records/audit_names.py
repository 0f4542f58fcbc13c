"""The present names of what lines of the audit call by number, for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection, select, true

from course.records import tables
from course.records.scoped import within
from course.rules.auditing import Line, Thing
from course.rules.scoping import Scope

PART = 1_000  # lines that are named together
person, organisation, team, job_role = tables.person, tables.organisation, tables.team, tables.job_role


def told(store: Connection, lines: Iterable[Line], places: Scope, people: Scope) -> Iterator[tuple[Line, Line]]:
    """Each line as it is kept, and with names beside its numbers; a few statements for a thousand lines.

    `places`: whose organisations and teams are named; `people`: whose people. Outside of them the number stands alone.
    """
    rest = iter(lines)
    while some := list(islice(rest, PART)):
        names = _names(store, {each for line in some for each in line.things}, places, people)
        yield from ((line, line.told(names)) for line in some)


def _names(store: Connection, things: set[Thing], places: Scope, people: Scope) -> dict[Thing, str]:
    """Nobody who was erased or merged has a name."""
    here, belonged = tables.membership, tables.membership.c.person
    known = true() if people.everything else person.c.id.in_(select(belonged).where(within(people, here.c)))
    own = true() if places.everything else organisation.c.id.in_(sorted(places.organisations))
    own_team = true() if places.everything else team.c.organisation.in_(sorted(places.organisations))
    kinds = (
        ("person", person, () if people.nothing else (known, person.c.name != "")),
        ("organisation", organisation, (own,)),
        ("team", team, (own_team,)),
        ("job role", job_role, (true(),)),
    )
    found: dict[Thing, str] = {}
    for word, table, which in kinds:
        numbers = {number for kind, number in things if kind == word}
        if numbers and which:
            rows = store.execute(select(table.c.id, table.c.name).where(table.c.id.in_(sorted(numbers)), *which))
            found |= {(word, number): name for number, name in rows}
    return found
