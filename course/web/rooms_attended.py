"""Sessions in a room on whose registers somebody stands, in words: for the person, and for whoever may see their record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from course.records import attendances
from course.records.attendances import Attended
from course.rules.dates import london_day, london_time
from course.rules.kinds import OUTCOMES
from course.rules.room import minutes_present, outcome

NO_ACCOUNT = "a trainer whose account was closed"


@dataclass(frozen=True, slots=True)
class PutRight:
    """The register was put right: on which day, by whom, why."""

    day: dt.date
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AttendedSession:
    """A session: its name, day and times, who led it, what came of it in words, and what was put right."""

    title: str
    day: dt.date
    times: str
    led_by: str
    kind: str
    minutes: int
    held_minutes: int
    put_right: tuple[PutRight, ...]

    @property
    def words(self) -> str:
        """What came of it."""
        return OUTCOMES[self.kind]


def own_sessions(store: Connection, person: int) -> tuple[AttendedSession, ...]:
    """Of one person, the newest first; three statements, however many there are."""
    return tuple(_shown(each) for each in attendances.attended(store, person))


def _shown(found: Attended) -> AttendedSession:
    held, line = found.session.held, found.line
    return AttendedSession(
        title=found.session.title,
        day=london_day(held.begins_at),
        times=f"{london_time(held.begins_at)} to {london_time(held.ended_at)}",
        led_by=found.session.trainer_name or NO_ACCOUNT,
        kind=outcome(line.presence, held),
        minutes=minutes_present(line.presence, held),
        held_minutes=held.minutes,
        put_right=tuple(PutRight(london_day(each.at), each.by_name, each.reason) for each in found.corrections),
    )
