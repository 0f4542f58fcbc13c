"""The rows of standings: what is kept after any history is what is made anew from the facts, and what the rules say."""

from __future__ import annotations

import datetime as dt
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select

from course.records import (
    completions,
    exemptions,
    job_roles,
    member_facts,
    organisations,
    people,
    readings,
    requirements,
    standings,
    tables,
)
from course.records.database import writing
from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.standing import dates
from tests.records.made import DAY, NOON, TODAY, completion, person

DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
STEPS = 70


def at(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)


def rows(store: Connection) -> dict[int, dict[str, object]]:
    return {row["membership"]: dict(row) for row in store.execute(select(tables.standing)).mappings()}


def settled(store: Connection, day: dt.date = TODAY) -> dict[int, dict[str, object]]:
    standings.settle(store, DEFAULT, day)
    return rows(store)


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


@pytest.mark.parametrize("seed", range(4))
def test_rows_kept_through_any_history_are_those_made_anew_from_the_facts(seed: int, store: Connection) -> None:
    town = Town(store, seed)
    for _ in range(STEPS):
        town.happen()
    kept = settled(store, town.day)
    assert standings.rebuild(store, DEFAULT, town.day) == len(kept) > 5
    assert rows(store) == kept


@pytest.mark.parametrize("seed", range(2))
def test_so_are_they_on_a_later_day_on_which_nothing_but_time_has_passed(seed: int, store: Connection) -> None:
    town = Town(store, 100 + seed)
    for _ in range(STEPS):
        town.happen()
    settled(store, town.day)
    later = town.day + 20 * DAY
    kept = settled(store, later)
    standings.rebuild(store, DEFAULT, later)
    assert rows(store) == kept


@pytest.mark.parametrize("seed", range(2))
def test_a_row_says_what_the_rules_say(seed: int, store: Connection) -> None:
    town = Town(store, 200 + seed)
    for _ in range(STEPS):
        town.happen()
    kept, known = settled(store, town.day), requirements.requirements(store)
    for member in member_facts.members(store, list(kept)):
        place = {"organisation": member.organisation, "team": member.team, "job_role": member.job_role}
        found = dates(member.facts, in_force(known, DEFAULT, **place, day=town.day), town.day)
        row = kept[member.membership]
        about = ("begun", "due_on", "completed_on", "opens_on", "expires_on", "grace_until", "exempt_until")
        assert {name: row[name] for name in about} == {name: getattr(found, name) for name in about}
        assert row["left_on"] == member.left_on


def test_a_fact_that_comes_while_rows_are_worked_out_is_not_overlooked(store_app: Flask) -> None:
    with writing() as store:
        ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
        organisations.join(store, ada, heron, None, TODAY, NOON)

    def complete() -> None:
        with store_app.app_context(), writing() as store:
            completions.add_completion(store, completion(ada))

    with ThreadPoolExecutor(1) as pool:
        with writing() as store:
            assert standings.settle_part(store, DEFAULT, TODAY) == 1
            waiting = pool.submit(complete)
            time.sleep(0.3)
            assert not waiting.done()
        waiting.result()
    with writing() as store:
        assert [row["completed_on"] for row in settled(store).values()] == [TODAY]


def one(store: Connection, number: int) -> dict[str, object]:
    return settled(store)[number]


def test_an_exemption_that_begins_later_is_looked_at_on_its_first_day_and_after_its_last(store: Connection) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    number = organisations.join(store, ada, heron, None, TODAY, NOON)
    exemptions.add(store, number, "Away", TODAY + 3 * DAY, TODAY + 5 * DAY, None, NOON)
    assert (one(store, number)["exempt_until"], one(store, number)["recheck_on"]) == (None, TODAY + 3 * DAY)
    assert standings.is_settled(store, DEFAULT, TODAY + 2 * DAY) and not standings.is_settled(
        store, DEFAULT, TODAY + 3 * DAY
    )
    begun = settled(store, TODAY + 3 * DAY)[number]
    assert (begun["exempt_until"], begun["recheck_on"]) == (TODAY + 5 * DAY, TODAY + 6 * DAY)


