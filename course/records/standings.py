"""Where each membership stands: one row worked out from facts, so that a report of today reads dates and counts them.

Whoever writes a fact says `touch` in the same transaction; the row is then worked out anew before the next report is
read (`settle`). A row is also due on `recheck_on`: when its status becomes another as days go by, when a requirement or an
exemption begins, or one has ended. What rows say is added up in `standing_counts`; where a membership stands on other days
is worked out with its row (`status_steps`). Nothing here is a fact: `rebuild` throws all rows away and makes the same ones
again, which a test compares.

On PostgreSQL a fact may be written while rows are worked out. One transaction settles at a time; it takes only rows that
nobody is touching, and changes them in place, so that a `touch` that had to wait for it still finds its row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, literal, or_, select, true, update

from course.records import member_facts, name_words, standing_counts, status_steps, tables
from course.records.member_facts import Member
from course.records.requirements import requirements
from course.records.statements import run_for_each
from course.rules.reporting import URGENCY
from course.rules.requirements import DatedRequirement, Requirement, history, in_force, next_change
from course.rules.standing import Dates, dates, status
from course.rules.status_days import changes, is_soon, status_day

standing, membership = tables.standing, tables.membership
begun = member_facts.begun
NOW_DUE = dt.date.min  # a day on which every row is due
NOWHERE = dict.fromkeys(("status", "status_day", "urgency", "soon"))  # what a row says that counts nowhere
DATES = tuple(field.name for field in fields(Dates) if field.name != "left_on")
COPIED = (  # `left_on` is the fact, so that nothing need be done on the day itself
    "membership", "team", "job_role", "started_on", "left_on", "moved", "followed_on", "organisation_key", "team_key"
)  # fmt: skip
FIXED = ("membership", "person", "organisation")  # setting them anew would look every one of them up in its table
WORKED_OUT = [column.name for column in standing.columns if column.name not in FIXED]
PUT = f"UPDATE standing SET {', '.join(f'{name} = :{name}' for name in WORKED_OUT)} WHERE membership = :membership"  # noqa: S608 - names of our own columns
Kind = tuple[int, int | None, int | None]
"""Organisation, team and job role of a membership."""
PART = 500  # memberships worked out at a time
MOST_NAMED = 5_000  # people named in one statement


def touch(store: Connection, *people: int) -> None:
    """A fact of these people changed: their rows are worked out anew before they are read."""
    for start in range(0, len(people), MOST_NAMED):
        named = standing.c.person.in_(people[start : start + MOST_NAMED])
        store.execute(update(standing).where(named).values(recheck_on=NOW_DUE))


def touch_between(store: Connection, first: int, last: int) -> None:
    """So with everybody whose number lies between these: very many come or go at once."""
    named = standing.c.person.between(first, last)
    store.execute(update(standing).where(named).values(recheck_on=NOW_DUE))


def touch_all(store: Connection, organisation: int | None = None) -> None:
    """A requirement changed: so with every row of an organisation, or of all."""
    changed = update(standing).values(recheck_on=NOW_DUE)
    store.execute(changed if organisation is None else changed.where(standing.c.organisation == organisation))


def add_row(store: Connection, number: int) -> None:
    """A membership began: an empty row, due at once."""
    _add_rows(store, membership.c.id == number)


def add_rows(store: Connection, begun: Sequence[tuple[int, int, int, dt.date]], *, hidden: bool = False) -> None:
    """Many memberships began: membership, person, organisation and first day of each.

    `hidden`: of people who are coming (`coming`); their rows count nowhere and are due once somebody touches them.
    """
    empty = {"name_key": "", "moved": hidden, "begun": False, "recheck_on": None if hidden else NOW_DUE}
    names = ("membership", "person", "organisation", "started_on")
    rows = [dict(zip(names, each, strict=True)) | empty | {"due_on": each[3]} for each in begun]
    if rows and hidden:
        rows = [row | {"left_on": row["started_on"]} for row in rows]
    if rows:
        store.execute(insert(standing), rows)


def _add_rows(store: Connection, which: ColumnElement[bool]) -> None:
    facts = select(
        membership.c.id, membership.c.person, membership.c.organisation, literal("").label("name_key"),
        membership.c.started_on, literal(False), literal(False), membership.c.started_on, literal(NOW_DUE),
    ).where(which)  # fmt: skip
    columns = (
        "membership", "person", "organisation", "name_key", "started_on", "moved", "begun", "due_on", "recheck_on"
    )  # fmt: skip
    store.execute(insert(standing).from_select(columns, facts))


def is_settled(store: Connection, default: Requirement, day: dt.date) -> bool:
    """Whether every row says what holds on this day; `default` are the values of `course.yaml`, which may have changed."""
    due = select(standing.c.membership).where(_is_due(default, day))
    return not store.execute(select(or_(exists(due), status_steps.is_other(default)))).scalar_one()


def _is_due(default: Requirement, day: dt.date) -> ColumnElement[bool]:
    """Three searches of an index each; `!=` would be a walk through all rows."""
    by_default = standing.c.requirement.is_(None)
    return or_(
        standing.c.recheck_on <= day,
        by_default & (standing.c.asked < default.in_short),
        by_default & (standing.c.asked > default.in_short),
    )


def settle(store: Connection, default: Requirement, day: dt.date) -> int:
    """Work out every row that is due; returns how many. Needs a transaction that writes."""
    count = 0
    while part := settle_part(store, default, day):
        count += part
    return count


def settle_part(store: Connection, default: Requirement, day: dt.date) -> int:
    """Work out some hundreds of the rows that are due; returns how many, 0 when none is left. Needs a transaction that
    writes: whoever has many to do gives each part its own, so that nobody else waits for all of them."""
    standing_counts.alone(store)
    if status_steps.take_up(store, default):
        stale = standing.c.membership.in_(status_steps.by_default())
        store.execute(update(standing).where(stale).values(recheck_on=NOW_DUE))
    due = select(standing.c.membership).where(_is_due(default, day)).limit(PART)
    numbers = store.execute(due.with_for_update(skip_locked=True)).scalars().all()
    if numbers:
        _work_out(store, numbers, default, day)
    return len(numbers)


def rebuild(store: Connection, default: Requirement, day: dt.date) -> int:
    """Throw all rows away, and the words of all names, and make them from the facts; returns how many rows there are."""
    name_words.rebuild(store)
    store.execute(delete(standing))
    standing_counts.rebuild(store)
    status_steps.clear(store)
    _add_rows(store, true())
    return settle(store, default, day)


def remove(store: Connection, which: ColumnElement[bool]) -> None:
    """These memberships are going to be taken away."""
    standing_counts.take_out(store, which)
    status_steps.take_out(store, which)
    store.execute(delete(standing).where(which))


def _work_out(store: Connection, numbers: Sequence[int], default: Requirement, day: dt.date) -> None:
    asks, found = _Asks(requirements(store), default, day), member_facts.members(store, numbers)
    outside, which = member_facts.outside_days(store, found), standing.c.membership.in_(numbers)
    standing_counts.take_out(store, which)
    bits = name_words.bits_of(store, sorted({each.person for each in found}))
    rows = (_row(each, outside.get(each.membership, []), asks, day) for each in found)
    named = (row | {"beginnings": bits[each.person]} for row, each in zip(rows, found, strict=True))
    run_for_each(store, PUT, list(named))
    standing_counts.count_in(store, which)
    status_steps.keep(store, found, outside, asks.ever)


class _Asks:
    """What is asked on a day of the members of a place and job role, and until when; found out once for each."""

    def __init__(self, known: Sequence[DatedRequirement], default: Requirement, day: dt.date) -> None:
        self._known, self._default, self._day = known, default, day
        self._found: dict[Kind, tuple[Requirement, str, dt.date | None]] = {}
        self._ever: dict[Kind, status_steps.History] = {}

    def of(self, kind: Kind) -> tuple[Requirement, str, dt.date | None]:
        """The requirement, the same in short, and the first day on which it may be another."""
        if kind not in self._found:
            where: Any = dict(zip(("organisation", "team", "job_role"), kind, strict=True)) | {"day": self._day}
            asked = in_force(self._known, self._default, **where)
            self._found[kind] = asked, asked.in_short, next_change(self._known, **where)
        return self._found[kind]

    def ever(self, kind: Kind) -> status_steps.History:
        """What is in force for them from which day on."""
        if kind not in self._ever:
            where: Any = dict(zip(("organisation", "team", "job_role"), kind, strict=True))
            self._ever[kind] = history(self._known, self._default, **where)
        return self._ever[kind]


def _row(member: Member, outside: list[dt.date], asks: _Asks, day: dt.date) -> dict[str, object]:
    asked, in_short, changes_on = asks.of((member.organisation, member.team, member.job_role))
    done, found = member.newest_done(day), dates(member.facts, asked, day)
    return {
        **{name: getattr(found, name) for name in DATES},
        **_said(member, found, day),
        **{name: getattr(member, name) for name in COPIED},
        "name_key": name_key(member.name),
        "outside_on": max((each for each in outside if each <= day), default=None),
        "completion": done.id if done else None,
        "edition": done.edition if done else None,
        "kind": done.kind if done else None,
        "requirement": asked.id,
        "asked": in_short,
        "recheck_on": _next_change(member, found, (changes_on, *outside), day),
    }


def _said(member: Member, found: Dates, day: dt.date) -> dict[str, object]:
    """What a row says of a day."""
    ended = member.left_on is not None and member.left_on <= day
    succeeded = member.moved or (member.followed_on is not None and member.followed_on <= day)
    if member.started_on > day or (ended and succeeded):
        return NOWHERE
    now = status(found, day)
    said_day = status_day(found, now) or dt.date.max
    return {"status": now, "status_day": said_day, "urgency": URGENCY.index(now), "soon": is_soon(found, now, day)}


def _next_change(member: Member, found: Dates, others: Iterable[dt.date | None], day: dt.date) -> dt.date | None:
    """The first day behind a day on which the row may say something else; of whoever has left, only coming back does."""
    coming = [member.started_on, member.left_on, member.followed_on, member.next_change(day), *others]
    if found.left_on is None:
        coming += changes(found)
    return min((each for each in coming if each is not None and each > day), default=None)


def name_key(name: str) -> str:
    """A name as lists are ordered and searched: case and blanks do not count."""
    return " ".join(name.casefold().split())
