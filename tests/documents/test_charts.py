"""Charts: lengths add up, order is fixed, the words say the same; hidden numbers draw nothing."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.documents.charts import HEIGHT, TOP, bar, trend
from course.rules.report_hiding import HIDDEN
from course.rules.standing import STATUSES

COUNTS = dict.fromkeys(STATUSES, 0) | {"in-date": 6, "overdue": 1, "left": 1}


def test_a_bar_has_its_parts_in_the_fixed_order() -> None:
    made = bar(COUNTS)
    assert [(each.status, each.start, each.width) for each in made.segments] == [
        ("in-date", 0.0, 75.0),
        ("overdue", 75.0, 12.5),
        ("left", 87.5, 12.5),
    ]
    assert made.text == "In date 6, Overdue 1, Left 1; 8 in all"


@given(st.lists(st.integers(0, 10_000), min_size=8, max_size=8).filter(any))
def test_the_parts_of_a_bar_fill_it(people: list[int]) -> None:
    made = bar(dict(zip(STATUSES, people, strict=True)))
    assert sum(each.people for each in made.segments) == sum(people)
    assert sum(each.width for each in made.segments) == pytest.approx(100, abs=0.5)
    assert all(each.people for each in made.segments)


@pytest.mark.parametrize("counts", [dict.fromkeys(STATUSES, 0), COUNTS | {"overdue": HIDDEN}])
def test_nothing_is_drawn_of_nobody_or_of_hidden_numbers(counts: dict[str, object]) -> None:
    assert bar(counts).segments == ()


def test_a_trend_goes_from_month_to_month() -> None:
    made = trend([(dt.date(2026, 1, 31), 0, 10), (dt.date(2026, 2, 28), 0, 0), (dt.date(2026, 3, 31), 10, 10)])
    assert [each.y for each in made.points] == [HEIGHT, TOP]
    assert made.points[0].x < made.points[1].x <= made.width
    assert made.text == "Share of people trained: 0 % at the end of Jan 2026, 100 % at the end of Mar 2026"
    assert [each.text for each in made.months] == ["Jan 2026", "Mar 2026"]
    assert (made.lines, made.broken) == ((), True)  # two points, and nothing is known between them


def test_the_line_is_broken_at_every_month_without_a_number() -> None:
    shares = [None, 5, 6, None, 7, None, None, 8, 9, 9, None]
    days = [dt.date(2026, number, 28) for number in range(1, 12)]
    made = trend([(day, each or 0, 10 if each else 0) for day, each in zip(days, shares, strict=True)])
    at = [f"{each.x},{each.y}" for each in made.points]
    assert len(at) == 6  # a month alone is a point without a line
    assert made.lines == (" ".join(at[:2]), " ".join(at[3:]))
    assert made.broken


def test_a_line_without_a_gap_is_whole() -> None:
    made = trend([(dt.date(2026, 1, 31), 0, 0), *((dt.date(2026, month, 28), 4, 10) for month in range(2, 7))])
    assert (len(made.lines), made.lines[0].count(" "), made.broken) == (1, 4, False)


def test_a_trend_of_hidden_months_says_nothing() -> None:
    made = trend([(dt.date(2026, 1, 31), 0, 0), (dt.date(2026, 2, 28), 0, 0)])
    assert (made.lines, made.points, made.text, made.broken) == ((), (), "", False)
