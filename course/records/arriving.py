"""What follows once an address is proved to be somebody's own: records that organisations keep under it, and domains."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from sqlalchemy import Connection, select

from course.records import accounts, audit, domains, merging, tables
from course.records.coming import is_here

contact, account, membership, person = tables.contact, tables.account, tables.membership, tables.person


def address_confirmed(store: Connection, number: int, now: dt.datetime) -> None:
    """Take in the records without account that are kept under the address, and join where its domain leads.

    Only for who can sign in to the account and reads mail to its address, both at this moment: an account may carry an
    address that is another's, and a button pressed in that mail must not give it what organisations know about them. For
    whoever may be meant by several records of one organisation nothing is guessed: that is for an administrator.
    """
    held = accounts.account_of(store, number)
    if held is None or held.email is None or not held.email_confirmed:
        return
    for other in _records_under(store, accounts.email_key(held.email), number):
        if merging.merge(store, number, other):
            audit.note(store, number, "records merged", f"person {number}", f"person {other}", now)
    organisation = domains.join_by_address(store, number, held.email, now)
    if organisation is not None:
        audit.note(store, number, "joined by email domain", f"person {number}", f"organisation {organisation}", now)


def awaiting(store: Connection, number: int) -> tuple[str, ...]:
    """The organisations that an account would come to by confirming its address, by name.

    "" stands for a record that is in no organisation. Nothing where the address is confirmed: then it has come already.
    """
    held = accounts.account_of(store, number)
    if held is None or held.email is None or held.email_confirmed:
        return ()
    records = _records_under(store, accounts.email_key(held.email), number)
    place, led = tables.organisation, domains.leads_to(store, number, held.email)
    known = select(place.c.name).join(membership, membership.c.organisation == place.c.id)
    names = set(store.execute(known.where(membership.c.person.in_(records))).scalars())
    if led is not None:
        names |= set(store.execute(select(place.c.name).where(place.c.id == led.organisation)).scalars())
    return tuple(sorted(names)) or ("",) * bool(records)


def _records_under(store: Connection, key: str, number: int) -> list[int]:
    """Records without account kept under an address, each the only one of its organisations."""
    joined = (
        contact.join(person, person.c.id == contact.c.person)
        .outerjoin(account, account.c.person == contact.c.person)
        .outerjoin(membership, membership.c.person == contact.c.person)
    )
    nobody = (account.c.person.is_(None), person.c.name != "", is_here())
    meant = (contact.c.email_key == key, contact.c.person != number, *nobody)
    found = select(contact.c.person, membership.c.organisation).select_from(joined).where(*meant).distinct()
    rows = store.execute(found).all()
    counted = Counter(row.organisation for row in rows)
    doubtful = {row.person for row in rows if counted[row.organisation] > 1}
    return sorted({row.person for row in rows} - doubtful)
