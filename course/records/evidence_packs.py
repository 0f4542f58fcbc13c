"""Evidence packs that were made: a row each, and a file under its digest in the folder `evidence` of the instance.

The file is there before the row is: whoever sees the row finds the file. A pack never changes once it is made.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, or_, select

from course.clock import now
from course.records import audit, tables
from course.records.database import writing
from course.records.scoped import within
from course.rules.evidence import PackSight
from course.rules.scoping import Scope

table = tables.evidence_pack
FOLDER = "evidence"
MAKING = ".making-"  # what the name of a file begins with until its row is written
FORGOTTEN = dt.timedelta(days=1)  # after which a file that was never finished is swept away
PAGE = 50


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack. `organisation` None: of the whole partnership. `made_by` is "" where the account was closed."""

    id: int
    organisation: int | None
    organisation_name: str
    as_at: dt.date
    digest: str
    size: int
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class NewPack:
    """A pack to be kept; `key` is that of the form, so that sending it twice makes one."""

    organisation: int | None
    as_at: dt.date
    made_at: dt.datetime
    made_by: int
    key: str
    content: bytes


def packs(store: Connection, sees: PackSight, before: int | None = None, size: int = PAGE) -> tuple[KeptPack, ...]:
    """Those that somebody may open, the newest first; `before`: older than the one of that number."""
    found = _packs().where(_seen(sees)).order_by(table.c.id.desc()).limit(size)
    found = found if before is None else found.where(table.c.id < before)
    return tuple(_pack(row) for row in store.execute(found))


def pack(store: Connection, sees: PackSight, number: int) -> KeptPack | None:
    """One of them."""
    row = store.execute(_packs().where(_seen(sees), table.c.id == number)).one_or_none()
    return _pack(row) if row else None


def made_by_key(store: Connection, key: str) -> int | None:
    """The pack that a form has made already."""
    number: int | None = store.execute(select(table.c.id).where(table.c.key == key)).scalar()
    return number


def keep(instance: Path, made: NewPack) -> int:
    """Write file, row and audit line, all or nothing; gives the number. Where the form made one already, that one's.

    Raises OSError where the file cannot be written, StoreError where the row cannot; then nothing is left behind.
    """
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _sweep(folder)
    digest = sha256(made.content).hexdigest()
    with _beside(folder, made.content) as fresh, _unless_kept(folder / f"{digest}.zip") as file, writing() as store:
        known = _known(store, made.key, digest)
        if known is not None:
            return known
        fresh.replace(file)
        return _add(store, made, digest)


def content(instance: Path, kept: KeptPack) -> bytes | None:
    """The file of a pack as it was made; None where it is missing or is not as it was."""
    try:
        found = (instance / FOLDER / f"{kept.digest}.zip").read_bytes()
    except FileNotFoundError:
        return None
    return found if sha256(found).hexdigest() == kept.digest else None


def _known(store: Connection, key: str, digest: str) -> int | None:
    same = or_(table.c.key == key, table.c.file_digest == digest)
    number: int | None = store.execute(select(table.c.id).where(same)).scalar()
    return number


def _add(store: Connection, made: NewPack, digest: str) -> int:
    values = {
        "organisation": made.organisation, "as_at": made.as_at, "file_digest": digest, "bytes": len(made.content),
        "made_at": made.made_at, "made_by": made.made_by, "key": made.key,
    }  # fmt: skip
    number: int = store.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    place = f"organisation {made.organisation}" if made.organisation else "partnership"
    audit.note(store, made.made_by, "evidence pack made", f"evidence pack {number}", f"{place} {made.as_at}", now())
    return number


@contextmanager
def _beside(folder: Path, content: bytes) -> Iterator[Path]:
    """A file with the content, safe on the disk, for its owner alone; gone at the end unless it was given its name."""
    handle, name = tempfile.mkstemp(prefix=MAKING, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _unless_kept(file: Path) -> Iterator[Path]:
    """The name of the file, which is taken away again where what follows fails; one that was there before stays."""
    before = file.exists()
    try:
        yield file
    except BaseException:
        if not before:
            file.unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Take away what a process left that was killed while it wrote."""
    oldest = (now() - FORGOTTEN).timestamp()
    for each in folder.glob(f"{MAKING}*"):
        if each.stat().st_mtime < oldest:
            each.unlink(missing_ok=True)


def _packs() -> Select[Any]:
    c, who, where = table.c, tables.person.c.name, tables.organisation.c.name
    columns = (c.id, c.organisation, where.label("place"), c.as_at, c.file_digest, c.bytes, c.made_at, who)
    joined = table.outerjoin(tables.organisation, tables.organisation.c.id == c.organisation)
    return select(*columns).select_from(joined.outerjoin(tables.person, tables.person.c.id == c.made_by))


def _seen(sees: PackSight) -> ColumnElement[bool]:
    inside = within(Scope(everything=sees.everything, organisations=sees.organisations), table.c)
    return or_(inside, table.c.organisation.is_(None)) if sees.whole else inside


def _pack(row: Row[Any]) -> KeptPack:
    return KeptPack(
        id=row.id,
        organisation=row.organisation,
        organisation_name=row.place or "",
        as_at=row.as_at,
        digest=row.file_digest,
        size=row.bytes,
        made_at=row.made_at,
        made_by=row.name or "",
    )
