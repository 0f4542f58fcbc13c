"""Taking people of a file away part by part, so that nobody else waits for a turn to write longer than a part takes.

They are people nobody sees: *coming* ones of a file whose work broke off (`import_parts`), and *going* ones of a large file
that was undone (`import_undo_parts`). Taking them away twice, or by two at once, is the same as once.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from course.clock import now as present
from course.errors import StoreBusy
from course.records import name_words, standings, tables
from course.records.coming import COMING, Run, is_going, is_in_force
from course.records.database import reading, writing
from course.records.import_known import used_elsewhere
from course.records.import_undo import OWN, places, remove_place
from course.records.imports import ChangedMeanwhile

TAKEN_AWAY = 250  # people in a transaction
BREATH = 0.01  # seconds between two transactions, so that others get a turn
TRIES, PAUSE = 20, 1.0  # for a turn to write, in seconds: many people at work must not make a whole file fail
DEAD_AFTER = dt.timedelta(minutes=10)  # without a word from whoever was at it
batch, person, membership, exemption = tables.import_batch, tables.person, tables.membership, tables.exemption
T = TypeVar("T")


def patiently(work: Callable[[Connection], T]) -> T:
    """Do it in a transaction; try again while others keep the database busy. Raises StoreBusy in the end."""
    for attempt in range(TRIES):
        begun = False
        try:
            with writing() as store:
                begun = True
                return work(store)
        except StoreBusy:
            if begun or attempt == TRIES - 1:
                raise
        except IntegrityError as fault:  # PostgreSQL: somebody else wrote the same at the same moment
            raise ChangedMeanwhile from fault
        time.sleep(PAUSE)
    raise AssertionError("no try was left")


def remove_dead() -> int:
    """Take away what broken-off work has left; returns of how many files."""
    silent = present() - DEAD_AFTER
    dead = or_(~is_in_force() & (batch.c.made_at < silent), is_going() & (batch.c.undone_at < silent))
    with reading() as store:
        left = store.execute(select(batch.c.id).where(dead)).scalars().all()
    for number in left:
        remove(number)
    return len(left)


def remove(number: int, progress: Callable[[int, int], None] = lambda _done, _whole: None) -> None:
    """Take away the people of a file who are coming or going; nothing of one that stands.

    `progress` is told how many are gone, and how many there are to go.
    """
    with reading() as store:
        kept = select(batch.c.changes).where(batch.c.id == number, or_(~is_in_force(), is_going()))
        changes: Mapping[str, Any] | None = store.execute(kept).scalar_one_or_none()
    if changes is None:
        return
    found: Sequence[Run] = changes.get("coming") or changes.get("going") or ()
    whole, done = sum(last - first + 1 for first, last in found), 0
    for first, last in _parts(found):
        try:
            patiently(partial(_remove_people, first, last))
        except ChangedMeanwhile:
            patiently(partial(_let_stay, first, last))
            patiently(partial(_remove_people, first, last))
        done += last - first + 1
        progress(done, whole)
        time.sleep(BREATH)
    for table, place in places(changes):
        patiently(partial(remove_place, table=table, number=place))
    patiently(partial(_forget, number))


def _parts(found: Sequence[Run]) -> Iterator[Run]:
    for first, last in found:
        for start in range(first, last + 1, TAKEN_AWAY):
            yield start, min(last, start + TAKEN_AWAY - 1)


def _hidden(store: Connection, first: int, last: int) -> Sequence[int]:
    hidden = select(person.c.id).where(person.c.id.between(first, last), person.c.added_at == COMING)
    return store.execute(hidden).scalars().all()


def _remove_people(first: int, last: int, store: Connection) -> None:
    numbers = _hidden(store, first, last)
    _remove_told(store, numbers)
    store.execute(delete(person).where(person.c.id.in_(numbers)))


def _remove_told(store: Connection, numbers: Collection[int]) -> None:
    """What the file told of people, and what follows from it by itself."""
    standings.remove(store, tables.standing.c.person.in_(numbers))
    for name in OWN:
        table = person.metadata.tables[name]
        store.execute(delete(table).where(table.c.person.in_(numbers)))


def _let_stay(first: int, last: int, store: Connection) -> None:
    """On PostgreSQL somebody may do something with a person at the very moment at which the person goes: whom anything else
    is known of stays, without what the file told."""
    numbers = _hidden(store, first, last)
    used = used_elsewhere(store, lambda number: number.in_(numbers), OWN)
    held = select(membership.c.id).where(membership.c.person.in_(numbers))
    store.execute(delete(exemption).where(exemption.c.membership.in_(held)))
    _remove_told(store, used)
    store.execute(update(person).where(person.c.id.in_(used)).values(added_at=present()))
    name_words.keep(store, *used)


def _forget(number: int, store: Connection) -> None:
    """What is kept of the file: of one that was undone its line stays."""
    store.execute(delete(batch).where(batch.c.id == number, ~is_in_force()))
    store.execute(update(batch).where(batch.c.id == number, is_going()).values(changes={}))
