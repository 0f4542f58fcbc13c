"""New people on a register who are likely somebody known: to be settled before the register is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import attendances, room_doubles, room_people
from course.records.attendances import Line
from course.records.database import writing
from course.records.room_sessions import RoomSession
from course.rules.room import likely_doubles
from course.web.gate import must_be_learner
from course.web.train import blueprint
from course.web.train.arrivals import closed, hold
from course.web.train.running import back_to, members_on, people_scope, runs_sessions

MOST = 3  # offered for one name


@dataclass(frozen=True, slots=True)
class Double:
    """A new person of the register, and who they may be: number and name, the likeliest first."""

    line: Line
    likely: tuple[tuple[int, str], ...]


def doubles(store: Connection, held: RoomSession, lines: Sequence[Line]) -> dict[int, Double]:
    """By number of the line. Compared are members of the new person's organisation, and the others on the register; not
    whoever leads the session, who is never on it.
    """
    may_go = room_doubles.replaceable(store, lines)
    new = [each for each in lines if each.person in may_go and each.struck_at is None]
    asked = {each.person: each.name for each in new}
    near = room_people.alike(store, people_scope(store, held), asked, members_on(held)) if new else {}
    on_it = [(each.person, each.name) for each in lines if each.name]
    found: dict[int, Double] = {}
    for each in new:
        others = (*near[each.person], *on_it)
        names = {number: name for number, name in others if number not in (each.person, held.trainer)}
        likely = likely_doubles(each.name, names.items())[:MOST]
        if likely:
            found[each.id] = Double(each, tuple((number, names[number]) for number in likely))
    return _once(found)


def _once(found: dict[int, Double]) -> dict[int, Double]:
    """Of two new ones who may be one another the later line alone is asked about."""
    person = {each.line.person: number for number, each in found.items()}
    kept = {}
    for number, each in found.items():
        likely = tuple((who, name) for who, name in each.likely if person.get(who, 0) < number)
        if likely:
            kept[number] = Double(each.line, likely)
    return kept


@blueprint.post("/sessions/<number:session>/people/<number:line>/same")
@runs_sessions
def same_person(session: int, line: int) -> ResponseReturnValue:
    """The new person of a line is somebody known: the known one takes the line, and the new record goes."""
    chosen = request.form.get("known", "")
    with writing() as store:
        held = hold(store, session)
        if held is None:
            return closed()
        lines = attendances.register(store, held.id)
        double = doubles(store, held, lines).get(line) or abort(404)
        known = next((number for number, _ in double.likely if chosen == str(number)), None) or abort(404)
        room_doubles.replace(store, double.line, known, must_be_learner().person, now())
    return back_to("register", held)
