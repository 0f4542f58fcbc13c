"""A show of hands: one statement before a room, counts typed by the trainer or taken from phones. Closing it leaves nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from course.records import tables
from course.records.statements import insert_if_new
from course.records.tokens import as_code, digest, new_code

GROUPS = 1  # four signs: read from a wall, good for one statement
MOST_HANDS = 300
LONGEST = dt.timedelta(hours=12)
table, hand = tables.show_of_hands, tables.hand


@dataclass(frozen=True, slots=True)
class Show:
    """An open show of hands with its counts: typed in the room and sent by phones."""

    id: int
    code: str
    trainer: int
    statement: str
    typed_true: int
    typed_false: int
    sent_true: int
    sent_false: int

    @property
    def trues(self) -> int:
        """How many say true."""
        return self.typed_true + self.sent_true

    @property
    def falses(self) -> int:
        """How many say false."""
        return self.typed_false + self.sent_false


def show(store: Connection, trainer: int, statement: str, now: dt.datetime) -> Show:
    """Open one; what this trainer had open before is closed, and whatever anybody forgot to close."""
    close(store, trainer)
    forget_old(store, now)
    while True:
        made = insert_if_new(
            store, table, code=new_code(GROUPS), trainer=trainer, statement=statement, opened_at=now, typed_true=0,
            typed_false=0,
        )  # fmt: skip
        if made is not None:
            return Show(made["id"], made["code"], trainer, statement, 0, 0, 0, 0)


def close(store: Connection, trainer: int) -> None:
    """Close what a trainer has open, with every hand."""
    _forget(store, table.c.trainer == trainer)


def forget_old(store: Connection, now: dt.datetime) -> None:
    """Close what somebody forgot to close."""
    _forget(store, table.c.opened_at < now - LONGEST)


def open_of(store: Connection, trainer: int) -> Show | None:
    """What a trainer has open, with the counts of now."""
    return _shown(store, table.c.trainer == trainer)


def open_by_code(store: Connection, typed: str) -> Show | None:
    """The one of a code, typed in any case."""
    stored = as_code(typed, GROUPS)
    return _shown(store, table.c.code == stored) if stored else None


def set_typed(store: Connection, trainer: int, trues: int, falses: int) -> None:
    """How many hands the trainer has counted."""
    store.execute(update(table).where(table.c.trainer == trainer).values(typed_true=trues, typed_false=falses))


def raise_hand(store: Connection, number: int, phone: str, answer: bool) -> bool | None:
    """Take the answer of a phone, in place of what it sent before. False where as many have answered as a room can hold; None
    where the statement was closed meanwhile.
    """
    opened = select(table.c.id).where(table.c.id == number).with_for_update(read=True, key_share=True)
    if store.execute(opened).first() is None:
        return None
    own = (hand.c.show_of_hands == number, hand.c.phone == digest(phone))
    known = store.execute(select(hand.c.answer).where(*own)).first()
    counted = select(func.count()).select_from(hand).where(hand.c.show_of_hands == number)
    if known is None and store.execute(counted).scalar_one() >= MOST_HANDS:
        return False
    make: Any = sqlite.insert if store.dialect.name == "sqlite" else postgresql.insert
    new = make(hand).values(show_of_hands=number, phone=digest(phone), answer=answer)
    store.execute(new.on_conflict_do_update(index_elements=["show_of_hands", "phone"], set_={"answer": answer}))
    return True


def count_old(store: Connection, before: dt.datetime) -> int:
    """How many were opened before a moment and never closed."""
    return int(store.scalar(select(func.count()).select_from(table).where(table.c.opened_at < before)) or 0)


def take_old(store: Connection, before: dt.datetime) -> int:
    """Close them; returns how many."""
    return _forget(store, table.c.opened_at < before)


def _forget(store: Connection, which: Any) -> int:
    held = select(table.c.id).where(which).order_by(table.c.id).with_for_update()  # no phone comes in between
    numbers = [row[0] for row in store.execute(held)]
    if numbers:
        store.execute(delete(hand).where(hand.c.show_of_hands.in_(numbers)))
        store.execute(delete(table).where(table.c.id.in_(numbers)))
    return len(numbers)


def _shown(store: Connection, which: Any) -> Show | None:
    c = table.c
    found = select(c.id, c.code, c.trainer, c.statement, c.typed_true, c.typed_false).where(which)
    row = store.execute(found.order_by(c.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    counts = select(hand.c.answer, func.count()).where(hand.c.show_of_hands == row.id).group_by(hand.c.answer)
    sent = {bool(answer): int(people) for answer, people in store.execute(counts)}
    return Show(*row, sent.get(True, 0), sent.get(False, 0))
