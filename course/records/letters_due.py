"""Whether a letter that waits is still to go: asked when it is sent, and when reminders are listed to be printed.

Who has left, is exempt, has completed or is asked for another day gets no reminder that was written before; a letter goes
to no address that is not the person's any more; weekly figures to nobody who leads no longer; a link that ended to nobody.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update

from course.records import contacts, letter_tokens, outbox, tables
from course.rules import letters
from course.rules.dates import london_day

box, standing, membership = tables.outbox.c, tables.standing.c, tables.membership.c
OWN_ADDRESS = frozenset({"reminder", "follow-up"})


def still_due(day: dt.date) -> ColumnElement[bool]:
    """Of a row of the outbox that names a membership, whether training there still ends on the day it tells of.

    Rows of `standing` must be settled. Whoever moved inside the organisation is asked by the membership of today.
    """
    joined = tables.standing.join(
        tables.membership,
        (membership.person == standing.person) & (membership.organisation == standing.organisation),
    )
    here = (standing.started_on <= day, or_(standing.left_on.is_(None), standing.left_on > day))
    asked = (
        func.coalesce(standing.expires_on, standing.due_on) == box.ends_on,
        or_(standing.exempt_until.is_(None), standing.exempt_until < day),
    )
    found = select(standing.membership).select_from(joined).where(membership.id == box.membership, *here, *asked)
    return exists(found.correlate(tables.outbox))


def drop_next(store: Connection, now: dt.datetime) -> int:
    """Take back the next letters as far as they are not to go any more; how many. In the transaction of `outbox.claim`."""
    dropped = 0
    while (found := outbox.next_due(store, now)) is not None:
        if _is_being_worked_out(store, found, london_day(now)):
            later = update(tables.outbox).where(box.id == found.id).values(next_try_at=now + letters.HOLD)
            store.execute(later)
        elif _holds(store, found, now):
            break
        else:
            store.execute(delete(tables.outbox).where(box.id == found.id))
            dropped += 1
    return dropped


def _holds(store: Connection, letter: Any, now: dt.datetime) -> bool:
    if letter.last_fault == letters.ON_ITS_WAY:
        return True  # what became of it nobody knows; `claim` sees to it
    if letters.TOKEN in letter.text:
        return letter_tokens.is_open(store, letter.key, now) or letters.is_too_old(letter.kind, letter.made_at, now)
    if letter.person is None:
        return True
    if letter.kind == "digest":
        return _leads(store, letter)
    if letter.kind in OWN_ADDRESS and contacts.address_of(store, letter.person) != letter.address:
        return False
    return letter.membership is None or _is_due(store, letter, london_day(now))


def _is_due(store: Connection, letter: Any, day: dt.date) -> bool:
    asked = select(box.id).where(box.id == letter.id, still_due(day))
    return store.execute(asked).one_or_none() is not None


def _is_being_worked_out(store: Connection, letter: Any, day: dt.date) -> bool:
    """Whether a fact was written since rows were settled: then nobody can say, and the letter waits."""
    due = (standing.person == letter.person, standing.recheck_on <= day)
    return letter.membership is not None and bool(
        store.execute(select(exists(select(standing.membership).where(*due)))).scalar_one()
    )


def _leads(store: Connection, letter: Any) -> bool:
    grant, account = tables.role_grant, tables.account
    joined = grant.join(account, account.c.person == grant.c.person)
    held = (grant.c.person == letter.person, grant.c.role == "organisation-lead")
    asked = (
        select(grant.c.id)
        .select_from(joined)
        .where(*held, account.c.email_confirmed, account.c.email == letter.address)
    )
    return bool(store.execute(select(exists(asked))).scalar_one())
