"""What a completion keeps of its day."""

import dataclasses
import datetime as dt

import pytest

from course.rules.completion import completion_facts, progress
from course.rules.facts import ModuleScore
from tests.rules.small_course import NOON
from tests.rules.test_completion import FULL_MARKS, THREE, TWO_QUIZZES, reads


def test_a_completion_keeps_the_rules_and_marks_of_its_day() -> None:
    state = progress(TWO_QUIZZES, reads("one", "first", "second", "last"), FULL_MARKS)
    facts = completion_facts(TWO_QUIZZES, state, person=7, partnership="Heronsea", at=NOON)
    assert facts.modules == (ModuleScore("module-1", "Module 1", 12, 12),)
    assert (facts.person, facts.kind, facts.partnership, facts.edition) == (7, "online", "Heronsea", "2026.2")
    assert (facts.pass_mark, facts.valid_months, facts.learning_minutes) == (80, 24, 90)
    assert facts.competences == ("Ask before sharing.",)
    assert "best attempt" in facts.rule


@pytest.mark.parametrize(
    ("moment", "completed", "expires"),
    [
        ("2026-03-12T10:00Z", "2026-03-12", "2028-03-12"),
        ("2026-06-10T23:30Z", "2026-06-11", "2028-06-11"),  # half past midnight in London
        ("2028-02-29T12:00Z", "2028-02-29", "2030-02-28"),
        ("2028-02-28T23:59:58Z", "2028-02-28", "2030-02-28"),
    ],
)
def test_a_completion_is_dated_by_the_day_in_london(moment: str, completed: str, expires: str) -> None:
    state = progress(TWO_QUIZZES, reads("one", "first", "second", "last"), FULL_MARKS)
    at = dt.datetime.fromisoformat(moment)
    facts = completion_facts(TWO_QUIZZES, state, person=7, partnership="Heronsea", at=at)
    assert (facts.completed_on, facts.expires_on) == tuple(map(dt.date.fromisoformat, (completed, expires)))


def test_an_incomplete_course_gives_no_completion() -> None:
    with pytest.raises(ValueError, match="not complete"):
        completion_facts(THREE, progress(THREE, (), ()), person=7, partnership="Heronsea", at=NOON)


def test_a_completion_is_a_value_that_cannot_be_changed() -> None:
    state = progress(TWO_QUIZZES, reads("one", "first", "second", "last"), FULL_MARKS)
    facts = completion_facts(TWO_QUIZZES, state, person=7, partnership="Heronsea", at=NOON)
    with pytest.raises(dataclasses.FrozenInstanceError):
        facts.pass_mark = 0  # type: ignore[misc]
