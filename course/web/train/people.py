"""Putting somebody on the register: a name is typed, looked for among those whom one may find, or entered as somebody new."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import attendances, brakes, entering, organisations, room_people
from course.records.attendances import Line
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.records.room_people import MOST, Known
from course.records.room_sessions import RoomSession
from course.records.standings import name_key
from course.records.tokens import new_token
from course.rules import texts
from course.rules.dates import london_day, london_time
from course.rules.scoping import Scope
from course.web.fields import LONGEST_NAME
from course.web.gate import must_be_learner
from course.web.train import blueprint
from course.web.train.arrivals import arrived, back_to_line, closed, hold
from course.web.train.register import RegisterRow, row_of, since_asked
from course.web.train.running import (
    back_to,
    coming_of,
    members_on,
    people_scope,
    places,
    runs_sessions,
    session_or_404,
    typed,
)

KNOWN_FOR = dt.timedelta(days=1)  # so long a form that was sent is known again, as where a button was pressed twice
FAULTS = {
    "empty": "Enter a name",
    "unseen": texts.UNSEEN,
    "letters": "Use at least one letter or figure",
    "long": f"Use {LONGEST_NAME} characters or fewer",
    "place": "Choose the organisation of the new person",
}


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who was found for a name: those on the register already, `on_it`, and others. `stage`: as `coming_of`; `since`: as on the
    register; `places`: for somebody new.
    """

    held: RoomSession
    stage: str
    typed: str
    since: str
    on_it: tuple[RegisterRow, ...]
    found: tuple[Known, ...]
    more: bool
    places: tuple[Organisation, ...]
    entry: str
    fault: str = ""
    chosen: str = ""
    adding: bool = False  # somebody new was to be entered, and it could not be

    @property
    def at(self) -> str:
        """The field that the fault is about: the place of somebody new, their name, or the name that is looked for."""
        if self.fault == FAULTS["place"]:
            return "place"
        return "name" if self.adding else "q"

    @property
    def button(self) -> str:
        """What the button of somebody says who is put down."""
        if self.since:
            return f"From {london_time(self.held.begins_at)}"
        return {"before": "Expected", "now": "Here now", "after": "Was there"}[self.stage]

    @property
    def new_name(self) -> str:
        """The name of somebody new as far as it is known: one word is what was looked for, and no full name."""
        return self.typed if self.adding or " " in self.typed else ""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary."""
        return ((f"#{self.at}", self.fault),) if self.fault else ()

    def fault_at(self, field: str) -> str:
        """What is wrong with a field; "" for nothing."""
        return self.fault if self.at == field else ""


def name_fault(name: str) -> str:
    """What is wrong with a name; "" for nothing."""
    if not name:
        return FAULTS["empty"]
    if not (texts.can_be_seen(name) and texts.arrived_whole(name)):
        return FAULTS["unseen"]
    if not texts.says_something(name):
        return FAULTS["letters"]
    return FAULTS["long"] if len(name) > LONGEST_NAME else ""


@blueprint.get("/sessions/<number:session>/people")
@runs_sessions
def people(session: int) -> ResponseReturnValue:
    """Those whose name holds what was typed, and the way to enter somebody new."""
    name = texts.trimmed(request.args.get("q", ""))
    with reading() as store:
        held = session_or_404(store, session)
        if held.state != "planned":
            return back_to("session", held)
        if not name:
            return back_to("register", held)
        return _show(store, held, name, name_fault(name))


def _show(store: Connection, held: RoomSession, name: str, fault: str) -> ResponseReturnValue:
    scope, unseen = people_scope(store, held), fault and fault != FAULTS["place"]
    lines = attendances.register(store, held.id)
    leaves_out = [*(each.person for each in lines), *filter(None, [held.trainer])]
    found = () if unseen else room_people.found(store, scope, name, members_on(held), but=leaves_out)
    on_it = () if unseen else tuple(row_of(held, each, {}) for each in lines if _is_called(each, name))
    view = PeoplePage(
        held=held,
        stage=coming_of(held),
        typed=name if texts.arrived_whole(name) else "",
        since=since_asked(held),
        on_it=on_it[:MOST],
        found=found[:MOST],
        more=max(len(found), len(on_it)) > MOST,
        places=_homes(store, held, scope),
        entry=typed("entry") or new_token(),
        fault=fault,
        chosen=typed("place"),
        adding=request.method == "POST",
    )
    return render_template("pages/train/people.html", view=view), 422 if fault else 200


def _is_called(line: Line, name: str) -> bool:
    """Whether somebody on the register is found by what was typed, as `room_people.found` finds others."""
    words = name_key(name).split()
    return bool(words and line.name) and all(each in name_key(line.name) for each in words)


def _homes(store: Connection, held: RoomSession, scope: Scope) -> tuple[Organisation, ...]:
    """The organisations in which somebody new can be entered for this session."""
    return tuple(each for each in places(store, scope) if held.organisation in (None, each.id))


@blueprint.post("/sessions/<number:session>/people")
@runs_sessions
def add_to_register(session: int) -> ResponseReturnValue:
    """Put somebody known on the register (`person`), or enter somebody new (`name`) and put them on it."""
    with writing() as store:
        held = hold(store, session)
        if held is None:
            return closed()
        line, fault = _add(store, held)
    if line is not None:
        return back_to_line(held, line, since_asked(held) or None)
    with reading() as store:
        return _show(store, held, texts.trimmed(request.form.get("name", "")), fault)


def _add(store: Connection, held: RoomSession) -> tuple[int | None, str]:
    """The line, or None and what is wrong with a new name or its place."""
    if typed("person"):
        return _put_down(store, held, _known(store, held), "register"), ""
    name, place = texts.trimmed(request.form.get("name", "")), _place(store, held)
    fault = name_fault(name) or ("" if place else FAULTS["place"])
    if fault or place is None:
        return None, fault
    return _enter(store, held, name, place), ""


def _known(store: Connection, held: RoomSession) -> int:
    """Somebody whom one may find; whoever leads the session is not on its register."""
    number = typed("person")
    if not number.isdecimal() or len(number) > 15 or int(number) == held.trainer:
        abort(404)
    found = room_people.known(store, people_scope(store, held), int(number), members_on(held))
    return found.id if found else abort(404)


def _place(store: Connection, held: RoomSession) -> Organisation | None:
    """The organisation of somebody new; where there is one it need not be chosen."""
    homes = _homes(store, held, people_scope(store, held))
    chosen = typed("place")
    return homes[0] if len(homes) == 1 else next((each for each in homes if str(each.id) == chosen), None)


def _put_down(store: Connection, held: RoomSession, person: int, how: str) -> int:
    """The line. Before the day somebody is expected; else they are here."""
    came = None if coming_of(held) == "before" else arrived(held, from_beginning=bool(since_asked(held)))
    return attendances.put_down(store, held.id, person, arrived_at=came, how=how, agency="", now=now())


def _enter(store: Connection, held: RoomSession, name: str, place: Organisation) -> int:
    """The line of a new person; the same form sent twice enters one."""
    by, today = must_be_learner().person, london_day(now())
    key = f"entered in a room: {by} {held.id} {typed('entry')} {name_key(name)}"
    if brakes.strikes(store, key, now(), window=KNOWN_FOR):
        lines = attendances.register(store, held.id)
        return next((each.id for each in lines if each.how == "new" and name_key(each.name) == name_key(name)), 0)
    brakes.strike(store, key, now(), window=KNOWN_FOR)
    scope = people_scope(store, held)
    team = None if scope.covers(place.id, None) else _team(store, scope, place)
    number = entering.enter(store, name, place.id, team=team, started_on=today, by=by, now=now())
    return _put_down(store, held, number, "new")


def _team(store: Connection, scope: Scope, place: Organisation) -> int | None:
    """The first of the teams for which a trainer holds the role alone, so that their new people are found again."""
    return next(
        (each.id for each in organisations.teams(store) if each.organisation == place.id and each.id in scope.teams),
        None,
    )
