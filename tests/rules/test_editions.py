"""Which facts of an earlier edition still count."""

import datetime as dt
from dataclasses import replace

import pytest

from course.rules.editions import counts, number, pages_since, statements_since, taught_on
from tests.rules.small_course import change, course


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2026.1", "2026.2"), ("2026.9", "2026.10"), ("2026.12", "2027.1"), ("9", "10"), ("2026", "2026.1")],
)
def test_editions_are_compared_as_numbers(earlier: str, later: str) -> None:
    assert number(earlier) < number(later)


@pytest.mark.parametrize(
    ("edition", "since", "still"),
    [
        ("2026.1", "2026.2", False),
        ("2026.2", "2026.2", True),
        ("2026.10", "2026.2", True),
        ("2025.9", "2026.2", False),
    ],
)
def test_a_fact_counts_from_the_edition_of_the_change_on(edition: str, since: str, still: bool) -> None:
    assert counts(edition, number(since)) is still


def test_a_fact_that_no_change_names_counts_for_ever() -> None:
    assert counts("1999.1", ())


@pytest.mark.parametrize(("kind", "asks"), [("typo", False), ("meaning", True), ("law", True)])
def test_a_typo_asks_for_nothing(kind: str, asks: bool) -> None:
    changed = course([change(kind, pages=["be-open"], statements=["gut-instinct"], edition="2026.2")])
    assert (pages_since(changed) == {"be-open": (2026, 2)}) is asks
    assert (statements_since(changed) == {"gut-instinct": (2026, 2)}) is asks


def test_the_newest_change_decides_in_whatever_order_they_are_listed() -> None:
    older, newer = (change("law", pages=["be-open"], edition=edition) for edition in ("2026.9", "2026.10"))
    assert pages_since(course([older, newer])) == pages_since(course([newer, older])) == {"be-open": (2026, 10)}


def test_a_typo_after_a_change_of_law_leaves_that_change_in_force() -> None:
    changes = [change("law", pages=["be-open"], edition="2026.1"), change("typo", pages=["be-open"], edition="2026.2")]
    assert pages_since(course(changes)) == {"be-open": (2026, 1)}


@pytest.mark.parametrize(
    ("day", "edition", "law"),
    [
        ("2026-11-22", "2026.2", "present"),
        ("2026-09-01", "2026.2", "present"),  # the day on which it came out
        ("2026-08-31", "2026.1", "2026-03-01"),
        ("2026-03-01", "2026.1", "2026-03-01"),
        ("2026-02-28", "2026.2", "present"),  # before anything is known of
    ],
)
def test_what_was_taught_on_a_day_is_the_edition_in_force_then(day: str, edition: str, law: str) -> None:
    first = replace(change("law", pages=["be-open"], edition="2026.1"), date=dt.date(2026, 3, 1))
    second = replace(change("meaning", pages=["be-open"], edition="2026.2"), date=dt.date(2026, 9, 1))
    held = course([first, second], edition="2026.2")
    law_as_at = held.law_as_at if law == "present" else dt.date.fromisoformat(law)
    assert taught_on(held, dt.date.fromisoformat(day)) == (edition, law_as_at)
