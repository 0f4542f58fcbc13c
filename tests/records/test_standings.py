"""The rows of standings: what is kept after any history is what is made anew from the facts, and what the rules say."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from course.records import (
    completions,
    exemptions,
    member_facts,
    organisations,
    past,
    requirements,
    standings,
    tables,
)
from course.records.database import writing
from course.rules.reporting import URGENCY
from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.standing import dates, status
from course.rules.status_days import is_soon, status_day
from tests.records.made import DAY, NOON, TODAY, completion, person
from tests.records.reporting import asked
from tests.records.town import DEFAULT, STEPS, Town


def rows(store: Connection) -> dict[int, dict[str, object]]:
    return {row["membership"]: dict(row) for row in store.execute(select(tables.standing)).mappings()}


def settled(store: Connection, day: dt.date = TODAY) -> dict[int, dict[str, object]]:
    standings.settle(store, DEFAULT, day)
    return rows(store)


def sums(store: Connection) -> dict[tuple[object, ...], tuple[int, ...]]:
    """What the sums say."""
    return {tuple(row[:4]): tuple(row[4:]) for row in store.execute(select(tables.standing_count))}


def added_up(kept: dict[int, dict[str, object]]) -> dict[tuple[object, ...], tuple[int, ...]]:
    """The same from the rows."""
    found: defaultdict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in kept.values():
        if row["status"] is not None:
            sums_of = found[row["organisation"], row["team"] or 0, row["status"], row["edition"] or ""]
            outside = row["outside_on"] is not None and row["status"] != "left"
            for place, counts in enumerate((True, outside, bool(row["soon"]))):
                sums_of[place] += counts
    return {key: tuple(each) for key, each in found.items()}


@pytest.mark.parametrize("seed", range(4))
def test_rows_kept_through_any_history_are_those_made_anew_from_the_facts(seed: int, store: Connection) -> None:
    town = Town(store, seed)
    for _ in range(STEPS):
        town.happen()
    kept, counted = settled(store, town.day), sums(store)
    assert counted == added_up(kept)
    assert standings.rebuild(store, DEFAULT, town.day) == len(kept) > 5
    assert (rows(store), sums(store)) == (kept, counted)


@pytest.mark.parametrize("seed", range(2))
def test_so_are_they_on_a_later_day_on_which_nothing_but_time_has_passed(seed: int, store: Connection) -> None:
    town = Town(store, 100 + seed)
    for _ in range(STEPS):
        town.happen()
    settled(store, town.day)
    later = town.day + 20 * DAY
    kept, counted = settled(store, later), sums(store)
    standings.rebuild(store, DEFAULT, later)
    assert (rows(store), sums(store)) == (kept, counted)


@pytest.mark.parametrize("seed", range(3))
def test_day_after_day_rows_and_sums_say_what_the_rules_make_of_the_facts(seed: int, store: Connection) -> None:
    """Nothing but time passes, and somebody looks on some days: no day on which a status changes is overlooked."""
    town = Town(store, 300 + seed)
    for _ in range(STEPS // 2):
        town.happen()
    for step in (0, 1, 1, 14, 1, 15, 1, 30, 60, 200, 1, 400):
        town.day += step * DAY
        counted, today = settled(store, town.day) and sums(store), asked(day=town.day, today=town.day)
        expected = {
            (each.organisation, each.team or 0, each.status, each.edition or ""): (each.people, each.outside, each.soon)
            for each in past.groups(store, today)
        }
        assert counted == expected, town.day


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
        now = status(found, town.day)
        if row["status"] is not None:
            day = status_day(found, now) or dt.date.max
            said = (row["status"], row["status_day"], URGENCY[row["urgency"]], row["soon"])  # type: ignore[call-overload]
            assert said == (now, day, now, is_soon(found, now, town.day))


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
    assert (later["due_on"], later["requirement"], later["recheck_on"]) == (TODAY + 7 * DAY, made, TODAY + 8 * DAY)


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
