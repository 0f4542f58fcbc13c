"""Columns are as wide as their words need: no word is cut, no column is cramped beside an empty one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.documents.table_widths import LEAST, PER_LETTER, widths
from course.documents.tree import Table, line

CELLS = st.lists(st.text("abcdef ", max_size=60), min_size=3, max_size=3)


def table(*rows: list[str]) -> Table:
    head, *others = (tuple(line(cell) for cell in row) for row in rows)
    return Table("", head, tuple(others))


@given(st.lists(CELLS, min_size=1, max_size=6))
def test_the_columns_share_the_whole_and_none_vanishes(rows: list[list[str]]) -> None:
    found = widths(table(*rows))
    assert sum(found) == pytest.approx(100, abs=0.1)
    assert min(found) > LEAST / 3


@given(st.integers(1, 20), st.integers(1, 20))
def test_named_shares_are_kept(first: int, second: int) -> None:
    named = Table("", (line("a"), line("b")), (), (first, second))
    assert widths(named) == pytest.approx([100 * first / (first + second), 100 * second / (first + second)])


def test_a_column_of_long_words_has_room_for_the_longest() -> None:
    found = widths(table(["No", "What"], ["1", "Confidentiality, and a good many other words that take the room " * 4]))
    narrow, wide = found
    assert narrow < 12 < wide


def test_a_column_with_more_words_is_wider_but_not_as_many_times() -> None:
    few, many = widths(table(["Question", "Answer"], ["word " * 8, "word " * 72]))
    assert 2 * few < many < 9 * few


@given(st.lists(st.integers(1, 18), min_size=2, max_size=4), st.integers(0, 40))
def test_every_word_has_room_in_its_column(longest: list[int], more: int) -> None:
    words = ["w" * each for each in longest]
    found = widths(table(words, [*words[:-1], "and so on " * more + words[-1]]))
    assert all(width >= PER_LETTER * each for width, each in zip(found, longest, strict=True))


def test_equal_columns_are_equally_wide() -> None:
    first, second = widths(table(["Asked", "Given"], ["some words here", "some words here"]))
    assert first == pytest.approx(second)
