"""Whose sessions are open to whom: one's own as a trainer, those one administers; others are not there, in the same words."""

from __future__ import annotations

import pytest
from flask import Flask

from course.clock import now
from course.records import roles
from course.records.database import writing
from tests.web.leading import cells
from tests.web.reader import Reader
from tests.web.training import Room, at, move_in

PAGES = (
    "",
    "/register",
    "/register.pdf",
    "/people?q=a",
    "/close",
    "/corrections",
    "/paper",
    "/evaluation",
    "/change",
    "/cancel",
)
FORMS = ("/arrivals", "/people", "/close", "/corrections", "/evaluation", "/change", "/cancel", "/certificates.pdf")


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


@pytest.fixture
def number(room: Room) -> int:
    """A session of Tess at Heronsea, under way, with Ada on its register."""
    made = room.plan()
    room.arrive(made, "Ada Quill")
    at("12:20")
    return made


def answers(reader: Reader, number: int) -> set[int]:
    line = 1
    paths = [f"/sessions/{number}{each}" for each in (*PAGES, f"/arrivals/{line}", f"/corrections/{line}")]
    forms = [f"/sessions/{number}{each}" for each in (*FORMS, f"/arrivals/{line}", f"/corrections/{line}")]
    return {reader.client.get(path).status_code for path in paths} | {reader.post(path).status for path in forms}


@pytest.mark.parametrize(
    ("role", "scope"),
    [("", ""), ("team-lead", "organisation"), ("organisation-lead", "partnership"), ("auditor", "partnership")],
)
def test_other_roles_and_learners_are_refused_everywhere(role: str, scope: str, room: Room, number: int) -> None:
    of = room.heron if scope == "organisation" else None
    reader = room.person("Other Body", role, scope, of, room.heron)
    assert answers(reader, number) == {403}
    assert [reader.open(path).status for path in ("/sessions", "/sessions/add")] == [403, 403]
    assert 'href="/sessions"' not in reader.open("/account").text


def test_guests_are_sent_to_sign_in(room: Room, number: int, reader: Reader) -> None:
    assert {reader.client.get(f"/sessions/{number}{each}").status_code for each in PAGES} == {303}


@pytest.mark.parametrize(
    ("role", "scope", "where"),
    [("trainer", "organisation", "heron"), ("trainer", "partnership", ""), ("administrator", "organisation", "wells")],
)
def test_sessions_of_others_are_not_there(role: str, scope: str, where: str, room: Room, number: int) -> None:
    reader = room.person("Other Body", role, scope, getattr(room, where) if where else None)
    assert answers(reader, number) == {404}
    theirs, none = reader.open(f"/sessions/{number}"), reader.open("/sessions/999")
    assert theirs.words == none.words and "Ada" not in theirs.text
    assert "Nothing planned" in reader.open("/sessions").words


@pytest.mark.parametrize(("scope", "where"), [("organisation", "heron"), ("partnership", "")])
def test_an_administrator_closes_and_corrects_what_they_administer(
    scope: str, where: str, room: Room, number: int
) -> None:
    keeper = room.person("Kay Keeper", "administrator", scope, getattr(room, where) if where else None)
    page = keeper.open("/sessions")
    assert "led by Tess Trainer" in page.words and "Plan a session" not in page.words
    assert ">Administration<" in page.text and ">Administration<" not in room.trainer.open("/sessions").text
    assert keeper.open("/sessions/add").status == 403
    keeper.open(f"/sessions/{number}/close")
    assert keeper.press("close").place == f"/sessions/{number}?done=closed"
    line = room.register(number)["Ada Quill"].id
    keeper.open(f"/sessions/{number}/corrections/{line}")
    done = keeper.follow(keeper.press("correction", was="off", why="Was not she"))
    assert "is withdrawn" in done.words and "Kay Keeper: Was not she" in done.words
    assert cells(keeper.open("/sessions"))[0][3] == "Tess Trainer"


def test_a_session_of_several_organisations_is_the_partnerships_administrators_alone(room: Room) -> None:
    made = room.plan(organisation=None)
    keeper = room.person("Kay Keeper", "administrator", "organisation", room.heron)
    admin = room.person("Cy Reed", "administrator", "partnership", None)
    assert [each.open(f"/sessions/{made}").status for each in (keeper, admin)] == [404, 200]


def test_a_trainer_who_lost_the_role_runs_nothing_any_more(room: Room, number: int) -> None:
    with room.app.app_context(), writing() as store:
        roles.revoke(store, room.tess, "trainer", "organisation", room.heron)
    assert room.trainer_again().open(f"/sessions/{number}").status == 403


def test_who_is_both_sees_both_and_finds_names_by_the_right_role(room: Room) -> None:
    both = room.person("Bea Both", "trainer", "organisation", room.wells)
    with room.app.app_context(), writing() as store:
        roles.grant(store, room.people["Bea Both"], "administrator", "organisation", room.heron, now())
    own, theirs = (
        room.plan(trainer=room.people["Bea Both"], organisation=room.wells, key="own"),
        room.plan(key="theirs"),
    )
    foreign = room.plan(trainer=room.tess, organisation=None, key="foreign")
    assert [both.open(f"/sessions/{each}").status for each in (own, theirs, foreign)] == [200, 200, 404]
    assert "Bo Marsh" in both.open(f"/sessions/{own}/people?q=bo").words
    assert "Ada Quill" in both.open(f"/sessions/{theirs}/people?q=ada").words
    assert "Bo Marsh" not in both.open(f"/sessions/{theirs}/people?q=bo").words
