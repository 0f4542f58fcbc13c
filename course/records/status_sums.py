"""How many people of a place go from one state to another on every day: sums of all steps of status.

The report as at a day is the sum of all changes up to it: those of whole months, and of the days of its own month. Whoever
changes steps (`records.status_steps`) adds the difference in the same transaction, under the lock of `standing_counts`.
The rows of one place lie together, so that people of one organisation, who come in one file, change few pages of the disk.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, Subquery, delete, false, func, literal, select, text, true, union_all

from course.records import tables
from course.records.scoped import at_place
from course.records.statements import run_for_each
from course.rules.reporting import Asked, Group
from course.rules.status_steps import MARKS, counted, told

changed = tables.status_change
KEYS = ("organisation", "team", "monthly", "day", "before", "now")
NAMES = (*KEYS, "people")
ADD = (
    f"INSERT INTO status_change ({', '.join(NAMES)}) VALUES ({', '.join(f':{name}' for name in NAMES)})"  # noqa: S608 - names of our own columns
    f" ON CONFLICT ({', '.join(KEYS)}) DO UPDATE SET people = status_change.people + excluded.people"
)
ONE = dt.timedelta(days=1)
Place = tuple[int, int]
"""Organisation and team, 0 for none."""


class Changes:
    """What is to be added to the sums."""

    def __init__(self) -> None:
        self._found: defaultdict[tuple[object, ...], int] = defaultdict(int)

    def add(self, place: Place, steps: str, sign: int) -> None:
        """Count the written steps of a membership at a place: 1, or -1 where they were counted and do no longer hold."""
        before = ""
        for line in steps.split("\n") if steps else ():
            day, now = line[:10], counted(line)
            if now != before:
                self._found[*place, False, day, before, now] += sign
                self._found[*place, True, f"{day[:8]}01", before, now] += sign
            before = now

    def write(self, store: Connection) -> None:
        """Add all of it, in the order in which the rows lie; what makes no difference is not written, nor is nothing a row."""
        rows = [dict(zip(NAMES, (*key, people), strict=True)) for key, people in sorted(self._found.items()) if people]
        if rows:
            run_for_each(store, ADD, rows)
            store.execute(delete(changed).where(text("people = 0")))


def clear(store: Connection) -> None:
    """Forget all sums."""
    store.execute(delete(changed))


def is_told(asked: Asked) -> bool:
    """Whether the sums know what is asked: they know no job roles, persons and names, and nothing of some statuses alone."""
    return asked.job_role is None and asked.person is None and not asked.is_narrowed


def groups(store: Connection, asked: Asked) -> list[Group]:
    """Everybody of the places asked for, as they were on the day."""
    people: Counter[tuple[Any, ...]] = Counter()
    of = union_all(_months(asked, asked.day), _days(asked, asked.day)).subquery().c
    keys = (of.organisation, of.team, of.before, of.now)
    for organisation, team, before, now, number in store.execute(select(*keys, func.sum(of.people)).group_by(*keys)):
        people[organisation, team, before] -= number
        people[organisation, team, now] += number
    sums: defaultdict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (organisation, team, state), number in people.items():
        if state and number:
            status, edition, marks = told(state)
            found = sums[organisation, team or None, status, edition or None]
            found[0] += number
            for mark in marks:
                found[1 + MARKS.index(mark)] += number
    return [Group(*key, *found) for key, found in sums.items()]


def trend(store: Connection, asked: Asked, days: Sequence[dt.date]) -> dict[dt.date, Counter[str]]:
    """How many had which status at each of some days (the oldest first)."""
    of = _months(asked, days[-1]).subquery().c
    by_month: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    keys = (of.day, of.before, of.now)
    for month, before, now, number in store.execute(select(*keys, func.sum(of.people)).group_by(*keys)):
        _turn(by_month[month], before, now, number)
    found, sums = {}, Counter[str]()
    for day in days:
        for month in [each for each in by_month if each < _month(day)]:
            sums.update(by_month.pop(month))
        found[day] = +(sums + _in_month(store, asked, day))
    return found


def _in_month(store: Connection, asked: Asked, day: dt.date) -> Counter[str]:
    """By how many they have changed in the month of a day that is not its last."""
    found = Counter[str]()
    if _month(day) <= day:
        of = _days(asked, day).subquery().c
        keys = (of.before, of.now)
        for before, now, number in store.execute(select(*keys, func.sum(of.people)).group_by(*keys)):
            _turn(found, before, now, number)
    return found


def _turn(statuses: Counter[str], before: str, now: str, people: int) -> None:
    for state, number in ((before, -people), (now, people)):
        if state:
            statuses[told(state)[0]] += number


def _month(day: dt.date) -> dt.date:
    """The first day of the month that is not over with this day."""
    return (day + ONE).replace(day=1)


def _months(asked: Asked, day: dt.date) -> Select[Any]:
    """The changes of the months that are over with this day."""
    return _here(asked).where(changed.c.monthly == true(), changed.c.day < _month(day))


def _days(asked: Asked, day: dt.date) -> Select[Any]:
    """The changes of the days of a month that is not over with this day."""
    of = changed.c
    return _here(asked).where(of.monthly == false(), of.day >= _month(day), of.day <= day)


def _here(asked: Asked) -> Select[Any]:
    """Changes of the places asked for, one place after the other."""
    of, place = changed.c, _places(asked)
    columns = (of.organisation, of.team, of.day, of.before, of.now, of.people)
    return select(*columns).join_from(
        place, changed, (of.organisation == place.c.organisation) & (of.team == place.c.team)
    )


def _places(asked: Asked) -> Subquery:
    whole, team = tables.organisation.c, tables.team.c
    every = union_all(
        select(whole.id.label("organisation"), literal(0).label("team")), select(team.organisation, team.id)
    ).subquery()
    return select(every).where(*at_place(asked, every.c)).subquery("place")
