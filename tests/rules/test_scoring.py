"""When marks are enough: a table that the course owner can read, and what must hold for every number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.scoring import needed, percent, reaches

NEEDED_FOR_80_PERCENT = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 4, 6: 5, 8: 7, 9: 8, 10: 8, 11: 9, 12: 10, 14: 12, 20: 16}
sizes = st.integers(0, 200)
pass_marks = st.integers(0, 100)


@pytest.mark.parametrize(("out_of", "marks"), NEEDED_FOR_80_PERCENT.items())
def test_marks_needed_for_80_percent(out_of: int, marks: int) -> None:
    assert needed(out_of, 80) == marks


@pytest.mark.parametrize(
    ("marks", "out_of", "pass_mark", "enough"),
    [
        (10, 12, 80, True),
        (9, 12, 80, False),
        (8, 10, 80, True),
        (7, 10, 80, False),
        (0, 10, 80, False),
        (0, 10, 0, True),
        (9, 10, 100, False),
        (10, 10, 100, True),
        (2, 3, 67, False),  # 66.67 percent is not 67
        (2, 3, 66, True),
        (0, 0, 80, True),  # where nothing is asked, nothing is missing
    ],
)
def test_marks_reach_the_pass_mark_or_do_not(marks: int, out_of: int, pass_mark: int, enough: bool) -> None:
    assert reaches(marks, out_of, pass_mark) is enough


@pytest.mark.parametrize(
    ("marks", "out_of", "shown"),
    [(0, 12, 0), (9, 12, 75), (10, 12, 83), (2, 3, 66), (199, 250, 79), (12, 12, 100), (0, 0, 100)],
)
def test_a_percentage_is_floored(marks: int, out_of: int, shown: int) -> None:
    assert percent(marks, out_of) == shown


@given(sizes, pass_marks)
def test_needed_is_the_least_that_reaches(out_of: int, pass_mark: int) -> None:
    least = needed(out_of, pass_mark)
    assert reaches(least, out_of, pass_mark)
    assert least == 0 or not reaches(least - 1, out_of, pass_mark)


@given(sizes, pass_marks)
def test_full_marks_always_reach(out_of: int, pass_mark: int) -> None:
    assert 0 <= needed(out_of, pass_mark) <= out_of
    assert reaches(out_of, out_of, pass_mark)


@given(st.integers(0, 200), sizes, pass_marks)
def test_one_more_mark_never_undoes_a_pass(marks: int, out_of: int, pass_mark: int) -> None:
    assert reaches(marks + 1, out_of, pass_mark) >= reaches(marks, out_of, pass_mark)


@given(sizes, st.integers(0, 99))
def test_a_higher_pass_mark_never_needs_less(out_of: int, pass_mark: int) -> None:
    assert needed(out_of, pass_mark + 1) >= needed(out_of, pass_mark)


@given(st.integers(1, 200).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), pass_marks)
def test_a_percentage_shown_as_enough_is_enough(result: tuple[int, int], pass_mark: int) -> None:
    marks, out_of = result
    assert (percent(marks, out_of) >= pass_mark) == reaches(marks, out_of, pass_mark)
