"""What the partnership and its organisations filled into the slots of the course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from course.records.statements import insert_if_new
from course.records.tables.practice import local_value as table
from course.rules.local_information import LocalValue, last_day_too_old

COLUMNS = (
    table.c.slot,
    table.c.organisation,
    table.c.value,
    table.c.source,
    table.c.owner_role,
    table.c.checked_on,
    table.c.review_by,
)
ORDER = (table.c.organisation.is_not(None), table.c.organisation, table.c.slot)


class ChangedMeanwhile(Exception):  # noqa: N818 - it tells of a state, as those in course/errors.py do
    """Something else stands in a slot than was read. Raised inside `writing()`, it leaves everything as it was."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many slots an owner has filled, and how many of these values have to be looked at again."""

    filled: int
    look: int


@dataclass(frozen=True, slots=True)
class State:
    """All values in three figures: how many, the newest change, the newest row. The latter two are None without any value."""

    count: int
    moment: dt.datetime | None
    id: int | None


def local_values(store: Connection) -> tuple[LocalValue, ...]:
    """Every value, the partnership's first, each by slot."""
    return _values(store, select(*COLUMNS))


def state(store: Connection) -> State:
    """What tells two states of all values apart, without reading one of them."""
    row = store.execute(select(func.count(), func.max(table.c.changed_at), func.max(table.c.id))).one()
    return State(*row)


def values_of(store: Connection, organisation: int | None) -> tuple[LocalValue, ...]:
    """The partnership's values by slot, and behind them those of an organisation."""
    whose = or_(table.c.organisation.is_(None), table.c.organisation == organisation)
    return _values(store, select(*COLUMNS).where(whose))


def to_look_at(
    store: Connection, slots: Collection[str], today: dt.date, most: int, organisation: int | None = None
) -> tuple[LocalValue, ...]:
    """The first values that have to be looked at again, by the rule `why_look`: everybody's, or an organisation's own."""
    found = select(*COLUMNS).where(table.c.slot.in_(slots), _look(today)).limit(most)
    return _values(store, found if organisation is None else found.where(table.c.organisation == organisation))


def number_to_look_at(store: Connection, slots: Collection[str], today: dt.date) -> int:
    """How many values of all owners have to be looked at again."""
    found = select(func.count()).select_from(table).where(table.c.slot.in_(slots), _look(today))
    return store.execute(found).scalar_one()


def counts(
    store: Connection, slots: Collection[str], today: dt.date, organisations: Collection[int]
) -> dict[int, Count]:
    """By organisation, how many slots are filled; of those that are asked for, whoever has filled none is left out."""
    look = func.sum(case((_look(today), 1), else_=0))
    found = select(table.c.organisation, func.count(), look).where(
        table.c.slot.in_(slots), table.c.organisation.in_(organisations)
    )
    rows = store.execute(found.group_by(table.c.organisation))
    return {owner: Count(filled, int(to_look)) for owner, filled, to_look in rows}


def _values(store: Connection, statement: Any) -> tuple[LocalValue, ...]:
    return tuple(LocalValue(**row) for row in store.execute(statement.order_by(*ORDER)).mappings())


def _look(today: dt.date) -> ColumnElement[bool]:
    """`why_look` in the words of the database."""
    checked = table.c.checked_on
    return or_(table.c.review_by < today, checked.is_(None), checked <= last_day_too_old(today))


def local_value(store: Connection, slot: str, organisation: int | None) -> LocalValue | None:
    """What stands in one slot, of the partnership (None) or of an organisation."""
    row = store.execute(select(*COLUMNS).where(_at(slot, organisation))).mappings().one_or_none()
    return LocalValue(**row) if row else None


def replace(store: Connection, old: LocalValue | None, new: LocalValue, by: int, now: dt.datetime) -> bool:
    """Put a value in the place of the one that was read; an empty one takes it away.

    False, and nothing is changed, when what stands there is not `old` any more. None: nothing stood there.
    """
    if old is None:
        return not new.value or insert_if_new(store, table, **_row(new), changed_at=now, changed_by=by) is not None
    if not new.value:
        return _changed_one(store, delete(table).where(_is(old)))
    return _changed_one(store, update(table).where(_is(old)).values(**_row(new), changed_at=now, changed_by=by))


def replace_all(
    store: Connection, pairs: Sequence[tuple[LocalValue | None, LocalValue]], by: int, now: dt.datetime
) -> None:
    """Do as `replace` for each pair of old and new, in as many statements for many as for one.

    Raises ChangedMeanwhile where something else stands in one of the slots than was read.
    """
    found = store.execute(select(table.c.id, *COLUMNS).with_for_update()).mappings()
    held = {LocalValue(**{column.name: row[column.name] for column in COLUMNS}): row["id"] for row in found}
    gone = [old for old, _ in pairs if old is not None]
    if not all(old in held for old in gone):
        raise ChangedMeanwhile
    if gone:
        store.execute(delete(table).where(table.c.id.in_([held[old] for old in gone])))
    rows = [{**_row(new), "changed_at": now, "changed_by": by} for _, new in pairs if new.value]
    if rows:
        make: Any = sqlite.insert if store.dialect.name == "sqlite" else postgresql.insert
        kept = {"preserve_rowcount": True}  # which SQLAlchemy else forgets for an INSERT
        made: Any = store.execute(make(table).on_conflict_do_nothing(), rows, execution_options=kept)
        if made.rowcount != len(rows):
            raise ChangedMeanwhile


def _changed_one(store: Connection, statement: Any) -> bool:
    return store.execute(statement.returning(table.c.id)).one_or_none() is not None


def _row(value: LocalValue) -> dict[str, object]:
    return {column.name: getattr(value, column.name) for column in COLUMNS}


def _at(slot: str, organisation: int | None) -> ColumnElement[bool]:
    return and_(table.c.slot == slot, table.c.organisation.is_not_distinct_from(organisation))


def _is(value: LocalValue) -> ColumnElement[bool]:
    """The row as it was read, in every column."""
    return and_(*(column.is_not_distinct_from(getattr(value, column.name)) for column in COLUMNS))
