"""What is typed into local information while the visit ends is given back, and only that; nothing of it is kept."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from tests.web.administering import rows
from tests.web.learning import end_visits, signed_in
from tests.web.local_office import LIST, save
from tests.web.local_values import DOOR, HERON, fill_in, organisation
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

FORM, IMPORT = f"{LIST}/front-door", f"{LIST}/import"
TYPED = {"value": "Ring <b>us</b>\n999", "source": "A letter", "owner_role": "Head of care"}
FILE = "partnership:\n  front-door:\n    value: Ring 999\n"


def fields(page: Page) -> dict[str, str]:
    """What stands on the page to be copied."""
    assert page.tree is not None
    found = page.tree.xpath("//main//textarea | //main//input")
    return {each.get("name"): (each.get("value") or each.text or "").removeprefix("\n") for each in found}


def is_given_back(page: Page) -> bool:
    return page.status == 403 and "You are signed out, so nothing was kept" in page.words


@pytest.mark.parametrize("whose", ["partnership", "organisation"])
def test_what_was_typed_into_a_slot_is_given_back_and_the_way_back_leads_to_the_same_form(
    whose: str, app: Flask, admin: int, office: Reader
) -> None:
    heron = organisation(app, HERON)
    path = FORM if whose == "partnership" else f"{LIST}/{heron}/front-door"
    mine, before = office.open(path), rows(app)
    end_visits(app, admin)
    page = save(office, path, mine, **TYPED, checked_on="3 11 2026")
    assert is_given_back(page) and page.h1 == "Front door"
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert fields(page) == {**TYPED, "checked_on": "3 11 2026"}
    assert rows(app) == before and page.tree is not None
    office.open(page.tree.xpath("string(//main//a[text()='sign in']/@href)"))
    done = office.press("sign-in", email="cy@heronsea.example", password=PASSWORD)
    assert done.place == path


def test_a_field_that_was_left_empty_is_not_shown(app: Flask, admin: int, office: Reader) -> None:
    mine = office.open(FORM)
    end_visits(app, admin)
    assert fields(save(office, FORM, mine, value="Ring us")) == {"value": "Ring us"}


@pytest.mark.parametrize("confirm", [False, True])
def test_a_file_that_was_pasted_is_given_back(confirm: bool, app: Flask, admin: int, office: Reader) -> None:
    office.open(IMPORT)
    page = office.press("local-import", text=FILE) if confirm else office.at
    before = rows(app)
    end_visits(app, admin)
    button = ("confirm", "1") if confirm else None
    page = office.press("local-confirm" if confirm else "local-import", page, button=button, text=FILE)
    assert is_given_back(page) and page.h1 == "Import local information"
    assert fields(page) == {"text": FILE}
    assert rows(app) == before


def test_whoever_sent_a_file_is_told_to_choose_it_again(app: Flask, admin: int, office: Reader) -> None:
    office.open(IMPORT)
    end_visits(app, admin)
    data = {"text": "", "file": (io.BytesIO(FILE.encode()), "mine.yaml")}
    page = office._read(office.client.post(IMPORT, data=data), IMPORT)
    assert is_given_back(page) and "choose the file again" in page.words and fields(page) == {}


def test_a_guest_gets_back_what_they_sent_and_nothing_else(app: Flask, admin: int, reader: Reader) -> None:
    fill_in(app, "front-door", DOOR, source="Between us")
    before = rows(app)
    for path, typed in ((FORM, TYPED), (IMPORT, {"text": FILE, "confirm": "1", "state": "x"})):
        page = reader.send(path, **typed)
        assert is_given_back(page) and "<b>us" not in page.text
        assert not [each for each in ("01632", "Between us", "An urgent contact is missing") if each in page.text]
    assert reader.send(f"{LIST}/no-such-slot", value="x").status == 404
    assert rows(app) == before
    assert "Set-Cookie" not in reader.send(FORM, **TYPED).answer.headers


@pytest.mark.parametrize("path", [FORM, f"{LIST}/1/front-door", IMPORT])
def test_a_learner_without_the_role_is_refused_even_with_a_token(path: str, app: Flask, admin: int, ada: int) -> None:
    organisation(app, HERON)
    before = rows(app)
    page = signed_in(app).post(path, value="Ring us", version="empty", text=FILE, confirm="1")
    assert page.status == 403 and "signed out" not in page.words
    assert rows(app) == before
