"""Planning sessions, the list of them, the page of one, another day, calling it off."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from course import clock
from course.records import room_sessions
from course.records.database import writing
from course.rules import plans
from course.web.train import session as session_views
from tests.web.administering import at as at_link
from tests.web.administering import links_of_summary
from tests.web.leading import cells
from tests.web.looking_after import day_fields
from tests.web.reader import Page
from tests.web.training import BEGINS, DAY, ENDS, Room, at, figure, move_in, outcomes


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


def plan(room: Room, **typed: object) -> Page:
    """Fill in the form as it should be, but for what the test says."""
    usual = {"pack": "three-hours", "time": "9:30", "place": "Room 2", **day_fields("day", DAY)}
    room.trainer.open("/sessions/add")
    return room.trainer.press("plan-session", **usual | typed)  # type: ignore[arg-type]


def test_before_the_first_one_the_list_says_what_to_do(room: Room) -> None:
    page = room.trainer.open("/sessions")
    assert page.h1 == "Sessions" and "Nothing planned" in page.words and "Plan a session" in page.words
    assert "/sessions" in room.trainer.open("/packs").text


def test_a_session_is_planned_and_leads_to_its_page(room: Room) -> None:
    done = plan(room, co_trainer="Bo Marsh")
    page = room.trainer.follow(done)
    found = room.session(1)
    assert (found.begins_at, found.planned_minutes, found.whole_course) == (
        dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC), 180, True,
    )  # fmt: skip
    assert (found.organisation, found.place, found.co_trainer) == (room.heron, "Room 2", "Bo Marsh")
    assert "The session is planned" in page.words and "24 November 2026, 09:30 to 12:30" in page.words
    assert room.audit()[-1] == ("session planned", "session 1", "three-hours")


def test_the_form_sent_twice_plans_one(room: Room) -> None:
    room.trainer.open("/sessions/add")
    form = room.trainer.at
    typed = {"pack": "three-hours", "time": "0930", "place": "Room 2", **day_fields("day", DAY)}
    places = [room.trainer.press("plan-session", form, **typed).place for _ in range(2)]  # type: ignore[arg-type]
    assert places[0] == places[1] and room.rows("room_session") == 1


def test_every_pack_can_be_run(room: Room) -> None:
    page = room.trainer.open("/sessions/add?pack=sixty-minutes")
    assert page.tree is not None
    offered = page.tree.xpath("//select[@name='pack']/option/@value")
    with room.app.app_context():
        assert offered == list(plans.plan_names(room.app.extensions["shelf"].catalogue))
    assert page.tree.xpath("//select[@name='pack']/option[@selected]/@value") == ["sixty-minutes"]
    for number, name in enumerate(offered, 1):
        assert plan(room, pack=name).status == 303, name
        assert room.session(number).pack == name


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"place": ""}, "place"),
        ({"place": " \u200b"}, "place"),
        ({"place": "x" * 121}, "place"),
        ({"time": ""}, "time"),
        ({"time": "25:00"}, "time"),
        ({"time": "nine"}, "time"),
        ({"time": "21:00"}, "time"),  # it would end at midnight
        ({"day": ["", "", ""]}, "day"),
        ({"day": ["31", "2", "2027"]}, "day"),
        ({"day": ["24", "11", "2024"]}, "day"),
        ({"day": ["28", "11", "2028"]}, "day"),
        ({"pack": "four-hours"}, "pack"),
        ({"co_trainer": "‮"}, "co_trainer"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    typed: dict[str, object], field: str, room: Room
) -> None:
    page = plan(room, **{"place": "Town hall, blue room"} | typed)
    assert page.status == 422 and room.rows("room_session") == 0
    (link,) = links_of_summary(page)
    assert at_link(page, link) == field
    if field != "place":
        assert page.value("plan-session", "place") == "Town hall, blue room"


@pytest.mark.parametrize("time", ["20:59", "00:00", "9:05", "09.05", "905"])
def test_times_are_read_as_people_write_them(time: str, room: Room) -> None:
    assert plan(room, time=time).status == 303


@pytest.mark.parametrize(("days", "sound"), [(-366, True), (-367, False), (732, True), (733, False)])
def test_a_register_from_paper_may_be_entered_up_to_a_year_later(days: int, sound: bool, room: Room) -> None:
    page = plan(room, **day_fields("day", DAY + dt.timedelta(days=days)))
    assert (page.status == 303) is sound


def test_a_trainer_of_one_organisation_plans_for_it(room: Room) -> None:
    page = room.trainer.open("/sessions/add")
    assert "For the people of Heronsea." in page.words and "Wells" not in page.text
    assert plan(room, organisation=str(room.wells)).status == 303
    assert room.session(1).organisation == room.heron


def test_a_trainer_of_the_partnership_chooses_one_or_several(room: Room) -> None:
    both = room.person("Pat Trainer", "trainer", "partnership", None)
    page = both.open("/sessions/add")
    assert page.tree is not None
    assert page.tree.xpath("//select[@name='organisation']/option/text()") == [
        *("People of several organisations", "Heronsea", "Wells")
    ]
    for value, kept in ((str(room.wells), room.wells), ("0", None)):
        both.open("/sessions/add")
        typed = {"pack": "three-hours", "time": "09:30", "place": value, **day_fields("day", DAY)}
        assert both.press("plan-session", organisation=value, **typed).status == 303  # type: ignore[arg-type]
        assert room.session(room.rows("room_session")).organisation == kept
    both.open("/sessions/add")
    assert both.press("plan-session", organisation="999", **typed).status == 422  # type: ignore[arg-type]


def test_where_there_are_too_many_to_choose_from_one_types_a_name(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.web.train.session_form.MOST_OFFERED", 1)
    both = room.person("Pat Trainer", "trainer", "partnership", None)
    typed = {"pack": "three-hours", "time": "09:30", "place": "R", **day_fields("day", DAY)}
    for name, kept in (("wells", room.wells), ("", None)):
        both.open("/sessions/add")
        assert both.press("plan-session", called=name, **typed).status == 303  # type: ignore[arg-type]
        assert room.session(room.rows("room_session")).organisation == kept
    both.open("/sessions/add")
    page = both.press("plan-session", called="Atlantis", **typed)  # type: ignore[arg-type]
    assert page.status == 422 and at_link(page, links_of_summary(page)[0]) == "called"


def test_a_trainer_of_a_team_plans_for_its_organisation(room: Room) -> None:
    night = room.person("Nat Trainer", "trainer", "team", room.night)
    assert "For the people of Heronsea." in night.open("/sessions/add").words


# The list and the page.


def test_the_next_one_stands_first_and_those_to_be_closed_are_told(room: Room) -> None:
    for days in (3, 0, 1):
        room.plan(begins_at=BEGINS + dt.timedelta(days=days), place=f"Place {days}")
    late = room.plan(begins_at=BEGINS - dt.timedelta(days=2), place="Place late")
    over = room.plan(begins_at=BEGINS - dt.timedelta(days=9), place="Place off")
    room.trainer.open(f"/sessions/{over}/cancel")
    room.trainer.press("cancel-session", reason="Snow")
    page = room.trainer.open("/sessions")
    assert page.tree is not None
    cards = [
        " ".join(each.text_content().split()) for each in page.tree.xpath("//li[@class='session-card']/p[1]/strong")
    ]
    assert cards == ["To be closed", "Today", "Tomorrow", "In 3 days"]
    assert "Called off" in page.words and late == 4


def test_a_long_list_goes_on(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("course.records.room_sessions", "course.web.train.sessions"):
        monkeypatch.setattr(f"{module}.PAGE", 2)
    for days in range(5):
        room.plan(begins_at=BEGINS + dt.timedelta(days=days), place=f"Place {days}")
    page, seen = room.trainer.open("/sessions"), []
    while True:
        assert page.tree is not None
        seen += page.tree.xpath("//li[@class='session-card']/h3/a/@href")
        more = page.tree.xpath("//a[.='More that are coming up']/@href")
        if not more:
            break
        page = room.trainer.open(more[0])
    assert seen == [f"/sessions/{number}" for number in range(1, 6)]


def test_the_page_says_what_to_do_before_on_the_day_and_after(room: Room) -> None:
    number = room.plan()
    at("07:00", DAY - dt.timedelta(days=1))
    before = room.trainer_again().open(f"/sessions/{number}")
    assert "Before the day" in before.words and f"/packs/three-hours?organisation={room.heron}" in before.text
    at("09:10")
    now = room.trainer_again().open(f"/sessions/{number}")
    code = room.session(number).code
    assert f"127.0.0.1:8000/attend/{code}" in now.words and "data:image/svg+xml" in now.text
    assert "Open the register" in now.words
    at("13:01")
    after = room.trainer_again().open(f"/sessions/{number}")
    assert "Close the session" in after.words and code not in after.words


def test_what_came_of_it_stands_on_the_page(room: Room) -> None:
    number = room.plan()
    room.arrive(number, "Ada Quill")
    room.arrive(number, "Adam Reed", after=60)
    at("12:05")
    trainer = room.trainer_again()
    trainer.open(f"/sessions/{number}/close")
    page = trainer.follow(trainer.press("close"))
    assert "The session is closed" in page.words
    assert (figure(page, "present"), figure(page, "completed")) == ("2", "1")
    assert outcomes(page) == {
        "Ada Quill": ("course", "180", "Course completed"),
        "Adam Reed": ("attended", "120", "Session attended"),
    }
    (row,) = cells(trainer.open("/sessions"))
    assert row == ["24 November 2026", "The course in three hours", "Heronsea", "2", "1"]


# Another day, calling it off.


def test_day_and_place_are_changed(room: Room) -> None:
    number = room.plan()
    room.trainer.open(f"/sessions/{number}/change")
    assert room.trainer.at and room.trainer.at.value("change-session", "time") == "09:00"
    done = room.trainer.press(
        "change-session", time="14:00", place="Hall", **day_fields("day", DAY + dt.timedelta(days=1))
    )
    assert "The change is saved" in room.trainer.follow(done).words
    found = room.session(number)
    assert (found.begins_at, found.place, found.planned_minutes) == (
        BEGINS + dt.timedelta(days=1, hours=5),
        "Hall",
        180,
    )


def test_the_day_stays_once_somebody_has_come_and_the_hour_may_change(room: Room) -> None:
    number = room.plan()
    room.arrive(number, "Ada Quill")
    room.trainer.open(f"/sessions/{number}/change")
    refused = room.trainer.press("change-session", **day_fields("day", DAY + dt.timedelta(days=1)))
    assert refused.status == 422 and at_link(refused, links_of_summary(refused)[0]) == "day"
    room.trainer.open(f"/sessions/{number}/change")
    assert room.trainer.press("change-session", time="09:15").status == 303


@pytest.mark.parametrize("what", ["change", "cancel"])
def test_a_closed_or_cancelled_one_is_not_changed(what: str, room: Room) -> None:
    number = room.plan()
    room.trainer.open(f"/sessions/{number}/cancel")
    assert room.trainer.press("cancel-session", reason="Snow on all roads").status == 303
    assert room.trainer.open(f"/sessions/{number}/{what}").status == 303
    page = room.trainer.open(f"/sessions/{number}")
    assert "Called off" in page.words and "Snow on all roads" in page.words
    assert "plan another session" in page.words and "Counts as" not in page.words
    assert room.audit()[-1] == ("session cancelled", f"session {number}", "")


def test_it_is_not_called_off_without_a_reason(room: Room) -> None:
    number = room.plan()
    room.trainer.open(f"/sessions/{number}/cancel")
    page = room.trainer.press("cancel-session", reason="  ")
    assert page.status == 422 and room.session(number).state == "planned"
    assert clock.now() > BEGINS - dt.timedelta(hours=1)


@pytest.mark.parametrize("what", ["change", "cancel"])
def test_what_comes_too_late_says_that_nothing_was_changed(
    what: str, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = room.plan()
    stale, cancelled = room.session(number), what == "change"
    room.trainer.open(f"/sessions/{number}/{what}")
    with room.app.app_context(), writing() as store:
        if cancelled:
            room_sessions.cancel(store, number, "Snow", room.tess, clock.now())
        else:
            room_sessions.mark_closed(store, number, ENDS, room.tess, clock.now())
    monkeypatch.setattr(session_views, "session_or_404", lambda *_given: stale)  # as it was when the request began
    fields = {"place": "Elsewhere"} if cancelled else {"reason": "Snow"}
    late = room.trainer.press(f"{what}-session", **fields)
    assert late.status == 409 and "nothing was changed" in late.words
    assert room.session(number).place == stale.place and room.session(number).cancelled_reason in ("Snow", None)
