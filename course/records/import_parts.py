"""Taking over a large file without keeping others from writing: all of it or nothing, in many short transactions.

The new people are written part by part as people who are coming (`coming`). One short transaction then sees that what was
judged still stands, lets them all in, and does what the file says of people known before. Where they stand is worked out
afterwards, part by part (`settle`); until then reports read the facts. When the work breaks off before they are in, the next
one takes away what is left (`import_removal.remove_dead`).
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from course.clock import now as present
from course.errors import StoreError
from course.records import import_known, standings, tables
from course.records.coming import COMING, Run, is_in_force, runs
from course.records.database import reading
from course.records.import_removal import BREATH, patiently, remove, remove_dead
from course.records.import_writing import Row, Writing
from course.records.imports import ChangedMeanwhile, Judged, alone
from course.rules.people_known import Act, Begin
from course.rules.people_lines import Progress
from course.rules.requirements import Requirement

PART = 250  # lines in a transaction
batch, person, membership = tables.import_batch, tables.person, tables.membership


def take_over(judged: Judged, *, by: int | None, now: dt.datetime, progress: Progress = lambda _lines: None) -> int:
    """As `imports.take_over`, in transactions of its own."""
    remove_dead()
    coming = Coming(judged, by, now)
    try:
        coming.write_new(progress)
        return coming.let_in()
    except BaseException:
        with suppress(StoreError):  # what is left is taken away later
            coming.give_up()
        raise


def settle(default: Requirement, day: dt.date) -> None:
    """Work out where everybody stands, as `standings.settle`, so that no report has to. What fails here, a report does."""
    with suppress(StoreError):
        while patiently(lambda store: standings.settle_part(store, default, day)):
            time.sleep(BREATH)


class _Quietly(Writing):
    """Writes people as coming. `ends`: by membership, when it ends or None."""

    hidden = True

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

    def __init__(self, judged: Judged, by: int | None, now: dt.datetime) -> None:
        self.judged, self.by, self.now = judged, by, now
        self.batch: int | None = None
        self.done: _Quietly | None = None

    def write_new(self, progress: Progress) -> None:
        """Write everybody who is new."""
        acts = [act for act in self.judged.acts if act.person is None]
        for start in range(0, len(acts), PART):
            patiently(partial(self._part, acts[start : start + PART]))
            progress(start)
            time.sleep(BREATH)
        progress(len(acts))

    def _part(self, acts: Sequence[Act], store: Connection) -> None:
        self._begin(store)
        assert self.done is not None
        self.done.write(acts)
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
        return patiently(partial(self._let_in, known, told))

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
        between: Any = (bindparam("first"), bindparam("last"))
        here = runs(done.new.values())
        _each_run(store, update(person).where(person.c.id.between(*between)).values(added_at=self.now), here)
        opened = update(membership).where(membership.c.id.between(*between)).values(moved=False)
        staying = runs(number for number, end in done.ends.items() if end is None)
        _each_run(store, opened.values(left_on=None), staying)
        ended = runs(number for number, end in done.ends.items() if end is not None)
        _each_run(store, opened.values(started_on=membership.c.counts_from), ended)
        for first, last in here:
            standings.touch_between(store, first, last)

    def give_up(self) -> None:
        """Take away what was written."""
        if self.batch is not None:
            remove(self.batch)


def _each_run(store: Connection, statement: Any, found: Sequence[Run]) -> None:
    if found:
        store.execute(statement, [{"first": first, "last": last} for first, last in found])
