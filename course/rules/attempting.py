"""Handing in a quiz: reading what a form sent, and judging it. An incomplete hand-in is refused, not guessed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.catalogue.model import Quiz
from course.rules.facts import Answer

CHOICES: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was chosen, by statement id, and the ids of the statements without a choice, in the order of the quiz."""

    given: Mapping[str, bool]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answers with right or wrong, in the order of the quiz. `out_of` counts every statement, answered or not."""

    answers: tuple[Answer, ...]
    marks: int
    out_of: int


def read_answers(quiz: Quiz, form: Mapping[str, str]) -> Answers:
    """The choices in a form: one field per statement, named by its id, "true" or "false" whatever the labels say.

    Any other value counts as no answer; fields that are not statements of this quiz are left alone.
    """
    given = {
        statement.id: CHOICES[form[statement.id]] for statement in quiz.statements if form.get(statement.id) in CHOICES
    }
    return Answers(given, tuple(statement.id for statement in quiz.statements if statement.id not in given))


def judge(quiz: Quiz, given: Mapping[str, bool]) -> Judgement:
    """Mark the answers by the wording of `quiz`: one mark for each statement answered rightly, none taken away."""
    answers = tuple(
        Answer(statement.id, given[statement.id], right=given[statement.id] == statement.answer)
        for statement in quiz.statements
        if statement.id in given
    )
    return Judgement(answers, marks=sum(answer.right for answer in answers), out_of=len(quiz.statements))
