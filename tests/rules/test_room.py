"""Presence in a session: minutes to the minute, nine tenths to the minute, and names that are likely the same person."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.rules.completion import progress
from course.rules.room import (
    KIND,
    Held,
    Presence,
    came_at,
    came_back,
    coming,
    completes,
    completion_facts,
    goes_on_until,
    likely_doubles,
    minutes_present,
    outcome,
    stage,
    takes_phones,
)
from tests.rules.small_course import catalogue

DAY = dt.date(2026, 11, 24)


def at(clock: str) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time.fromisoformat(clock), dt.UTC)


def held(begins: str = "09:00", ended: str = "12:00", *, whole: bool = True) -> Held:
    return Held(at(begins), at(ended), whole)


def there(arrived: str | None, left: str | None = None, away: int = 0, *, struck: bool = False) -> Presence:
    return Presence(at(arrived) if arrived else None, at(left) if left else None, away, struck)


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        (there("09:00"), 180),
        (there("08:40"), 180),
        (there("09:00", "12:20"), 180),
        (there("09:18"), 162),
        (there("09:18:59"), 162),
        (there("09:00", "11:42"), 162),
        (there("09:00", "11:41:01"), 162),
        (there("09:00", away=18), 162),
        (there("09:00", "10:00", away=90), 0),
        (there("12:00"), 0),
        (there("13:00"), 0),
        (there("08:00", "08:50"), 0),
        (there(None), 0),
        (there("09:00", struck=True), 0),
    ],
)
def test_minutes_are_those_within_the_session(line: Presence, minutes: int) -> None:
    assert minutes_present(line, held()) == minutes


@pytest.mark.parametrize(
    ("line", "session", "came_of_it"),
    [
        (there("09:18"), held(), "course"),
        (there("09:19"), held(), "attended"),
        (there("09:00", "11:42"), held(), "course"),
        (there("09:00", "11:41"), held(), "attended"),
        (there("09:00", away=18), held(), "course"),
        (there("09:00", away=19), held(), "attended"),
        (there("09:00"), held(whole=False), "attended"),
        (there("09:00"), held(ended="09:00"), "expected"),
        (there(None), held(), "expected"),
        (there("09:00", struck=True), held(), "struck"),
        (there("09:05"), held(ended="09:55"), "course"),
        (there("09:06"), held(ended="09:55"), "attended"),
    ],
)
def test_nine_tenths_to_the_minute(line: Presence, session: Held, came_of_it: str) -> None:
    assert outcome(line, session) == came_of_it


@pytest.mark.parametrize(
    ("ended", "planned", "came_of_it"),
    [("11:15", 180, "course"), ("11:14", 180, "attended"), ("09:05", 180, "attended"), ("13:00", 180, "course")],
)
def test_a_session_cut_short_by_more_than_a_quarter_is_not_the_course(
    ended: str, planned: int, came_of_it: str
) -> None:
    short = Held(at("09:00"), at(ended), True, planned)
    assert outcome(there("09:00"), short) == came_of_it


@pytest.mark.parametrize(
    ("line", "now", "away"),
    [
        (there("09:00", "10:00"), "10:20", 20),
        (there("09:00", "10:00", away=5), "10:20", 25),
        (there("08:30", "08:50"), "09:15", 15),  # away counts from the beginning of the session
        (there("08:30", "08:40"), "08:50", 0),
        (there("09:00"), "10:00", 0),
    ],
)
def test_who_comes_back_was_away_for_as_long_as_the_session_went_on(line: Presence, now: str, away: int) -> None:
    assert came_back(line, at("09:00"), at(now)) == Presence(line.arrived_at, None, away)


@pytest.mark.parametrize(
    ("clock", "found"),
    [("07:59", "before"), ("08:00", "now"), ("12:00", "now"), ("13:00", "now"), ("13:01", "after")],
)
def test_people_come_and_go_from_an_hour_before_to_an_hour_after(clock: str, found: str) -> None:
    assert stage(at("09:00"), 180, at(clock)) == found


@pytest.mark.parametrize(
    ("clock", "found"),
    [("07:59", "before"), ("08:00", "now"), ("12:00", "now"), ("12:01", "after"), ("15:00", "after")],
)
def test_after_the_planned_end_nobody_comes_any_more(clock: str, found: str) -> None:
    assert coming(at("09:00"), 180, at(clock)) == found


@given(
    st.integers(-60, 300), st.integers(0, 300), st.integers(0, 200), st.integers(0, 600), st.booleans(), st.booleans()
)
def test_whoever_was_there_longer_never_gets_less(
    came: int, stayed: int, away: int, long: int, whole: bool, struck: bool
) -> None:
    begin = at("09:00")
    session = Held(begin, begin + dt.timedelta(minutes=long), whole)
    arrived = begin + dt.timedelta(minutes=came)
    line = Presence(arrived, arrived + dt.timedelta(minutes=stayed), away, struck)
    longer = Presence(arrived - dt.timedelta(minutes=1), arrived + dt.timedelta(minutes=stayed + 1), away, struck)
    assert 0 <= minutes_present(line, session) <= minutes_present(longer, session) <= session.minutes == long
    assert completes(longer, session) or not completes(line, session)
    assert not completes(line, session) or (whole and not struck and 10 * minutes_present(line, session) >= 9 * long)


def test_the_clocks_going_back_make_no_hour_longer() -> None:
    before, after = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 2, 30, tzinfo=dt.UTC)
    assert Held(before, after, whole_course=True).minutes == 120


def test_what_is_kept_says_how_it_was_decided_and_holds_no_marks() -> None:
    course = catalogue(["one", "quiz:x:4"], ["two"])
    facts = completion_facts(course, there("09:10"), held(), person=7, partnership="Heronsea")
    assert (facts.kind, facts.person, facts.learning_minutes, facts.completed_on) == (KIND, 7, 170, DAY)
    assert [(each.module, each.marks, each.out_of) for each in facts.modules] == [
        ("module-1", 0, 0),
        ("module-2", 0, 0),
    ]
    assert "nine tenths" in facts.rule
    assert not progress(course, (), ()).complete


def test_nothing_is_kept_of_who_was_not_there_long_enough() -> None:
    with pytest.raises(ValueError, match="does not complete"):
        completion_facts(catalogue(["one"]), there("10:00"), held(), person=7, partnership="")


@pytest.mark.parametrize(
    ("clock", "open_"), [("07:59", False), ("08:00", True), ("09:30", True), ("12:00", True), ("12:01", False)]
)
def test_phones_are_taken_from_an_hour_before_to_the_planned_end(clock: str, open_: bool) -> None:
    assert takes_phones(at("09:00"), 180, at(clock)) is open_


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Ada Quill", (1,)),
        ("ada  QUILL", (1,)),
        ("Quill Ada", (1,)),
        ("Ada Quil", (1,)),
        ("Adah Quill", (1,)),
        ("Quill, Ada", (1,)),
        ("Ada Marie Quill", (1,)),
        ("Ada", ()),  # half of a town has the same first name
        ("Bo Marsh", (2,)),
        ("Bo Reed", ()),
        ("Jose Garcia-Lopez", (4,)),
        ("José García", (4,)),
        ("", ()),
    ],
)
def test_a_name_that_is_likely_known_is_found(typed: str, found: tuple[int, ...]) -> None:
    known = [(1, "Ada Quill"), (2, "Bo Marsh"), (3, "Cy Sandpiper"), (4, "José García López")]
    assert likely_doubles(typed, known) == found


def test_the_same_name_stands_before_one_that_lacks_a_word_and_that_before_a_mistyped_one() -> None:
    assert likely_doubles("Ada Quill", [(1, "Adam Quill"), (2, "Ada Marie Quill"), (3, "Ada Quill")]) == (3, 2, 1)


@pytest.mark.parametrize(
    ("clock", "from_beginning", "found"),
    [
        ("08:50", False, "08:50"), ("08:50", True, "08:50"), ("09:00", True, "09:00"), ("10:25", False, "10:25"),
        ("10:25", True, "09:00"), ("12:00", False, "12:00"), ("12:01", False, "09:00"), ("12:01", True, "09:00"),
    ],
)  # fmt: skip
def test_when_somebody_came_who_is_put_down(clock: str, from_beginning: bool, found: str) -> None:
    assert came_at(at("09:00"), 180, at(clock), from_beginning=from_beginning) == at(found)


@pytest.mark.parametrize(("clock", "found"), [("07:59", None), ("08:00", "13:00"), ("13:00", "13:00"), ("13:01", None)])
def test_until_when_a_session_goes_on(clock: str, found: str | None) -> None:
    assert goes_on_until(at("09:00"), 180, at(clock)) == (at(found) if found else None)
