"""Some weeks after the course: the same confidence statements, what helped and hindered, and one question to the manager.

Nobody is written to who did not wish it; the page itself can be opened by everybody who has completed the course.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.catalogue.model import Reflection
from course.clock import now
from course.records import completions, contacts, follow_ups, reflections
from course.records.database import reading, writing
from course.records.follow_ups import Asked
from course.rules.dates import london_day
from course.rules.facts import Reflected
from course.rules.follow_up import LONGEST, FollowUp, due_on
from course.web import posting
from course.web.gate import anyone, learner, must_be_learner, signed_in
from course.web.mine import blueprint, follow_up_form
from course.web.mine.follow_up_form import MOMENT, Sent
from course.web.mine.reflection_page import GivenBack
from course.web.site import catalogue

TEMPLATE = "pages/mine/follow_up.html"
DONE = {
    "kept": "Thank you. Your answers are kept.",
    "deleted": "Deleted. Nothing of your answers is kept any more.",
    "wished": "We will write to you on that day.",
    "not-wished": "We will not write to you.",
    "asked": "The letter to your manager is on its way.",
}


@dataclass(frozen=True, slots=True)
class Present:
    """Where the learner is with it. `opens_on` is None before the course is complete, and then nothing else holds."""

    cycle: int = 1
    opens_on: dt.date | None = None
    open: bool = False
    wished: bool = False
    reachable: bool = False  # whether there is an address to which we may write, and mail
    kept: FollowUp | None = None
    sure: Mapping[str, int] = field(default_factory=dict)  # the confidence statements answered then
    change: str | None = None  # the intended change
    asked: Asked | None = None  # the manager


@dataclass(frozen=True, slots=True)
class FollowUpPage:
    """The page; `typed` and `faults` are those of the form that came back, of the questions or of the manager's address."""

    asked: Reflection
    present: Present
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    back: GivenBack | None = None
    done: str | None = None
    mail: bool = False
    longest: int = LONGEST

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """The lines of the error summary."""
        radios = {each.id for each in self.asked.confidence} | {follow_up_form.DECIDED, follow_up_form.DONE}
        return tuple((f"#{name}-1" if name in radios else f"#{name}", text) for name, text in self.faults.items())

    @property
    def asks(self) -> bool:
        """Whether the form is shown: it is time, and nothing was answered yet; or it comes back."""
        return self.back is not None or (self.present.open and self.present.kept is None)

    @property
    def may_be_sent(self) -> bool:
        """Whether the form has its button; one that was answered meanwhile is only there to be copied."""
        return self.back is not GivenBack.CLOSED


def _present(store: Connection, person: int) -> Present:
    made = next((each for each in completions.completions_of(store, person) if not each.withdrawn_at), None)
    if made is None:
        return Present()
    cycle = reflections.present_cycle(store, person)
    said = {each.moment: each for each in reflections.reflections_of(store, person) if each.cycle == cycle}
    opens_on = due_on(made.completed_on, catalogue().course.follow_up_weeks)
    return Present(
        cycle=cycle,
        opens_on=opens_on,
        open=opens_on <= london_day(now()),
        wished=follow_ups.has_wish(store, person, cycle),
        reachable=posting.is_set() and bool(contacts.address_of(store, person)),
        kept=follow_ups.follow_up_of(store, person, cycle),
        sure=dict(said[MOMENT].answers) if MOMENT in said else {},
        change=said["after"].intended_change if "after" in said else None,
        asked=follow_ups.asked_manager(store, person, cycle),
    )


def present() -> Present:
    """Where the learner is with it; for a guest, nowhere."""
    here = learner()
    if here is None:
        return Present()
    with reading() as store:
        return _present(store, here.person)


def show(status: int = 200, **more: object) -> ResponseReturnValue:
    """The page as it stands, or with a form that came back."""
    done = DONE.get(request.args.get("done", ""))
    view = FollowUpPage(catalogue().reflection, present(), done=done, mail=posting.is_set(), **more)  # type: ignore[arg-type]
    return render_template(TEMPLATE, view=view), status


def given_back(why: GivenBack, status: int) -> ResponseReturnValue:
    """The form as it was sent, with why nothing of it was kept."""
    return show(status, typed=follow_up_form.read(catalogue().reflection, request.form).typed, back=why)


def _done(what: str) -> ResponseReturnValue:
    return redirect(url_for("mine.follow_up", done=what), 303)


@blueprint.get("/follow-up")
@signed_in
def follow_up() -> ResponseReturnValue:
    """Before its day the wish to be written to; then the questions; then what was answered."""
    return show()


@blueprint.post("/follow-up/wish")
@signed_in
def wish_follow_up() -> ResponseReturnValue:
    """Be written to, or better not."""
    here, wished = must_be_learner().person, request.form.get("wish") == "yes"
    with writing() as store:
        held = _present(store, here)
        if held.opens_on is None:
            return redirect(url_for("mine.follow_up"), 303)
        if wished:
            follow_ups.set_wish(store, here, held.cycle, held.opens_on, now())
        else:
            follow_ups.take_wish_back(store, here, held.cycle)
    return _done("wished" if wished else "not-wished")


@blueprint.post("/follow-up")
@anyone(keeps_nothing=True)
def answer_follow_up() -> ResponseReturnValue:
    """Keep the answers. Whose visit has ended gets the form back."""
    if learner() is None:
        return given_back(GivenBack.SIGNED_OUT, 403)
    sent = follow_up_form.read(catalogue().reflection, request.form)
    if sent.faults:
        return show(422, typed=sent.typed, faults=sent.faults)
    with writing() as store:
        held = _present(store, must_be_learner().person)
        if not held.open:
            return redirect(url_for("mine.follow_up"), 303)
        kept = _keep(store, sent, held)
    return _done("kept") if kept else given_back(GivenBack.CHANGED, 409)


def _keep(store: Connection, sent: Sent, held: Present) -> bool:
    """Keep both halves; False where others were kept since the form was opened, or the account is closed."""
    here, done = must_be_learner().person, sent.change_done if held.change else None
    given = FollowUp(held.cycle, sent.decided_since, sent.helped, sent.hindered, done, now())
    if held.kept is not None and held.sure != dict(sent.confidence):
        return False
    if not follow_ups.keep(store, here, given):
        return False
    if sent.confidence:
        said = tuple(sent.confidence.items())
        edition = catalogue().course.edition
        later = Reflected(held.cycle, MOMENT, edition, False, None, None, now(), said)
        reflections.keep_reflection(store, here, later)
    return True


@blueprint.post("/follow-up/delete")
@signed_in
def delete_follow_up() -> ResponseReturnValue:
    """Delete the answers of this time; the question to the manager stays as it is."""
    with writing() as store:
        here = must_be_learner().person
        cycle = reflections.present_cycle(store, here)
        follow_ups.delete_answers(store, here, cycle)
        reflections.delete_moment(store, here, cycle, MOMENT)
    return _done("deleted")
