"""Which requirement holds for whom and from which day: the nearest scope wins, and the past keeps its rule."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.requirements import DatedRequirement, Requirement, in_force, next_change

DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
APRIL, MAY, JUNE = (dt.date(2026, month, 1) for month in (4, 5, 6))
DAY = dt.timedelta(days=1)
NURSERY, SCHOOL, TODDLERS, BABIES, KEY_PERSON, COOK = 1, 2, 11, 12, 21, 22


def dated(
    number: int, scope: tuple[int | None, int | None, int | None], day: dt.date, *, own: bool = True
) -> DatedRequirement:
    """A requirement for organisation, team and job role whose `due_days` is its number, so that it is known again."""
    asked = Requirement(number, 24, 60, 14, id=number) if own else None
    return DatedRequirement(number, *scope, day, asked)


PARTNERSHIP = dated(1, (None, None, None), APRIL)
ORGANISATION = dated(2, (NURSERY, None, None), APRIL)
ROLE = dated(3, (None, None, KEY_PERSON), APRIL)
OWN_ROLE = dated(4, (NURSERY, None, KEY_PERSON), APRIL)
TEAM = dated(5, (NURSERY, TODDLERS, None), APRIL)
ALL = (PARTNERSHIP, ORGANISATION, ROLE, OWN_ROLE, TEAM)


def asked_of(
    known: tuple[DatedRequirement, ...],
    day: dt.date = APRIL,
    *,
    organisation: int = NURSERY,
    team: int | None = TODDLERS,
    job_role: int | None = KEY_PERSON,
) -> int | None:
    """The number of the requirement in force; None: the values of course.yaml."""
    return in_force(known, DEFAULT, organisation=organisation, team=team, job_role=job_role, day=day).id


@pytest.mark.parametrize(
    ("organisation", "team", "job_role", "wins"),
    [
        (NURSERY, TODDLERS, KEY_PERSON, TEAM),
        (NURSERY, TODDLERS, None, TEAM),
        (NURSERY, BABIES, KEY_PERSON, OWN_ROLE),
        (NURSERY, None, KEY_PERSON, OWN_ROLE),
        (NURSERY, BABIES, COOK, ORGANISATION),
        (NURSERY, None, None, ORGANISATION),
        (SCHOOL, None, KEY_PERSON, ROLE),
        (SCHOOL, None, COOK, PARTNERSHIP),
        (SCHOOL, 31, None, PARTNERSHIP),
    ],
)
def test_the_nearest_wins(organisation: int, team: int | None, job_role: int | None, wins: DatedRequirement) -> None:
    assert asked_of(ALL, organisation=organisation, team=team, job_role=job_role) == wins.id
    assert asked_of(ALL[::-1], organisation=organisation, team=team, job_role=job_role) == wins.id


def test_without_the_nearest_the_next_wins() -> None:
    nearest_first = [TEAM, OWN_ROLE, ROLE, ORGANISATION, PARTNERSHIP]
    assert [asked_of(tuple(nearest_first[number:])) for number in range(6)] == [5, 4, 3, 2, 1, None]


def test_without_any_the_values_of_the_course_hold() -> None:
    assert in_force((), DEFAULT, organisation=NURSERY, team=None, job_role=None, day=APRIL) == DEFAULT
    assert asked_of(()) is None


@pytest.mark.parametrize(("day", "wins"), [(MAY - DAY, 2), (MAY, 6), (MAY + DAY, 6), (APRIL - DAY, None), (APRIL, 2)])
def test_a_requirement_holds_from_its_day_until_the_next_one_of_its_scope(day: dt.date, wins: int | None) -> None:
    known = (ORGANISATION, dated(6, (NURSERY, None, None), MAY))
    assert asked_of(known, day) == wins


def test_of_two_from_the_same_day_the_later_entered_holds() -> None:
    known = (dated(7, (NURSERY, None, None), APRIL), ORGANISATION)
    assert asked_of(known) == 7


@pytest.mark.parametrize(("day", "wins"), [(MAY - DAY, 5), (MAY, 2), (JUNE, 8)])
def test_a_scope_whose_rule_has_ended_falls_back_to_the_next_until_it_has_one_again(day: dt.date, wins: int) -> None:
    ended = dated(6, (NURSERY, TODDLERS, None), MAY, own=False)
    again = dated(8, (NURSERY, TODDLERS, None), JUNE)
    assert asked_of((ORGANISATION, TEAM, ended, again), day) == wins


@pytest.mark.parametrize(
    ("day", "expected"), [(APRIL - DAY, APRIL), (APRIL, MAY), (MAY - DAY, MAY), (MAY, JUNE), (JUNE, None)]
)
def test_the_next_change_is_the_next_day_on_which_one_for_such_a_member_begins(
    day: dt.date, expected: dt.date | None
) -> None:
    known = (
        ORGANISATION,
        dated(6, (NURSERY, TODDLERS, None), MAY, own=False),
        dated(7, (None, None, None), JUNE),
        dated(8, (SCHOOL, None, None), MAY + DAY),
        dated(9, (NURSERY, BABIES, None), MAY + DAY),
        dated(10, (NURSERY, None, COOK), MAY + DAY),
    )
    found = next_change(known, organisation=NURSERY, team=TODDLERS, job_role=KEY_PERSON, day=day)
    assert found == expected


SCOPES = [(None, None, None), (NURSERY, None, None), (NURSERY, TODDLERS, None), (NURSERY, None, KEY_PERSON),
          (None, None, KEY_PERSON), (SCHOOL, None, None)]  # fmt: skip
DAYS = st.integers(0, 40).map(lambda days: APRIL + days * DAY)
KNOWN = st.lists(st.tuples(st.sampled_from(SCOPES), DAYS, st.booleans()), max_size=8).map(
    lambda rows: tuple(dated(number, scope, day, own=own) for number, (scope, day, own) in enumerate(rows, start=1))
)


@given(KNOWN, DAYS, DAYS)
def test_until_the_next_change_the_same_requirement_holds(
    known: tuple[DatedRequirement, ...], day: dt.date, other: dt.date
) -> None:
    first, second = sorted((day, other))
    change = next_change(known, organisation=NURSERY, team=TODDLERS, job_role=KEY_PERSON, day=first)
    if change is None or second < change:
        assert asked_of(known, first) == asked_of(known, second)


@given(KNOWN, DAYS, st.sampled_from(SCOPES))
def test_what_is_added_for_a_later_day_leaves_the_past_alone(
    known: tuple[DatedRequirement, ...], day: dt.date, scope: tuple[int | None, int | None, int | None]
) -> None:
    assert asked_of((*known, dated(99, scope, day + DAY)), day) == asked_of(known, day)
