"""Refusals: a page in plain words, whatever goes wrong, and nothing lost that was typed. A dead database stops no reader."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.records import database
from course.records.database import close_connections, doors
from course.records.turns import Turn
from tests.web.learning import ADA, QUIZ, QUIZ_PAGE, answers, attempts_of, outcomes, readings_of, signed_in
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

PAGE = "/modules/golden-rules/be-open"
OPEN_TO_GUESTS = ["/", "/modules/golden-rules/", PAGE, QUIZ_PAGE, "/modules/case-studies/packed-lunch", "/flowchart",
                  "/glossary", "/help", "/privacy", "/print", "/sign-in", "/healthz"]  # fmt: skip
PUBLIC = ["/worried", "/help", "/flowchart", "/glossary", "/changes", "/reference/about-this-course", "/healthz"]
Busy = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture
def busy(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Busy:
    """While the block lasts another program holds the database, and nobody waits long for it."""
    monkeypatch.setattr(database, "TURN_WAIT", 0.05)

    @contextmanager
    def hold() -> Iterator[None]:
        with app.app_context():
            file = doors().file
        assert file is not None
        with Turn(file.path.with_name(file.path.name + ".lock")).held(5):
            yield

    return hold


def damage(app: Flask, how: str) -> None:
    """From now on the database cannot be used."""
    with app.app_context():
        file = doors().file
        close_connections()
    assert file is not None
    if how == "its folder is gone":
        shutil.rmtree(file.path.parent)
        return
    for log in file.path.parent.glob(file.path.name + "-*"):
        log.unlink()
    if how == "it was taken away":
        file.path.unlink()
        return
    file.path.write_bytes(b"This is no database. " * 400)


@pytest.fixture(params=["it is damaged", "its folder is gone", "it was taken away"])
def break_store(request: pytest.FixtureRequest, app: Flask) -> Callable[[], None]:
    """Breaks the database, each time in another way."""
    return lambda: damage(app, request.param)


def plain(page: Page, status: int) -> bool:
    """A page for people: the status, a way on, nothing of the program's insides."""
    assert page.status == status
    assert page.h1 and "/" in page.tree.xpath("//main//a/@href")  # type: ignore[union-attr]
    assert page.answer.headers["Cache-Control"] == "no-store"
    inside = ("Traceback", "sqlite", "Error", "planted", 'File "', "sharewell.db")
    assert [word for word in inside if word in page.text] == []
    return True


def test_guests_read_on_without_a_database(break_store: Callable[[], None], reader: Reader) -> None:
    break_store()
    for path in OPEN_TO_GUESTS:
        assert (path, reader.open(path).status) == (path, 200)


def test_a_guest_gets_the_result_of_a_quiz_without_a_database(
    break_store: Callable[[], None], reader: Reader, course: Catalogue
) -> None:
    break_store()
    reader.open(QUIZ_PAGE)
    page = reader.press("answers", **answers(course.quizzes[QUIZ]))
    assert (page.status, set(outcomes(page))) == (200, {"right"})


@pytest.mark.parametrize("path", PUBLIC)
def test_what_a_worried_reader_needs_opens_for_everybody_without_a_database(
    path: str, ada: int, app: Flask, reader: Reader
) -> None:
    here = signed_in(app)
    damage(app, "it is damaged")
    for browser in (reader, here):
        page = browser.open(path)
        assert page.status == 200
        assert path != "/worried" or "999" in page.words


