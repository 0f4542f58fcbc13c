"""“I am here”: somebody in the room puts themselves on the register with the code of the session."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import attendances, organisations, room_sessions
from course.records.attendances import Line
from course.records.database import reading, writing
from course.records.room_sessions import RoomSession
from course.rules.room import JOIN_BEFORE, takes_phones
from course.web import returning
from course.web.braking import Brake, count, may_try
from course.web.gate import anyone, learner, must_be_learner, signed_in
from course.web.guesses import Guesses
from course.web.train import blueprint

CODES = Brake("session-codes", 30)  # forms with a code that no session has, by one person
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
SHORTEST, LONGEST = 4, 64


WHY_NOT = {
    "early": ("It is too early", "You can put yourself on the register from an hour before the beginning."),
    "over": ("This session is over", "Tell the trainer that you were there, or sign the register on paper."),
    "closed": ("The register is closed", "Were you there, and are you not on it? Ask the trainer to put it right."),
    "cancelled": ("This session was called off", "It does not take place. Ask the trainer when there is another one."),
    "leads": ("You lead this session", "Whoever leads a session is not on its register."),
    "struck": ("The trainer took you off this register", "Speak to the trainer, who can put you back."),
}


@dataclass(frozen=True, slots=True)
class AttendPage:
    """`held` None: no session has the code. `state`: "there", "open", or why one cannot come with it now."""

    code: str
    held: RoomSession | None
    state: str
    line: Line | None

    @property
    def status(self) -> int:
        """What the page answers with."""
        return 404 if self.held is None else 200


def state_of(held: RoomSession, line: Line | None, person: int) -> str:
    """ "there", "open", or the reason: "cancelled", "closed", "leads", "struck", "early", "over"."""
    if held.state != "planned":
        return held.state
    if held.trainer == person:
        return "leads"
    if line is not None and line.struck_at is not None:
        return "struck"
    if line is not None and line.arrived_at is not None:
        return "there"
    if takes_phones(held.begins_at, held.planned_minutes, now()):
        return "open"
    return "early" if now() < held.begins_at - JOIN_BEFORE else "over"


def _look_up(store: Connection, code: str) -> AttendPage:
    held, here = room_sessions.session_by_code(store, code), must_be_learner().person
    line = attendances.line_of(store, held.id, here) if held else None
    return AttendPage(code, held, state_of(held, line, here) if held else "unknown", line)


@blueprint.route("/attend", methods=["GET", "POST"])
@anyone(keeps_nothing=True)
def attend_by_hand() -> ResponseReturnValue:
    """The code of the session, typed from a screen or a wall; signs that no code has are left out.

    A guest, with a code or without, is told how to come on the register without an account, and not of any session.
    """
    typed = _code(request.values.get("code", ""))
    if request.method == "POST" and typed:
        _count_guess(typed)
        return redirect(url_for("train.attend", code=typed), 303)
    if learner() is None and request.method == "GET":
        there = ("train.attend", {"code": typed}) if typed else ("train.attend_by_hand", {})
        way = url_for("access.sign_in", next=returning.seal(*there))
        return render_template("pages/train/attend_signed_out.html", sign_in=way)
    asked = request.method == "POST"
    said = request.form.get("code", "")[:LONGEST]
    return render_template("pages/train/attend_by_hand.html", asked=asked, typed=said), 422 if asked else 200


def _count_guess(code: str) -> None:
    """Count a code that no session has against whoever typed it; after too many, 429. To a guest nothing is told of any."""
    here = learner()
    if here is None:
        return
    with reading() as store:
        known = room_sessions.session_by_code(store, code) is not None
    if not (may_try(CODES, str(here.person)) if known else count(CODES, str(here.person))):
        abort(429)


def _code(said: str) -> str:
    """A code as it can stand in an address; "" for what cannot be one."""
    found = "".join(sign for sign in said if sign in SIGNS)
    return found if SHORTEST <= len(found) <= LONGEST else ""


@blueprint.get("/attend/<token:code>")
@anyone
def attend(code: str) -> ResponseReturnValue:
    """Which session it is, and the button."""
    if learner() is None:
        return redirect(url_for("train.attend_by_hand", code=code), 303)
    guesses = _opened()
    with reading() as store:
        view = _look_up(store, code)
    if view.held is None:
        guesses.count(str(must_be_learner().person))
    return _show(view)


def _opened() -> Guesses:
    """Unknown codes whose address was only opened: they are counted in memory. After too many, of these or of forms, 429."""
    guesses: Guesses = current_app.extensions.setdefault("guesses at sessions", Guesses(CODES.tries))
    who = str(must_be_learner().person)
    if not (guesses.may_try(who) and may_try(CODES, who)):
        abort(429)
    return guesses


def _show(view: AttendPage) -> ResponseReturnValue:
    return render_template(
        "pages/train/attend.html", view=view, words=WHY_NOT, asked=False, typed=view.code
    ), view.status


@blueprint.post("/attend/<token:code>")
@signed_in
def attend_now(code: str) -> ResponseReturnValue:
    """Put the person on the register, as having come now. Twice is once."""
    _opened()
    with writing() as store:
        found = room_sessions.session_by_code(store, code)
        held = room_sessions.hold_open(store, found.id) if found else None
        view = _look_up(store, code)
        who = must_be_learner().person
        if held is not None and view.state == "open" and attendances.is_there(store, who):
            agency = _agency(store, held)
            attendances.put_down(store, held.id, who, arrived_at=now(), how="phone", agency=agency, now=now())
    if found is None:
        count(CODES, str(must_be_learner().person))
        return _show(view)
    return redirect(url_for("train.attend", code=found.code), 303)


def _agency(store: Connection, held: RoomSession) -> str:
    """Where somebody comes from, for the register; "" where the session is of their own organisation, or nobody knows."""
    own = must_be_learner().organisations
    if not own or held.organisation in own:
        return ""
    return organisations.names(store, own[:1]).get(own[0], "")
