"""Private notes, one for a person and a page: the learner's own, and nobody else's. They go 12 months after the last change.

What is too old is never read, whether or not it has been swept away yet.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Connection, delete, select, update

from course.records import tables
from course.records.statements import run
from course.rules.facts import Note
from course.rules.notes import digest, digest_of_all, kept_since
from course.rules.outcomes import Outcome

table, account = tables.note, tables.account
KEEP = """
INSERT INTO note (person, page, text, changed_at) VALUES (:person, :page, :text, :at)
ON CONFLICT (person, page) DO UPDATE SET text = excluded.text, changed_at = excluded.changed_at"""


def switched_on(store: Connection, person: int) -> bool | None:
    """Whether the person has switched notes on; None without an account.

    Until the commit nobody switches them off or closes the account, and no other change of this person comes between.
    """
    held = select(account.c.notes_on).where(account.c.person == person).with_for_update()
    return store.execute(held).scalar_one_or_none()


def switch(store: Connection, person: int, *, on: bool) -> None:
    """Switch notes on or off; what was written stays."""
    store.execute(update(account).where(account.c.person == person).values(notes_on=on))


def keep_note(store: Connection, person: int, page: str, text: str, now: dt.datetime) -> bool:
    """Write the note on a page, in place of the one before, and sweep. False, and nothing kept, while they are off."""
    sweep(store, now)
    if not switched_on(store, person):
        return False
    run(store, KEEP, {"person": person, "page": page, "text": text, "at": now})
    return True


def change_note(store: Connection, person: int, page: str, text: str, opened: str, now: dt.datetime) -> Outcome:
    """Keep the note, or delete it where `text` is empty, unless somebody changed it since the form was opened.

    `opened` is the digest of the text that the form was opened with. A text that stands there already is no change: the
    same form may come twice. Deleting needs no switch.
    """
    on = switched_on(store, person)
    if on is None:
        return Outcome.CLOSED
    if text and not on:
        return Outcome.OFF
    kept = note_on(store, person, page, now)
    standing = kept.text if kept else ""
    if text != standing and opened != digest(standing):
        return Outcome.CHANGED
    if text:
        keep_note(store, person, page, text, now)
    else:
        delete_note(store, person, page)
    return Outcome.KEPT


def note_on(store: Connection, person: int, page: str, now: dt.datetime) -> Note | None:
    """The person's note on a page."""
    return next(iter(_notes(store, now, table.c.person == person, table.c.page == page)), None)


def notes_of(store: Connection, person: int, now: dt.datetime) -> tuple[Note, ...]:
    """All notes of a person, the one changed last first."""
    return _notes(store, now, table.c.person == person)


def delete_note(store: Connection, person: int, page: str) -> None:
    """Delete the note on a page, if there is one."""
    store.execute(delete(table).where(table.c.person == person, table.c.page == page))


def delete_all(store: Connection, person: int) -> None:
    """Delete every note of a person."""
    store.execute(delete(table).where(table.c.person == person))


def delete_seen(store: Connection, person: int, opened: str, now: dt.datetime) -> Outcome:
    """Delete every note of a person, unless one of them came or was changed since the form was opened.

    `opened` is the digest of the notes that the form was opened with. Where none is left there is nothing to ask about.
    """
    switched_on(store, person)  # whoever is just writing one is waited for
    kept = notes_of(store, person, now)
    if kept and opened != digest_of_all(kept):
        return Outcome.CHANGED
    delete_all(store, person)
    return Outcome.KEPT


def sweep(store: Connection, now: dt.datetime) -> None:
    """Delete the notes of everybody that nobody has changed for 12 months."""
    store.execute(delete(table).where(table.c.changed_at < kept_since(now)))


def _notes(store: Connection, now: dt.datetime, *which: ColumnElement[bool]) -> tuple[Note, ...]:
    found = select(table.c.page, table.c.text, table.c.changed_at).where(*which, table.c.changed_at >= kept_since(now))
    return tuple(Note(*row) for row in store.execute(found.order_by(table.c.changed_at.desc(), table.c.page)))
