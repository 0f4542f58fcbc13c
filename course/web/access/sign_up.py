"""Making an account of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.hashing import hash_password
from course.records.accounts import Account
from course.records.database import reading, writing
from course.web import carry
from course.web.access import blueprint, guessing, joining, mail
from course.web.access.entering import enter, go_on
from course.web.access.forms import SignUpForm
from course.web.access.joining import Found
from course.web.access.opening import Opened, Taken, open_account
from course.web.access.proving import TOO_MANY, prove
from course.web.gate import anyone, learner

NOT_MADE = "We could not make this account: the join code was used up a moment ago. Ask for a new one"
NEEDS_CODE = "This site needs a join code. Ask your manager or an administrator of this site for one"
CROWD = "Many people have signed up from your network in the last hour. Wait an hour, then try again"


@dataclass(frozen=True, slots=True)
class SignUpPage:
    """`place` is where the join code leads, None without a good one; `open` is False where a code is needed."""

    form: SignUpForm
    errors: tuple[tuple[str, str], ...]
    place: str | None
    open: bool
    carried: str | None
    sign_in: str  # the address of the sign-in page, which goes on to the same place


@dataclass(frozen=True, slots=True)
class SignInNamePage:
    """The name, shown once, and what waits behind the page."""

    sign_in_name: str
    carried: str | None
    place: str | None


def _show(form: SignUpForm, status: int = 200) -> ResponseReturnValue:
    found = _code(form)
    view = SignUpPage(
        form=form,
        errors=form.faults(),
        place=found.place if found and found.reason is None else None,
        open=mail.settings().open_sign_up,
        carried=form.carry.data if carry.unseal(form.carry.data) else None,
        sign_in=url_for("access.sign_in", next=form.next.data or None),
    )
    return render_template("pages/access/sign_up.html", view=view), status


def show_with_answers(carried: str | None) -> ResponseReturnValue:
    """The blank form with the sealed answers of a hand-in."""
    return _show(SignUpForm(formdata=None, carry=carried))


def _code(form: SignUpForm) -> Found | None:
    """What the code in the form stands for; None where the field is empty, or this address has tried too many."""
    if not form.code.data or not guessing.may_try(guessing.CODES, guessing.here()):
        return None
    with reading() as store:
        return joining.look_up(store, form.code.data)


@blueprint.route("/sign-up", methods=["GET", "POST"])
@anyone
def sign_up() -> ResponseReturnValue:
    """Ask for name, address or none, password and code; then make the account and sign in at once."""
    if request.method == "GET":
        place, code = request.args.get("next"), request.args.get("code")
        return go_on(None, place) if learner() else _show(SignUpForm.sent(next=place, code=code))
    form = SignUpForm.sent()
    sound = form.validate()
    if not _code_is_good(form) or not sound:
        return _show(form, 422)
    if not guessing.count(guessing.SIGN_UPS, guessing.here()):
        return _refused(form, CROWD, 429)
    proof = prove(form.email.data, form.password.data) if form.email.data else None
    if proof and proof.status == 429:
        return _refused(form, proof.reason, 429)
    return _sign_in_instead(form, proof.account) if proof and proof.account else _make(form)


def _code_is_good(form: SignUpForm) -> bool:
    """Check the code, whatever else is wrong with the form, and count an unknown one; a fault is written beside its field."""
    if not form.code.data:
        if not mail.settings().open_sign_up:
            form.refuse(form.code, NEEDS_CODE)
        return bool(mail.settings().open_sign_up)
    found = _code(form)
    if found and found.code is None:
        guessing.count(guessing.CODES, guessing.here())
    if not form.code.errors and (found is None or found.reason):
        form.refuse(form.code, (found.reason if found else None) or TOO_MANY)
    return not form.code.errors


def _make(form: SignUpForm) -> ResponseReturnValue:
    """The answer is the same where the address has an account already: it tells nobody who is here."""
    opened = _open(form)
    return _refused(form, NOT_MADE, 422) if opened is None else _welcome(form, opened)


def _open(form: SignUpForm) -> Opened | None:
    """Make everything in one transaction. None when the last use of the code went to somebody else."""
    kept = hash_password(form.password.data)
    try:
        with writing() as store:
            opened = open_account(store, name=form.name.data, email=form.email.data or None, password_hash=kept)
            if form.code.data and joining.join(store, opened.account.person, form.code.data).reason:
                raise Taken
            return opened
    except Taken:
        return None


def _welcome(form: SignUpForm, opened: Opened) -> ResponseReturnValue:
    """Signed in; somebody without an address is shown the sign-in name once before going on."""
    mail.post()
    enter(opened.account.person, shared=form.shared.data)
    if form.email.data:
        return go_on(form.carry.data, form.next.data)
    view = SignInNamePage(opened.account.sign_in_name, form.carry.data or None, form.next.data or None)
    return render_template("pages/access/sign_in_name.html", view=view)


def _sign_in_instead(form: SignUpForm, account: Account) -> ResponseReturnValue:
    """Somebody signs up again with address and password of their own: they are signed in."""
    if form.code.data:
        with writing() as store:
            joining.join(store, account.person, form.code.data)
    enter(account.person, shared=form.shared.data)
    return go_on(form.carry.data, form.next.data)


def _refused(form: SignUpForm, reason: str, status: int) -> ResponseReturnValue:
    form.refuse(form.email, reason)
    return _show(form, status)


@blueprint.post("/sign-up/go-on")
@anyone(keeps_nothing=True)
def after_sign_up() -> ResponseReturnValue:
    """From the page with the sign-in name to what was wanted before."""
    return go_on(request.form.get(carry.FIELD) if learner() else None, request.form.get("next"))
