"""Some weeks after: wishes, answers kept once, and the manager's question that is answered once and forgets the address."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select

from course.records import accounts, follow_ups, letter_tokens, outbox, people, reflections, retention, tables
from course.records.follow_ups import Asked, ManagerQuestion
from course.records.outbox import Draft
from course.rules.facts import Reflected
from course.rules.follow_up import FollowUp
from tests.records.made import DAY, NOON, TODAY, learner, person

GIVEN = FollowUp(1, decided_since=True, helped="The rules", hindered="", change_done="partly", at=NOON)


def ask(store: Connection, who: int, *, tells_change: bool = True) -> str:
    """The token of the question, with its letter in the outbox."""
    token = follow_ups.ask_manager(store, who, 1, tells_change=tells_change, expires_on=TODAY + 42 * DAY, now=NOON)
    assert token is not None
    letter = Draft("manager", who, "boss@heronsea.example", "S", token, letter_tokens.manager_key(who, 1))
    outbox.write(store, letter, NOON)
    return token


def letters(store: Connection) -> int:
    return store.scalar(select(func.count()).select_from(tables.outbox)) or 0


def test_a_wish_comes_due_and_is_written_about_once(store: Connection) -> None:
    ada = learner(store)
    for _ in range(2):
        follow_ups.set_wish(store, ada, 1, TODAY, NOON)
    assert follow_ups.has_wish(store, ada, 1) and not follow_ups.has_wish(store, ada, 2)
    assert follow_ups.due_wishes(store, TODAY - DAY) == ()
    assert follow_ups.due_wishes(store, TODAY) == ((ada, 1),)
    outbox.write(store, Draft("follow-up", ada, "a@x.example", "S", "T", follow_ups.letter_key(ada, 1)), NOON)
    assert follow_ups.due_wishes(store, TODAY) == ()
    follow_ups.take_wish_back(store, ada, 1)
    assert not follow_ups.has_wish(store, ada, 1) and letters(store) == 0


def test_who_has_answered_is_not_written_to(store: Connection) -> None:
    ada = learner(store)
    follow_ups.set_wish(store, ada, 1, TODAY, NOON)
    follow_ups.keep(store, ada, GIVEN)
    assert follow_ups.due_wishes(store, TODAY) == ()


def test_answers_are_kept_once_and_the_same_twice_is_fine(store: Connection) -> None:
    ada = learner(store)
    assert follow_ups.keep(store, ada, GIVEN) and follow_ups.keep(store, ada, replace(GIVEN, at=NOON + DAY))
    assert not follow_ups.keep(store, ada, replace(GIVEN, helped="Another"))
    assert follow_ups.keep(store, ada, replace(GIVEN, cycle=2, helped="Another"))
    assert follow_ups.follow_up_of(store, ada, 1) == GIVEN
    follow_ups.delete_answers(store, ada, 1)
    assert [each.cycle for each in follow_ups.follow_ups_of(store, ada)] == [2]


def test_without_an_account_nothing_is_kept(store: Connection) -> None:
    bo = person(store, "Bo Marsh")
    follow_ups.set_wish(store, bo, 1, TODAY, NOON)
    assert not follow_ups.keep(store, bo, GIVEN) and not follow_ups.has_wish(store, bo, 1)


@pytest.mark.parametrize("tells", [True, False])
def test_a_manager_is_shown_the_change_only_if_the_learner_wants_it(tells: bool, store: Connection) -> None:
    ada = learner(store)
    reflections.keep_reflection(store, ada, Reflected(1, "after", "2026.1", False, None, "ask more", NOON, ()))
    token = ask(store, ada, tells_change=tells)
    found = follow_ups.manager_question(store, token)
    assert found == ManagerQuestion(ada, 1, "Ada Quill", "ask more" if tells else None, TODAY + 42 * DAY, None)
    assert follow_ups.manager_question(store, "another token") is None


def test_a_manager_is_asked_once_and_answers_once_and_the_address_goes(store: Connection) -> None:
    ada = learner(store)
    token = ask(store, ada)
    assert follow_ups.ask_manager(store, ada, 1, tells_change=False, expires_on=TODAY, now=NOON) is None
    assert follow_ups.asked_manager(store, ada, 1) == Asked(TODAY + 42 * DAY, answered=False)
    assert follow_ups.answer_manager(store, token, "partly", TODAY, NOON) and letters(store) == 0
    assert not follow_ups.answer_manager(store, token, "yes", TODAY, NOON)
    found = follow_ups.manager_question(store, token)
    assert found is not None and found.answer == "partly"
    assert follow_ups.asked_manager(store, ada, 1) == Asked(TODAY + 42 * DAY, answered=True)


@pytest.mark.parametrize(("days", "letter", "answers"), [(41, 1, True), (42, 0, True), (43, 0, False)])
def test_after_six_weeks_the_address_goes_and_then_it_is_too_late(
    days: int, letter: int, answers: bool, store: Connection
) -> None:
    token = ask(store, learner(store))
    retention.SWEEPS["manager"].take(store, NOON + days * DAY)
    assert letters(store) == letter
    assert follow_ups.answer_manager(store, token, "yes", TODAY + days * DAY, NOON) == answers


def test_closing_the_account_takes_all_of_it_along(store: Connection) -> None:
    ada = learner(store)
    follow_ups.set_wish(store, ada, 1, TODAY, NOON)
    follow_ups.keep(store, ada, GIVEN)
    token = ask(store, ada)
    accounts.close_account(store, ada, NOON)
    assert follow_ups.manager_question(store, token) is None and letters(store) == 0
    assert follow_ups.follow_ups_of(store, ada) == () and not follow_ups.has_wish(store, ada, 1)
    assert people.person_name(store, ada) == ""
