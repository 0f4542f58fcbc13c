"""Signing in and out, and the visit between."""

import datetime as dt
import re
import statistics
import time
from collections.abc import Callable

import pytest
from flask import Flask

from course import clock, hashing
from course.records import accounts
from course.records.database import reading, writing
from course.web import carry, returning
from tests.web.people import PASSWORD
from tests.web.reader import Reader

Later = Callable[..., None]
EMAIL = "ada@heronsea.example"


def sign_in(reader: Reader, email: str = EMAIL, password: str = PASSWORD, **more: str) -> None:
    reader.open("/sign-in")
    page = reader.press("sign-in", email=email, password=password, **more)
    assert page.status == 303, page.words


def is_signed_in(reader: Reader) -> bool:
    return reader.open("/account").status == 200


@pytest.mark.parametrize("login", [EMAIL, "ADA@Heronsea.Example", "  ada@heronsea.example "])
def test_an_email_address_in_any_case_signs_in(ada: int, reader: Reader, login: str) -> None:
    sign_in(reader, login)
    assert is_signed_in(reader)


@pytest.mark.parametrize("login", ["river-lamp-482", "River-Lamp-482", " river-lamp-482"])
def test_a_sign_in_name_signs_in_through_the_same_field(bo: int, reader: Reader, login: str) -> None:
    sign_in(reader, login)
    assert is_signed_in(reader)


