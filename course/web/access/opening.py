"""Making an account: the person, the way to sign in, and the letter that confirms an address (to be posted afterwards)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from course.clock import now
from course.records import accounts, letter_tokens, people
from course.records.accounts import Account
from course.web.access import letters
from course.web.access.mail import allowed, is_set

CONFIRM_FOR = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account; the letter that confirms its address is to be posted after the commit."""

    account: Account


class Taken(Exception):
    """A link, a code or a name was used up meanwhile. Raised to undo what the transaction did."""


def open_account(store: Connection, *, name: str, email: str | None, password_hash: str) -> Opened:
    """Make person and account, always with a sign-in name. Raises Taken."""
    person = people.add_person(store, name, now())
    made = accounts.open_account(store, person, email=email, sign_in_name=None, password_hash=password_hash, now=now())
    if made is None:
        raise Taken
    confirmation(store, person, made.email)
    return Opened(made)


def confirmation(store: Connection, person: int, email: str | None) -> None:
    """Write the letter with a link that confirms an address, unless there is none, or no letter may go to it."""
    if email is None or not is_set():
        return
    key = letter_tokens.promise(store, "confirm-email", person, valid=CONFIRM_FOR, now=now())
    allowed(store, letters.confirm(email, key), person)
