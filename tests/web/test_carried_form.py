"""What is typed into a form while the visit ends goes along through sign-in, to the same person, and is asked about there."""

from __future__ import annotations

import io
from secrets import token_urlsafe

import pytest
from flask import Flask

from course.records import organisations, roles
from course.records.database import writing
from tests.records.made import NOON
from tests.web.administering import rows
from tests.web.learning import end_visits, signed_in
from tests.web.local_office import LIST, save
from tests.web.local_values import HERON, organisation
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader

CY = "cy@heronsea.example"
KEPT = "You have been signed out. What you typed is still here."
IMPORT = f"{LIST}/import"
FILE = "partnership:\n  front-door:\n    value: Ring 999\n"


@pytest.fixture
def office(app: Flask, admin: int) -> Reader:
    return signed_in(app, CY)


@pytest.fixture
def heron(app: Flask) -> int:
    return organisation(app, HERON)


def sign_in(reader: Reader, login: str = CY, password: str = PASSWORD) -> Page:
    return reader.press("sign-in", email=login, password=password)


def entered(page: Page) -> dict[str, str]:
    """What the page says was entered."""
    assert page.tree is not None
    rows = page.tree.xpath("//main//dl/div")
    return {each.xpath("string(./dt)"): each.xpath("string(./dd)") for each in rows}


def is_kept(page: Page) -> bool:
    return (page.status, page.h1) == (403, "Sign in") and KEPT in page.words


@pytest.mark.parametrize("gone", ["signed out in another tab", "signed out from elsewhere"])
def test_what_was_typed_is_asked_about_after_signing_in_and_sent_then(
    gone: str, app: Flask, admin: int, office: Reader, heron: int
) -> None:
    path = f"/manage/organisations/{heron}/people/add"
    form, before = office.open(path), rows(app)
    if gone == "signed out in another tab":
        office.post("/sign-out")
    else:
        end_visits(app, admin)
    shown = office.press("add-person", form, name="Ivy Reed", job_role="Cook")
    assert is_kept(shown) and rows(app) == before and "Ivy" not in shown.words
    wrong = sign_in(office, password="not the password")
    assert wrong.status == 422 and "What you typed is kept" in wrong.words and KEPT not in wrong.words
    asked = sign_in(office)
    assert asked.h1 == "Send this as Cy Reed?" and rows(app)["person"] == before["person"]
    assert entered(asked).items() >= {"Name": "Ivy Reed", "Job role": "Cook"}.items()
    assert asked.answer.headers["Cache-Control"] == "no-store"
    done = office.press("carried")
    assert done.status == 303 and "Ivy Reed" in office.follow(done).words


def test_nobody_else_is_shown_it(app: Flask, admin: int, ada: int, office: Reader, heron: int) -> None:
    form = office.open(f"/manage/organisations/{heron}/people/add")
    end_visits(app, admin)
    assert is_kept(office.press("add-person", form, name="Ivy Reed"))
    other = sign_in(office, "ada@heronsea.example")
    assert (other.status, other.place) == (303, "/") and "Ivy" not in other.text


def test_a_form_of_before_sent_after_signing_in_again_is_asked_about(
    app: Flask, admin: int, office: Reader, heron: int
) -> None:
    form = office.open(f"/manage/organisations/{heron}/people/add")
    office.post("/sign-out")
    office.open("/sign-in")
    assert sign_in(office).status == 303
    asked = office.press("add-person", form, name="Ivy Reed")
    assert (asked.status, asked.h1) == (403, "Send this as Cy Reed?")
    assert office.press("carried").status == 303


def test_signing_in_twice_asks_about_it_the_second_time(app: Flask, admin: int, office: Reader, heron: int) -> None:
    form = office.open(f"/manage/organisations/{heron}/people/add")
    end_visits(app, admin)
    waiting = office.press("add-person", form, name="Ivy Reed")
    office.open("/sign-in")
    assert sign_in(office).status == 303
    asked = office.press("sign-in", waiting, email=CY, password=PASSWORD)
    assert (asked.status, asked.h1) == (403, "Send this as Cy Reed?") and entered(asked)["Name"] == "Ivy Reed"
    assert office.press("carried").status == 303


def test_signing_in_beside_somebody_else_shows_them_nothing(
    app: Flask, admin: int, ada: int, office: Reader, heron: int
) -> None:
    form = office.open(f"/manage/organisations/{heron}/people/add")
    end_visits(app, admin)
    waiting = office.press("add-person", form, name="Ivy Reed")
    office.open("/sign-in")
    assert sign_in(office, "ada@heronsea.example").status == 303
    page = office.press("sign-in", waiting, email=CY, password=PASSWORD)
    assert page.status == 400 and "Ivy" not in page.text


def test_a_form_of_somebody_elses_visit_is_stale(app: Flask, admin: int, ada: int, office: Reader, heron: int) -> None:
    form = office.open(f"/manage/organisations/{heron}/people/add")
    token = form.value("add-person", "csrf_token") or ""
    page = signed_in(app).send("/account/name", csrf_token=token, name="Somebody")
    assert page.status in (400, 403, 404) and not page.has_form("carried")


@pytest.mark.parametrize("token", ["", "made.up.token"])
def test_what_no_page_of_ours_asked_is_not_carried(token: str, app: Flask, admin: int, heron: int) -> None:
    page = Reader(app.test_client()).send(
        f"/manage/organisations/{heron}/people/add", name="Ivy Reed", csrf_token=token
    )
    assert page.status == 303 and "/sign-in" in (page.place or "") and "Ivy" not in page.text


