"""Which reminder is due on which day, when the daily round begins (also when the clocks change), the digest's week."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules import reminding
from course.rules.reminding import Reminder
from course.rules.standing import FOR_EVER, Dates

END = dt.date(2027, 3, 31)
DAY = dt.timedelta(days=1)
FROM, TO = (dt.datetime(year, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None) for year in (2026, 2029))
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31))


def never(end: dt.date = END, **other: object) -> Dates:
    """Somebody who has not completed the course; due on `end`."""
    usual = {"left_on": None, "exempt_until": None, "begun": False, "due_on": end, "completed_on": None}
    return Dates(**(usual | {"opens_on": None, "expires_on": None, "grace_until": None} | other))


def done(end: dt.date = END, **other: object) -> Dates:
    """Somebody whose completion runs out on `end`; the first due day is long past."""
    days = {
        "completed_on": end - 730 * DAY,
        "opens_on": end - 60 * DAY,
        "expires_on": end,
        "grace_until": end + 14 * DAY,
    }
    return never(end - 800 * DAY, **(days | other))


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (dt.date(2027, 1, 29), None),
        (dt.date(2027, 1, 30), 60),
        (dt.date(2027, 2, 28), 60),
        (dt.date(2027, 3, 1), 30),
        (dt.date(2027, 3, 23), 30),
        (dt.date(2027, 3, 24), 7),
        (dt.date(2027, 3, 28), 7),  # the clocks go forward
        (dt.date(2027, 3, 30), 7),
        (dt.date(2027, 3, 31), 0),
        (dt.date(2027, 4, 13), 0),
        (dt.date(2027, 4, 14), -14),
        (dt.date(2029, 1, 1), -14),
    ],
)
@pytest.mark.parametrize("kind", [never, done])
def test_the_newest_reminder_that_should_have_come(kind: object, day: dt.date, step: int | None) -> None:
    found = reminding.due(kind(), day)  # type: ignore[operator]
    assert found == (None if step is None else Reminder(END, step, kind is done))


def test_a_leap_day_counts() -> None:
    assert reminding.due(never(dt.date(2028, 3, 30)), dt.date(2028, 2, 28)) == Reminder(dt.date(2028, 3, 30), 60, False)
    assert reminding.due(never(dt.date(2028, 3, 30)), dt.date(2028, 2, 29)) == Reminder(dt.date(2028, 3, 30), 30, False)


@pytest.mark.parametrize(
    ("other", "comes"),
    [
        ({"left_on": END}, False),
        ({"left_on": END + DAY}, True),
        ({"exempt_until": END}, False),
        ({"exempt_until": END - DAY}, True),
        ({"exempt_until": FOR_EVER}, False),
    ],
)
def test_it_stops_for_who_has_left_or_is_exempt(other: dict[str, dt.date], comes: bool) -> None:
    assert (reminding.due(never(**other), END) is not None) == comes


def test_it_stops_with_the_completion_until_that_one_runs_out() -> None:
    assert reminding.due(never(), END) is not None
    assert reminding.due(done(END + 730 * DAY), END) is None


@given(DAYS, st.integers(-100, 100))
def test_each_step_comes_once_and_in_order(end: dt.date, days: int) -> None:
    def step(day: dt.date) -> int:
        found = reminding.due(never(end), day)
        return found.step if found else 1000

    day = end + days * DAY
    assert step(day + DAY) <= step(day)
    assert (step(day) != step(day - DAY)) == (-days in reminding.STEPS)


def test_the_key_names_person_place_day_and_step_and_not_whether_it_is_the_first_time() -> None:
    early = Reminder(END, 7, False)
    assert early.key(3, 5) == "reminder:3:5:2027-03-31:7" == Reminder(END, 7, True).key(3, 5)
    others = {
        early.key(3, 6),
        early.key(4, 5),
        Reminder(END, 0, False).key(3, 5),
        Reminder(END + DAY, 7, False).key(3, 5),
    }
    assert len(others - {early.key(3, 5)}) == 4


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("now", "began"),
    [
        ("2026-11-22T06:59:59", "2026-11-21T07:00:00"),
        ("2026-11-22T07:00:00", "2026-11-22T07:00:00"),
        ("2026-11-22T23:59:59", "2026-11-22T07:00:00"),
        ("2026-07-01T05:59:59", "2026-06-30T06:00:00"),  # summer: seven in London is six
        ("2026-07-01T06:00:00", "2026-07-01T06:00:00"),
        ("2026-07-01T23:30:00", "2026-07-01T06:00:00"),  # in London it is the next day already, but not seven
        ("2027-03-28T05:59:59", "2027-03-27T07:00:00"),  # the clocks have gone forward
        ("2027-03-28T06:00:00", "2027-03-28T06:00:00"),
        ("2027-10-31T06:59:59", "2027-10-30T06:00:00"),  # and back
        ("2027-10-31T07:00:00", "2027-10-31T07:00:00"),
    ],
)
def test_a_round_begins_at_seven_in_london(now: str, began: str) -> None:
    assert reminding.round_begins(utc(now)) == utc(began)


@given(st.datetimes(FROM, TO, timezones=st.just(dt.UTC)))
def test_there_is_one_round_a_day(now: dt.datetime) -> None:
    began = reminding.round_begins(now)
    assert began <= now < began + dt.timedelta(hours=25)
    assert reminding.round_begins(began) == began
    assert reminding.round_begins(began - dt.timedelta(seconds=1)) < began


@pytest.mark.parametrize(
    ("day", "monday"),
    [("2026-11-22", None), ("2026-11-23", "2026-11-23"), ("2026-11-24", "2026-11-23"), ("2026-11-25", None)],
)
def test_the_digest_goes_on_monday_or_the_day_after(day: str, monday: str | None) -> None:
    assert reminding.digest_week(dt.date.fromisoformat(day)) == (monday and dt.date.fromisoformat(monday))


def test_a_day_begins_at_midnight_in_london() -> None:
    assert reminding.day_begins(dt.date(2026, 7, 1)) == utc("2026-06-30T23:00:00")
    assert reminding.day_begins(dt.date(2026, 12, 1)) == utc("2026-12-01T00:00:00")