def test_an_exemption_and_the_due_date_go_along_through_a_move_and_end_with_leaving(store: Connection) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    night = organisations.add_team(store, heron, "Night", NOON)
    first = organisations.join(store, ada, heron, None, TODAY - 10 * DAY, NOON)
    exemptions.add(store, first, "Away", TODAY - 5 * DAY, None, None, NOON)
    moved = organisations.join(store, ada, heron, night, TODAY, NOON)
    before, after = one(store, first), one(store, moved)
    assert (before["moved"], before["left_on"], after["moved"], after["left_on"]) == (True, TODAY, False, None)
    assert before["exempt_until"] == after["exempt_until"] == dt.date(9999, 12, 31)
    assert before["due_on"] == after["due_on"] == TODAY + 20 * DAY
    organisations.leave(store, ada, heron, TODAY + DAY)
    again = organisations.join(store, ada, heron, night, TODAY + 5 * DAY, NOON)
    assert (one(store, again)["exempt_until"], one(store, again)["due_on"]) == (None, TODAY + 35 * DAY)


def test_the_newest_completion_by_its_day_counts_and_a_withdrawn_one_never(store: Connection) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    number = organisations.join(store, ada, heron, None, TODAY, NOON)
    kept = [
        completions.add_completion(
            store, completion(ada, edition=name, kind=kind, completed_on=TODAY - days * DAY), cycle
        )
        for cycle, (name, kind, days) in enumerate((("2026.3", "refresher", 1), ("2026.1", "online", 400)), start=1)
    ]
    row = one(store, number)
    assert (row["completion"], row["edition"], row["kind"]) == (kept[0].id, "2026.3", "refresher")
    for each, expected in zip(kept, (kept[1].id, None), strict=True):
        completions.withdraw(store, each.id, "By mistake", ada, NOON)
        assert one(store, number)["completion"] == expected
    assert one(store, number)["completed_on"] is None


def test_a_requirement_on_a_future_day_is_looked_at_on_that_day(store: Connection) -> None:
    ada, heron = person(store), organisations.add_organisation(store, "Heronsea", NOON)
    number = organisations.join(store, ada, heron, None, TODAY, NOON)
    asked = Requirement(7, 12, 30, 0)
    made = requirements.set_requirement(store, DatedRequirement(0, heron, None, None, TODAY + DAY, asked), None, NOON)
    standings.touch_all(store, heron)
    assert (one(store, number)["due_on"], one(store, number)["recheck_on"]) == (TODAY + 30 * DAY, TODAY + DAY)
    later = settled(store, TODAY + DAY)[number]
    assert (later["due_on"], later["requirement"], later["recheck_on"]) == (TODAY + 7 * DAY, made, None)


def test_a_fact_touches_the_rows_of_its_person_alone(store: Connection) -> None:
    heron = organisations.add_organisation(store, "Heronsea", NOON)
    ada, bo = person(store), person(store, "Bo Marsh")
    numbers = [organisations.join(store, who, heron, None, TODAY, NOON) for who in (ada, bo)]
    settled(store)
    completions.add_completion(store, completion(ada))
    due = store.execute(select(tables.standing.c.membership).where(tables.standing.c.recheck_on <= TODAY))
    assert due.scalars().all() == numbers[:1]


def test_parts_are_worked_out_one_after_the_other(store: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "PART", 2)
    heron = organisations.add_organisation(store, "Heronsea", NOON)
    for number in range(5):
        organisations.join(store, person(store, f"P {number}"), heron, None, TODAY, NOON)
    assert [standings.settle_part(store, DEFAULT, TODAY) for _ in range(4)] == [2, 2, 1, 0]
    assert standings.is_settled(store, DEFAULT, TODAY)


def test_other_values_in_the_course_make_the_rows_due_that_follow_them_and_no_others(store: Connection) -> None:
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
    own = DatedRequirement(0, wells, None, None, TODAY - DAY, Requirement(7, 12, 60, 14))
    requirements.set_requirement(store, own, None, NOON)
    ada, bo = person(store), person(store)
    for each, where in ((ada, heron), (bo, wells)):
        organisations.join(store, each, where, None, TODAY, NOON)
    standings.settle(store, DEFAULT, TODAY)
    for due_days in (20, 40):
        other = replace(DEFAULT, due_days=due_days)
        assert not standings.is_settled(store, other, TODAY)
        assert standings.settle(store, other, TODAY) == 1
        assert standings.is_settled(store, other, TODAY)
        days = store.execute(select(tables.standing.c.due_on).order_by(tables.standing.c.person)).scalars().all()
        assert days == [TODAY + due_days * DAY, TODAY + 7 * DAY]
