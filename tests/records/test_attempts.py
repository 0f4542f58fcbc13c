"""Quizzes handed in, and looks at the answers."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from course.records import attempts
from course.records.database import reading, writing
from course.rules.facts import Answer
from tests.records.made import ANSWERS, HOUR, NOBODY, NOON, attempt, hand_in, keep_wording, person
from tests.statements_seen import statements_seen


def test_an_attempt_is_kept_with_its_own_judgement(store: Connection) -> None:
    ada = person(store)
    number = hand_in(store, ada, "key", after_look=True)
    assert attempts.attempt(store, number) == attempt(ada, id=number, after_look=True)


def test_an_attempt_may_have_no_answers_and_no_marks(store: Connection) -> None:
    ada = person(store)
    number = hand_in(store, ada, "key", answers=(), marks=0)
    assert attempts.attempt(store, number) == attempt(ada, id=number, answers=(), marks=0)


def test_answers_stay_in_the_order_of_the_quiz(store: Connection) -> None:
    given = tuple(Answer(name, True, True) for name in ("z", "a", "m", "b"))
    number = hand_in(store, person(store), "key", answers=given, marks=3)
    assert attempts.attempt(store, number).answers == given  # type: ignore[union-attr]


def test_there_is_no_attempt_of_an_unknown_number(store: Connection) -> None:
    assert attempts.attempt(store, 1) is None


def test_the_same_form_sent_twice_is_one_attempt(store: Connection) -> None:
    ada = person(store)
    first = hand_in(store, ada, "key")
    assert hand_in(store, ada, "key", marks=3) == first
    assert attempts.attempts_of(store, ada) == (attempt(ada, id=first),)


def test_the_same_key_of_another_person_is_another_attempt(store: Connection) -> None:
    ada, bo = person(store), person(store)
    assert hand_in(store, ada, "key") != hand_in(store, bo, "key")
    assert len(attempts.attempts_of(store, bo)) == 1


def test_attempts_are_listed_newest_first(store: Connection) -> None:
    ada = person(store)
    late, early = hand_in(store, ada, "a", at=NOON + HOUR), hand_in(store, ada, "b", at=NOON)
    assert [each.id for each in attempts.attempts_of(store, ada)] == [late, early]


def test_listing_attempts_takes_two_statements_however_many_there_are(store_app: Flask) -> None:
    counts = []
    with writing() as store:
        ada = person(store)
    for keys in (range(3), range(3, 6)):
        with writing() as store:
            for key in keys:
                hand_in(store, ada, str(key))
        with statements_seen(store_app) as seen, reading() as store:
            assert len(attempts.attempts_of(store, ada)) == keys.stop
        counts.append(len(seen))
    assert counts == [2, 2]


def test_a_stranger_cannot_hand_in(store: Connection) -> None:
    with pytest.raises(LookupError, match=str(NOBODY)):
        hand_in(store, NOBODY, "key")


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"marks": 4}, "marks_within_out_of"),
        ({"marks": -1}, "marks_within_out_of"),
        ({"pass_mark": 101}, "pass_mark_is_percentage"),
    ],
)
def test_marks_that_cannot_be_are_refused(store: Connection, wrong: dict[str, int], rule: str) -> None:
    ada = person(store)
    keep_wording(store)
    with pytest.raises(Exception, match=rule):
        attempts.add_attempt(store, replace(attempt(ada), **wrong), "key")  # type: ignore[arg-type]
    store.rollback()


def test_an_attempt_needs_its_wording(store: Connection) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        attempts.add_attempt(store, attempt(person(store)), "key")
        store.commit()
    store.rollback()


def test_a_wording_is_kept_once_with_the_edition_in_which_it_was_first_answered(store: Connection) -> None:
    attempts.keep_wording(store, "d1", "early", "2026.1", "first", NOON)
    attempts.keep_wording(store, "d1", "early", "2026.2", "second", NOON + HOUR)
    assert attempts.wording(store, "d1") == "first"
    assert attempts.wording_edition(store, "d1") == "2026.1"


def test_a_wording_nobody_has_answered_is_not_kept(store: Connection) -> None:
    assert attempts.wording(store, "d9") is None
    assert attempts.wording_edition(store, "d9") is None


def test_a_look_counts_for_every_later_attempt_on_the_quiz_whatever_its_wording(store: Connection) -> None:
    ada, bo = person(store), person(store)
    before = hand_in(store, ada, "before")
    for digest in ("d1", "d2", "d1"):
        attempts.note_look(store, ada, "early", digest, NOON)
    after, late = hand_in(store, ada, "after"), hand_in(store, ada, "late", quiz="late")
    others = hand_in(store, bo, "others")
    assert [after_look(store, each) for each in (before, after, late, others)] == [False, True, False, False]


def after_look(store: Connection, number: int) -> bool:
    found = attempts.attempt(store, number)
    assert found is not None
    return found.after_look


def test_the_same_statement_is_not_answered_twice(store: Connection) -> None:
    with pytest.raises((IntegrityError, Exception), match=r"(?i)unique"):
        hand_in(store, person(store), "key", answers=(*ANSWERS, ANSWERS[0]))
    store.rollback()
