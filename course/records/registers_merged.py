"""The lines of two records of one person on registers of sessions, put together: of each session one line."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, select, update

from course.records import tables

table, correction = tables.attendance, tables.attendance_correction


def merge_registers(store: Connection, kept: int, gone: int) -> None:
    """Move the lines. Where both stand on one register, the line of who was seen first stays, with the corrections of both.

    A line that was taken off the register stays only if the other was, too.
    """
    theirs = _lines(store, gone)
    for session, line in _lines(store, kept).items():
        if session in theirs:
            _make_one(store, *sorted((line, theirs[session]), key=_order))
    store.execute(update(table).where(table.c.person == gone).values(person=kept))


def _lines(store: Connection, person: int) -> dict[int, Any]:
    return {row.room_session: row for row in store.execute(select(table).where(table.c.person == person))}


def _order(line: Any) -> tuple[object, ...]:
    """On the register before taken off it, seen before not seen; then the earlier arrival, then the line there first."""
    arrived = line.arrived_at
    return (line.struck_at is not None, arrived is None, arrived.timestamp() if arrived else 0.0, line.id)


def _make_one(store: Connection, stays: Any, goes: Any) -> None:
    moved = update(correction).where(correction.c.attendance == goes.id)
    store.execute(moved.values(attendance=stays.id))
    store.execute(delete(table).where(table.c.id == goes.id))
