"""What was answered before and after the course: one row for a person, cycle and moment; skipping never overwrites."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from course.records import accounts, completions, reflections, tables
from course.records.database import reading, writing
from course.records.visits import hot_learner
from course.rules.facts import Reflected
from course.rules.outcomes import Outcome
from course.rules.reflecting import digest
from tests.records import racing
from tests.records.made import HOUR, NOBODY, NOON, completion, learner, visitor
from tests.statements_seen import statements_seen

BEFORE = Reflected(1, "before", "2026.1", False, None, None, NOON, (("agreement-first", 0), ("find-lead", 2)))
AFTER = Reflected(1, "after", "2026.1", False, 4, "Ask. 李", NOON + HOUR, (("agreement-first", 1), ("find-lead", 5)))


def rows(store: Connection) -> list[int]:
    both = (tables.reflection, tables.reflection_answer)
    return [store.scalar(select(func.count()).select_from(each)) or 0 for each in both]


def test_what_was_answered_is_given_back_before_first(store: Connection) -> None:
    ada = learner(store)
    for each in (AFTER, BEFORE):
        assert reflections.keep_reflection(store, ada, each)
    assert reflections.reflections_of(store, ada) == (BEFORE, AFTER)


def test_answering_again_takes_the_place_of_what_was_there(store: Connection) -> None:
    ada = learner(store)
    again = replace(AFTER, usefulness=None, intended_change="Tell.", at=NOON + 2 * HOUR, answers=(("find-lead", 1),))
    for each in (AFTER, again):
        reflections.keep_reflection(store, ada, each)
    assert reflections.reflections_of(store, ada) == (again,)
    assert rows(store) == [1, 1]


def test_answering_takes_the_place_of_skipping(store: Connection) -> None:
    ada = learner(store)
    reflections.skip_reflection(store, ada, 1, "before", "2026.1", NOON)
    reflections.keep_reflection(store, ada, BEFORE)
    assert reflections.reflections_of(store, ada) == (BEFORE,)


def test_skipping_is_kept_and_never_overwrites_an_answer(store: Connection) -> None:
    ada = learner(store)
    for _ in range(2):
        reflections.skip_reflection(store, ada, 1, "before", "2026.1", NOON)
    reflections.keep_reflection(store, ada, AFTER)
    reflections.skip_reflection(store, ada, 1, "after", "2026.1", NOON + HOUR)
    skipped = Reflected(1, "before", "2026.1", True, None, None, NOON, ())
    assert reflections.reflections_of(store, ada) == (skipped, AFTER)


def test_everybody_has_their_own_and_deletes_their_own(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@heronsea.example")
    for person in (ada, bo):
        reflections.keep_reflection(store, person, AFTER)
    reflections.delete_all(store, ada)
    assert reflections.reflections_of(store, ada) == ()
    assert reflections.reflections_of(store, bo) == (AFTER,)
    assert rows(store) == [1, 2]


def test_closing_the_account_deletes_them_and_nothing_is_kept_afterwards(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@heronsea.example")
    for person in (ada, bo):
        reflections.keep_reflection(store, person, AFTER)
    accounts.close_account(store, ada, NOON)
    for person in (ada, NOBODY):
        assert not reflections.keep_reflection(store, person, BEFORE)
        reflections.skip_reflection(store, person, 1, "before", "2026.1", NOON)
    assert rows(store) == [1, 2]


def test_the_cycle_is_that_of_the_newest_completion(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@heronsea.example")
    assert reflections.present_cycle(store, ada) == 1
    for cycle in (1, 2):
        completions.add_completion(store, completion(ada), cycle=cycle)
        assert reflections.present_cycle(store, ada) == cycle
    assert reflections.present_cycle(store, bo) == 1


def test_reading_all_of_them_is_two_statements(store_app: Flask) -> None:
    with writing() as store:
        ada = learner(store)
        for cycle in (1, 2, 3):
            for each in (BEFORE, AFTER):
                reflections.keep_reflection(store, ada, replace(each, cycle=cycle))
    with statements_seen(store_app) as seen, reading() as store:
        assert len(reflections.reflections_of(store, ada)) == 6
    assert len(seen) == 2, seen


def test_the_hot_read_tells_the_moments_of_the_present_cycle(store_app: Flask) -> None:
    def told() -> frozenset[str] | None:
        found = hot_learner(token, NOON)
        return found.reflected if found else None

    with writing() as store:
        ada, token = visitor(store)
        bo = learner(store, "Bo", "bo@heronsea.example")
        reflections.keep_reflection(store, bo, BEFORE)
    assert told() == frozenset()
    with writing() as store:
        reflections.skip_reflection(store, ada, 1, "before", "2026.1", NOON)
    assert told() == {"before"}
    with writing() as store:
        completions.add_completion(store, completion(ada))
        reflections.keep_reflection(store, ada, AFTER)
    assert told() == {"before", "after"}
    with writing() as store:
        completions.add_completion(store, completion(ada), cycle=2)
    assert told() == frozenset()


KNOWLEDGE = frozenset({"agreement-first"})
OTHER = replace(BEFORE, answers=(("agreement-first", 1), ("find-lead", 5)), at=NOON + HOUR)
NOTHING = replace(BEFORE, answers=())
FIRST = dict(BEFORE.answers)


def newest(store: Connection, person: int) -> Reflected | None:
    return next(iter(reflections.reflections_of(store, person)), None)


@pytest.mark.parametrize(
    ("opened", "standing", "given", "outcome", "left"),
    [
        (None, None, BEFORE, Outcome.KEPT, FIRST),
        (BEFORE, BEFORE, OTHER, Outcome.KEPT, {"agreement-first": 0, "find-lead": 5}),  # the first answer stays
        (BEFORE, BEFORE, NOTHING, Outcome.KEPT, {"agreement-first": 0}),
        (None, BEFORE, OTHER, Outcome.CHANGED, FIRST),
        (None, BEFORE, NOTHING, Outcome.CHANGED, FIRST),
        (BEFORE, None, OTHER, Outcome.CHANGED, None),
        (None, BEFORE, BEFORE, Outcome.KEPT, FIRST),  # the same form twice
        (None, BEFORE, replace(BEFORE, answers=(("find-lead", 2),)), Outcome.KEPT, FIRST),
        (None, BEFORE, replace(BEFORE, answers=(("agreement-first", 1), ("find-lead", 2))), Outcome.CHANGED, FIRST),
        (None, None, NOTHING, Outcome.SKIPPED, {}),
    ],
)
def test_answers_are_kept_only_in_place_of_those_the_form_was_opened_with(
    opened: Reflected | None,
    standing: Reflected | None,
    given: Reflected,
    outcome: Outcome,
    left: dict[str, int] | None,
    store: Connection,
) -> None:
    ada = learner(store)
    if standing:
        reflections.keep_reflection(store, ada, standing)
    assert reflections.answer_questions(store, ada, given, digest(opened), KNOWLEDGE) is outcome
    found = newest(store, ada)
    assert (dict(found.answers) if found else None) == left
    assert found is None or found.skipped is (outcome is Outcome.SKIPPED)


def test_a_form_opened_before_skipping_elsewhere_is_kept(store: Connection) -> None:
    ada = learner(store)
    reflections.skip_reflection(store, ada, 1, "before", "2026.1", NOON)
    assert reflections.answer_questions(store, ada, BEFORE, "", KNOWLEDGE) is Outcome.KEPT


@pytest.mark.parametrize("given", [BEFORE, NOTHING])
def test_a_closed_account_is_an_outcome_of_its_own(given: Reflected, store: Connection) -> None:
    ada = learner(store)
    accounts.close_account(store, ada, NOON)
    assert reflections.answer_questions(store, ada, given, "", KNOWLEDGE) is Outcome.CLOSED
    assert rows(store) == [0, 0]


def test_answers_belong_to_the_present_cycle(store: Connection) -> None:
    ada = learner(store)
    for cycle in (1, 2):
        completions.add_completion(store, completion(ada), cycle=cycle)
    reflections.answer_questions(store, ada, BEFORE, "", KNOWLEDGE)
    assert [each.cycle for each in reflections.reflections_of(store, ada)] == [2]


@pytest.mark.slow
def test_of_four_forms_at_once_the_first_answers_stay_and_the_others_are_told(store_app: Flask, store_url: str) -> None:
    with writing() as store:
        ada = learner(store)
    came_to = racing.race(racing.answer_questions, store_url, [(ada, value) for value in range(4)])
    with reading() as store:
        (kept,) = reflections.reflections_of(store, ada)
    assert sorted(map(str, came_to)) == ["CHANGED"] * 3 + ["KEPT"]
    assert kept.answers == (("find-lead", came_to.index("KEPT")),)


def test_the_store_itself_holds_no_longer_intended_change(store: Connection) -> None:
    ada = learner(store)
    assert reflections.keep_reflection(store, ada, replace(AFTER, intended_change="\U0001f642" * 500))
    with pytest.raises(Exception, match="intended_change_fits"), store.begin_nested():
        reflections.keep_reflection(store, ada, replace(AFTER, intended_change="x" * 501))
