"""Tokens and codes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.records.tokens import ALPHABET, as_code, codes_by, digest, new_code, new_token


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert min(map(len, tokens)) >= 43


def test_a_digest_is_the_same_for_the_same_secret_alone() -> None:
    assert digest("a") == digest("a") != digest("b")
    assert len(digest("a")) == 64


def test_codes_are_true_chance_but_while_a_story_is_made_up() -> None:
    told = []
    for _ in range(2):
        with pytest.raises(LookupError), codes_by(random.Random(7)):
            told.append([new_code(4) for _ in range(9)])
            raise LookupError
    assert told[0] == told[1] and len({new_code(4) for _ in range(500)} | set(told[0])) == 509


@pytest.mark.parametrize("look_alike", "01OILU")
def test_codes_hold_nothing_that_looks_like_something_else(look_alike: str) -> None:
    assert look_alike not in ALPHABET


@given(st.integers(1, 5), st.sampled_from(["", "-", " ", " - "]), st.booleans())
def test_a_code_is_read_back_however_it_is_typed(groups: int, between: str, small: bool) -> None:
    code = new_code(groups)
    typed = code.replace("-", between)
    assert as_code(typed.lower() if small else typed, groups) == code


@given(st.text(max_size=30))
def test_what_is_read_as_a_code_is_one(typed: str) -> None:
    code = as_code(typed, 3)
    assert code is None or (len(code) == 14 and set(code) <= {*ALPHABET, "-"})


@pytest.mark.parametrize(
    "typed", ["", "2345-6789", "2345-6789-ABCD-EFGH", "2345-6789-ABC0", "2345-6789-ABCÄ", "２345-6789-ABCD"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert as_code(typed, 3) is None
