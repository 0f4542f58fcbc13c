"""How many accounts are made from one place, and how many letters one address gets."""

import time
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from course.web.access.guessing import SIGN_UPS, count
from tests.web.people import PASSWORD, add_person
from tests.web.post_office import PostOffice
from tests.web.reader import Page, Reader

Later = Callable[..., None]
EMAIL = "ada@heronsea.example"
VICTIM = "vi@elsewhere.example"
A_DAY = 5


def sign_up(reader: Reader, number: int = 1, **typed: str) -> Page:
    page = reader.open("/sign-up")
    usual = {"name": "Di Fern", "email": f"di-{number}@heronsea.example", "password": PASSWORD}
    return reader.press("sign-up", page, **(usual | typed))


def crowd(app: Flask, sign_ups: int, address: str = "192.0.2.7") -> None:
    """So many people have signed up from one address."""
    with app.app_context():
        assert all(count(SIGN_UPS, address) for _ in range(sign_ups))


@pytest.fixture
def mailing(site: Callable[..., Flask], post_office: PostOffice) -> Flask:
    return site(**post_office.settings)


def settled(office: PostOffice, number: int) -> list[EmailMessage]:
    """So many letters arrived, and no other follows soon."""
    office.wait_for(number)
    time.sleep(0.3)
    return office.wait_for(number)


def test_a_training_room_of_a_hundred_signs_up_behind_one_address(app: Flask) -> None:
    assert SIGN_UPS.tries == 100
    crowd(app, 99)
    assert sign_up(Reader(app.test_client()), 100).status == 303


def test_the_next_one_waits_and_keeps_what_was_typed_but_the_password(app: Flask, later: Later) -> None:
    crowd(app, 100)
    reader = Reader(app.test_client())
    page = sign_up(reader, name="Di Fern-Åkesson", shared="y")
    assert page.status == 429 and "Wait an hour" in page.errors()[0]
    assert page.value("sign-up", "name") == "Di Fern-Åkesson"
    assert page.value("sign-up", "email") == "di-1@heronsea.example"
    assert page.form("sign-up").xpath(".//input[@name='shared']/@checked")
    assert not page.value("sign-up", "password")
    assert sign_up(Reader(app.test_client(), "192.0.2.8")).status == 303
    later(hours=1, seconds=1)
    assert sign_up(reader, 2).status == 303


def test_the_brake_does_not_tell_which_addresses_have_an_account(ada: int, app: Flask) -> None:
    crowd(app, 100)
    known, unknown = (sign_up(Reader(app.test_client()), email=email) for email in (EMAIL, "new@heronsea.example"))
    assert known.status == unknown.status == 429 and known.errors() == unknown.errors()


def test_forms_with_faults_are_not_counted_as_sign_ups(app: Flask) -> None:
    crowd(app, 99)
    reader = Reader(app.test_client())
    assert [sign_up(reader, password="short").status for _ in range(3)] == [422] * 3
    assert sign_up(reader).status == 303


def ask(app: Flask, login: str = EMAIL) -> str:
    reader = Reader(app.test_client())
    reader.open("/forgot-password")
    page = reader.press("forgot-password", email=login)
    assert page.status == 200
    return page.words


def test_nobody_is_sent_more_than_five_links_a_day_and_the_page_does_not_tell(
    ada: int, mailing: Flask, post_office: PostOffice, later: Later
) -> None:
    said = set()
    for _ in range(A_DAY + 2):
        said.add(ask(mailing))
        post_office.wait_until_nothing_travels()
        later(minutes=6)
    assert len(settled(post_office, A_DAY)) == A_DAY
    assert said == {ask(mailing, "nobody@heronsea.example")}
    later(days=1)
    ask(mailing)
    assert len(settled(post_office, A_DAY + 1)) == A_DAY + 1


def test_a_stranger_cannot_flood_an_address_with_confirmations(mailing: Flask, post_office: PostOffice) -> None:
    """Signing up with somebody else's address and closing the account again, over and over."""
    for _ in range(A_DAY + 1):
        reader = Reader(mailing.test_client())
        assert sign_up(reader, email=VICTIM).status == 303
        reader.open("/account")
        post_office.wait_until_nothing_travels()  # a letter that has not gone yet goes with the account
        assert reader.press("close", password=PASSWORD).status == 303
    assert {letter["Subject"] for letter in settled(post_office, A_DAY)} == {"Confirm your address"}


def test_different_people_cannot_flood_an_address_together(mailing: Flask, post_office: PostOffice) -> None:
    for number in range(A_DAY + 1):
        add_person(mailing, "Eve Stone", sign_in_name=f"stone-gate-{100 + number}")
        reader = Reader(mailing.test_client())
        reader.open("/sign-in")
        assert reader.press("sign-in", email=f"stone-gate-{100 + number}", password=PASSWORD).status == 303
        for email in (VICTIM.upper() if number % 2 else VICTIM, f"away-{number}@elsewhere.example"):
            reader.open("/account")
            assert reader.press("email", email=email, password=PASSWORD).status == 303
            post_office.wait_until_nothing_travels()  # a letter that has not gone yet goes with the address
    arrived = settled(post_office, 3 * A_DAY + 1)
    kinds = [letter["Subject"] for letter in arrived if letter["To"].lower() == VICTIM]
    assert kinds.count("Confirm your address") == A_DAY and kinds.count("Your address was changed") == A_DAY


def test_warnings_are_limited_apart_so_that_asking_for_links_does_not_silence_them(
    ada: int, mailing: Flask, post_office: PostOffice, later: Later
) -> None:
    for _ in range(A_DAY):
        ask(mailing)
        post_office.wait_until_nothing_travels()  # a letter that has not gone yet goes with its link
    owner = Reader(mailing.test_client())
    owner.open("/sign-in")
    owner.press("sign-in", email=EMAIL, password=PASSWORD)
    words = [PASSWORD, "tile harbour walnut"]
    for number in range(A_DAY + 1):
        owner.open("/account")
        changed = owner.press("password", current=words[number % 2], password=words[(number + 1) % 2])
        assert changed.status == 303
    letters = settled(post_office, 2 * A_DAY)
    assert [each["Subject"] for each in letters].count("Your password was changed") == A_DAY
