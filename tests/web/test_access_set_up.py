"""The first administrator, by a one-time link."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from course.clock import now
from course.records import accounts, database, join_codes, links, organisations, roles
from course.records.database import reading, writing
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader

Later = Callable[..., None]
TYPED = {
    "name": "Cy Reed",
    "email": "cy@heronsea.example",
    "password": PASSWORD,
    "partnership": "Heronsea Safeguarding Partnership",
    "organisation": "Heronsea Nursery",
}


def new_link(app: Flask) -> str:
    with app.app_context(), writing() as store:
        return "/set-up/" + links.make_link(store, "set-up", None, valid=dt.timedelta(days=7), now=now())


def set_up(reader: Reader, link: str, **typed: str) -> Page:
    page = reader.open(link)
    return reader.press("set-up", page, **(TYPED | typed))


def rows(app: Flask, table: str) -> int:
    with app.app_context(), reading() as store:
        return store.execute(select(func.count()).select_from(database.db.metadata.tables[table])).scalar_one()


def test_everything_is_made_at_once_and_the_join_sheet_is_shown(app: Flask, reader: Reader) -> None:
    done = set_up(reader, new_link(app))
    assert done.status == 303
    with app.app_context(), reading() as store:
        made = organisations.partnership(store)
        (organisation,) = organisations.organisations(store)
        (code,) = join_codes.codes(store)
        held = accounts.account_for(store, TYPED["email"])
        assert made is not None and made.name == TYPED["partnership"]
        assert organisation.name == TYPED["organisation"] and code.organisation == organisation.id
        assert held is not None and roles.holders(store, "administrator") == [held.person]
    sheet = reader.follow(done)
    assert sheet.status == 200 and code.code in sheet.words and f"/join/{code.code}" in sheet.words
    assert sheet.tree is not None and sheet.tree.xpath("//img[contains(@class, 'square')]")
    assert f"This site is run by {TYPED['partnership']}" in sheet.text


def test_an_administrator_without_an_address_is_shown_the_sign_in_name_first(app: Flask, reader: Reader) -> None:
    page = set_up(reader, new_link(app), email="", no_email="y")
    assert page.status == 200 and page.h1 == "Your sign‑in name"
    assert page.tree is not None
    name = page.tree.xpath("string(//*[@class='code'])")
    (onward,) = page.tree.xpath("//main//a[contains(@class, 'govuk-button')]/@href")
    assert "Heronsea Nursery" in reader.open(onward).h1
    other = Reader(app.test_client())
    other.open("/sign-in")
    assert other.press("sign-in", email=name, password=PASSWORD).status == 303


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"name": ""}, "Enter your name"),
        ({"email": ""}, "Enter your email address"),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "heronsea-2026"}, "too easy to guess"),
        ({"partnership": " "}, "Enter the name of the partnership"),
        ({"organisation": ""}, "Enter the name of the first organisation"),
        ({"organisation": "o" * 121}, "120 characters"),
    ],
)
def test_a_fault_is_said_nothing_is_made_and_the_link_still_works(
    app: Flask, reader: Reader, typed: dict[str, str], error: str
) -> None:
    link = new_link(app)
    page = set_up(reader, link, **typed)
    assert page.status == 422 and any(error in line for line in page.errors())
    for name in {"name", "partnership", "organisation"} - typed.keys():
        assert page.value("set-up", name) == TYPED[name]
    assert [rows(app, table) for table in ("person", "account", "organisation", "partnership", "join_code")] == [0] * 5
    assert set_up(reader, link).status == 303


def test_once_there_is_an_administrator_no_set_up_link_makes_another(app: Flask, reader: Reader) -> None:
    """Every start without an administrator prints a link; the earlier ones lie in somebody's terminal."""
    link, other_link = new_link(app), new_link(app)
    late = Reader(app.test_client())
    page = late.open(other_link)
    assert set_up(reader, link).status == 303
    assert late.press("set-up", page, **(TYPED | {"email": "mallory@heronsea.example"})).place == "/sign-in"
    assert Reader(app.test_client()).open(other_link).place == "/sign-in"
    assert Reader(app.test_client()).open(link).status == 404
    assert rows(app, "account") == 1


@pytest.mark.parametrize(("days", "status"), [(6, 200), (8, 404)])
def test_a_set_up_link_works_for_seven_days(app: Flask, reader: Reader, later: Later, days: int, status: int) -> None:
    link = new_link(app)
    later(days=days)
    assert reader.open(link).status == status


def test_where_the_partnership_has_a_name_already_only_the_account_is_asked_for(app: Flask, reader: Reader) -> None:
    with app.app_context(), writing() as store:
        organisations.set_partnership(store, "Heronsea Safeguarding Partnership", now())
    page = reader.open(new_link(app))
    assert page.tree is not None and not page.tree.xpath("//input[@name='partnership']")
    typed = {name: TYPED[name] for name in ("name", "email", "password")}
    assert reader.press("set-up", page, **typed).place == "/manage/organisations"
    assert reader.open("/manage/organisations").status == 200


def test_an_address_that_two_others_carry_leaves_a_sign_in_name(ada: int, app: Flask, reader: Reader) -> None:
    add_person(app, "Eve Marsh", email="ada@heronsea.example")
    page = set_up(reader, new_link(app), email="ada@heronsea.example")
    assert page.status == 200 and page.h1 == "Your sign‑in name"
    assert rows(app, "organisation") == 1
