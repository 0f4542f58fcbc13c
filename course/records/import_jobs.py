"""A file of people on its way in: kept in a folder of its own under the instance folder until it was taken over or is old.

What has been done so far stands in `status.json`; whoever works holds the file `lock`, so that a process that died is
noticed. Nothing is in the database before the one transaction that takes all of it over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from course.clock import now
from course.locks import hold
from course.records import imports
from course.records.database import reading

FOLDER = "imports"
KEPT_FOR = dt.timedelta(days=1)
STARTS_WITHIN = dt.timedelta(seconds=30)  # what a new process may take before it holds the lock
PIECE_BYTES = 65_536
NAME = re.compile(r"[A-Za-z0-9_-]{4,64}")
CHECKING, CHECKED, UNREADABLE, IMPORTING, IMPORTED, FAILED = (
    "checking",
    "checked",
    "unreadable",
    "importing",
    "imported",
    "failed",
)
UNDOING, UNDONE, KEPT = "undoing", "undone", "kept"  # kept: it cannot be undone, so all of it stays
AT_WORK = (CHECKING, IMPORTING, UNDOING)
WRITING, LETTING_IN, SETTLING = "writing", "letting-in", "settling"
BROKEN_OFF = "The work on this file was broken off. Nothing was imported."
NOT_UNDONE = "The work was broken off. Nothing was undone."
Shown = tuple[int, str, str]
"""Of a line that is shown: its number, the name in it, what came of it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What judging found. `shown`: the first lines of each kind; `state`: see `imports.Judged`."""

    counts: dict[str, int]
    people: int
    teams: list[str]
    job_roles: list[str]
    without_address: int
    ignored: list[str]
    encoding: str
    shown: dict[str, list[Shown]]
    state: str
    meanwhile: bool = False  # what was judged before had changed when it was to be taken over


@dataclass(frozen=True, slots=True)
class Status:
    """How far a job is. `done` of `lines`; `fault` where it cannot go on; `batch` once it was taken over.

    `step` of the work: "" while lines are judged; WRITING new people, LETTING_IN all of them at one moment; of an imported
    file SETTLING, while it is worked out where everybody stands.
    """

    phase: str
    done: int = 0
    lines: int = 0
    fault: str = ""
    report: Report | None = None
    batch: int | None = None
    told_at: str = ""
    at: str = ""  # the moment that a batch will carry: by it a batch is found whose process died just behind it
    step: str = ""
    changed: tuple[int, ...] = ()  # people who keep a batch from being undone; none of a KEPT one: it is too old


@dataclass(frozen=True, slots=True)
class Job:
    """A kept file, its organisation, and who brought it."""

    folder: Path
    organisation: int
    by: int | None
    digest: str

    @property
    def name(self) -> str:
        """Under which it is found again."""
        return self.folder.name

    @property
    def file(self) -> Path:
        """What was uploaded."""
        return self.folder / "file"

    @property
    def lines_file(self) -> Path:
        """Every line and what came of it, as CSV; while it is not judged, nothing."""
        return self.folder / "lines.csv"


def keep(instance: Path, organisation: int, by: int | None, data: bytes) -> Job:
    """Keep a file. Old ones go at the same time."""
    sweep(instance)
    folder = instance / FOLDER / secrets.token_urlsafe(12)
    folder.mkdir(parents=True, mode=0o700)
    job = Job(folder, organisation, by, hashlib.sha256(data).hexdigest())
    _keep_facts(job)
    job.file.write_bytes(data)
    say(job, Status(CHECKING, lines=max(0, data.rstrip().count(b"\n"))))
    return job


def keep_undoing(instance: Path, organisation: int, by: int | None, batch: int, lines: int) -> Job | None:
    """A job that undoes a batch, always under the same name; None while somebody is at it already."""
    sweep(instance)
    folder = instance / FOLDER / undoing_name(batch)
    before = opened(folder)
    if before is not None and status(before).phase == UNDOING:
        return None
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    job = Job(folder, organisation, by, "")
    _keep_facts(job)
    say(job, Status(UNDOING, lines=lines, batch=batch))
    return job


def undoing_name(batch: int) -> str:
    """Under which the job is found that undoes a batch."""
    return f"undo-{batch}"


def _keep_facts(job: Job) -> None:
    facts = {"organisation": job.organisation, "by": job.by, "digest": job.digest, "kept_at": now().isoformat()}
    (job.folder / "job.json").write_text(json.dumps(facts), encoding="utf-8")


def job(instance: Path, name: str, organisation: int) -> Job | None:
    """A kept file of an organisation by its name; None where there is none, or not any more."""
    found = opened(instance / FOLDER / name) if NAME.fullmatch(name) else None
    return found if found and found.organisation == organisation else None


def opened(folder: Path) -> Job | None:
    """The job in a folder; None where there is none."""
    with suppress(OSError, ValueError, KeyError):
        facts = json.loads((folder / "job.json").read_text(encoding="utf-8"))
        return Job(folder, facts["organisation"], facts["by"], facts["digest"])
    return None


def sweep(instance: Path) -> int:
    """Delete what is too old; returns how many. A file on which somebody works is never so old."""
    count = 0
    for facts in (instance / FOLDER).glob("*/job.json"):
        with suppress(OSError, ValueError, KeyError):
            kept_at = dt.datetime.fromisoformat(json.loads(facts.read_text(encoding="utf-8"))["kept_at"])
            if now() - kept_at > KEPT_FOR:
                shutil.rmtree(facts.parent, ignore_errors=True)
                count += 1
    return count


def status(here: Job) -> Status:
    """How far it is. A job whose process is gone has failed, unless everything was saved before."""
    found = stored_status(here)
    if found.step == SETTLING and not _someone_works(here):
        return replace(found, step="")  # what was not worked out, a report does
    if found.phase not in AT_WORK or _someone_works(here):
        return found
    found = stored_status(here)  # it may have ended while we looked
    if found.phase not in AT_WORK:
        return found
    return _of_the_dead(here, found)


def _of_the_dead(here: Job, found: Status) -> Status:
    """What a process has left behind that is gone."""
    with reading() as store:
        if found.phase == UNDOING and found.batch is not None:
            undone = imports.is_undone(store, found.batch)
            fault = "" if undone else NOT_UNDONE
            return Status(UNDONE if undone else FAILED, 0, found.lines, fault, batch=found.batch)
        batch = imports.batch_at(store, here.organisation, here.digest, found.at) if found.at else None
    if batch is not None:
        return Status(IMPORTED, found.lines, found.lines, batch=batch)
    return Status(FAILED, found.done, found.lines, BROKEN_OFF)


def stored_status(here: Job) -> Status:
    """What was kept last, whether or not anybody still works on it."""
    raw = json.loads((here.folder / "status.json").read_text(encoding="utf-8"))
    report, changed = raw.pop("report"), raw.pop("changed")
    return Status(report=Report(**report) if report else None, changed=tuple(changed), **raw)


def _someone_works(here: Job) -> bool:
    if now() - dt.datetime.fromisoformat(stored_status(here).told_at) < STARTS_WITHIN:
        return True
    lock = hold(here.folder / "lock")
    if lock is None:
        return True
    lock.close()
    return False


def say(here: Job, told: Status) -> None:
    """Keep how far it is, in place of what was kept before."""
    values = asdict(told) | {"told_at": now().isoformat()}
    new = here.folder / "status.new"
    new.write_text(json.dumps(values), encoding="utf-8")
    new.replace(here.folder / "status.json")


def is_small(here: Job, most_lines: int) -> bool:
    """Whether it is done so quickly that whoever asked can wait for it."""
    return stored_status(here).lines <= most_lines


def announce_import(here: Job) -> None:
    """Say that it is being taken over, before the process that does it has begun."""
    say(here, Status(IMPORTING, lines=stored_status(here).lines))


def pieces(file: Path) -> Iterator[bytes]:
    """A file piece by piece; opened when the first is asked for."""
    with file.open("rb") as opened_file:
        while piece := opened_file.read(PIECE_BYTES):
            yield piece
