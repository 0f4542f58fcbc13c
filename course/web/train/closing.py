"""Closing a session: first what would come of it, line by line, then one button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import attendances, room_closing, room_doubles
from course.records.database import reading, writing
from course.records.room_sessions import RoomSession
from course.rules.dates import london_day, london_time, moment_at
from course.rules.facts import CompletionFacts
from course.rules.room import LONGEST_MINUTES, Held, Presence, completion_facts
from course.web.fields import A_TIME, read_time
from course.web.gate import must_be_learner
from course.web.site import catalogue, partnership_name
from course.web.train import blueprint
from course.web.train.arrivals import closed, hold
from course.web.train.doubles import Double, doubles
from course.web.train.leaves import Leaf, leaf
from course.web.train.outcomes import Outcome, counted, outcomes
from course.web.train.register import MOST_ASKED
from course.web.train.running import back_to, runs_sessions, session_or_404, typed

ANOTHER = "another"
TOO_SOON = "This session has not begun. Close it when it is over"
NOBODY = "Nobody is on the register as having been there. Say who was, or call the session off"
AFTER_BEGIN = "Enter a time after the beginning"
NOT_YET = "Enter a time that is not still to come"
TOO_LONG = f"Enter a time within {LONGEST_MINUTES // 60} hours of the beginning"
SETTLE = "Say whether {} is somebody known"


@dataclass(frozen=True, slots=True)
class ClosePage:
    """What would come of closing now. `ended`: the end as typed; `faults` by field; `chosen`: what was said of doubles."""

    held: RoomSession
    until: Held
    ended: str
    outcomes: tuple[Outcome, ...]
    doubles: tuple[Double, ...]
    faults: Mapping[str, str]
    chosen: Mapping[int, str]

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary."""
        return tuple((f"#{name}", text) for name, text in self.faults.items())

    def ways(self, double: Double) -> tuple[tuple[str, str], ...]:
        """What can be said of a double: values and words."""
        known = tuple((str(number), f"{name}, who is known already") for number, name in double.likely)
        return (*known, (ANOTHER, f"Another person: {double.line.name} is new"))

    @property
    def leaf(self) -> Leaf[Outcome]:
        """Those lines that are shown at once."""
        return leaf(self.outcomes, ended=self.ended or None)

    @property
    def asked(self) -> tuple[Double, ...]:
        """The first few doubles of which nothing sound was said so far; of as many as there are on one page all."""
        if len(self.doubles) <= MOST_ASKED:
            return self.doubles
        return tuple(each for each in self.doubles if not said_of(each, self.chosen[each.line.id]))[:MOST_ASKED]

    @property
    def said(self) -> tuple[Double, ...]:
        """Those of which it is said, where there are more than are asked about at once: the form carries that along."""
        if len(self.doubles) <= MOST_ASKED:
            return ()
        return tuple(each for each in self.doubles if said_of(each, self.chosen[each.line.id]))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each outcome."""
        return counted(self.outcomes)


def said_of(double: Double, chosen: str) -> bool:
    """Whether it is one of the things that can be said of a double."""
    return chosen in {ANOTHER, *(str(number) for number, _ in double.likely)}


def end_fault(held: RoomSession, said: str) -> tuple[dt.datetime, str]:
    """The end that was typed, and what is wrong with it; "" for nothing."""
    time = read_time(said)
    if time is None:
        return held.planned_end, A_TIME
    ended = moment_at(london_day(held.begins_at), time)
    if ended <= held.begins_at:
        return ended, AFTER_BEGIN
    if ended > now():
        return ended, NOT_YET
    return ended, TOO_LONG if ended > held.begins_at + dt.timedelta(minutes=LONGEST_MINUTES) else ""


def _usual_end(held: RoomSession) -> str:
    """As planned, or now where that is earlier."""
    return london_time(min(held.planned_end, max(now(), held.begins_at)))


def _page(store: Connection, held: RoomSession, said: str, faults: Mapping[str, str]) -> ClosePage:
    lines = attendances.register(store, held.id)
    found = tuple(doubles(store, held, lines).values())
    until = held.held_until(end_fault(held, said)[0])
    chosen = {each.line.id: typed(f"double-{each.line.id}") for each in found}
    return ClosePage(held, until, said, outcomes(lines, until), found, faults, chosen)


@blueprint.get("/sessions/<number:session>/close")
@runs_sessions
def close_session(session: int) -> ResponseReturnValue:
    """The page before: `?ended=` shows what another end would come to."""
    with reading() as store:
        held = session_or_404(store, session)
        if held.state != "planned":
            return back_to("session", held)
        said = request.args.get("ended", "").strip() or _usual_end(held)
        fault = end_fault(held, said)[1] if "ended" in request.args else ""
        view = _page(store, held, said, {"ended": fault} if fault else {})
    return render_template("pages/train/close.html", view=view), 422 if view.faults else 200


@blueprint.post("/sessions/<number:session>/close")
@runs_sessions
def close_now(session: int) -> ResponseReturnValue:
    """Settle the doubles, make the completions, close: all of it or nothing. Sent twice it shows what was closed."""
    with writing() as store:
        held = hold(store, session)
        if held is None:
            found = session_or_404(store, session)
            return back_to("session", found, done="closed") if found.state == "closed" else closed()
        view = _close(store, held)
    if view is not None:
        return render_template("pages/train/close.html", view=view), 422
    return back_to("session", held, done="closed")


def _close(store: Connection, held: RoomSession) -> ClosePage | None:
    """None where it is closed now; else the page again, and nothing was changed."""
    faults = _faults(store, held)
    if faults:
        return _page(store, held, typed("ended"), faults)
    _settle(store, held)
    ended = end_fault(held, typed("ended"))[0]
    room_closing.close(store, held.id, ended, make_facts, must_be_learner().person, now())
    return None


def _faults(store: Connection, held: RoomSession) -> dict[str, str]:
    if now() <= held.begins_at:
        return {"ended": TOO_SOON}
    lines = attendances.register(store, held.id)
    ended, fault = end_fault(held, typed("ended"))
    faults = {"ended": fault} if fault else {}
    if not fault and not counted(outcomes(lines, held.held_until(ended)))["present"]:
        faults["ended"] = NOBODY
    found = doubles(store, held, lines).values()
    unsaid = [each for each in found if not said_of(each, typed(f"double-{each.line.id}"))]
    return faults | {f"double-{each.line.id}-1": SETTLE.format(each.line.name) for each in unsaid[:MOST_ASKED]}


def _settle(store: Connection, held: RoomSession) -> None:
    """Those who are somebody known take their lines. The known one may be a new one, too, who has just been replaced."""
    became = dict[int, int]()
    found = doubles(store, held, attendances.register(store, held.id))
    for number in sorted(found):
        line, said = found[number].line, typed(f"double-{number}")
        if said != ANOTHER:
            known = became.get(int(said), int(said))
            became[line.person] = known
            room_doubles.replace(store, line, known, must_be_learner().person, now())


def make_facts(line: Presence, held: Held, person: int) -> CompletionFacts:
    """What is kept of a completion that a session makes."""
    return completion_facts(catalogue(), line, held, person=person, partnership=partnership_name() or "")
