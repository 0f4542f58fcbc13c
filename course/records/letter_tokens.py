"""The token of a letter's link is made when the letter goes: what waits in the outbox opens nothing.

A letter is written with `rules.letters.TOKEN` in the place of its token, under a key that names the link. Whoever claims it
makes the token, of which the link keeps the digest. Where the sender dies in between, the next one makes another.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Connection, Table, exists, select, update

from course.records import links, tables
from course.records.tokens import digest, new_token
from course.rules.dates import london_day

table, question = tables.one_time_link, tables.manager_question
ONE_TIME, MANAGER = "link", "manager"


def promise(
    store: Connection,
    purpose: str,
    person: int,
    *,
    valid: dt.timedelta,
    now: dt.datetime,
    mailed_to: str | None = None,
) -> str:
    """A one-time link that nobody can open yet, as `links.make_link` makes it; returns the key for its letter.

    The key names the link by the digest that it has just then, since numbers of links that are gone come back.
    """
    nobody_has = links.make_link(store, purpose, person, valid=valid, now=now, mailed_to=mailed_to)
    return f"{ONE_TIME}:{digest(nobody_has)}"


def manager_key(person: int, cycle: int) -> str:
    """The key of the letter to a manager; its link is that of the question."""
    return f"{MANAGER}:{person}:{cycle}"


def is_open(store: Connection, key: str, now: dt.datetime) -> bool:
    """Whether the link of the letter with this key still holds."""
    which, here = _link(key, now)
    return bool(store.execute(select(exists(select(which.c.id).where(here)))).scalar_one())


def make(store: Connection, key: str, now: dt.datetime) -> tuple[str, str] | None:
    """A token for the letter with this key, in place of any before, and its key from now on; None where the link ended."""
    which, here = _link(key, now)
    token = new_token()
    made = update(which).where(here).values(token_digest=digest(token)).returning(which.c.id)
    if store.execute(made).one_or_none() is None:
        return None
    return token, f"{ONE_TIME}:{digest(token)}" if which is table else key


def _link(key: str, now: dt.datetime) -> tuple[Table, ColumnElement[bool]]:
    """The table that holds the link, and what finds it there while it can be opened."""
    kind, *parts = key.split(":")
    if kind == ONE_TIME:
        of = table.c
        return table, (of.token_digest == parts[0]) & of.used_at.is_(None) & (of.expires_at > now)
    asked = question.c
    same = (asked.person == int(parts[0])) & (asked.cycle == int(parts[1]))
    return question, same & asked.answer.is_(None) & (asked.expires_on >= london_day(now))
