"""What is too old goes: one sweep for each kind in `rules.retention` that time alone ends. Safe to repeat.

Every sweep can say how many it would take. Long ones work in parts, each in a transaction of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, Text, cast, delete, exists, func, or_, select, update

from course.records import audit, brakes, erasing, hands, room_closing, tables
from course.records.coming import is_going, is_here, is_in_force
from course.records.database import writing
from course.rules import letters
from course.rules.dates import london_day
from course.rules.retention import BY_KEY, since, since_moment

PART = 200  # people or attempts in one transaction
person, membership, attempt = tables.person, tables.membership, tables.attempt
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Sweep:
    """`count`: how many are too old. `take`: takes some or all of them; returns how many, 0 when none is left."""

    count: Callable[[Connection, dt.datetime], int]
    take: Callable[[Connection, dt.datetime], int]


def count(store: Connection, now: dt.datetime) -> dict[str, int]:
    """How many of each kind are too old."""
    return {key: sweep.count(store, now) for key, sweep in SWEEPS.items()}


def take_all(now: dt.datetime) -> dict[str, int]:
    """Let them go; returns how many of each kind went. Must not stand inside `writing`."""
    found = dict.fromkeys(SWEEPS, 0)
    for key, sweep in SWEEPS.items():
        while number := _part(sweep, now):
            found[key] += number
    return found


def _part(sweep: Sweep, now: dt.datetime) -> int:
    with writing() as store:
        return sweep.take(store, now)


def _rows(table: Table, old: Callable[[dt.datetime], Condition], values: Mapping[str, Any] | None = None) -> Sweep:
    """Rows that are deleted, or whose `values` are put in place of what stands there."""

    def counted(store: Connection, now: dt.datetime) -> int:
        return int(store.execute(select(func.count()).select_from(table).where(old(now))).scalar_one())

    def taken(store: Connection, now: dt.datetime) -> int:
        change = delete(table) if values is None else update(table).values(values)
        return store.execute(change.where(old(now))).rowcount

    return Sweep(counted, taken)


def _before(key: str, column: ColumnElement[Any]) -> Callable[[dt.datetime], Condition]:
    """Whether the moment in a column is too long ago for this kind."""
    return lambda now: column < since_moment(BY_KEY[key], now)


def _over(kind: Condition, key: str) -> Callable[[dt.datetime], Condition]:
    """Letters of a kind that have gone, or were given up, long enough ago."""
    box = tables.outbox.c
    return lambda now: kind & or_(*(at < since_moment(BY_KEY[key], now) for at in (box.sent_at, box.given_up_at)))


def leavers(key: str, now: dt.datetime) -> Select[Any]:
    """People with a name who left their last organisation long enough ago, and have done nothing here since.

    Whoever never belonged anywhere, or holds a role, is none: they are here of their own accord.
    """
    day, moment, who = since(BY_KEY[key], london_day(now)), since_moment(BY_KEY[key], now), person.c.id
    own = membership.c.person == who
    here = exists().where(own, or_(membership.c.left_on.is_(None), membership.c.left_on >= day))
    seen = [
        exists().where(table.c.person == who, at >= moment)
        for table, at in (
            (tables.reading, tables.reading.c.at),
            (attempt, attempt.c.at),
            (tables.completion, tables.completion.c.at),
            (tables.visit, tables.visit.c.seen_at),
        )
    ]
    holds = exists().where(tables.role_grant.c.person == who)
    return select(who).where(
        person.c.name != "", is_here(), exists().where(own), ~here, ~holds, *(~each for each in seen)
    )


def _old_answers(now: dt.datetime) -> Select[Any]:
    return select(attempt.c.id).where(~attempt.c.answers_gone, attempt.c.person.in_(leavers("answer", now)))


def _take_answers(store: Connection, now: dt.datetime) -> int:
    """The answers hold nothing any more; the rows keep their place in the groups that reports count."""
    answer = tables.attempt_answer
    numbers = store.execute(_old_answers(now).order_by(attempt.c.id).limit(PART)).scalars().all()
    store.execute(update(answer).where(answer.c.attempt.in_(numbers)).values(answer=False, is_right=False))
    store.execute(update(attempt).where(attempt.c.id.in_(numbers)).values(answers_gone=True))
    return len(numbers)


def _take_names(store: Connection, now: dt.datetime) -> int:
    numbers = store.execute(leavers("name", now).order_by(person.c.id).limit(PART)).scalars().all()
    for number in numbers:
        erasing.erase(store, number, now)
    audit.note_all(store, None, [("name removed", f"person {number}", "kept long enough") for number in numbers], now)
    return len(numbers)


def _counted(asked: Callable[[dt.datetime], Select[Any]]) -> Callable[[Connection, dt.datetime], int]:
    return lambda store, now: int(store.scalar(select(func.count()).select_from(asked(now).subquery())) or 0)


def _day_before(key: str, column: ColumnElement[Any]) -> Callable[[dt.datetime], Condition]:
    return lambda now: column < since(BY_KEY[key], london_day(now))


box, said, later, batch = tables.outbox.c, tables.reflection.c, tables.follow_up.c, tables.import_batch.c
once = box.kind.in_(letters.ONCE - {"manager"})
SWEEPS: Mapping[str, Sweep] = {
    "note": _rows(tables.note, _before("note", tables.note.c.changed_at)),
    "wish": _rows(tables.follow_up_wish, _day_before("wish", tables.follow_up_wish.c.due_on)),
    "manager": _rows(
        tables.outbox, lambda now: (box.kind == "manager") & (box.made_at < since_moment(BY_KEY["manager"], now))
    ),
    "letter": _rows(tables.outbox, _over(once, "letter")),
    "notice": _rows(tables.outbox, _over(box.kind.not_in(letters.ONCE), "notice")),
    "record-look": _rows(tables.record_look, _before("record-look", tables.record_look.c.at)),
    "exemption": _rows(
        tables.exemption,
        lambda now: (tables.exemption.c.reason != "") & _day_before("exemption", tables.exemption.c.until_day)(now),
        {"reason": ""},
    ),
    "texts": _rows(
        tables.reflection,
        lambda now: said.intended_change.is_not(None) & _before("texts", said.at)(now),
        {"intended_change": None},
    ),
    "texts later": _rows(
        tables.follow_up,
        lambda now: or_(later.helped != "", later.hindered != "") & _before("texts", later.at)(now),
        {"helped": "", "hindered": ""},
    ),
    "import": _rows(
        tables.import_batch,
        lambda now: (
            (cast(batch.changes, Text) != "{}") & is_in_force() & ~is_going() & _before("import", batch.made_at)(now)
        ),
        {"changes": {}},
    ),
    "link": _rows(tables.one_time_link, _before("link", tables.one_time_link.c.expires_at)),
    "visit": _rows(tables.visit, _before("visit", tables.visit.c.started_at)),
    "brake": _rows(tables.brake, lambda now: tables.brake.c.since < now - brakes.FORGOTTEN),
    "register": Sweep(
        lambda store, now: room_closing.count_old(store, since_moment(BY_KEY["register"], now)),
        lambda store, now: room_closing.take_old(store, since_moment(BY_KEY["register"], now), PART),
    ),
    "hand": Sweep(
        lambda store, now: hands.count_old(store, since_moment(BY_KEY["hand"], now)),
        lambda store, now: hands.take_old(store, since_moment(BY_KEY["hand"], now)),
    ),
    "answer": Sweep(_counted(_old_answers), _take_answers),
    "name": Sweep(_counted(lambda now: leavers("name", now)), _take_names),
}
