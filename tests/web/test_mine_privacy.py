"""What is the learner's alone is in no answer but their own: everybody else walks every route; log and audit are read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import accounts, cases_done, completions, notes, reflections, roles, visits
from course.records.database import db, reading, writing
from course.rules.facts import Reflected
from tests.documents.pages_read import pages_read
from tests.house.inhabitants import Inhabitants, move_in, open_account
from tests.house.test_routes import address, examples, routes
from tests.web.learning import ADA
from tests.web.reader import Reader

NOTE, CHANGE, ROUTE = "heronwhisper", "kestrelpromise", "planted-kingfisher"
SECRETS = (NOTE, CHANGE, ROUTE)
EVERYBODY_ELSE = ("guest", "other learner", "trainer", "team-lead", "organisation-lead", "administrator", "auditor")
PAGE = "be-open"


@pytest.fixture
def held(app: Flask, shelf: Shelf) -> Inhabitants:
    """Ada, who has completed the course, and the rest of the town; a secret in each place that is Ada's alone."""
    made = move_in(app, shelf.catalogue)
    with app.app_context(), writing() as store:
        ada = accounts.account_for(store, ADA)
        assert ada is not None
        notes.switch(store, ada.person, on=True)
        for page in (PAGE, "packed-lunch", "golden-rules-quiz"):
            notes.keep_note(store, ada.person, page, NOTE, now())
        given = Reflected(1, "after", "2026.1", False, 5, CHANGE, now(), ())
        reflections.keep_reflection(store, ada.person, given)
        cases_done.mark_done(store, ada.person, "packed-lunch", "whole", now())
        cases_done.keep_route(store, ada.person, "packed-lunch", "whole", (("purpose", (ROUTE,)),))
    return made


def visitor(app: Flask, who: str) -> Reader:
    """A browser of somebody else; roles are held for the whole partnership."""
    browser = Reader(app.test_client())
    if who != "guest":
        with app.app_context(), writing() as store:
            person = open_account(store, who, f"{who.replace(' ', '-')}@heronsea.example")
            if who != "other learner":
                roles.grant(store, person, who, "partnership", None, now())
            token = visits.start_visit(store, person, shared=False, now=now())
        with browser.client.session_transaction() as cookie:
            cookie["visit"] = token
    return browser


def own(app: Flask, held: Inhabitants) -> Reader:
    """Ada's own browser."""
    browser = Reader(app.test_client())
    with browser.client.session_transaction() as cookie:
        cookie["visit"] = held.learner
    return browser


def everywhere(app: Flask, held: Inhabitants, shelf: Shelf) -> Iterator[str]:
    """An address for every route, whatever it answers to, every page of the course, and searches for the secrets."""
    known = examples(held, shelf.catalogue)
    yield from (address(app, rule, known) for rule in routes(app))
    yield from (f"/modules/{module.id}/{page.id}" for module in shelf.catalogue.modules for page in module.pages)
    yield from (f"/my/notes/{page}" for page in (PAGE, "packed-lunch"))
    yield from (f"/search?q={secret}" for secret in SECRETS)
    yield "/my/supervision-sheet?notes=1"


def read(answer: TestResponse, path: str) -> str:
    """The words of an answer, a PDF's too, without what the reader has just typed into the search."""
    if answer.mimetype == "application/pdf":
        return " ".join(page.text for page in pages_read(answer.data))
    body = answer.data.decode(errors="replace")
    return body.replace(path.rpartition("=")[2], "") if path.startswith("/search") else body


@pytest.mark.slow
def test_nobody_else_gets_a_note_an_intended_change_or_a_route(
    app: Flask, held: Inhabitants, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mine, others = own(app, held), {who: visitor(app, who) for who in EVERYBODY_ELSE}
    told: list[tuple[str, str]] = []
    for path in everywhere(app, held, shelf):
        mine.client.get(path)  # what is prepared is prepared for its owner first
        for who, other in others.items():
            for answer in (other.client.get(path), other.client.post(path)):
                body = read(answer, path) + str(answer.headers)
                told += [(who, path)] * any(each in body for each in SECRETS)
    assert told == []
    assert [line for line in caplog.messages if any(each in line for each in SECRETS)] == []
    assert audit(app) == []


def audit(app: Flask) -> list[str]:
    """Lines of the audit that hold a secret."""
    with app.app_context(), reading() as store:
        lines = [str(row) for row in store.execute(text("SELECT * FROM audit"))]
    return [line for line in lines if any(each in line for each in SECRETS)]


def test_their_owner_gets_them(app: Flask, held: Inhabitants) -> None:
    """Otherwise the walk above would find nothing wherever it looks."""
    mine = own(app, held)
    assert all(NOTE in mine.open(path).text for path in ("/my/notes", f"/my/notes/{PAGE}", "/my/notes.txt"))
    assert NOTE in mine.open("/my/supervision-sheet?notes=1").text
    assert CHANGE in mine.open("/my/reflection").text and CHANGE in mine.open("/my/supervision-sheet").text
    assert all(secret in mine.open("/account/data.json").text for secret in SECRETS)


def test_the_sheet_holds_notes_only_where_that_was_asked(app: Flask, held: Inhabitants) -> None:
    mine = own(app, held)
    assert NOTE not in mine.open("/my/supervision-sheet").text
    for asked in ("0", "", "yes", "true"):
        assert NOTE not in mine.open(f"/my/supervision-sheet?notes={asked}").text


@pytest.mark.slow
def test_whatever_holds_it_is_stored_nowhere_on_the_way(app: Flask, held: Inhabitants, shelf: Shelf) -> None:
    mine, found = own(app, held), 0
    for path in everywhere(app, held, shelf):
        answer = mine.client.get(path)
        if any(each in read(answer, path) for each in SECRETS):
            found += 1
            assert answer.headers["Cache-Control"] == "no-store", path
    assert found >= 6
    prepared = app.extensions["ready_pages"]._kept
    assert len(prepared) > 20
    whole = b"".join(piece for pieces, _ in prepared.values() for piece in pieces).decode()
    assert [each for each in SECRETS if each in whole] == []


def test_nothing_is_left_when_the_account_is_closed(app: Flask, held: Inhabitants) -> None:
    with app.app_context(), writing() as store:
        ada = accounts.account_for(store, ADA)
        assert ada is not None
        accounts.close_account(store, ada.person, now())
    with app.app_context(), reading() as store:
        assert completions.completions_of(store, ada.person) != ()
        rows = [str(row) for table in db.metadata.sorted_tables for row in store.execute(table.select())]
    assert [row for row in rows if re.search("|".join(SECRETS), row)] == []
