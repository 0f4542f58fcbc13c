"""A one-time link for somebody without mail, made by an administrator."""

import pytest
from flask import Flask

from tests.web.administering import at, links_of_summary, office_of, rows
from tests.web.people import add_person
from tests.web.reader import Page, Reader

NOBODY = "No account has that email address or sign-in name. Check the spelling"


@pytest.fixture
def office(app: Flask, admin: int, ada: int, bo: int) -> Reader:
    return office_of(app)


def make(office: Reader, who: str) -> Page:
    office.open("/manage/reset-links")
    return office.press("reset-link", who=who)


@pytest.mark.parametrize("who", ["ada@heronsea.example", " ADA@heronsea.example ", "river-lamp-482"])
def test_a_link_is_shown_once_and_opens_the_page_for_a_new_password(app: Flask, office: Reader, who: str) -> None:
    page = make(office, who)
    assert page.tree is not None and page.status == 200
    link = page.tree.xpath("string(//main//p[@class='code'])").strip()
    opened = Reader(app.test_client()).open("/reset/" + link.rpartition("/")[2])
    assert opened.has_form("reset")
    assert link not in office.open("/manage/reset-links").text


def test_an_address_that_two_carry_says_too_little(app: Flask, office: Reader) -> None:
    add_person(app, "Eve Marsh", email="ada@heronsea.example")
    before, page = rows(app), make(office, "ada@heronsea.example")
    assert page.status == 422 and page.errors() == ["Several accounts carry this address: give the sign-in name"]
    assert rows(app) == before


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("", "Enter an email address or a sign-in name"),
        ("nobody@heronsea.example", NOBODY),
        ("x" * 254, NOBODY),
        ("x" * 255, "Use 254 characters or fewer"),
        ("ada@heronsea.example\0", "Leave out characters that cannot be seen"),
        ("\u202eada@heronsea.example", "Leave out characters that cannot be seen"),
    ],
)
def test_who_has_no_account_gets_no_link(app: Flask, office: Reader, who: str, said: str) -> None:
    before, page = rows(app), make(office, who)
    assert (page.status, page.errors()) == (422, [said])
    assert [at(page, link) for link in links_of_summary(page)] == ["who"]
    assert rows(app) == before
