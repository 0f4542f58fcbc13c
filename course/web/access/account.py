"""The own account: change name, email address and password, see the organisations, close it. Each is a form of its own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from course.clock import now
from course.hashing import hash_password
from course.records import accounts, audit, organisations, people, roles, visits
from course.records.accounts import Account
from course.records.database import reading, writing
from course.rules.scoping import Scope, scope_of
from course.web.access import blueprint, guessing, known_device, letters, mail
from course.web.access.forms import AccessForm, CloseForm, EmailForm, NameForm, PasswordForm
from course.web.access.opening import confirmation
from course.web.access.proving import TOO_MANY, prove_again
from course.web.gate import anyone, must_be_learner, signed_in

DONE = {
    "name": "Your name has been changed.",
    "email": "Your email address has been changed, unless too many accounts carry it. Your sign-in name always works.",
    "password": "Your password has been changed. Everywhere else you are signed out.",
    "confirmed": "Your email address is confirmed.",
    "joined": "You have joined.",
}
EVERYWHERE_ELSE = "Everywhere else you are signed out then."
CLOSING = (
    "Your name, address and password are deleted, and you are signed out everywhere. This cannot be undone. What you did in "
    "the course stays in the figures without your name. Print your certificate first: afterwards it shows no name."
)
ONLY_ADMINISTRATOR = "You are the only administrator. Make somebody else one first: the command is “course add-admin”"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can be changed, with the form for it. `kind` is the word behind `data-form`."""

    kind: str
    title: str
    hint: str
    action: str
    form: AccessForm
    button: str
    closes: bool = False


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The account, where the person belongs, and a part for each change; `done` says what has just been changed."""

    account: Account
    places: tuple[str, ...]
    parts: tuple[Part, ...]
    errors: tuple[tuple[str, str], ...]
    done: str | None
    mail: bool
    administrator: Scope  # what the role of administrator is held for


def own_account() -> Account:
    """The account of the person signed in; not found only when it was closed a moment ago on another device."""
    with reading() as store:
        return accounts.account_of(store, must_be_learner().person) or abort(404)


def _places() -> tuple[str, ...]:
    """The organisations and teams that the person belongs to now."""
    with reading() as store:
        names = {each.id: each.name for each in organisations.organisations(store)}
        teams = {each.id: each.name for each in organisations.teams(store)}
        held = organisations.memberships_of(store, must_be_learner().person)
    present = (each for each in held if each.left_on is None)
    return tuple(", ".join(filter(None, (names[each.organisation], teams.get(each.team or 0)))) for each in present)


def _parts(sent: AccessForm | None) -> tuple[Part, ...]:
    """The parts with fresh forms, but for the one that was sent and has faults."""
    fresh = (NameForm(formdata=None, name=must_be_learner().name), EmailForm(None), PasswordForm(None), CloseForm(None))
    name, email, password, closing = (sent if type(sent) is type(form) else form for form in fresh)
    return (
        Part("name", "Change your name", "It stands on your certificate.", "/account/name", name, "Change my name"),
        Part(
            "email", "Change your email address", "You sign in with it.", "/account/email", email, "Change my address"
        ),
        Part("password", "Change your password", EVERYWHERE_ELSE, "/account/password", password, "Change my password"),
        Part(
            "close", "Close your account", CLOSING, "/account/close", closing, "Close my account for good", closes=True
        ),
    )


def _show(sent: AccessForm | None = None, status: int = 200) -> ResponseReturnValue:
    view = AccountPage(
        account=own_account(),
        places=_places(),
        parts=_parts(sent),
        errors=sent.faults() if sent else (),
        done=DONE.get(request.args.get("done", "")),
        mail=mail.is_set(),
        administrator=scope_of(must_be_learner().roles, ("administrator",)),
    )
    return render_template("pages/access/account.html", view=view), status


def _done(what: str) -> ResponseReturnValue:
    return redirect(url_for("access.account", done=what), 303)


def _proved(form: EmailForm | PasswordForm | CloseForm, account: Account, typed: str) -> int:
    """Ask for the password again; 0 when it is right, else the status to answer with, the reason beside the field."""
    proof = prove_again(account, typed)
    if proof.account is not None:
        return 0
    form.refuse(form.current if isinstance(form, PasswordForm) else form.password, proof.reason)
    return proof.status


@blueprint.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """Everything that can be changed, on one page."""
    return _show()


@blueprint.post("/account/name")
@signed_in
def change_name() -> ResponseReturnValue:
    """Change the name; certificates that were given keep the person, so they show the new name."""
    form = NameForm.sent()
    if not form.validate():
        return _show(form, 422)
    with writing() as store:
        people.rename(store, must_be_learner().person, form.name.data)
    return _done("name")


@blueprint.post("/account/email")
@signed_in
def change_email() -> ResponseReturnValue:
    """Change the address, which is unconfirmed then; the earlier address is told. The same one again: a new link."""
    form = EmailForm.sent()
    if not form.validate():
        return _show(form, 422)
    held = own_account()
    refused = _proved(form, held, form.password.data)
    if not refused and not guessing.count(guessing.NEW_ADDRESS, str(held.person)):
        refused = _refuse(form, TOO_MANY, 429)
    if refused:
        return _show(form, refused)
    _set_email(held, form.email.data)
    return _done("email")


def _refuse(form: EmailForm, reason: str, status: int) -> int:
    form.refuse(form.email, reason)
    return status


def _set_email(held: Account, email: str) -> None:
    """Nothing changes where too many accounts carry the address; the answer does not tell."""
    with writing() as store:
        if not accounts.set_email(store, held.person, email):
            return
        confirmation(store, held.person, email)
        is_new = held.email is not None and accounts.email_key(held.email) != accounts.email_key(email)
        if held.email and is_new:
            mail.allowed(store, letters.email_changed(held.email), held.person)
    mail.post()


@blueprint.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change the password; every other visit ends."""
    form, held, here = PasswordForm.sent(), own_account(), must_be_learner()
    form.told = (here.name, held.email or "")
    refused = 0 if form.validate() else 422
    refused = refused or _proved(form, held, form.current.data)
    if refused:
        return _show(form, refused)
    kept = hash_password(form.password.data)
    with writing() as store:
        accounts.set_password(store, here.person, kept)
        visits.end_visits(store, here.person, but=here.visit)
        if held.email:
            mail.allowed(store, letters.password_changed(held.email), held.person)
    mail.post()
    return _done("password")


@blueprint.post("/account/close")
@signed_in
def close() -> ResponseReturnValue:
    """Close the account: what was learnt stays in the figures without a name, certificates stay checkable."""
    form, held = CloseForm.sent(), own_account()
    refused = 0 if form.validate() else 422
    refused = refused or _proved(form, held, form.password.data)
    if not refused and not _close(held.person):
        form.refuse(form.password, ONLY_ADMINISTRATOR)
        refused = 409
    if refused:
        return _show(form, refused)
    session.clear()
    known_device.forget()
    return redirect(url_for("access.closed"), 303)


def _close(person: int) -> bool:
    """False for the only administrator: without one nobody could run the site."""
    with writing() as store:
        if roles.is_last_administrator(store, person):
            return False
        accounts.close_account(store, person, now())
        audit.note(store, person, "account closed", f"person {person}", "", now())
    return True


@blueprint.get("/account/closed")
@anyone
def closed() -> ResponseReturnValue:
    """What the person sees afterwards."""
    return render_template("pages/access/closed.html")
