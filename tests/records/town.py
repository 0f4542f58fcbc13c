"""Places and people to whom everything happens by chance that a report has to know of."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy import Connection, insert, select

from course.records import (
    completions,
    exemptions,
    job_roles,
    organisations,
    people,
    readings,
    requirements,
    standings,
    tables,
)
from course.rules.requirements import DatedRequirement, Requirement
from tests.records.made import DAY, NOON, TODAY, completion, person

DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
STEPS = 70


def at(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)


class Town:
    """Two organisations with two teams each, two job roles, and people to whom things happen by chance."""

    def __init__(self, store: Connection, seed: int) -> None:
        self.store, self.dice, self.day = store, random.Random(seed), TODAY
        self.organisations = [organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells")]
        self.teams = {
            each: [organisations.add_team(store, each, name, NOON) for name in ("Day", "Night")]
            for each in self.organisations
        }
        self.roles = [job_roles.add(store, name, NOON) for name in ("Key person", "Cook")]
        self.people = [person(store, f"Person {number}") for number in range(6)]

    def happen(self) -> None:
        """One thing happens, then perhaps some days pass, and perhaps somebody reads a report."""
        things = (
            self.join, self.join, self.leave, self.complete, self.complete, self.withdraw, self.exempt, self.end_exemption,
            self.require, self.rename, self.read, self.train_elsewhere,
        )  # fmt: skip
        self.dice.choice(things)()
        self.day += self.dice.choice((0, 0, 1, 5, 20, 60, 200)) * DAY
        if self.dice.random() < 0.4:
            standings.settle(self.store, DEFAULT, self.day)

    def join(self) -> None:
        where = self.dice.choice(self.organisations)
        team, role = self.dice.choice((None, *self.teams[where])), self.dice.choice((None, *self.roles))
        day = self.day + self.dice.choice((-40, 0, 0, 10)) * DAY
        organisations.join(self.store, self.dice.choice(self.people), where, team, day, at(self.day), role)

    def leave(self) -> None:
        current = tables.membership.c
        found = self.store.execute(
            select(current.person, current.organisation, current.started_on).where(current.left_on.is_(None))
        )
        if some := found.all():
            who, where, started = self.dice.choice(some)
            organisations.leave(self.store, who, where, max(started, self.day + self.dice.choice((-5, 0, 9)) * DAY))

    def complete(self) -> None:
        who = self.dice.choice(self.people)
        cycle = len(completions.completions_of(self.store, who)) + 1
        about = {"at": at(self.day), "completed_on": self.day, "expires_on": self.day + 700 * DAY}
        completions.add_completion(self.store, completion(who, edition=f"2026.{cycle}", **about), cycle)

    def withdraw(self) -> None:
        made = completions.completions_of(self.store, self.dice.choice(self.people))
        if made:
            completions.withdraw(self.store, self.dice.choice(made).id, "By mistake", self.people[0], at(self.day))

    def exempt(self) -> None:
        numbers = self.store.execute(select(tables.membership.c.id).order_by(tables.membership.c.id)).scalars().all()
        if numbers:
            begins = self.day + self.dice.choice((-10, 0, 15)) * DAY
            ends = self.dice.choice((None, begins, begins + 30 * DAY))
            exemptions.add(self.store, self.dice.choice(numbers), "Away", begins, ends, None, at(self.day))

    def end_exemption(self) -> None:
        numbers = self.store.execute(select(tables.exemption.c.id).order_by(tables.exemption.c.id)).scalars().all()
        if numbers:
            exemptions.end(self.store, self.dice.choice(numbers), self.day)

    def require(self) -> None:
        where = self.dice.choice((None, *self.organisations))
        team = self.dice.choice((None, *self.teams[where])) if where else None
        role = None if team else self.dice.choice((None, *self.roles))
        rule, fixed = self.dice.choice((("from-completion", None), ("from-expiry", None), ("fixed-date", (8, 31))))
        asked = Requirement(self.dice.randrange(60), self.dice.choice((6, 12, 36)), 30, 14, rule, fixed)
        begins = self.day + self.dice.choice((0, 3, 45)) * DAY
        dated = DatedRequirement(0, where, team, role, begins, self.dice.choice((asked, asked, None)))
        requirements.set_requirement(self.store, dated, None, at(self.day))
        standings.touch_all(self.store, where)

    def rename(self) -> None:
        people.rename(self.store, self.dice.choice(self.people), self.dice.choice(("Ada  QUILL", "", "Öz Straße")))

    def read(self) -> None:
        who = self.dice.choice(self.people)
        readings.mark_read(self.store, who, self.dice.choice(("one", "two")), "2026.1", at(self.day))
        standings.touch(self.store, who)

    def train_elsewhere(self) -> None:
        values = {"person": self.dice.choice(self.people), "course": "Other", "edition": "", "evidence_note": ""}
        values |= {"provider": f"P{self.dice.randrange(10**9)}", "completed_on": self.day, "entered_at": at(self.day)}
        self.store.execute(insert(tables.outside_training).values(values))
        standings.touch(self.store, int(str(values["person"])))
