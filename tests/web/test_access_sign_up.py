"""Making an account: with an address or without, with a join code or without."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from course.clock import now
from course.records import accounts, organisations, tables
from course.records.database import reading
from course.rules.dates import london_day
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

EMAIL = "di@heronsea.example"
Later = Callable[..., None]
NewCode = Callable[..., str]


def sign_up(reader: Reader, **typed: str | None) -> Page:
    page = reader.open("/sign-up")
    return reader.press("sign-up", page, **({"name": "Di Fern", "email": EMAIL, "password": PASSWORD} | typed))


def people(app: Flask) -> int:
    with app.app_context(), reading() as store:
        return store.execute(select(func.count()).select_from(tables.person)).scalar_one()


def places(app: Flask, login: str) -> list[tuple[int, int | None]]:
    with app.app_context(), reading() as store:
        held = accounts.account_for(store, login)
        assert held is not None
        return [(each.organisation, each.team) for each in organisations.memberships_of(store, held.person)]


def test_name_address_and_password_are_enough_and_one_is_signed_in_at_once(app: Flask, reader: Reader) -> None:
    assert sign_up(reader).place == "/"
    account = reader.open("/account")
    assert "Di Fern" in account.words and EMAIL in account.words
    assert places(app, EMAIL) == []


def test_the_new_account_can_be_signed_in_to(app: Flask, reader: Reader) -> None:
    sign_up(reader)
    other = Reader(app.test_client())
    other.open("/sign-in")
    assert other.press("sign-in", email=EMAIL, password=PASSWORD).status == 303


def test_somebody_without_an_address_gets_a_sign_in_name_shown_once(app: Flask, reader: Reader) -> None:
    page = sign_up(reader, email="", no_email="y")
    assert page.status == 200 and page.h1 == "Your sign‑in name"
    assert page.tree is not None and page.tree.xpath("//button[@data-print]")
    name = page.tree.xpath("string(//*[@class='code'])")
    assert reader.press("go-on").place == "/"
    other = Reader(app.test_client())
    other.open("/sign-in")
    assert other.press("sign-in", email=name, password=PASSWORD).status == 303


def test_the_place_that_was_wanted_comes_after_the_page_with_the_name(reader: Reader) -> None:
    reader.follow(reader.open("/account/data"))
    tree = reader.at.tree if reader.at else None
    assert tree is not None
    (onward,) = tree.xpath("//a[starts-with(@href, '/sign-up')]/@href")
    page = reader.open(onward)
    reader.press("sign-up", page, name="Di Fern", email="", no_email="y", password=PASSWORD)
    assert reader.press("go-on").place == "/account/data"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": "   "}, "Enter your name"),
        ({"name": "n" * 121}, "Use 120 characters or fewer"),
        ({"name": "Di\u202eFern"}, "Leave out characters that cannot be seen"),
        ({"name": "Di\x00Fern"}, "Leave out characters that cannot be seen"),
        ({"name": "\u3164"}, "Leave out characters that cannot be seen"),  # fillers, which count as letters
        ({"name": "Di\u1160\u115f Fern"}, "Leave out characters that cannot be seen"),
        ({"name": "\uffa0\uffa0"}, "Leave out characters that cannot be seen"),
        ({"name": "Di \u2800"}, "Leave out characters that cannot be seen"),
        ({"name": "\u17b4\u17b5\u034f"}, "Leave out characters that cannot be seen"),
        ({"name": "Di\ufffdFern"}, "Leave out characters that cannot be seen"),
        ({"name": "\u200d\u200d"}, "cannot be seen"),
        ({"name": "\u0301\u0302"}, "at least one letter or figure"),
        ({"name": "\ufe0f \ufe0e"}, "at least one letter or figure"),
        ({"name": "- - -"}, "at least one letter or figure"),
        ({"name": "\ue000"}, "at least one letter or figure"),
        ({"email": "di\x00@heronsea.example"}, "usual form"),
        ({"email": "di\ufffd@heronsea.example"}, "usual form"),
        ({"password": "kettle\x00moss violin"}, "cannot be seen"),
        ({"password": "kettle \ufffd moss violin"}, "cannot be seen"),
        ({"email": ""}, "tick “I have no email address”"),
        ({"no_email": "y"}, "Clear the email address"),
        ({"email": "di"}, "usual form"),
        ({"email": "di@heronsea"}, "usual form"),
        ({"email": "di@@heronsea.example"}, "usual form"),
        ({"email": "di@heronsea.example, ada@heronsea.example"}, "usual form"),
        ({"email": "di@heronsea.example\r\nBcc: all@heronsea.example"}, "usual form"),
        ({"email": "x" * 250 + "@heronsea.example"}, "usual form"),
        ({"password": ""}, "Enter a password"),
        ({"password": "short one"}, "at least 10 characters"),
        ({"password": "password1234"}, "too easy to guess"),
        ({"password": "sharewell2026"}, "too easy to guess"),
        ({"password": "di@heronsea.example"}, "too easy to guess"),
        ({"name": "Wilhelmina Fern", "password": "wilhelmina99"}, "too easy to guess"),
        ({"password": "kv7 " * 251}, "1,000 characters or fewer"),
        ({"code": "2222-2222-2222"}, "do not know this join code"),
        ({"code": "<script>"}, "do not know this join code"),
        ({"code": "x" * 65}, "shorter"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_nothing_is_made(
    app: Flask, reader: Reader, typed: dict[str, str], error: str
) -> None:
    page = sign_up(reader, **typed)
    assert page.status == 422
    assert any(error in line for line in page.errors()), page.errors()
    assert people(app) == 0
    assert not page.value("sign-up", "password")
    for name, text in typed.items():
        if text.isprintable() and name in ("name", "code", "email"):
            assert page.value("sign-up", name) == " ".join(text.split())


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Ångström",
        "李小龍",
        "O’Brien-Smith",
        "نور",
        "<b>Di</b>",
        "{{ 7 * 7 }}",
        "=cmd|' /C calc'!A0",
        "D",
        "n" * 120,
        "🦊 Fox",
        "७",
        "کاوه\u200cزاده",  # a joiner that belongs inside the word
        "葛\U000e0100城",  # a variant of a sign, as families write it
        "한글",
    ],
)
def test_names_of_all_kinds_are_kept_as_they_are(app: Flask, reader: Reader, name: str) -> None:
    assert sign_up(reader, name=name).status == 303
    account = reader.open("/account")
    assert account.tree is not None and account.tree.xpath("string(//dl//dd)") == name


@pytest.mark.parametrize(
    "password",
    ["ten chars!", "n" * 3 + "x7 tile kv " * 90, " leading and trailing ", "пароль слон луна", "🦊🐢🌧️🎻🪁🧶🍐🚲🪵🫖"],
)
def test_a_password_is_taken_exactly_as_typed(app: Flask, reader: Reader, password: str) -> None:
    assert sign_up(reader, password=password).status == 303
    for typed, status in ((password, 303), (password + " ", 422)):
        other = Reader(app.test_client())
        other.open("/sign-in")
        assert other.press("sign-in", email=EMAIL, password=typed).status == status


def test_a_join_code_puts_one_in_the_team_and_counts_one_use(app: Flask, reader: Reader, join_code: NewCode) -> None:
    code = join_code(uses_limit=1)
    assert sign_up(reader, code=code.lower().replace("-", " ")).status == 303
    assert places(app, EMAIL) == [(1, 1)]
    assert "Heronsea Nursery, Toddlers" in reader.open("/account").words
    refused = sign_up(Reader(app.test_client()), email="el@heronsea.example", code=code)
    assert refused.status == 422 and "as often as it may be" in refused.errors()[0]
    assert people(app) == 1


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 303), (1, 303)])
def test_a_join_code_works_to_its_last_day(reader: Reader, join_code: NewCode, days: int, status: int) -> None:
    code = join_code(expires_on=london_day(now()) + dt.timedelta(days=days))
    assert sign_up(reader, code=code).status == status


def test_the_form_says_where_a_code_from_a_link_leads(reader: Reader, join_code: NewCode) -> None:
    page = reader.open(f"/sign-up?code={join_code()}")
    assert "You are joining Heronsea Nursery, Toddlers." in page.words


def test_where_sign_up_is_closed_a_code_is_needed(site: Callable[..., Flask], join_code: NewCode) -> None:
    app = site(open_sign_up=False)
    assert "you need a join code" in Reader(app.test_client()).open("/sign-up").words
    refused = sign_up(Reader(app.test_client()))
    assert refused.status == 422 and "needs a join code" in refused.errors()[0]
    assert people(app) == 0
    assert sign_up(Reader(app.test_client()), code=join_code()).status == 303


def test_a_taken_address_with_the_right_password_simply_signs_in(
    ada: int, app: Flask, reader: Reader, join_code: NewCode
) -> None:
    assert sign_up(reader, email="ADA@heronsea.example", code=join_code()).place == "/"
    assert "Ada Quill" in reader.open("/account").words
    assert places(app, "ada@heronsea.example") == [(1, 1)]
    assert people(app) == 1


def test_an_address_is_not_confirmed_and_joins_nothing_by_itself(app: Flask, reader: Reader) -> None:
    sign_up(reader)
    with app.app_context(), reading() as store:
        held = accounts.account_for(store, EMAIL)
    assert held is not None and not held.email_confirmed


def test_the_form_lets_password_managers_fill_it_in(reader: Reader) -> None:
    form = reader.open("/sign-up").form("sign-up")
    said = {
        name: form.xpath(f".//input[@name='{name}']")[0].get("autocomplete") for name in ("name", "email", "password")
    }
    assert said == {"name": "name", "email": "email", "password": "new-password"}


def test_a_sign_up_on_a_shared_computer_ends_after_fifteen_idle_minutes(reader: Reader, later: Later) -> None:
    sign_up(reader, shared="y")
    later(minutes=16)
    assert reader.open("/account").status == 303
