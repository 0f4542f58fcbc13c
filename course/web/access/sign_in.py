"""Signing in, with or without answers that come along, and signing out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from course.web import carried_form, carry, visiting
from course.web.access import blueprint, mail
from course.web.access.entering import enter, go_on
from course.web.access.forms import SignInForm
from course.web.access.proving import prove
from course.web.access.sign_up import show_with_answers
from course.web.gate import anyone, learner

DEMO = (
    ("Learner", "learner@demo.example"),
    ("Trainer", "trainer@demo.example"),
    ("Team lead", "teamlead@demo.example"),
    ("Safeguarding lead of Heronsea", "lead@demo.example"),
    ("Safeguarding lead of Wellmarsh", "lead-b@demo.example"),
    ("Administrator", "admin@demo.example"),
    ("Auditor", "auditor@demo.example"),
)


@dataclass(frozen=True, slots=True)
class SignInPage:
    """`carried` are the sealed answers, or the form, that wait behind the sign-in, or None; `signed_out` when a visit has
    just ended."""

    form: SignInForm
    errors: tuple[tuple[str, str], ...]
    carried: str | None
    answers: bool  # whether it is answers to a quiz that are carried
    mail: bool
    sign_up: str  # the address of the sign-up page, which goes on to the same place
    signed_out: bool
    demo: tuple[tuple[str, str], ...]  # of the demonstration: what a button says, and the address it signs in with
    demo_password: str


def _demo() -> tuple[tuple[str, str], ...]:
    return DEMO if current_app.config["DEMO_PASSWORD"] else ()


def _show(form: SignInForm, status: int = 200, *, signed_out: bool = False) -> ResponseReturnValue:
    answers = carry.unseal(form.carry.data) is not None
    carried = form.carry.data if answers or carried_form.unseal(form.carry.data) else None
    onward = url_for("access.sign_up", next=form.next.data or None)
    view = SignInPage(
        form,
        form.faults(),
        carried,
        answers=answers,
        mail=mail.is_set(),
        sign_up=onward,
        signed_out=signed_out,
        demo=_demo(),
        demo_password=current_app.config["DEMO_PASSWORD"] or "",
    )
    return render_template("pages/access/sign_in.html", view=view), status


def sign_in_page_with(carried: str) -> ResponseReturnValue:
    """The page for a hand-in or a form whose visit has ended, with what was in it, sealed. Others show it in their answer."""
    return _show(SignInForm(formdata=None, carry=carried), 403, signed_out=True)


@blueprint.record_once
def offer(state: BlueprintSetupState) -> None:
    """Let other rooms find the page by its name; they may not import this one."""
    state.app.extensions["sign_in_page"] = sign_in_page_with


@blueprint.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    """Ask who it is; the answer to a wrong password is the same whether the account exists or not."""
    if request.method == "GET":
        place = request.args.get("next")
        return go_on(None, place) if learner() else _show(SignInForm.sent(next=place))
    form = SignInForm.sent()
    if not form.validate():
        return _show(form, 422)
    proof = prove(form.email.data, form.password.data)
    if proof.account is None:
        form.refuse(form.email, proof.reason)
        return _show(form, proof.status)
    enter(proof.account.person, shared=form.shared.data)
    return go_on(form.carry.data, form.next.data)


@blueprint.post("/sign-in/keep")
@anyone(keeps_nothing=True)
def keep() -> ResponseReturnValue:
    """Take the sealed answers of a hand-in along to the sign-in page, or to the sign-up page if that was asked for."""
    carried = request.form.get(carry.FIELD)
    if learner():
        return go_on(carried, None)
    if request.form.get("to") == "sign-up":
        return show_with_answers(carried)
    return _show(SignInForm(formdata=None, carry=carried))


@blueprint.post("/sign-out")
@anyone(keeps_nothing=True)
def sign_out() -> ResponseReturnValue:
    """End the visit in the record, so that a kept copy of the cookie is worth nothing; then the front page."""
    visiting.end(learner())
    return redirect(url_for("learn.front"), 303)
