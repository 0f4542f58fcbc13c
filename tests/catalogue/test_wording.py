"""The wording of a quiz: one text for equal quizzes, another for any that differ, and back again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.model import Quiz, Statement
from course.catalogue.wording import from_json, to_json, with_digest

TEXT = st.text(max_size=20)
STATEMENTS = st.builds(
    Statement,
    id=TEXT,
    text=TEXT,
    answer=st.booleans(),
    because=TEXT,
    rule=TEXT,
    taught_on=TEXT,
    law_as_at=st.dates(),
    since_2016=st.none() | TEXT,
)
QUIZZES = st.builds(
    Quiz,
    id=TEXT,
    title=TEXT,
    kind=st.sampled_from(["true-false", "choose-all"]),
    intro=TEXT,
    statements=st.lists(STATEMENTS, max_size=3).map(tuple),
    digest=st.just(""),
).map(with_digest)
STATEMENT = Statement("a", "A", True, "Why", "record", "page", dt.date(2026, 11, 22), None)
QUIZ = with_digest(Quiz("quiz", "Quiz", "true-false", "Intro", (STATEMENT,), ""))


@given(QUIZZES)
def test_a_quiz_comes_back_from_its_wording_as_it_was(quiz: Quiz) -> None:
    assert from_json(to_json(quiz)) == quiz


@pytest.mark.parametrize(
    "change",
    [
        {"text": "B"},
        {"answer": False},
        {"because": "So"},
        {"rule": "be-open"},
        {"taught_on": "other"},
        {"law_as_at": dt.date(2027, 1, 1)},
        {"since_2016": "It was true."},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_changes_with_anything_in_a_statement(change: dict[str, Any]) -> None:
    other = dataclasses.replace(QUIZ, statements=(dataclasses.replace(STATEMENT, **change),))
    assert with_digest(other).digest != QUIZ.digest


def test_the_digest_does_not_depend_on_an_older_digest() -> None:
    assert with_digest(dataclasses.replace(QUIZ, digest="old")) == QUIZ


def test_the_wording_is_the_same_text_on_every_day() -> None:
    assert to_json(QUIZ) == (
        '{"id":"quiz","intro":"Intro","kind":"true-false","statements":[{"answer":true,"because":"Why","id":"a",'
        '"law_as_at":"2026-11-22","rule":"record","since_2016":null,"taught_on":"page","text":"A"}],"title":"Quiz"}'
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"statements":[{}]}', "null"])
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        from_json(text)
