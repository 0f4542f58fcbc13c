"""An invitation for somebody who has no account: mailed where there is an address and a mail server, else printed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.config import Settings
from course.records import audit, brakes, contacts, letter_tokens, links
from course.records.accounts import email_key
from course.records.database import writing
from course.records.members import Somebody
from course.records.outbox import Draft
from course.rules.letters import TOKEN
from course.web import posting
from course.web.admin import blueprint
from course.web.admin.own import own_person_or_404
from course.web.gate import holds_any, must_be_learner

VALID = dt.timedelta(days=14)
A_DAY = dt.timedelta(days=1)
MOST_A_DAY = 5  # letters to one address, so that nobody is flooded
SUBJECT = "Your invitation"
LETTER = (
    "You are invited to open an account at {site}\n\n"
    "To choose a password, open this link within 14 days. It works once.\n\n{link}\n\n"
    "If you have an account there already, sign in when the page asks you to.\n\n"
    "If you do not know what this is about, you need do nothing.\n\n"
    "This is an automatic message; nobody reads replies.\n"
)


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """The link to be printed. `email` is where it could have gone, None where there is no address."""

    person: Somebody
    link: str
    email: str | None
    mail: bool
    added: bool


@blueprint.post("/people/<number:person>/invite")
@holds_any("administrator")
def invite(person: int) -> ResponseReturnValue:
    """Make an invitation."""
    return answer_with_invitation(person, added=False)


def answer_with_invitation(person: int, *, added: bool) -> ResponseReturnValue:
    """Send it, or show the link, this once."""
    with writing() as store:
        found = own_person_or_404(store, person)
        if found.has_account:
            abort(404)
        email = contacts.contact_of(store, person)
        mailed = email is not None and posting.is_set() and _has_room(store, email)
        link = _make(store, person, email if mailed else None)
    if mailed:
        posting.kick()
        return redirect(url_for("admin.person", person=person, done="invited"), 303)
    view = InvitationPage(found, link, email, mail=posting.is_set(), added=added)
    return render_template("pages/admin/invitation_link.html", view=view)


def _has_room(store: Connection, email: str) -> bool:
    """Whether the address may get one more invitation today; counts it."""
    return brakes.strike(store, f"invitations: {email_key(email)}", now(), window=A_DAY) <= MOST_A_DAY


def _make(store: Connection, person: int, email: str | None) -> str:
    """The link, in place of all before. With an address the letter is written in the same transaction: to open it
    proves the address, and the token is made when it goes."""
    settings: Settings = current_app.config["SHAREWELL"]
    links.end_links(store, "invitation", person, now())
    if email:
        key, token = letter_tokens.promise(store, "invitation", person, valid=VALID, now=now(), mailed_to=email), TOKEN
    else:
        key, token = "", links.make_link(store, "invitation", person, valid=VALID, now=now())
    link = settings.public_url.rstrip("/") + url_for("access.invitation", token=token)
    if email:
        text = LETTER.format(site=settings.public_url, link=link)
        posting.write(store, Draft("invitation", person, email, SUBJECT, text, key))
    audit.note(store, must_be_learner().person, "invitation made", f"person {person}", "", now())
    return link
