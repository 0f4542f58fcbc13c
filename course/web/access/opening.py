"""Making an account: the person, the way to sign in, and the letter that confirms an address."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.clock import now
from course.records import accounts, links, people
from course.rules.sign_in_names import COUNT, sign_in_name
from course.web.access import letters
from course.web.access.mail import Letter, allowed, is_set

CONFIRM_FOR = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account. `sign_in_name` is None where an email address was given; `letter` is to be posted after the commit."""

    person: int
    sign_in_name: str | None
    letter: Letter | None


class Taken(Exception):
    """The address has an account, or a link or code was used up meanwhile. Raised to undo what the transaction did."""


def open_account(store: Session, *, name: str, email: str | None, password_hash: str) -> Opened:
    """Make person and account. Raises Taken."""
    made = None if email else free_name(store)
    person = people.add_person(store, name, now())
    if not accounts.open_account(store, person, email=email, sign_in_name=made, password_hash=password_hash, now=now()):
        raise Taken
    return Opened(person, made, confirmation(store, person, email))


def free_name(store: Session) -> str:
    """A sign-in name that nobody has."""
    while True:
        name = sign_in_name(secrets.randbelow(COUNT))
        if accounts.account_for(store, name) is None:
            return name


def confirmation(store: Session, person: int, email: str | None) -> Letter | None:
    """The letter with a link that confirms an address; None without an address, or where no letter may go to it."""
    if email is None or not is_set():
        return None
    token = links.make_link(store, "confirm-email", person, valid=CONFIRM_FOR, now=now())
    return allowed(store, letters.confirm(email, token))
