"""Cases worked through: one row for a person and a case. The route stands in it only where the learner asked for that."""

from __future__ import annotations

import datetime as dt
import json

from sqlalchemy import ColumnElement, Connection, RowMapping, Update, select, update

from course.records import tables
from course.records.statements import run
from course.rules.facts import CaseDone, KeptRoute

table = tables.case_done

# Closing an account changes the person first: who holds the person finds the account open, or finds it gone.
HOLD = "SELECT person.id FROM person WHERE person.id = :person /* lock the person */"
# The whole case replaces the short form and never the reverse; otherwise the first time stays. A kept route stays too.
MARK_DONE = """
INSERT INTO case_done (person, case_id, length, at)
SELECT account.person, :case_id, :length, :at FROM account WHERE account.person = :person
ON CONFLICT (person, case_id) DO UPDATE SET length = excluded.length, at = excluded.at
WHERE case_done.length = 'foundation' AND excluded.length = 'whole'"""


def mark_done(store: Connection, person: int, case: str, length: str, now: dt.datetime) -> None:
    """Note that a person has worked through a case; nothing without an account, which may be closing at this moment.

    Until the commit other writes of this person's facts wait, and so does closing the account.
    """
    run(store, HOLD, {"person": person})
    run(store, MARK_DONE, {"person": person, "case_id": case, "length": length, "at": now})


def keep_route(store: Connection, person: int, case: str, length: str, route: KeptRoute) -> bool:
    """Keep the way a learner took through that length of a case, in place of one kept before.

    False, and nothing kept, where that length is not done. Who has done the whole case has done the short form as well.
    """
    fits = _one(person, case).where(table.c.length.in_({length, "whole"}))
    kept = fits.values(route=json.dumps(route)).returning(table.c.person)
    return store.execute(kept).one_or_none() is not None


def forget_route(store: Connection, person: int, case: str) -> None:
    """Keep the way no longer, if one is kept; the case stays done."""
    store.execute(_one(person, case).values(route=None))


def case_done(store: Connection, person: int, case: str) -> CaseDone | None:
    """Whether and when a person worked through a case."""
    return next(iter(_found(store, table.c.person == person, table.c.case_id == case)), None)


def cases_done(store: Connection, person: int) -> tuple[CaseDone, ...]:
    """All the cases that a person worked through, the first one first."""
    return _found(store, table.c.person == person)


def _one(person: int, case: str) -> Update:
    return update(table).where(table.c.person == person, table.c.case_id == case)


def _found(store: Connection, *which: ColumnElement[bool]) -> tuple[CaseDone, ...]:
    rows = store.execute(select(table).where(*which).order_by(table.c.at, table.c.case_id)).mappings()
    return tuple(_case_done(row) for row in rows)


def _case_done(row: RowMapping) -> CaseDone:
    route = row["route"]
    kept = tuple((name, tuple(options)) for name, options in json.loads(route)) if route else None
    return CaseDone(row["case_id"], row["length"], row["at"], kept)
