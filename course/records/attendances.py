"""The register of a session in a room: who was expected, came, left, and what was put right afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, case, delete, func, insert, or_, select, update

from course.records import room_sessions, tables
from course.records.room_sessions import RoomSession
from course.records.statements import insert_if_new
from course.rules.room import Presence

table, correction = tables.attendance, tables.attendance_correction


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the register. `name` is "" where the person was erased. `how`: one of `tables.rooms.ARRIVALS`."""

    id: int
    room_session: int
    person: int
    name: str
    arrived_at: dt.datetime | None
    left_at: dt.datetime | None
    away_minutes: int
    how: str
    agency: str
    struck_at: dt.datetime | None
    struck_reason: str | None
    has_account: bool

    @property
    def presence(self) -> Presence:
        """What the rules ask of it."""
        return Presence(self.arrived_at, self.left_at, self.away_minutes, struck=self.struck_at is not None)


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody arrived and left, in whole minutes."""

    arrived_at: dt.datetime | None
    left_at: dt.datetime | None
    away_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """What a line said before somebody changed it; moments in `before` are in ISO form."""

    id: int
    attendance: int
    at: dt.datetime
    by_name: str
    reason: str
    before: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attended:
    """A closed session on whose register somebody stands, and what was put right about that afterwards, the newest first."""

    session: RoomSession
    line: Line
    corrections: tuple[Correction, ...]


def register(store: Connection, session: int) -> tuple[Line, ...]:
    """Every line, by name, in the order of lists everywhere."""
    found = _lines().where(table.c.room_session == session)
    return tuple(Line(**row._mapping) for row in store.execute(found.order_by(tables.person.c.name_key, table.c.id)))


def line(store: Connection, session: int, number: int) -> Line | None:
    """One line of a session."""
    row = store.execute(_lines().where(table.c.room_session == session, table.c.id == number)).one_or_none()
    return Line(**row._mapping) if row else None


def line_of(store: Connection, session: int, person: int) -> Line | None:
    """The line of a person."""
    row = store.execute(_lines().where(table.c.room_session == session, table.c.person == person)).one_or_none()
    return Line(**row._mapping) if row else None


def hold_people(store: Connection, session: int) -> None:
    """Until the commit nobody takes away the name of anybody on the register, merges them, or completes a course for them.

    Read the register afterwards: somebody may have been merged while we waited.
    """
    held: set[int] = set()
    while new := set(store.execute(select(table.c.person).where(table.c.room_session == session)).scalars()) - held:
        _hold(store, new)
        held |= new


def hold_line(store: Connection, session: int, number: int) -> Line | None:
    """A line of a session as it is, its person held until the commit as by `hold_people`."""
    found = line(store, session, number)
    while found is not None:
        _hold(store, [found.person])
        again = line(store, session, number)
        if again is None or again.person == found.person:
            return again
        found = again
    return None


def _hold(store: Connection, people: Collection[int]) -> None:
    """In one order everywhere, so that two never wait for each other."""
    person = tables.person.c.id
    store.execute(select(person).where(person.in_(people)).order_by(person).with_for_update(key_share=True)).all()


def is_there(store: Connection, person: int) -> bool:
    """Whether somebody has their name still; until the commit nobody takes it away or merges them."""
    held = select(tables.person.c.id).where(tables.person.c.id == person, tables.person.c.name != "")
    return store.execute(held.with_for_update(read=True)).first() is not None


def old(before: dt.datetime) -> Select[Any]:
    """The numbers of sessions that began before a moment and still have lines, or words that may name somebody."""
    held = tables.room_session.c
    lines = select(table.c.id).where(table.c.room_session == held.id).exists()
    words = or_(held.co_trainer != "", held.cancelled_reason != "")
    return select(held.id).where(held.begins_at < before, or_(lines, words)).order_by(held.begins_at, held.id)


def let_go(store: Connection, session: int, were_present: int, have_completed: int) -> None:
    """Let the register of a session go, for good, with the name of a co-trainer and why it was called off; how many there were
    stays with it.
    """
    lines = select(table.c.id).where(table.c.room_session == session)
    store.execute(delete(correction).where(correction.c.attendance.in_(lines)))
    store.execute(delete(table).where(table.c.room_session == session))
    held = tables.room_session
    stays = {
        "were_present": func.coalesce(held.c.were_present, were_present),
        "have_completed": func.coalesce(held.c.have_completed, have_completed),
        "co_trainer": "",
        "cancelled_reason": case((held.c.cancelled_at.is_not(None), ""), else_=None),
    }
    store.execute(update(held).where(held.c.id == session).values(stays))


def counts(store: Connection, sessions: Sequence[int]) -> dict[int, int]:
    """How many are on the register and were seen while it was held, an open one however long; by session, one statement."""
    held, c = tables.room_session.c, table.c
    stayed = or_(c.left_at.is_(None), and_(c.left_at > held.begins_at, c.left_at > c.arrived_at))
    in_time = or_(held.ended_at.is_(None), c.arrived_at < held.ended_at)
    here = (c.room_session.in_(sessions), c.arrived_at.is_not(None), c.struck_at.is_(None), stayed, in_time)
    joined = table.join(tables.room_session, held.id == c.room_session)
    found = select(c.room_session, func.count()).select_from(joined).where(*here).group_by(c.room_session)
    return {row[0]: row[1] for row in store.execute(found)} if sessions else {}


def put_down(
    store: Connection, session: int, person: int, *, arrived_at: dt.datetime | None, how: str, agency: str,
    now: dt.datetime,
) -> int:  # fmt: skip
    """Put somebody on the register; gives the line. Who is on it already and had not arrived has arrived now.

    Who was taken off comes back where it is the trainer who says so, and not by a phone.
    """
    made = insert_if_new(
        store, table, room_session=session, person=person, arrived_at=arrived_at, away_minutes=0, how=how,
        agency=agency, added_at=now,
    )  # fmt: skip
    if made is not None:
        return int(made["id"])
    own = (table.c.room_session == session, table.c.person == person)
    number = int(store.execute(select(table.c.id).where(*own)).scalar_one())
    if how != "phone":
        strike(store, number, None, now)
    if arrived_at is not None:
        new = case((table.c.how == "new", "new"), else_=how)  # who was entered here stays known as such
        came = update(table).where(*own, table.c.arrived_at.is_(None), table.c.struck_at.is_(None))
        store.execute(came.values(arrived_at=arrived_at, how=new))
    return number


def add_missing(store: Connection, session: int, person: int, now: dt.datetime) -> int:
    """A line of a closed register, not seen as yet; gives it. Who is on it already, or was taken off it, stays as they are."""
    none = {"arrived_at": None, "away_minutes": 0, "how": "register", "agency": "", "added_at": now}
    insert_if_new(store, table, room_session=session, person=person, **none)
    own = (table.c.room_session == session, table.c.person == person)
    return int(store.execute(select(table.c.id).where(*own)).scalar_one())


def set_times(store: Connection, number: int, times: Times) -> None:
    """Say when somebody arrived and left, while the register is open."""
    values = {"arrived_at": times.arrived_at, "left_at": times.left_at, "away_minutes": times.away_minutes}
    store.execute(update(table).where(table.c.id == number).values(values))


def strike(store: Connection, number: int, reason: str | None, now: dt.datetime) -> None:
    """Take somebody off the register, with a reason; None puts them back."""
    values = {"struck_at": now if reason is not None else None, "struck_reason": reason}
    store.execute(update(table).where(table.c.id == number).values(values))


def keep_correction(store: Connection, was: Line, reason: str, by: int, now: dt.datetime) -> None:
    """Keep what a line said, before it is changed after closing."""
    before = {
        "arrived_at": was.arrived_at and was.arrived_at.isoformat(),
        "left_at": was.left_at and was.left_at.isoformat(),
        "away_minutes": was.away_minutes,
        "struck_reason": was.struck_reason,
    }
    store.execute(insert(correction).values(attendance=was.id, at=now, by=by, reason=reason, before=before))


def corrections(store: Connection, session: int) -> tuple[Correction, ...]:
    """What was put right on a session's register, the newest first."""
    rows = store.execute(_corrections().where(table.c.room_session == session))
    return tuple(_correction(row) for row in rows)


