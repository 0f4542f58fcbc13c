"""The own account, its sessions and its data."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, attempts, organisations, people, readings, roles, visits
from course.records.database import reading, writing
from course.rules.facts import Answer, Attempt
from tests.web.people import PASSWORD, add_person
from tests.web.post_office import PostOffice
from tests.web.reader import Page, Reader

EMAIL = "ada@heronsea.example"
NEW = "tile harbour walnut"
Later = Callable[..., None]


def signed_in(app: Flask, login: str = EMAIL, password: str = PASSWORD) -> Reader:
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    assert reader.press("sign-in", email=login, password=password).status == 303
    return reader


@pytest.fixture
def owner(ada: int, app: Flask) -> Reader:
    """Ada, signed in."""
    return signed_in(app)


def change(reader: Reader, form: str, **typed: str) -> Page:
    page = reader.open("/account")
    return reader.press(form, page, **typed)


def is_signed_in(reader: Reader) -> bool:
    return reader.open("/account").status == 200


def test_the_name_can_be_changed(owner: Reader) -> None:
    done = change(owner, "name", name="  Ada  Quill-Marsh ")
    assert done.place == "/account?done=name"
    page = owner.follow(done)
    assert "Ada Quill-Marsh" in page.words and "Your name has been changed" in page.words


def test_the_address_can_be_changed_with_the_password(ada: int, app: Flask, owner: Reader) -> None:
    assert change(owner, "email", email="ada@elsewhere.example", password=PASSWORD).status == 303
    with app.app_context(), reading() as store:
        held = accounts.account_of(store, ada)
    assert held is not None and held.email == "ada@elsewhere.example" and not held.email_confirmed
    assert signed_in(app, "ada@elsewhere.example")


def test_somebody_with_a_sign_in_name_can_add_an_address_and_keeps_the_name(bo: int, app: Flask) -> None:
    reader = signed_in(app, "river-lamp-482")
    assert change(reader, "email", email="bo@heronsea.example", password=PASSWORD).status == 303
    assert signed_in(app, "bo@heronsea.example") and signed_in(app, "river-lamp-482")


def test_an_address_that_two_others_carry_is_answered_alike_and_changes_nothing(owner: Reader, app: Flask) -> None:
    for name in ("Di Fern", "Eve Fern"):
        add_person(app, name, email="di@heronsea.example")
    done = change(owner, "email", email="DI@heronsea.example", password=PASSWORD)
    assert done.place == "/account?done=email"
    page = owner.follow(done)
    assert EMAIL in page.words and "unless too many accounts carry it" in page.words and "Fern" not in page.text


def test_addresses_cannot_be_tried_one_after_the_other(owner: Reader) -> None:
    statuses = [
        change(owner, "email", email=f"guess-{number}@heronsea.example", password=PASSWORD).status
        for number in range(6)
    ]
    assert statuses == [303] * 5 + [429]


def test_a_new_password_ends_every_other_visit_and_keeps_this_one(app: Flask, owner: Reader) -> None:
    elsewhere = signed_in(app)
    assert change(owner, "password", current=PASSWORD, password=NEW).place == "/account?done=password"
    assert is_signed_in(owner) and not is_signed_in(elsewhere)
    assert signed_in(app, password=NEW)


def test_the_owner_is_told_of_a_new_password_by_mail(
    ada: int, site: Callable[..., Flask], post_office: PostOffice
) -> None:
    reader = signed_in(site(**post_office.settings))
    change(reader, "password", current=PASSWORD, password=NEW)
    (letter,) = post_office.wait_for(1)
    assert (letter["To"], letter["Subject"]) == (EMAIL, "Your password was changed")


@pytest.mark.parametrize(
    ("form", "typed", "error"),
    [
        ("name", {"name": ""}, "Enter your name"),
        ("name", {"name": "x" * 121}, "120 characters"),
        ("name", {"name": "Ada\u2066"}, "cannot be seen"),
        ("email", {"email": "", "password": PASSWORD}, "Enter an email address"),
        ("email", {"email": "ada", "password": PASSWORD}, "usual form"),
        ("email", {"email": "ada@elsewhere.example", "password": ""}, "Enter your password"),
        ("email", {"email": "ada@elsewhere.example", "password": NEW}, "not your present password"),
        ("password", {"current": "", "password": NEW}, "Enter your password"),
        ("password", {"current": NEW, "password": NEW}, "not your present password"),
        ("password", {"current": PASSWORD, "password": ""}, "Enter a password"),
        ("password", {"current": PASSWORD, "password": "short"}, "at least 10 characters"),
        ("password", {"current": PASSWORD, "password": "quill-quill-1"}, "too easy to guess"),
        ("close", {"password": ""}, "Enter your password"),
        ("close", {"password": NEW}, "not your present password"),
    ],
)
def test_a_fault_is_said_in_its_own_form_and_nothing_changes(
    ada: int, app: Flask, owner: Reader, form: str, typed: dict[str, str], error: str
) -> None:
    page = change(owner, form, **typed)
    assert page.status == 422 and error in page.errors()[0]
    assert error in page.form(form).text_content()
    for name, text in typed.items():
        if name in ("name", "email") and text.isprintable():
            assert page.value(form, name) == text
    assert signed_in(app)
    with app.app_context(), reading() as store:
        held = accounts.account_of(store, ada)
    assert held is not None and (held.name, held.email) == ("Ada Quill", EMAIL)


def test_closing_takes_the_name_away_and_signs_out_everywhere(ada: int, app: Flask, owner: Reader) -> None:
    elsewhere = signed_in(app)
    done = change(owner, "close", password=PASSWORD)
    assert done.place == "/account/closed"
    assert owner.follow(done).h1 == "Your account is closed"
    assert not is_signed_in(owner) and not is_signed_in(elsewhere)
    with app.app_context(), reading() as store:
        assert accounts.account_of(store, ada) is None
        assert people.person_name(store, ada) == ""
    other = Reader(app.test_client())
    other.open("/sign-in")
    assert other.press("sign-in", email=EMAIL, password=PASSWORD).status == 422


def test_a_closed_address_can_be_used_anew(app: Flask, owner: Reader) -> None:
    change(owner, "close", password=PASSWORD)
    owner.open("/sign-up")
    assert owner.press("sign-up", name="Ada Quill", email=EMAIL, password=PASSWORD).status == 303


def test_the_only_administrator_cannot_close_the_account(ada: int, admin: int, app: Flask) -> None:
    reader = signed_in(app, "cy@heronsea.example")
    page = change(reader, "close", password=PASSWORD)
    assert page.status == 409 and "only administrator" in page.errors()[0]
    with app.app_context(), writing() as store:
        roles.grant(store, ada, "administrator", "partnership", None, now())
    assert change(reader, "close", password=PASSWORD).place == "/account/closed"


def test_the_page_names_the_places_and_what_an_administrator_may_do(
    ada: int, admin: int, app: Flask, owner: Reader, join_code: Callable[..., str]
) -> None:
    join_code()
    with app.app_context(), writing() as store:
        organisations.join(store, ada, 1, 1, dt.date(2026, 1, 5), dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    page = owner.open("/account")
    assert "Heronsea Nursery, Toddlers" in page.words and "Organisations and join codes" not in page.words
    assert "Organisations and join codes" in signed_in(app, "cy@heronsea.example").open("/account").words


@pytest.mark.parametrize("path", ["/account", "/account/sessions", "/account/data", "/account/data.json"])
def test_a_guest_is_asked_to_sign_in(reader: Reader, path: str) -> None:
    page = reader.open(path)
    assert page.status == 303 and page.place is not None and page.place.startswith("/sign-in?next=")


def test_the_visits_are_listed_and_one_can_be_ended(app: Flask, owner: Reader) -> None:
    elsewhere = signed_in(app)
    page = owner.open("/account/sessions")
    assert page.words.count("Since ") == 2 and page.words.count("(here)") == 1
    assert owner.press("end-session").place == "/account/sessions"
    assert is_signed_in(owner) and not is_signed_in(elsewhere)


def test_somebody_else_s_visit_is_not_found(bo: int, app: Flask, owner: Reader) -> None:
    other = signed_in(app, "river-lamp-482")
    with app.app_context(), reading() as store:
        (visit,) = visits.visits_of(store, bo)
    assert owner.post(f"/account/sessions/{visit.id}/end").status == 404
    assert owner.post("/account/sessions/999999999999999/end").status == 404
    assert owner.post("/account/sessions/9999999999999999999/end").status == 404
    assert is_signed_in(other)


def test_sign_out_everywhere_ends_all_visits_of_this_person_alone(bo: int, app: Flask, owner: Reader) -> None:
    elsewhere, other = signed_in(app), signed_in(app, "river-lamp-482")
    owner.open("/account/sessions")
    assert owner.press("sign-out-everywhere").place == "/sign-in"
    assert not is_signed_in(owner) and not is_signed_in(elsewhere) and is_signed_in(other)


def test_visits_that_have_run_out_are_not_listed(ada: int, app: Flask, later: Later) -> None:
    with app.app_context(), writing() as store:
        visits.start_visit(store, ada, shared=True, now=now())
    later(hours=13)
    assert signed_in(app).open("/account/sessions").words.count("Since ") == 1


def do_some_of_the_course(app: Flask, person: int) -> None:
    with app.app_context(), writing() as store:
        readings.mark_read(store, person, "why-we-share", "2026.1", now())
        attempts.keep_wording(store, "digest-1", "golden-rules-quiz", "2026.1", "{}", now())
        attempts.note_look(store, person, "golden-rules-quiz", "digest-1", now())
        given = (Answer("worried-is-enough", True, True), Answer("never-share", False, True))
        values = {"module": "golden-rules", "quiz": "golden-rules-quiz", "digest": "digest-1", "edition": "2026.1"}
        done = Attempt(
            id=0, person=person, **values, marks=2, out_of=2, pass_mark=80, at=now(), after_look=True, answers=given
        )
        attempts.add_attempt(store, done, "key-1")
        organisation = organisations.add_organisation(store, "Heronsea Nursery", now())
        organisations.join(
            store, person, organisation, None, dt.date(2026, 1, 5), dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
        )


def test_the_file_holds_everything_of_this_person_and_nothing_of_others(
    ada: int, bo: int, app: Flask, owner: Reader
) -> None:
    do_some_of_the_course(app, ada)
    do_some_of_the_course(app, bo)
    page = owner.open("/account/data.json")
    assert page.answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert page.answer.mimetype == "application/json" and page.answer.headers["Cache-Control"] == "no-store"
    kept = json.loads(page.text)
    assert (kept["name"], kept["account"]["email"], kept["person"]) == ("Ada Quill", EMAIL, ada)
    assert [each["page"] for each in kept["readings"]] == ["why-we-share"]
    (attempt,) = kept["attempts"]
    assert [each["statement"] for each in attempt["answers"]] == ["worried-is-enough", "never-share"]
    assert [(each["quiz"], each["digest"]) for each in kept["looks"]] == [("golden-rules-quiz", "digest-1")]
    assert kept["memberships"] == [
        {"organisation": "Heronsea Nursery", "team": None, "started_on": "2026-01-05", "left_on": None}
    ]
    assert kept["completions"] == [] and len(kept["visits"]) == 1
    assert "argon2" not in page.text and "Bo Marsh" not in page.text and "river-lamp" not in page.text


def test_the_overview_says_the_same_in_words(ada: int, app: Flask, owner: Reader) -> None:
    do_some_of_the_course(app, ada)
    page = owner.open("/account/data")
    assert "Heronsea Nursery: from 5 January 2026" in page.words
    assert "2 of 2" in page.words and "1 in all" in page.words
    assert page.tree is not None and page.tree.xpath("//a[@href='/account/data.json']")


def test_a_name_that_looks_like_code_stays_a_name(ada: int, app: Flask, owner: Reader) -> None:
    change(owner, "name", name="<script>alert(1)</script>{{ 7 * 7 }}")
    for path in ("/account", "/account/data", "/"):
        page = owner.open(path)
        assert page.tree is not None and not page.tree.xpath("//script[contains(text(), 'alert')]")
        assert "49" not in page.words.replace(path, "") or "{{ 7 * 7 }}" in page.words
