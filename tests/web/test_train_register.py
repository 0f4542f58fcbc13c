"""The register on the day: people come and go, names are found or entered, and nobody else's names are shown."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from course.clock import now
from course.records import organisations
from course.records.database import writing
from tests.web.administering import links_of_summary
from tests.web.reader import Page, Reader
from tests.web.training import BEGINS, DAY, MINUTE, Room, at, figure, move_in, name_of, names, new_person, push


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


def find(reader: Reader, number: int, name: str) -> Page:
    """Type a name into the register."""
    reader.open(f"/sessions/{number}/register")
    return reader.open(f"/sessions/{number}/people?q={name}")


def add(room: Room, number: int, name: str) -> Page:
    """Find somebody known by their whole name, and put them down."""
    find(room.trainer, number, name)
    return room.trainer.press(f"add-{room.people[name]}")


def press(room: Room, number: int, name: str) -> Page:
    """Press the button of a line."""
    page, line = room.trainer.open(f"/sessions/{number}/register"), room.register(number)[name]
    assert page.tree is not None
    return push(room.trainer, str(page.tree.xpath(f"//li[@id='line-{line.id}']/button/@value")[0]))


def test_an_empty_register_says_what_to_do(room: Room) -> None:
    page = room.trainer.open(f"/sessions/{room.plan()}/register")
    assert "Nobody on the register yet" in page.words and figure(page, "here") == "0"


def test_somebody_known_is_here_now_and_leaves_and_comes_back(room: Room) -> None:
    number = room.plan()
    at("09:05")
    room.trainer_again()
    add(room, number, "Ada Quill")
    assert room.register(number)["Ada Quill"].arrived_at == pytest.approx(now(), abs=dt.timedelta(minutes=1))
    page = room.trainer.open(f"/sessions/{number}/register")
    assert "Here since 09:05" in page.words and figure(page, "here") == "1"
    at("10:00")
    room.trainer_again()
    press(room, number, "Ada Quill")
    assert "Here from 09:05 to 10:00" in room.trainer.open(f"/sessions/{number}/register").words
    at("10:20")
    press(room, number, "Ada Quill")
    line = room.register(number)["Ada Quill"]
    assert (line.left_at, line.away_minutes) == (None, 20)
    assert "Here since 09:05, 20 minutes away" in room.trainer.open(f"/sessions/{number}/register").words


def test_before_the_day_somebody_is_expected_and_comes_on_the_day(room: Room) -> None:
    number = room.plan()
    at("16:00", DAY - dt.timedelta(days=1))
    room.trainer_again()
    add(room, number, "Ada Quill")
    page = room.trainer.open(f"/sessions/{number}/register")
    assert "Expected" in page.words and page.tree is not None and not page.tree.xpath("//button[@name='pressed']")
    at("08:40")
    room.trainer_again()
    press(room, number, "Ada Quill")
    assert room.register(number)["Ada Quill"].arrived_at is not None


@pytest.mark.parametrize("clock", ["12:01", "15:00"])
def test_typed_in_from_paper_afterwards_somebody_was_there_from_the_beginning(clock: str, room: Room) -> None:
    number = room.plan()
    for name in ("Ann Fern", "Adam Reed"):
        room.people[name] = room.people.get(name) or new_person(room.app, name, room.heron)
        add(room, number, name)
        room.trainer.post(f"/sessions/{number}/arrivals", pressed=f"not-seen-{room.register(number)[name].id}")
    at(clock)
    room.trainer_again()
    assert "Was there: Ada" in find(room.trainer, number, "Ada").words
    add(room, number, "Ada Quill")
    press(room, number, "Ann Fern")
    assert "1 not seen yet" in room.trainer.open(f"/sessions/{number}/register").words
    room.trainer.post(f"/sessions/{number}/arrivals", pressed="all-here")
    assert {name: line.arrived_at for name, line in room.register(number).items()} == {
        "Ada Quill": BEGINS, "Adam Reed": BEGINS, "Ann Fern": BEGINS,
    }  # fmt: skip


def test_everybody_who_is_expected_comes_with_one_button(room: Room) -> None:
    number = room.plan()
    at("07:50")
    room.trainer_again()
    for name in ("Ada Quill", "Adam Reed"):
        add(room, number, name)
    at("08:10")
    room.arrive(number, "Bo Marsh", after=9)
    room.trainer.open(f"/sessions/{number}/register")
    push(room.trainer, "all-here")
    lines = room.register(number)
    assert all(each.arrived_at is not None for each in lines.values())
    assert lines["Bo Marsh"].arrived_at == BEGINS + 9 * MINUTE


@pytest.mark.parametrize("fields", [{"pressed": said} for said in ("here-999", "here-x", "", "left", "other-1")])
def test_a_button_that_is_none_finds_nothing(fields: dict[str, str], room: Room) -> None:
    number = room.plan()
    assert room.trainer.post(f"/sessions/{number}/arrivals", **fields).status == 404


def test_a_line_of_another_session_is_not_moved(room: Room) -> None:
    here, there = room.plan(key="a"), room.plan(key="b")
    line = room.arrive(there, "Ada Quill")
    assert room.trainer.post(f"/sessions/{here}/arrivals", pressed=f"left-{line}").status == 404
    assert room.trainer.open(f"/sessions/{here}/arrivals/{line}").status == 404


# Names.


def test_names_of_the_sessions_organisation_are_found_and_no_others(room: Room) -> None:
    number = room.plan()
    assert names(find(room.trainer, number, "a")) == ["Ada Quill", "Adam Reed"]
    assert "Bo Marsh" not in find(room.trainer, number, "Bo Marsh").text.replace('value="Bo Marsh"', "")
    bo = str(room.people["Bo Marsh"])
    assert room.trainer.post(f"/sessions/{number}/people", person=bo).status == 404
    assert room.register(number) == {}


def test_nothing_but_names_is_told_and_the_trainer_is_not_among_them(room: Room) -> None:
    number = room.plan()
    room.person("Ann Fern", "", "", None, room.heron)
    page = find(room.trainer, number, "ann")
    assert names(page) == ["Ann Fern"] and "ann.fern@roles.example" not in page.text
    assert names(find(room.trainer, number, "trainer")) == []
    assert names(find(room.trainer, number, "roles.example")) == []
    assert room.trainer.post(f"/sessions/{number}/people", person=str(room.tess)).status == 404


def test_namesakes_are_told_apart_by_where_they_belong(room: Room) -> None:
    again = new_person(room.app, "Ada Quill", room.heron)
    with room.app.app_context(), writing() as store:
        organisations.join(store, again, room.heron, room.night, DAY, now())
    page = find(room.trainer, room.plan(), "ada quill")
    assert names(page) == ["Ada Quill"] * 2 and "Heronsea, Night" in page.words


def test_a_session_of_several_organisations_finds_those_that_the_role_covers(room: Room) -> None:
    both = room.person("Pat Trainer", "trainer", "partnership", None)
    pat = room.people["Pat Trainer"]
    number = room.plan(trainer=pat, organisation=None)
    assert names(find(both, number, "a")) == ["Ada Quill", "Adam Reed", "Bo Marsh", "Tess Trainer"]
    own = room.plan(organisation=None)
    assert names(find(room.trainer, own, "a")) == ["Ada Quill", "Adam Reed"]


def test_a_trainer_whose_role_went_elsewhere_finds_nobody_any_more(room: Room) -> None:
    number = room.plan(organisation=room.wells)
    room.arrive(number, "Bo Marsh")
    new_person(room.app, "Bo Wells", room.wells)
    page = find(room.trainer, number, "Bo")
    assert names(page) == ["Bo Marsh"] and not page.has_form("add-new")  # from the register, and nobody else
    assert names(room.trainer.open(f"/sessions/{number}/register")) == ["Bo Marsh"]


def test_somebody_new_becomes_a_person_of_the_organisation_without_an_account(room: Room) -> None:
    number = room.plan()
    at("09:05")
    room.trainer_again()
    page = find(room.trainer, number, "Zoë Larkfield")
    assert "Nobody of this name is known at Heronsea" in page.words
    room.trainer.press("add-new")
    line = room.register(number)["Zoë Larkfield"]
    assert (line.how, line.has_account, line.arrived_at is not None) == ("new", False, True)
    action, thing, detail = room.audit()[-1]
    assert (action, thing) == ("person added", f"person {line.person}")
    assert detail.startswith(f"organisation {room.heron};")


def test_the_form_sent_twice_enters_one_and_another_name_another(room: Room) -> None:
    number = room.plan()
    page = find(room.trainer, number, "Zoë Larkfield")
    before = room.rows("person")
    for _ in range(2):
        assert room.trainer.press("add-new", page).status == 303
    assert room.rows("person") == before + 1
    room.trainer.press("add-new", page, name="Zed Larkfield")
    assert room.rows("person") == before + 2 and len(room.register(number)) == 2


@pytest.mark.parametrize("name", ["", "  ", "\u202eevil", "...", "x" * 121, "a\x00b"])
def test_a_name_that_cannot_be_is_refused_with_the_rest_kept(name: str, room: Room) -> None:
    number = room.plan()
    find(room.trainer, number, "Zoë")
    before = room.rows("person")
    page = room.trainer.press("add-new", name=name)
    assert page.status == 422 and len(page.errors()) == 1 and room.rows("person") == before


def test_a_word_that_was_looked_for_is_not_taken_for_a_full_name(room: Room) -> None:
    number = room.plan()
    assert find(room.trainer, number, "Zoë").value("add-new", "name") == ""
    assert find(room.trainer, number, "Zoë Larkfield").value("add-new", "name") == "Zoë Larkfield"
    page = find(room.trainer, number, "?!")
    assert page.status == 422 and links_of_summary(page) == ["#q"]
    assert links_of_summary(room.trainer.press("add-new", name="?!")) == ["#name"]


def test_a_new_person_of_a_mixed_session_needs_an_organisation(room: Room) -> None:
    both = room.person("Pat Trainer", "trainer", "partnership", None)
    number = room.plan(trainer=room.people["Pat Trainer"], organisation=None)
    find(both, number, "Zoë Larkfield")
    page = both.press("add-new")
    assert page.status == 422 and page.errors() == ["Choose the organisation of the new person"]
    assert both.press("add-new", place="999").status == 422
    assert both.press("add-new", place=str(room.wells)).status == 303
    assert room.audit()[-1][2].startswith(f"organisation {room.wells};")


def test_a_trainer_of_a_team_enters_people_into_the_team(room: Room) -> None:
    night = room.person("Nat Trainer", "trainer", "team", room.night)
    number = room.plan(trainer=room.people["Nat Trainer"])
    find(night, number, "Zoë Larkfield")
    night.press("add-new")
    assert names(find(night, number, "larkfield")) == ["Zoë Larkfield"]
    assert names(find(night, number, "Ada")) == []


def test_who_left_after_the_session_is_found_when_its_register_is_typed_in_later(room: Room) -> None:
    number = room.plan(begins_at=BEGINS - dt.timedelta(days=7))
    with room.app.app_context(), writing() as store:
        organisations.leave(store, room.people["Ada Quill"], room.heron, DAY - dt.timedelta(days=2))
        organisations.leave(store, room.people["Adam Reed"], room.heron, DAY - dt.timedelta(days=7))
    assert names(find(room.trainer, number, "ada")) == ["Ada Quill"]
    room.trainer.press(f"add-{room.people['Ada Quill']}")
    assert list(room.register(number)) == ["Ada Quill"]
    assert names(find(room.trainer, room.plan(), "ada")) == []


# Somebody new who is known.


def test_a_new_person_who_is_known_is_replaced_and_the_new_record_goes(room: Room) -> None:
    number = room.plan()
    at("09:05")
    room.trainer_again()
    find(room.trainer, number, "Ada Quil")
    room.trainer.press("add-new")
    new = room.register(number)["Ada Quil"]
    page = room.trainer.open(f"/sessions/{number}/register")
    assert "Is this Ada Quill, who is known already?" in page.words
    push(room.trainer, str(room.people["Ada Quill"]), "known")
    line = room.register(number)["Ada Quill"]
    assert (line.person, line.arrived_at) == (room.people["Ada Quill"], new.arrived_at)
    assert (
        name_of(room.app, new.person) is None
        and "known already" not in room.trainer.open(f"/sessions/{number}/register").words
    )
    assert room.audit()[-1][0] == "new person replaced"


def test_the_trainer_is_not_offered_as_somebody_known(room: Room) -> None:
    number = room.plan()
    find(room.trainer, number, "Tess Traner")
    room.trainer.press("add-new")
    assert "known already" not in room.trainer.open(f"/sessions/{number}/register").words


@pytest.mark.parametrize("known", ["Bo Marsh", "Adam Reed", "Tess Trainer"])
def test_nobody_is_put_in_the_place_of_another_who_was_not_offered(known: str, room: Room) -> None:
    number = room.plan()
    find(room.trainer, number, "Ada Quil")
    room.trainer.press("add-new")
    new = room.register(number)["Ada Quil"]
    fields = {"known": str(room.people[known])}
    assert room.trainer.post(f"/sessions/{number}/people/{new.id}/same", **fields).status == 404
    assert list(room.register(number)) == ["Ada Quil"]
