"""Days in London and months that differ in length."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.dates import add_months, london_day, london_time, moment_at

MONTHS = """
    2026-03-12  24  2028-03-12
    2026-01-31   1  2026-02-28
    2028-01-31   1  2028-02-29
    2028-02-29  12  2029-02-28
    2028-02-29  24  2030-02-28
    2028-02-29  48  2032-02-29
    2026-02-28  24  2028-02-28
    2026-08-31   1  2026-09-30
    2026-12-31   2  2027-02-28
    2026-12-01   1  2027-01-01
    2026-11-22   0  2026-11-22
    2026-03-31  -1  2026-02-28
    2026-01-15  -1  2025-12-15
"""
DAYS = """
    2026-01-10T23:59:59Z  2026-01-10  winter: London keeps UTC
    2026-01-11T00:00:00Z  2026-01-11  winter: midnight
    2026-06-10T22:59:59Z  2026-06-10  summer: an hour ahead
    2026-06-10T23:00:00Z  2026-06-11  summer: midnight in London
    2026-03-29T00:59:59Z  2026-03-29  the night the clocks go forward
    2026-03-29T23:00:00Z  2026-03-30  the evening after
    2026-10-24T23:00:00Z  2026-10-25  the last night of summer time
    2026-10-25T23:30:00Z  2026-10-25  the first of winter time
    2028-02-28T23:59:58Z  2028-02-28  the eve of a leap day
    2026-06-11T08:00:00+09:00  2026-06-11  written elsewhere: midnight in London
"""


def rows(table: str) -> list[list[str]]:
    return [line.split(maxsplit=2) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("day", "months", "then"), rows(MONTHS))
def test_so_many_months_on(day: str, months: str, then: str) -> None:
    assert add_months(dt.date.fromisoformat(day), int(months)) == dt.date.fromisoformat(then)


@pytest.mark.parametrize(("moment", "day", "_why"), rows(DAYS))
def test_the_day_in_london(moment: str, day: str, _why: str) -> None:
    assert london_day(dt.datetime.fromisoformat(moment)) == dt.date.fromisoformat(day)


def test_a_moment_without_a_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_day(dt.datetime(2026, 6, 10, 23))  # noqa: DTZ001 - that it is naive is the point


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)), st.integers(0, 600))
def test_months_on_lie_in_the_right_month_and_never_after_the_same_day(day: dt.date, months: int) -> None:
    then = add_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day <= day.day
    assert then.day == day.day or (then + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        ("2026-01-10", "09:30", "2026-01-10T09:30+00:00"),
        ("2026-06-10", "09:30", "2026-06-10T08:30+00:00"),
        ("2026-06-10", "00:15", "2026-06-09T23:15+00:00"),
        ("2026-10-25", "01:30", "2026-10-25T00:30+00:00"),  # shown twice that night: the first
    ],
)
def test_a_time_on_a_day_is_what_the_clocks_in_london_show(day: str, clock: str, moment: str) -> None:
    found = moment_at(dt.date.fromisoformat(day), dt.time.fromisoformat(clock))
    assert (found, found.tzinfo) == (dt.datetime.fromisoformat(moment), dt.UTC)
    assert london_time(found) == clock
