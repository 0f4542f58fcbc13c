"""Every page and every answer to a form as HTML: sound, named, linked, and small enough. No browser is needed for that."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course import create_app
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import visits
from course.records.database import close_connections, writing
from tests.house.inhabitants import Inhabitants, hand_in, move_in, open_account
from tests.web.conftest import settings_in
from tests.web.page_faults import faults
from tests.web.reader import LONG_ROUTE, Page, Reader

pytestmark = pytest.mark.slow
LEARNING_PAGE_BYTES = 30_000
LEARNING_PAGES = ("/modules/", "/flowchart", "/attempts/", "/decide", "/forms/")
FILES = (".pdf", ".json", ".txt")
CODES = "/manage/organisations/1/join-codes"
QUIZ = "/modules/golden-rules/golden-rules-quiz"
Enter = Callable[[str], Reader]


@pytest.fixture(scope="module")
def town(shelf: Shelf, empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site with people in it, for all tests of this file."""
    folder = tmp_path_factory.mktemp("town") / "instance"
    shutil.copytree(empty_store, folder)
    made = create_app(settings_in(folder, smtp_url="smtp://127.0.0.1:9", mail_from="course@heronsea.example"), shelf)
    yield made
    with made.app_context():
        close_connections()


@pytest.fixture(scope="module")
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture(scope="module")
def held(town: Flask, course: Catalogue) -> Inhabitants:
    return move_in(town, course)


@pytest.fixture(scope="module")
def beginner(town: Flask, held: Inhabitants, course: Catalogue) -> str:
    """The visit of somebody who has handed in a single quiz, which stood in another module then."""
    with town.app_context(), writing() as store:
        person = open_account(store, "Di Fern", "di@heronsea.example")
        hand_in(store, person, "deciding", course.quizzes["support-quiz"], course)
        return visits.start_visit(store, person, shared=False, now=now())


@pytest.fixture
def enter(town: Flask, held: Inhabitants, beginner: str) -> Enter:
    """A browser of one's own as "guest", "beginner", "learner" (who has completed the course) or "administrator"."""

    def start(who: str) -> Reader:
        client: FlaskClient = town.test_client()
        if who != "guest":
            with client.session_transaction() as cookie:
                cookie["visit"] = beginner if who == "beginner" else getattr(held, who)
        return Reader(client)

    return start


def crawl(reader: Reader, start: list[str]) -> tuple[dict[str, Page], dict[str, set[str]]]:
    """Every page that can be reached; and the links, by the address they lead to, with the parts that they name."""
    waiting, pages, links = list(start), {}, {}
    while waiting:
        here = waiting.pop()
        page = reader.open(here)
        pages[here] = page
        for link in [page.place] if page.place else page.tree.xpath("//a/@href") if page.tree is not None else []:
            place, part = urldefrag(urljoin(here, link))
            if place.startswith("/") and not place.endswith(FILES) and not LONG_ROUTE.search(place):
                links.setdefault(place, set()).update([part] if part else [])
                waiting += [place] if place not in pages and place not in waiting else []
    return pages, links


def dead(pages: dict[str, Page], links: dict[str, set[str]]) -> list[str]:
    """Links to pages that do not answer, and to parts of pages that are not there."""
    found = [f"{place}: {pages[place].status}" for place in links if pages[place].status not in (200, 303)]
    for place, parts in links.items():
        tree = pages[place].tree
        known = set(tree.xpath("//@id")) if tree is not None else set()
        found += [f"{place}#{part}" for part in parts - known]
    return found


# Where one gets to without a link of the page before: by a letter, a printed sheet, a typed address.
ALSO = {
    "guest": [
        "/join/{join_code}",
        "/reset/{reset}",
        "/confirm-email/{confirm_email}",
        "/account/closed",
        "/certificates/{certificate}",
    ],
    "beginner": ["/join/{join_code}", "/account?done=name", "/my/progress", "/my/certificate"],
    "learner": ["/account?done=joined", "/my/certificate?pdf=letters"],
    "administrator": ["/manage/join-codes/{join_code}", "/manage/organisations/1/join-codes"],
}


@pytest.mark.parametrize("who", ALSO)
def test_every_page_is_sound_and_every_link_leads_to_a_part_of_a_page_that_is_there(
    who: str, enter: Enter, held: Inhabitants
) -> None:
    pages, links = crawl(enter(who), ["/", *(path.format(**vars(held)) for path in ALSO[who])])
    assert len(pages) > 90
    assert dead(pages, links) == []
    judged = {place: faults(page.text) for place, page in pages.items() if page.tree is not None and not page.place}
    assert {place: lines for place, lines in judged.items() if lines} == {}
    assert too_large(pages) == {}


def too_large(pages: dict[str, Page]) -> dict[str, int]:
    """Learning pages over their budget, with their size in bytes before compression."""
    sizes = {place: len(page.text.encode()) for place, page in pages.items() if is_learning(place)}
    assert len(sizes) >= 45
    return {place: size for place, size in sizes.items() if size > LEARNING_PAGE_BYTES}


def is_learning(place: str) -> bool:
    """Contents and pages of modules, questions of the flowchart, walks, forms, results; not the documents to print."""
    return place.startswith(LEARNING_PAGES) and not place.endswith("/print")


