"""The mark on a device that somebody has signed in from: it says nothing about the person, and goes with the account."""

import base64
import re
import time
from collections.abc import Callable

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from course.web.access import known_device
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

EMAIL = "ada@heronsea.example"
Later = Callable[..., None]


def sign_in(reader: Reader, email: str = EMAIL, **more: str) -> Page:
    reader.open("/sign-in")
    page = reader.press("sign-in", email=email, password=PASSWORD, **more)
    assert page.status == 303
    return page


def mark(reader: Reader) -> str | None:
    found = reader.client.get_cookie("known-device")
    return found.value if found else None


def is_known(app: Flask, value: str | None, person: int) -> bool:
    cookie = {"Cookie": f"known-device={value}"}
    with app.test_request_context(headers=cookie):
        return known_device.is_known(person)


def test_the_mark_holds_no_number_of_the_person_and_is_another_on_every_device(ada: int, app: Flask) -> None:
    marks = []
    for _ in range(2):
        browser = Reader(app.test_client())
        sign_in(browser)
        marks.append(mark(browser) or "")
    payloads = [each.split(".")[0] for each in marks]
    assert payloads[0] != payloads[1]
    for payload in payloads:
        plain = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        assert len(plain) >= 12 and plain.strip(b'"').decode() != str(ada)
        assert not re.fullmatch(rb"\W*\d+\W*", plain)


def test_a_mark_is_good_for_its_own_person_alone(ada: int, bo: int, app: Flask, reader: Reader) -> None:
    sign_in(reader)
    assert is_known(app, mark(reader), ada)
    assert not is_known(app, mark(reader), bo)
    assert not is_known(app, "made.up.mark", ada) and not is_known(app, "", ada)


@pytest.mark.parametrize(("days", "known"), [(179, True), (181, False)])
def test_a_mark_is_good_for_half_a_year(
    ada: int, app: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch, days: int, known: bool
) -> None:
    sign_in(reader)
    at = int(time.time()) + days * 24 * 3600
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: at)
    assert is_known(app, mark(reader), ada) is known


def test_a_change_of_the_secret_key_does_not_forget_devices(ada: int, site: Callable[..., Flask]) -> None:
    browser, later = Reader(site().test_client()), site()
    sign_in(browser)
    later.secret_key, former = "the key of this year, long enough", later.secret_key
    assert not is_known(later, mark(browser), ada)
    later.config["SECRET_KEY_FALLBACKS"] = [former]
    assert is_known(later, mark(browser), ada)


def test_closing_the_account_takes_the_mark_off_the_device(ada: int, reader: Reader) -> None:
    sign_in(reader)
    assert mark(reader)
    reader.open("/account")
    done = reader.press("close", password=PASSWORD)
    assert done.status == 303 and mark(reader) is None


def test_an_account_that_was_not_closed_keeps_its_mark(ada: int, reader: Reader) -> None:
    sign_in(reader)
    reader.open("/account")
    assert reader.press("close", password="not the password").status == 422
    assert mark(reader)


def test_the_mark_goes_over_https_under_the_name_that_browsers_guard(ada: int, site: Callable[..., Flask]) -> None:
    browser = Reader(site(public_url="https://course.heronsea.example").test_client())
    browser.client.environ_base["wsgi.url_scheme"] = "https"
    made = [each for each in sign_in(browser).answer.headers.getlist("Set-Cookie") if "known-device" in each]
    browser.open("/account")
    ended = browser.press("close", password=PASSWORD).answer.headers.getlist("Set-Cookie")
    gone = [each for each in ended if "known-device" in each]
    for cookies in (made, gone):
        assert len(cookies) == 1 and cookies[0].startswith("__Host-known-device=")
        assert all(part in cookies[0] for part in ("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"))
        assert "Domain" not in cookies[0]
    assert "Max-Age=0" in gone[0]


def test_a_shared_computer_is_never_marked_and_an_earlier_mark_goes(ada: int, reader: Reader) -> None:
    sign_in(reader, shared="y")
    assert mark(reader) is None
    assert reader.post("/sign-out").status == 303
    sign_in(reader)
    assert mark(reader)
    assert reader.post("/sign-out").status == 303
    sign_in(reader, shared="y")
    assert mark(reader) is None
