"""Pages marked read. The same page read twice in one edition is one reading; the first moment stays."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from course.records.statements import run

MARK_READ = """
INSERT INTO reading (person, page, edition, at)
SELECT person.id, :page, :edition, :at FROM person WHERE person.id = :person /* lock the person */
ON CONFLICT DO NOTHING"""
PAGES_READ = "SELECT count(DISTINCT page) FROM reading WHERE person = :person"


def mark_read(store: Connection, person: int, page: str, edition: str, now: dt.datetime) -> None:
    """Note that a page was read in an edition. Until the commit other writes of this person's facts wait."""
    run(store, MARK_READ, {"person": person, "page": page, "edition": edition, "at": now})


def pages_read(store: Connection, person: int) -> int:
    """How many pages a person has read, in whatever edition."""
    ((number,),) = run(store, PAGES_READ, {"person": person})
    return int(number)
