"""Files of people brought in: judged without writing, then taken over in one transaction, all of it or nothing.

`import_batch.changes` says by ids alone what a batch did, with a digest of everybody it touched, and nothing that an
erasure would have to look for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Text, cast, select, text
from sqlalchemy.exc import IntegrityError

from course.records import import_known, tables
from course.records.coming import is_in_force
from course.records.import_writing import write
from course.rules.csv_reading import Fault, Row, Sheet
from course.rules.dates import london_day
from course.rules.people_import import Judge
from course.rules.people_known import KINDS, Act, Verdict
from course.rules.people_lines import Progress, name_key

ONE_AT_A_TIME = 2_029_313_585  # the number of PostgreSQL's advisory lock under which files are taken over
SHOWN = 1_000  # lines between two words about the progress
batch = tables.import_batch


class ChangedMeanwhile(Exception):
    """What the file was judged by is another now; nothing was written."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file would do. `state`: the file and all that it was judged by; the same again only where nothing changed."""

    organisation: int
    counts: Mapping[str, int]
    acts: tuple[Act, ...]
    teams: tuple[str, ...]  # names of new ones
    job_roles: tuple[str, ...]
    without_address: int  # lines that name nobody's email
    file_digest: str
    known_digest: str
    state: str

    @property
    def people(self) -> int:
        """How many people it would add or change."""
        return len({act.person or -act.of for act in self.acts})

    @property
    def may_be_taken(self) -> bool:
        """Whether there is something to do, and no line was refused."""
        return bool(self.acts) and not self.counts["refused"]


@dataclass(frozen=True, slots=True)
class Batch:
    """A file that was taken over. `undone_at` None: it still stands."""

    id: int
    counts: Mapping[str, int]
    made_at: dt.datetime
    made_by: int | None
    made_by_name: str | None  # None: from the command line
    undone_at: dt.datetime | None
    may_be_undone: bool  # what that needs is still kept

    @property
    def made_on(self) -> dt.date:
        """The day in London."""
        return london_day(self.made_at)

    @property
    def undone_on(self) -> dt.date | None:
        """The day in London."""
        return london_day(self.undone_at) if self.undone_at else None


def _silent(_lines: int) -> None:
    return None


def judge(
    store: Connection,
    organisation: int,
    sheet: Sheet,
    file_digest: str,
    today: dt.date,
    *,
    tell: Callable[[Verdict], None],
    progress: Progress = _silent,
) -> Judged:
    """Judge every line; `tell` gets each verdict in its order. Only reads."""
    held, digest = import_known.known(store, organisation)
    judge, counts, acts, bare = Judge(held, today), Counter(dict.fromkeys(KINDS, 0)), [], 0
    for number, row in enumerate(sheet.rows(), 1):
        verdict = judge.verdict(row)
        counts[verdict.kind] += 1
        bare += isinstance(row, Row) and not _email(row)
        if verdict.act is not None:
            acts.append(verdict.act)
        tell(verdict)
        if number % SHOWN == 0:
            progress(number)
    state = hashlib.sha256(repr((file_digest, digest, organisation, today)).encode()).hexdigest()
    return Judged(
        organisation, counts, tuple(acts), _new(acts, "team"), _new(acts, "job_role"), bare,
        file_digest, digest, state,
    )  # fmt: skip


def _email(row: Row | Fault) -> str:
    return row.cells.get("email", "") if isinstance(row, Row) else ""


def _new(acts: Iterable[Act], what: str) -> tuple[str, ...]:
    """The names of teams or job roles that would be made, each once, as it is written first."""
    return tuple({name_key(name): name for name in reversed(list(_names(acts, what)))}.values())[::-1]


def _names(acts: Iterable[Act], what: str) -> Iterator[str]:
    for act in acts:
        changed = (change.job_role for change in act.changes) if what == "job_role" else ()
        for named in (getattr(act.begin, what, None), *changed):
            if isinstance(named, str):
                yield named


def take_over(
    store: Connection, judged: Judged, *, by: int | None, now: dt.datetime, progress: Progress = _silent
) -> int:
    """Do what was judged; returns the number of the batch. Raises ChangedMeanwhile where something changed since.

    Needs a transaction that writes; `by` None: the command line.
    """
    alone(store)
    _, digest = import_known.known(store, judged.organisation)
    if digest != judged.known_digest:
        raise ChangedMeanwhile
    try:
        return write(store, judged, by=by, now=now, progress=progress)
    except IntegrityError as fault:  # PostgreSQL: somebody else wrote the same at the same moment
        raise ChangedMeanwhile from fault


def alone(store: Connection) -> None:
    """Let no other file be taken over or undone before this transaction ends."""
    if store.dialect.name == "postgresql":
        store.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})


def batches(store: Connection, organisation: int, most: int) -> tuple[Batch, ...]:
    """The files of an organisation, the newest first."""
    who, kept = tables.person, cast(batch.c.changes, Text) != "{}"
    found = (
        select(batch.c.id, batch.c.counts, batch.c.made_at, batch.c.made_by, who.c.name, batch.c.undone_at, kept)
        .outerjoin(who, who.c.id == batch.c.made_by)
        .where(batch.c.organisation == organisation, is_in_force())
    )
    return tuple(Batch(*row) for row in store.execute(found.order_by(batch.c.id.desc()).limit(most)))


def lines_of(store: Connection, organisation: int, number: int) -> int:
    """How many lines a batch had; 0 where there is none."""
    found = select(batch.c.counts).where(batch.c.id == number, batch.c.organisation == organisation, is_in_force())
    counts: Mapping[str, int] = store.execute(found).scalar_one_or_none() or {}
    return sum(counts.values())


def is_undone(store: Connection, number: int) -> bool:
    """Whether a batch was undone."""
    return store.execute(select(batch.c.undone_at).where(batch.c.id == number)).scalar_one_or_none() is not None


def batch_at(store: Connection, organisation: int, file_digest: str, at: str) -> int | None:
    """The batch that a file became at exactly this moment (ISO text); None where it did not."""
    moment = dt.datetime.fromisoformat(at)
    here = (batch.c.organisation == organisation, batch.c.file_digest == file_digest, batch.c.made_at == moment)
    return store.execute(select(batch.c.id).where(*here, is_in_force())).scalar_one_or_none()


def added(store: Connection, organisation: int, number: int) -> tuple[int, ...] | None:
    """Whom a batch added, by number; None where there is none that stands, or it is no longer known."""
    here = (batch.c.id == number, batch.c.organisation == organisation, batch.c.undone_at.is_(None), is_in_force())
    changes: Mapping[str, list[list[int]]] = (
        store.execute(select(batch.c.changes).where(*here)).scalar_one_or_none() or {}
    )
    return tuple(person for person, _ in changes["new"]) if changes else None
