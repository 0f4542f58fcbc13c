"""The completions of two records of one person, numbered anew by their moments, and what belongs to each of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, delete, exists, select, update

from course.records import answer_places, tables
from course.records.letters_merged import drop_answered, merge_letters

FAR = 1_000_000  # added while cycles are numbered anew, so that no two rows ever have the same number
# What belongs to a cycle: the table, and what tells rows of one cycle apart.
OF_CYCLE: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (tables.reflection, ("moment",)),
    (tables.manager_question, ()),
    (tables.follow_up, ()),
    (tables.follow_up_wish, ()),
)
completion = tables.completion


def merge_cycles(store: Connection, kept: int, gone: int) -> None:
    """Move completions and what belongs to them, letters too. Of two answers for the same cycle the kept one's stays."""
    numbers = _numbers(store, kept, gone)
    merge_letters(store, kept, gone, numbers)
    _number_completions(store, kept, gone)
    for table, keys in OF_CYCLE:
        for person in (kept, gone):
            _number(store, table, person, {old: new for (whose, old), new in numbers.items() if whose == person})
        _drop_doubles(store, table, keys, kept, gone)
        store.execute(update(table).where(table.c.person == gone).values(person=kept))
        _come_back(store, table, kept)
    drop_answered(store, kept)


def _number_completions(store: Connection, kept: int, gone: int) -> None:
    rows = store.execute(_completions(kept, gone)).all()
    for row in rows:
        store.execute(update(completion).where(completion.c.id == row.id).values(cycle=FAR + row.id))
    for number, row in enumerate(rows, start=1):
        store.execute(update(completion).where(completion.c.id == row.id).values(person=kept, cycle=number))


def _numbers(store: Connection, kept: int, gone: int) -> dict[tuple[int, int], int]:
    """For every person and cycle that anything tells of, the number that it gets.

    A cycle that is not completed yet comes behind the completed ones; the first one of somebody who never completed
    belongs to whatever the other record has last.
    """
    rows = store.execute(_completions(kept, gone)).all()
    found = {(row.person, row.cycle): number for number, row in enumerate(rows, start=1)}
    own = {person: sum(row.person == person for row in rows) for person in (kept, gone)}
    for table, _ in OF_CYCLE:
        told = select(table.c.person, table.c.cycle).where(table.c.person.in_((kept, gone))).distinct()
        for person, cycle in store.execute(told):
            found.setdefault((person, cycle), max(len(rows), 1) + cycle - max(own[person], 1))
    return found


def _completions(kept: int, gone: int) -> Any:
    c = completion.c
    return select(c.id, c.person, c.cycle).where(c.person.in_((kept, gone))).order_by(c.completed_on, c.at, c.id)


def _number(store: Connection, table: Table, person: int, numbers: dict[int, int]) -> None:
    for old, new in numbers.items():
        these = update(table).where(table.c.person == person, table.c.cycle == old)
        store.execute(these.values(cycle=FAR + new))


def _come_back(store: Connection, table: Table, person: int) -> None:
    moved = update(table).where(table.c.person == person, table.c.cycle > FAR)
    store.execute(moved.values(cycle=table.c.cycle - FAR))


def _drop_doubles(store: Connection, table: Table, keys: tuple[str, ...], kept: int, gone: int) -> None:
    other: Any = table.alias("other")
    same = [other.c[key] == table.c[key] for key in ("cycle", *keys)]
    double = (table.c.person == gone, exists().where(other.c.person == kept, *same))
    if table in answer_places.KEPT_IN:
        answer_places.leave(store, table, *double)
    if table is tables.reflection:
        which = select(table.c.id).where(*double)
        for each in tables.OF_REFLECTION:
            store.execute(delete(each).where(each.c.reflection.in_(which)))
    store.execute(delete(table).where(*double))
