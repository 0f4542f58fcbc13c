"""Letters on their way, written in the transaction of what they tell; a sender takes them one by one under a claim.

The key says what a letter is, so that what is written twice is sent once; it stays when address, subject and text are
emptied. A letter without an address waits to be printed. When to try again and when to give up: `rules.letters`. Whether
a letter is still to go: `letters_due`. The token of its link is made as it is claimed: `letter_tokens`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, delete, select, update

from course.records import letter_tokens, tables
from course.records.statements import insert_if_new
from course.records.tokens import new_token
from course.rules import letters

table = tables.outbox
EMPTY = {"address": "", "subject": "", "text": ""}


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be written. `key` "": it is like no other. `address` "": on paper. `person`: whom it is about.

    `membership` and `ends_on`: of a reminder, for which place it is and of which day it tells. A text with `letters.TOKEN`
    has a key of `letter_tokens`.
    """

    kind: str
    person: int | None
    address: str
    subject: str
    text: str
    key: str = ""
    membership: int | None = None
    ends_on: dt.date | None = None


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
    values = asdict(draft) | {"key": draft.key or f"{draft.kind}:{new_token()}", "last_fault": "", "tries": 0}
    return insert_if_new(store, table, **values, made_at=now, next_try_at=now) is not None


def known_keys(store: Connection, keys: Collection[str]) -> frozenset[str]:
    """Those of the keys under which a letter was written."""
    return frozenset(store.execute(select(table.c.key).where(table.c.key.in_(keys))).scalars())


def next_kind(store: Connection, now: dt.datetime) -> str | None:
    """The kind of the next letter, for who only looks; None: there is none."""
    found = store.execute(_next(now)).one_or_none()
    return found.kind if found else None


def next_due(store: Connection, now: dt.datetime) -> Any:
    """The row of the next letter, which nobody else gets until the transaction ends; None: there is none."""
    return store.execute(_next(now).with_for_update(skip_locked=True)).one_or_none()


def claim(store: Connection, now: dt.datetime) -> Claimed | None:
    """Take the next letter; for HOLD no other sender gets it. None: there is none.

    On the way letters that may not be sent any more are given up. Needs a transaction of its own, saved before sending.
    """
    while (found := next_due(store, now)) is not None:
        if letters.is_too_old(found.kind, found.made_at, now):
            _give_up(store, found.id, found.kind, found.last_fault or letters.TOO_OLD, now)
        elif not letters.may_go_again(found.kind, found.last_fault):
            _give_up(store, found.id, found.kind, letters.UNKNOWN, now)
        elif (whole := _whole(store, found, now)) is None:
            _give_up(store, found.id, found.kind, letters.TOO_OLD, now)
        else:
            text, key = whole
            values = {"tries": found.tries + 1, "next_try_at": now + letters.HOLD, "last_fault": letters.ON_ITS_WAY}
            store.execute(update(table).where(table.c.id == found.id).values(values | {"key": key}))
            return Claimed(found.id, found.kind, found.tries + 1, found.address, found.subject, text)
    return None


def _whole(store: Connection, found: Any, now: dt.datetime) -> tuple[str, str] | None:
    """The text as it goes, and the key from now on; None where its link has ended."""
    if letters.TOKEN not in found.text:
        return found.text, found.key
    made = letter_tokens.make(store, found.key, now)
    return (found.text.replace(letters.TOKEN, made[0]), made[1]) if made else None


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


def drop_waiting(store: Connection, key: str) -> None:
    """Take one letter out unless it has gone; one that did stays, so that no other is written."""
    store.execute(delete(table).where(table.c.key == key, table.c.sent_at.is_(None)))


def drop_figures(store: Connection, people: Collection[int]) -> None:
    """Take back weekly figures that have not gone to people of whom a role has ended: they tell of what was led before.

    The daily round writes others, of what is led now. One that is just being sent is left alone.
    """
    waiting = (table.c.kind == "digest", table.c.sent_at.is_(None), table.c.last_fault != letters.ON_ITS_WAY)
    store.execute(delete(table).where(*waiting, table.c.person.in_(people)))


def delete_all(store: Connection, person: int) -> None:
    """Take out every letter about a person."""
    store.execute(delete(table).where(table.c.person == person))


def _next(now: dt.datetime) -> Select[Any]:
    """Those that somebody waits for first."""
    first = (case((table.c.kind.in_(letters.ONCE), 1), else_=0), table.c.next_try_at, table.c.id)
    return select(table).where(_due(now)).order_by(*first).limit(1)


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
