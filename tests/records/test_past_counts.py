"""What SQL counts as at another day is what the rules make of the same facts, one member after the other."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import Connection, event

from course.records import past, past_counts
from course.records.requirements import requirements
from course.rules.dates import add_months, month_ends
from course.rules.reporting import Asked, Group
from course.rules.requirements import Requirement
from course.rules.scoping import Scope
from course.rules.standing import MemberFacts, dates, status
from course.rules.status_days import is_soon
from tests.records.made import DAY, TODAY
from tests.records.reporting import asked, found_partnership, member
from tests.records.town import DEFAULT, STEPS, Town


def by_key(groups: list[Group]) -> dict[tuple[object, ...], tuple[int, ...]]:
    """The groups in any order and number."""
    found: dict[tuple[object, ...], tuple[int, ...]] = {}
    for each in groups:
        key = (each.organisation, each.team, each.status, each.edition)
        sums = (each.people, each.outside, each.soon, each.later)
        found[key] = tuple(map(sum, zip(found.get(key, (0, 0, 0, 0)), sums, strict=True)))
    return found


def questions(town: Town) -> list[Asked]:
    """Many days, and places to look at."""
    today = asked(today=town.day, day=town.day)
    days = [town.day - back * DAY for back in (0, 1, 20, 61, 150, 400, 900)]
    somewhere = [
        today,
        replace(today, organisation=town.organisations[0]),
        replace(today, scope=Scope(teams=frozenset(town.teams[town.organisations[1]]))),
        replace(today, job_role=town.roles[0]),
    ]
    return [replace(each, day=day) for each in somewhere for day in days]


KINDS = (1, 2_000)  # in one statement: as few as can be, and all of them


@pytest.mark.parametrize("seed", range(4))
def test_counted_at_once_and_one_by_one_are_the_same(
    seed: int, store: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(store, 400 + seed)
    for _ in range(STEPS):
        town.happen()
    for question in questions(town):
        anew = by_key(past._one_by_one(past.members(store, question), question.day))
        for kinds in KINDS:
            monkeypatch.setattr(past_counts, "MOST_KINDS", kinds)
            assert by_key(past.groups(store, question)) == anew, (question.day, kinds)
    days = sorted({each.day for each in questions(town)})
    members = {day: past.members(store, asked(today=town.day, day=day)) for day in days}
    told = {day: Counter(each.status for each in some) for day, some in members.items()}
    for kinds in KINDS:
        monkeypatch.setattr(past_counts, "MOST_KINDS", kinds)
        found = past.trend(store, asked(today=town.day), days)
        assert {day: +counts for day, counts in found.items()} == told, kinds


def test_both_ways_of_counting_are_tried(store: Connection) -> None:
    """Otherwise the test above says less than it seems to."""
    town, ways = Town(store, 400), set()
    for _ in range(STEPS):
        town.happen()
        question = questions(town)[0]
        asks = past.Requirements(requirements(store), DEFAULT)
        rules = asks.in_days(past_counts.kinds(store, question), question.day)
        ways.add((bool(rules.by_kind), bool(rules.others), rules.same is not None))
    assert {(True, True, False), (True, False, True)} <= ways


def test_a_statement_is_made_into_text_once_for_all_days(store: Connection) -> None:
    here, kept = found_partnership(store), []
    member(store, here.nursery, here.babies, TODAY - 300 * DAY, TODAY - 200 * DAY)

    def ask(day: dt.date) -> None:
        past.groups(store, asked(today=TODAY, day=day))
        past.trend(store, asked(today=TODAY), month_ends(day, 24))

    ask(TODAY - 31 * DAY)
    event.listen(store, "before_cursor_execute", lambda *told: kept.append(told[4].cache_hit.name))
    ask(TODAY - 99 * DAY)
    assert len(kept) == 6
    assert set(kept) == {"CACHE_HIT"}


@pytest.mark.parametrize("months", [1, 6, 12, 24])
@pytest.mark.parametrize(
    "day", [dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2024, 2, 29), dt.date(2026, 12, 31)]
)
def test_the_first_day_that_holds_until_a_day(day: dt.date, months: int) -> None:
    found = past_counts.first_until(day, months)
    assert add_months(found - DAY, months) < day <= add_months(found, months)


@pytest.mark.parametrize(
    "asks", [DEFAULT, Requirement(0, 1, 0, 0), Requirement(45, 13, 31, 7)], ids=lambda one: one.in_short
)
def test_the_days_of_a_requirement_part_the_statuses_where_the_rules_do(asks: Requirement) -> None:
    since = past_counts.since(asks, TODAY)
    for back in range(900):
        day = TODAY - back * DAY
        done, never = (dates(MemberFacts(day, None, None, some), asks, TODAY) for some in ((day,), ()))
        said = status(done, TODAY)
        expected = next(
            (name for first, name in ((since.in_date, "in-date"), (since.due_soon, "due-soon"), (since.overdue, "overdue"))
             if day >= first), "expired",
        )  # fmt: skip
        assert said == expected
        if said in ("in-date", "due-soon"):
            assert is_soon(done, said, TODAY) == (day < since.beyond_soon)
        said = status(never, TODAY)
        assert said == ("overdue" if day < since.not_due else "not-started")
        if said == "not-started":
            assert is_soon(never, said, TODAY) == (day < since.not_due_soon)
