"""Handing in: what a form says, and which of it is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.attempting import judge, read_answers
from course.rules.facts import Answer
from tests.rules.small_course import quiz

QUIZ = quiz("early", 3)  # true, false, true
CHOICES = st.dictionaries(st.sampled_from([f"early-{n}" for n in range(1, 4)]), st.booleans())


def test_a_complete_form_is_read_in_the_order_of_the_quiz() -> None:
    answers = read_answers(QUIZ, {"early-3": "true", "early-1": "false", "early-2": "true"})
    assert list(answers.given.items()) == [("early-1", False), ("early-2", True), ("early-3", True)]
    assert answers.unanswered == ()


@pytest.mark.parametrize("sent", [{}, {"early-2": ""}, {"early-2": "TRUE"}, {"early-2": "1"}, {"early-2": "yes"}])
def test_what_is_no_choice_counts_as_unanswered(sent: dict[str, str]) -> None:
    answers = read_answers(QUIZ, {"early-1": "true", "early-3": "false"} | sent)
    assert answers.unanswered == ("early-2",)
    assert "early-2" not in answers.given


def test_fields_that_are_no_statements_are_left_alone() -> None:
    answers = read_answers(QUIZ, {"csrf_token": "true", "late-1": "true"})
    assert dict(answers.given) == {}
    assert answers.unanswered == ("early-1", "early-2", "early-3")


def test_every_right_answer_is_one_mark_and_none_is_taken_away() -> None:
    judged = judge(QUIZ, {"early-1": True, "early-2": True, "early-3": True})
    assert judged.answers == (
        Answer("early-1", True, True),
        Answer("early-2", True, False),
        Answer("early-3", True, True),
    )
    assert (judged.marks, judged.out_of) == (2, 3)


def test_a_statement_without_an_answer_is_counted_but_not_judged() -> None:
    judged = judge(QUIZ, {"early-3": False})
    assert [answer.statement for answer in judged.answers] == ["early-3"]
    assert (judged.marks, judged.out_of) == (0, 3)


@given(CHOICES)
def test_marks_are_the_right_answers_and_the_opposite_is_the_rest(given_answers: dict[str, bool]) -> None:
    marks = judge(QUIZ, given_answers).marks
    opposite = judge(QUIZ, {name: not answer for name, answer in given_answers.items()}).marks
    assert marks + opposite == len(given_answers)


@given(CHOICES)
def test_what_a_form_says_is_read_back(given_answers: dict[str, bool]) -> None:
    read = read_answers(QUIZ, {name: str(answer).lower() for name, answer in given_answers.items()})
    assert dict(read.given) == given_answers
    assert {*read.given, *read.unanswered} == {statement.id for statement in QUIZ.statements}
