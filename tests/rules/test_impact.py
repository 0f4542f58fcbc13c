"""What is said of confidence and knowledge before and after: medians, middle halves, and the trap of confidence alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.catalogue.reflecting import Confidence, Knowledge, Reflection
from course.documents.charts_impact import rating_chart
from course.rules.impact import USEFULNESS, Impact, Response, Spread, impact, spread

ASKED = Reflection(
    dt.date(2026, 11, 22),
    ("Not", "Little", "Fairly", "Sure", "Very"),
    ("No", "Little", "Fairly", "Useful", "Very"),
    (Confidence("sure", "I am sure", "page"),),
    (Knowledge("known", "Before?", "After?", False, "Because.", "page"),),
)


def found(before: int, after: int, right_before: int, right_after: int) -> Impact:
    """Ten answers at each moment: two ratings, and how many answered rightly."""
    counts = {("sure", "before", before): 10, ("sure", "after", after): 10}
    for moment, right in (("before", right_before), ("after", right_after)):
        counts |= {("known", moment, 0): right, ("known", moment, 1): 10 - right}
    return impact(ASKED, counts, {}, {})


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([], None),
        ([3], Spread(1, 3, 3, 3)),
        ([1, 5], Spread(2, 1, 3, 5)),
        ([1, 2, 5], Spread(3, 1, 2, 5)),
        ([1, 2, 3, 4], Spread(4, 1.5, 2.5, 3.5)),
        ([2] * 9 + [5], Spread(10, 2, 2, 2)),
    ],
)
def test_median_and_middle_half(values: list[int], shown: Spread | None) -> None:
    assert spread(Counter(values)) == shown


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
@settings(deadline=None)
def test_the_middle_half_holds_the_median_and_at_least_half_of_the_ratings(values: list[int]) -> None:
    shown = spread(Counter(values))
    assert shown is not None
    assert 1 <= shown.low <= shown.median <= shown.high <= 5
    assert sum(shown.low <= value <= shown.high for value in values) * 2 >= len(values) - 1


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        (found(2, 4, 5, 5), "over-confidence"),
        (found(2, 4, 5, 9), "bear that out"),
        (found(2, 4, 10, 10), "bear that out"),
        (found(3, 3, 5, 9), "do not feel surer"),
        (found(3, 3, 5, 5), "Neither"),
        (impact(ASKED, {("sure", "before", 2): 10, ("sure", "after", 4): 10}, {}, {}), "too few answers"),
        (impact(ASKED, {}, {}, {}), "too few answers"),
    ],
)
def test_the_verdict_names_confidence_that_grows_without_knowledge(figures: Impact, says: str) -> None:
    assert says in figures.verdict


def test_knowledge_is_counted_by_the_right_answer_and_moments_without_answers_are_hidden() -> None:
    shown = found(2, 4, 3, 8)
    assert shown.knowledge[0].at == {"before": (10, 3), "after": (10, 8)}
    assert (shown.knowledge[0].share("before"), shown.knowledge[0].share("after")) == (30, 80)
    assert shown.confidence[0].at["later"] is None
    assert shown.some
    assert not impact(ASKED, {}, {"before": Response(10, 6)}, {}).some
    assert impact(ASKED, {(USEFULNESS, "after", 4): 10}, {}, {}).useful == Spread(10, 4, 4, 4)


def test_a_response_rate_is_floored() -> None:
    assert Response(30, 20).share == 66


def test_the_chart_says_in_words_what_it_shows() -> None:
    chart = rating_chart(found(2, 4, 3, 8).confidence[0])
    assert chart.text == "Before: median 2, middle half 2 to 2; After: median 4, middle half 4 to 4; Later: hidden"
    assert [each.start for each in chart.ranges] == [43.5, 78.5, None]
    assert [each.words for each in chart.ticks] == ["1", "2", "3", "4", "5"]


def test_what_has_changed_is_shown_with_every_answer_or_not_at_all() -> None:
    shown = impact(ASKED, {}, {"manager": Response(10, 6)}, {("manager", "yes"): 4, ("manager", "not-yet"): 2})
    manager, change = shown.outcomes
    assert (manager.counts, manager.n) == ({"yes": 4, "partly": 0, "not-yet": 2}, 6)
    assert [manager.share(each) for each in ("yes", "partly", "not-yet")] == [66, 0, 33]
    assert manager.response == Response(10, 6) and shown.some
    assert (change.counts, change.response, change.share("yes")) == (None, None, 0)
