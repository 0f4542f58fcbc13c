"""An administrator erases somebody: asked first, done once, never oneself, never the last administrator, never across."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from course.clock import now
from course.records import audit, members, organisations, people, roles, tables
from course.records.database import reading, writing
from course.rules.dates import london_day
from course.rules.scoping import Scope
from tests.web.administering import token_of
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Reader


@pytest.fixture
def nursery(app: Flask, admin: int) -> int:
    with app.app_context(), writing() as store:
        return organisations.add_organisation(store, "Heronsea Nursery", now())


def joined(app: Flask, who: int, *where: int) -> None:
    with app.app_context(), writing() as store:
        for each in where:
            organisations.join(store, who, each, None, london_day(now()), now())


def name_of(app: Flask, who: int) -> str | None:
    with app.app_context(), reading() as store:
        return people.person_name(store, who)


def lines(app: Flask) -> list[tuple[str, str, int | None]]:
    with app.app_context(), reading() as store:
        assert audit.broken_at(store) is None
        found = select(tables.audit).where(tables.audit.c.action == "person erased")
        return [(line.thing, line.detail, line.actor) for line in store.execute(found)]


def test_it_is_asked_first_and_done_once_however_often_it_is_sent(
    app: Flask, admin: int, ada: int, nursery: int, office: Reader
) -> None:
    joined(app, ada, nursery)
    page = office.open(f"/manage/people/{ada}")
    assert page.tree is not None and page.tree.xpath(f"//a[@href='/manage/people/{ada}/erase']")
    page = office.open(f"/manage/people/{ada}/erase")
    assert "What goes" in page.words and "What stays" in page.words and name_of(app, ada) == "Ada Quill"
    token = page.value("erase", "csrf_token")
    assert office.press("erase").place == "/manage/people?done=erased"
    assert "The name is gone" in office.open("/manage/people?done=erased").words
    again = office.client.post(f"/manage/people/{ada}/erase", data={"csrf_token": token})
    assert again.status_code == 303 and again.headers["Location"] == "/manage/people?done=erased"
    assert name_of(app, ada) == "" and lines(app) == [(f"person {ada}", "", admin)]
    for path in (f"/manage/people/{ada}", f"/manage/people/{ada}/erase"):
        assert office.open(path).status == 404


def test_people_without_an_account_can_be_erased_too(app: Flask, admin: int, nursery: int, office: Reader) -> None:
    with app.app_context(), writing() as store:
        bo = people.add_person(store, "Bo Marsh", now())
    joined(app, bo, nursery)
    office.open(f"/manage/people/{bo}/erase")
    assert office.press("erase").status == 303 and name_of(app, bo) == ""


def test_nobody_erases_oneself_here(app: Flask, admin: int, office: Reader) -> None:
    assert office.open(f"/manage/people/{admin}/erase").status == 404
    sent = office.client.post(f"/manage/people/{admin}/erase", data={"csrf_token": token_of(office)})
    assert sent.status_code == 404 and name_of(app, admin) == "Cy Reed"
    assert "/erase" not in office.open(f"/manage/people/{admin}").text


def keeper(app: Flask, organisation: int) -> Reader:
    """The administrator of one organisation."""
    who = add_person(app, "Di Fern", email="di@heronsea.example")
    with app.app_context(), writing() as store:
        roles.grant(store, who, "administrator", "organisation", organisation, now())
    browser = Reader(app.test_client())
    browser.open("/sign-in")
    browser.press("sign-in", email="di@heronsea.example", password=PASSWORD)
    return browser


def test_an_organisations_administrator_erases_only_those_who_belong_there_alone(
    app: Flask, admin: int, ada: int, bo: int, nursery: int
) -> None:
    with app.app_context(), writing() as store:
        school = organisations.add_organisation(store, "School", now())
    joined(app, ada, nursery, school)
    joined(app, bo, nursery)
    browser = keeper(app, nursery)
    assert browser.open(f"/manage/people/{ada}/erase").status == 404
    assert "/erase" not in browser.open(f"/manage/people/{ada}").text
    browser.open(f"/manage/people/{bo}/erase")
    assert browser.press("erase").status == 303
    assert (name_of(app, ada), name_of(app, bo)) == ("Ada Quill", "")
    with app.app_context(), reading() as store:
        assert members.somebody(store, Scope(everything=True), bo) is None


def test_what_is_sent_for_somebody_elsewhere_finds_nobody_erased_or_not(
    app: Flask, admin: int, ada: int, nursery: int, office: Reader
) -> None:
    with app.app_context(), writing() as store:
        school = organisations.add_organisation(store, "School", now())
    joined(app, ada, school)
    browser = keeper(app, nursery)
    token = browser.open("/account").form("name").xpath("string(.//input[@name='csrf_token']/@value)")
    answers = [browser.client.post(f"/manage/people/{ada}/erase", data={"csrf_token": token})]
    office.open(f"/manage/people/{ada}/erase")
    office.press("erase")
    answers.append(browser.client.post(f"/manage/people/{ada}/erase", data={"csrf_token": token}))
    assert [each.status_code for each in answers] == [404, 404]


def test_the_last_administrator_stays(app: Flask, admin: int, nursery: int) -> None:
    """Two hold the role; while the one erases the other, the own account has gone."""
    from course.records import erasing

    other = add_person(app, "Eve Marsh", email="eve@heronsea.example")
    with app.app_context(), writing() as store:
        roles.grant(store, other, "administrator", "partnership", None, now())
        assert not roles.is_last_administrator(store, other)
        erasing.erase(store, admin, now())
        assert roles.is_last_administrator(store, other)
