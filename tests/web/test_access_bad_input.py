"""Whatever is sent to this room is answered with a page, never with a fault of ours, and nothing of it comes back alive."""

import datetime as dt
import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from course.clock import now
from course.records import links
from course.records.database import writing
from course.web.access import guessing
from tests.web import broken_texts
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

EMAIL = "ada@heronsea.example"
ALLOWED = {200, 303, 400, 403, 404, 405, 409, 413, 422, 429, 503}
CANARY = "<img src=x onerror=alert(1)>"
NASTY = [
    "",
    " ",
    "0",
    "-1",
    "9223372036854775808",
    "9" * 400,
    "NaN",
    "null",
    "true",
    "\x00",
    "a\x00b",
    "%00",
    "\r\nSet-Cookie: a=b",
    "\u202e\u2066",
    "\ufeff",
    "e\u0301" * 50,
    "🦊" * 200,
    "\ud7ff\ue000\uffff",
    "x" * 10_000,
    CANARY,
    "'\"><script>alert(1)</script>",
    "{{ config }}{% raw %}",
    "${7*7}#{7*7}",
    "' OR '1'='1' --",
    "'; DROP TABLE account; --",
    "../../../../etc/passwd",
    "//other.example",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "😀@😀.example",
    "a@b",
    '"quoted local"@heronsea.example',
    "a@[127.0.0.1]",
    "İSTANBUL@heronsea.example",
]
FIELDS = {
    "/sign-in": ("email", "password", "shared", "next", "carry"),
    "/sign-in/keep": ("carry", "to"),
    "/sign-up": ("name", "email", "no_email", "password", "code", "shared", "next", "carry"),
    "/sign-up/go-on": ("carry", "next"),
    "/forgot-password": ("email",),
    "/join": ("code",),
    "/account/name": ("name",),
    "/account/email": ("email", "password"),
    "/account/password": ("current", "password"),
    "/account/close": ("password",),
}
GOOD = {
    "email": EMAIL,
    "password": "not the password",
    "current": "not the password",
    "name": "Ada Quill",
    "code": "2222-2222-2222",
}
SET_UP = ("name", "email", "no_email", "password", "partnership", "organisation", "shared")
HOUR = dt.timedelta(hours=1)
ROWS = [(path, field) for path, fields in FIELDS.items() for field in fields]


