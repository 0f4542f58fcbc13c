"""Sessions in a room: planned once, seen by those whose they are, changed while they are open."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from course.records import organisations, people, room_sessions
from course.records.room_sessions import Runs
from course.rules.scoping import NOBODY, Scope
from tests.records.made import DAY, HOUR, MINUTE, NOON, learner, person
from tests.records.rooms import BEGINS, ENDS, actions, held, session

ALL = Runs(None, Scope(everything=True))


def own(trainer: int) -> Runs:
    return Runs(trainer, NOBODY)


def numbers(found: tuple[room_sessions.RoomSession, ...]) -> list[int]:
    return [each.id for each in found]


def test_a_session_keeps_what_was_planned_and_gets_a_code_of_its_own(store: Connection) -> None:
    ada = learner(store)
    heron = organisations.add_organisation(store, "Heronsea", NOON)
    first, second = session(store, ada, organisation=heron, co_trainer="Bo Marsh"), session(store, ada)
    found = room_sessions.session(store, own(ada), first)
    assert found is not None
    assert (found.title, found.pack, found.edition) == ("The course in three hours", "three-hours", "2026.1")
    assert (found.organisation_name, found.trainer_name, found.co_trainer) == ("Heronsea", "Ada Quill", "Bo Marsh")
    assert (found.begins_at, found.planned_end, found.state) == (BEGINS, ENDS, "planned")
    assert (found.held.minutes, found.held.counts) == (180, True)
    assert [len(group) for group in found.code.split("-")] == [4, 4] and found.code != held(store, second).code
    assert actions(store)[0] == ("session planned", f"session {first}", "three-hours")


def test_the_same_form_sent_twice_plans_one_session(store: Connection) -> None:
    ada = learner(store)
    assert session(store, ada, key="one form") == session(store, ada, key="one form")
    assert len(room_sessions.planned(store, own(ada))) == 1 and len(actions(store)) == 1


def test_a_form_that_was_gone_back_to_and_says_something_else_plans_another(store: Connection) -> None:
    ada, other = learner(store), learner(store, "Bo Marsh", "bo@x.example")
    first = session(store, ada, key="one form")
    changed = [session(store, ada, key="one form", begins_at=BEGINS + DAY) for _ in range(2)]
    assert first not in changed and len(set(changed)) == 1
    assert session(store, other, key="one form") not in (first, *changed)
    assert numbers(room_sessions.planned(store, own(ada))) == [first, changed[0]]


def test_a_code_that_another_session_has_is_drawn_again(store: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["AAAA-AAAA", "AAAA-AAAA", "BBBB-BBBB"])
    monkeypatch.setattr(room_sessions, "new_code", lambda groups: next(drawn))
    ada = learner(store)
    made = [session(store, ada, key=key) for key in "ab"]
    assert [held(store, each).code for each in made] == ["AAAA-AAAA", "BBBB-BBBB"]


def test_a_session_is_found_by_its_code_as_people_type_it(store: Connection) -> None:
    ada = learner(store)
    number = session(store, ada)
    code = held(store, number).code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        found = room_sessions.session_by_code(store, typed)
        assert found is not None and found.id == number
    assert [room_sessions.session_by_code(store, typed) for typed in ("", "%", "AAAA", f"{code}-{code}")] == [None] * 4


def test_a_trainer_runs_their_own_and_an_administrator_those_of_the_scope(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo Marsh", "bo@x.example")
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
    mine, others, nobodys = (
        session(store, ada, organisation=heron),
        session(store, bo, organisation=wells),
        session(store, bo, key="several"),
    )
    seen = {
        "trainer": own(ada),
        "other trainer": own(bo),
        "keeper": Runs(None, Scope(organisations=frozenset({heron}))),
        "trainer and keeper": Runs(ada, Scope(organisations=frozenset({wells}))),
        "of a team": Runs(None, Scope(teams=frozenset({heron}))),
        "administrator": ALL,
        "nobody": Runs(None, NOBODY),
    }
    every = {mine, others, nobodys}
    found = {who: {each for each in every if room_sessions.session(store, runs, each)} for who, runs in seen.items()}
    assert found == {
        "trainer": {mine},
        "other trainer": {others, nobodys},
        "keeper": {mine},
        "trainer and keeper": {mine, others},
        "of a team": set(),
        "administrator": every,
        "nobody": set(),
    }
    assert {who: set(numbers(room_sessions.planned(store, runs))) for who, runs in seen.items()} == found


def test_the_next_one_stands_first_and_of_the_past_ones_the_latest(store: Connection) -> None:
    ada = learner(store)
    made = [session(store, ada, key=str(n), begins_at=BEGINS + days * DAY) for n, days in enumerate((5, 1, 3, 3, 4))]
    assert numbers(room_sessions.planned(store, own(ada))) == [made[1], made[2], made[3], made[4], made[0]]
    room_sessions.cancel(store, made[4], "Snow", ada, NOON)
    for number in made[1:4]:
        room_sessions.mark_closed(store, number, NOON, ada, NOON)
    assert numbers(room_sessions.planned(store, own(ada))) == [made[0]]
    assert numbers(room_sessions.past(store, own(ada))) == [made[4], made[3], made[2], made[1]]


@pytest.mark.parametrize("lists", ["planned", "past"])
def test_a_long_list_is_read_page_by_page_and_loses_nobody(
    store: Connection, lists: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_sessions, "PAGE", 2)
    ada = learner(store)
    made = [session(store, ada, key=str(n), begins_at=BEGINS + days * DAY) for n, days in enumerate((1, 1, 1, 2, 2, 3))]
    if lists == "past":
        for number in made:
            room_sessions.cancel(store, number, "Snow", ada, NOON)
        made.reverse()
    read, seen = getattr(room_sessions, lists), []
    page = read(store, own(ada))
    while page:
        assert len(page) <= 3
        seen += numbers(page[:2])
        page = read(store, own(ada), seen[-1]) if len(page) > 2 else ()
    assert seen == made


def test_when_and_where_can_be_changed_while_it_is_open(store: Connection) -> None:
    ada = learner(store)
    open_, closed, cancelled = (session(store, ada, key=key) for key in "abc")
    room_sessions.mark_closed(store, closed, ENDS, ada, NOON)
    room_sessions.cancel(store, cancelled, "Snow", ada, NOON)
    new = {"begins_at": BEGINS + DAY, "place": "Hall", "co_trainer": "Bo", "by": ada, "now": NOON}
    before = len(actions(store))
    assert [room_sessions.change(store, each, **new) for each in (open_, closed, cancelled)] == [True, False, False]  # type: ignore[arg-type]
    assert room_sessions.change(store, open_, **new)  # type: ignore[arg-type]
    found = held(store, open_)
    assert (found.begins_at, found.planned_minutes, found.place, found.co_trainer) == (BEGINS + DAY, 180, "Hall", "Bo")
    told = "begins: 22 November 2026 09:00 → 23 November 2026 09:00; place changed; co-trainer changed"
    assert actions(store)[before:] == [("session changed", f"session {open_}", told)]
    assert held(store, closed).place == held(store, cancelled).place == "Room 2"


def test_it_is_cancelled_once_and_the_audit_does_not_tell_why(store: Connection) -> None:
    ada = learner(store)
    number = session(store, ada)
    assert room_sessions.cancel(store, number, "Bo Marsh is ill", ada, NOON)
    assert not room_sessions.cancel(store, number, "Again", ada, NOON)
    found = held(store, number)
    assert (found.state, found.cancelled_reason) == ("cancelled", "Bo Marsh is ill")
    assert actions(store)[1:] == [("session cancelled", f"session {number}", "")]
    assert room_sessions.hold_open(store, number) is None


def test_what_is_held_is_read_as_it_is_then(store: Connection) -> None:
    ada = learner(store)
    number = session(store, ada)
    assert room_sessions.hold_closed(store, number) is None
    room_sessions.change(store, number, begins_at=BEGINS + HOUR, place="Hall", co_trainer="", by=ada, now=NOON)
    found = room_sessions.hold_open(store, number)
    assert found is not None and found.begins_at == BEGINS + HOUR and found.place == "Hall"
    room_sessions.mark_closed(store, number, BEGINS + 100 * MINUTE, ada, NOON)
    assert room_sessions.hold_open(store, number) is None
    closed = room_sessions.hold_closed(store, number)
    assert closed is not None and (closed.state, closed.held.minutes) == ("closed", 40)


def test_the_trainers_name_goes_with_the_account_and_the_session_stays(store: Connection) -> None:
    ada = learner(store)
    number = session(store, ada)
    people.rename(store, ada, "")
    assert (held(store, number).trainer, held(store, number).trainer_name) == (ada, "")


@pytest.mark.parametrize("minutes", [4, 601])
def test_no_session_lasts_a_moment_or_a_night(store: Connection, minutes: int) -> None:
    ada = person(store)
    with pytest.raises(IntegrityError):
        session(store, ada, planned_minutes=minutes)


def test_a_moment_is_kept_to_the_microsecond_in_utc(store: Connection) -> None:
    at = dt.datetime(2026, 6, 10, 9, 30, tzinfo=dt.timezone(HOUR))
    found = held(store, session(store, person(store), begins_at=at))
    assert found.begins_at == at and found.begins_at.utcoffset() == dt.timedelta(0)
