"""Days on which somebody can have come or gone."""

import datetime as dt
from dataclasses import dataclass

import pytest

from course.rules import member_days
from course.rules.member_days import BEFORE_START, TOO_EARLY, TOO_LATE

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "latest", "said"),
    [
        ("2026-11-22", None, None),
        ("1950-01-01", None, None),
        ("1949-12-31", None, TOO_EARLY),
        ("2027-11-23", None, None),
        ("2027-11-24", None, TOO_LATE),
        ("2026-03-01", "2026-03-01", None),
        ("2026-03-02", "2026-03-01", "Enter a day that is not after 1 March 2026, when they moved or left"),
    ],
)
def test_a_first_day(day: str, latest: str | None, said: str | None) -> None:
    end = dt.date.fromisoformat(latest) if latest else None
    assert member_days.start_fault(dt.date.fromisoformat(day), TODAY, end) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-01-01", None), ("2025-12-31", BEFORE_START), ("2027-11-23", None), ("2027-11-24", TOO_LATE)],
)
def test_a_last_day(day: str, said: str | None) -> None:
    assert member_days.end_fault(dt.date.fromisoformat(day), dt.date(2026, 1, 1), TODAY) == said


@dataclass(frozen=True)
class Stay:
    started_on: dt.date
    left_on: dt.date | None


def day(number: int) -> dt.date:
    return dt.date(2026, 3, number)


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [(1, 5, False), (1, 6, True), (1, None, True), (9, None, True), (10, None, False), (6, 8, True), (5, 10, True)],
)
def test_two_stays_never_hold_on_one_day(start: int, end: int | None, overlaps: bool) -> None:
    other = Stay(day(5), day(10))
    said = member_days.overlap_fault(day(start), day(end) if end else None, [other])
    words = "They were here from 5 March 2026 until 10 March 2026 already. Enter other days, or correct those first"
    assert said == (words if overlaps else None)
    open_ended = member_days.overlap_fault(day(start), day(end) if end else None, [Stay(day(5), None)])
    assert (open_ended is None) == (end is not None and end <= 5)
