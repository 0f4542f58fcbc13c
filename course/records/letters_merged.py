"""The letters about two records of one person: under the keys of the one that is kept, so that none is lost or sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, update

from course.records import tables

box, question, answered = tables.outbox, tables.manager_question, tables.follow_up
OF_CYCLE = frozenset({"manager", "follow-up"})  # their keys are kind, person and cycle (`letter_tokens`, `follow_ups`)
OF_PERSON = frozenset({"reminder", "digest"})  # theirs begin with kind and person (`rules.reminding`, `daily`)
Numbers = Mapping[tuple[int, int], int]  # for person and cycle, the number that the cycle gets


def merge_letters(store: Connection, kept: int, gone: int, numbers: Numbers) -> None:
    """Give them their new keys, before questions and answers move. Of two with one key that which has gone stays, else the
    kept record's; a letter to a manager whose question goes, because the kept record has asked one, goes with it."""
    _drop_second_questions(store, kept, gone, numbers)
    named = box.c.kind.in_(sorted(OF_CYCLE | OF_PERSON))
    found = select(box.c.id, box.c.kind, box.c.key).where(box.c.person.in_((kept, gone)), named)
    order = (box.c.sent_at.is_(None), box.c.person != kept, box.c.id)
    moved: dict[str, int] = {}
    for row in store.execute(found.order_by(*order)).all():
        key = _key(row, kept, gone, numbers)
        if key is None:
            continue
        if key in moved:
            store.execute(delete(box).where(box.c.id == row.id))
        else:
            moved[key] = row.id
            store.execute(update(box).where(box.c.id == row.id).values(key=f"merging:{row.id}"))
    for key, number in moved.items():
        store.execute(update(box).where(box.c.id == number).values(key=key))


def drop_answered(store: Connection, kept: int) -> None:
    """Nobody is asked some weeks after who has answered under the other record; called when all has moved."""
    rows = select(answered.c.cycle).where(answered.c.person == kept)
    keys = [f"follow-up:{kept}:{cycle}" for cycle in store.execute(rows).scalars()]
    store.execute(delete(box).where(box.c.key.in_(keys), box.c.sent_at.is_(None)))


def _key(row: Any, kept: int, gone: int, numbers: Numbers) -> str | None:
    """The new key; None where the letter is about none of the two."""
    for person in (kept, gone):
        begin = f"{row.kind}:{person}:"
        if row.key.startswith(begin):
            rest = row.key.removeprefix(begin)
            return f"{row.kind}:{kept}:{_cycle(person, rest, numbers) if row.kind in OF_CYCLE else rest}"
    return None


def _cycle(person: int, told: str, numbers: Numbers) -> int:
    return numbers.get((person, int(told)), int(told))


def _drop_second_questions(store: Connection, kept: int, gone: int, numbers: Numbers) -> None:
    rows = store.execute(select(question.c.person, question.c.cycle).where(question.c.person.in_((kept, gone)))).all()
    asked = {numbers[kept, row.cycle] for row in rows if row.person == kept}
    twice = [row.cycle for row in rows if row.person == gone and numbers[gone, row.cycle] in asked]
    keys = [f"manager:{gone}:{cycle}" for cycle in twice]
    store.execute(delete(box).where(box.c.key.in_(keys)))