def attended(store: Connection, person: int) -> tuple[Attended, ...]:
    """The closed sessions on whose registers somebody stands, the newest first; three statements, however many.

    Also those where they were not seen, or were taken off, if that was put right afterwards.
    """
    held = tables.room_session
    mine = and_(table.c.person == person, held.c.closed_at.is_not(None))
    found = _lines().join(held, held.c.id == table.c.room_session).where(mine)
    lines = [Line(**row._mapping) for row in store.execute(found.order_by(held.c.begins_at.desc(), held.c.id.desc()))]
    sessions = room_sessions.by_numbers(store, {each.room_session for each in lines})
    told = [_correction(row) for row in store.execute(_corrections().where(table.c.person == person))]
    every = (
        Attended(sessions[each.room_session], each, tuple(one for one in told if one.attendance == each.id))
        for each in lines
    )
    return tuple(each for each in every if each.corrections or (each.line.arrived_at and not each.line.struck_at))


def _corrections() -> Select[Any]:
    c, person = correction.c, tables.person
    joined = correction.join(table, table.c.id == c.attendance).outerjoin(person, person.c.id == c.by)
    found = select(c.id, c.attendance, c.at, person.c.name, c.reason, c.before).select_from(joined)
    return found.order_by(c.id.desc())


def _correction(row: Any) -> Correction:
    return Correction(row[0], row[1], row[2], row[3] or "", row[4], row[5])


def _lines() -> Select[Any]:
    c, person, account = table.c, tables.person, tables.account
    columns = (
        c.id, c.room_session, c.person, person.c.name, c.arrived_at, c.left_at, c.away_minutes, c.how, c.agency,
        c.struck_at, c.struck_reason, account.c.person.is_not(None).label("has_account"),
    )  # fmt: skip
    joined = table.join(person, person.c.id == c.person).outerjoin(account, account.c.person == c.person)
    return select(*columns).select_from(joined)
