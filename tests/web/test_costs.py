"""What a page costs: statements, bytes, requests. Limits of the project; none is about time, which differs by machine."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from flask import Flask
from sqlalchemy import Connection

from course import ROOT, assets, create_app
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import attempts, organisations, readings, roles, visits
from course.records.database import close_connections, writing
from tests.house.inhabitants import Inhabitants, finish_everything, hand_in, move_in, open_account
from tests.house.test_routes import address, examples, routes
from tests.statements_seen import statements_seen
from tests.web.conftest import settings_in
from tests.web.learning import QUIZ, QUIZ_PAGE, answers, pages
from tests.web.reader import Reader

HAND_IN, NEXT, ANY_PAGE = 8, 5, 15
PAGE_BYTES = 30_000
READER_BYTES = 1_100  # what the frame says of a reader: name, forms, what is read and finished, the shared computer
FIRST_VIEW_BYTES, FIRST_VIEW_REQUESTS, REPEAT_VIEW_BYTES = 60_000, 5, 5_000
BE_OPEN = "/modules/golden-rules/be-open"


@pytest.fixture(scope="module")
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture
def town(shelf: Shelf, empty_store: Path, tmp_path: Path) -> Iterator[Flask]:
    """A site of one's own, to be filled with people."""
    shutil.copytree(empty_store, tmp_path / "town")
    made = create_app(settings_in(tmp_path / "town"), shelf)
    yield made
    with made.app_context():
        close_connections()


@pytest.fixture
def held(town: Flask, course: Catalogue) -> Inhabitants:
    return move_in(town, course)


def enter(app: Flask, token: str | None) -> Reader:
    """A browser with a visit; None is a guest's."""
    browser = Reader(app.test_client())
    if token:
        with browser.client.session_transaction() as cookie:
            cookie["visit"] = token
            cookie["seen"] = int(now().timestamp())
    return browser


def beginner(app: Flask) -> str:
    """The visit of somebody who has done nothing yet."""
    with app.app_context(), writing() as store:
        person = open_account(store, "Di Fern", "di@heronsea.example")
        return visits.start_visit(store, person, shared=False, now=now())


def furthest(app: Flask, course: Catalogue) -> str:
    """The visit about which a page says most: a long name, a shared computer, the whole course completed."""
    with app.app_context(), writing() as store:
        person = open_account(store, "Wilhelmina Featherstonehaugh-Cholmondeley", "w@heronsea.example")
        finish_everything(store, person, course)
        return visits.start_visit(store, person, shared=True, now=now())


def count(app: Flask, reader: Reader, path: str) -> int:
    """The statements of one page, once what hardly ever changes is known."""
    reader.client.get(path)
    with statements_seen(app) as seen:
        assert reader.client.get(path).status_code in (200, 303)
    return len(seen)


@pytest.mark.parametrize("path", [BE_OPEN, QUIZ_PAGE, "/modules/case-studies/packed-lunch", "/", "/modules/deciding/"])
def test_a_learning_page_is_one_statement_for_a_learner_and_none_for_a_guest(
    path: str, town: Flask, held: Inhabitants
) -> None:
    who = {"guest": None, "learner": held.learner, "beginner": beginner(town)}
    assert {name: count(town, enter(town, token), path) for name, token in who.items()} == {
        "guest": 0,
        "learner": 1,
        "beginner": 1,
    }


def test_a_hand_in_and_next_are_a_few_statements_however_much_was_done_before(
    town: Flask, held: Inhabitants, course: Catalogue
) -> None:
    for token in (beginner(town), held.learner):
        reader = enter(town, token)
        for wrong in (1, 0):
            reader.open(QUIZ_PAGE)
            with statements_seen(town) as seen:
                assert reader.press("answers", **answers(course.quizzes[QUIZ], wrong=wrong)).status == 303
            assert 2 <= len(seen) <= HAND_IN, seen
        reader.open(BE_OPEN)
        with statements_seen(town) as seen:
            assert reader.press("next").status == 303
        assert 2 <= len(seen) <= NEXT, seen


def test_so_is_the_hand_in_that_completes_the_course(town: Flask, held: Inhabitants, course: Catalogue) -> None:
    token = beginner(town)
    person = must_be(town, token)
    with town.app_context(), writing() as store:
        for module, page, _ in pages(course):
            readings.mark_read(store, person, page.id, course.course.edition, now())
            if page.quiz not in (None, QUIZ):
                hand_in(store, person, module.id, course.quizzes[page.quiz], course)
    other, reader = enter(town, held.learner), enter(town, token)
    other.open(QUIZ_PAGE)
    assert other.press("answers", **answers(course.quizzes[QUIZ])).status == 303  # so that its wording is kept
    reader.open(QUIZ_PAGE)
    with statements_seen(town) as seen:
        assert "completed=1" in str(reader.press("answers", **answers(course.quizzes[QUIZ])).place)
    assert len(seen) <= HAND_IN, seen


def must_be(app: Flask, token: str) -> int:
    """The person behind a visit."""
    with app.app_context():
        found = visits.hot_learner(token, now())
    assert found is not None
    return found.person


