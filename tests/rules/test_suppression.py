"""Small numbers are hidden, and nobody who knows all that is shown can work one out: tried against every other truth."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.rules.suppression import Unit, hide_small, unit, whole_batches

LEAST = 3  # small, so that every other truth can be tried
COUNTS = st.lists(st.integers(0, 7), min_size=2, max_size=4)


def named(counts: list[int]) -> dict[str, int]:
    """Counts with names that say nothing."""
    return {chr(97 + place): count for place, count in enumerate(counts)}


def others(places: int, total: int) -> list[tuple[int, ...]]:
    """Every list of so many counts with this total."""
    return [each for each in product(range(total + 1), repeat=places) if sum(each) == total]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([5, 0, 12], [5, 0, 12]),
        ([4, 0, 12], [None, 0, None]),
        ([4, 3, 12], [None, None, 12]),
        ([4, 4, 12], [None, None, None]),
        ([4, 4, 12, 20], [None, None, None, 20]),
        ([4, 9, 9, 20], [None, None, None, 20]),
        ([4, 7, 9, 20], [None, None, 9, 20]),
        ([1, 2, 6, 20], [None, None, None, 20]),  # 1 and 2 are three people
        ([1, 2, 12, 0], [None, None, None, 0]),
        ([1, 1, 1, 1, 1, 0], [None, None, None, None, None, None]),
        ([3, 0, 0], [None, None, None]),
        ([4, 5, 5], [None, None, None]),
    ],
)
def test_a_small_count_is_hidden_and_with_it_the_next_smallest(counts: list[int], shown: list[int | None]) -> None:
    assert list(hide_small(named(counts), 5).values()) == shown


@given(COUNTS)
@settings(max_examples=150, deadline=None)
def test_even_who_knows_the_rule_and_the_total_cannot_tell_a_hidden_count(counts: list[int]) -> None:
    shown, total = hide_small(named(counts), LEAST), sum(counts)
    totals = [total] if total >= LEAST or total == 0 else range(1, LEAST)  # a small total is hidden as well
    fitting = [
        each for sum_ in totals for each in others(len(counts), sum_) if hide_small(named(list(each)), LEAST) == shown
    ]
    for place, (name, count) in enumerate(shown.items()):
        if count is None and counts[place] > 0:
            assert len({each[place] for each in fitting}) > 1, name
    if total >= LEAST and None in shown.values():
        assert sum(count for count, seen in zip(counts, shown.values(), strict=True) if seen is None) >= LEAST


@given(COUNTS, st.integers(1, 6))
@settings(deadline=None)
def test_no_small_count_is_shown_and_what_is_shown_is_true(counts: list[int], least: int) -> None:
    shown = hide_small(named(counts), least)
    assert list(shown) == list(named(counts))
    for count, seen in zip(counts, shown.values(), strict=True):
        assert seen is None or (seen == count and not 0 < seen < least)


PLACES = (Unit(1, 1), Unit(1, 2), Unit(1, None), Unit(2, None), Unit(None, None))
GIVEN = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from("ab")), max_size=60)
CHOICES: tuple[Callable[[Unit], bool], ...] = (
    lambda place: True,
    lambda place: place.organisation == 1,
    lambda place: place.organisation == 2,
    lambda place: place.team == 1,
    lambda place: place.team == 2,
    lambda place: place.team == 1 or place.organisation == 2,
)


def reports(rows: list[tuple[Unit, str]], least: int) -> list[frozenset[int]]:
    """Whom each report counts: every choice of places, every day (one answer a day), every edition."""
    found = set()
    for day, choice, edition in product(range(len(rows) + 1), CHOICES, (None, "a", "b")):
        numbered = [(place, (number, made)) for number, (place, made) in enumerate(rows[:day]) if choice(place)]
        batches = [each for batches in whole_batches(numbered, least).values() for each in batches]
        wanted = [each for each in batches if edition is None or {made for _, made in each} == {edition}]
        found.add(frozenset(number for each in wanted for number, _ in each))
    return sorted(found, key=sorted)


@given(GIVEN, st.integers(2, 5))
@settings(max_examples=40, deadline=None)
def test_no_two_reports_of_any_place_day_or_edition_differ_by_a_small_group(
    rows: list[tuple[Unit, str]], least: int
) -> None:
    shown = reports(rows, least)
    for one, other in product(shown, repeat=2):
        assert not 0 < len(one - other) < least
        assert not 0 < len(one & other) < least


def test_what_fills_no_batch_waits_and_what_is_counted_stays_counted() -> None:
    rows = [(PLACES[0], number) for number in range(12)]
    assert whole_batches(rows, 5) == {PLACES[0]: [tuple(range(5)), tuple(range(5, 10))]}
    assert whole_batches(rows[:4], 5) == {PLACES[0]: []}


@pytest.mark.parametrize(
    ("organisation", "team", "found"),
    [
        (1, 1, Unit(1, 1)),
        (1, 2, Unit(1, None)),
        (1, None, Unit(1, None)),
        (2, 3, Unit(None, None)),
        (2, None, Unit(None, None)),
    ],
)
def test_a_place_that_never_had_enough_people_counts_for_the_larger_one_alone(
    organisation: int, team: int | None, found: Unit
) -> None:
    members = {(1, None): 9, (1, 1): 5, (1, 2): 4, (2, None): 4, (2, 3): 4}
    assert unit(organisation, team, members, 5) == found
