"""How long things are kept, to the day; and that the table of it says what the program does."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.config import ROOT
from course.rules import notes
from course.rules.dates import add_months, midnight
from course.rules.retention import BY_KEY, KEPT, Kept, roles_with, since, since_moment

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2200, 1, 1))
YEAR, WEEKS = (
    Kept("x", "X", ("you",), "{period}", "why", months=12),
    Kept("y", "Y", ("you",), "{period}", "why", days=42),
)


@given(day=DAYS, months=st.integers(1, 80))
def test_months_are_kept_from_the_earliest_start_on_and_not_a_day_earlier(day: dt.date, months: int) -> None:
    first = since(Kept("x", "X", ("you",), "", "why", months=months), day)
    assert add_months(first, months) > day
    assert add_months(first - dt.timedelta(days=1), months) <= day


@given(day=DAYS, days=st.integers(1, 400))
def test_so_are_days(day: dt.date, days: int) -> None:
    first = since(Kept("x", "X", ("you",), "", "why", days=days), day)
    assert first + dt.timedelta(days=days) == day + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2027-03-01", "2026-03-02"),
        ("2028-02-29", "2027-03-01"),
        ("2025-02-28", "2024-03-01"),
        ("2029-02-28", "2028-03-01"),
    ],
)
def test_leap_days_go_with_the_day_before(day: str, first: str) -> None:
    assert since(YEAR, dt.date.fromisoformat(day)) == dt.date.fromisoformat(first)


@given(day=DAYS, hours=st.integers(0, 23))
def test_notes_go_by_the_same_rule_as_before(day: dt.date, hours: int) -> None:
    moment = midnight(day) + dt.timedelta(hours=hours)
    assert since_moment(BY_KEY["note"], moment) == notes.kept_since(moment)


def test_a_day_begins_at_midnight_in_london() -> None:
    summer = dt.datetime(2026, 7, 31, 23, 30, tzinfo=dt.UTC)  # 1 August there
    assert since_moment(WEEKS, summer) == midnight(dt.date(2026, 6, 21))


def test_what_nothing_but_the_learner_ends_has_no_start() -> None:
    with pytest.raises(ValueError, match="password has no end"):
        since(BY_KEY["password"], dt.date(2026, 11, 22))


@pytest.mark.parametrize(
    ("months", "days", "said"),
    [(24, None, "24 months"), (36, None, "36 months"), (72, None, "6 years"), (None, 42, "6 weeks"), (None, 90, "90 days"),
     (None, 1, "1 day"), (None, None, "")],
)  # fmt: skip
def test_periods_in_words(months: int | None, days: int | None, said: str) -> None:
    assert Kept("x", "X", (), "", "why", months=months, days=days).period == said


def test_whatever_ends_by_time_says_when() -> None:
    for each in KEPT:
        assert ("{period}" in each.how_long) == bool(each.period), each.key
        assert each.seen and each.said and each.why and each.what


def test_who_sees_what_is_asked_of_the_rule_of_scopes() -> None:
    assert roles_with("names") == ("team-lead", "organisation-lead")
    assert roles_with("scores") == ("organisation-lead",)
    assert roles_with("figures") == ("team-lead", "organisation-lead", "auditor")
    assert BY_KEY["completion"].seen.startswith("You, administrators, team leads and Safeguarding leads")
    assert BY_KEY["answer"].seen.startswith("You. Nobody else sees it")


def test_what_is_kept_of_a_co_trainer_is_told_and_goes_with_the_register() -> None:
    name = BY_KEY["co-trainer"]
    assert "co-trainer" in name.what and "your name" in name.what
    assert name.said == "As long as the register of the session"
    assert name.seen.startswith("Administrators") and "trainer of the session" in name.seen


def test_the_notice_for_the_room_promises_what_the_table_says() -> None:
    rows = (ROOT / "content/sheets/attendee-notice.md").read_text(encoding="utf-8").splitlines()
    register = next(each for each in rows if each.startswith("| **The register**"))
    assert f"| {BY_KEY['register'].period}. After that we keep how many came" in register
    assert "attended" not in next(each for each in rows if each.startswith("| **Your training record**"))
