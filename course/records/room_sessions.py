"""Sessions in a room: planned, held, closed or cancelled. Whose they are: the trainer's own, or of an organisation."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select, update

from course.records import audit, tables
from course.records.scoped import within
from course.records.statements import insert_if_new
from course.records.tokens import as_code, new_code
from course.rules import auditing
from course.rules.dates import london_day, london_time
from course.rules.room import Held
from course.rules.scoping import Scope

GROUPS = 2  # of four: it works for some hours, for people who are signed in, and is read from a screen
PAGE = 50
table = tables.room_session


@dataclass(frozen=True, slots=True)
class RoomSession:
    """A session. `organisation` None: for people of several. `trainer_name` is "" once the trainer's account was closed.

    `were_present`, `have_completed`: so many, once the register itself has gone; None while it is there.
    """

    id: int
    code: str
    pack: str
    title: str
    edition: str
    whole_course: bool
    begins_at: dt.datetime
    planned_minutes: int
    ended_at: dt.datetime | None
    place: str
    organisation: int | None
    organisation_name: str
    trainer: int | None
    trainer_name: str
    co_trainer: str
    closed_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    cancelled_reason: str | None
    were_present: int | None
    have_completed: int | None

    @property
    def state(self) -> str:
        """ "planned", "closed" or "cancelled"."""
        return "cancelled" if self.cancelled_at else "closed" if self.closed_at else "planned"

    @property
    def held(self) -> Held:
        """When it was held; as planned until it is closed."""
        return self.held_until(self.ended_at or self.planned_end)

    @property
    def planned_end(self) -> dt.datetime:
        """When it ends if all goes as planned."""
        return self.begins_at + dt.timedelta(minutes=self.planned_minutes)

    def held_until(self, ended_at: dt.datetime) -> Held:
        """As it would have been held if it had ended then."""
        return Held(self.begins_at, ended_at, self.whole_course, self.planned_minutes)


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session to be planned; `key` is that of the form, so that sending the same twice plans one."""

    key: str
    pack: str
    title: str
    edition: str
    whole_course: bool
    begins_at: dt.datetime
    planned_minutes: int
    place: str
    organisation: int | None
    trainer: int
    co_trainer: str


@dataclass(frozen=True, slots=True)
class Runs:
    """Whose sessions somebody may run: the own ones as a trainer (`own` is the person), and those of a scope."""

    own: int | None
    scope: Scope


def plan(store: Connection, new: NewSession, by: int, now: dt.datetime) -> int:
    """Keep a session; gives its number. The same form gives the session that it planned before; one that was gone back to and
    says something else plans another.
    """
    values = asdict(new)
    key = sha256(json.dumps(values, default=str).encode()).hexdigest()
    values["key"] = key
    while True:
        made = insert_if_new(store, table, code=new_code(GROUPS), made_at=now, **values)
        if made is not None:
            audit.note(store, by, "session planned", f"session {made['id']}", new.pack, now)
            return int(made["id"])
        number = store.execute(select(table.c.id).where(table.c.key == key)).scalar()
        if number is not None:
            return int(number)


def session(store: Connection, runs: Runs, number: int) -> RoomSession | None:
    """One that somebody may run, or None."""
    row = store.execute(_sessions().where(_theirs(runs), table.c.id == number)).one_or_none()
    return _session(row) if row else None


def planned(store: Connection, runs: Runs, after: int | None = None) -> tuple[RoomSession, ...]:
    """Those that are neither closed nor cancelled, the next one first; at most one more than a page, behind `after`."""
    c = table.c
    found = _sessions().where(_theirs(runs), *_open()).order_by(c.begins_at, c.id).limit(PAGE + 1)
    if after is not None:
        begins = select(c.begins_at).where(c.id == after, _theirs(runs)).scalar_subquery()
        found = found.where(or_(c.begins_at > begins, and_(c.begins_at == begins, c.id > after)))
    return tuple(_session(row) for row in store.execute(found))


def led_between(store: Connection, trainer: int, first: dt.datetime, last: dt.datetime) -> tuple[RoomSession, ...]:
    """The open ones of a trainer that begin between two moments."""
    c = table.c
    found = _sessions().where(c.trainer == trainer, c.begins_at >= first, c.begins_at <= last, *_open())
    return tuple(_session(row) for row in store.execute(found.order_by(c.begins_at, c.id)))


def past(store: Connection, runs: Runs, after: int | None = None) -> tuple[RoomSession, ...]:
    """Those that were closed or cancelled, the latest first; at most one more than a page, behind `after`."""
    c = table.c
    ended = or_(c.closed_at.is_not(None), c.cancelled_at.is_not(None))
    found = _sessions().where(_theirs(runs), ended).order_by(c.begins_at.desc(), c.id.desc()).limit(PAGE + 1)
    if after is not None:
        begins = select(c.begins_at).where(c.id == after, _theirs(runs)).scalar_subquery()
        found = found.where(or_(c.begins_at < begins, and_(c.begins_at == begins, c.id < after)))
    return tuple(_session(row) for row in store.execute(found))


