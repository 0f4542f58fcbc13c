"""Closing a session: the completions it makes, all in one transaction; and what a correction afterwards makes or takes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, func, insert, select, update

from course.records import attendances, audit, completions, room_sessions, tables
from course.records.attendances import Line
from course.records.room_sessions import RoomSession
from course.rules.facts import CompletionFacts, Led
from course.rules.room import KIND, Held, Presence, completes, minutes_present

table, completion = tables.trainer_led, tables.completion
CORRECTED = "The register of the session was put right."
Make = Callable[[Presence, Held, int], CompletionFacts]
"""Makes the facts of a completion, of a line, the session as it was held, and a person's number."""


def close(store: Connection, number: int, ended_at: dt.datetime, make: Make, by: int, now: dt.datetime) -> int | None:
    """Close the register: whoever was present long enough has completed the course. Gives how many have; None where it was
    closed or cancelled before, and nothing is done then. Somebody whose name has gone meanwhile completes nothing.
    """
    session = room_sessions.hold_open(store, number)
    if session is None:
        return None
    attendances.hold_people(store, session.id)
    room_sessions.mark_closed(store, session.id, ended_at, by, now)
    held = session.held_until(ended_at)
    lines = attendances.register(store, session.id)
    done = [each for each in lines if each.name and completes(each.presence, held)]
    for each in done:
        _complete(store, session, held, each, make, now)
    seen = sum(minutes_present(each.presence, held) > 0 for each in lines)
    told = f"{seen} present, {len(done)} completed, {held.minutes} minutes"
    audit.note(store, by, "session closed", f"session {session.id}", told, now)
    return len(done)


def correct(
    store: Connection, session: RoomSession, line: Line, make: Make, by: int, now: dt.datetime
) -> str:  # fmt: skip
    """After a line was put right: make the completion that follows now, or withdraw the one that does not follow any more.

    `line`: as it stands now. Gives "completed", "withdrawn" or "" where neither changed; then the minutes that a completion
    tells are put right.
    A completion that somebody withdrew for another reason stays withdrawn, and no other takes its place; nor does one come for
    a person whose name has gone. The caller has kept the correction and its audit line, and holds session and line.
    """
    held, made = session.held, made_by(store, session.id).get(line.person, ())
    after = completes(line.presence, held)
    if after and not made:
        if not line.name or _withdrawn_by_hand(store, session.id, line.person):
            return ""
        _complete(store, session, held, line, make, now)
        return "completed"
    if not after:
        gone = [each for each in made if completions.withdraw(store, each, CORRECTED, by, now)]
        for each in gone:
            audit.note(store, by, "certificate withdrawn", f"completion {each}", f"session {session.id}", now)
        return "withdrawn" if gone else ""
    minutes = minutes_present(line.presence, held)
    for each in made:
        store.execute(update(table).where(table.c.completion == each).values(minutes=minutes))
        completions.set_minutes(store, each, minutes)
    return ""


def led(store: Connection, completion_ids: Sequence[int]) -> dict[int, Led]:
    """What completions rest on, those of kind "trainer-led" alone."""
    if not completion_ids:
        return {}
    person, held = tables.person, tables.room_session
    joined = table.outerjoin(person, person.c.id == table.c.trainer).join(held, held.c.id == table.c.room_session)
    c = table.c
    found = select(
        c.completion, c.room_session, person.c.name, c.pack, held.c.title, c.pack_edition, c.minutes, c.held_minutes
    )
    rows = store.execute(found.select_from(joined).where(c.completion.in_(list(completion_ids))))
    return {row[0]: Led(row[0], row[1], row[2] or "", *row[3:]) for row in rows}


def made_by(store: Connection, session: int) -> dict[int, tuple[int, ...]]:
    """The completions that a session made and that still hold: by person their numbers, more than one after a merging."""
    joined = table.join(completion, completion.c.id == table.c.completion)
    found = select(completion.c.person, completion.c.id).select_from(joined).order_by(completion.c.id)
    made: dict[int, tuple[int, ...]] = {}
    for person, number in store.execute(
        found.where(table.c.room_session == session, completion.c.withdrawn_at.is_(None))
    ):
        made[person] = (*made.get(person, ()), number)
    return made


def _withdrawn_by_hand(store: Connection, session: int, person: int) -> bool:
    """Whether somebody withdrew what this session had made for the person, for another reason than the register."""
    c = completion.c
    joined = table.join(completion, c.id == table.c.completion)
    gone = (c.person == person, c.withdrawn_at.is_not(None), c.withdrawn_reason != CORRECTED)
    found = select(c.id).select_from(joined).where(table.c.room_session == session, *gone)
    return store.execute(found.limit(1)).first() is not None


def count_old(store: Connection, before: dt.datetime) -> int:
    """How many sessions that began before a moment still have their register, or words beside it."""
    return int(store.scalar(select(func.count()).select_from(attendances.old(before).subquery())) or 0)


def take_old(store: Connection, before: dt.datetime, part: int) -> int:
    """Let such registers go, at most so many, and keep how many were there and completed; returns how many went."""
    asked = attendances.old(before).limit(part).with_for_update()  # nobody puts one right meanwhile
    numbers = tuple(store.execute(asked).scalars())
    seen, done = attendances.counts(store, numbers), completed(store, numbers)
    for number in numbers:
        attendances.let_go(store, number, seen.get(number, 0), done.get(number, 0))
    return len(numbers)


def completed(store: Connection, sessions: Sequence[int]) -> dict[int, int]:
    """How many completions of a session still hold, by session; one statement."""
    joined = table.join(completion, completion.c.id == table.c.completion)
    here = (table.c.room_session.in_(sessions), completion.c.withdrawn_at.is_(None))
    people = func.count(func.distinct(completion.c.person))
    found = select(table.c.room_session, people).select_from(joined).where(*here).group_by(table.c.room_session)
    return {row[0]: row[1] for row in store.execute(found)} if sessions else {}


def _complete(
    store: Connection, session: RoomSession, held: Held, line: Line, make: Make, now: dt.datetime
) -> None:  # fmt: skip
    """A cycle more than there are; an older completion stays as it is. The person is held."""
    facts = make(line.presence, held, line.person)
    made = completions.add_completion(store, facts, completions.next_cycle(store, line.person), now)
    while made.kind != KIND:  # a refresher was finished at the same moment, and has the cycle
        made = completions.add_completion(store, facts, completions.next_cycle(store, line.person), now)
    values = {
        "completion": made.id, "room_session": session.id, "trainer": session.trainer, "pack": session.pack,
        "pack_edition": session.edition, "minutes": minutes_present(line.presence, held), "held_minutes": held.minutes,
        "made_at": now,
    }  # fmt: skip
    store.execute(insert(table).values(values))
