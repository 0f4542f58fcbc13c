"""The reading grade: syllables close to the ear, short and long sentences apart."""

from __future__ import annotations

import pytest

from course.catalogue.reading_age import FEWEST_WORDS, grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("safe", 1), ("the", 1), ("asked", 1), ("whole", 1), ("any", 2), ("open", 2), ("needed", 2), ("table", 2),
        ("people", 2), ("family", 3), ("services", 3), ("information", 4), ("confidential", 4), ("well-being", 3),
        ("don’t", 1), ("I", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_text_of_short_words_and_sentences_has_a_low_grade() -> None:
    assert grade(["The cat sat on the mat. " * 10]) == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_every_item_of_a_list_ends_a_sentence() -> None:
    assert grade(["the cat sat on the mat"] * 10) == grade(["The cat sat on the mat. " * 10])


def test_long_words_in_long_sentences_are_hard() -> None:
    hard = grade(["Organisational considerations necessitate proportionate information governance arrangements " * 10])
    assert hard is not None
    assert hard > 20


@pytest.mark.parametrize(("words", "has_grade"), [(FEWEST_WORDS - 1, False), (FEWEST_WORDS, True)])
def test_a_short_text_has_no_grade(words: int, has_grade: bool) -> None:
    assert (grade(["word " * words]) is not None) is has_grade


@pytest.mark.parametrize("passages", [[], [""], ["… – 1, 2, 3!"]])
def test_a_text_without_words_has_no_grade(passages: list[str]) -> None:
    assert grade(passages) is None