def test_a_guests_token_carries_nothing(app: Flask, admin: int, reader: Reader, heron: int) -> None:
    token = reader.open("/sign-in").value("sign-in", "csrf_token") or ""
    page = reader.send(f"/manage/organisations/{heron}/people/add", name="Ivy Reed", csrf_token=token)
    assert page.status == 303 and not page.has_form("sign-in")


def test_a_password_is_never_carried(app: Flask, admin: int, office: Reader) -> None:
    form = office.open("/account")
    end_visits(app, admin)
    page = office.press("password", form, password="a new one for me", current=PASSWORD)
    assert page.status == 303 and "new one" not in office.follow(page).text


def test_a_button_alone_leads_back_to_where_it_stood(app: Flask, admin: int, ada: int, office: Reader) -> None:
    form = office.open(f"/manage/people/{ada}/roles")
    end_visits(app, admin)
    page = office.send(f"/manage/people/{ada}/roles/1/take", csrf_token=form.value("give-role", "csrf_token") or "")
    assert page.status == 303
    office.follow(page)
    assert sign_in(office).place == f"/manage/people/{ada}/roles"


def test_a_file_is_said_to_be_lost(app: Flask, admin: int, office: Reader) -> None:
    token = office.open(IMPORT).value("local-import", "csrf_token") or ""
    end_visits(app, admin)
    data = {"text": FILE, "csrf_token": token, "file": (io.BytesIO(FILE.encode()), "mine.yaml")}
    assert is_kept(office._read(office.client.post(IMPORT, data=data), IMPORT))
    asked = sign_in(office)
    assert "The file is lost" in asked.words and not asked.has_form("carried")
    assert entered(asked) == {"Text": FILE.strip()} and asked.tree is not None
    assert asked.tree.xpath("//main//a[text()='Open the form again']/@href") == [IMPORT]


def test_what_is_too_long_to_be_carried_leads_back_to_the_form(app: Flask, admin: int, office: Reader) -> None:
    token = office.open(IMPORT).value("local-import", "csrf_token") or ""
    end_visits(app, admin)
    page = office.send(IMPORT, csrf_token=token, text=token_urlsafe(140_000))
    assert page.status == 303 and "/sign-in?next=" in (page.place or "")


@pytest.mark.parametrize("whose", ["partnership", "organisation"])
def test_a_day_and_a_text_of_several_lines_arrive_as_they_were_typed(
    whose: str, app: Flask, admin: int, office: Reader, heron: int
) -> None:
    path = f"{LIST}/front-door" if whose == "partnership" else f"{LIST}/{heron}/front-door"
    form = office.open(path)
    end_visits(app, admin)
    typed = {
        "value": "Ring <b>us</b>\n999",
        "source": "A letter",
        "owner_role": "Head of care",
        "checked_on": "3 11 2026",
    }
    assert is_kept(save(office, path, form, **typed))
    asked = sign_in(office)
    assert entered(asked) == {
        "What learners see": typed["value"], "Source": "A letter", "Who looks after it": "Head of care",
        "Checked on": "3 11 2026",
    }  # fmt: skip
    assert office.press("carried").status == 303
    assert "Ring <b>us</b>" not in office.open(path).text and "Head of care" in office.open(path).text


@pytest.mark.parametrize("text", ["", "forged", "carry"])
def test_a_forged_form_counts_as_none(text: str, app: Flask, admin: int, reader: Reader) -> None:
    reader.open("/sign-in")
    page = reader.press("sign-in", email=CY, password=PASSWORD, carry=text)
    assert (page.status, page.place) == (303, "/")


def test_a_choice_is_not_told_by_its_number(app: Flask, admin: int, office: Reader, heron: int) -> None:
    with app.app_context(), writing() as store:
        team = organisations.add_team(store, heron, "Kitchen", NOON)
    form = office.open(f"/manage/organisations/{heron}/headcount")
    end_visits(app, admin)
    office.press("headcount", form, people="12", team=str(team))
    asked = entered(sign_in(office))
    assert asked["For"] == "as you chose" and "12" in asked.values()


@pytest.mark.parametrize(
    ("role", "path", "form", "typed", "shown"),
    [
        ("trainer", "/sessions/add", "plan-session", {"place": "Town hall"}, ("Place", "Town hall")),
        ("organisation-lead", "/reports/evidence", "evidence", {"as_at": "2026-03-31"}, ("As at", "2026-03-31")),
    ],
)
def test_forms_of_sessions_and_reports_are_carried_too(
    role: str, path: str, form: str, typed: dict[str, str], shown: tuple[str, str], app: Flask, admin: int, heron: int
) -> None:
    bea = add_person(app, "Bea Moor", email="bea@heronsea.example")
    with app.app_context(), writing() as store:
        roles.grant(store, bea, role, "organisation", heron, NOON)
    reader = signed_in(app, "bea@heronsea.example")
    page = reader.open(path)
    end_visits(app, bea)
    assert is_kept(reader.press(form, page, **typed))
    assert shown in entered(sign_in(reader, "bea@heronsea.example")).items()


def test_who_has_lost_the_role_meanwhile_is_refused(app: Flask, admin: int, heron: int) -> None:
    bea = add_person(app, "Bea Moor", email="bea@heronsea.example")
    with app.app_context(), writing() as store:
        roles.grant(store, bea, "administrator", "organisation", heron, NOON)
    reader = signed_in(app, "bea@heronsea.example")
    form = reader.open(f"/manage/organisations/{heron}/people/add")
    end_visits(app, bea)
    with app.app_context(), writing() as store:
        roles.revoke(store, bea, "administrator", "organisation", heron)
    assert is_kept(reader.press("add-person", form, name="Ivy Reed"))
    assert sign_in(reader, "bea@heronsea.example").h1 == "Send this as Bea Moor?"
    assert reader.press("carried").status == 403
