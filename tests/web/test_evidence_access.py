"""`/reports/evidence`: who makes and opens packs, once and whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from course.records import organisations, roles, tables
from course.records.database import reading, writing
from course.records.evidence_packs import FOLDER
from course.web.lead import evidence_making
from tests.statements_seen import statements_seen
from tests.web.evidence_office import NOON, PATH, Made, Open, instance, kept, make
from tests.web.evidence_office import a_pack as a_pack
from tests.web.evidence_office import browser as browser
from tests.web.evidence_office import demo as demo
from tests.web.evidence_office import noon as noon
from tests.web.evidence_office import packs as packs
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader


def test_a_form_sent_twice_makes_one_pack_and_the_same_moment_gives_the_same_bytes(
    browser: Open, demo: Flask, noon: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = browser("lead")
    monkeypatch.setattr(evidence_making, "now", lambda: noon)
    page = lead.open(PATH)
    first, second = (lead.press("evidence", page).place for _ in range(2))
    assert first == second
    assert lead.press("evidence", lead.open(PATH)).place == first  # another form, the very same second
    rows, files = kept(demo)
    assert rows == files


@pytest.mark.parametrize("who", ["learner", "trainer", "teamlead", "admin"])
def test_others_make_and_open_none(who: str, browser: Open, a_pack: Callable[..., Made]) -> None:
    number, _ = a_pack("lead")
    other = browser(who)
    for path in (PATH, f"{PATH}/{number}.zip"):
        assert other.open(path).status == 403
    assert other.post(PATH, key="key").status == 403
    assert PATH not in other.open("/").text
    if who == "teamlead":
        assert PATH not in other.open("/reports").text


@pytest.mark.parametrize("who", ["lead-b", "auditor"])
def test_a_pack_of_another_place_is_not_found(who: str, browser: Open, a_pack: Callable[..., Made]) -> None:
    number, _ = a_pack("lead")
    other = browser(who)
    found, missing = other.open(f"{PATH}/{number}.zip"), other.open(f"{PATH}/999999.zip")
    assert (found.status, found.words) == (404, missing.words)
    assert f"/{number}.zip" not in other.open(PATH).text
    assert "The pack is ready" not in other.open(f"{PATH}?made={number}").words
    for asked in ("1", "x", "999"):
        assert other.open(f"{PATH}?organisation={asked}").status == 404
        assert other.post(PATH, organisation=asked, key="key").status == 404


def test_a_guest_is_asked_to_sign_in(demo: Flask) -> None:
    guest = Reader(demo.test_client())
    assert [guest.open(path).status for path in (PATH, f"{PATH}/1.zip")] == [303, 303]


def test_the_menu_and_the_report_lead_to_it(browser: Open) -> None:
    page = browser("lead").open("/reports?as_at=2026-10-01")
    assert page.tree is not None
    assert set(page.tree.xpath("//a[text()='Evidence pack']/@href")) == {PATH, f"{PATH}?as_at=2026-10-01"}


def test_a_day_that_cannot_be_is_said_and_stays(browser: Open) -> None:
    lead = browser("lead")
    key = lead.open(PATH).value("evidence", "key")
    page = lead.press("evidence", as_at="2026-02-30")
    assert (page.status, len(page.errors())) == (422, 1)
    assert (page.value("evidence", "as_at"), page.value("evidence", "key")) == ("2026-02-30", key)
    assert lead.open(f"{PATH}?as_at=2999-01-01").status == 422


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"something else")])
def test_a_pack_whose_file_is_gone_or_changed_says_so(
    harm: Callable[[Path], object], browser: Open, demo: Flask
) -> None:
    lead = browser("lead")
    number, _ = make(lead)
    newest = max((instance(demo) / FOLDER).iterdir(), key=lambda file: file.stat().st_mtime_ns)
    harm(newest)
    page = lead.open(f"{PATH}/{number}.zip")
    assert (page.status, page.h1) == (410, "The file of this pack is missing")
    newest.unlink(missing_ok=True)


def test_where_a_pack_cannot_be_made_nothing_is_kept_and_it_says_why(
    browser: Open, demo: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, before = browser("lead"), kept(demo)
    lead.open(PATH)
    monkeypatch.setattr(evidence_making, "packed", lambda *_: None)
    page = lead.press("evidence")
    assert page.status == 503
    assert "no font on the server has every letter" in page.errors()[0]
    monkeypatch.undo()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(evidence_making.evidence_packs, "keep", full)
    page = lead.press("evidence")
    assert "No space left on device" in page.errors()[0]
    assert kept(demo) == before


def test_making_and_taking_one_are_noted_by_numbers_alone(browser: Open, demo: Flask) -> None:
    lead = browser("lead")
    number, _ = make(lead)
    audit = tables.audit.c
    with demo.app_context(), reading() as store:
        found = store.execute(select(audit.action, audit.detail).where(audit.thing == f"evidence pack {number}"))
        lines = [tuple(line) for line in found]
    assert lines == [("evidence pack made", "organisation 1 2026-11-22"), ("report exported", "")]


def test_the_page_costs_as_much_whatever_was_made(browser: Open, demo: Flask) -> None:
    lead = browser("lead")

    def cost() -> int:
        lead.open(PATH)
        with statements_seen(demo) as seen:
            page = lead.open(PATH)
        assert len(page.text.encode()) < 30_000
        return len(seen)

    before = cost()
    make(lead)
    assert cost() == before <= 15


def test_a_lead_of_a_team_alone_is_told_that_a_pack_is_about_more(app: Flask) -> None:
    person = add_person(app, "Lea Lark", email="lea@heronsea.example")
    with app.app_context(), writing() as store:
        here = organisations.add_organisation(store, "Heronsea Nursery", NOON)
        team = organisations.add_team(store, here, "Toddlers", NOON)
        roles.grant(store, person, "organisation-lead", "team", team, NOON)
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    reader.press("sign-in", email="lea@heronsea.example", password=PASSWORD)
    page: Page = reader.open(PATH)
    assert page.status == 200 and not page.has_form("evidence")
    assert reader.post(PATH, key="key").status == 404