def by_numbers(store: Connection, numbers: Collection[int]) -> dict[int, RoomSession]:
    """These sessions, whoever runs them: for the records of those who were there."""
    rows = store.execute(_sessions().where(table.c.id.in_(numbers))) if numbers else ()
    return {row.id: _session(row) for row in rows}


def session_by_code(store: Connection, typed: str) -> RoomSession | None:
    """The session of a code, typed in any case, with or without hyphens."""
    stored = as_code(typed, GROUPS)
    row = store.execute(_sessions().where(table.c.code == stored)).one_or_none() if stored else None
    return _session(row) if row else None


def change(
    store: Connection, number: int, *, begins_at: dt.datetime, place: str, co_trainer: str, by: int, now: dt.datetime
) -> bool:
    """Change when and where, while it is neither closed nor cancelled; False where it is."""
    was = hold_open(store, number)
    if was is None:
        return False
    values = {"begins_at": begins_at, "place": place, "co_trainer": co_trainer}
    store.execute(update(table).where(table.c.id == number).values(values))
    told = auditing.together(
        auditing.change("begins", said(was.begins_at), said(begins_at)),
        "place changed" if was.place != place else "",  # typed texts, which may name somebody
        "co-trainer changed" if was.co_trainer != co_trainer else "",
    )
    if told:
        audit.note(store, by, "session changed", f"session {number}", told, now)
    return True


def said(moment: dt.datetime) -> str:
    """A moment as a line of the audit says it."""
    return f"{auditing.day(london_day(moment))} {london_time(moment)}"


def cancel(store: Connection, number: int, reason: str, by: int, now: dt.datetime) -> bool:
    """Cancel it, with a reason for whoever reads the list; False where it was closed or cancelled before."""
    values = {"cancelled_at": now, "cancelled_reason": reason}
    done = update(table).where(table.c.id == number, *_open()).values(values).returning(table.c.id)
    if store.execute(done).one_or_none() is None:
        return False
    # Without the reason, which may name somebody: it stands with the session.
    audit.note(store, by, "session cancelled", f"session {number}", "", now)
    return True


def hold_open(store: Connection, number: int) -> RoomSession | None:
    """The session as it is, if it is still open; until the commit nobody else can change its register, close or cancel it."""
    held = select(table.c.id).where(table.c.id == number, *_open()).with_for_update()
    if store.execute(held).one_or_none() is None:
        return None
    return by_numbers(store, [number])[number]


def hold_closed(store: Connection, number: int) -> RoomSession | None:
    """The session as it is, if it is closed and its register still there; until the commit nobody else can correct it."""
    closed = (table.c.closed_at.is_not(None), table.c.were_present.is_(None))
    held = select(table.c.id).where(table.c.id == number, *closed).with_for_update()
    if store.execute(held).one_or_none() is None:
        return None
    return by_numbers(store, [number])[number]


def mark_closed(store: Connection, number: int, ended_at: dt.datetime, by: int, now: dt.datetime) -> None:
    """Close it: it was held until then."""
    values = {"ended_at": ended_at, "closed_at": now, "closed_by": by}
    store.execute(update(table).where(table.c.id == number).values(values))


def _open() -> tuple[ColumnElement[bool], ...]:
    return table.c.closed_at.is_(None), table.c.cancelled_at.is_(None)


def _theirs(runs: Runs) -> ColumnElement[bool]:
    """Within the scope; of nobody's organisation only where the scope is everything."""
    columns: Any = table.c
    inside = within(Scope(runs.scope.everything, runs.scope.organisations), columns)
    own = table.c.trainer == runs.own if runs.own is not None else false()
    return or_(own, inside)


def _sessions() -> Select[Any]:
    c, person, place = table.c, tables.person, tables.organisation
    columns = (
        c.id, c.code, c.pack, c.title, c.edition, c.whole_course, c.begins_at, c.planned_minutes, c.ended_at, c.place,
        c.organisation, place.c.name.label("organisation_name"), c.trainer, person.c.name.label("trainer_name"),
        c.co_trainer, c.closed_at, c.cancelled_at, c.cancelled_reason, c.were_present, c.have_completed,
    )  # fmt: skip
    joined = table.outerjoin(person, person.c.id == c.trainer).outerjoin(place, place.c.id == c.organisation)
    return select(*columns).select_from(joined)


def _session(row: Any) -> RoomSession:
    values = dict(row._mapping)
    names = {"organisation_name": row.organisation_name or "", "trainer_name": row.trainer_name or ""}
    return RoomSession(**{**values, **names})
