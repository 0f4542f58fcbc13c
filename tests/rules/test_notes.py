"""How long a private note is kept: 12 months after its last change, by days in London."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.dates import london_day
from course.rules.facts import Note
from course.rules.notes import as_kept, digest_of_all, goes_on, kept_since

FROM, TO = (dt.datetime(year, 1, 1) for year in (2024, 2040))  # noqa: DTZ001 - the time zone is given below
MOMENTS = st.datetimes(FROM, TO, timezones=st.just(dt.UTC))


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("changed", "now", "kept"),
    [
        ("2026-11-22 12:00", "2026-11-22 12:00", True),
        ("2026-11-22 12:00", "2027-11-21 23:59", True),
        ("2026-11-22 12:00", "2027-11-22 00:00", False),
        ("2026-11-22 00:00", "2027-11-21 23:59", True),
        ("2026-11-22 23:59", "2027-11-22 00:00", False),
        ("2028-02-29 12:00", "2029-02-27 23:59", True),  # there is no 29 February in 2029
        ("2028-02-29 12:00", "2029-02-28 00:00", False),
        ("2028-02-28 12:00", "2029-02-28 00:00", False),
        ("2027-02-28 12:00", "2028-02-27 23:59", True),
        ("2027-02-28 12:00", "2028-02-28 00:00", False),
        ("2027-03-01 12:00", "2028-02-29 12:00", True),
        ("2027-03-01 12:00", "2028-03-01 00:00", False),
        ("2026-06-30 23:30", "2027-06-30 22:59", True),  # summer: in London it was 1 July already
        ("2026-06-30 23:30", "2027-06-30 23:00", False),
        ("2026-06-30 22:30", "2027-06-29 23:00", False),
    ],
)
def test_a_note_is_there_until_the_day_twelve_months_after_its_last_change(changed: str, now: str, kept: bool) -> None:
    assert (moment(changed) >= kept_since(moment(now))) is kept
    assert (london_day(moment(now)) < goes_on(moment(changed))) is kept


@given(MOMENTS, MOMENTS)
def test_the_day_that_is_told_is_the_day_on_which_it_goes(changed: dt.datetime, now: dt.datetime) -> None:
    assert (changed >= kept_since(now)) == (london_day(now) < goes_on(changed))


@pytest.mark.parametrize(
    ("typed", "kept"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\nb", "a\nb"), ("a\n\rb", "a\n\nb")]
)
def test_every_kind_of_line_end_is_one_sign(typed: str, kept: str) -> None:
    assert as_kept(typed) == kept


def notes(*pairs: tuple[str, str]) -> list[Note]:
    return [Note(page, text, moment("2026-11-22 12:00")) for page, text in pairs]


def test_the_digest_of_all_notes_is_the_same_in_whatever_order() -> None:
    assert digest_of_all(notes(("a", "x"), ("b", "y"))) == digest_of_all(notes(("b", "y"), ("a", "x")))


@pytest.mark.parametrize(
    "others",
    [[], [("a", "x")], [("a", "x"), ("b", "z")], [("a", "y"), ("b", "x")], [("a", "x"), ("b", "y"), ("c", "")]]
    + [[("a", "x"), ("c", "y")], [("a", "x\nb y")]],
)
def test_another_note_or_another_text_makes_another_digest(others: list[tuple[str, str]]) -> None:
    assert digest_of_all(notes(*others)) != digest_of_all(notes(("a", "x"), ("b", "y")))


def test_no_notes_have_an_empty_digest() -> None:
    assert digest_of_all([]) == ""
