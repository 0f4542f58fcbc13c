"""Accounts: how a person signs in, one at most for each. Closing it takes the name away and keeps the facts."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.records import people, tables
from course.records.statements import insert_if_new
from course.rules.dates import london_day

account = tables.account


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its person's name. `email` is None for people without; `sign_in_name` is None for those with."""

    person: int
    name: str
    email: str | None
    email_confirmed: bool
    sign_in_name: str | None
    password_hash: str


def email_key(email: str) -> str:
    """An email address as it is compared: `Ada@Example.org ` is `ada@example.org`."""
    return unicodedata.normalize("NFC", email).strip().lower()


def account_for(store: Session, login: str) -> Account | None:
    """The account of an email address in any case, or of a sign-in name."""
    if "\0" in login:
        return None  # PostgreSQL cannot even be asked
    key = email_key(login)
    return _account(store, or_(account.c.email_key == key, account.c.sign_in_name == key))


def account_of(store: Session, person: int) -> Account | None:
    """A person's account; None when there is none or it was closed."""
    return _account(store, account.c.person == person)


def open_account(
    store: Session, person: int, *, email: str | None, sign_in_name: str | None, password_hash: str, now: dt.datetime
) -> Account | None:
    """Give a person a way to sign in. None, and nothing done, when the email or the sign-in name is taken.

    Of `email` and `sign_in_name` at least one is given. The email counts as not confirmed.
    """
    made = insert_if_new(
        store,
        account,
        person=person,
        email=email.strip() if email else None,
        email_key=email_key(email) if email else None,
        email_confirmed=False,
        sign_in_name=sign_in_name,
        password_hash=password_hash,
        opened_at=now,
    )
    return account_of(store, person) if made else None


def set_password(store: Session, person: int, password_hash: str) -> None:
    """Change the password; links for choosing one that were not used yet end with it."""
    store.execute(update(account).where(account.c.person == person).values(password_hash=password_hash))
    _end_links(store, person, "reset")


def set_email(store: Session, person: int, email: str) -> bool:
    """Change the address, which then counts as not confirmed. False, and nothing done, when another account has it.

    Links that were mailed to the old address and not used yet end with it.
    """
    values = {"email": email.strip(), "email_key": email_key(email), "email_confirmed": False}
    try:
        with store.begin_nested():
            store.execute(update(account).where(account.c.person == person).values(values))
    except IntegrityError:
        return False
    _end_links(store, person, "reset", "confirm-email")
    return True


def confirm_email(store: Session, person: int) -> None:
    """The person has shown that mail to the address reaches them."""
    store.execute(
        update(account).where(account.c.person == person, account.c.email.is_not(None)).values(email_confirmed=True)
    )


def close_account(store: Session, person: int, now: dt.datetime) -> None:
    """Take away name, account, visits, links, roles and present memberships.

    Readings and attempts stay without a name, and so does a completion with its code.
    """
    people.rename(store, person, "")
    for table in (tables.visit, tables.one_time_link, tables.role_grant, account):
        store.execute(delete(table).where(table.c.person == person))
    here = tables.membership
    store.execute(update(here).where(here.c.person == person, here.c.left_on.is_(None)).values(left_on=london_day(now)))


def _account(store: Session, which: ColumnElement[bool]) -> Account | None:
    found = store.execute(
        select(
            account.c.person,
            tables.person.c.name,
            account.c.email,
            account.c.email_confirmed,
            account.c.sign_in_name,
            account.c.password_hash,
        )
        .join(tables.person, tables.person.c.id == account.c.person)
        .where(which)
    ).one_or_none()
    return Account(*found) if found else None


def _end_links(store: Session, person: int, *purposes: str) -> None:
    link = tables.one_time_link
    store.execute(delete(link).where(link.c.person == person, link.c.purpose.in_(purposes), link.c.used_at.is_(None)))
