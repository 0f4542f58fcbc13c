"""Putting a closed register right: a line changed or added, with a reason that stays and that the person is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import attendances, audit, room_closing, room_people, room_sessions
from course.records.attendances import Correction, Line
from course.records.database import reading, writing
from course.records.room_people import MOST, Known
from course.records.room_sessions import RoomSession
from course.rules import auditing, texts
from course.rules.dates import london_time
from course.web.gate import must_be_learner
from course.web.train import blueprint
from course.web.train.arrivals import keep
from course.web.train.closing import make_facts
from course.web.train.leaves import Leaf, leaf
from course.web.train.outcomes import Outcome, outcomes
from course.web.train.people import name_fault
from course.web.train.running import back_to, members_on, named, people_scope, runs_sessions, session_or_404, typed
from course.web.train.times import CorrectionForm

DONE: Mapping[str, str] = {
    "completed": "The register is put right. The course is completed with it, and there is a certificate.",
    "withdrawn": "The register is put right. The completion that it had made is withdrawn.",
    "right": "The register is put right.",
    "same": "Nothing was changed.",
}


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """The lines of a leaf as they stand, what was put right so far on them, and who was found to be added."""

    held: RoomSession
    leaf: Leaf[Outcome]
    corrections: tuple[tuple[str, Correction], ...]  # whose line, and what
    typed: str
    found: tuple[Known, ...]
    done: str | None


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """The form for one line."""

    held: RoomSession
    outcome: Outcome
    form: CorrectionForm


def before_words(found: Correction) -> str:
    """What a line said before, in words."""
    said = found.before
    if said.get("struck_reason") is not None:
        return "taken off the register"
    if not said.get("arrived_at"):
        return "not seen"
    left = f"to {_clock(said['left_at'])}" if said.get("left_at") else "to the end"
    minutes = said.get("away_minutes")
    away = f", {minutes} minute{'' if minutes == 1 else 's'} away" if minutes else ""
    return f"there from {_clock(said['arrived_at'])} {left}{away}"


def _told(held: RoomSession, was: Line, is_now: Line) -> str:
    """What was changed, for the audit: times of the day of the session."""
    came, left = (
        tuple(getattr(each, name) and london_time(getattr(each, name)) for each in (was, is_now))
        for name in ("arrived_at", "left_at")
    )
    on_it = tuple("no" if each.struck_at else "yes" for each in (was, is_now))
    return auditing.together(
        f"session {held.id}",
        auditing.change("came", *came),
        auditing.change("left", *left),
        auditing.change("minutes away", was.away_minutes, is_now.away_minutes),
        auditing.change("on the register", *on_it),
    )


def _clock(moment: str) -> str:
    return london_time(dt.datetime.fromisoformat(moment))


blueprint.add_app_template_filter(before_words, "before_words")


def _closed_or_404(store: Connection, number: int) -> RoomSession:
    """One's own session, closed, its register still there; until the commit nobody else corrects it."""
    session_or_404(store, number)
    return room_sessions.hold_closed(store, number) or abort(404)


@blueprint.get("/sessions/<number:session>/corrections")
@runs_sessions
def corrections(session: int) -> ResponseReturnValue:
    """The lines, each to be put right, and what was put right before; `?q=` finds somebody who is missing."""
    name = texts.trimmed(request.args.get("q", ""))
    with reading() as store:
        held = session_or_404(store, session)
        if held.state != "closed" or held.were_present is not None:
            return back_to("session", held)
        lines = attendances.register(store, held.id)
        here = leaf(outcomes(lines, held.held), q=name or None)
        told, names = attendances.corrections(store, held.id), {each.line.id: each.name for each in here.rows}
        view = CorrectionsPage(
            held=held,
            leaf=here,
            corrections=tuple((names[each.attendance], each) for each in told if each.attendance in names),
            typed=name if texts.arrived_whole(name) else "",
            found=_missing(store, held, name, lines),
            done=DONE.get(request.args.get("done", "")),
        )
    return render_template("pages/train/corrections.html", view=view)


def _missing(store: Connection, held: RoomSession, name: str, lines: tuple[Line, ...]) -> tuple[Known, ...]:
    """People of that name who may be put on it and are not; none for what can be no name."""
    if name_fault(name):
        return ()
    on_it = {each.person for each in lines} | ({held.trainer} if held.trainer else set())
    return room_people.found(store, people_scope(store, held), name, members_on(held), but=on_it)[:MOST]


@blueprint.post("/sessions/<number:session>/corrections")
@runs_sessions
def add_line(session: int) -> ResponseReturnValue:
    """Somebody is missing: a line is made for them, not seen as yet; the form that follows says what is right, and why."""
    number = typed("person")
    with writing() as store:
        held = _closed_or_404(store, session)
        if not number.isdecimal() or len(number) > 15 or int(number) == held.trainer:
            abort(404)
        found = room_people.known(store, people_scope(store, held), int(number), members_on(held)) or abort(404)
        line = attendances.add_missing(store, held.id, found.id, now())
    return back_to("correct_line", held, line=line)


@blueprint.get("/sessions/<number:session>/corrections/<number:line>")
@runs_sessions
def correct_line(session: int, line: int) -> ResponseReturnValue:
    """The form for one line."""
    with reading() as store:
        held = session_or_404(store, session)
        found = named(attendances.line(store, held.id, line))
    if held.state != "closed":
        return back_to("session", held)
    return render_template("pages/train/correction.html", view=_view(held, found, CorrectionForm.of(held, found)))


def _view(held: RoomSession, line: Line, form: CorrectionForm) -> CorrectionPage:
    return CorrectionPage(held, outcomes([line], held.held)[0], form)


@blueprint.post("/sessions/<number:session>/corrections/<number:line>")
@runs_sessions
def correct_now(session: int, line: int) -> ResponseReturnValue:
    """Keep what the line said, then change it, and make or withdraw the completion that follows: all in one."""
    with writing() as store:
        held = _closed_or_404(store, session)
        was = named(attendances.hold_line(store, held.id, line))
        form = CorrectionForm.sent_for(held, was)
        if form.validate() and form.is_of_now():
            return back_to("corrections", held, done=_correct(store, held, was, form), at=was.id)
    return render_template("pages/train/correction.html", view=_view(held, was, form)), 422


def _correct(store: Connection, held: RoomSession, was: Line, form: CorrectionForm) -> str:
    """What came of it, a key of DONE."""
    by = must_be_learner().person
    keep(store, was, form)
    is_now = attendances.line(store, held.id, was.id)
    if is_now is None or is_now == was:
        return "same"
    attendances.keep_correction(store, was, form.why.data, by, now())
    # Without the reason, which may name somebody: it stands with the session.
    audit.note(store, by, "attendance corrected", f"person {was.person}", _told(held, was, is_now), now())
    return room_closing.correct(store, held, is_now, make_facts, by, now()) or "right"
