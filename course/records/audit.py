"""The audit: who changed a role, a rule or another person's record. Learners' own facts need no line here.

Every line carries a digest of itself and of the digest before it, so that a line changed or taken out is seen
(`broken_at`). People stand in it by their ids alone: erasing a name leaves the chain whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import Connection, insert, or_, select, text

from course.records.columns import moment_text
from course.records.tables import audit as table

ONE_AT_A_TIME = 2_029_313_580  # the number of PostgreSQL's advisory lock under which lines are added


def note(store: Connection, actor: int | None, action: str, thing: str, detail: str, now: dt.datetime) -> None:
    """Add a line, in the transaction of what it tells. `actor` None: the command line. `thing`: an id, never a name."""
    note_all(store, actor, [(action, thing, detail)], now)


def note_all(store: Connection, actor: int | None, lines: Sequence[tuple[str, str, str]], now: dt.datetime) -> None:
    """Add many lines at the cost of one; each is action, thing and detail."""
    if not lines:
        return
    if store.dialect.name == "postgresql":
        store.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
    before = store.execute(select(table.c.digest).order_by(table.c.id.desc()).limit(1)).scalar() or ""
    rows = []
    for action, thing, detail in lines:
        before = line_digest(before, now, actor, action, thing, detail)
        values = {"actor": actor, "action": action, "thing": thing, "detail": detail, "at": now}
        rows.append(values | {"digest": before})
    store.execute(insert(table), rows)


def is_noted(store: Connection, action: str, thing: str) -> bool:
    """Whether there is such a line: tells what was taken away, and may be asked for twice, from what never was there."""
    found = select(table.c.id).where(table.c.thing == thing, table.c.action == action).limit(1)
    return store.execute(found).first() is not None


def line_digest(before: str, at: dt.datetime, actor: int | None, action: str, thing: str, detail: str) -> str:
    """The digest of a line behind the digest of the line before it; "" before the first."""
    line = json.dumps([before, moment_text(at), actor, action, thing, detail], ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def broken_at(store: Connection) -> int | None:
    """The number of the first line that is not as it was written, or behind which one is missing; None: all are whole."""
    before = ""
    for line in store.execute(select(table).order_by(table.c.id)):
        before = line_digest(before, line.at, line.actor, line.action, line.thing, line.detail)
        if before != line.digest:
            return int(line.id)
    return None


def of_person(store: Connection, person: int) -> tuple[dict[str, object], ...]:
    """What somebody did for others, and what was done to their own record, for their own eyes: without who else it was."""
    about, own = table.c.thing == f"person {person}", table.c.actor == person
    found = select(table.c.id, table.c.at, table.c.action, table.c.thing, table.c.detail)
    return tuple(dict(row) for row in store.execute(found.where(or_(about, own)).order_by(table.c.id)).mappings())
