"""The lines of two records of one person on registers of sessions, put together: of each session one line."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, select, update

from course.records import room_sessions, tables
from course.rules.room import Held, Presence, minutes_present

table, correction = tables.attendance, tables.attendance_correction


def merge_registers(store: Connection, kept: int, gone: int) -> None:
    """Move the lines. Where both stand on one register, the line of who was there longer stays, with the corrections of both;
    so a completion that either of them has is not one that the register denies.

    A line that was taken off the register stays only if the other was, too.
    """
    mine, theirs = _lines(store, kept), _lines(store, gone)
    both = mine.keys() & theirs.keys()
    for number, session in room_sessions.by_numbers(store, both).items():
        first, second = sorted((mine[number], theirs[number]), key=partial(_order, session.held))
        _make_one(store, first, second)
    store.execute(update(table).where(table.c.person == gone).values(person=kept))


def _lines(store: Connection, person: int) -> dict[int, Any]:
    return {row.room_session: row for row in store.execute(select(table).where(table.c.person == person))}


def _order(held: Held, line: Any) -> tuple[object, ...]:
    """On the register before taken off it, seen before not seen, then the longer; then the earlier arrival, then the line there
    first. Of a line taken off the times count all the same.
    """
    arrived = line.arrived_at
    minutes = minutes_present(Presence(arrived, line.left_at, line.away_minutes), held)
    return line.struck_at is not None, arrived is None, -minutes, arrived.timestamp() if arrived else 0.0, line.id


def _make_one(store: Connection, stays: Any, goes: Any) -> None:
    moved = update(correction).where(correction.c.attendance == goes.id)
    store.execute(moved.values(attendance=stays.id))
    store.execute(delete(table).where(table.c.id == goes.id))