@pytest.mark.parametrize(
    ("login", "password", "status", "error"),
    [
        ("", PASSWORD, 422, "Enter your email address or sign-in name"),
        (EMAIL, "", 422, "Enter your password"),
        (EMAIL, "wrong password", 422, "not right"),
        (EMAIL, PASSWORD.upper(), 422, "not right"),
        (EMAIL, PASSWORD + " ", 422, "not right"),
        ("nobody@heronsea.example", PASSWORD, 422, "not right"),
        ("stone-gate-100", PASSWORD, 422, "not right"),
        ("' OR 1=1 --", PASSWORD, 422, "not right"),
        ("a\x01b", PASSWORD, 422, "cannot be seen"),
        ("\u202eada", PASSWORD, 422, "cannot be seen"),
        ("a" * 255, PASSWORD, 422, "254 characters or fewer"),
        ("<script>alert(1)</script>", PASSWORD, 422, "not right"),
        (EMAIL, "\x00", 422, "not right"),
        (EMAIL, "p" * 100_000, 422, "not right"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}", 422, "not right"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed_but_not_the_password(
    ada: int, reader: Reader, login: str, password: str, status: int, error: str
) -> None:
    reader.open("/sign-in")
    page = reader.press("sign-in", email=login, password=password)
    assert page.status == status
    assert error in page.errors()[0]
    assert page.value("sign-in", "email") == login or not login.isprintable()
    assert not page.value("sign-in", "password")
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert not is_signed_in(reader)


def test_an_unknown_account_and_a_wrong_password_get_the_same_page(ada: int, reader: Reader) -> None:
    pages = []
    for login in (EMAIL, "eda@heronsea.example"):
        reader.open("/sign-in")
        page = reader.press("sign-in", email=login, password="not the password")
        neutral = page.text.replace(login, "")
        pages.append((page.status, re.sub(r'name="csrf_token"[^>]*', "", neutral)))
    assert pages[0] == pages[1]


@pytest.mark.slow
def test_an_unknown_account_takes_as_long_as_a_wrong_password(
    dear_passwords: None, ada: int, app: Flask, later: Later
) -> None:
    """Medians over many tries, in turns; a missing check would differ by the whole cost of a hash."""
    took: dict[str, list[float]] = {EMAIL: [], "eda@heronsea.example": []}
    hash_cost: list[float] = []
    for number in range(12):
        for login, times in took.items():
            browser = Reader(app.test_client(), f"198.51.100.{number}")
            page = browser.open("/sign-in")
            began = time.perf_counter()
            browser.press("sign-in", page, email=login, password="not the password")
            times.append(time.perf_counter() - began)
        later(minutes=6)
        began = time.perf_counter()
        hashing.matches(None, "x")
        hash_cost.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert abs(known - unknown) < statistics.median(hash_cost) / 2


def test_signing_in_goes_on_to_the_page_that_was_asked_for(ada: int, reader: Reader) -> None:
    asked = reader.open("/account/sessions")
    assert asked.status == 303
    reader.follow(asked)
    assert reader.press("sign-in", email=EMAIL, password=PASSWORD).place == "/account/sessions"


@pytest.mark.parametrize(
    "place", ["https://other.example", "//other.example", "/\tother.example", "access.account", "x" * 5000]
)
def test_no_address_in_next_leads_anywhere_but_the_front_page(ada: int, reader: Reader, place: str) -> None:
    reader.client.get("/sign-in", query_string={"next": place})
    page = reader.open("/sign-in")
    assert reader.press("sign-in", page, email=EMAIL, password=PASSWORD, next=place).place == "/"


def test_the_place_is_kept_through_a_wrong_password(ada: int, reader: Reader) -> None:
    reader.follow(reader.open("/account/data"))
    reader.press("sign-in", email=EMAIL, password="not the password")
    assert reader.press("sign-in", email=EMAIL, password=PASSWORD).place == "/account/data"


def test_someone_who_is_signed_in_is_sent_on(ada: int, app: Flask, reader: Reader) -> None:
    sign_in(reader)
    with app.test_request_context():
        place = returning.seal("access.data", {})
    assert reader.open("/sign-in").place == "/"
    assert reader.open(f"/sign-in?next={place}").place == "/account/data"
    assert reader.open("/sign-up").place == "/"


def test_a_new_visit_begins_under_a_new_id_and_ends_the_one_before(
    ada: int, bo: int, app: Flask, reader: Reader
) -> None:
    page = reader.open("/sign-in")
    before = reader.client.get_cookie("sharewell")
    sign_in(reader)
    first = reader.client.get_cookie("sharewell")
    assert before is not None and first is not None and before.value != first.value
    thief = Reader(app.test_client())
    thief.client.set_cookie("sharewell", first.value)
    assert is_signed_in(thief)
    again = reader.press("sign-out", reader.open("/account"))
    assert again.place == "/"
    sign_in(reader, "river-lamp-482")
    assert page.status == 200
    assert not is_signed_in(thief)


def test_a_kept_copy_of_the_cookie_is_worth_nothing_after_sign_out(ada: int, app: Flask, reader: Reader) -> None:
    sign_in(reader)
    kept = reader.client.get_cookie("sharewell")
    assert kept is not None
    thief = Reader(app.test_client())
    thief.client.set_cookie("sharewell", kept.value)
    assert is_signed_in(thief)
    reader.open("/account")
    assert reader.press("sign-out").place == "/"
    assert not is_signed_in(reader)
    thief.client.set_cookie("sharewell", kept.value)
    assert not is_signed_in(thief)


def test_a_guest_who_signs_out_is_not_told_off(reader: Reader) -> None:
    assert reader.client.post("/sign-out").status_code == 303


@pytest.mark.parametrize(("minutes", "still"), [(14, True), (16, False)])
def test_a_shared_computer_ends_after_fifteen_idle_minutes(
    ada: int, reader: Reader, later: Later, minutes: int, still: bool
) -> None:
    sign_in(reader, shared="y")
    later(minutes=minutes)
    assert is_signed_in(reader) is still


def test_a_shared_computer_stays_while_it_is_used(ada: int, reader: Reader, later: Later) -> None:
    sign_in(reader, shared="y")
    for _ in range(4):
        later(minutes=10)
        assert is_signed_in(reader)


def test_a_shared_computer_s_cookie_ends_with_the_browser_and_the_page_says_so(ada: int, reader: Reader) -> None:
    reader.open("/sign-in")
    page = reader.press("sign-in", email=EMAIL, password=PASSWORD, shared="y")
    cookies = page.answer.headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["sharewell"]
    assert "Expires" not in cookies[0] and "Max-Age" not in cookies[0]
    assert "Finished? Sign out" in reader.open("/account").text


def test_one_s_own_computer_remembers_for_thirty_days(ada: int, reader: Reader, later: Later) -> None:
    reader.open("/sign-in")
    page = reader.press("sign-in", email=EMAIL, password=PASSWORD)
    (cookie,) = [each for each in page.answer.headers.getlist("Set-Cookie") if each.startswith("sharewell=")]
    assert "Expires" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "Finished? Sign out" not in reader.open("/account").text
    later(days=29)
    assert is_signed_in(reader)
    later(days=2)
    assert not is_signed_in(reader)


def test_an_administrator_ends_after_thirty_idle_minutes(admin: int, reader: Reader, later: Later) -> None:
    sign_in(reader, "cy@heronsea.example")
    later(minutes=29)
    assert is_signed_in(reader)
    later(minutes=31)
    assert not is_signed_in(reader)


def test_a_password_kept_at_another_cost_is_kept_anew_at_sign_in(
    dear_passwords: None, ada: int, app: Flask, reader: Reader
) -> None:
    from argon2 import PasswordHasher

    dated = PasswordHasher(memory_cost=8_192, time_cost=1, parallelism=1).hash(PASSWORD)
    with app.app_context(), writing() as store:
        accounts.set_password(store, ada, dated)
    sign_in(reader)
    with app.app_context(), reading() as store:
        held = accounts.account_of(store, ada)
    assert held is not None and held.password_hash != dated
    assert "m=19456,t=2,p=1" in held.password_hash and hashing.matches(held.password_hash, PASSWORD)


def test_the_hash_for_nobody_costs_what_a_real_one_costs(dear_passwords: None) -> None:
    assert not hashing.is_dated(hashing.NOBODYS)
    assert not hashing.matches(None, PASSWORD)
    assert not hashing.matches("no hash at all", PASSWORD)


def test_the_sign_in_form_lets_password_managers_fill_it_in(reader: Reader) -> None:
    form = reader.open("/sign-in").form("sign-in")
    (email,), (password,) = form.xpath(".//input[@name='email']"), form.xpath(".//input[@name='password']")
    assert (email.get("autocomplete"), password.get("autocomplete")) == ("username", "current-password")
    assert password.get("onpaste") is None and password.get("maxlength") is None


def carried(app: Flask) -> str:
    with app.test_request_context():
        answers = {"worried-is-enough": "true"}
        return carry.seal(carry.Carry("golden-rules", "golden-rules-quiz", "digest", "the-key", answers))


def test_answers_come_along_through_sign_in_and_are_asked_about(ada: int, app: Flask, reader: Reader) -> None:
    page = reader.send("/sign-in/keep", carry=carried(app))
    assert page.status == 200 and "Your answers are kept" in page.words
    wrong = reader.press("sign-in", email=EMAIL, password="not the password")
    assert wrong.status == 422 and "Your answers are kept" in wrong.words
    asked = reader.press("sign-in", email=EMAIL, password=PASSWORD)
    assert asked.h1 == "Hand these in as Ada Quill?"
    assert asked.value("answers", "key") == "the-key"
    assert asked.value("answers", "worried-is-enough") == "true"


def test_the_token_on_the_page_that_asks_is_good_for_the_new_visit(ada: int, app: Flask, reader: Reader) -> None:
    reader.send("/sign-in/keep", carry=carried(app))
    asked = reader.press("sign-in", email=EMAIL, password=PASSWORD)
    token = asked.value("answers", "csrf_token")
    assert reader.send("/account/name", name="Ada Marsh", csrf_token=token or "").status == 303


def test_answers_come_along_to_the_sign_up_page_too(app: Flask, reader: Reader) -> None:
    reader.send("/sign-in/keep", carry=carried(app))
    page = reader.press("keep", button=("to", "sign-up"))
    assert page.h1 == "Make an account" and page.value("sign-up", "carry")
    asked = reader.press("sign-up", name="Di Fern", email="di@heronsea.example", password=PASSWORD)
    assert asked.h1 == "Hand these in as Di Fern?"


@pytest.mark.parametrize("forged", ["", "forged", "e30.xyz", "x" * 10_000])
def test_forged_answers_count_as_none(ada: int, reader: Reader, forged: str) -> None:
    page = reader.send("/sign-in/keep", carry=forged)
    assert page.status == 200 and "Your answers are kept" not in page.words
    assert reader.press("sign-in", email=EMAIL, password=PASSWORD, carry=forged).place == "/"


def test_the_clock_of_these_tests_is_the_program_s_own(later: Later) -> None:
    before = clock.now()
    later(hours=1)
    assert clock.now() - before > dt.timedelta(minutes=59)
