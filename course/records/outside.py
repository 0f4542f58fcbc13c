"""Outside training: earlier training elsewhere, as somebody entered it. One training of a person is kept once."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from sqlalchemy import Connection, select

from course.records import standings
from course.records.statements import insert_if_new
from course.records.tables import outside_training as table
from course.rules.outside import OutsideTraining


def add_outside_training(
    store: Connection, person: int, training: OutsideTraining, *, by: int | None, now: dt.datetime
) -> bool:
    """Keep it for a person. False, and nothing done, when the same course, provider and day stand there already.

    `by` None: the command line.
    """
    made = insert_if_new(store, table, person=person, **asdict(training), entered_at=now, entered_by=by)
    if made is not None:
        standings.touch(store, person)
    return made is not None


def outside_of(store: Connection, person: int) -> tuple[OutsideTraining, ...]:
    """All of a person's outside training, the newest first."""
    kept = table.c
    found = select(kept.completed_on, kept.course, kept.edition, kept.provider, kept.evidence_note)
    rows = store.execute(found.where(kept.person == person).order_by(kept.completed_on.desc(), kept.id.desc()))
    return tuple(OutsideTraining(*row) for row in rows)
