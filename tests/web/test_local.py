"""Who sees which local values, where, and how soon; nobody ever sees another organisation's."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from course.catalogue.shelf import Shelf
from course.clock import now
from course.errors import StoreUnusable
from course.web import local
from course.web.ready import ReadyPages
from tests.statements_seen import statements_seen
from tests.web.learning import signed_in
from tests.web.local_values import DOOR, HERON, HERONS_DOOR, MARSH, NOT_FILLED, ask_again, fill_in, member, organisation
from tests.web.people import add_person
from tests.web.reader import Page, Reader

ADA, BO, DI, EVE = (f"{name}@heronsea.example" for name in ("ada", "bo", "di", "eve"))
Sites = tuple[Flask, int, int]


@pytest.fixture
def town(app: Flask, admin: int) -> Sites:
    """Ada of the nursery, which has a front door of its own; Bo of the school; Di of none; Eve of first one, then both."""
    heron, marsh = organisation(app, HERON), organisation(app, MARSH)
    member(app, "Ada Quill", ADA, heron)
    member(app, "Bo Marsh", BO, marsh)
    member(app, "Eve Fern", EVE, heron, marsh)
    add_person(app, "Di Fern", email=DI)
    fill_in(app, "front-door", DOOR, checked_on=dt.date(2026, 11, 3))
    fill_in(app, "front-door", HERONS_DOOR, heron)
    fill_in(app, "safeguarding-lead", "Deputy head of the school", marsh)
    ask_again(app)
    return app, heron, marsh


def front_door(page: Page) -> list[str]:
    """What stands in the slot, line by line; one entry for each time it stands on the page."""
    assert page.status == 200 and page.tree is not None
    found = page.tree.xpath("//main//span[@data-slot='front-door']")
    return ["\n".join(each.itertext()).strip() for each in found]


def door_of(app: Flask, login: str | None, path: str) -> set[str]:
    reader = signed_in(app, login) if login else Reader(app.test_client())
    return {"".join(each.split()) for each in front_door(reader.open(path))}


def squeezed(value: str) -> str:
    return "".join(value.split())


@pytest.fixture(scope="module")
def course_page(shelf: Shelf) -> str:
    """A page of the course that names the front door."""
    for module in shelf.catalogue.modules:
        for page in module.pages:
            if "⟦local:front-door⟧" in page.before:
                return f"/modules/{module.id}/{page.id}"
    raise AssertionError("no page names the front door")


@pytest.mark.parametrize("path", ["/worried", "/help", "the course", "/print"])
@pytest.mark.parametrize("who", [None, ADA, BO, DI, EVE])
def test_everybody_sees_their_own_organisations_value_or_the_partnerships(
    path: str, who: str | None, town: Sites, course_page: str
) -> None:
    expected = HERONS_DOOR if who == ADA else DOOR
    assert door_of(town[0], who, course_page if path == "the course" else path) == {squeezed(expected)}


def test_ready_pages_are_shared_and_yet_nobody_gets_the_numbers_of_others(town: Sites, course_page: str) -> None:
    app = town[0]
    readers = {who: signed_in(app, who) for who in (ADA, BO, DI)} | {None: Reader(app.test_client())}
    for order in ([ADA, BO, DI, None], [None, DI, BO, ADA], [BO, ADA, ADA, None]):
        app.extensions["ready_pages"] = ReadyPages()
        for who in order:
            page = readers[who].open(course_page)
            assert ("seaside.example" in page.text) is (who == ADA)
            assert ("01632 960123" in page.text) is (who != ADA)
    kept = app.extensions["ready_pages"]._kept
    assert not [part for pieces, _ in kept.values() for part in pieces if b"seaside" in part or b"960123" in part]


def test_a_slot_that_is_empty_everywhere_says_so(town: Sites) -> None:
    assert squeezed(NOT_FILLED) in squeezed(signed_in(town[0], ADA).open("/worried").words)
    assert "Deputy head" not in signed_in(town[0], ADA).open("/worried").words
    assert "Deputy head" in signed_in(town[0], BO).open("/worried").words
    assert "Deputy head" in signed_in(town[0], EVE).open("/worried").words


def test_numbers_and_addresses_are_links_and_the_day_of_the_check_stands_beside(town: Sites) -> None:
    page = Reader(town[0].test_client()).open("/worried")
    assert '<a href="tel:+44-1632-960123">01632 960123</a>' in page.text
    assert "checked on 3 November 2026" in page.words
    page = signed_in(town[0], ADA).open("/worried")
    assert '<a href="https://seaside.example/refer">https://seaside.example/refer</a>' in page.text
    assert "checked on" not in page.words


def test_whatever_was_kept_is_escaped_and_nothing_in_it_is_filled_in(app: Flask, admin: int, course_page: str) -> None:
    nasty = "<b>Door</b> \x02token\x03 \x02local-advice-line\x03 ⟦local:out-of-hours⟧ \\1 {{ x }}"
    fill_in(app, "front-door", nasty)
    ask_again(app)
    for path in ("/worried", course_page, course_page, "/print"):
        page = Reader(app.test_client()).open(path)
        assert "&lt;b&gt;Door&lt;/b&gt;" in page.text and "<b>Door" not in page.text
        assert "⟦local:out-of-hours⟧ \\1 {{ x }}" in page.text


def test_another_process_learns_of_a_change_within_ten_seconds(
    town: Sites, monkeypatch: pytest.MonkeyPatch, course_page: str
) -> None:
    app, heron, _ = town
    ticking = [1_000.0]
    monkeypatch.setattr(local, "ticks", lambda: ticking[0])
    reader = signed_in(app, ADA)
    ask_again(app)
    assert "seaside.example" in reader.open(course_page).text
    fill_in(app, "front-door", "Ring 999", heron)
    ticking[0] += local.SECONDS - 0.1
    assert "seaside.example" in reader.open(course_page).text
    ticking[0] += 0.2
    assert door_of(app, ADA, course_page) == {"Ring999"}


def test_while_nothing_is_changed_the_values_are_not_read_again(
    town: Sites, monkeypatch: pytest.MonkeyPatch, course_page: str
) -> None:
    app, ticking = town[0], [1_000.0]
    monkeypatch.setattr(local, "ticks", lambda: ticking[0])
    information = app.extensions["local_information"]
    with app.app_context():
        information.forget()
        information.all()
        for _ in range(3):
            ticking[0] += local.SECONDS
            with statements_seen(app) as seen:
                information.all()
            assert len(seen) == 1 and "count(" in seen[0].lower() and "value," not in seen[0]
        ticking[0] += local.SECONDS_AT_MOST
        with statements_seen(app) as seen:
            information.all()
        assert len(seen) == 2


@pytest.mark.parametrize("value", ["Ring 999", ""])
def test_every_kind_of_change_is_noticed(value: str, town: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    app, heron, _ = town
    ticking = [1_000.0]
    monkeypatch.setattr(local, "ticks", lambda: ticking[0])
    information = app.extensions["local_information"]
    with app.app_context():
        assert information.of(heron).text("front-door") == HERONS_DOOR
    fill_in(app, "front-door", value, heron)
    ticking[0] += local.SECONDS
    with app.app_context():
        assert information.of(heron).text("front-door") == (value or DOOR)


def test_the_last_values_known_are_shown_while_the_records_cannot_be_read(
    town: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, reader = town[0], Reader(town[0].test_client())
    assert "01632 960123" in reader.open("/worried").text

    def broken(_store: object) -> None:
        raise StoreUnusable("the disk is gone")

    monkeypatch.setattr("course.records.local_values.local_values", broken)
    ask_again(app)
    assert "01632 960123" in reader.open("/worried").text


@pytest.mark.parametrize(("who", "statements"), [(None, 0), (ADA, 1), (EVE, 1)])
def test_local_values_cost_no_statement(who: str | None, statements: int, town: Sites, course_page: str) -> None:
    app = town[0]
    reader = signed_in(app, who) if who else Reader(app.test_client())
    for path in (course_page, "/worried"):
        reader.open(path)
        with statements_seen(app) as seen:
            reader.open(path)
        assert len(seen) == statements


def test_a_guests_page_is_not_sent_again_until_a_value_changes(app: Flask, admin: int, course_page: str) -> None:
    client = app.test_client()
    first = client.get(course_page)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(course_page, headers=tag).status_code == 304
    fill_in(app, "front-door", DOOR, checked_on=now().date())
    ask_again(app)
    assert client.get(course_page, headers=tag).status_code == 200