@pytest.mark.parametrize("path", ["/", PAGE, QUIZ_PAGE, "/my/progress", "/my/certificate", "/account", "/attempts/1"])
def test_a_signed_in_page_says_that_the_record_cannot_be_read(
    path: str, break_store: Callable[[], None], ada: int, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    reader = signed_in(app)
    break_store()
    page = reader.open(path)
    assert plain(page, 503) and "Nothing was half saved" in page.words
    assert "Ada" not in page.text
    assert "store:" in caplog.text


def test_no_form_of_a_signed_in_learner_ends_in_a_fault_without_a_database(
    break_store: Callable[[], None], ada: int, app: Flask, course: Catalogue
) -> None:
    reader = signed_in(app)
    page, quiz = reader.open(PAGE), reader.open(QUIZ_PAGE)
    break_store()
    assert plain(reader.press("next", page), 503)
    assert plain(reader.press("answers", quiz, **answers(course.quizzes[QUIZ])), 503)
    assert plain(reader.press("show-answers", quiz), 503)


def test_a_code_cannot_be_checked_without_a_database(break_store: Callable[[], None], reader: Reader) -> None:
    break_store()
    assert plain(reader.open("/certificates/4F7K-M2XR-9TQB-H3CW"), 503)


def test_a_hand_in_that_meets_a_busy_database_is_one_button_away_from_being_kept_once(
    app: Flask, ada: int, busy: Busy, course: Catalogue
) -> None:
    reader = signed_in(app)
    quiz = reader.open(QUIZ_PAGE)
    with busy():
        refused = reader.press("answers", quiz, **answers(course.quizzes[QUIZ], wrong=2))
    assert plain(refused, 503) and attempts_of(app, ada) == ()
    (button,) = refused.form("again").xpath(".//button")
    assert button.text_content() == "Send it again"
    sent = [reader.press("again", refused), reader.press("again", refused)]
    sent.append(reader.press("answers", quiz, **answers(course.quizzes[QUIZ], wrong=2)))
    assert {(page.status, page.place) for page in sent} == {(303, "/attempts/1")}
    assert [each.marks for each in attempts_of(app, ada)] == [len(course.quizzes[QUIZ].statements) - 2]


def test_the_same_button_works_for_next_and_meets_the_same_page_while_it_is_busy(
    app: Flask, ada: int, busy: Busy
) -> None:
    reader = signed_in(app)
    page = reader.open(PAGE)
    with busy():
        again = reader.press("again", reader.press("next", page))
        assert plain(again, 503)
    assert reader.press("again", again).status == 303
    assert readings_of(app, ada) == [("be-open", "2026.1")]


def test_a_busy_database_lets_everybody_read_on(app: Flask, ada: int, busy: Busy) -> None:
    reader = signed_in(app)
    reader.open("/my/progress")
    with busy():
        assert [reader.open(path).status for path in (PAGE, QUIZ_PAGE, "/", "/my/progress")] == [200] * 4


def test_a_password_is_never_put_back_into_a_page(app: Flask, ada: int, reader: Reader, busy: Busy) -> None:
    reader.open("/sign-in")
    with busy():
        page = reader.press("sign-in", email=ADA, password=PASSWORD)
    assert plain(page, 503)
    assert ADA in page.words and PASSWORD not in page.text and not page.has_form("again")


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page",
        "/modules/no-such-module/",
        "/modules/golden-rules/no-such-page",
        "/modules/case-studies/be-open",
        "/modules/Golden-Rules/be-open",
        "/modules/golden-rules/be_open",
        f"/modules/golden-rules/{'a' * 65}",
        "/modules/golden-rules/%00",
        "/flowchart/no-such-question",
        "/reference/no-such-page",
        "/attempts/0",
        "/attempts/-1",
        "/attempts/01",
        "/attempts/1",
        "/attempts/999999999999999",
        "/attempts/9999999999999999",
        "/attempts/9223372036854775808",
    ],
)
def test_what_is_not_there_is_not_found(path: str, app: Flask, ada: int) -> None:
    page = signed_in(app).open(path)
    assert plain(page, 404) and page.h1 == "We could not find that page"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", f"{PAGE}/next", {"POST", "OPTIONS"}),
        ("GET", f"{QUIZ_PAGE}/answers", {"POST", "OPTIONS"}),
        ("POST", PAGE, {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/worried", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/attempts/1", {"GET", "HEAD", "OPTIONS"}),
        ("TRACE", "/", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_the_wrong_way_to_ask_is_told_the_right_one(method: str, path: str, allowed: set[str], app: Flask) -> None:
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == allowed
    assert "This address only answers" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("guest", f"{QUIZ_PAGE}/answers"),
        ("guest", f"{PAGE}/next"),
        ("guest", "/sign-in"),
        ("guest", "/sign-in/keep"),
        ("learner", f"{QUIZ_PAGE}/answers"),
        ("learner", f"{PAGE}/next"),
        ("learner", "/account/name"),
    ],
)
def test_a_form_that_is_too_large_is_refused_in_plain_words(who: str, path: str, app: Flask, ada: int) -> None:
    reader = signed_in(app) if who == "learner" else Reader(app.test_client())
    page = reader.send(path, name="x" * 1_000_001)
    assert plain(page, 413) and "1 MB" in page.words


def test_a_stale_form_says_so_and_shows_what_was_typed_but_no_secret(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    page = reader.send("/account/email", email="<b>new</b>@heronsea.example", password=PASSWORD, csrf_token="forged")
    assert plain(page, 400) and page.h1 == "This form had gone stale"
    assert "<b>new</b>@heronsea.example" in page.words
    assert PASSWORD not in page.text and "forged" not in page.text


def test_a_fault_of_ours_is_a_page_and_a_line_in_the_log(
    app: Flask, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("planted")

    broken.access = app.view_functions["public.glossary"].access  # type: ignore[attr-defined]
    app.view_functions["public.glossary"] = broken
    with caplog.at_level(logging.ERROR):
        page = reader.open("/glossary")
    assert plain(page, 500) and page.h1 == "Something went wrong"
    assert "unexpected fault at /glossary" in caplog.text and "RuntimeError: planted" in caplog.text
    assert reader.open("/worried").status == 200


def test_the_database_of_these_tests_is_the_site_s_own(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        file = doors().file
    assert file is not None and tmp_path in file.path.parents
