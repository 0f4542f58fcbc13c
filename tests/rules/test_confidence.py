"""What changes between before and after: per statement, in what is known, and when being sure has run ahead."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.catalogue.reflecting import Confidence, Knowledge, Reflection
from course.rules.confidence import change, offered
from course.rules.facts import Learner, QuizMark, Reading, Reflected

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SURE = tuple("abcdef")
KNOWN = {"x": True, "y": False, "z": False}
ASKED = Reflection(
    law_as_at=NOON.date(),
    scale=tuple("12345"),
    usefulness=tuple("12345"),
    confidence=tuple(Confidence(each, f"I can {each}.", "record") for each in SURE),
    knowledge=tuple(Knowledge(each, "?", "!", answer, "So.", "record") for each, answer in KNOWN.items()),
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={each: st.integers(1, 5) for each in SURE}
    | {each: st.integers(0, 1) for each in KNOWN}
    | {"gone": st.integers(0, 5)},
)


def reflected(answers: dict[str, int], moment: str = "before") -> Reflected:
    return Reflected(1, moment, "2026.1", False, None, None, NOON, tuple(answers.items()))


def hinted(before: dict[str, int], after: dict[str, int]) -> bool:
    return change(ASKED, reflected(before), reflected(after, "after")).over_confident


@given(ANSWERS, ANSWERS)
def test_turned_round_every_step_goes_the_other_way(before: dict[str, int], after: dict[str, int]) -> None:
    there = change(ASKED, reflected(before), reflected(after)).confidence
    back = change(ASKED, reflected(after), reflected(before)).confidence
    assert [each.step for each in there] == [None if each.step is None else -each.step for each in back]


@given(ANSWERS, ANSWERS)
def test_there_is_a_step_exactly_where_both_were_answered(before: dict[str, int], after: dict[str, int]) -> None:
    for each in change(ASKED, reflected(before), reflected(after)).confidence:
        name = each.statement.id
        assert (each.step is not None) == (name in before and name in after)
        assert each.step is None or before[name] + each.step == after[name]


@given(ANSWERS, ANSWERS)
def test_the_order_of_answers_and_items_that_are_gone_change_nothing(
    before: dict[str, int], after: dict[str, int]
) -> None:
    def turned(answers: dict[str, int]) -> dict[str, int]:
        return {name: answers[name] for name in reversed(answers) if name != "gone"}

    plain = change(ASKED, reflected(before), reflected(after))
    assert change(ASKED, reflected(turned(before)), reflected(turned(after))) == plain


@given(ANSWERS, ANSWERS)
def test_the_hint_agrees_with_counting_by_hand(before: dict[str, int], after: dict[str, int]) -> None:
    both = before.keys() & after.keys()
    risen = sum(after[name] - before[name] for name in both if name in SURE)
    right = [sum(said[name] == KNOWN[name] for name in both if name in KNOWN) for said in (before, after)]
    room = right[1] < len([name for name in both if name in KNOWN])
    assert hinted(before, after) == (risen > 0 and right[1] <= right[0] and room)


@given(ANSWERS, ANSWERS)
def test_nobody_who_knows_everything_is_warned(before: dict[str, int], after: dict[str, int]) -> None:
    assert not hinted(before, after | {name: int(answer) for name, answer in KNOWN.items()})


@given(ANSWERS)
def test_with_one_moment_alone_there_is_no_change(answers: dict[str, int]) -> None:
    for found in (change(ASKED, reflected(answers), None), change(ASKED, None, reflected(answers))):
        assert not found.over_confident
        assert {each.step for each in found.confidence} == {None}


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [
        ({"a": 2, "x": 0}, {"a": 4, "x": 0}, True),  # surer, and still wrong
        ({"a": 2, "x": 1}, {"a": 4, "x": 0}, True),  # surer, and wrong now
        ({"a": 2, "x": 0}, {"a": 4, "x": 1}, False),  # surer, and right now
        ({"a": 2, "x": 1}, {"a": 4, "x": 1}, False),  # there was nothing to gain
        ({"a": 4, "x": 0}, {"a": 4, "x": 0}, False),  # not surer
        ({"a": 4, "x": 0}, {"a": 2, "x": 0}, False),  # less sure
        ({"a": 2, "b": 4, "x": 0}, {"a": 4, "b": 2, "x": 0}, False),  # surer of one, less of another
        ({"a": 2}, {"a": 4}, False),  # no knowledge answered
        ({"a": 2, "x": 0}, {"a": 4, "y": 1}, False),  # not the same items
        ({"x": 0}, {"a": 4, "x": 0}, False),  # not the same statements
        ({"a": 2, "x": 0, "y": 1}, {"a": 4, "x": 1, "y": 1}, False),  # one better, one as before
        ({"a": 2, "x": 0, "y": 0}, {"a": 4, "x": 1, "y": 1}, True),  # one better, one worse
    ],
)
def test_being_surer_without_knowing_more_is_told(before: dict[str, int], after: dict[str, int], warned: bool) -> None:
    assert hinted(before, after) is warned


READ = (Reading("record", "2026.1", NOON),)
MARKED = (QuizMark(1, "quiz", "d", "2026.1", 0, 1, NOON),)


@pytest.mark.parametrize(
    ("done", "reflected_on", "moment"),
    [
        ({}, (), "before"),
        ({}, ("before",), None),
        ({"readings": READ}, (), None),
        ({"marks": MARKED}, (), None),
        ({"readings": READ, "completion": 7}, (), "after"),
        ({"completion": 7}, ("before",), "after"),
        ({"readings": READ, "completion": 7}, ("before", "after"), None),
        ({"readings": READ, "completion": 7}, ("after",), None),
    ],
)
def test_before_is_offered_to_beginners_and_after_to_those_who_have_finished(
    done: dict[str, object], reflected_on: tuple[str, ...], moment: str | None
) -> None:
    here = Learner(1, "Ada", "ada", 1, False, NOON, reflected=frozenset(reflected_on), **done)  # type: ignore[arg-type]
    assert offered(here) == moment
