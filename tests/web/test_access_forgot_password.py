"""A new password: asked for, mailed or printed, chosen. Also confirming an address, and what letters say."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, links
from course.records.database import reading, writing
from tests.web.people import PASSWORD
from tests.web.post_office import PostOffice, link_in
from tests.web.reader import Page, Reader

EMAIL = "ada@heronsea.example"
NEW = "tile harbour walnut"
Later = Callable[..., None]


@pytest.fixture
def mailing(site: Callable[..., Flask], ada: int, bo: int, post_office: PostOffice) -> Flask:
    """The site with mail, Ada and Bo."""
    return site(**post_office.settings)


@pytest.fixture
def browser(mailing: Flask) -> Reader:
    return Reader(mailing.test_client())


def ask(reader: Reader, login: str) -> Page:
    reader.open("/forgot-password")
    return reader.press("forgot-password", email=login)


def signs_in(app: Flask, password: str, login: str = EMAIL) -> bool:
    other = Reader(app.test_client())
    other.open("/sign-in")
    return other.press("sign-in", email=login, password=password).status == 303


def printed_link(app: Flask, person: int, valid: dt.timedelta = dt.timedelta(days=7)) -> str:
    with app.app_context(), writing() as store:
        return "/reset/" + links.make_link(store, "reset", person, valid=valid, now=now())


def test_a_link_comes_by_mail_and_leads_to_a_new_password(
    mailing: Flask, browser: Reader, post_office: PostOffice
) -> None:
    assert "we have sent a link" in ask(browser, " ADA@heronsea.example").words
    (letter,) = post_office.wait_for(1)
    page = browser.open(link_in(letter))
    assert page.h1 == "Choose a new password" and EMAIL in page.words
    assert browser.press("reset", password=NEW).place == "/"
    assert "Ada Quill" in browser.open("/account").words
    assert signs_in(mailing, NEW) and not signs_in(mailing, PASSWORD)


def test_the_letter_names_nobody_and_comes_from_the_setting(browser: Reader, post_office: PostOffice) -> None:
    browser.client.post("/", headers={"Host": "evil.example"})
    ask(browser, EMAIL)
    (letter,) = post_office.wait_for(1)
    assert letter["To"] == EMAIL and letter["From"] == "Course <course@heronsea.example>"
    assert letter["Subject"] == "Your one-time link" and letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content()
    assert "Ada" not in text and "Quill" not in text and "http://127.0.0.1:8000/reset/" in text


@pytest.mark.parametrize("login", [EMAIL, "nobody@heronsea.example", "river-lamp-482", "stone-gate-100"])
def test_the_answer_is_the_same_for_everybody(browser: Reader, login: str) -> None:
    page = ask(browser, login)
    assert page.status == 200
    assert page.words == ask(browser, "somebody-else@heronsea.example").words
    assert login not in page.text


def test_somebody_without_an_address_is_sent_nothing(browser: Reader, post_office: PostOffice) -> None:
    ask(browser, "river-lamp-482")
    ask(browser, "nobody@heronsea.example")
    ask(browser, EMAIL)
    assert [letter["To"] for letter in post_office.wait_for(1)] == [EMAIL]


@pytest.mark.parametrize(
    ("login", "error"), [("", "Enter your email"), ("x" * 300, "254"), ("a\x01b", "cannot be seen")]
)
def test_a_fault_is_said_and_what_was_typed_stays(browser: Reader, login: str, error: str) -> None:
    page = ask(browser, login)
    assert page.status == 422 and error in page.errors()[0]


def test_without_mail_the_page_says_who_can_help(ada: int, reader: Reader) -> None:
    page = reader.open("/forgot-password")
    assert "This site cannot send email" in page.words and "within 7 days" in page.words
    assert not page.has_form("forgot-password")
    known, unknown = (reader.post("/forgot-password", email=login) for login in (EMAIL, "nobody@heronsea.example"))
    assert known.words == unknown.words == page.words and known.status == 200


def test_a_link_works_once(ada: int, app: Flask, reader: Reader) -> None:
    link = printed_link(app, ada)
    first, second = reader.open(link), Reader(app.test_client())
    page = second.open(link)
    assert reader.press("reset", first, password=NEW).status == 303
    late = second.press("reset", page, password="pebble orchard flute")
    assert late.status == 404 and "does not work any more" in late.words
    assert signs_in(app, NEW) and not signs_in(app, "pebble orchard flute")


def test_opening_a_link_or_making_a_mistake_does_not_use_it_up(ada: int, app: Flask, reader: Reader) -> None:
    link = printed_link(app, ada)
    for password, error in (("", "Enter a password"), ("short", "at least 10"), ("ada@heronsea.example", "too easy")):
        reader.open(link)
        page = reader.press("reset", password=password)
        assert page.status == 422 and error in page.errors()[0]
    reader.open(link)
    assert reader.press("reset", password=NEW).status == 303


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 404)])
def test_a_mailed_link_works_for_an_hour(
    browser: Reader, post_office: PostOffice, later: Later, minutes: int, status: int
) -> None:
    ask(browser, EMAIL)
    (letter,) = post_office.wait_for(1)
    later(minutes=minutes)
    assert browser.open(link_in(letter)).status == status


@pytest.mark.parametrize(("hours", "status"), [(167, 200), (169, 404)])
def test_a_printed_link_works_for_seven_days(
    ada: int, app: Flask, reader: Reader, later: Later, hours: int, status: int
) -> None:
    link = printed_link(app, ada)
    later(hours=hours)
    assert reader.open(link).status == status


def test_a_new_password_ends_every_visit_and_every_other_link(ada: int, app: Flask, reader: Reader) -> None:
    elsewhere = Reader(app.test_client())
    elsewhere.open("/sign-in")
    elsewhere.press("sign-in", email=EMAIL, password=PASSWORD)
    link, other_link = printed_link(app, ada), printed_link(app, ada)
    reader.open(link)
    reader.press("reset", password=NEW)
    assert elsewhere.open("/account").status == 303
    assert Reader(app.test_client()).open(other_link).status == 404


def test_a_new_password_lets_the_owner_in_at_once_though_the_brake_was_on(ada: int, app: Flask, reader: Reader) -> None:
    for _ in range(11):
        signs_in(app, "not the password")
    assert not signs_in(app, PASSWORD)
    reader.open(printed_link(app, ada))
    reader.press("reset", password=NEW)
    assert signs_in(app, NEW)


def test_a_link_for_one_thing_does_not_open_another(ada: int, app: Flask, reader: Reader) -> None:
    token = printed_link(app, ada).removeprefix("/reset/")
    assert reader.open(f"/confirm-email/{token}").status == 404
    assert reader.open(f"/set-up/{token}").status == 404
    assert reader.open(f"/reset/{token}").status == 200


def test_a_closed_account_s_link_is_dead(ada: int, app: Flask, reader: Reader) -> None:
    link = printed_link(app, ada)
    with app.app_context(), writing() as store:
        accounts.close_account(store, ada, now())
    assert reader.open(link).status == 404


@pytest.fixture
def confirmable(browser: Reader, post_office: PostOffice) -> Iterator[str]:
    """Di has just signed up; the path of the link in her letter."""
    browser.open("/sign-up")
    browser.press("sign-up", name="Di Fern", email="di@heronsea.example", password=PASSWORD)
    (letter,) = post_office.wait_for(1)
    assert letter["To"] == "di@heronsea.example" and letter["Subject"] == "Confirm your address"
    yield link_in(letter)


def confirmed(app: Flask, email: str) -> bool:
    with app.app_context(), reading() as store:
        held = accounts.account_for(store, email)
        return held is not None and held.email_confirmed


def test_the_button_confirms_an_address_opening_the_link_does_not(
    mailing: Flask, browser: Reader, confirmable: str
) -> None:
    browser.open(confirmable)
    assert not confirmed(mailing, "di@heronsea.example")
    assert browser.press("confirm-email").place == "/account?done=confirmed"
    assert confirmed(mailing, "di@heronsea.example")
    assert "(confirmed)" in browser.open("/account").words
    assert browser.open(confirmable).status == 404


def test_an_address_can_be_confirmed_on_another_device(mailing: Flask, confirmable: str) -> None:
    other = Reader(mailing.test_client())
    other.open(confirmable)
    assert other.press("confirm-email").h1 == "Your address is confirmed"
    assert confirmed(mailing, "di@heronsea.example")


@pytest.mark.parametrize(("days", "status"), [(6, 200), (8, 404)])
def test_a_confirmation_can_wait_seven_days(
    browser: Reader, confirmable: str, later: Later, days: int, status: int
) -> None:
    later(days=days)
    assert browser.open(confirmable).status == status


def test_a_link_sent_to_the_address_before_does_not_confirm_the_new_one(
    mailing: Flask, browser: Reader, confirmable: str, post_office: PostOffice
) -> None:
    browser.open("/account")
    assert browser.press("email", email="di@elsewhere.example", password=PASSWORD).status == 303
    assert browser.open(confirmable).status == 404
    letters = post_office.wait_for(3)[1:]
    assert {letter["To"]: letter["Subject"] for letter in letters} == {
        "di@elsewhere.example": "Confirm your address",
        "di@heronsea.example": "Your address was changed",
    }
    assert not confirmed(mailing, "di@elsewhere.example")


def test_a_mail_server_that_refuses_changes_nothing_on_the_page(
    browser: Reader, post_office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    good = ask(browser, "nobody@heronsea.example").words
    post_office.answer = "550 no"
    with caplog.at_level(logging.WARNING, "sharewell.mail"):
        assert ask(browser, EMAIL).words == good
        post_office.wait_for(1)
        wait_for_log(caplog)
    assert "could not be sent" in caplog.text and EMAIL not in caplog.text


def wait_for_log(caplog: pytest.LogCaptureFixture) -> None:
    until = time.monotonic() + 5
    while not caplog.records and time.monotonic() < until:
        time.sleep(0.01)


def test_a_mail_server_that_is_not_there_changes_nothing_on_the_page(
    site: Callable[..., Flask], ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    reader = Reader(site(smtp_url="smtp://127.0.0.1:9", mail_from="course@heronsea.example").test_client())
    with caplog.at_level(logging.WARNING, "sharewell.mail"):
        assert "we have sent a link" in ask(reader, EMAIL).words
        wait_for_log(caplog)
    assert "ConnectionRefusedError" in caplog.text


def test_entering_the_same_address_again_brings_another_link_alone(
    browser: Reader, confirmable: str, post_office: PostOffice
) -> None:
    browser.open("/account")
    assert browser.press("email", email="DI@heronsea.example", password=PASSWORD).status == 303
    second = post_office.wait_for(2)[1]
    assert second["Subject"] == "Confirm your address"
    assert browser.open(confirmable).status == 404
    assert browser.open(link_in(second)).status == 200


def test_a_mail_password_does_not_cross_a_network_in_the_open(
    site: Callable[..., Flask], ada: int, caplog: pytest.LogCaptureFixture
) -> None:
    """An address that does not count as this machine, and a server that offers no encryption."""
    office = PostOffice("127.0.0.2")
    office.open()
    url = f"smtp://mailer:secret@{office.host}:{office.port}"
    with caplog.at_level(logging.WARNING, "sharewell.mail"):
        ask(Reader(site(smtp_url=url, mail_from="course@heronsea.example").test_client()), EMAIL)
        wait_for_log(caplog)
    office.close()
    assert "SMTPNotSupportedError" in caplog.text and "secret" not in caplog.text
    assert office.letters == []
