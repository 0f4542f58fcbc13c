"""Answers are the same for known and unknown addresses; an address belongs to nobody until mail has reached them."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, links
from course.records.database import reading, writing
from course.web.access import proving
from tests.web.people import PASSWORD, add_person
from tests.web.post_office import PostOffice, link_in
from tests.web.reader import Page, Reader

EMAIL = "di@heronsea.example"
NEW = "tile harbour walnut"
KNOWN, UNKNOWN, OTHER = "ada@heronsea.example", "eve@heronsea.example", "another one altogether"


def sign_up(reader: Reader, **typed: str) -> Page:
    page = reader.open("/sign-up")
    return reader.press("sign-up", page, **({"name": "Di Fern", "email": EMAIL, "password": PASSWORD} | typed))


def signs_in(app: Flask, login: str, password: str) -> bool:
    other = Reader(app.test_client())
    other.open("/sign-in")
    return other.press("sign-in", email=login, password=password).status == 303


@pytest.fixture
def mailing(site: Callable[..., Flask], ada: int, post_office: PostOffice) -> Flask:
    """The site with mail, and Ada."""
    return site(**post_office.settings)


@pytest.fixture
def browser(mailing: Flask) -> Reader:
    return Reader(mailing.test_client())


def seen(page: Page, email: str) -> tuple[int, str | None, str, list[str]]:
    """What an answer tells a stranger who typed that address: all but the sign-in name, which is drawn by chance."""
    words = re.sub(r"[a-z]+-[a-z]+-[1-9][0-9]{2}", "a-name-100", page.words).replace(email, "the address")
    cookies = (re.sub(r"=[^;]*|Expires=[^;]*", "", each) for each in page.answer.headers.getlist("Set-Cookie"))
    return page.status, page.place, words, sorted(cookies)


def all_seen(app: Flask, email: str) -> list[tuple[int, str | None, str, list[str]]]:
    """A stranger signs up with an address, looks around, and tries to sign in with it."""
    reader, other = Reader(app.test_client()), Reader(app.test_client())
    pages = [sign_up(reader, email=email, password=OTHER), reader.open("/"), reader.open("/account")]
    for password in ("not the password", OTHER, OTHER):
        other.open("/sign-in")
        pages += [other.press("sign-in", email=email, password=password), other.open("/account")]
        other.post("/sign-out")
    tries = [Reader(app.test_client()) for _ in range(12)]
    for each in tries:
        each.open("/sign-in")
        pages.append(each.press("sign-in", email=email, password="not the password"))
    return [seen(page, email) for page in pages]


@pytest.mark.parametrize("confirmed", [False, True])
def test_no_answer_tells_whether_an_address_was_known(ada: int, app: Flask, confirmed: bool) -> None:
    if confirmed:
        with app.app_context(), writing() as store:
            accounts.confirm_email(store, ada)
    known, unknown = all_seen(app, KNOWN), all_seen(app, UNKNOWN)
    assert known == unknown
    assert [known[0][:2], known[3][0], known[5][:2]] == [(303, "/"), 422, (303, "/")]
    assert [each[0] for each in known].count(429) > 0 and "Quill" not in str(known)


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_changing_to_a_known_address_is_answered_like_an_unknown_one(ada: int, bo: int, app: Flask, email: str) -> None:
    answers = []
    for typed in (email, "nobody@heronsea.example"):
        reader = Reader(app.test_client())
        reader.open("/sign-in")
        reader.press("sign-in", email="river-lamp-482", password=PASSWORD)
        reader.open("/account")
        done = reader.press("email", email=typed, password=PASSWORD)
        answers.append([seen(done, typed), seen(reader.follow(done), typed)])
    assert answers[0] == answers[1] and answers[0][0][0] == 303


def test_two_with_one_address_each_sign_in_with_their_own_password(app: Flask) -> None:
    """Both forms are open before either is sent."""
    browsers = [Reader(app.test_client()) for _ in range(2)]
    pages = [browser.open("/sign-up") for browser in browsers]
    for browser, page, name, password in zip(browsers, pages, ("Di", "Eve"), (PASSWORD, OTHER), strict=True):
        assert browser.press("sign-up", page, name=name, email=EMAIL, password=password).place == "/"
    for name, password in (("Di", PASSWORD), ("Eve", OTHER)):
        other = Reader(app.test_client())
        other.open("/sign-in")
        assert other.press("sign-in", email=EMAIL, password=password).status == 303
        account = other.open("/account")
        assert account.tree is not None and account.tree.xpath("string(//dl//dd)") == name


def test_a_third_with_one_address_is_answered_alike_and_has_a_sign_in_name_that_works(app: Flask) -> None:
    passwords = (PASSWORD, OTHER, "tile harbour walnut")
    readers = [Reader(app.test_client()) for _ in passwords]
    answers = [seen(sign_up(reader, password=word), EMAIL) for reader, word in zip(readers, passwords, strict=True)]
    assert answers[0] == answers[1] == answers[2]
    account = readers[2].open("/account")
    assert account.tree is not None
    name = account.tree.xpath("string(//dt[.='Sign-in name']/following-sibling::dd)")
    other = Reader(app.test_client())
    other.open("/sign-in")
    assert other.press("sign-in", email=name, password=passwords[2]).status == 303


@pytest.mark.parametrize("login", [KNOWN, UNKNOWN, "river-lamp-482", "stone-gate-100"])
def test_as_many_passwords_are_checked_whoever_is_there(
    ada: int, bo: int, app: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    checked = []
    monkeypatch.setattr(proving, "matches", lambda kept, typed: bool(checked.append(kept)))
    reader.open("/sign-in")
    assert reader.press("sign-in", email=login, password=PASSWORD).status == 422
    assert len(checked) == 2


def test_guesses_at_an_account_are_not_forgotten_when_another_with_its_address_signs_in(ada: int, app: Flask) -> None:
    sign_up(Reader(app.test_client()), email=KNOWN, password=OTHER)  # counts as one try
    statuses = []
    for password in ["guess at ada's"] * 5 + [OTHER] + ["guess at ada's"] * 5:
        reader = Reader(app.test_client())
        reader.open("/sign-in")
        statuses.append(reader.press("sign-in", email=KNOWN, password=password).status)
    assert statuses == [422] * 5 + [303] + [422] * 4 + [429]


def test_each_account_of_an_address_is_sent_its_own_link(
    mailing: Flask, browser: Reader, post_office: PostOffice
) -> None:
    add_person(mailing, "Eve Stone", email=KNOWN, sign_in_name="stone-gate-100")
    browser.open("/forgot-password")
    browser.press("forgot-password", email=KNOWN)
    arrived = post_office.wait_for(2)
    (of_eve,) = (letter for letter in arrived if "stone-gate-100" in letter.get_content())
    browser.open(link_in(of_eve))
    assert browser.press("reset", password=NEW).status == 303
    assert "Eve Stone" in browser.open("/account").words
    assert signs_in(mailing, KNOWN, NEW) and signs_in(mailing, KNOWN, PASSWORD)


def test_confirming_an_address_takes_it_from_who_typed_it_before(
    mailing: Flask, browser: Reader, post_office: PostOffice
) -> None:
    eve = add_person(mailing, "Eve Stone", email=EMAIL, sign_in_name="stone-gate-100")
    sign_up(browser, password=OTHER)
    browser.open(link_in(post_office.wait_for(1)[0]))
    assert browser.press("confirm-email").status == 303
    with mailing.app_context(), reading() as store:
        left = accounts.account_of(store, eve)
    assert left is not None and left.email is None
    assert signs_in(mailing, "stone-gate-100", PASSWORD) and signs_in(mailing, EMAIL, OTHER)


def test_a_link_cannot_confirm_an_address_that_somebody_else_has_confirmed(mailing: Flask, ada: int) -> None:
    other = add_person(mailing, "Bo Reed", email="bo@heronsea.example")
    with mailing.app_context(), writing() as store:
        accounts.confirm_email(store, ada)
        accounts.set_email(store, other, KNOWN)
        token = links.make_link(store, "confirm-email", other, valid=dt.timedelta(days=1), now=now())
    reader = Reader(mailing.test_client())
    reader.open(f"/confirm-email/{token}")
    assert reader.press("confirm-email").status == 404
    with mailing.app_context(), reading() as store:
        assert [each.person for each in accounts.accounts_for(store, KNOWN) if each.email_confirmed] == [ada]
