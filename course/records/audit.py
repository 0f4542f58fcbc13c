"""The audit: who changed a role, a rule or another person's record. Learners' own facts need no line here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, insert

from course.records.tables import audit as table


def note(store: Connection, actor: int | None, action: str, thing: str, detail: str, now: dt.datetime) -> None:
    """Add a line, in the transaction of what it tells. `actor` None: the command line. `thing`: an id, never a name."""
    store.execute(insert(table).values(actor=actor, action=action, thing=thing, detail=detail, at=now))


def note_all(store: Connection, actor: int | None, lines: Sequence[tuple[str, str, str]], now: dt.datetime) -> None:
    """Add many lines at the cost of one; each is action, thing and detail."""
    rows = [{"actor": actor, "action": each[0], "thing": each[1], "detail": each[2], "at": now} for each in lines]
    if rows:
        store.execute(insert(table), rows)
