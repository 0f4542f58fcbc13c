"""Closing a session makes the completions that follow, once; putting a line right makes or takes back what changes."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection

from course.records import (
    attendances,
    audit,
    completions,
    erasing,
    member_facts,
    merging,
    organisations,
    past,
    room_closing,
    room_sessions,
    standings,
)
from course.records.attendances import Line, Times
from course.rules.facts import Completion, Led
from course.rules.refreshing import due
from course.rules.reporting import Asked
from course.rules.requirements import Requirement
from course.rules.room import KIND, completes
from course.rules.scoping import Scope
from tests.records.made import DAY, HOUR, MINUTE, NOON, SECOND, TODAY, completion, learner, person
from tests.records.rooms import BEGINS, ENDS, actions, arrive, facts, held, line, session

DEFAULT = Requirement(30, 24, 60, 14)
CLOSED_AT = NOON + 2 * DAY


def close(store: Connection, number: int, by: int, ended_at: dt.datetime = ENDS) -> int | None:
    return room_closing.close(store, number, ended_at, facts, by, CLOSED_AT)


def done(store: Connection, who: int) -> tuple[Completion, ...]:
    return completions.completions_of(store, who)


def correct(store: Connection, number: int, was: Line, by: int, times: Times | None = None, why: str = "Sure") -> str:
    """Put a line right; without times it is taken off the register."""
    found = room_sessions.hold_closed(store, number)
    assert found is not None
    attendances.keep_correction(store, was, why, by, NOON)
    if times is None:
        attendances.strike(store, was.id, why, NOON)
    else:
        attendances.strike(store, was.id, None, NOON)
        attendances.set_times(store, was.id, times)
    return room_closing.correct(store, found, line(store, number, was.id), facts, by, CLOSED_AT + DAY)


@pytest.fixture
def tess(store: Connection) -> int:
    return learner(store, "Tess Trainer", "tess@x.example")


def test_who_was_there_nine_tenths_has_completed_and_nobody_else(store: Connection, tess: int) -> None:
    number = session(store, tess)
    people = {name: person(store, name) for name in ("whole", "enough", "short", "away", "missed", "struck")}
    arrive(store, number, people["whole"])
    arrive(store, number, people["enough"], after=18)
    arrive(store, number, people["short"], after=19)
    arrive(store, number, people["away"], away=19)
    attendances.put_down(store, number, people["missed"], arrived_at=None, how="register", agency="", now=NOON)
    attendances.strike(store, arrive(store, number, people["struck"]).id, "Wrong room", NOON)
    assert close(store, number, tess) == 2
    assert {name for name, who in people.items() if done(store, who)} == {"whole", "enough"}
    found = held(store, number)
    assert (found.state, found.closed_at, found.held.minutes) == ("closed", CLOSED_AT, 180)
    assert actions(store)[-1] == ("session closed", f"session {number}", "4 present, 2 completed, 180 minutes")
    assert audit.broken_at(store) is None


def test_a_completion_says_who_led_it_from_which_pack_and_how_long_it_was(store: Connection, tess: int) -> None:
    number, ada = session(store, tess, edition="2025.2"), person(store)
    arrive(store, number, ada, after=8)
    close(store, number, tess)
    (made,) = done(store, ada)
    assert made.edition == "2026.1"  # that of the day of the session; the pack was made before
    assert (made.kind, made.completed_on, made.at, made.learning_minutes) == (KIND, BEGINS.date(), ENDS, 172)
    title = "The course in three hours"
    led = {made.id: Led(made.id, number, "Tess Trainer", "three-hours", title, "2025.2", 172, 180)}
    assert room_closing.led(store, [made.id, made.id + 1]) == led and room_closing.led(store, []) == {}
    assert room_closing.made_by(store, number) == {ada: (made.id,)}
    assert room_closing.completed(store, [number]) == {number: 1}


def test_the_name_of_a_trainer_who_has_gone_is_told_in_other_words(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    arrive(store, number, ada)
    close(store, number, tess)
    erasing.erase(store, tess, NOON)
    (led,) = room_closing.led(store, [done(store, ada)[0].id]).values()
    assert (led.trainer_name, led.led_by) == ("", "a trainer whose account was closed")


def test_closing_twice_closes_once_and_a_cancelled_one_never(store: Connection, tess: int) -> None:
    number, off, ada = session(store, tess, key="a"), session(store, tess, key="b"), person(store)
    for each in (number, off):
        arrive(store, each, ada)
    room_sessions.cancel(store, off, "Snow", tess, NOON)
    assert [close(store, each, tess) for each in (number, number, off)] == [1, None, None]
    assert len(done(store, ada)) == 1 and not room_sessions.cancel(store, number, "Snow", tess, NOON)


@pytest.mark.parametrize("case", ["shorter pack", "ended early"])
def test_what_does_not_cover_the_course_changes_no_status(case: str, store: Connection, tess: int) -> None:
    whole, ended = (False, ENDS) if case == "shorter pack" else (True, BEGINS + 134 * MINUTE)
    number, ada = session(store, tess, whole_course=whole), person(store)
    here = organisations.add_organisation(store, "Nursery", NOON)
    organisations.join(store, ada, here, None, TODAY, NOON)
    arrive(store, number, ada)
    assert close(store, number, tess, ended) == 0
    assert done(store, ada) == () and len(attendances.attended(store, ada)) == 1
    assert member_facts.begun(store, [ada]) == {}


def test_it_counts_in_the_standing_like_any_completion(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    here = organisations.add_organisation(store, "Nursery", NOON)
    organisations.join(store, ada, here, None, TODAY - 9 * DAY, NOON)
    standings.settle(store, DEFAULT, TODAY)
    arrive(store, number, ada)
    close(store, number, tess)
    assert not standings.is_settled(store, DEFAULT, TODAY)
    standings.settle(store, DEFAULT, TODAY)
    (member,) = member_facts.members_of(store, ada)
    newest = member.newest_done(TODAY)
    assert newest is not None and (newest.kind, newest.completed_on) == (KIND, BEGINS.date())


def test_an_older_completion_stays_and_the_session_is_another_cycle(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    online = completions.add_completion(store, completion(ada, at=NOON - 300 * DAY))
    arrive(store, number, ada)
    close(store, number, tess)
    newest, first = done(store, ada)
    assert first == online and newest.kind == KIND
    assert [each.cycle for each in completions.cycles_of(store, ada)] == [1, 2]


def test_a_register_closed_late_does_not_hide_what_was_completed_since(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    online = completions.add_completion(store, completion(ada, at=NOON + DAY, completed_on=TODAY + DAY))
    arrive(store, number, ada)
    close(store, number, tess)
    assert [each.kind for each in done(store, ada)] == ["online", KIND] and done(store, ada)[0] == online


def test_nobody_completes_whose_name_has_gone_meanwhile(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), learner(store)
    arrive(store, number, ada)
    erasing.erase(store, ada, NOON)
    assert close(store, number, tess) == 0 and done(store, ada) == ()


def test_a_report_of_the_days_in_between_says_that_it_was_entered_later(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    here = organisations.add_organisation(store, "Nursery", NOON)
    organisations.join(store, ada, here, None, TODAY - 9 * DAY, NOON - 9 * DAY)
    arrive(store, number, ada)
    close(store, number, tess)

    def later(day: dt.date) -> bool:
        asked = Asked(scope=Scope(everything=True), day=day, today=TODAY + 99 * DAY, default=DEFAULT)
        (found,) = past.members(store, asked)
        assert (found.kind, found.status) == (KIND, "in-date")
        return found.later

    assert [later(CLOSED_AT.date() - DAY), later(CLOSED_AT.date())] == [True, False]


# Afterwards.


def test_a_correction_makes_the_completion_that_follows_and_takes_it_back(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    was = arrive(store, number, ada, stayed=60)
    close(store, number, tess)
    assert correct(store, number, was, tess, Times(BEGINS, None, 0)) == "completed"
    (made,) = done(store, ada)
    is_now = line(store, number, was.id)
    assert correct(store, number, is_now, tess) == "withdrawn"
    (withdrawn,) = done(store, ada)
    assert withdrawn.id == made.id and withdrawn.withdrawn_reason == room_closing.CORRECTED
    assert actions(store)[-1] == ("certificate withdrawn", f"completion {made.id}", f"session {number}")
    assert room_closing.made_by(store, number) == {} and room_closing.completed(store, [number]) == {}
    assert correct(store, number, line(store, number, was.id), tess, Times(BEGINS, None, 0)) == "completed"
    assert [each.withdrawn_at is None for each in done(store, ada)] == [True, False]


def test_other_minutes_that_change_nothing_else_are_put_right_in_the_completion(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    was = arrive(store, number, ada)
    close(store, number, tess)
    (before,) = done(store, ada)
    assert correct(store, number, was, tess, Times(BEGINS + 10 * MINUTE, None, 0)) == ""
    (after,) = done(store, ada)
    assert (before.learning_minutes, after.learning_minutes, after.code) == (180, 170, before.code)
    assert room_closing.led(store, [after.id])[after.id].minutes == 170


def test_a_correction_leaves_a_certificate_withdrawn_that_somebody_withdrew(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    was = arrive(store, number, ada)
    close(store, number, tess)
    completions.withdraw(store, done(store, ada)[0].id, "Not the person", tess, NOON)
    assert correct(store, number, was, tess, Times(BEGINS + MINUTE, None, 0)) == ""
    (only,) = done(store, ada)
    assert only.withdrawn_reason == "Not the person"


def test_putting_a_line_wrong_and_right_again_undoes_no_withdrawal(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    was = arrive(store, number, ada)
    close(store, number, tess)
    completions.withdraw(store, done(store, ada)[0].id, "Not the person", tess, NOON)
    assert correct(store, number, was, tess, Times(BEGINS, BEGINS + MINUTE)) == ""
    assert correct(store, number, line(store, number, was.id), tess, Times(BEGINS, None)) == ""
    (only,) = done(store, ada)
    assert only.withdrawn_reason == "Not the person" and room_closing.made_by(store, number) == {}


def test_a_completion_that_two_records_brought_along_is_not_denied_by_the_register(
    store: Connection, tess: int
) -> None:
    number, ada, again = session(store, tess), person(store), person(store, "A. Quill")
    arrive(store, number, ada, stayed=30)
    arrive(store, number, again, after=5)
    close(store, number, tess)
    merging.merge(store, ada, again)
    (only,) = attendances.register(store, number)
    assert completes(only.presence, held(store, number).held) and len(done(store, ada)) == 1


def test_a_shorter_session_is_put_right_without_a_completion(store: Connection, tess: int) -> None:
    number, ada = session(store, tess, whole_course=False), person(store)
    was = arrive(store, number, ada, stayed=9)
    close(store, number, tess)
    assert correct(store, number, was, tess, Times(BEGINS, None, 0)) == "" and done(store, ada) == ()


def test_two_completions_of_one_session_brought_together_are_taken_back_together(store: Connection, tess: int) -> None:
    number, ada, again = session(store, tess), person(store), person(store, "A. Quill")
    was = arrive(store, number, ada)
    arrive(store, number, again, after=5)
    close(store, number, tess)
    merging.merge(store, ada, again)
    assert len(room_closing.made_by(store, number)[ada]) == 2 and room_closing.completed(store, [number]) == {number: 1}
    assert correct(store, number, was, tess) == "withdrawn"
    assert all(each.withdrawn_at for each in done(store, ada))


def test_who_stood_on_a_register_by_mistake_has_the_whole_course_to_do(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), person(store)
    was = arrive(store, number, ada)
    close(store, number, tess)
    assert completions.first_cycle(store, ada) == 1
    correct(store, number, was, tess)
    cycles = completions.cycles_of(store, ada)
    assert due([], cycles, DEFAULT, TODAY + 9 * DAY) is None
    assert completions.first_cycle(store, ada) == completions.next_cycle(store, ada) == 2
    online = completions.add_first(store, completion(ada, at=NOON + HOUR))
    assert online.kind == "online" and [each.cycle for each in completions.cycles_of(store, ada)] == [1, 2]
    assert completions.add_first(store, completion(ada, at=NOON + HOUR)) == online


def test_nobody_completes_by_a_correction_whose_name_has_gone(store: Connection, tess: int) -> None:
    number, ada = session(store, tess), learner(store)
    was = arrive(store, number, ada, stayed=60)
    close(store, number, tess)
    erasing.erase(store, ada, NOON)
    assert correct(store, number, was, tess, Times(BEGINS, None)) == "" and done(store, ada) == ()


# Old registers.


def test_an_old_register_goes_and_its_counts_stay_with_the_session(store: Connection, tess: int) -> None:
    number, young = session(store, tess), session(store, tess, key="y", begins_at=BEGINS + DAY)
    people = [person(store, name) for name in "ABC"]
    arrive(store, number, people[0])
    arrive(store, number, people[1], stayed=9)
    attendances.put_down(store, number, people[2], arrived_at=None, how="register", agency="", now=NOON)
    arrive(store, young, people[0])
    close(store, number, tess)
    edge = BEGINS + SECOND
    assert room_closing.count_old(store, BEGINS) == 0 and room_closing.count_old(store, edge) == 1
    assert [room_closing.take_old(store, edge, 5) for _ in range(2)] == [1, 0]
    found = held(store, number)
    assert (found.were_present, found.have_completed) == (2, 1)
    assert attendances.register(store, number) == () and len(attendances.register(store, young)) == 1
    assert len(done(store, people[0])) == 1 and room_sessions.hold_closed(store, number) is None
