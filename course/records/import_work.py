"""The work on a kept file of people: judging it, taking it over, undoing it. It needs the file's folder and the database alone,
so that a process of its own can do it while the page that asked is long closed."""

from __future__ import annotations

import csv
import datetime as dt
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from course.clock import now, ticks
from course.errors import StoreBusy, StoreError
from course.locks import hold
from course.records import import_parts, import_removal, import_undo, import_undo_parts, imports
from course.records.database import reading, writing
from course.records.import_jobs import (
    CHECKED,
    CHECKING,
    FAILED,
    IMPORTED,
    IMPORTING,
    KEPT,
    LETTING_IN,
    SETTLING,
    UNDOING,
    UNDONE,
    UNREADABLE,
    WRITING,
    Job,
    Report,
    Shown,
    Status,
    say,
    stored_status,
)
from course.records.import_removal import PAUSE, TRIES
from course.records.imports import ChangedMeanwhile, Judged
from course.rules.csv_reading import Fault, Sheet, read
from course.rules.dates import london_day
from course.rules.people_known import KINDS, Verdict
from course.rules.people_lines import COLUMNS, NEEDED, OTHER_NAMES, Progress
from course.rules.requirements import Requirement
from course.rules.texts import harmless

AT_ONCE = 2_000  # new people written in one transaction
MOST_SHOWN = 50  # lines of each kind on the page
TOLD_EVERY = 0.5  # seconds between two words about the progress
T = TypeVar("T")
Written = Callable[[int, int], None]  # told how many new people are written, of how many


