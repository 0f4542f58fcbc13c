"""Confirming an address brings records along only for who is signed in to that account, and says first from where."""

import datetime as dt

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, contacts, domains, links
from course.records.database import reading, writing
from tests.web.administering import rows
from tests.web.looking_after import Town, enter_as, person_now, places_now
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

EMAIL = "ada@heronsea.example"


@pytest.fixture
def known(app: Flask, town: Town) -> None:
    """Heronsea has entered Ida Quill under the address that Ada's account carries, which may be somebody else's doing."""
    with app.app_context(), writing() as store:
        contacts.set_contact(store, town.quill, EMAIL, now())


@pytest.fixture
def letter(app: Flask, ada: int) -> str:
    with app.app_context(), writing() as store:
        return "/confirm-email/" + links.make_link(store, "confirm-email", ada, valid=dt.timedelta(days=1), now=now())


def is_confirmed(app: Flask, who: int) -> bool:
    with app.app_context(), reading() as store:
        held = accounts.account_of(store, who)
    return held is not None and held.email_confirmed


def press(reader: Reader, letter: str) -> Page:
    """The button, or the form sent without it where the page shows none."""
    page = reader.open(letter)
    return reader.press("confirm-email") if page.has_form("confirm-email") else reader.post(letter)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("who", ["nobody", "another"])
def test_a_record_goes_to_no_account_that_the_holder_of_the_mailbox_has_not_opened(
    app: Flask, reader: Reader, town: Town, ada: int, bo: int, letter: str, who: str
) -> None:
    other = reader if who == "nobody" else enter_as(app, "river-lamp-482")
    before = rows(app)
    page = other.open(letter)
    assert not page.has_form("confirm-email") and "sign in to the account" in page.words
    assert press(other, letter).status == 403
    assert rows(app) == before and person_now(app, town.quill) is not None
    assert not places_now(app, ada) and not places_now(app, bo) and not is_confirmed(app, ada)


@pytest.mark.usefixtures("known")
def test_after_signing_in_it_says_what_is_joined_and_the_button_joins(
    app: Flask, reader: Reader, town: Town, ada: int, letter: str
) -> None:
    page = reader.open(letter)
    reader.open(str(page.tree.xpath("//main//a[starts-with(@href, '/sign-in')]/@href")[0]))  # type: ignore[union-attr]
    page = reader.press("sign-in", email=EMAIL, password=PASSWORD)
    assert page.place == letter
    said = reader.follow(page).words
    assert "You then belong to Heronsea" in said and "Whatever has been entered" in said and not places_now(app, ada)
    assert reader.press("confirm-email").place == "/account?done=confirmed"
    assert [each.organisation for each in places_now(app, ada)] == [town.heron] and is_confirmed(app, ada)
    assert person_now(app, town.quill) is None


def test_nor_does_a_domain_bring_in_an_account_that_is_not_signed_in(
    app: Flask, reader: Reader, town: Town, ada: int, letter: str
) -> None:
    with app.app_context(), writing() as store:
        domains.add(store, "heronsea.example", town.heron, None, None, now())
    assert press(reader, letter).status == 403 and not places_now(app, ada)
    assert press(enter_as(app, EMAIL), letter).status == 303
    assert [each.organisation for each in places_now(app, ada)] == [town.heron]


def test_a_link_that_does_not_work_is_said_to_be_dead(reader: Reader) -> None:
    reader.open("/sign-in")
    assert reader.post("/confirm-email/no-such-token").status == 404


@pytest.mark.usefixtures("town")
def test_where_no_organisation_waits_any_device_confirms(app: Flask, reader: Reader, ada: int, letter: str) -> None:
    assert press(reader, letter).h1 == "Your address is confirmed" and is_confirmed(app, ada)
