"""Taking back a file of people that was brought in: every row as it was before, or nothing and the reason.

Whoever was changed since, by hand or by another file, or has done anything since, keeps the whole file from being undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, exists, or_, select, update

from course.records import audit, name_words, standings, tables
from course.records.coming import in_runs, is_in_force, runs
from course.records.import_known import fingerprints, used_elsewhere
from course.records.imports import alone

PART = 2_000
# What the import itself wrote of new people, what follows from it by itself (where they stand, reminders of the daily
# round; `_written_to` tells other letters), and who looked at it meanwhile. Each before what it points to.
OWN = ("standing", "record_look", "outbox", "outside_training", "contact", "membership", "person_word")
batch, membership, training, outbox = tables.import_batch, tables.membership, tables.outside_training, tables.outbox
Changes = Mapping[str, Any]
"""What undoing a file needs, by numbers, as `Writing.finish` keeps it."""
REMINDER = "reminder"  # the kind of letter that goes with whom it is for


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of it. `changed`: people who keep the file from being undone; none of them: it is undone.

    `too_old`: what undoing needs is no longer kept.
    """

    changed: tuple[int, ...] = ()
    too_old: bool = False


def undo(store: Connection, organisation: int, number: int, *, by: int | None, now: dt.datetime) -> Undone | None:
    """Undo one file of an organisation; None where there is none. Undoing it again changes nothing.

    Needs a transaction that writes. Teams and job roles that others use by now stay. A large file: `import_undo_parts`.
    """
    alone(store)
    changes = to_undo(store, organisation, number)
    if changes is None or isinstance(changes, Undone):
        return changes
    _take_new_back(store, changes)
    take_back(store, changes)
    for table, place in places(changes["made"]):
        remove_place(store, table, place)
    note(store, organisation, number, {"undone_at": now, "undone_by": by})
    return Undone()


def to_undo(store: Connection, organisation: int, number: int) -> Changes | Undone | None:
    """What undoing a file needs; where nothing may or need be done, that; None where there is no such file."""
    found = select(batch.c.changes, batch.c.undone_at)
    here = (batch.c.id == number, batch.c.organisation == organisation, is_in_force())
    row = store.execute(found.where(*here)).one_or_none()
    if row is None:
        return None
    if row.undone_at is not None:
        return Undone()
    changes: Changes = row.changes
    if not changes:
        return Undone(too_old=True)
    changed = _differing(store, organisation, changes) | used(store, organisation, changes)
    return Undone(tuple(sorted(changed))) if changed else changes


def note(store: Connection, organisation: int, number: int, values: Mapping[str, Any]) -> None:
    """Say of a file that it is undone; `values`: at least `undone_at` and `undone_by`."""
    store.execute(update(batch).where(batch.c.id == number).values(values))
    what = f"import {number} of organisation {organisation}"
    audit.note(store, values["undone_by"], "import undone", what, "", values["undone_at"])


def _differing(store: Connection, organisation: int, changes: Changes) -> set[int]:
    """People who are not as the import left them."""
    left: dict[int, str] = dict([*changes["new"], *changes["known"]])
    now = fingerprints(store, organisation, list(left))
    return {number for number, digest in left.items() if now.get(number) != digest}


def used(store: Connection, organisation: int, changes: Changes) -> set[int]:
    """People with whom something was done since."""
    found: set[int] = set()
    for new in in_runs(runs(number for number, _ in changes["new"])):
        found |= used_elsewhere(store, new, OWN)
        away = select(membership.c.person).where(new(membership.c.person), membership.c.organisation != organisation)
        found |= set(store.execute(away).scalars())
        found |= _exempted(store, new(membership.c.person))
        found |= _written_to(store, new(outbox.c.person))
    for some in _parts(changes["made"]["membership"]):
        found |= _exempted(store, membership.c.id.in_(some))
    return found


def _exempted(store: Connection, which: Any) -> set[int]:
    """People with an exemption, which stands on a membership that would go."""
    exempt = tables.exemption
    found = select(membership.c.person).join(exempt, exempt.c.membership == membership.c.id).where(which)
    return set(store.execute(found).scalars())


def _written_to(store: Connection, which: Any) -> set[int]:
    """People to whom somebody wrote a letter; a reminder wrote itself."""
    found = select(outbox.c.person).where(which, outbox.c.kind != REMINDER)
    return set(store.execute(found).scalars())


def _take_new_back(store: Connection, changes: Changes) -> None:
    """Everything of people whom the file added."""
    new = [number for number, _ in changes["new"]]
    for some in _parts(new):
        standings.remove(store, tables.standing.c.person.in_(some))
    for name in OWN:  # of letters reminders alone: any other kept the file from being undone
        table = tables.person.metadata.tables[name]
        _delete(store, table, table.c.person, new)
    _delete(store, tables.person, tables.person.c.id, new)


def take_back(store: Connection, changes: Changes) -> None:
    """What the file said of people known before."""
    made, contact = changes["made"], tables.contact
    for some in _parts(made["membership"]):
        standings.remove(store, tables.standing.c.membership.in_(some))
    _delete(store, outbox, outbox.c.membership, made["membership"])
    _delete(store, training, training.c.id, made["outside_training"])
    _delete(store, contact, contact.c.person, changes["contacts"])
    name_words.keep(store, *changes["contacts"])
    _delete(store, membership, membership.c.id, made["membership"])
    for row in reversed(changes["before"]):  # a row changed twice ends as it was first
        days = {name: _day(row[name]) for name in ("counts_from", "started_on", "left_on")}
        values = days | {"job_role": row["job_role"], "moved": row["moved"]}
        store.execute(update(membership).where(membership.c.id == row["id"]).values(values))
    standings.touch(store, *(number for number, _ in changes["known"]))


def _delete(store: Connection, table: Table, column: Column[Any], numbers: Sequence[int]) -> None:
    for some in _parts(numbers):
        store.execute(delete(table).where(column.in_(some)))


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + PART] for start in range(0, len(numbers), PART))


def places(made: Mapping[str, Sequence[int]]) -> Iterator[tuple[Table, int]]:
    """The teams and job roles that a file made."""
    return ((table, each) for table in (tables.team, tables.job_role) for each in made[table.name])


def remove_place(store: Connection, table: Table, number: int) -> None:
    """Take a team or job role away, unless any row of any table speaks of it."""
    users = [
        exists(select(each.parent).where(each.parent == number))
        for other in table.metadata.sorted_tables
        for each in other.foreign_keys
        if each.column is table.c.id
    ]
    if not store.execute(select(or_(*users))).scalar():
        store.execute(delete(table).where(table.c.id == number))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
