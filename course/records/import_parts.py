"""Taking over a large file without keeping others from writing: all of it or nothing, in many short transactions.

The new people are written part by part as people who are coming (`coming`), their status worked out beside them. One short
transaction then sees that what was judged still stands, lets them all in, and does what the file says of people known
before. When the work breaks off before that, the next one takes away what is left (`remove_dead`).
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from course.clock import now as present
from course.errors import StoreBusy, StoreError
from course.records import import_known, standings, tables
from course.records.coming import COMING, Run, is_in_force, runs
from course.records.database import reading, writing
from course.records.import_undo import is_used
from course.records.import_writing import Row, Writing
from course.records.imports import ChangedMeanwhile, Judged, alone
from course.records.requirements import requirements
from course.rules.dates import london_day
from course.rules.people_known import Act, Begin
from course.rules.people_lines import Progress
from course.rules.requirements import Requirement

PART = 250  # lines in a transaction
TAKEN_AWAY = 500  # people in a transaction
BREATH = 0.01  # seconds between two transactions, so that others get a turn
TRIES, PAUSE = 20, 1.0  # for a turn to write, in seconds: many people at work must not make a whole file fail
DEAD_AFTER = dt.timedelta(minutes=10)  # without a word from whoever was at it
batch, person, membership = tables.import_batch, tables.person, tables.membership
standing, contact, training = tables.standing, tables.contact, tables.outside_training
T = TypeVar("T")
Asked = tuple[Requirement, dt.date]
"""What `course.yaml` asks, and the day on which rows are worked out."""


def take_over(
    judged: Judged, *, by: int | None, now: dt.datetime, default: Requirement, progress: Progress = lambda _lines: None
) -> int:
    """As `imports.take_over`, in transactions of its own; `default`: what `course.yaml` asks."""
    remove_dead()
    coming = Coming(judged, by, now, (default, london_day(now)))
    try:
        coming.write_new(progress)
        return coming.let_in()
    except BaseException:
        with suppress(StoreError):  # what is left is taken away later
            coming.give_up()
        raise


class _Quietly(Writing):
    """Writes people as coming. `ends`: by membership, when it ends or None."""

    def __init__(self, store: Connection, organisation: int, by: int | None, now: dt.datetime) -> None:
        super().__init__(store, organisation, by, now)
        self.added_at = COMING
        self.ends: dict[int, dt.date | None] = {}  # somebody new has one membership, which counts from its first day

    def _membership(self, person: int, begin: Begin) -> Row:
        day = begin.left_on or begin.started_on
        return super()._membership(person, begin) | {"started_on": day, "left_on": day, "moved": True}

    def _begin(self, told: Sequence[tuple[int, Begin, bool]]) -> list[int]:
        told = sorted(told, key=lambda each: each[1].left_on is not None)  # so that numbers follow one another
        numbers = super()._begin(told)
        self.ends |= {number: begin.left_on for number, (_, begin, _) in zip(numbers, told, strict=True)}
        return numbers


class Coming:
    """One file on its way in."""

    def __init__(self, judged: Judged, by: int | None, now: dt.datetime, asked: Asked) -> None:
        self.judged, self.by, self.now, self.asked = judged, by, now, asked
        self.batch: int | None = None
        self.done: _Quietly | None = None
        with reading() as store:
            self.required = requirements(store)

    def write_new(self, progress: Progress) -> None:
        """Write everybody who is new, and where they stand."""
        acts = [act for act in self.judged.acts if act.person is None]
        for start in range(0, len(acts), PART):
            _patiently(partial(self._part, acts[start : start + PART]))
            progress(start)
            time.sleep(BREATH)

    def _part(self, acts: Sequence[Act], store: Connection) -> None:
        self._begin(store)
        assert self.done is not None
        before = set(self.done.ends)
        self.done.write(acts)
        ends = {number: end for number, end in self.done.ends.items() if number not in before}
        standings.work_out_coming(store, ends, *self.asked)
        self._keep(store)

    def _begin(self, store: Connection) -> None:
        """Take up the work in this transaction."""
        if self.done is None:
            self.done = _Quietly(store, self.judged.organisation, self.by, self.now)
        self.done.store = store
        if self.batch is None:
            empty = {"organisation": self.judged.organisation, "file_digest": "", "counts": {}, "made_by": self.by}
            made = insert(batch).values(empty | {"changes": self._changes(), "made_at": present()})
            self.batch = store.execute(made.returning(batch.c.id)).scalar_one()

    def _changes(self) -> dict[str, Any]:
        """What taking all of it away needs. It begins with `coming.MARK`."""
        assert self.done is not None
        made = {name: self.done.made[name] for name in ("team", "job_role")}
        return {"coming": runs(self.done.new.values()), **made}

    def _keep(self, store: Connection) -> None:
        """Say how far it is, and that somebody is at it. Raises ChangedMeanwhile where it was taken away."""
        told = update(batch).where(batch.c.id == self.batch, ~is_in_force())
        if not store.execute(told.values(changes=self._changes(), made_at=present())).rowcount:
            raise ChangedMeanwhile

    def let_in(self) -> int:
        """One transaction: what was judged still stands; everybody is in. Returns the number of the batch."""
        assert self.done is not None
        done, new = self.done, list(self.done.new.values())
        with reading() as store:
            digests = import_known.fingerprints(store, self.judged.organisation, new, done.ends)
        told = [[number, digests.get(number)] for number in new]
        known = [act for act in self.judged.acts if act.person is not None]
        return _patiently(partial(self._let_in, known, told))

    def _let_in(self, known: Sequence[Act], new: list[Any], store: Connection) -> int:
        assert self.done is not None
        alone(store)
        self._keep(store)
        _, digest = import_known.known(store, self.judged.organisation, but=self.done.made)
        if digest != self.judged.known_digest:
            raise ChangedMeanwhile
        self._open(store, self.done)
        writing = Writing(store, self.judged.organisation, self.by, self.now)
        writing.take_up(self.done)
        writing.write(known)
        return writing.finish(self.judged, self.batch, new)

    def _open(self, store: Connection, done: _Quietly) -> None:
        own = person.c.id.between(bindparam("first"), bindparam("last"))
        _each_run(store, update(person).where(own).values(added_at=self.now), runs(done.new.values()))
        staying = runs(number for number, end in done.ends.items() if end is None)
        ended = runs(number for number, end in done.ends.items() if end is not None)
        began = select(membership.c.started_on).where(membership.c.id == standing.c.membership).scalar_subquery()
        for table, key, day in (
            (membership, membership.c.id, membership.c.counts_from),
            (standing, standing.c.membership, began),
        ):
            opened = update(table).where(key.between(bindparam("first"), bindparam("last")))
            _each_run(store, opened.values(left_on=None, moved=False), staying)
            _each_run(store, opened.values(started_on=day, moved=False), ended)
        for first, last in (*staying, *ended):
            standings.let_count(store, standing.c.membership.between(first, last), self.asked[1])
        if requirements(store) != self.required or london_day(present()) != self.asked[1]:
            standings.touch(store, *done.new.values())  # worked out before, and perhaps by somebody else meanwhile

    def give_up(self) -> None:
        """Take away what was written."""
        if self.batch is not None:
            remove(self.batch)


def _each_run(store: Connection, statement: Any, found: Sequence[Run]) -> None:
    if found:
        store.execute(statement, [{"first": first, "last": last} for first, last in found])


def _patiently(work: Callable[[Connection], T]) -> T:
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
    with reading() as store:
        silent = batch.c.made_at < present() - DEAD_AFTER
        left = store.execute(select(batch.c.id).where(~is_in_force(), silent)).scalars().all()
    for number in left:
        remove(number)
    return len(left)


def remove(number: int) -> None:
    """Take away a file whose people are still coming; nothing of one that is in force."""
    with reading() as store:
        found = select(batch.c.changes).where(batch.c.id == number, ~is_in_force())
        changes = store.execute(found).scalar_one_or_none()
    if changes is None:
        return
    for first, last in _parts(changes["coming"]):
        _patiently(partial(_remove_people, first, last))
        time.sleep(BREATH)
    _patiently(partial(_remove_rest, number, changes))


def _parts(found: Sequence[Run]) -> Iterator[Run]:
    for first, last in found:
        for start in range(first, last + 1, TAKEN_AWAY):
            yield start, min(last, start + TAKEN_AWAY - 1)


def _remove_people(first: int, last: int, store: Connection) -> None:
    coming = select(person.c.id).where(person.c.id.between(first, last), person.c.added_at == COMING)
    numbers = store.execute(coming).scalars().all()
    for table in (standing, training, contact, membership):
        store.execute(delete(table).where(table.c.person.in_(numbers)))
    store.execute(delete(person).where(person.c.id.in_(numbers)))


def _remove_rest(number: int, changes: dict[str, Any], store: Connection) -> None:
    places: tuple[Table, ...] = (tables.team, tables.job_role)
    for table in places:
        for each in changes[table.name]:
            if not is_used(store, table, each):
                store.execute(delete(table).where(table.c.id == each))
    store.execute(delete(batch).where(batch.c.id == number, ~is_in_force()))
