"""Join codes: whoever signs up with one belongs to its organisation, and perhaps its team, at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select, update

from course.records import tables
from course.records.statements import insert_if_new
from course.records.tokens import as_code, new_code

GROUPS = 3
table = tables.join_code


@dataclass(frozen=True, slots=True)
class JoinCode:
    """`expires_on` is the last day on which it works (None: no end); `uses_limit` None: as often as one likes."""

    id: int
    code: str
    organisation: int
    team: int | None
    expires_on: dt.date | None
    uses_limit: int | None
    uses: int
    revoked: bool

    def works_on(self, day: dt.date) -> bool:
        """Whether somebody could still join with it on that day."""
        in_time = self.expires_on is None or day <= self.expires_on
        return in_time and not self.revoked and (self.uses_limit is None or self.uses < self.uses_limit)


def make_join_code(
    store: Connection,
    organisation: int,
    team: int | None,
    *,
    expires_on: dt.date | None,
    uses_limit: int | None,
    now: dt.datetime,
) -> JoinCode:
    """A new code that nobody has yet."""
    code = new_code(GROUPS)
    made = insert_if_new(
        store,
        table,
        code=code,
        organisation=organisation,
        team=team,
        expires_on=expires_on,
        uses_limit=uses_limit,
        uses=0,
        revoked=False,
        made_at=now,
    )
    found = join_code(store, code) if made else None
    return found or make_join_code(store, organisation, team, expires_on=expires_on, uses_limit=uses_limit, now=now)


def join_code(store: Connection, code: str) -> JoinCode | None:
    """The code as somebody typed it, in any case, with or without hyphens; also one that no longer works."""
    stored = as_code(code, GROUPS)
    return next(iter(_codes(store, table.c.code == stored)), None) if stored else None


def codes(store: Connection) -> tuple[JoinCode, ...]:
    """Every code ever made, newest first."""
    return _codes(store)


def count_use(store: Connection, code: int) -> bool:
    """Somebody joins with the code. False, and nothing counted, when it was used up or revoked meanwhile."""
    used = update(table).where(
        table.c.id == code,
        table.c.revoked.is_(False),
        or_(table.c.uses_limit.is_(None), table.c.uses < table.c.uses_limit),
    )
    return store.execute(used.values(uses=table.c.uses + 1).returning(table.c.id)).one_or_none() is not None


def revoke(store: Connection, code: int) -> None:
    """Stop a code; who joined with it stays."""
    store.execute(update(table).where(table.c.id == code).values(revoked=True))


def _codes(store: Connection, *which: ColumnElement[bool]) -> tuple[JoinCode, ...]:
    row = table.c
    found = select(row.id, row.code, row.organisation, row.team, row.expires_on, row.uses_limit, row.uses, row.revoked)
    return tuple(JoinCode(*each) for each in store.execute(found.where(*which).order_by(row.id.desc())))
