"""The register: one line a person, whoever puts them on it; and what was put right stays told."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from course.records import attendances, erasing, merging, people, room_sessions
from course.records.attendances import Times
from course.rules.room import Presence
from tests.records.made import DAY, MINUTE, NOON, learner, person
from tests.records.rooms import BEGINS, ENDS, arrive, line, session


def put_down(
    store: Connection, held: int, who: int, *, here: bool = True, how: str = "register", agency: str = ""
) -> int:
    at = BEGINS if here else None
    return attendances.put_down(store, held, who, arrived_at=at, how=how, agency=agency, now=BEGINS)


def test_people_stand_by_name_and_say_what_the_rules_ask(store: Connection) -> None:
    held = session(store, learner(store, "Tess Trainer", "tess@x.example"))
    bo, ada = person(store, "Bo Marsh"), learner(store)
    put_down(store, held, bo, here=False)
    number = put_down(store, held, ada, agency="Nursery")
    attendances.set_times(store, number, Times(BEGINS, ENDS, 5))
    lines = attendances.register(store, held)
    assert [(each.name, each.has_account, each.agency) for each in lines] == [
        ("Ada Quill", True, "Nursery"),
        ("Bo Marsh", False, ""),
    ]
    assert [each.presence for each in lines] == [Presence(BEGINS, ENDS, 5), Presence(None)]
    assert attendances.register(store, session(store, ada)) == ()


def test_who_is_put_down_twice_has_one_line_and_the_first_arrival(store: Connection) -> None:
    ada = learner(store)
    held = session(store, ada)
    first = put_down(store, held, ada, here=False)
    assert put_down(store, held, ada, how="phone") == first
    assert line(store, held, first).arrived_at == BEGINS and line(store, held, first).how == "phone"
    attendances.put_down(store, held, ada, arrived_at=BEGINS + 9 * MINUTE, how="register", agency="", now=NOON)
    assert line(store, held, first).arrived_at == BEGINS
    assert put_down(store, held, ada, here=False) == first and line(store, held, first).arrived_at == BEGINS


def test_who_was_taken_off_comes_back_by_the_trainer_and_not_by_a_phone(store: Connection) -> None:
    ada = learner(store)
    held = session(store, ada)
    number = put_down(store, held, ada, here=False)
    attendances.strike(store, number, "Not in the room", NOON)
    put_down(store, held, ada, how="phone")
    struck = line(store, held, number)
    assert (struck.struck_reason, struck.struck_at, struck.arrived_at) == ("Not in the room", NOON, None)
    put_down(store, held, ada)
    back = line(store, held, number)
    assert (back.struck_reason, back.struck_at, back.arrived_at) == (None, None, BEGINS)


def test_who_was_entered_in_the_room_stays_known_as_such(store: Connection) -> None:
    ada = person(store)
    held = session(store, ada)
    number = put_down(store, held, ada, here=False, how="new")
    put_down(store, held, ada)
    assert line(store, held, number).how == "new"


def test_a_line_is_found_in_its_own_session_alone(store: Connection) -> None:
    ada = learner(store)
    here, there = session(store, ada, key="a"), session(store, ada, key="b")
    number = put_down(store, here, ada)
    assert attendances.line(store, there, number) is None
    assert attendances.line_of(store, there, ada) is None
    assert attendances.line_of(store, here, ada) == line(store, here, number)


def test_nobody_leaves_before_arriving_and_nothing_is_struck_without_a_reason(store: Connection) -> None:
    ada = person(store)
    number = put_down(store, session(store, ada), ada)
    with pytest.raises(IntegrityError), store.begin_nested():
        attendances.set_times(store, number, Times(BEGINS, BEGINS - MINUTE))
    with pytest.raises(IntegrityError), store.begin_nested():
        attendances.set_times(store, number, Times(None, BEGINS))
    with pytest.raises(IntegrityError), store.begin_nested():
        attendances.set_times(store, number, Times(BEGINS, None, -1))


def test_the_list_of_sessions_counts_those_who_were_seen(store: Connection) -> None:
    ada = learner(store)
    full, empty = session(store, ada, key="a"), session(store, ada, key="b")
    for name, here in (("A", True), ("B", True), ("C", False)):
        put_down(store, full, person(store, name), here=here)
    struck = put_down(store, full, person(store, "D"))
    attendances.strike(store, struck, "Wrong room", NOON)
    put_down(store, empty, ada, here=False)
    assert attendances.counts(store, [full, empty]) == {full: 2}
    assert attendances.counts(store, []) == {}


def test_who_came_after_the_end_or_left_before_the_beginning_was_not_seen(store: Connection) -> None:
    ada = learner(store)
    held = session(store, ada)
    arrive(store, held, person(store, "A"), after=180)
    arrive(store, held, person(store, "B"), after=-30, stayed=30)
    arrive(store, held, person(store, "C"), after=179)
    assert attendances.counts(store, [held]) == {held: 2}  # it may go on for longer than planned
    room_sessions.mark_closed(store, held, ENDS, ada, NOON)
    assert attendances.counts(store, [held]) == {held: 1}


def test_who_is_missing_on_a_closed_register_gets_a_line_and_who_was_taken_off_stays_so(store: Connection) -> None:
    ada, tess = person(store), learner(store, "Tess Trainer", "tess@x.example")
    held = session(store, tess)
    off = arrive(store, held, ada)
    attendances.strike(store, off.id, "Wrong room", NOON)
    struck = line(store, held, off.id)
    assert attendances.add_missing(store, held, ada, NOON) == off.id and line(store, held, off.id) == struck
    new = line(store, held, attendances.add_missing(store, held, person(store, "Bo Marsh"), NOON))
    assert (new.name, new.arrived_at, new.how) == ("Bo Marsh", None, "register")


def test_the_names_stand_in_the_order_of_lists_whatever_their_case(store: Connection) -> None:
    ada = learner(store)
    held = session(store, ada)
    for name in ("bo marsh", "Cy Reed", "Ada Quill"):
        put_down(store, held, person(store, name))
    assert [each.name for each in attendances.register(store, held)] == ["Ada Quill", "bo marsh", "Cy Reed"]


def test_a_correction_tells_what_the_line_said_before_and_who_changed_it(store: Connection) -> None:
    ada, tess = learner(store), learner(store, "Tess Trainer", "tess@x.example")
    held = session(store, tess)
    was = arrive(store, held, ada, stayed=60)
    attendances.keep_correction(store, was, "She stayed to the end", tess, NOON)
    attendances.keep_correction(store, was, "Sure", tess, NOON + DAY)
    newest, first = attendances.corrections(store, held)
    assert (first.attendance, first.by_name, first.reason, first.at) == (
        was.id,
        "Tess Trainer",
        "She stayed to the end",
        NOON,
    )
    assert newest.at == NOON + DAY
    left = was.left_at
    assert left is not None
    assert first.before == {
        "arrived_at": BEGINS.isoformat(), "left_at": left.isoformat(), "away_minutes": 0, "struck_reason": None,
    }  # fmt: skip


def test_somebodys_own_sessions_are_the_closed_ones_at_which_they_were_seen(store: Connection) -> None:
    ada, tess = learner(store), learner(store, "Tess Trainer", "tess@x.example")
    attended, missed, still_open, struck, corrected = (
        session(store, tess, key=key, begins_at=BEGINS + days * DAY) for days, key in enumerate("abcde")
    )
    for number in (attended, still_open):
        put_down(store, number, ada)
    put_down(store, missed, ada, here=False)
    attendances.strike(store, put_down(store, struck, ada), "Wrong room", NOON)
    was = line(store, corrected, put_down(store, corrected, ada))
    attendances.keep_correction(store, was, "Was somebody else", tess, NOON)
    attendances.strike(store, was.id, "Was somebody else", NOON)
    for number in (attended, missed, struck, corrected):
        room_sessions.mark_closed(store, number, ENDS + 9 * DAY, tess, NOON)
    found = attendances.attended(store, ada)
    assert [(each.session.id, len(each.corrections)) for each in found] == [(corrected, 1), (attended, 0)]
    assert found[0].corrections[0].by_name == "Tess Trainer" and found[1].session.trainer_name == "Tess Trainer"
    assert attendances.attended(store, tess) == ()


# Two records of one person become one.


@pytest.mark.parametrize("first", ["kept", "gone"])
def test_of_two_lines_on_a_register_that_of_who_was_there_longer_stays(store: Connection, first: str) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    held = session(store, kept)
    long, short = (kept, gone) if first == "kept" else (gone, kept)
    arrive(store, held, short, stayed=20)
    stays = arrive(store, held, long, after=5)
    merging.merge(store, kept, gone)
    (only,) = attendances.register(store, held)
    assert (only.id, only.person, only.left_at) == (stays.id, kept, None)


def test_the_corrections_of_both_lines_stay(store: Connection) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    held = session(store, kept)
    late, early = arrive(store, held, kept, after=20, stayed=30), arrive(store, held, gone, after=5, stayed=60)
    attendances.keep_correction(store, late, "Late", kept, NOON)
    merging.merge(store, kept, gone)
    (only,) = attendances.register(store, held)
    assert (only.id, only.person, only.arrived_at, only.left_at) == (early.id, kept, early.arrived_at, early.left_at)
    assert [each.attendance for each in attendances.corrections(store, held)] == [early.id]


@pytest.mark.parametrize("first", ["kept", "gone"])
@pytest.mark.parametrize("other", ["expected", "struck"])
def test_whoever_was_seen_under_one_of_the_names_was_there(store: Connection, first: str, other: str) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    held = session(store, kept)
    seen, unseen = (kept, gone) if first == "kept" else (gone, kept)
    there = arrive(store, held, seen, after=9)
    number = put_down(store, held, unseen, here=other == "struck")
    if other == "struck":
        attendances.strike(store, number, "Twice", NOON)
    merging.merge(store, kept, gone)
    (only,) = attendances.register(store, held)
    assert (only.id, only.person, only.struck_at) == (there.id, kept, None)


def test_lines_on_different_registers_both_stay(store: Connection) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    one, two = session(store, kept, key="a"), session(store, kept, key="b")
    for held, who in ((one, kept), (two, gone)):
        arrive(store, held, who)
    merging.merge(store, kept, gone)
    assert [each.person for held in (one, two) for each in attendances.register(store, held)] == [kept, kept]


def test_an_erased_person_leaves_a_line_without_words(store: Connection) -> None:
    ada = learner(store)
    held = session(store, ada)
    number = put_down(store, held, ada, agency="Nursery of Ada")
    attendances.strike(store, number, "Ada was ill", NOON)
    attendances.keep_correction(store, line(store, held, number), "Ada said so", ada, NOON)
    erasing.erase(store, ada, NOON)
    (left,) = attendances.register(store, held)
    assert (left.name, left.agency, left.struck_reason, left.arrived_at) == ("", "", "", BEGINS)
    (told,) = attendances.corrections(store, held)
    assert (told.reason, told.before["struck_reason"], told.before["arrived_at"]) == ("", "", BEGINS.isoformat())
    assert people.person_name(store, ada) == ""


# The register is kept for a time, then the counts alone.


def old(store: Connection, before: dt.datetime) -> list[int]:
    return list(store.execute(attendances.old(before)).scalars())


def test_a_register_that_is_let_go_leaves_how_many_there_were(store: Connection) -> None:
    ada = learner(store)
    held = session(store, ada)
    attendances.keep_correction(store, arrive(store, held, ada), "Late", ada, NOON)
    assert old(store, BEGINS + MINUTE) == [held] and old(store, BEGINS) == []
    attendances.let_go(store, held, 12, 9)
    assert attendances.register(store, held) == () and attendances.corrections(store, held) == ()
    found = room_sessions.by_numbers(store, [held])[held]
    assert (found.were_present, found.have_completed) == (12, 9)
    assert old(store, BEGINS + MINUTE) == []
    attendances.let_go(store, held, 0, 0)
    assert room_sessions.by_numbers(store, [held])[held] == found


def test_words_that_may_name_somebody_go_with_the_register_also_where_nobody_was_on_it(store: Connection) -> None:
    ada = learner(store)
    led, off, plain = session(store, ada, co_trainer="Bo Marsh"), session(store, ada, key="b"), session(store, ada)
    room_sessions.cancel(store, off, "Bo Marsh is ill", ada, NOON)
    assert old(store, BEGINS + MINUTE) == [led, off]
    for number in (led, off):
        attendances.let_go(store, number, 0, 0)
    found = room_sessions.by_numbers(store, [led, off, plain])
    told = [(found[each].co_trainer, found[each].cancelled_reason) for each in (led, off, plain)]
    assert told == [("", None), ("", ""), ("", None)]
    assert found[off].state == "cancelled" and old(store, BEGINS + MINUTE) == []


def test_of_a_line_taken_off_and_one_not_seen_the_one_on_the_register_stays(store: Connection) -> None:
    kept, gone = person(store), person(store, "A. Quill")
    held = session(store, kept)
    attendances.strike(store, arrive(store, held, kept).id, "Wrong room", NOON)
    expected = put_down(store, held, gone, here=False)
    merging.merge(store, kept, gone)
    (only,) = attendances.register(store, held)
    assert (only.id, only.person, only.struck_at, only.arrived_at) == (expected, kept, None, None)