@dataclass(slots=True)
class _Told:
    """Takes every verdict: the first ones for the page, all of them into a file."""

    writer: Any
    shown: dict[str, list[Shown]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def __call__(self, verdict: Verdict) -> None:
        if len(self.shown[verdict.kind]) < MOST_SHOWN:
            self.shown[verdict.kind].append((verdict.line, verdict.name, verdict.words))
        self.writer.writerow((verdict.line, verdict.kind, harmless(verdict.name), harmless(verdict.words)))


@contextmanager
def _working(here: Job, nothing: str = "Nothing was imported") -> Iterator[bool]:
    """Hold the job; False where somebody else does. What goes wrong ends as a failed job that says why."""
    lock = hold(here.folder / "lock")
    if lock is None:
        yield False
        return
    try:
        yield True
    except (StoreError, OSError) as fault:
        say(here, Status(FAILED, fault=f"{nothing}. {fault}"))
    except BaseException:
        say(here, Status(FAILED, fault=f"{nothing}: something went wrong on our side. Please try again."))
        raise
    finally:
        lock.close()


def check(here: Job) -> None:
    """Judge the file and keep the report."""
    with _working(here) as mine:
        if mine:
            _judge(here, CHECKING)


def take_over(here: Job, state: str, default: Requirement) -> None:
    """Take the file over, if what was judged still stands; else keep the new report. `default`: what `course.yaml` asks."""
    with _working(here) as mine:
        if not mine or stored_status(here).batch is not None:
            return
        judged = _judge(here, IMPORTING)
        if judged is None:
            return
        report = stored_status(here).report
        at, lines = now(), stored_status(here).lines
        try:
            if judged.state != state or not judged.may_be_taken:
                raise ChangedMeanwhile
            say(here, Status(IMPORTING, 0, lines, at=at.isoformat(), step=WRITING))
            batch = write(judged, here.by, at, _writer(here, lines, at))
        except ChangedMeanwhile:
            assert report is not None
            report = replace(report, meanwhile=True)
            say(here, Status(CHECKED, lines, lines, report=report))
            return
        done = Status(IMPORTED, lines, lines, report=report and replace(report, shown={}), batch=batch)
        with suppress(OSError):  # it is saved: what is not told now, `status` finds in the records
            say(here, replace(done, step=SETTLING) if lines > AT_ONCE else done)
            here.file.unlink()
            here.lines_file.unlink()
        if lines > AT_ONCE:
            import_parts.settle(default, london_day(at))
            with suppress(OSError):
                say(here, done)


def words(asked: Requirement) -> tuple[str, ...]:
    """What `course.yaml` asks, as a process is told."""
    return tuple(str(each) for each in (asked.due_days, asked.valid_months, asked.window_days, asked.grace_days))


def undo(here: Job) -> None:
    """Undo the batch of a job, or keep who stands in the way."""
    with _working(here, "Nothing was undone") as mine:
        before = stored_status(here)
        if not mine or before.phase != UNDOING or before.batch is None:
            return
        number, lines = before.batch, before.lines
        large = _is_large(here, number)
        undone = _undo_large(here, number) if large else _patiently(lambda: _undo(here, number))
        if undone is None or undone.too_old or undone.changed:
            say(here, Status(KEPT, lines=lines, batch=number, changed=undone.changed if undone else ()))
            return
        if large:
            _clear_away(here, number, lines)
        say(here, Status(UNDONE, lines, lines, batch=number))


def _is_large(here: Job, number: int) -> bool:
    with reading() as store:
        return len(imports.added(store, here.organisation, number) or ()) > AT_ONCE


def _undo(here: Job, number: int) -> import_undo.Undone | None:
    with writing() as store:
        return import_undo.undo(store, here.organisation, number, by=here.by, now=now())


def _undo_large(here: Job, number: int) -> import_undo.Undone | None:
    return import_undo_parts.undo(here.organisation, number, by=here.by, now=now())


def _clear_away(here: Job, number: int, lines: int) -> None:
    """It is undone: what cannot be cleared away now, the next file or the daily round does."""
    tell = _teller(here, UNDOING, lines, batch=number)
    with suppress(StoreError):
        import_removal.remove(number, lambda part, whole: tell(lines * part // whole))


def write(judged: Judged, by: int | None, at: dt.datetime, progress: Written = lambda _done, _whole: None) -> int:
    """Write what was judged, a large file in parts; returns the number of the batch. Raises ChangedMeanwhile."""
    new = sum(act.person is None for act in judged.acts)
    if new > AT_ONCE:
        return import_parts.take_over(judged, by=by, now=at, progress=lambda done: progress(done, new))
    return _patiently(lambda: _write(judged, by, at))


def _write(judged: Judged, by: int | None, at: dt.datetime) -> int:
    with writing() as store:
        return imports.take_over(store, judged, by=by, now=at)


def _patiently(work: Callable[[], T]) -> T:
    """Try again while others keep the database busy. Raises StoreBusy in the end."""
    for _ in range(TRIES - 1):
        with suppress(StoreBusy):
            return work()
        time.sleep(PAUSE)
    return work()


def open_file(data: bytes) -> Sheet | Fault:
    """The table in a file of people."""
    return read(data, COLUMNS, NEEDED, OTHER_NAMES)


def _teller(here: Job, phase: str, lines: int, *, batch: int | None = None) -> Progress:
    """Keeps how many lines are done, not more often than somebody looks."""
    said = [-TOLD_EVERY]

    def tell(done: int) -> None:
        if ticks() - said[0] > TOLD_EVERY:
            said[0] = ticks()
            say(here, Status(phase, done, lines, batch=batch))

    return tell


def _writer(here: Job, lines: int, at: dt.datetime) -> Written:
    """Keeps how many of the new people are written, as lines of the file; and at the end that they are let in."""
    said = [-TOLD_EVERY]

    def tell(done: int, whole: int) -> None:
        if done == whole or ticks() - said[0] > TOLD_EVERY:
            said[0] = ticks()
            step = LETTING_IN if done == whole else WRITING
            say(here, Status(IMPORTING, lines * done // whole, lines, at=at.isoformat(), step=step))

    return tell


def _judge(here: Job, phase: str) -> Judged | None:
    sheet = open_file(here.file.read_bytes())
    if isinstance(sheet, Fault):
        say(here, Status(UNREADABLE, fault=f"Line {sheet.line}: {sheet.message}."))
        return None
    progress = _teller(here, phase, sheet.lines)
    progress(0)
    new = here.folder / "lines.new"
    with (
        reading() as store,
        os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", newline="") as out,
    ):
        writer = csv.writer(out)
        writer.writerow(("line", "result", "name", "why"))
        told = _Told(writer)
        judged = imports.judge(
            store, here.organisation, sheet, here.digest, london_day(now()), tell=told, progress=progress
        )
    new.replace(here.lines_file)
    report = Report(
        dict(judged.counts), judged.people, list(judged.teams), list(judged.job_roles), judged.without_address,
        list(sheet.ignored), sheet.encoding, told.shown, judged.state,
    )  # fmt: skip
    say(here, Status(CHECKED if phase == CHECKING else IMPORTING, sheet.lines, sheet.lines, report=report))
    return judged