def test_planted_dead_links_and_large_pages_are_found(enter: Enter) -> None:
    reader = enter("guest")
    pages, links = crawl(reader, ["/help"])
    links["/worried"].add("no-such-part")
    pages["/glossary"].status = 404
    assert dead(pages, links) == ["/glossary: 404", "/worried#no-such-part"]
    pages["/modules/golden-rules/record"].text = "x" * (LEARNING_PAGE_BYTES + 1)
    assert too_large(pages) == {"/modules/golden-rules/record": LEARNING_PAGE_BYTES + 1}


@pytest.mark.parametrize("who", ["guest", "beginner", "learner", "administrator"])
@pytest.mark.parametrize(
    ("path", "status"),
    [("/no-such-page", 404), ("/sign-out", 405), ("/certificates/no-such-code", 404), ("/reset/no-such-link", 404)],
)
def test_a_refusal_is_a_sound_page(who: str, path: str, status: int, enter: Enter) -> None:
    page = enter(who).open(path)
    assert (page.status, faults(page.text)) == (status, [])


# Who, page, form, what is typed, status: every form of the site with errors.
REFUSED: list[tuple[str, str, str, dict[str, Any], int]] = [
    ("guest", "/sign-in", "sign-in", {"email": "", "password": ""}, 422),
    ("guest", "/sign-in", "sign-in", {"email": "nobody@heronsea.example", "password": "wrong"}, 422),
    ("guest", "/sign-up", "sign-up", {"name": "", "email": "x", "password": "short", "code": "no"}, 422),
    (
        "guest",
        "/sign-up",
        "sign-up",
        {"name": "Ed", "email": "e@x.example", "password": "plum tar elk", "code": "no"},
        422,
    ),
    ("guest", "/set-up/{set_up}", "", {}, 303),
    ("guest", "/reset/{reset}", "reset", {"password": "short"}, 422),
    ("guest", "/forgot-password", "forgot-password", {"email": ""}, 422),
    ("guest", "/forgot-password", "forgot-password", {"email": "nobody@heronsea.example"}, 200),
    ("guest", "/join", "join", {"code": ""}, 422),
    ("guest", "/", "join", {"code": "?"}, 422),
    ("guest", "/certificates", "certificate", {"code": ""}, 422),
    ("guest", QUIZ, "answers", {}, 422),
    ("guest", QUIZ, "show-answers", {}, 200),
    ("beginner", QUIZ, "answers", {}, 422),
    ("beginner", QUIZ, "show-answers", {}, 200),
    ("beginner", "/account", "name", {"name": ""}, 422),
    ("beginner", "/account", "email", {"email": "x", "password": ""}, 422),
    ("beginner", "/account", "password", {"current": "wrong", "password": "short"}, 422),
    ("beginner", "/account", "close", {"password": ""}, 422),
    ("administrator", "/manage/organisations", "organisation", {"name": ""}, 422),
    ("administrator", "/manage/organisations", "organisation", {"name": "Heronsea Nursery"}, 422),
    ("administrator", "/manage/organisations", "team", {}, 422),
    ("administrator", CODES, "join-code", {"uses_limit": "many"}, 422),
    ("administrator", CODES, "join-code", {"uses_limit": "many", "expires_on": ["", "", ""]}, 422),
    ("administrator", CODES, "join-code", {"expires_on": ["99", "1", "2030"]}, 422),
    ("administrator", CODES, "join-code", {"expires_on": ["1", "1", "2020"]}, 422),
    ("administrator", "/manage/reset-links", "reset-link", {"who": "nobody"}, 422),
    ("administrator", "/manage/reset-links", "reset-link", {"who": "di@heronsea.example"}, 200),
    ("administrator", "/manage/certificates", "withdraw", {"code": "?", "reason": ""}, 422),
]


@pytest.mark.parametrize(("who", "path", "form", "typed", "status"), REFUSED)
def test_the_answer_to_a_form_is_a_sound_page(
    who: str, path: str, form: str, typed: dict[str, Any], status: int, enter: Enter, held: Inhabitants
) -> None:
    reader = enter(who)
    page = reader.open(path.format(**vars(held)))
    page = reader.press(form, **typed) if form else page
    assert page.status == status
    if status != 303:
        assert faults(page.text) == []


@pytest.mark.parametrize("wrong", [False, True])
@pytest.mark.parametrize("who", ["guest", "beginner"])
def test_the_result_of_every_quiz_is_a_sound_page_and_small_enough(
    who: str, wrong: bool, enter: Enter, course: Catalogue
) -> None:
    reader = enter(who)
    for module in course.modules:
        for quiz in (course.quizzes[each] for each in module.quizzes):
            reader.open(f"/modules/{module.id}/{quiz.id}")
            answers = {each.id: str(each.answer is not wrong).lower() for each in quiz.statements}
            page = reader.press("answers", **answers)
            page = reader.follow(page) if who == "beginner" else page
            assert (quiz.id, page.status, faults(page.text)) == (quiz.id, 200, [])
            assert len(page.text.encode()) <= LEARNING_PAGE_BYTES


def test_the_pages_between_a_guests_hand_in_and_keeping_it_are_sound(enter: Enter, course: Catalogue) -> None:
    reader = enter("guest")
    reader.open(QUIZ)
    answers = {each.id: "true" for each in course.quizzes["golden-rules-quiz"].statements}
    for form, more in (
        ("answers", answers),
        ("keep", {}),
        ("keep", {"to": "sign-up"}),
        ("sign-up", {"name": "Gus", "no_email": "y", "password": "plum anchor drizzle"}),
        ("go-on", {}),
    ):
        page = reader.press(form, **more)
        assert (form, page.status, faults(page.text)) == (form, 200, [])
    assert page.h1 == "Hand these in as Gus?"
