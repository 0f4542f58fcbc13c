"""Undoing a large file without keeping others from writing, all of it or nothing for whoever looks.

Everything is looked through before, while others write. One short transaction then sees that all of it is still as it was,
takes back what the file said of people known before, and makes those whom it added *going* (`coming`): from then on nobody
finds or counts them. Their rows are taken away afterwards, part by part (`import_removal`); until then reports read the facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, update

from course.errors import StoreBusy
from course.records import import_undo, standings, tables
from course.records.coming import COMING, runs
from course.records.database import reading
from course.records.import_removal import TRIES, patiently, remove_dead
from course.records.import_undo import Changes, Undone
from course.records.imports import alone
from course.records.statements import run
from course.records.turns import BUSY

LOOKED_THROUGH = 5_000  # people in a statement
person, membership = tables.person, tables.membership
FACTS = (  # what `import_known.fingerprints` looks at, as the database has it: read again in a tenth of the time
    "SELECT id, name FROM person WHERE id BETWEEN :first AND :last ORDER BY id",
    "SELECT person, email FROM contact WHERE person BETWEEN :first AND :last ORDER BY person",
    """SELECT person, id, organisation, team, job_role, counts_from, started_on, left_on, moved FROM membership
    WHERE person BETWEEN :first AND :last ORDER BY person, id""",
    """SELECT person, id, course, edition, provider, completed_on, evidence_note FROM outside_training
    WHERE person BETWEEN :first AND :last ORDER BY person, id""",
)


@dataclass(frozen=True, slots=True)
class Undoing:
    """One file on its way out: what undoing it needs, and the state of everything that was looked through."""

    organisation: int
    number: int
    changes: Changes
    seen: int


def undo(organisation: int, number: int, *, by: int | None, now: dt.datetime) -> Undone | None:
    """As `import_undo.undo`, in a transaction of its own; the rows of going people are left for `import_removal.remove`."""
    remove_dead()
    for _ in range(TRIES):
        with reading() as store:
            changes = import_undo.to_undo(store, organisation, number)
            if changes is None or isinstance(changes, Undone):
                return changes
            found = Undoing(organisation, number, changes, _state(store, changes))
        if patiently(partial(_make_going, found, by, now)):
            return Undone()
    raise StoreBusy(BUSY)


def _state(store: Connection, changes: Changes) -> int:
    """A number that is the same again, in this process, only where everybody is as they were."""
    told = 0
    for first, last in _parts([number for number, _ in (*changes["new"], *changes["known"])]):
        for facts in FACTS:
            told = hash((told, *run(store, facts, {"first": first, "last": last})))
    return told


def _parts(people: list[int]) -> Iterator[tuple[int, int]]:
    for first, last in runs(people):
        for start in range(first, last + 1, LOOKED_THROUGH):
            yield start, min(last, start + LOOKED_THROUGH - 1)


def _make_going(found: Undoing, by: int | None, now: dt.datetime, store: Connection) -> bool:
    """False, and nothing was done, where anything changed since it was looked through."""
    alone(store)
    changes = found.changes
    if import_undo.used(store, found.organisation, changes) or _state(store, changes) != found.seen:
        return False
    going = runs(number for number, _ in changes["new"])
    for first, last in going:
        ended = {"left_on": membership.c.started_on, "moved": True}
        store.execute(update(membership).where(membership.c.person.between(first, last)).values(ended))
        store.execute(update(person).where(person.c.id.between(first, last)).values(added_at=COMING))
        standings.touch_between(store, first, last)
    import_undo.take_back(store, changes)
    made = {name: changes["made"][name] for name in ("team", "job_role")}
    left = {"changes": {"going": going, **made}, "undone_at": now, "undone_by": by}
    import_undo.note(store, found.organisation, found.number, left)
    return True
