"""Somebody was entered in a room as a new person, and is known: the register takes the one who is known, the new record goes.

Merging two records that hold more than that is for an administrator (`records.merging`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, delete, func, select, update

from course.records import audit, standings, tables
from course.records.attendances import Line
from course.records.import_known import used_elsewhere
from course.records.registers_merged import merge_registers

# What a record may hold that was made in a room: its place, its line, and what follows from them by itself.
OWN = ("membership", "contact", "person_word", "standing", "attendance", "record_look")
attendance = tables.attendance


def replaceable(store: Connection, lines: Collection[Line]) -> frozenset[int]:
    """The people of these lines who were entered in that room and of whom nothing else has become since; three statements."""
    new = {each.person for each in lines if each.how == "new" and not each.has_account and each.name}
    if not new:
        return frozenset()
    person = attendance.c.person
    several = select(person).where(person.in_(new)).group_by(person).having(func.count() > 1)
    used = used_elsewhere(store, lambda number: number.in_(new), OWN)
    return frozenset(new - used - {*store.scalars(several)} - _exempted(store, new))


def replace(store: Connection, line: Line, known: int, by: int, now: dt.datetime) -> bool:
    """Put somebody known in the place of the new person, whose record goes; False, and nothing done, where it may not be, or
    where the known one leads the session.
    """
    if line.person == known or not _held(store, line, known) or line.person not in replaceable(store, [line]):
        return False
    merge_registers(store, known, line.person)
    here = (attendance.c.room_session == line.room_session, attendance.c.person == known)
    store.execute(update(attendance).where(*here, attendance.c.how == "new").values(how="register"))
    standings.remove(store, tables.standing.c.person == line.person)
    for table in (tables.record_look, tables.contact, tables.person_word, tables.membership):
        store.execute(delete(table).where(table.c.person == line.person))
    store.execute(delete(tables.person).where(tables.person.c.id == line.person))
    told = f"person {line.person} of session {line.room_session}"
    audit.note(store, by, "new person replaced", f"person {known}", told, now)
    return True


def _held(store: Connection, line: Line, known: int) -> bool:
    """Whether both have their names, and the known one does not lead the session; until the commit nothing comes between."""
    person, led = tables.person.c, tables.room_session.c
    both = select(person.id).where(person.id.in_((line.person, known)), person.name != "").order_by(person.id)
    trainer = store.scalar(select(led.trainer).where(led.id == line.room_session))
    return len(store.execute(both.with_for_update()).all()) == 2 and trainer != known


def _exempted(store: Connection, people: Collection[int]) -> set[int]:
    exempt, held = tables.exemption, tables.membership
    found = select(held.c.person).join(exempt, held.c.id == exempt.c.membership)
    return set(store.execute(found.where(held.c.person.in_(people))).scalars())
