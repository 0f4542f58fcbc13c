"""Sessions in a room on a person's record: who led them, the minutes, what came of it; of quizzes whether they were taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from course.records import attempts, room_closing
from course.rules.dates import london_day
from course.rules.facts import Completion
from course.rules.kinds import TRAINER_LED, kind_name
from course.web.rooms_attended import AttendedSession, own_sessions
from course.web.site import catalogue


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """`kinds`: how each completion was made, in words, by its number. `taken`: titles of quizzes that were handed in, where the
    completion that counts was made in a room and one may see scores; None else, `left_out` then is empty, too.
    """

    kinds: Mapping[int, str]
    sessions: tuple[AttendedSession, ...]
    taken: tuple[str, ...] | None = None
    left_out: tuple[str, ...] = ()


def room_record(
    store: Connection, person: int, done: Sequence[Completion], until: dt.date, scored: Completion | None
) -> RoomRecord:  # fmt: skip
    """Of what lies before a day. `scored`: the completion of which module scores may be seen, None for none."""
    led = room_closing.led(store, [each.id for each in done if each.kind == TRAINER_LED])
    kinds = {
        each.id: f"In a room, led by {led[each.id].led_by}, {led[each.id].minutes} of {led[each.id].held_minutes} minutes"
        if each.id in led
        else kind_name(each.kind)
        for each in done
    }
    sessions = tuple(each for each in own_sessions(store, person) if each.day < until)
    if scored is None or scored.kind != TRAINER_LED:
        return RoomRecord(kinds, sessions)
    handed_in = {each.quiz for each in attempts.attempts_of(store, person) if london_day(each.at) < until}
    quizzes = catalogue().quizzes.values()
    taken = tuple(quiz.title for quiz in quizzes if quiz.id in handed_in)
    return RoomRecord(kinds, sessions, taken, tuple(quiz.title for quiz in quizzes if quiz.id not in handed_in))
