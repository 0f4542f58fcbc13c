"""Requirements: what is asked of members, dated, per scope. Which one holds for whom is a rule (`rules.requirements`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select

from course.records.tables import requirement as table
from course.rules.dates import london_day, midnight
from course.rules.requirements import DatedRequirement, Requirement


def requirements(store: Connection) -> tuple[DatedRequirement, ...]:
    """Every requirement ever set, in the order of their days."""
    found = store.execute(select(table).order_by(table.c.from_day, table.c.id))
    return tuple(_dated(each) for each in found)


def set_requirement(store: Connection, asked: DatedRequirement, by: int | None, now: dt.datetime) -> int:
    """Keep a requirement, whose `id` is not looked at; returns the id it gets. An earlier one stays for its own days."""
    values = {
        "organisation": asked.organisation,
        "team": asked.team,
        "job_role": asked.job_role,
        "from_day": asked.from_day,
        "made_at": now,
        "made_by": by,
        **(_values(asked.asked) if asked.asked else {}),
    }
    number: int = store.execute(insert(table).values(values).returning(table.c.id)).scalar_one()
    return number


def keep_once(store: Connection, asked: DatedRequirement, by: int | None, now: dt.datetime) -> int | None:
    """Keep a requirement unless the last one for its scope and day says the same; None: it does."""
    return None if kept(store, asked) else set_requirement(store, asked, by, now)


def kept(store: Connection, asked: DatedRequirement) -> int | None:
    """The number of the last requirement for the scope and day, where it says the same; None: it says something else."""
    same = [each for each in requirements(store) if _place(each) == _place(asked)]
    return same[-1].id if same and _said(same[-1]) == _said(asked) else None


@dataclass(frozen=True, slots=True)
class Entered:
    """A requirement with who set it and when; `by` None: nobody who has a number."""

    rule: DatedRequirement
    by: int | None
    at: dt.datetime

    def may_go(self, who: int, today: dt.date) -> bool:
        """Whether somebody may take it back: before it begins, and who set it on that same day."""
        return self.rule.from_day > today or (self.by == who and london_day(self.at) == today)


def entered(store: Connection, organisation: int | None) -> tuple[Entered, ...]:
    """Every requirement of an organisation, or of the partnership (None), in the order of their days."""
    here = table.c.organisation.is_not_distinct_from(organisation)
    found = store.execute(select(table).where(here).order_by(table.c.from_day, table.c.id))
    return tuple(Entered(_dated(each), each.made_by, each.made_at) for each in found)


def take_back(store: Connection, number: int, who: int, today: dt.date) -> DatedRequirement | None:
    """Take back a requirement; returns what it was. None: there is none, or it may not go (`Entered.may_go`)."""
    begun_today = and_(table.c.made_by == who, table.c.made_at >= midnight(today))
    gone = delete(table).where(table.c.id == number, or_(table.c.from_day > today, begun_today)).returning(table)
    row = store.execute(gone).one_or_none()
    return _dated(row) if row else None


def _place(dated: DatedRequirement) -> tuple[object, ...]:
    return dated.organisation, dated.team, dated.job_role, dated.from_day


def _said(dated: DatedRequirement) -> Requirement | None:
    return replace(dated.asked, id=None) if dated.asked else None


def _values(asked: Requirement) -> dict[str, object]:
    return {
        "due_days": asked.due_days,
        "valid_months": asked.valid_months,
        "window_days": asked.window_days,
        "grace_days": asked.grace_days,
        "date_rule": asked.date_rule,
        "fixed_day": "{:02}-{:02}".format(*asked.fixed_day) if asked.fixed_day else None,
    }


def _dated(row: Row[tuple[object, ...]]) -> DatedRequirement:
    return DatedRequirement(row.id, row.organisation, row.team, row.job_role, row.from_day, _asked(row))


def _asked(row: Row[tuple[object, ...]]) -> Requirement | None:
    if row.due_days is None:
        return None
    month, _, day = (row.fixed_day or "").partition("-")
    fixed = (int(month), int(day)) if row.fixed_day else None
    return Requirement(row.due_days, row.valid_months, row.window_days, row.grace_days, row.date_rule, fixed, row.id)
