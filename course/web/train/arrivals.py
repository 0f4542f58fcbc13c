"""Who came and left: one button a line while people come and go, and a page for the times of one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from course.clock import now
from course.records import attendances, room_sessions
from course.records.attendances import Line, Times
from course.records.database import reading, writing
from course.records.room_sessions import RoomSession
from course.rules.room import came_at, came_back
from course.web import refusals
from course.web.train import blueprint
from course.web.train.running import back_to, coming_of, named, runs_sessions, session_or_404, typed
from course.web.train.times import TimesForm

BEGINNING = "beginning"  # in an address: whoever is put down was there from the beginning
MEANWHILE = (
    "This session has been closed or called off since you opened the page, so nothing was changed.",
    "Open the session. A register that was closed is put right there, with a reason.",
)


@dataclass(frozen=True, slots=True)
class LinePage:
    """A line with its times, as they stand or as they were typed."""

    held: RoomSession
    line: Line
    form: TimesForm


def hold(store: Connection, number: int) -> RoomSession | None:
    """One's own session while its register can be written in; None where it was closed or cancelled (then: `closed`)."""
    session_or_404(store, number)
    return room_sessions.hold_open(store, number)


def closed() -> ResponseReturnValue:
    """What to say then."""
    return refusals.page(409, title="This register is closed", paragraphs=MEANWHILE)


def has_begun(held: RoomSession) -> bool:
    """Whether it is going on, so that one can say whether somebody came just now or was there from the beginning."""
    return coming_of(held) == "now" and now() > held.begins_at


def arrived(held: RoomSession, *, from_beginning: bool) -> dt.datetime:
    """When somebody has arrived who is put down as here, as `rules.room.came_at`."""
    return came_at(held.begins_at, held.planned_minutes, now(), from_beginning=from_beginning)


def _here(held: RoomSession, line: Line) -> Times:
    """Here, or here again after having left."""
    if line.arrived_at is None:
        return Times(arrived(held, from_beginning=False), None)
    back = came_back(line.presence, held.begins_at, now())
    return Times(back.arrived_at, back.left_at, back.away_minutes)


def _from_beginning(held: RoomSession, line: Line) -> Times:
    """Here from the beginning; whoever has come meanwhile, by a phone, came then, too."""
    began = arrived(held, from_beginning=True)
    return Times(min(line.arrived_at or began, began), line.left_at, line.away_minutes)


def _left(held: RoomSession, line: Line) -> Times:
    """Left now; who has not come cannot leave."""
    if line.arrived_at is None or line.left_at is not None:
        return Times(line.arrived_at, line.left_at, line.away_minutes)
    return Times(line.arrived_at, max(now(), line.arrived_at), line.away_minutes)


def _not_seen(_held: RoomSession, _line: Line) -> Times:
    return Times(None, None)


PRESSED: Mapping[str, Callable[[RoomSession, Line], Times]] = {
    "here": _here, "begun": _from_beginning, "left": _left, "not-seen": _not_seen,
}  # fmt: skip
ALL = {"all-here": "now", "all-begun": BEGINNING}


@blueprint.post("/sessions/<number:session>/arrivals")
@runs_sessions
def arrivals(session: int) -> ResponseReturnValue:
    """A button of the register was pressed: of a line, as "here-12", or one of ALL for everybody who is expected."""
    pressed, _, number = typed("pressed").rpartition("-")
    with writing() as store:
        held = hold(store, session)
        if held is None:
            return closed()
        if typed("pressed") in ALL:
            _all_here(store, held, from_beginning=ALL[typed("pressed")] == BEGINNING)
            return back_to("register", held)
        line = attendances.line(store, held.id, int(number)) if number.isdecimal() and len(number) < 16 else None
        if pressed not in PRESSED:
            abort(404)
        line = named(line)
        attendances.set_times(store, line.id, PRESSED[pressed](held, line))
        following = _following(store, held, line)
    return back_to_line(held, following, BEGINNING if pressed == "begun" else None)


def back_to_line(held: RoomSession, line: int, since: str | None = None) -> Response:
    """The register, open where a line is; `since`: as in its address."""
    return back_to("register", held, f"line-{line}", at=line, since=since)


def _following(store: Connection, held: RoomSession, line: Line) -> int:
    """Where to go on: whoever had not been seen makes room for the next such name; any other line stays where it is."""
    names = attendances.register(store, held.id)
    place = next((place for place, each in enumerate(names) if each.id == line.id), 0)
    later = names[place + 1 :] if line.arrived_at is None else ()
    return next(
        (each.id for each in later if each.name and each.arrived_at is None and each.struck_at is None), line.id
    )


def _all_here(store: Connection, held: RoomSession, *, from_beginning: bool) -> None:
    came = Times(arrived(held, from_beginning=from_beginning), None)
    for line in attendances.register(store, held.id):
        if line.name and line.arrived_at is None and line.struck_at is None:
            attendances.set_times(store, line.id, came)


@blueprint.get("/sessions/<number:session>/arrivals/<number:line>")
@runs_sessions
def arrival(session: int, line: int) -> ResponseReturnValue:
    """The times of one line, to be changed; of a closed register the form that asks for a reason."""
    with reading() as store:
        held = session_or_404(store, session)
        found = named(attendances.line(store, held.id, line))
    if held.state == "closed":
        return back_to("correct_line", held, line=found.id)
    if held.state == "cancelled":
        return back_to("session", held)
    return render_template("pages/train/arrival.html", view=LinePage(held, found, TimesForm.of(held, found)))


@blueprint.post("/sessions/<number:session>/arrivals/<number:line>")
@runs_sessions
def change_arrival(session: int, line: int) -> ResponseReturnValue:
    """Keep them; or take the line off the register, with a reason, or put it back."""
    with writing() as store:
        held = hold(store, session)
        if held is None:
            return closed()
        found = named(attendances.line(store, held.id, line))
        form = TimesForm.sent_for(held, found)
        if form.validate() and form.is_of_now():
            keep(store, found, form)
            return back_to_line(held, found.id)
    return render_template("pages/train/arrival.html", view=LinePage(held, found, form)), 422


def keep(store: Connection, line: Line, form: TimesForm) -> None:
    """Put into the records what the form says of a line."""
    if form.takes_off:
        attendances.strike(store, line.id, form.why.data, now())
        return
    attendances.strike(store, line.id, None, now())
    attendances.set_times(store, line.id, form.times)