@pytest.fixture(autouse=True)
def without_brake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The brake would answer for the views; it has tests of its own."""
    monkeypatch.setattr(guessing, "count", lambda brake, who: True)
    monkeypatch.setattr(guessing, "may_try", lambda brake, who: True)


@pytest.fixture
def visitor(ada: int, site: Callable[..., Flask]) -> Reader:
    """Ada on the pages for people who are signed in, nobody on the others."""
    return Reader(site(smtp_url="smtp://127.0.0.1:9", mail_from="course@heronsea.example").test_client())


def arrive(reader: Reader, path: str) -> None:
    """Sign in where the form is for people who are signed in."""
    if path.startswith("/account"):
        reader.open("/sign-in")
        reader.press("sign-in", email=EMAIL, password=PASSWORD)


def token_of(reader: Reader) -> str:
    """A token that is good for this visit."""
    page = reader.open("/account")
    page = page if page.status == 200 else reader.open("/sign-in")
    assert page.tree is not None
    return str(page.tree.xpath("string(//input[@name='csrf_token']/@value)"))


def check(page: Page, value: str) -> None:
    """Answered, and what was sent did not come back alive."""
    assert page.status in ALLOWED | {308}, f"{value[:30]!r} gave {page.status}"
    assert CANARY not in page.text and "<script>alert" not in page.text
    assert not [cookie for cookie in page.answer.headers.getlist("Set-Cookie") if cookie.startswith("a=")]
    assert page.place is None or page.place.startswith("/") and not page.place.startswith(("//", "/\\", "/\t"))


@pytest.mark.slow
@pytest.mark.parametrize(("path", "field"), ROWS)
def test_no_value_of_a_field_is_a_fault_of_ours(visitor: Reader, path: str, field: str) -> None:
    arrive(visitor, path)
    token = token_of(visitor)
    for value in NASTY:
        sent = {name: GOOD.get(name, "") for name in FIELDS[path]} | {"csrf_token": token, field: value}
        page = visitor.send(path, **sent)
        check(page, value)
        assert page.status != 400 or "\0" in value, f"{value[:30]!r} never reached the view"
        token = token_of(visitor) if "Set-Cookie" in page.answer.headers else token  # the same visit, the same token


@pytest.mark.parametrize("path", [path for path in FIELDS if path not in ("/sign-in/keep", "/sign-up/go-on", "/join")])
def test_forms_of_odd_shapes_are_answered(visitor: Reader, path: str) -> None:
    arrive(visitor, path)
    headers = {"X-CSRFToken": token_of(visitor)}
    client = visitor.client
    fields = FIELDS[path]
    answers = [
        client.post(path, headers=headers),
        client.post(
            path, headers=headers, data=b"\xff\xfe%zz&=&&==%", content_type="application/x-www-form-urlencoded"
        ),
        client.post(path, headers=headers, data={name: ["one", "two"] for name in fields}),
        client.post(path, headers=headers, data={f"{name}[]": "x" for name in fields}),
        client.post(path, headers=headers, data={name: (io.BytesIO(b"x"), "x.txt") for name in fields}),
        client.post(path, headers=headers, json=[1, 2]),
        client.post(path, headers=headers, json={"email": ["a"], "password": {"a": 1}}),
        client.post(path, headers=headers, data=b"{", content_type="application/json"),
        client.post(path, headers=headers, data=b"x" * 2_000_000),
        client.post(path, headers=headers, data="&".join(f"f{number}=1" for number in range(5_000))),
        client.put(path, headers=headers),
        client.delete(path, headers=headers),
    ]
    assert [answer.status_code for answer in answers if answer.status_code not in ALLOWED] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/join/{}",
        "/reset/{}",
        "/set-up/{}",
        "/confirm-email/{}",
        "/account/sessions/{}/end",
        "/sign-in?next={}",
        "/sign-up?code={}&next={}",
        "/join?code={}",
        "/account?done={}",
    ],
)
def test_no_part_of_an_address_is_a_fault_of_ours(visitor: Reader, path: str) -> None:
    arrive(visitor, path)
    for value in NASTY:
        check(visitor.open(path.replace("{}", quote(value, safe=""))), value)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "field"), [("reset", "password"), *(("set-up", field) for field in SET_UP)])
def test_forms_behind_one_time_links_are_answered_too(app: Flask, ada: int, kind: str, field: str) -> None:
    visitor = Reader(app.test_client())
    for value in NASTY:
        with app.app_context(), writing() as store:
            token = links.make_link(store, kind, ada if kind == "reset" else None, valid=HOUR, now=now())
        names = SET_UP if kind == "set-up" else ("password", "shared")
        check(visitor.post(f"/{kind}/{token}", **(dict.fromkeys(names, "") | {field: value})), value)


@pytest.mark.slow
@pytest.mark.parametrize("form", broken_texts.FORMS)
def test_a_text_that_nobody_can_type_is_refused_with_words(visitor: Reader, app: Flask, ada: int, form: str) -> None:
    arrive(visitor, form)
    kind = form.split("/")[1]
    with app.app_context(), writing() as store:
        link = (
            links.make_link(store, kind, ada if kind == "reset" else None, valid=HOUR, now=now()) if "{" in form else ""
        )
    answers = broken_texts.answers(visitor, form.format(link), token_of(visitor), form)
    assert {each: status for each, status in answers.items() if status not in (400, 422)} == {}


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/sign-up",
        "/account/name",
        "/account/email",
        "/account/password",
        "/account/close",
        "/account/sessions/end",
    ],
)
@pytest.mark.parametrize("token", [None, "", "made.up.token", "another"])
def test_a_form_without_the_right_token_is_refused_and_does_nothing(
    visitor: Reader, bo: int, app: Flask, path: str, token: str | None
) -> None:
    if token == "another":
        stranger = Reader(app.test_client())
        stranger.open("/sign-in")
        stranger.press("sign-in", email="river-lamp-482", password=PASSWORD)
        token = token_of(stranger)
    arrive(visitor, path)
    fields = GOOD | {"password": PASSWORD, "current": PASSWORD} | ({} if token is None else {"csrf_token": token})
    page = visitor.send(path, **fields)
    assert page.status == 400 and "stale" in page.h1
    assert (visitor.open("/account").status == 200) is path.startswith("/account")
