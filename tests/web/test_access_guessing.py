"""The brake on guessing: it stops guessers, not offices, and never keeps the owner out for long."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from course.clock import now
from course.records import accounts, links, tables
from course.records.database import reading, writing
from course.web.access.guessing import ADDRESS, CODES, FORGOTTEN, LINKS, Brake, count, here
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader

Later = Callable[..., None]
EMAIL = "ada@heronsea.example"
SITE_WITH_MAIL = {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "course@heronsea.example"}


def attempt(reader: Reader, email: str = EMAIL, password: str = "not the password") -> Page:
    page = reader.open("/sign-in")
    return reader.press("sign-in", page, email=email, password=password)


def guess(app: Flask, times: int, email: str = EMAIL) -> list[int]:
    """A stranger guesses at an account, each time from another address."""
    return [attempt(Reader(app.test_client(), f"203.0.113.{number}"), email).status for number in range(times)]


@pytest.mark.parametrize("email", [EMAIL, "nobody@heronsea.example"])
def test_ten_tries_are_let_through_and_the_eleventh_waits(ada: int, app: Flask, email: str) -> None:
    assert guess(app, 12, email) == [422] * 10 + [429] * 2


def test_while_the_brake_is_on_even_the_right_password_waits_and_what_was_typed_stays(ada: int, app: Flask) -> None:
    guess(app, 10)
    page = attempt(Reader(app.test_client()), password=PASSWORD)
    assert page.status == 429
    assert "Wait 5 minutes" in page.errors()[0]
    assert page.value("sign-in", "email") == EMAIL
    assert not page.value("sign-in", "password")


@pytest.mark.parametrize(("seconds", "status"), [(298, 429), (301, 303)])
def test_the_brake_is_off_after_five_minutes(ada: int, app: Flask, later: Later, seconds: int, status: int) -> None:
    guess(app, 10)
    later(seconds=seconds)
    assert attempt(Reader(app.test_client()), password=PASSWORD).status == status


def test_going_on_guessing_does_not_make_the_pause_longer(ada: int, app: Flask, later: Later) -> None:
    guess(app, 10)
    for _ in range(4):
        later(minutes=1)
        assert guess(app, 3) == [429] * 3
    later(seconds=61)
    assert attempt(Reader(app.test_client()), password=PASSWORD).status == 303


def test_somebody_who_never_stops_guessing_does_not_keep_the_owner_out(ada: int, app: Flask, later: Later) -> None:
    """From a device that has been signed in before the owner's tries are counted apart."""
    owner = Reader(app.test_client())
    assert attempt(owner, password=PASSWORD).status == 303
    owner.press("sign-out", owner.open("/account"))
    for _ in range(4):
        guess(app, 12)
        later(minutes=5)
    guess(app, 12)
    assert attempt(Reader(app.test_client()), password=PASSWORD).status == 429
    assert attempt(owner).status == 422
    assert attempt(owner, password=PASSWORD).status == 303


def test_a_known_device_is_braked_all_the_same(ada: int, bo: int, app: Flask) -> None:
    owner = Reader(app.test_client())
    assert attempt(owner, password=PASSWORD).status == 303
    owner.press("sign-out", owner.open("/account"))
    assert [attempt(owner).status for _ in range(11)] == [422] * 10 + [429]
    assert attempt(owner, "river-lamp-482").status == 422


def test_a_mark_made_up_or_of_somebody_else_counts_for_nothing(ada: int, bo: int, app: Flask) -> None:
    stranger = Reader(app.test_client())
    assert attempt(stranger, "river-lamp-482", PASSWORD).status == 303
    stranger.press("sign-out", stranger.open("/account"))
    guess(app, 10)
    assert attempt(stranger, password=PASSWORD).status == 429
    stranger.client.set_cookie("known-device", "made.up.mark")
    assert attempt(stranger, password=PASSWORD).status == 429


def test_success_sets_the_count_back(ada: int, app: Flask) -> None:
    with app.app_context(), writing() as store:
        accounts.confirm_email(store, ada)
    guess(app, 9)
    assert attempt(Reader(app.test_client()), password=PASSWORD).status == 303
    assert guess(app, 10) == [422] * 10


def test_email_address_and_sign_in_name_of_one_account_share_one_count(bo: int, app: Flask, reader: Reader) -> None:
    attempt(reader, "river-lamp-482", PASSWORD)
    reader.open("/account")
    assert reader.press("email", email="bo@heronsea.example", password=PASSWORD).status == 303
    assert guess(app, 5, "river-lamp-482") + guess(app, 6, "bo@heronsea.example") == [422] * 10 + [429]


@pytest.mark.slow
def test_fifty_colleagues_behind_one_address_sign_in_though_each_mistypes_twice(app: Flask) -> None:
    for number in range(50):
        email = f"colleague-{number}@heronsea.example"
        add_person(app, f"Colleague {number}", email=email)
        browser = Reader(app.test_client())
        assert [attempt(browser, email).status for _ in range(2)] == [422, 422]
        assert attempt(browser, email, PASSWORD).status == 303


