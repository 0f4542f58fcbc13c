"""Letters on their way, written in the transaction of what they tell; a sender takes them one by one under a claim.

The key says what a letter is, so that what is written twice is sent once; it stays when address, subject and text are
emptied. A letter without an address waits to be printed. When to try again and when to give up: `rules.letters`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, delete, exists, select, update

from course.records import tables
from course.records.statements import insert_if_new
from course.records.tokens import new_token
from course.rules import letters

table = tables.outbox
EMPTY = {"address": "", "subject": "", "text": ""}


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be written. `key` "": it is like no other. `address` "": on paper. `person`: whom it is about."""

    kind: str
    person: int | None
    address: str
    subject: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this sender alone has to send now. `tries` counts this one."""

    id: int
    kind: str
    tries: int
    address: str
    subject: str
    text: str


def write(store: Connection, draft: Draft, now: dt.datetime) -> bool:
    """Put a letter in, to be sent at once. False, and nothing done, where one of its key was written before."""
    values = {"kind": draft.kind, "person": draft.person, "address": draft.address, "subject": draft.subject}
    values |= {"key": draft.key or f"{draft.kind}:{new_token()}", "text": draft.text, "last_fault": "", "tries": 0}
    return insert_if_new(store, table, **values, made_at=now, next_try_at=now) is not None


def known_keys(store: Connection, keys: Collection[str]) -> frozenset[str]:
    """Those of the keys under which a letter was written."""
    return frozenset(store.execute(select(table.c.key).where(table.c.key.in_(keys))).scalars())


def is_any_due(store: Connection, now: dt.datetime) -> bool:
    """Whether there is something for a sender to do."""
    return bool(store.execute(select(exists(select(table.c.id).where(_due(now))))).scalar_one())


def claim(store: Connection, now: dt.datetime) -> Claimed | None:
    """Take the next letter, those that somebody waits for first; for HOLD no other sender gets it. None: there is none.

    On the way letters that may not be sent any more are given up. Needs a transaction of its own, saved before sending.
    """
    first = (case((table.c.kind.in_(letters.ONCE), 1), else_=0), table.c.next_try_at, table.c.id)
    due = select(table).where(_due(now)).order_by(*first).limit(1).with_for_update(skip_locked=True)
    while (found := store.execute(due).one_or_none()) is not None:
        if letters.is_too_old(found.kind, found.made_at, now):
            _give_up(store, found.id, found.kind, found.last_fault or letters.TOO_OLD, now)
        elif not letters.may_go_again(found.kind, found.last_fault):
            _give_up(store, found.id, found.kind, letters.UNKNOWN, now)
        else:
            values = {"tries": found.tries + 1, "next_try_at": now + letters.HOLD, "last_fault": letters.ON_ITS_WAY}
            store.execute(update(table).where(table.c.id == found.id).values(values))
            return Claimed(found.id, found.kind, found.tries + 1, found.address, found.subject, found.text)
    return None


def mark_sent(store: Connection, letter: Claimed, now: dt.datetime) -> None:
    """The mail server has taken it: only its key and its moment stay."""
    values = {"sent_at": now, "given_up_at": None, "last_fault": "", **EMPTY}
    store.execute(update(table).where(table.c.id == letter.id).values(values))


def mark_failed(store: Connection, letter: Claimed, fault: str, now: dt.datetime) -> None:
    """It has surely not gone: it waits for its next try."""
    values = {"last_fault": fault, "next_try_at": now + letters.wait(letter.tries)}
    store.execute(update(table).where(_this_try(letter)).values(values))


def mark_unsure(store: Connection, letter: Claimed, now: dt.datetime) -> None:
    """The mail server broke off after it had everything: perhaps the letter went, perhaps it did not."""
    if letter.kind in letters.ONCE:
        _give_up(store, letter.id, letter.kind, letters.UNKNOWN, now)
    else:
        mark_failed(store, letter, letters.UNKNOWN, now)


def send_again(store: Connection, number: int, now: dt.datetime) -> bool:
    """Start a letter that was given up anew. False where it has gone meanwhile, or its text is no longer kept."""
    again = update(table).where(table.c.id == number, table.c.given_up_at.is_not(None), table.c.address != "")
    values = {"given_up_at": None, "made_at": now, "next_try_at": now, "tries": 0, "last_fault": ""}
    return store.execute(again.values(values).returning(table.c.id)).one_or_none() is not None


def is_known(store: Connection, number: int) -> bool:
    """Whether there is such a letter, whatever became of it."""
    return store.execute(select(table.c.id).where(table.c.id == number)).one_or_none() is not None


def drop_unsent(store: Connection, kind: str, *, but: Collection[str]) -> int:
    """Take letters of a kind back that have not gone and whose key is none of these; returns how many.

    One that is just being sent is left alone.
    """
    waiting = (table.c.sent_at.is_(None), table.c.kind == kind, table.c.last_fault != letters.ON_ITS_WAY)
    found = store.execute(select(table.c.id, table.c.key).where(*waiting)).all()
    gone = [each.id for each in found if each.key not in but]
    for start in range(0, len(gone), 500):
        store.execute(delete(table).where(table.c.id.in_(gone[start : start + 500])))
    return len(gone)


def drop(store: Connection, key: str) -> None:
    """Take one letter out, sent or not, with its address."""
    store.execute(delete(table).where(table.c.key == key))


def delete_all(store: Connection, person: int) -> None:
    """Take out every letter about a person."""
    store.execute(delete(table).where(table.c.person == person))


def _due(now: dt.datetime) -> ColumnElement[bool]:
    open_ = table.c.sent_at.is_(None) & table.c.given_up_at.is_(None)
    return open_ & (table.c.next_try_at <= now) & (table.c.address != "")


def _this_try(letter: Claimed) -> ColumnElement[bool]:
    return (table.c.id == letter.id) & (table.c.tries == letter.tries) & table.c.sent_at.is_(None)


def _give_up(store: Connection, number: int, kind: str, fault: str, now: dt.datetime) -> None:
    """What can be sent again or printed keeps its text; a link that has ended and a manager's address go."""
    kept = {} if kind in letters.ONCE and kind != "manager" else EMPTY
    values = {"given_up_at": now, "last_fault": fault, **kept}
    store.execute(update(table).where(table.c.id == number).values(values))