def grow(app: Flask, held: Inhabitants, course: Catalogue) -> None:
    """Twice as much of everything, and more: people, organisations, readings, attempts, looks, visits, completions."""
    me = must_be(app, held.learner)
    with app.app_context(), writing() as store:
        for number in range(4):
            person = open_account(store, f"Eve {number}", f"eve-{number}@heronsea.example")
            finish_everything(store, person, course)
            roles.grant(store, person, "administrator", "partnership", None, now())
            organisation = organisations.add_organisation(store, f"Heronsea School {number}", now())
            team = organisations.add_team(store, organisation, "Year 1", now())
            for each in (me, person):
                organisations.join(store, each, organisation, team, now().date(), now())
                visits.start_visit(store, each, shared=False, now=now())
        for _, page, _ in pages(course):
            readings.mark_read(store, me, page.id, "2025.1", now())
            if page.quiz:
                attempts.note_look(store, me, page.quiz, course.quizzes[page.quiz].digest, now())
                again(store, me, page.quiz)


def again(store: Connection, person: int, quiz: str) -> None:
    """One more attempt at a quiz, like the first but a day later."""
    first = next(each for each in attempts.attempts_of(store, person) if each.quiz == quiz)
    attempts.add_attempt(store, replace(first, at=first.at + dt.timedelta(days=1)), f"again-{quiz}")


@pytest.mark.slow
def test_no_page_needs_many_statements_and_none_more_when_everything_doubles(
    town: Flask, held: Inhabitants, course: Catalogue
) -> None:
    known = examples(held, course)
    places = [address(town, rule, known) for rule in routes(town) if "GET" in (rule.methods or ())]
    places.append(BE_OPEN)
    readers = {"learner": enter(town, held.learner), "administrator": enter(town, held.administrator)}
    allowed = {
        (who, place)
        for who, reader in readers.items()
        for place in places
        if reader.client.get(place).status_code in (200, 303)
    }
    assert len(allowed) > 70
    before = {each: count(town, readers[each[0]], each[1]) for each in allowed}
    grow(town, held, course)
    after = {each: count(town, readers[each[0]], each[1]) for each in allowed}
    assert after == before
    assert {each: seen for each, seen in after.items() if seen > ANY_PAGE} == {}


def size(reader: Reader, path: str) -> int:
    """The bytes of a page's HTML."""
    page = reader.open(path)
    assert page.status == 200
    return len(page.answer.data)


@pytest.mark.slow
def test_the_html_of_every_learning_page_is_small(town: Flask, held: Inhabitants, course: Catalogue) -> None:
    everywhere = [path for _, _, path in pages(course)] + [f"/modules/{module.id}/" for module in course.modules]
    everywhere += [f"/flowchart/{question.id}" for question in course.flowchart.questions] + ["/", "/flowchart"]
    readers = [enter(town, token) for token in (None, beginner(town), furthest(town, course))]
    sizes = {path: [size(reader, path) for reader in readers] for path in everywhere}
    assert {path: each for path, each in sizes.items() if max(each) > PAGE_BYTES} == {}


@pytest.mark.slow
def test_what_a_page_says_of_its_reader_is_a_small_part_of_it(
    town: Flask, held: Inhabitants, course: Catalogue
) -> None:
    guest, most = enter(town, None), enter(town, furthest(town, course))
    more = {path: size(most, path) - size(guest, path) for _, _, path in pages(course)}
    assert min(more.values()) > 0
    assert {path: added for path, added in more.items() if added > READER_BYTES} == {}


def sent(served: str) -> int:
    """The bytes of a static file as a browser that takes Brotli gets it."""
    path = ROOT / assets.RESULTS / served.removeprefix(assets.PREFIX)
    packed = path.with_name(path.name + ".br")
    return (packed if packed.is_file() else path).stat().st_size


def test_the_first_view_is_a_few_small_requests(app: Flask, reader: Reader) -> None:
    page = reader.open("/")
    assert page.tree is not None
    parts = {str(each) for each in page.tree.xpath("//link/@href | //script/@src | //img/@src")}
    assert all(part.startswith(assets.PREFIX) for part in parts)
    styles = [ROOT / assets.RESULTS / part.removeprefix(assets.PREFIX) for part in parts if part.endswith(".css")]
    assert len(styles) == 1 and "url(/static/" not in styles[0].read_text() and "@import" not in styles[0].read_text()
    assert 1 + len(parts) <= FIRST_VIEW_REQUESTS
    assert len(brotli.compress(page.answer.data)) + sum(sent(part) for part in parts) <= FIRST_VIEW_BYTES


@pytest.mark.slow
def test_a_view_after_the_first_is_one_small_request(town: Flask, course: Catalogue) -> None:
    """Static files are kept for ever; a guest's page that has not changed is not even sent (see test_headers)."""
    places = ["/", *(path for _, _, path in pages(course))]
    for token in (beginner(town), furthest(town, course)):
        reader = enter(town, token)
        packed = {path: len(brotli.compress(reader.open(path).answer.data)) for path in places}
        assert {path: size for path, size in packed.items() if size > REPEAT_VIEW_BYTES} == {}
