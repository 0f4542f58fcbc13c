"""Closing: shown before, done once, all or nothing; and what a correction afterwards makes, takes back and tells."""

from __future__ import annotations

import pytest
from flask import Flask

from course.records import erasing
from course.records.database import writing
from course.rules.room import KIND
from tests.web.administering import at as at_link
from tests.web.administering import links_of_summary
from tests.web.looking_after import enter_as
from tests.web.reader import Page
from tests.web.training import BEGINS, DAY, ENDS, MINUTE, Room, at, figure, move_in, name_of, outcomes


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


@pytest.fixture
def number(room: Room) -> int:
    """A session with two who stayed and one who came late; it is over."""
    made = room.plan()
    room.arrive(made, "Ada Quill")
    room.arrive(made, "Bo Marsh", after=18)
    room.arrive(made, "Adam Reed", after=19)
    at("12:20")
    room.trainer_again()
    return made


def close(room: Room, number: int, ended: str | None = None, **typed: str) -> Page:
    room.trainer.open(f"/sessions/{number}/close" + (f"?ended={ended}" if ended else ""))
    return room.trainer.press("close", **typed)


def test_the_page_before_shows_what_would_come_of_it_and_keeps_nothing(room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/close")
    assert page.value("close-end", "ended") == "12:00"
    assert (figure(page, "present"), figure(page, "completed")) == ("3", "2")
    assert outcomes(page) == {
        "Ada Quill": ("course", "180", "Course completed"),
        "Adam Reed": ("attended", "161", "Session attended"),
        "Bo Marsh": ("course", "162", "Course completed"),
    }
    assert room.session(number).state == "planned" and room.rows("completion") == 0


def test_another_end_is_worked_out_anew_and_closed_with(room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/close?ended=12:10")
    assert outcomes(page)["Bo Marsh"][:2] == ("course", "172") and outcomes(page)["Adam Reed"][0] == "course"
    room.trainer.press("close")
    assert room.session(number).ended_at == ENDS + 10 * MINUTE and room.rows("completion") == 3


def test_one_button_closes_and_makes_the_completions(room: Room, number: int) -> None:
    page = room.trainer.follow(close(room, number))
    assert "The session is closed" in page.words and figure(page, "completed") == "2"
    (made,) = room.completions("Ada Quill")
    assert (made.kind, made.completed_on, made.learning_minutes, made.edition) == (KIND, DAY, 180, "2026.1")
    assert made.partnership == "Heronsea Safeguarding Partnership" and len(made.modules) == 5
    assert room.completions("Adam Reed") == ()
    assert room.audit()[-1] == ("session closed", f"session {number}", "3 present, 2 completed, 180 minutes")


def test_pressed_twice_it_closes_once(room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/close")
    answers = [room.trainer.press("close", page).place for _ in range(2)]
    assert answers == [f"/sessions/{number}?done=closed"] * 2 and room.rows("completion") == 2


def test_a_shorter_pack_and_one_ended_early_complete_nothing_and_say_so(room: Room, number: int) -> None:
    page = room.trainer.open(f"/sessions/{number}/close?ended=11:14")
    assert "ended more than a quarter early" in page.words
    room.trainer.press("close")
    assert room.rows("completion") == 0
    at("08:00")
    short = room.plan(whole=False, pack="sixty-minutes", planned_minutes=60)
    room.arrive(short, "Ada Quill")
    at("12:20")
    room.trainer_again()
    assert "This pack covers a part of the course" in room.trainer.open(f"/sessions/{short}/close").words
    room.trainer.press("close")
    assert room.rows("completion") == 0 and room.session(short).state == "closed"


@pytest.mark.parametrize("ended", ["", "noon", "09:00", "08:00", "12:45"])
def test_an_end_that_cannot_be_is_said(ended: str, room: Room, number: int) -> None:
    page = close(room, number, ended=ended) if ended else None
    page = room.trainer.post(f"/sessions/{number}/close", ended=ended)
    assert page.status == 422 and at_link(page, links_of_summary(page)[0]) == "ended"
    assert room.session(number).state == "planned"


def test_before_it_begins_and_with_nobody_there_it_is_not_closed(room: Room) -> None:
    number = room.plan()
    room.arrive(number, "Ada Quill")
    assert close(room, number).errors() == ["This session has not begun. Close it when it is over"]
    at("12:20")
    room.trainer_again()
    empty = room.plan(key="empty")
    page = close(room, empty)
    assert "Nobody is on the register" in page.errors()[0] and room.session(empty).state == "planned"


# Doubles.


def enter_new(room: Room, number: int, name: str) -> int:
    """The line of somebody entered as new, who was there from the beginning."""
    room.trainer.open(f"/sessions/{number}/people?q={name}")
    assert room.trainer.press("add-new").status == 303
    return room.register(number)[name].id


def test_doubles_have_to_be_settled_first(room: Room, number: int) -> None:
    at("13:30")
    room.trainer_again()
    line = enter_new(room, number, "Adah Reed")
    new = room.register(number)["Adah Reed"].person
    page = close(room, number)
    assert page.errors() == ["Say whether Adah Reed is somebody known"] and room.session(number).state == "planned"
    assert at_link(page, links_of_summary(page)[0]) == f"double-{line}"
    done = room.trainer.press("close", **{f"double-{line}": str(room.people["Adam Reed"])})
    assert done.status == 303 and name_of(room.app, new) is None
    assert "Adah Reed" not in room.register(number)
    assert room.completions("Adam Reed")[0].learning_minutes == 180  # the earlier arrival


def test_another_person_of_a_like_name_stays_and_completes(room: Room, number: int) -> None:
    at("13:30")
    room.trainer_again()
    line = enter_new(room, number, "Adah Reed")
    room.people["Adah Reed"] = room.register(number)["Adah Reed"].person
    assert close(room, number, **{f"double-{line}": "another"}).status == 303
    assert len(room.completions("Adah Reed")) == 1 and room.completions("Adam Reed") == ()


def test_a_new_one_typed_twice_who_is_known_is_one_in_the_end(room: Room, number: int) -> None:
    at("13:30")
    room.trainer_again()
    first, second = enter_new(room, number, "Adah Reed"), enter_new(room, number, "Adha Reed")
    new = room.register(number)["Adah Reed"].person
    adam = str(room.people["Adam Reed"])
    assert close(room, number, **{f"double-{first}": adam, f"double-{second}": str(new)}).status == 303
    assert sorted(room.register(number)) == ["Ada Quill", "Adam Reed", "Bo Marsh"]


@pytest.mark.parametrize("said", ["", "999", "x", "Bo Marsh"])
def test_a_double_is_settled_only_with_what_was_offered(said: str, room: Room, number: int) -> None:
    at("13:30")
    room.trainer_again()
    line = enter_new(room, number, "Adah Reed")
    fields = {f"double-{line}": str(room.people.get(said, said)), "ended": "12:00"}
    assert room.trainer.post(f"/sessions/{number}/close", **fields).status == 422
    assert room.session(number).state == "planned" and "Adah Reed" in room.register(number)


# Afterwards.


def correct(room: Room, number: int, name: str, **typed: str) -> Page:
    line = room.register(number)[name].id
    room.trainer.open(f"/sessions/{number}/corrections/{line}")
    return room.trainer.press("correction", **typed)


def test_a_line_is_put_right_with_a_reason_and_completes(room: Room, number: int) -> None:
    close(room, number)
    page = room.trainer.follow(correct(room, number, "Adam Reed", arrived="09:00", why="Signed the wrong line"))
    assert "The course is completed with it" in page.words
    assert "Adam Reed: before, there from 09:19 to the end. Tess Trainer: Signed the wrong line" in page.words
    (made,) = room.completions("Adam Reed")
    assert made.learning_minutes == 180
    line = room.register(number)["Adam Reed"]
    told = f"session {number}; came: 09:19 → 09:00"
    assert room.audit()[-1] == ("attendance corrected", f"person {line.person}", told)
    assert not any("wrong line" in "".join(each) for each in room.audit())


def test_taken_off_the_completion_is_withdrawn_and_the_certificate_says_so(room: Room, number: int) -> None:
    close(room, number)
    (made,) = room.completions("Ada Quill")
    page = room.trainer.follow(correct(room, number, "Ada Quill", was="off", why="Somebody else signed"))
    assert "is withdrawn" in page.words
    assert "Withdrawn on" in room.trainer.open(f"/certificates/{made.code}").words
    assert outcomes(room.trainer.open(f"/sessions/{number}"))["Ada Quill"][0] == "struck"


def test_without_a_reason_nothing_is_put_right(room: Room, number: int) -> None:
    close(room, number)
    page = correct(room, number, "Adam Reed", arrived="09:00", why=" ")
    assert page.status == 422 and page.errors() == ["Say why this is put right"]
    assert room.rows("attendance_correction") == 0 and room.completions("Adam Reed") == ()


def test_what_changes_nothing_leaves_no_trace(room: Room, number: int) -> None:
    close(room, number)
    page = room.trainer.follow(correct(room, number, "Adam Reed", why="Looked once more"))
    assert "Nothing was changed" in page.words and room.rows("attendance_correction") == 0


def test_somebody_who_was_forgotten_is_added(room: Room, number: int) -> None:
    close(room, number)
    room.person("Ann Fern", "", "", None, room.heron)
    page = room.trainer.open(f"/sessions/{number}/corrections?q=ann")
    assert "Ann Fern" in page.words
    room.trainer.press(f"add-{room.people['Ann Fern']}")
    room.trainer.follow(room.trainer.at)  # type: ignore[arg-type]
    room.trainer.press("correction", was="was", arrived="09:00", why="Was not written down")
    assert room.completions("Ann Fern")[0].kind == KIND
    assert "before, not seen" in room.trainer.open(f"/sessions/{number}/corrections").words


def test_adding_somebody_who_was_taken_off_puts_nobody_back_without_a_reason(room: Room, number: int) -> None:
    close(room, number)
    correct(room, number, "Ada Quill", was="off", why="Wrong room")
    off = room.register(number)["Ada Quill"]
    added = room.trainer.post(f"/sessions/{number}/corrections", person=str(off.person))
    assert added.status == 303 and room.register(number)["Ada Quill"] == off


def test_only_people_whom_one_may_find_are_added(room: Room, number: int) -> None:
    close(room, number)
    eve = room.person("Eve Wells", "", "", None, room.wells)
    assert eve and "Eve" not in room.trainer.open(f"/sessions/{number}/corrections?q=eve").words.replace("“Eve”", "")
    for who in (room.people["Eve Wells"], room.tess, 999):
        assert room.trainer.post(f"/sessions/{number}/corrections", person=str(who)).status == 404
    assert room.trainer.post(f"/sessions/{number}/corrections", person="x").status == 404


def test_the_line_of_somebody_whose_name_has_gone_stays_as_it_is(room: Room, number: int) -> None:
    close(room, number)
    line = room.register(number)["Ada Quill"].id
    address = f"/sessions/{number}/corrections/{line}"
    room.trainer.open(address)
    with room.app.app_context(), writing() as store:
        erasing.erase(store, room.people["Ada Quill"], ENDS)
    assert room.trainer.press("correction", left="10:00", why="Ada left").status == 404
    assert room.rows("attendance_correction") == 0 and room.trainer.open(address).status == 404
    page = room.trainer.open(f"/sessions/{number}/corrections")
    assert "(account closed)" in page.words and f"corrections/{line}" not in page.text


def test_an_open_register_is_not_corrected_but_written_in(room: Room, number: int) -> None:
    line = room.register(number)["Ada Quill"].id
    assert room.trainer.open(f"/sessions/{number}/corrections").place == f"/sessions/{number}"
    assert room.trainer.open(f"/sessions/{number}/corrections/{line}").place == f"/sessions/{number}"
    assert room.trainer.post(f"/sessions/{number}/corrections/{line}", was="off", why="No").status == 404


def test_the_person_is_told_what_came_of_it_and_what_was_put_right(room: Room) -> None:
    ann = room.person("Ann Fern", "", "", None, room.heron)
    number = room.plan()
    room.arrive(number, "Ann Fern", after=60)
    at("12:20")
    room.trainer_again()
    close(room, number)
    ann = enter_as(room.app, "ann.fern@roles.example")
    page = ann.open("/my/progress")
    assert "Session attended: The course in three hours" in page.words and "120 of 180 minutes" in page.words
    assert "You have completed the course" not in page.words and "What is still missing" in page.words
    assert "Not started" in page.words
    correct(room, number, "Ann Fern", arrived="09:00", why="She stood behind the door")
    page = ann.open("/my/progress")
    assert "You have completed the course. The picture shows what you finished on this site." in page.words
    assert "In a room, led by Tess Trainer. Completed on 24 November 2026" in page.words
    assert "Tess Trainer put the register right. The reason: She stood behind the door" in page.words
    assert "In date" in page.words and "Your certificate" in page.words
    correct(room, number, "Ann Fern", was="off", why="It was not she")
    page = ann.open("/my/progress")
    assert "Taken off the register" in page.words and "You have completed the course" not in page.words
    assert "What is still missing" in page.words and "Not started" in page.words
    assert ann.open("/my/refresher").words.count("A refresher follows the course") == 1


def test_closed_late_it_was_held_on_its_day(room: Room) -> None:
    number = room.plan()
    room.arrive(number, "Ada Quill")
    at("10:00", DAY.replace(day=30))
    room.trainer_again()
    close(room, number)
    (made,) = room.completions("Ada Quill")
    assert (made.completed_on, made.at) == (DAY, ENDS)
    assert room.session(number).closed_at and made.at > BEGINS
