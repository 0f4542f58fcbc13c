"""The address under which an organisation knows somebody. It proves nothing until a mail to it was answered.

It is what invitations and reminders go to while there is no account, and what tells two people of one name apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, case, delete, false, func, select, union, union_all, update

from course.records import links, name_words, tables
from course.records.accounts import email_key
from course.records.coming import is_here
from course.records.statements import insert_if_new

table, account = tables.contact, tables.account


def set_contact(store: Connection, person: int, email: str, now: dt.datetime) -> None:
    """Keep an address for a person in place of the one there was; "" takes it away. The same one changes nothing.

    Another one ends the invitations that nobody opened yet: who reads the old address is perhaps somebody else.
    """
    name_words.hold(store, person)
    before = contact_of(store, person)
    if before is not None and email_key(before) != email_key(email):
        links.end_links(store, "invitation", person, now)
    if not email.strip():
        changed = store.execute(delete(table).where(table.c.person == person)).rowcount > 0
    else:
        values = {"email": email.strip(), "email_key": email_key(email), "given_at": now}
        changed = insert_if_new(store, table, person=person, **values) is not None
        if not changed:
            here = update(table).where(table.c.person == person, table.c.email != values["email"])
            changed = store.execute(here.values(values)).rowcount > 0
    if changed:
        name_words.keep(store, person)


def contact_of(store: Connection, person: int) -> str | None:
    """The address as it was given; None where none was."""
    return store.execute(select(table.c.email).where(table.c.person == person)).scalar_one_or_none()


def usable_address() -> Any:
    """The address under which we may write, as SQL over `account` and `contact`: the confirmed one, else the contact; ""."""
    return func.coalesce(case((account.c.email_confirmed, account.c.email)), table.c.email, "")


def shown_address() -> tuple[Any, Any]:
    """Of a person in a list, as SQL over the same: the address, and whether nobody has shown that it is theirs.

    Anybody may have typed such a one at sign-up. It stands only where there is no other, and reminders do not go there.
    """
    unproven = table.c.email.is_(None) & account.c.email.is_not(None) & ~account.c.email_confirmed
    proven = case((account.c.email_confirmed, account.c.email))
    return func.coalesce(proven, table.c.email, account.c.email), unproven


def known_addresses(store: Connection, people: Collection[int]) -> dict[int, tuple[tuple[str, bool], ...]]:
    """Every address of these people, and whether nobody has shown that it is theirs."""
    typed = select(account.c.person, account.c.email, ~account.c.email_confirmed)
    given = select(table.c.person, table.c.email, false())
    every = (
        typed.where(account.c.email.is_not(None), account.c.person.in_(people)),
        given.where(table.c.person.in_(people)),
    )
    found: dict[int, tuple[tuple[str, bool], ...]] = {}
    for person, email, unproven in store.execute(union_all(*every)):
        found[person] = (*found.get(person, ()), (email, bool(unproven)))
    return found


def address_of(store: Connection, person: int) -> str:
    """The address under which we may write to a person; "" for none."""
    number = tables.person.c.id
    joined = tables.person.outerjoin(account, account.c.person == number).outerjoin(table, table.c.person == number)
    return store.execute(select(usable_address()).select_from(joined).where(number == person)).scalar() or ""


def people_with(store: Connection, email: str) -> tuple[int, ...]:
    """Everyone known under an address in any case: as a contact, or by an account that has confirmed it.

    An account that has not is left out: anybody may have typed the address there.
    """
    if "\0" in email:
        return ()  # PostgreSQL cannot even be asked
    key, of = email_key(email), account.c
    known = union(
        select(table.c.person).join(tables.person).where(table.c.email_key == key, is_here()),
        select(of.person).where(of.email_key == key, of.email_confirmed),
    ).subquery()
    return tuple(store.execute(select(known.c.person).order_by(known.c.person)).scalars())
