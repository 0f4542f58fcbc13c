"""One session: what to do next, the code for phones, what came of it; another day or place, calling it off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection

from course.clock import now
from course.documents.evaluation_forms import MOMENTS, TITLES
from course.records import attendances, room_papers, room_sessions
from course.records.database import reading, writing
from course.records.room_sessions import RoomSession
from course.rules import plans
from course.rules.dates import london_day, london_time
from course.web.gate import must_be_learner
from course.web.posting import settings
from course.web.qr import square
from course.web.site import catalogue
from course.web.train import blueprint
from course.web.train.arrivals import closed
from course.web.train.leaves import Leaf, leaf
from course.web.train.outcomes import Outcome, counted, outcomes
from course.web.train.running import back_to, places, runs_sessions, session_or_404, stage_of, trains
from course.web.train.session_form import CancelForm, ChangeForm

DONE: Mapping[str, str] = {
    "planned": "The session is planned.",
    "changed": "The change is saved.",
    "closed": "The session is closed.",
    "cancelled": "The session is called off.",
    "letters": (
        "We could not make the certificates as one file: a name has a letter for which this computer has no typeface. Each "
        "person can print their own."
    ),
    "nobody": "Nobody’s certificate of this session holds, so there is nothing to print.",
}
SEEN = "Somebody is on the register as here on the day planned so far. Take them off first, or plan another session"


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Everything on the page. `stage`: as `rules.room.stage`; `typed`: how many quiz sheets were typed in; `forms`: how many
    evaluation forms were added up, by what the form is called.
    """

    held: RoomSession
    stage: str
    own: bool
    outcomes: tuple[Outcome, ...]
    typed: int
    forms: Mapping[str, int]
    address: str
    picture: Markup
    pack: str  # the address of the pack; "" where there is none of that name any more
    done: str | None

    @property
    def shows_code(self) -> bool:
        """Whether anybody can still come with it."""
        return self.stage in ("before", "now")

    @property
    def short(self) -> str:
        """The address as one types it, up to the code."""
        return self.address.partition("://")[2].removesuffix(self.held.code)

    @property
    def leaf(self) -> Leaf[Outcome]:
        """Those lines that are shown at once."""
        return leaf(self.outcomes)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each outcome; while it is open, without whoever has closed their account and is waited for no longer."""
        is_open = self.held.state == "planned"
        return counted(each for each in self.outcomes if each.line.name or not (is_open and each.kind == "expected"))

    @property
    def expected(self) -> int:
        """How many are on the register."""
        return sum(each.kind != "struck" for each in self.outcomes)


@blueprint.get("/sessions/<number:session>")
@runs_sessions
def session(session: int) -> ResponseReturnValue:
    """The page."""
    with reading() as store:
        view = _page(store, session_or_404(store, session))
    return render_template("pages/train/session.html", view=view)


def _page(store: Connection, held: RoomSession) -> SessionPage:
    address = settings().public_url.rstrip("/") + url_for("train.attend", code=held.code)
    own = held.trainer == must_be_learner().person
    known = not trains().nothing and plans.plan(catalogue(), held.pack) is not None
    forms = room_papers.forms(store, held.id) if held.state == "closed" else {}
    covered = held.organisation in {each.id for each in places(store, trains())}
    return SessionPage(
        held=held,
        stage=stage_of(held),
        own=own,
        outcomes=outcomes(attendances.register(store, held.id), held.held),
        typed=len(room_papers.typed(store, held.id)) if held.state == "closed" else 0,
        forms={TITLES[moment]: forms[moment] for moment in MOMENTS if moment in forms},
        address=address,
        picture=square(address, "the register of this session"),
        pack=url_for("train.pack_page", pack=held.pack, organisation=held.organisation if covered else None)
        if known
        else "",
        done=DONE.get(request.args.get("done", "")),
    )


@blueprint.route("/sessions/<number:session>/change", methods=["GET", "POST"])
@runs_sessions
def change_session(session: int) -> ResponseReturnValue:
    """Another day, time, place or co-trainer, as long as it is open."""
    with reading() as store:
        held = session_or_404(store, session)
    began = {"day": london_day(held.begins_at), "time": london_time(held.begins_at)}
    form = ChangeForm.sent(**began, place=held.place, co_trainer=held.co_trainer)
    if held.state != "planned":
        return back_to("session", held)
    if request.method == "POST" and form.validate() and form.ends_that_day(held.planned_minutes):
        led = _change(held, form)
        if led is not None:
            return led
    status = 422 if request.method == "POST" else 200
    return render_template("pages/train/session_change.html", held=held, form=form, errors=form.faults()), status


def _change(held: RoomSession, form: ChangeForm) -> ResponseReturnValue | None:
    """Where it leads; None, and a fault beside its field, where somebody came on the day that was planned before."""
    with writing() as store:
        if room_sessions.hold_open(store, held.id) is None:
            return closed()
        if form.day.day != london_day(held.begins_at) and attendances.counts(store, [held.id]):
            form.refuse(form.day, SEEN)
            return None
        new = {"begins_at": form.begins_at, "place": form.place.data, "co_trainer": form.co_trainer.data or ""}
        room_sessions.change(store, held.id, **new, by=must_be_learner().person, now=now())
    return back_to("session", held, done="changed")


@blueprint.route("/sessions/<number:session>/cancel", methods=["GET", "POST"])
@runs_sessions
def cancel_session(session: int) -> ResponseReturnValue:
    """Call it off, with a reason for whoever reads the list."""
    with reading() as store:
        held = session_or_404(store, session)
    form = CancelForm.sent()
    if held.state != "planned":
        return back_to("session", held)
    if request.method == "POST" and form.validate():
        with writing() as store:
            done = room_sessions.cancel(store, held.id, form.reason.data, must_be_learner().person, now())
        return back_to("session", held, done="cancelled") if done else closed()
    status = 422 if request.method == "POST" else 200
    return render_template("pages/train/session_cancel.html", held=held, form=form, errors=form.faults()), status
