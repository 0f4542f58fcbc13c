"""Somebody was entered in a room as a new person, and is known: the register takes the one who is known, the new record goes.

Merging two records that hold more than that is for an administrator (`records.merging`).
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, func, select, update

from course.records import audit, tables
from course.records.attendances import Line
from course.records.import_known import used_elsewhere
from course.records.registers_merged import merge_registers

# What a record may hold that was made in a room: its place, its line, and what follows from them by itself.
OWN = ("membership", "contact", "standing", "attendance", "record_look")
attendance = tables.attendance


def may_be_replaced(store: Connection, line: Line) -> bool:
    """Whether the person of a line was entered in that room and nothing else has become of them since."""
    if line.how != "new" or line.has_account or not line.name:
        return False
    lines = select(func.count()).select_from(attendance).where(attendance.c.person == line.person)
    return (
        store.scalar(lines) == 1 and not used_elsewhere(store, [line.person], OWN) and not _exempted(store, line.person)
    )


def replace(store: Connection, line: Line, known: int, by: int, now: dt.datetime) -> bool:
    """Put somebody known in the place of the new person, whose record goes; False, and nothing done, where it may not be."""
    if line.person == known or not may_be_replaced(store, line):
        return False
    merge_registers(store, known, line.person)
    here = (attendance.c.room_session == line.room_session, attendance.c.person == known)
    store.execute(update(attendance).where(*here, attendance.c.how == "new").values(how="register"))
    for table in (tables.record_look, tables.standing, tables.contact, tables.membership):
        store.execute(delete(table).where(table.c.person == line.person))
    store.execute(delete(tables.person).where(tables.person.c.id == line.person))
    told = f"person {line.person} of session {line.room_session}"
    audit.note(store, by, "new person replaced", f"person {known}", told, now)
    return True


def _exempted(store: Connection, person: int) -> bool:
    exempt, held = tables.exemption, tables.membership
    found = select(func.count()).select_from(exempt.join(held, held.c.id == exempt.c.membership))
    return bool(store.scalar(found.where(held.c.person == person)))
