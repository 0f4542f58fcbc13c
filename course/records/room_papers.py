"""What is typed in from paper after a session: answers of a quiz sheet, a person at a time, and evaluation as totals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from course.records import attempts, audit, standings, tables
from course.records.statements import insert_if_new
from course.rules.facts import Attempt

table, evaluation = tables.paper_attempt, tables.room_evaluation
FORMS = ("forms", 0)  # under this item and value: how many forms came back


@dataclass(frozen=True, slots=True)
class Typed:
    """A quiz sheet that was typed in: whose, which quiz, and when. What came of it is for the person's own eyes."""

    person: int
    quiz: str
    at: dt.datetime


def keep(store: Connection, session: int, attempt: Attempt, by: int, now: dt.datetime) -> bool:
    """Keep the answers of a sheet as a hand-in of the person; its wording must be kept already.

    Of one person, quiz and session there is one sheet: False, and nothing kept, where it was typed in before.
    """
    number = attempts.add_attempt(store, attempt, f"paper-{session}-{attempt.quiz}", now)
    made = insert_if_new(store, table, attempt=number, room_session=session, typed_by=by, typed_at=now)
    if made is None:
        return False
    standings.touch(store, attempt.person)
    audit.note(store, by, "paper answers typed in", f"person {attempt.person}", f"session {session}", now)
    return True


def typed(store: Connection, session: int) -> tuple[Typed, ...]:
    """The sheets that were typed in for a session."""
    kept = tables.attempt
    joined = table.join(kept, kept.c.id == table.c.attempt)
    found = select(kept.c.person, kept.c.quiz, table.c.typed_at).select_from(joined)
    rows = store.execute(found.where(table.c.room_session == session).order_by(kept.c.person, kept.c.id))
    return tuple(Typed(*row) for row in rows)


def typed_by(store: Connection, attempt: int) -> str | None:
    """Who typed in a hand-in from paper; "" where that account was closed, None where nobody did."""
    who = tables.person.c
    found = select(func.coalesce(who.name, "")).select_from(table.outerjoin(tables.person, who.id == table.c.typed_by))
    row = store.execute(found.where(table.c.attempt == attempt)).first()
    return str(row[0]) if row else None


def set_totals(store: Connection, session: int, moment: str, totals: Mapping[tuple[str, int], int]) -> None:
    """Keep how many forms put which value beside which item; what was kept of this moment before is replaced."""
    held = tables.room_session.c.id  # whoever keeps them at the same moment waits, and the last one's stay
    store.execute(select(held).where(held == session).with_for_update())
    own = (evaluation.c.room_session == session, evaluation.c.moment == moment)
    store.execute(delete(evaluation).where(*own))
    rows = [
        {"room_session": session, "moment": moment, "item": item, "value": value, "people": people}
        for (item, value), people in totals.items()
        if people
    ]
    if rows:
        store.execute(insert(evaluation), rows)


def totals(store: Connection, session: int, moment: str) -> dict[tuple[str, int], int]:
    """How many forms put which value beside which item."""
    c = evaluation.c
    found = select(c.item, c.value, c.people).where(c.room_session == session, c.moment == moment)
    return {(row[0], row[1]): row[2] for row in store.execute(found)}


def forms(store: Connection, session: int) -> dict[str, int]:
    """How many forms were added up, by moment."""
    c = evaluation.c
    found = select(c.moment, c.people).where(c.room_session == session, c.item == FORMS[0], c.value == FORMS[1])
    return {row[0]: row[1] for row in store.execute(found)}
