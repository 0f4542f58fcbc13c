"""Typed in from paper: a sheet is a hand-in like any other, kept once; evaluation is kept as sums."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from course.records import attempts, organisations, room_papers, standings
from course.rules.requirements import Requirement
from tests.records.made import DAY, NOON, TODAY, attempt, hand_in, keep_wording, learner, person
from tests.records.rooms import actions, session

DEFAULT = Requirement(30, 24, 60, 14)


@pytest.fixture
def tess(store: Connection) -> int:
    return learner(store, "Tess Trainer", "tess@x.example")


def keep(store: Connection, number: int, who: int, by: int, *, at: dt.datetime = NOON, **other: object) -> bool:
    keep_wording(store)
    return room_papers.keep(store, number, attempt(who, at=at, **other), by, NOON)


def test_a_sheet_is_an_attempt_of_the_person_and_kept_once_a_session(store: Connection, tess: int) -> None:
    ada, bo = person(store), person(store, "Bo Marsh")
    first, second = session(store, tess, key="a"), session(store, tess, key="b")
    assert [keep(store, first, ada, tess), keep(store, first, ada, tess, marks=3)] == [True, False]
    assert keep(store, second, ada, tess, at=NOON + DAY) and keep(store, first, bo, tess)
    assert [(each.marks, each.at) for each in attempts.attempts_of(store, ada)] == [(2, NOON + DAY), (2, NOON)]
    assert [(each.person, each.quiz) for each in room_papers.typed(store, first)] == [(ada, "early"), (bo, "early")]
    assert actions(store)[-1] == ("paper answers typed in", f"person {bo}", f"session {first}")


def test_what_came_of_it_is_not_told_with_the_sheet() -> None:
    assert set(room_papers.Typed.__dataclass_fields__) == {"person", "quiz", "at"}


def test_what_was_handed_in_on_screen_stays_beside_it(store: Connection, tess: int) -> None:
    ada = person(store)
    hand_in(store, ada, "on screen")
    number = session(store, tess)
    assert keep(store, number, ada, tess)
    assert len(attempts.attempts_of(store, ada)) == 2 and len(room_papers.typed(store, number)) == 1


def test_the_first_fact_of_the_course_is_seen_by_the_next_report(store: Connection, tess: int) -> None:
    ada = person(store)
    here = organisations.add_organisation(store, "Nursery", NOON)
    organisations.join(store, ada, here, None, TODAY, NOON)
    standings.settle(store, DEFAULT, TODAY)
    keep(store, session(store, tess), ada, tess)
    assert standings.settle(store, DEFAULT, TODAY) == 1


def test_totals_are_kept_by_moment_and_typing_them_again_replaces_them(store: Connection, tess: int) -> None:
    number, other = session(store, tess, key="a"), session(store, tess, key="b")
    room_papers.set_totals(store, number, "before", {("find-lead", 1): 4, ("find-lead", 2): 0, ("forms", 0): 9})
    room_papers.set_totals(store, number, "after", {("find-lead", 5): 7})
    room_papers.set_totals(store, other, "before", {("find-lead", 1): 1})
    assert room_papers.totals(store, number, "before") == {("find-lead", 1): 4, ("forms", 0): 9}
    room_papers.set_totals(store, number, "before", {("find-lead", 3): 2})
    assert room_papers.totals(store, number, "before") == {("find-lead", 3): 2}
    room_papers.set_totals(store, number, "before", {})
    assert room_papers.totals(store, number, "before") == {}
    assert room_papers.totals(store, number, "after") == {("find-lead", 5): 7}
    assert room_papers.totals(store, other, "before") == {("find-lead", 1): 1}


@pytest.mark.parametrize(("moment", "value", "people"), [("during", 1, 1), ("before", 6, 1), ("before", 1, -1)])
def test_the_tables_refuse_what_no_form_can_say(
    moment: str, value: int, people: int, store: Connection, tess: int
) -> None:
    number = session(store, tess)
    with pytest.raises(IntegrityError):
        room_papers.set_totals(store, number, moment, {("find-lead", value): people})
