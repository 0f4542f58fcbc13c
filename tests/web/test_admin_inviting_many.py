"""Everybody invited with one button: one letter each, counted, never twice, and each of them in the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from course.clock import now
from course.records import inviting, organisations
from course.records.database import reading, writing
from course.records.inviting import Among, Waiting
from course.rules.dates import london_day
from tests.statements_seen import statements_seen
from tests.web.administering import rows
from tests.web.looking_after import ALL, Town, audit_now, build, enter, keeper_of
from tests.web.people import PASSWORD
from tests.web.post_office import PostOffice, link_in
from tests.web.reader import Page, Reader
from tests.web.test_admin_people_import import base, upload

HEAD = "name,email,started_on,left_on\n"
FILE = (
    HEAD + "Ada Reed,ada.reed@x.example,,\nBo Marsh,bo@x.example,,\nCy Fen,,2024-09-01,\n"
    "Di Moor,di@x.example,2020-01-01,2024-01-01\n"
)


@pytest.fixture
def app(site: Callable[..., Flask], post_office: PostOffice) -> Flask:
    """The site, with a mail server."""
    return site(**post_office.settings)


def imported(office: Reader, number: int) -> Page:
    """The page of a file that was taken over."""
    upload(office, number, FILE)
    done = office.press("import-confirm")
    assert done.place is not None
    return office.open(done.place)


def figures(page: Page) -> list[int]:
    assert page.tree is not None
    names = ("to-invite", "invited", "no-address")
    return [int(page.tree.xpath(f"string(//*[@data-figure='{name}'])") or 0) for name in names]


def test_all_whom_a_file_added_get_one_letter_each(
    app: Flask, office: Reader, town: Town, post_office: PostOffice
) -> None:
    page = imported(office, town.heron)
    assert figures(page) == [2, 0, 1] and "Invite all 2 people" in page.words
    sent = [office.press("invite-all", page) for _ in range(2)]
    assert [each.place for each in sent] == [f"{base(town.heron)}?invited={count}" for count in (2, 0)]
    assert "2 invitations are on their way by email." in office.open(str(sent[0].place)).words
    assert "No new invitation was needed." in office.open(str(sent[1].place)).words
    letters = post_office.wait_for(2)
    assert sorted(str(each["To"]) for each in letters) == ["ada.reed@x.example", "bo@x.example"]
    told = [line for line in audit_now(app) if line[0] == "invitation made"]
    assert len(told) == 2 and all("x.example" not in "".join(line) for line in told)
    assert figures(office.open(page.path)) == [0, 2, 1]
    guest = Reader(app.test_client())
    assert "Heronsea" in guest.open(link_in(letters[0])).words
    assert guest.press("invitation", password=PASSWORD).status in (200, 303)
    page = office.open(page.path)
    assert figures(page) == [0, 1, 1] and "Nobody is left to invite." in page.words


def test_the_list_of_files_has_the_same_button_until_a_file_is_undone(app: Flask, office: Reader, town: Town) -> None:
    imported(office, town.heron)
    page = office.open(base(town.heron))
    assert page.has_form("invite-all")
    assert office.press("undo-import").status == 303
    assert not office.open(base(town.heron)).has_form("invite-all")
    before = rows(app)
    assert office.press("invite-all", page).status == 404 and rows(app) == before


def test_people_without_an_account_are_listed_and_invited_as_they_are_filtered(
    app: Flask, office: Reader, town: Town, post_office: PostOffice
) -> None:
    with app.app_context(), writing() as store:
        for name in ("Una Fell", "Una Dale", "Otto Fell"):
            enter(store, name, town.heron, f"{name.replace(' ', '.')}@x.example")
    page = office.open("/manage/people?account=none")
    assert figures(page) == [3, 0, 2] and "Cy Reed" not in page.words.partition("Where")[2]
    page = office.open(f"/manage/organisations/{town.heron}/people?account=none&q=una")
    assert figures(page) == [2, 0, 0]
    place = office.press("invite-all").place
    assert place == f"/manage/organisations/{town.heron}/people?account=none&q=una&invited=2"
    assert figures(office.open(str(place))) == [0, 2, 0]
    post_office.wait_for(2)
    assert office.press("invite-all", office.open("/manage/people?account=none")).status == 303
    assert len(post_office.wait_for(3)) == 3


def test_an_organisations_administrator_invites_its_own_people_alone(
    app: Flask, town: Town, keeper: Reader, post_office: PostOffice
) -> None:
    with app.app_context(), writing() as store:
        enter(store, "Una Fell", town.heron, "una@x.example")
        enter(store, "Otto Fell", town.wells, "otto@x.example")
    page = keeper.open("/manage/people?account=none")
    assert figures(page) == [1, 0, 1]
    assert keeper.press("invite-all").status == 303
    assert [each["To"] for each in post_office.wait_for(1)] == ["una@x.example"]
    assert keeper.post(f"/manage/organisations/{town.wells}/people/invite").status == 404
    assert keeper.post(f"/manage/organisations/{town.wells}/import/batches/1/invite").status == 404
    assert keeper.post(f"/manage/organisations/{town.heron}/import/batches/9/invite").status == 404


def test_whoever_has_left_is_not_invited_and_an_old_invitation_makes_room(
    app: Flask, town: Town, later: Callable[..., None]
) -> None:
    with app.app_context(), writing() as store:
        una = enter(store, "Una Fell", town.heron, "una@x.example")
        organisations.leave(store, una, town.heron, london_day(now()))
        enter(store, "Otto Fell", town.heron, "otto@x.example")
        assert invite(store) == 1 and invite(store) == 0
    later(days=15)
    with app.app_context(), writing() as store:
        assert invite(store) == 1


def invite(store: object, by: int = 1) -> int:
    return inviting.invite(
        store, Among(ALL), by, valid=dt.timedelta(days=14), now=now(), draft=lambda: ("Subject", "Text")
    )  # type: ignore[arg-type]


def test_without_a_mail_server_there_is_no_button(site: Callable[..., Flask]) -> None:
    from tests.web.people import add_person

    app = site()
    add_person(app, "Ada Quill", email="ada@heronsea.example")
    town = build(app)
    keeper = keeper_of(app, town.heron)
    page = keeper.open("/manage/people?account=none")
    assert not page.has_form("invite-all") and "This site cannot send mail." in page.words
    before = rows(app)
    assert keeper.post("/manage/people/invite").place == "/manage/people?account=none" and rows(app) == before


def test_many_cost_as_many_statements_as_few(app: Flask, town: Town) -> None:
    counts = []
    for number in (3, 200):
        with app.app_context(), writing() as store:
            for each in range(number):
                enter(store, f"P {number}", town.heron, f"p{number}.{each}@x.example")
        with app.app_context(), statements_seen(app) as seen:
            with reading() as store:
                assert inviting.waiting(store, Among(ALL), now()) == Waiting(
                    number, *((0, 2) if number == 3 else (3, 2))
                )
            with writing() as store:
                assert invite(store) == number
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_two_who_press_at_once_write_one_letter_to_each(either: Flask) -> None:
    town, line = build(either), Barrier(2)
    with either.app_context(), writing() as store:
        for each in range(20):
            enter(store, f"P {each}", town.heron, f"p{each}@x.example")

    def press() -> int:
        line.wait()
        with either.app_context(), writing() as store:
            return invite(store, town.quill)

    with ThreadPoolExecutor(2) as hands:
        assert sorted(each.result() for each in [hands.submit(press) for _ in range(2)]) == [0, 20]
    assert rows(either)["outbox"] == rows(either)["one_time_link"] == 20
