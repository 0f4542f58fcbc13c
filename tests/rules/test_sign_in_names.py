"""Names to sign in with for people without an email address."""

import re

import pytest

from course.rules.sign_in_names import COUNT, WORDS, sign_in_name


@pytest.mark.parametrize("number", [0, 1, 899, 900, COUNT // 2, COUNT - 1])
def test_a_name_is_two_words_and_a_number_of_three_figures(number: int) -> None:
    assert re.fullmatch(r"[a-z]+-[a-z]+-[1-9][0-9]{2}", sign_in_name(number))


def test_different_numbers_give_different_names() -> None:
    numbers = range(0, COUNT, 9_973)
    assert len({sign_in_name(number) for number in numbers}) == len(numbers)


def test_no_word_stands_twice_and_there_are_millions_of_names() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert COUNT > 10_000_000
