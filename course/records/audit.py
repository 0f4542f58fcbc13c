"""The audit: who changed a role, a rule or another person's record. Learners' own facts need no line here."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert
from sqlalchemy.orm import Session

from course.records.tables import audit as table


def note(store: Session, actor: int | None, action: str, thing: str, detail: str, now: dt.datetime) -> None:
    """Add a line, in the transaction of what it tells. `actor` None: the command line. `thing`: an id, never a name."""
    store.execute(insert(table).values(actor=actor, action=action, thing=thing, detail=detail, at=now))
