"""Adding up: groups make lines, lines make the whole; what counts as earlier rules and as soon."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules import declared as declaring
from course.rules import reporting
from course.rules.dates import midnight, month_ends
from course.rules.declared import Apart, Place
from course.rules.report_hiding import HIDDEN, ShownReport, shown, shown_without_names
from course.rules.reporting import Group, Report, is_earlier
from course.rules.standing import FOR_EVER, STATUSES, Dates
from course.rules.status_days import day_words, is_soon, status_day

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
NURSERY = Place(1, "Nursery", True, ((10, "Babies"), (11, "Toddlers")))
CLINIC = Place(2, "Clinic", True, ())
CURRENT = frozenset({"2026.1"})
NOTHING = Dates(None, None, False, TODAY, None, None, None, None)


def group(organisation: int, team: int | None, status: str, people: int, edition: str | None = None) -> Group:
    return Group(organisation, team, status, edition, people)


def made(*groups: Group, places: tuple[Place, ...] = (CLINIC, NURSERY), declared: object = None) -> Report:
    return reporting.report(groups, places, declared or {}, CURRENT)  # type: ignore[arg-type]


def lines(found: Report) -> list[tuple[str, str, int]]:
    return [(each.organisation_name, each.team_name, each.figures.registered) for each in found.lines]


def test_each_organisation_stands_above_its_teams() -> None:
    found = made(group(1, 10, "in-date", 3), group(1, None, "left", 2), group(2, None, "overdue", 4))
    assert lines(found) == [
        ("Clinic", "", 4), ("Nursery", "", 5), ("Nursery", "Babies", 3), ("Nursery", "Toddlers", 0),
        ("Nursery", "No team", 2),
    ]  # fmt: skip
    assert (found.total.registered, found.total.present, found.total.trained) == (9, 7, 3)


def test_of_one_organisation_only_the_teams_are_lines_and_without_teams_itself() -> None:
    assert lines(made(group(1, 10, "in-date", 3), places=(NURSERY,))) == [
        ("Nursery", "Babies", 3), ("Nursery", "Toddlers", 0),
    ]  # fmt: skip
    assert lines(made(group(2, None, "in-date", 3), places=(CLINIC,))) == [("Clinic", "", 3)]


def test_who_sees_teams_alone_gets_no_line_of_their_organisation() -> None:
    part = Place(1, "Nursery", False, ((10, "Babies"),))
    assert lines(made(group(1, 10, "in-date", 3), places=(CLINIC, part))) == [
        ("Clinic", "", 0),
        ("Nursery", "Babies", 3),
    ]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({}, None),
        ({(1, None): 20}, 20),
        ({(1, 10): 5}, None),  # the other team has not said
        ({(1, 10): 5, (1, 11): 6}, 11),
        ({(1, 10): 5, (1, 11): 6, (1, None): 20}, 20),
    ],
)
def test_the_headcount_of_an_organisation(declared: dict[tuple[int, int | None], int], expected: int | None) -> None:
    assert declaring.declared_of(NURSERY, declared) == expected
    assert made(places=(NURSERY,), declared=declared).total.declared == expected


@pytest.mark.parametrize(
    ("teams", "whole", "expected"),
    [
        ((5, 6), 11, []),
        ((5, 6), 12, [Apart("Nursery", 11, 12)]),
        ((5, 6), 9, [Apart("Nursery", 11, 9)]),
        ((5, 6), None, []),  # the whole is what the teams add up to
        ((5, None), 12, []),  # the other team may be the 7
        ((13, None), 12, [Apart("Nursery", 13, 12)]),
        ((None, None), 12, []),
    ],
)
def test_headcounts_that_do_not_add_up(teams: tuple[int | None, ...], whole: int | None, expected: list[Apart]) -> None:
    said = {(1, 10): teams[0], (1, 11): teams[1], (1, None): whole, (2, None): 3}
    found = made(declared={key: count for key, count in said.items() if count is not None})
    assert list(found.apart) == list(shown(found).apart) == expected


@pytest.mark.parametrize(
    ("trained", "present", "declared", "percentage"),
    [(2, 3, None, 66), (2, 3, 8, 25), (0, 0, None, None), (0, 5, None, 0), (5, 5, 4, 125), (3, 3, None, 100)],
)
def test_the_share_of_those_expected_is_floored(
    trained: int, present: int, declared: int | None, percentage: int | None
) -> None:
    found = made(
        group(2, None, "in-date", trained), group(2, None, "overdue", present - trained), places=(CLINIC,),
        declared={} if declared is None else {(2, None): declared},
    )  # fmt: skip
    assert shown(found).total["percentage"] == percentage


@pytest.mark.parametrize(
    ("status", "edition", "current", "earlier"),
    [
        ("in-date", "2024.1", CURRENT, True),
        ("due-soon", "2024.1", CURRENT, True),
        ("in-date", "2026.1", CURRENT, False),
        ("expired", "2024.1", CURRENT, False),  # not trained at all
        ("in-date", None, CURRENT, False),
        ("in-date", "2024.1", None, False),  # the law had not changed by then
    ],
)
def test_who_is_trained_only_under_earlier_rules(
    status: str, edition: str | None, current: frozenset[str] | None, earlier: bool
) -> None:
    assert is_earlier(status, edition, current) == earlier


@pytest.mark.parametrize(
    ("status", "days", "soon"),
    [
        ("in-date", 30, True), ("in-date", 31, False), ("due-soon", 0, True), ("overdue", 3, False),
        ("not-started", 30, True), ("not-started", 31, False), ("in-progress", 1, True), ("exempt", 1, False),
    ],
)  # fmt: skip
def test_what_is_due_within_30_days(status: str, days: int, soon: bool) -> None:
    day = TODAY + days * DAY
    found = Dates(None, None, False, day, day, day, day, day)
    assert is_soon(found, status, TODAY) == soon


def test_the_day_that_goes_with_a_status() -> None:
    found = Dates(TODAY, TODAY + DAY, True, TODAY + 2 * DAY, TODAY, TODAY, TODAY + 3 * DAY, TODAY)
    assert [status_day(found, each) for each in ("left", "exempt", "in-date")] == [TODAY, TODAY + DAY, TODAY + 3 * DAY]
    assert status_day(NOTHING, "not-started") == TODAY
    assert status_day(Dates(None, FOR_EVER, False, TODAY, None, None, None, None), "exempt") is None


@pytest.mark.parametrize(
    ("status", "completed", "words"),
    [
        ("in-date", True, "expires"), ("due-soon", True, "expires"), ("overdue", True, "expired"),
        ("overdue", False, "was due"), ("expired", True, "expired"), ("in-progress", False, "due"),
        ("not-started", False, "due"), ("exempt", True, "exempt until"), ("left", False, "left"),
    ],
)  # fmt: skip
def test_what_the_day_says(status: str, completed: bool, words: str) -> None:
    ends = TODAY if completed else None
    assert day_words(ends, status) == words


def test_month_ends_are_those_that_are_over() -> None:
    assert month_ends(dt.date(2026, 3, 30), 2) == (dt.date(2026, 1, 31), dt.date(2026, 2, 28))
    assert month_ends(dt.date(2026, 3, 31), 2) == (dt.date(2026, 2, 28), dt.date(2026, 3, 31))
    assert month_ends(dt.date(2024, 3, 1), 1) == (dt.date(2024, 2, 29),)


def test_midnight_is_londons() -> None:
    assert midnight(dt.date(2026, 7, 1)) == dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)
    assert midnight(dt.date(2026, 1, 1)) == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


COUNTS = st.lists(
    st.tuples(st.sampled_from((10, 11, None)), st.sampled_from(STATUSES), st.integers(0, 30)), max_size=12
)


@given(COUNTS)
def test_without_names_no_small_number_is_shown(counts: list[tuple[int | None, str, int]]) -> None:
    found = made(*(group(1, team, status, people) for team, status, people in counts), places=(NURSERY,))
    hidden = shown_without_names(found, None, None)
    for each in (*hidden.lines, hidden):
        numbers = each.total if isinstance(each, ShownReport) else each.numbers
        for name in (*STATUSES, "earlier", "outside", "trained"):
            assert numbers[name] not in (1, 2, 3, 4)


def test_without_names_a_filter_shows_the_same_numbers_and_one_level() -> None:
    found = made(
        group(1, 10, "in-date", 30),
        group(1, 10, "overdue", 2),
        group(2, None, "in-date", 20),
        group(2, None, "left", 9),
    )
    whole = shown_without_names(found, None, None)
    assert [each.line.level for each in whole.lines] == ["organisation", "organisation"]
    nursery = shown_without_names(found, 1, None)
    assert [each.numbers for each in nursery.lines] == [whole.lines[1].numbers]
    assert nursery.total == whole.lines[1].numbers
    assert whole.lines[1].numbers["overdue"] == HIDDEN
    assert shown(found).lines[1].numbers["overdue"] == 2


EDITIONS = st.lists(st.tuples(st.sampled_from((10, 11, None)), st.booleans(), st.integers(0, 30)), max_size=10)


@given(EDITIONS)
def test_without_names_nobody_can_take_the_earlier_trained_from_the_trained(
    counts: list[tuple[int | None, bool, int]],
) -> None:
    groups = [group(1, team, "in-date", people, "2024.1" if old else "2026.1") for team, old, people in counts]
    hidden = shown_without_names(made(*groups, places=(NURSERY,)), None, None)
    for numbers in (*(each.numbers for each in hidden.lines), hidden.total):
        if HIDDEN not in (numbers["trained"], numbers["earlier"]):
            assert numbers["trained"] - numbers["earlier"] not in (1, 2, 3, 4)  # type: ignore[operator]


def test_without_names_a_partnership_without_organisations_has_a_report_of_nobody() -> None:
    hidden = shown_without_names(made(places=()), None, None)
    assert (hidden.lines, hidden.total["registered"], hidden.total["in-date"]) == ((), 0, 0)
