"""Taking back a file of people that was brought in: every row as it was before, or nothing and the reason.

Whoever was changed since, by hand or by another file, or has done anything since, keeps the whole file from being undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, exists, or_, select, update

from course.records import audit, standings, tables
from course.records.coming import is_in_force
from course.records.import_known import fingerprints, used_elsewhere
from course.records.imports import alone

PART = 2_000
# What the import itself wrote of new people, what follows from it by itself (where they stand, reminders of the daily
# round; `_written_to` tells other letters), and who looked at it meanwhile.
OWN = ("membership", "contact", "outside_training", "standing", "record_look", "outbox")
batch, membership, training, outbox = tables.import_batch, tables.membership, tables.outside_training, tables.outbox
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

    Needs a transaction that writes. Teams and job roles that others use by now stay.
    """
    alone(store)
    found = select(batch.c.changes, batch.c.undone_at)
    here = (batch.c.id == number, batch.c.organisation == organisation, is_in_force())
    row = store.execute(found.where(*here)).one_or_none()
    if row is None:
        return None
    if row.undone_at is not None:
        return Undone()
    changes: Mapping[str, Any] = row.changes
    if not changes:
        return Undone(too_old=True)
    changed = _changed(store, organisation, changes)
    if changed:
        return Undone(tuple(sorted(changed)))
    _take_back(store, changes)
    store.execute(update(batch).where(batch.c.id == number).values(undone_at=now, undone_by=by))
    audit.note(store, by, "import undone", f"import {number} of organisation {organisation}", "", now)
    return Undone()


def _changed(store: Connection, organisation: int, changes: Mapping[str, Any]) -> set[int]:
    """People of whom something else is known by now than the import left."""
    new = [number for number, _ in changes["new"]]
    left: dict[int, str] = dict([*changes["new"], *changes["known"]])
    now = fingerprints(store, organisation, list(left))
    changed = {number for number, digest in left.items() if now.get(number) != digest}
    changed |= used_elsewhere(store, new, OWN)
    for some in _parts(new):
        away = select(membership.c.person).where(
            membership.c.person.in_(some), membership.c.organisation != organisation
        )
        changed |= set(store.execute(away).scalars())
        changed |= _exempted(store, membership.c.person.in_(some))
        changed |= _written_to(store, some)
    for some in _parts(changes["made"]["membership"]):
        changed |= _exempted(store, membership.c.id.in_(some))
    return changed


def _exempted(store: Connection, which: Any) -> set[int]:
    """People with an exemption, which stands on a membership that would go."""
    exempt = tables.exemption
    found = select(membership.c.person).join(exempt, exempt.c.membership == membership.c.id).where(which)
    return set(store.execute(found).scalars())


def _written_to(store: Connection, people: Sequence[int]) -> set[int]:
    """People to whom somebody wrote a letter; a reminder wrote itself."""
    found = select(outbox.c.person).where(outbox.c.person.in_(people), outbox.c.kind != REMINDER)
    return set(store.execute(found).scalars())


def _take_back(store: Connection, changes: Mapping[str, Any]) -> None:
    new, made = [number for number, _ in changes["new"]], changes["made"]
    row, contact, look = tables.standing.c, tables.contact, tables.record_look
    for column, numbers in ((row.person, new), (row.membership, made["membership"])):
        for some in _parts(numbers):
            standings.remove(store, column.in_(some))
    _delete(store, look, look.c.person, new)
    _delete(store, outbox, outbox.c.person, new)  # reminders: any other letter kept the file from being undone
    _delete(store, outbox, outbox.c.membership, made["membership"])
    _delete(store, training, training.c.person, new)
    _delete(store, training, training.c.id, made["outside_training"])
    _delete(store, contact, contact.c.person, [*new, *changes["contacts"]])
    _delete(store, membership, membership.c.person, new)
    _delete(store, membership, membership.c.id, made["membership"])
    for row in reversed(changes["before"]):  # a row changed twice ends as it was first
        days = {name: _day(row[name]) for name in ("counts_from", "started_on", "left_on")}
        values = days | {"job_role": row["job_role"], "moved": row["moved"]}
        store.execute(update(membership).where(membership.c.id == row["id"]).values(values))
    _delete(store, tables.person, tables.person.c.id, new)
    for table in (tables.team, tables.job_role):
        _delete(store, table, table.c.id, [each for each in made[table.name] if not is_used(store, table, each)])
    standings.touch(store, *(number for number, _ in changes["known"]))


def _delete(store: Connection, table: Table, column: Column[Any], numbers: Sequence[int]) -> None:
    for some in _parts(numbers):
        store.execute(delete(table).where(column.in_(some)))


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + PART] for start in range(0, len(numbers), PART))


def is_used(store: Connection, table: Table, number: int) -> bool:
    """Whether any row of any table speaks of a team or job role."""
    users = [
        exists(select(each.parent).where(each.parent == number))
        for other in table.metadata.sorted_tables
        for each in other.foreign_keys
        if each.column is table.c.id
    ]
    return bool(store.execute(select(or_(*users))).scalar())


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
