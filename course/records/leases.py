"""Leases: which process does a thing, and until when nobody else may. So that several servers do it once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select, update

from course.records.statements import insert_if_new
from course.records.tables import lease as table

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def take(
    store: Connection, name: str, holder: str, now: dt.datetime, *, until: dt.datetime, not_since: dt.datetime
) -> bool:
    """Take a lease until a moment, unless another holds it, or the thing was done since `not_since`.

    A holder that dies leaves it to the others once its time is over.
    """
    insert_if_new(store, table, name=name, holder="", until=NEVER, done_at=NEVER)
    free = (table.c.name == name, table.c.until <= now, table.c.done_at < not_since)
    taken = update(table).where(*free).values(holder=holder, until=until).returning(table.c.name)
    return store.execute(taken).one_or_none() is not None


def is_free(store: Connection, name: str, now: dt.datetime, *, not_since: dt.datetime) -> bool:
    """Whether `take` is worth a try; writes nothing."""
    found = store.execute(select(table.c.until, table.c.done_at).where(table.c.name == name)).one_or_none()
    return found is None or (found.until <= now and found.done_at < not_since)


def done(store: Connection, name: str, holder: str, now: dt.datetime) -> None:
    """The thing is done: the lease ends. Nothing happens where another has taken it over."""
    ended = update(table).where(table.c.name == name, table.c.holder == holder)
    store.execute(ended.values(until=now, done_at=now))
