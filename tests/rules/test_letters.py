"""When a letter is tried again, when it is given up, and which may never go twice."""

import datetime as dt

import pytest

from course.rules import letters

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("tries", "wait"), [(1, MINUTE), (2, 5 * MINUTE), (3, 30 * MINUTE), (4, 2 * HOUR), (5, DAY), (9, DAY)]
)
def test_the_waiting_grows(tries: int, wait: dt.timedelta) -> None:
    assert letters.wait(tries) == wait


@pytest.mark.parametrize(
    ("kind", "age", "too_old"),
    [
        ("reminder", 7 * DAY - MINUTE, False),
        ("reminder", 7 * DAY, True),
        ("confirm", 7 * DAY - MINUTE, False),
        ("reset", HOUR - MINUTE, False),
        ("reset", HOUR, True),
    ],
)
def test_a_letter_is_given_up_after_a_week_or_with_the_link_in_it(kind: str, age: dt.timedelta, too_old: bool) -> None:
    assert letters.is_too_old(kind, NOON - age, NOON) == too_old


@pytest.mark.parametrize(
    ("kind", "fault", "may"),
    [
        ("reminder", "", True),
        ("reminder", "SMTPDataError", True),
        ("reminder", letters.ON_ITS_WAY, False),
        ("manager", letters.ON_ITS_WAY, False),
        ("reset", letters.ON_ITS_WAY, True),
    ],
)
def test_what_may_have_gone_goes_again_only_where_somebody_waits_for_it(kind: str, fault: str, may: bool) -> None:
    assert letters.may_go_again(kind, fault) == may


def test_no_sender_can_take_as_long_as_a_claim_holds() -> None:
    """Ten answers of ten seconds each: connecting, greeting, encrypting, signing in, and the letter itself."""
    assert dt.timedelta(seconds=10 * 10) * 2 < letters.HOLD
