"""An invitation: somebody whom an organisation has entered opens an account, or puts the record with the one they have.

A link that came by mail proves the address; one that was printed proves nothing but that somebody handed it over.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.hashing import hash_password
from course.records import accounts, arriving, audit, contacts, links, members, merging, people
from course.records.accounts import Account, email_key
from course.records.database import reading, writing
from course.records.links import Link
from course.rules.dates import london_day
from course.rules.scoping import Scope
from course.web import returning
from course.web.access import blueprint, mail
from course.web.access.entering import enter, go_on
from course.web.access.forms import ResetForm
from course.web.access.opening import confirmation
from course.web.access.reset import dead_link, refuse_guessing
from course.web.access.sign_up import SignInNamePage
from course.web.gate import anyone, learner, must_be_learner, signed_in

EVERYWHERE = Scope(everything=True)  # an invitation tells its own person where they belong


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that still works. `known`: an account has confirmed the address that the mail went to."""

    link: Link
    person: int
    name: str
    email: str | None
    places: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """`sign_in` leads back here; `here` is the name of who is signed in, else None."""

    invitation: Invitation
    form: ResetForm
    errors: tuple[tuple[str, str], ...]
    sign_in: str
    mine: str
    here: str | None


def _invitation(store: Connection, token: str) -> Invitation | None:
    """What a token stands for; None also where the person has an account by now, or was merged, or the mail went to an
    address that is theirs no more."""
    link = links.link(store, token, "invitation", now())
    if link and link.person and link.mailed_to is not None and not _still_theirs(store, link.person, link.mailed_to):
        return None
    name = people.person_name(store, link.person) if link and link.person else None
    if link is None or link.person is None or not name or accounts.account_of(store, link.person):
        return None
    places = members.places(store, EVERYWHERE, [link.person])[link.person]
    carriers = accounts.accounts_for(store, link.mailed_to) if link.mailed_to else ()
    return Invitation(
        link=link,
        person=link.person,
        name=name,
        email=link.mailed_to or contacts.contact_of(store, link.person),
        places=tuple(each.name for each in places if each.holds_on(london_day(now()))),
        known=any(each.email_confirmed for each in carriers),
    )


def _still_theirs(store: Connection, person: int, mailed_to: str) -> bool:
    return email_key(contacts.contact_of(store, person) or "") == email_key(mailed_to)


@blueprint.route("/invitation/<token:token>", methods=["GET", "POST"])
@anyone
def invitation(token: str) -> ResponseReturnValue:
    """Ask for a password, or for signing in; opening the link does not use it up."""
    refuse_guessing()
    with reading() as store:
        found = _invitation(store, token)
    if found is None:
        return dead_link(None)
    form = ResetForm.sent()
    form.told = (found.name, found.email or "")
    if request.method == "GET" or found.known or not form.validate():
        return _show(token, found, form, 422 if request.method == "POST" else 200)
    made = _open(token, hash_password(form.password.data))
    return dead_link(None) if made is None else _welcome(made, shared=form.shared.data)


def _show(token: str, found: Invitation, form: ResetForm, status: int) -> ResponseReturnValue:
    here = learner()
    view = InvitationPage(
        invitation=found,
        form=form,
        errors=form.faults(),
        sign_in=url_for("access.sign_in", next=returning.seal("access.invitation", {"token": token})),
        mine=url_for("access.take_record", token=token),
        here=here.name if here else None,
    )
    return render_template("pages/access/invitation.html", view=view), status


def _open(token: str, kept: str) -> Account | None:
    """Use the link and open the account in one transaction. None when it is taken, or the address was confirmed."""
    with writing() as store:
        found = _invitation(store, token)
        if found is None or found.known or not links.use_link(store, found.link, now()):
            return None
        if found.link.mailed_to:
            accounts.free_address(store, found.link.mailed_to)
        made = accounts.open_account(
            store, found.person, email=found.email, sign_in_name=None, password_hash=kept, now=now()
        )
        if made and found.link.mailed_to and accounts.confirm_email(store, found.person):
            arriving.address_confirmed(store, found.person, now())
        elif made:
            confirmation(store, found.person, made.email)
        return made


def _welcome(made: Account, *, shared: bool) -> ResponseReturnValue:
    """Signed in; somebody without an address is shown the sign-in name once."""
    mail.post()
    enter(made.person, shared=shared)
    if made.email:
        return go_on(None, None)
    view = SignInNamePage(made.sign_in_name, None, None)
    return render_template("pages/access/sign_in_name.html", view=view)


@blueprint.post("/invitation/<token:token>/take")
@signed_in
def take_record(token: str) -> ResponseReturnValue:
    """Put the record that the invitation is for with the account of who is signed in."""
    refuse_guessing()
    who = must_be_learner().person
    with writing() as store:
        found = _invitation(store, token)
        taken = (
            found is not None and links.use_link(store, found.link, now()) and merging.merge(store, who, found.person)
        )
        if taken and found:
            audit.note(store, who, "records merged", f"person {who}", f"person {found.person}", now())
    return redirect(url_for("access.account", done="joined"), 303) if taken else dead_link(None)
