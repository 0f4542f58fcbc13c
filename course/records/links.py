"""One-time links: set-up, password, confirming an address. Only a digest of the token is stored; each works once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from course.records import tables
from course.records.tokens import digest, new_token

table = tables.one_time_link


@dataclass(frozen=True, slots=True)
class Link:
    """A link that still works. `person` is None for the set-up of the first administrator, `mailed_to` but for mailed
    invitations."""

    id: int
    purpose: str
    person: int | None
    mailed_to: str | None


def make_link(
    store: Connection,
    purpose: str,
    person: int | None,
    *,
    valid: dt.timedelta,
    now: dt.datetime,
    mailed_to: str | None = None,
) -> str:
    """A new link's token, which is stored nowhere. purpose: "set-up", "reset", "confirm-email" or "invitation".

    `mailed_to`: of an invitation, the address it goes to, which is proved by opening it; None where it is printed.
    """
    token = new_token()
    store.execute(
        insert(table).values(
            token_digest=digest(token),
            purpose=purpose,
            person=person,
            made_at=now,
            expires_at=now + valid,
            mailed_to=mailed_to,
        )
    )
    return token


def link(store: Connection, token: str, purpose: str, now: dt.datetime) -> Link | None:
    """The link of a token, as long as it is for this purpose, in time and not used."""
    found = store.execute(
        select(table.c.id, table.c.purpose, table.c.person, table.c.mailed_to).where(
            table.c.token_digest == digest(token),
            table.c.purpose == purpose,
            table.c.used_at.is_(None),
            table.c.expires_at > now,
        )
    ).one_or_none()
    return Link(*found) if found else None


def end_links(store: Connection, purpose: str, person: int, now: dt.datetime) -> None:
    """Let no unused link of a person for this purpose work any more."""
    open_ones = (table.c.person == person, table.c.purpose == purpose, table.c.used_at.is_(None))
    store.execute(update(table).where(*open_ones, table.c.expires_at > now).values(expires_at=now))


def use_link(store: Connection, link: Link, now: dt.datetime) -> bool:
    """Use a link up. False when somebody else was quicker, or it ended meanwhile: then do nothing for its sake."""
    used = update(table).where(table.c.id == link.id, table.c.used_at.is_(None), table.c.expires_at > now)
    return store.execute(used.values(used_at=now).returning(table.c.id)).one_or_none() is not None
