"""Sessions in a room to keep, and the facts of the completions that they make."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, select

from course.records import attendances, room_sessions, tables
from course.records.attendances import Line, Times
from course.records.room_sessions import NewSession, RoomSession
from course.rules.facts import CompletionFacts
from course.rules.room import KIND, Held, Presence, minutes_present
from tests.records.made import MINUTE, NOON, completion

BEGINS = NOON.replace(hour=9, minute=0, second=0, microsecond=0)
ENDS = BEGINS + 180 * MINUTE


def session(store: Connection, trainer: int, **other: object) -> int:
    """A session of three hours from nine on, for people of several organisations; its number."""
    usual = NewSession(
        key="form",
        pack="three-hours",
        title="The course in three hours",
        edition="2026.1",
        whole_course=True,
        begins_at=BEGINS,
        planned_minutes=180,
        place="Room 2",
        organisation=None,
        trainer=trainer,
        co_trainer="",
    )
    new = replace(usual, **({"key": f"form {trainer} {other}"} | other))  # type: ignore[arg-type]
    return room_sessions.plan(store, new, trainer, NOON)


def held(store: Connection, number: int) -> RoomSession:
    return room_sessions.by_numbers(store, [number])[number]


def arrive(
    store: Connection, number: int, person: int, after: int = 0, stayed: int | None = None, away: int = 0,
    how: str = "register",
) -> Line:  # fmt: skip
    """Somebody comes so many minutes after the beginning, and stays so many; None: to the end."""
    came = BEGINS + after * MINUTE
    made = attendances.put_down(store, number, person, arrived_at=came, how=how, agency="", now=came)
    attendances.set_times(store, made, Times(came, None if stayed is None else came + stayed * MINUTE, away))
    return line(store, number, made)


def line(store: Connection, number: int, made: int) -> Line:
    found = attendances.line(store, number, made)
    assert found is not None
    return found


def facts(presence: Presence, held: Held, person: int) -> CompletionFacts:
    """As the rules make them of the real course."""
    minutes = minutes_present(presence, held)
    return completion(person, kind=KIND, learning_minutes=minutes, at=held.ended_at, completed_on=held.ended_at.date())


def actions(store: Connection) -> list[tuple[str, str, str]]:
    """The lines of the audit."""
    c = tables.audit.c
    return [tuple(row) for row in store.execute(select(c.action, c.thing, c.detail).order_by(c.id))]


def later(begins: dt.datetime, minutes: int) -> dt.datetime:
    return begins + minutes * MINUTE
