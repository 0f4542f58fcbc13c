"""Whom a requirement would ask, with their facts: the same as one by one, and in two statements for any number."""

import datetime as dt

import pytest
from sqlalchemy import Connection

from course.records import (
    completions,
    exemptions,
    job_roles,
    member_facts,
    organisations,
    readings,
    requirements,
    simulating,
)
from course.rules.requirements import DatedRequirement, Requirement
from course.rules.standing import dates
from tests.records.made import DAY, NOON, TODAY, completion, person

ASKED = Requirement(30, 12, 30, 14)


@pytest.fixture
def town(store: Connection) -> dict[str, int]:
    """A nursery with two teams and a school; somebody of each kind."""
    nursery, school = (organisations.add_organisation(store, name, NOON) for name in ("Nursery", "School"))
    day, night = (organisations.add_team(store, nursery, name, NOON) for name in ("Day", "Night"))
    cook = job_roles.add(store, "Cook", NOON)
    at = {"nursery": nursery, "school": school, "day": day, "night": night, "cook": cook}
    for name, organisation, team, started in (
        ("moved", nursery, day, -90), ("left", nursery, None, -80), ("done", nursery, day, -70),
        ("coming", nursery, None, 5), ("pupil", school, None, -60),
    ):  # fmt: skip
        at[name] = person(store, name)
        organisations.join(store, at[name], organisation, team, TODAY + started * DAY, NOON)
    organisations.join(store, at["moved"], nursery, night, TODAY - 10 * DAY, NOON, cook)
    organisations.leave(store, at["left"], nursery, TODAY - DAY)
    for cycle, days in enumerate((400, 60), start=1):
        completions.add_completion(store, completion(at["done"], completed_on=TODAY - days * DAY), cycle)
    gone = completions.add_completion(store, completion(at["pupil"]))
    completions.withdraw(store, gone.id, "By mistake", at["done"], NOON)
    readings.mark_read(store, at["pupil"], "one", "2026.1", NOON)
    first = member_facts.members_of(store, at["moved"])[0]
    exemptions.add(store, first.membership, "Away", TODAY - 20 * DAY, TODAY + 20 * DAY, None, NOON)
    return at


def rule(day: dt.date = TODAY, **scope: int) -> DatedRequirement:
    return DatedRequirement(0, scope.get("organisation"), scope.get("team"), scope.get("job_role"), day, ASKED)


def test_everybody_registered_on_the_day_is_there_with_the_same_dates_as_one_by_one(
    store: Connection, town: dict[str, int]
) -> None:
    found = sorted(
        repr((place, dates(facts, ASKED, TODAY))) for place, facts in simulating.members_asked(store, rule())
    )
    one_by_one = [
        ((each.organisation, each.team, each.job_role), dates(each.facts, ASKED, TODAY))
        for who in ("moved", "left", "done", "pupil")
        for each in member_facts.members_of(store, town[who])
        if not each.moved
    ]
    assert found == sorted(map(repr, one_by_one)) and len(found) == 4


@pytest.mark.parametrize(
    ("scope", "people_there"),
    [
        ({}, 4),
        ({"organisation": "nursery"}, 3),
        ({"organisation": "school"}, 1),
        ({"organisation": "nursery", "team": "day"}, 1),
        ({"organisation": "nursery", "team": "night"}, 1),
        ({"job_role": "cook"}, 1),
        ({"organisation": "school", "job_role": "cook"}, 0),
    ],
)
def test_only_whom_the_scope_names(
    store: Connection, town: dict[str, int], scope: dict[str, str], people_there: int
) -> None:
    asked = rule(**{name: town[value] for name, value in scope.items()})
    assert len(list(simulating.members_asked(store, asked))) == people_there


def test_on_a_later_day_those_who_come_until_then_are_there_too(store: Connection, town: dict[str, int]) -> None:
    assert len(list(simulating.members_asked(store, rule(TODAY + 5 * DAY)))) == 5


def test_an_exemption_made_before_a_move_goes_along(store: Connection, town: dict[str, int]) -> None:
    asked = rule(organisation=town["nursery"], team=town["night"])
    ((_, facts),) = simulating.members_asked(store, asked)
    assert [each.until_day for each in facts.exemptions] == [TODAY + 20 * DAY]


def test_a_rule_is_kept_once_and_taken_back_only_before_its_day(store: Connection) -> None:
    today, tomorrow = rule(), rule(TODAY + DAY)
    first = requirements.keep_once(store, today, None, NOON)
    assert first is not None and requirements.keep_once(store, today, None, NOON) is None
    later = requirements.keep_once(store, tomorrow, None, NOON)
    assert later is not None
    assert requirements.take_back(store, first, 1, TODAY) is None
    taken = requirements.take_back(store, later, 1, TODAY)
    assert taken is not None and taken.from_day == TODAY + DAY
    assert [each.id for each in requirements.requirements(store)] == [first]