def test_three_hundred_failures_from_one_address_are_enough(ada: int, app: Flask, later: Later) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        assert all(count(ADDRESS, here()) for _ in range(299))
    reader = Reader(app.test_client(), "192.0.2.7")
    assert attempt(reader, "a@heronsea.example").status == 422
    assert attempt(reader, "b@heronsea.example").status == 429
    assert attempt(Reader(app.test_client(), "192.0.2.8"), "b@heronsea.example").status == 422
    later(minutes=5, seconds=1)
    assert attempt(reader, "b@heronsea.example").status == 422


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "", True),
        ("unix:", "192.0.2.7", False),
    ],
)
def test_an_ipv6_network_counts_as_one_address(app: Flask, one: str, other: str, same: bool) -> None:
    seen = []
    for address in (one, other):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            seen.append(here())
    assert (seen[0] == seen[1]) is same


def test_sign_up_with_a_taken_address_is_no_side_door(ada: int, app: Flask) -> None:
    def sign_up(number: int) -> int:
        browser = Reader(app.test_client(), f"203.0.113.{number}")
        browser.open("/sign-up")
        return browser.press("sign-up", name="Eve Stone", email=EMAIL, password=f"not the password {number}").status

    assert [sign_up(number) for number in range(6)] == [303] * 6
    assert guess(app, 5) == [422] * 4 + [429]


def test_the_password_asked_for_on_the_account_page_is_braked_too(ada: int, reader: Reader) -> None:
    attempt(reader, password=PASSWORD)
    statuses = []
    for _ in range(11):
        reader.open("/account")
        statuses.append(reader.press("close", password="not the password").status)
    assert statuses == [422] * 10 + [429]


def fill_rest(app: Flask, brake: Brake, who: str = "192.0.2.7") -> None:
    """One try has been made; make the others."""
    with app.app_context():
        assert [count(brake, who) for _ in range(brake.tries)] == [True] * (brake.tries - 1) + [False]


def brake_rows(app: Flask) -> str:
    with app.app_context(), reading() as store:
        return repr(store.execute(select(tables.brake)).all())


WRONG_CODE = "2222-2222-2222"
SIGN_UP = {"name": "Di Fern", "email": "di@heronsea.example", "password": PASSWORD, "code": WRONG_CODE}


def try_code(reader: Reader, **typed: str) -> Page:
    page = reader.open("/sign-up")
    return reader.press("sign-up", page, **(SIGN_UP | typed))


@pytest.mark.parametrize(
    "path",
    [
        f"/join/{WRONG_CODE}",
        f"/sign-up?code={WRONG_CODE}",
        "/reset/no-such-token",
        "/set-up/no-such-token",
        "/confirm-email/no-such-token",
    ],
)
def test_opening_a_wrong_link_counts_nothing(app: Flask, reader: Reader, path: str) -> None:
    """An address that is opened changes nothing; codes have 60 bits and links 256, so nobody finds one that way."""
    reader.open(path)
    assert brake_rows(app) == "[]"


def test_join_codes_cannot_be_tried_without_end(app: Flask, reader: Reader, join_code: Callable[..., str]) -> None:
    assert try_code(reader).status == 422
    fill_rest(app, CODES)
    assert reader.open(f"/join/{join_code()}").status == 429
    page = try_code(reader)
    assert page.status == 422 and "too many tries" in page.errors()[0]
    assert Reader(app.test_client(), "192.0.2.8").open(f"/join/{join_code()}").status == 200


@pytest.mark.parametrize(
    "fault",
    [{"name": ""}, {"email": "no address"}, {"password": ""}, {"no_email": "y"}, {"code": "X" * 65}, {"code": "\x01"}],
)
def test_a_wrong_code_counts_whatever_else_is_wrong_with_the_form(
    app: Flask, reader: Reader, fault: dict[str, str]
) -> None:
    assert try_code(reader, **fault).status == 422
    fill_rest(app, CODES)


def test_a_right_code_in_a_form_with_faults_counts_nothing(
    app: Flask, reader: Reader, join_code: Callable[..., str]
) -> None:
    page = try_code(reader, code=join_code(), name="")
    assert page.status == 422 and "You are joining Heronsea Nursery" in page.words
    assert brake_rows(app) == "[]"


def test_the_join_button_of_a_wrong_code_counts_too(ada: int, app: Flask, reader: Reader) -> None:
    attempt(reader, password=PASSWORD)
    assert reader.post(f"/join/{WRONG_CODE}").status == 404
    fill_rest(app, CODES)
    assert reader.post(f"/join/{WRONG_CODE}").status == 429


@pytest.mark.parametrize("kind", ["reset", "set-up", "confirm-email"])
def test_one_time_links_cannot_be_tried_without_end(ada: int, app: Flask, reader: Reader, kind: str) -> None:
    with app.app_context(), writing() as store:
        token = links.make_link(store, kind, ada, valid=dt.timedelta(hours=1), now=now())
    assert reader.post(f"/{kind}/no-such-token").status == 404
    fill_rest(app, LINKS)
    assert reader.open(f"/{kind}/{token}").status == 429
    assert reader.post(f"/{kind}/{token}").status == 429


def test_mail_cannot_be_asked_for_without_end(site: Callable[..., Flask], ada: int) -> None:
    app = site(**SITE_WITH_MAIL)
    reader = Reader(app.test_client())

    def ask(email: str) -> int:
        reader.open("/forgot-password")
        return reader.press("forgot-password", email=email).status

    for email in (EMAIL, "nobody@heronsea.example"):
        assert [ask(email) for _ in range(FORGOTTEN.tries + 1)] == [200] * FORGOTTEN.tries + [429]


def test_what_was_typed_is_not_stored(ada: int, app: Flask) -> None:
    guess(app, 1, "my secret by mistake")
    rows = brake_rows(app)
    assert rows != "[]" and "secret" not in rows and "203.0.113" not in rows
