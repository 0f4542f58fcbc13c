"""What is kept of every day says what the rules make of the same facts, one member after the other; rebuilt, it is the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import cycle

import pytest
from sqlalchemy import Connection, insert, select

from course.records import completions, organisations, past, reports, requirements, standings, status_sums, tables
from course.records.paging import Turn
from course.rules.reporting import EARLIER, ORDERS, Asked, Group
from course.rules.requirements import DatedRequirement, Requirement
from course.rules.scoping import Scope
from course.rules.standing import STATUSES
from course.rules.status_steps import read
from tests.records.made import DAY, NOON, TODAY, completion, person
from tests.records.reporting import asked
from tests.records.rooms import session
from tests.records.town import DEFAULT, STEPS, Town, at
from tests.statements_seen import Watcher

OTHER = replace(DEFAULT, due_days=10, valid_months=12)


class LateTown(Town):
    """A town where much is only told afterwards."""

    def complete(self) -> None:
        who, day = self.dice.choice(self.people), self.day - self.dice.choice((0, 0, 1, 40)) * DAY
        cycle = len(completions.completions_of(self.store, who)) + 1
        about = {"at": at(self.day), "completed_on": day, "expires_on": day + 700 * DAY}
        completions.add_completion(self.store, completion(who, edition=f"2026.{cycle % 2}", **about), cycle)

    def train_elsewhere(self) -> None:
        values = {"person": self.dice.choice(self.people), "course": "Other", "edition": "", "evidence_note": ""}
        values |= {"provider": f"P{self.dice.randrange(10**9)}", "entered_at": at(self.day)}
        values["completed_on"] = self.day - self.dice.choice((0, 30, 300)) * DAY
        self.store.execute(insert(tables.outside_training).values(values))
        standings.touch(self.store, int(str(values["person"])))


def lived(store: Connection, seed: int) -> Town:
    town = LateTown(store, 500 + seed)
    for _ in range(STEPS):
        town.happen()
    return town


def by_key(groups: list[Group]) -> dict[tuple[object, ...], tuple[int, ...]]:
    found: dict[tuple[object, ...], tuple[int, ...]] = {}
    for each in groups:
        key = (each.organisation, each.team, each.status, each.edition)
        assert key not in found
        found[key] = (each.people, each.outside, each.soon, each.later)
    return found


def one_by_one(store: Connection, question: Asked) -> dict[tuple[object, ...], tuple[int, ...]]:
    return by_key(past._one_by_one(past.members(store, question), question.day))


def kept(store: Connection) -> list[list[tuple[object, ...]]]:
    asked_for = (tables.status_steps, tables.status_change, tables.status_default)
    return [sorted(map(tuple, store.execute(select(table)))) for table in asked_for]


def questions(town: Town) -> list[Asked]:
    """Days of all the time, each with a place to look at."""
    today = asked(today=town.day, day=town.day)
    days = [town.day, *(TODAY - 60 * DAY + town.dice.randrange((town.day - TODAY).days + 60) * DAY for _ in range(40))]
    somewhere = [
        today,
        replace(today, organisation=town.organisations[0]),
        replace(today, scope=Scope(teams=frozenset(town.teams[town.organisations[1]]))),
        replace(today, team=town.teams[town.organisations[1]][0]),
    ]
    return [replace(somewhere[place % 4], day=day) for place, day in enumerate(days)]


@pytest.mark.parametrize("seed", range(4))
def test_on_every_day_the_sums_say_what_the_facts_do(seed: int, store: Connection) -> None:
    town = lived(store, seed)
    standings.settle(store, DEFAULT, town.day)
    for question in questions(town):
        assert by_key(status_sums.groups(store, question)) == one_by_one(store, question), question.day
    days = sorted({each.day for each in questions(town)})[::4]
    told = {day: Counter(each.status for each in past.members(store, asked(today=town.day, day=day))) for day in days}
    assert status_sums.trend(store, asked(today=town.day), days) == told
    before = kept(store)
    assert standings.rebuild(store, DEFAULT, town.day) > 5
    assert kept(store) == before


def test_all_that_is_told_happens(store: Connection) -> None:
    """Otherwise the test above says less than it seems to."""
    standings.settle(store, DEFAULT, lived(store, 1).day)
    states = [state for text in store.scalars(select(tables.status_steps.c.steps)) for _, state in read(text) if state]
    assert {each.status for each in states} == set(STATUSES)
    assert all(any(getattr(each, mark) for each in states) for mark in ("outside", "soon", "later"))


@pytest.mark.parametrize("seed", range(2))
def test_other_values_in_the_course_change_the_past_of_those_who_followed_them(seed: int, store: Connection) -> None:
    town = lived(store, seed)
    standings.settle(store, DEFAULT, town.day)
    for default in (OTHER, DEFAULT):
        assert not standings.is_settled(store, default, town.day)
        standings.settle(store, default, town.day)
        for question in questions(town)[::5]:
            question = replace(question, default=default)
            assert by_key(status_sums.groups(store, question)) == one_by_one(store, question), question.day


def test_a_recheck_without_anything_new_writes_no_sums(store: Connection) -> None:
    town = lived(store, 1)
    standings.settle(store, DEFAULT, town.day)
    before = kept(store)
    standings.touch_all(store)
    watcher, driver = Watcher(), store.connection.driver_connection
    watcher.watch(driver)
    standings.settle(store, DEFAULT, town.day + 100 * DAY)
    watcher.leave(driver)
    assert kept(store) == before
    assert [each for each in watcher.seen if "UPDATE standing" in each]
    assert not [each for each in watcher.seen if "status_change" in each or "INSERT INTO status_steps" in each]


def narrowings(town: Town) -> list[dict[str, object]]:
    """What a list may be asked for besides."""
    return [
        {},
        {"statuses": frozenset({"overdue", "expired"})},
        {"soon": True},
        {"edition": "2026.1"},
        {"edition": EARLIER, "current": frozenset({"2026.1"})},
        {"name": "pers 1"},
        {"job_role": town.roles[0]},
    ]


@pytest.mark.parametrize("seed", range(2))
def test_a_list_has_the_same_rows_in_the_same_order_as_one_worked_out_from_the_facts(
    seed: int, store: Connection
) -> None:
    town, several = lived(store, seed), 0
    standings.settle(store, DEFAULT, town.day)
    for question, more, order in zip(questions(town), cycle(narrowings(town)), cycle(ORDERS), strict=False):
        here = replace(question, order=order, **more)  # type: ignore[arg-type]
        from_facts = replace(here, settled=False)
        found = list(reports.all_members(store, here))
        assert found == list(reports.all_members(store, from_facts)), (here.day, more)
        several += len(found) > 1
    assert several > 5


@pytest.mark.parametrize("order", ORDERS)
def test_so_has_every_page_of_it_both_ways(order: str, store: Connection) -> None:
    town = lived(store, 2)
    standings.settle(store, DEFAULT, town.day)
    here = asked(day=town.day - 30 * DAY, today=town.day, order=order)
    from_facts = replace(here, settled=False)
    page, turns = reports.member_page(store, here, size=2), [reports.FIRST]
    while page.after is not None:
        turns.append(page.after)
        page = reports.member_page(store, here, page.after, 2)
    turns += [page.before] if page.before else []
    assert len(turns) > 3
    for turn in (*turns, Turn(after=10**9)):
        expected = reports.member_page(store, from_facts, turn, 2)
        assert reports.member_page(store, here, turn, 2) == expected


def member(store: Connection, organisation: int, began: dt.date) -> int:
    who = person(store)
    organisations.join(store, who, organisation, None, began, at(began))
    return who


def test_whoever_has_another_requirement_by_now_had_the_values_of_the_course_before(store: Connection) -> None:
    wells = organisations.add_organisation(store, "Wells", NOON)
    member(store, wells, TODAY - 100 * DAY)
    own = DatedRequirement(0, wells, None, None, TODAY - 10 * DAY, Requirement(7, 12, 60, 14))
    requirements.set_requirement(store, own, None, NOON)
    for default, status in ((DEFAULT, "not-started"), (replace(DEFAULT, due_days=15), "overdue")):
        standings.settle(store, default, TODAY)
        question = asked(day=TODAY - 80 * DAY, default=default)
        assert [each.status for each in status_sums.groups(store, question)] == [status]


def test_a_register_that_was_closed_later_is_told_as_entered_later(store: Connection) -> None:
    wells = organisations.add_organisation(store, "Wells", NOON)
    who, day = member(store, wells, TODAY - 100 * DAY), TODAY - 50 * DAY
    made = completions.add_completion(store, completion(who, at=at(day), completed_on=day, kind="trainer-led"))
    led = {"completion": made.id, "room_session": session(store, who), "trainer": who, "pack": "p", "minutes": 90}
    led |= {"pack_edition": "2026.1", "held_minutes": 90, "made_at": at(TODAY - 40 * DAY)}
    store.execute(insert(tables.trainer_led).values(led))
    standings.settle(store, DEFAULT, TODAY)
    for groups in (status_sums.groups, past.groups):
        told = {back: groups(store, asked(day=TODAY - back * DAY))[0].later for back in (51, 50, 41, 40)}
        assert told == {51: 0, 50: 1, 41: 1, 40: 0}
