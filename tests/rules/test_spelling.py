"""Which words are one and the same to the search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.spelling import LONGEST, plain, stem, telling, words

SAME = [
    ("share", "sharing"),
    ("shares", "shared"),
    ("agree", "agreed"),
    ("agency", "agencies"),
    ("child", "child’s"),
    ("child", "child's"),
    ("organisation", "organization"),
    ("organisations", "organization"),
    ("behaviour", "behavior"),
    ("counselling", "counseling"),
    ("centre", "center"),
    ("defence", "defense"),
    ("judgement", "judgment"),
    ("programme", "program"),
    ("paediatric", "pediatric"),
    ("Caldicott", "calldicot"),
    ("CAFÉ", "cafe"),
    ("ＭＡＳＨ", "mash"),
]
DIFFERENT = [("police", "policy"), ("harm", "ham"), ("DSL", "DPO"), ("16LA", "16LB"), ("four", "for"), ("bus", "bu")]


def stem_of(word: str) -> str:
    return stem(plain(word))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_and_endings_of_one_word_are_one(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)


def test_words_tell_where_they_stand() -> None:
    text = "Don’t wait: tell the child’s DSL."
    assert [text[word.start : word.end] for word in words(text)] == ["Don’t", "wait", "tell", "the", "child’s", "DSL"]
    assert [word.plain for word in telling(words(text))] == ["dont", "wait", "tell", "child", "dsl"]


def test_what_was_made_of_a_word_can_be_kept() -> None:
    known: dict[str, tuple[str, str]] = {}
    assert words("Sharing information", known) == words("Sharing information")
    assert set(known) == {"Sharing", "information"}


@given(st.text(max_size=300))
def test_any_text_has_words_of_a_bounded_length_in_order(text: str) -> None:
    found = words(text)
    assert all(0 < len(word.plain) <= LONGEST and len(word.stem) <= len(word.plain) for word in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))
