"""The same room on PostgreSQL, where two clicks really run at once and a NUL cannot even be asked for."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, join_codes, links, organisations, roles
from course.records.database import reading, upgrade, writing
from tests.web import broken_texts
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

pytestmark = pytest.mark.postgres
EMAIL = "di@heronsea.example"
AT_ONCE = 6


@pytest.fixture
def app(site: Callable[..., Flask], postgres_url: str) -> Flask:
    made = site(database_url=postgres_url, smtp_url="smtp://127.0.0.1:9", mail_from="course@heronsea.example")
    upgrade(made)
    return made


def at_once(act: Callable[[Reader], Page], readers: list[Reader]) -> list[int]:
    """Everybody acts at the same moment; the statuses, sorted."""
    line = Barrier(len(readers))

    def start(reader: Reader) -> int:
        line.wait()
        return act(reader).status

    with ThreadPoolExecutor(len(readers)) as pool:
        return sorted(pool.map(start, readers))


def test_two_with_one_address_sign_in_with_their_own_passwords_until_one_confirms_it(app: Flask) -> None:
    words = (PASSWORD, "another one altogether")
    for name, password in zip(("Di", "Eve"), words, strict=True):
        reader = Reader(app.test_client())
        page = reader.open("/sign-up")
        assert reader.press("sign-up", page, name=name, email=EMAIL, password=password).place == "/"

    def statuses() -> list[int]:
        tries = []
        for password in words:
            reader = Reader(app.test_client())
            reader.open("/sign-in")
            tries.append(reader.press("sign-in", email=EMAIL, password=password).status)
        return tries

    assert statuses() == [303, 303]
    with app.app_context(), writing() as store:
        assert accounts.confirm_email(store, accounts.accounts_for(store, EMAIL)[1].person)
    assert statuses() == [422, 303]


def test_an_account_from_its_making_to_its_end(app: Flask, join_code: Callable[..., str]) -> None:
    reader = Reader(app.test_client())
    page = reader.open("/sign-up")
    typed = {"name": "Di Fern", "email": EMAIL, "password": PASSWORD, "code": join_code()}
    assert reader.press("sign-up", page, **typed).place == "/"
    assert "Heronsea Nursery, Toddlers" in reader.open("/account").words
    assert reader.press("name", name="Di Marsh").status == 303
    reader.open("/account")
    assert reader.press("password", current=PASSWORD, password="tile harbour walnut").status == 303
    assert reader.open("/account/data.json").status == 200
    reader.open("/account/sessions")
    assert reader.press("sign-out-everywhere").status == 303
    reader.open("/sign-in")
    assert reader.press("sign-in", email=EMAIL, password="not the password").status == 422
    assert reader.press("sign-in", email=EMAIL, password="tile harbour walnut").status == 303
    reader.open("/account")
    assert reader.press("close", password="tile harbour walnut").status == 303


@pytest.mark.parametrize("login", ["a\x00b", "\x00", "x" * 300, "İ@heronsea.example", "\ud7ff\uffff"])
def test_odd_logins_are_answered(app: Flask, login: str) -> None:
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    assert reader.press("sign-in", email=login, password="\x00").status == 422


@pytest.mark.parametrize("form", [form for form in broken_texts.FORMS if "{" not in form])
def test_a_text_that_nobody_can_type_is_refused_here_too(app: Flask, ada: int, form: str) -> None:
    reader = Reader(app.test_client())
    page = reader.open("/sign-in")
    if form.startswith("/account"):
        reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
        page = reader.open("/account")
    assert page.tree is not None
    token = str(page.tree.xpath("string(//input[@name='csrf_token']/@value)"))
    statuses = broken_texts.answers(reader, form, token, form)
    assert {each: status for each, status in statuses.items() if status not in (400, 422)} == {}


def test_sign_ups_with_one_address_at_once_are_all_answered_alike(app: Flask) -> None:
    readers = [Reader(app.test_client()) for _ in range(AT_ONCE)]
    pages = {reader: reader.open("/sign-up") for reader in readers}
    passwords = {reader: f"kettle moss violin {number}" for number, reader in enumerate(readers)}

    def act(reader: Reader) -> Page:
        return reader.press("sign-up", pages[reader], name="Di Fern", email=EMAIL, password=passwords[reader])

    assert at_once(act, readers) == [303] * AT_ONCE
    with app.app_context(), reading() as store:
        assert len(accounts.accounts_for(store, EMAIL)) == 2


def test_the_last_use_of_a_join_code_is_given_once(app: Flask, join_code: Callable[..., str]) -> None:
    code = join_code(uses_limit=1)
    readers = [Reader(app.test_client()) for _ in range(AT_ONCE)]
    pages = {reader: reader.open("/sign-up") for reader in readers}

    def act(reader: Reader) -> Page:
        email = f"di-{readers.index(reader)}@heronsea.example"
        return reader.press("sign-up", pages[reader], name="Di", email=email, password=PASSWORD, code=code)

    assert at_once(act, readers) == [303] + [422] * (AT_ONCE - 1)
    with app.app_context(), reading() as store:
        found = join_codes.join_code(store, code)
    assert found is not None and found.uses == 1


def test_a_join_button_pressed_twice_at_once_joins_once(app: Flask, ada: int, join_code: Callable[..., str]) -> None:
    code = join_code()
    readers = []
    for _ in range(AT_ONCE):
        readers.append(Reader(app.test_client()))
        readers[-1].open("/sign-in")
        readers[-1].press("sign-in", email="ada@heronsea.example", password=PASSWORD)
        readers[-1].open(f"/join/{code}")
    assert at_once(lambda reader: reader.press("join"), readers) == [303] * AT_ONCE
    with app.app_context(), reading() as store:
        assert len(organisations.memberships_of(store, ada)) == 1


def test_a_set_up_link_used_at_once_makes_one_administrator(app: Flask) -> None:
    with app.app_context(), writing() as store:
        path = "/set-up/" + links.make_link(store, "set-up", None, valid=dt.timedelta(days=7), now=now())
    readers = [Reader(app.test_client()) for _ in range(AT_ONCE)]
    pages = {reader: reader.open(path) for reader in readers}

    def act(reader: Reader) -> Page:
        email = f"cy-{readers.index(reader)}@heronsea.example"
        typed = {"partnership": "Heronsea", "organisation": "Nursery", "name": "Cy", "email": email}
        return reader.press("set-up", pages[reader], **typed, password=PASSWORD)

    statuses = at_once(act, readers)
    assert set(statuses) <= {303, 404, 422}
    with app.app_context(), reading() as store:
        assert len(organisations.organisations(store)) == 1
        assert len(roles.holders(store, "administrator")) == 1
