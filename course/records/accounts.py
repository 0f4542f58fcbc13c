"""Accounts: how a person signs in, one at most for each. Closing it takes the name away and keeps the facts.

An address that nobody has confirmed may be carried by several accounts, told apart by their passwords: so nothing that a
page answers says whether an address was known. Confirming it by mail takes it from all the others.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from course.errors import SeveralAccounts
from course.records import erasing, name_words, tables
from course.records.statements import insert_if_new
from course.rules.sign_in_names import COUNT, sign_in_name
from course.rules.texts import email_key as email_key

CARRIERS = 2  # accounts that one address may name: each costs every sign-in another check of a password
account = tables.account


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its person's name. `email` is None for people without."""

    person: int
    name: str
    email: str | None
    email_confirmed: bool
    sign_in_name: str
    password_hash: str


def accounts_for(store: Connection, login: str) -> tuple[Account, ...]:
    """The accounts of an email address in any case, at most CARRIERS, or of a sign-in name, at most one.

    The one that has confirmed the address comes first, then the oldest.
    """
    if "\0" in login:
        return ()  # PostgreSQL cannot even be asked
    key = email_key(login)
    return _accounts(store, or_(account.c.email_key == key, account.c.sign_in_name == key))


def account_for(store: Connection, login: str) -> Account | None:
    """The one account of an address or a sign-in name. Raises SeveralAccounts where it cannot be told which."""
    found = accounts_for(store, login)
    if len(found) > 1 and not found[0].email_confirmed:
        raise SeveralAccounts("Several accounts carry this address: give the sign-in name")
    return found[0] if found else None


def account_of(store: Connection, person: int) -> Account | None:
    """A person's account; None when there is none or it was closed."""
    return next(iter(_accounts(store, account.c.person == person)), None)


def open_account(
    store: Connection, person: int, *, email: str | None, sign_in_name: str | None, password_hash: str, now: dt.datetime
) -> Account | None:
    """Give a person a way to sign in. None, and nothing done, when the sign-in name is taken; without one it is made up.

    The email counts as not confirmed. An account too many for it goes without.
    """
    carried = email if email and _has_room(store, email, person) else None
    made = insert_if_new(
        store,
        account,
        person=person,
        email=carried.strip() if carried else None,
        email_key=email_key(carried) if carried else None,
        email_confirmed=False,
        sign_in_name=sign_in_name or _free_name(store),
        password_hash=password_hash,
        opened_at=now,
    )
    if made and carried:
        name_words.keep(store, person)
    return account_of(store, person) if made else None


def set_password(store: Connection, person: int, password_hash: str) -> None:
    """Change the password; links for choosing one that were not used yet end with it."""
    store.execute(update(account).where(account.c.person == person).values(password_hash=password_hash))
    _end_links(store, person, "reset")


def set_email(store: Connection, person: int, email: str) -> bool:
    """Change the address, which then counts as not confirmed. False, and nothing done, when too many carry it.

    Links that were mailed to the old address and not used yet end with it.
    """
    if not _has_room(store, email, person):
        return False
    name_words.hold(store, person)
    values = {"email": email.strip(), "email_key": email_key(email), "email_confirmed": False}
    store.execute(update(account).where(account.c.person == person).values(values))
    name_words.keep(store, person)
    _end_links(store, person, "reset", "confirm-email")
    return True


def confirm_email(store: Connection, person: int) -> bool:
    """Mail to the address has reached the person, so it is taken from the others. False when another was first."""
    held = account_of(store, person)
    if held is None or held.email is None:
        return False
    try:
        with store.begin_nested():
            store.execute(update(account).where(account.c.person == person).values(email_confirmed=True))
    except IntegrityError:
        return False
    _take_address(store, account.c.email_key == email_key(held.email), account.c.person != person)
    return True


def free_address(store: Connection, email: str) -> bool:
    """Mail to the address has reached somebody who has no account yet: whoever carries it unconfirmed loses it.

    False, and nothing done, where an account has confirmed it.
    """
    here = account.c.email_key == email_key(email)
    if store.scalar(select(func.count()).where(here, account.c.email_confirmed)):
        return False
    _take_address(store, here)
    return True


def _take_address(store: Connection, *carriers: ColumnElement[bool]) -> None:
    """Take an address from accounts, and with it the links that were mailed to it and not used yet."""
    others = store.scalars(select(account.c.person).where(*carriers)).all()
    for other in others:
        _end_links(store, other, "reset", "confirm-email")
    store.execute(update(account).where(*carriers).values(email=None, email_key=None))
    name_words.keep(store, *others)


def close_account(store: Connection, person: int, now: dt.datetime) -> None:
    """Take away the account, the name and all that goes with it; what stays is said in `records.erasing`."""
    erasing.erase(store, person, now)


def _accounts(store: Connection, which: ColumnElement[bool]) -> tuple[Account, ...]:
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
        .order_by(account.c.email_confirmed.desc(), account.c.opened_at, account.c.person)
        .limit(CARRIERS)
    )
    return tuple(Account(*row) for row in found)


def _has_room(store: Connection, email: str, person: int) -> bool:
    """Whether one more account may carry the address. Two at the same moment may both: the newer is not looked at."""
    others = (account.c.email_key == email_key(email), account.c.person != person)
    return (store.scalar(select(func.count()).where(*others)) or 0) < CARRIERS


def _free_name(store: Connection) -> str:
    while True:
        name = sign_in_name(secrets.randbelow(COUNT))
        if not accounts_for(store, name):
            return name


def _end_links(store: Connection, person: int, *purposes: str) -> None:
    link = tables.one_time_link
    store.execute(delete(link).where(link.c.person == person, link.c.purpose.in_(purposes), link.c.used_at.is_(None)))
