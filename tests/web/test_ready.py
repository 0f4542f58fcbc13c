"""Pages made ready once: the same for everybody who is equally far, but for name, token and key, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from markupsafe import escape

from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import organisations, roles
from course.records.database import writing
from course.web.ready import MARK, ReadyPages, mark, without_indent
from tests.catalogue.small_course import MODULE
from tests.web.learning import ADA, BO, QUIZ, QUIZ_PAGE, answers, do_all, pages, read_pages, signed_in
from tests.web.people import add_person
from tests.web.reader import Page, Reader
from tests.web.small_site import RECORD, SmallSite, small_site

PAGE = "/modules/golden-rules/be-open"
NASTY = '<b>Bo & "Co"</b> ' + MARK.format("token")
OTHER = "nasty@heronsea.example"


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture
def small(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallSite]:
    with small_site(tmp_path, empty_store, monkeypatch) as made:
        yield made


@pytest.fixture
def nasty(app: Flask) -> int:
    return add_person(app, NASTY, email=OTHER)


def forget_pages(app: Flask) -> None:
    app.extensions["ready_pages"] = ReadyPages()


def neutral(page: Page, name: str) -> str:
    """The page with name, token and key replaced by words."""
    assert page.status == 200 and page.tree is not None
    text = page.text.replace(f">{escape(name)}<", ">NAME<")
    for field in ("csrf_token", "key"):
        values = {str(value) for value in page.tree.xpath(f"//input[@name='{field}']/@value")}
        assert len(values) <= 1
        for value in values:
            text = text.replace(f'value="{value}"', f'value="{field}"')
    return text


def look(reader: Reader, path: str = PAGE) -> str:
    """A page of Ada's as everybody sees it who is as far as she is."""
    return neutral(reader.open(path), "Ada Quill")


@pytest.mark.slow
def test_two_readers_who_are_equally_far_get_pages_that_differ_in_name_token_and_key_only(
    app: Flask, ada: int, nasty: int, course: Catalogue
) -> None:
    one, two = signed_in(app), signed_in(app, OTHER)
    for _, page, path in pages(course):
        first, second = one.open(path), two.open(path)
        assert neutral(first, "Ada Quill") == neutral(second, NASTY)
        forget_pages(app)
        assert neutral(two.open(path), NASTY) == neutral(second, NASTY)
        fields = ["csrf_token", "key"] if page.quiz else ["csrf_token"]
        forms = ("answers", "answers") if page.quiz else ("next",)
        for form, field in zip(forms, fields, strict=True):
            assert first.value(form, field) != second.value(form, field)


def test_a_name_is_escaped_and_nothing_in_it_is_filled_in(app: Flask, nasty: int) -> None:
    reader = signed_in(app, OTHER)
    for page in (reader.open(PAGE), reader.open(PAGE)):
        assert f"{escape(NASTY)}</span>" in page.text
        assert "<b>Bo" not in page.text


def test_every_opening_of_a_quiz_has_a_key_of_its_own_and_the_token_of_its_visit(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    first, second = reader.open(QUIZ_PAGE), reader.open(QUIZ_PAGE)
    assert first.value("answers", "key") != second.value("answers", "key")
    assert first.value("answers", "csrf_token") == second.value("answers", "csrf_token")


def test_guests_have_neither_name_nor_token_nor_key(app: Flask, ada: int, reader: Reader) -> None:
    signed_in(app).open(QUIZ_PAGE)
    page = reader.open(QUIZ_PAGE)
    assert "Ada" not in page.text and "csrf_token" not in page.text and 'name="key"' not in page.text
    assert "\x02" not in page.text and "\x03" not in page.text


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("reads the page", PAGE),
        ("reads another page of the module", PAGE),
        ("hands in the quiz of the module", QUIZ_PAGE),
        ("finishes another module", PAGE),
        ("finishes everything", PAGE),
        ("gets a shared computer", PAGE),
        ("gets a partnership", PAGE),
    ],
)
def test_readers_of_whom_something_else_is_to_be_said_get_another_page(
    what: str, path: str, app: Flask, ada: int, bo: int, course: Catalogue
) -> None:
    before = look(signed_in(app), path)
    signed_in(app, BO).open(path)
    if what.startswith("reads"):
        read_pages(app, ada, "be-open" if what == "reads the page" else "record")
    elif what.startswith("hands in"):
        reader = signed_in(app)
        reader.open(QUIZ_PAGE)
        reader.press("answers", **answers(course.quizzes[QUIZ], wrong=3))
    elif what == "finishes another module":
        others = [page.id for module, page, _ in pages(course) if module.id != "organisations"]
        do_all(app, ada, course, but=(*others, *course.quizzes.keys() - {"support-quiz"}))
    elif what == "finishes everything":
        do_all(app, ada, course)
    elif what == "gets a partnership":
        with app.app_context(), writing() as store:
            organisations.set_partnership(store, "Heronsea Safeguarding Partnership", now())
        app.extensions["partnership"].forget()
    after = look(signed_in(app, shared=what == "gets a shared computer"), path)
    assert after != before
    forget_pages(app)
    assert look(signed_in(app, shared=what == "gets a shared computer"), path) == after


def test_readers_with_a_role_have_pages_of_their_own(app: Flask, ada: int) -> None:
    """Nothing on these pages tells of a role today; the day something does, no learner may get a lead's page."""
    signed_in(app).open(PAGE)
    kept = app.extensions["ready_pages"]._kept
    before = len(kept)
    with app.app_context(), writing() as store:
        roles.grant(store, ada, "administrator", "partnership", None, now())
    signed_in(app).open(PAGE)
    assert len(kept) == before + 1


def test_marks_from_another_device_show_at_once(app: Flask, ada: int, course: Catalogue) -> None:
    here, elsewhere = signed_in(app), signed_in(app)
    out_of = len(course.quizzes[QUIZ].statements)
    for wrong in (3, 1):
        elsewhere.open(QUIZ_PAGE)
        elsewhere.press("answers", **answers(course.quizzes[QUIZ], wrong=wrong))
        assert f"You have {out_of - wrong}." in here.open(QUIZ_PAGE).words


def test_a_change_of_content_shows_to_guests_and_learners(small: SmallSite) -> None:
    add_person(small.app, "Ada Quill", email=ADA)
    readers = [Reader(small.app.test_client()), signed_in(small.app)]
    for reader in readers:
        assert "Write it down and tell" in reader.open(RECORD).words
    small.change((MODULE, "Write it down and tell", "Put it on paper and tell"))
    for reader in readers:
        assert "Put it on paper and tell" in reader.open(RECORD).words


def test_a_page_is_made_once_for_each_key_and_filled_every_time() -> None:
    made: list[str] = []

    def render() -> str:
        made.append("made")
        return f"<p>{mark('name')}, {mark('key')}, {mark('name')} é</p>"

    kept = ReadyPages()
    filled = [kept.fill("key", render, {"name": name, "key": b"k"}) for name in (b"Ada", b"B\xc3\xb8")]
    assert filled == ["<p>Ada, k, Ada é</p>".encode(), "<p>Bø, k, Bø é</p>".encode()]
    assert made == ["made"]


def counting() -> tuple[list[str], Callable[[ReadyPages, str], bytes]]:
    """The keys for which a page was made, and what opens one."""
    made: list[str] = []

    def open_page(kept: ReadyPages, key: str) -> bytes:
        def render() -> str:
            made.append(key)
            return key

        return kept.fill(key, render, {})

    return made, open_page


def test_the_page_used_least_is_dropped_first() -> None:
    kept, (made, open_page) = ReadyPages(most=2), counting()
    for key in ("a", "b", "a", "c", "a", "c", "b"):
        assert open_page(kept, key) == key.encode()
    assert made == ["a", "b", "c", "b"]


def test_no_more_pages_are_kept_than_the_limit() -> None:
    kept, (_, open_page) = ReadyPages(most=3), counting()
    for number in range(20):
        open_page(kept, str(number))
    assert len(kept._kept) == 3


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("<p>\n    One\n\n  two</p>\n", "<p>\nOne\ntwo</p>\n"),
        ("<p>a  b</p>", "<p>a  b</p>"),
        ("<pre>\n    a</pre>\n  <p>", "<pre>\n    a</pre>\n  <p>"),
        ("<textarea>\n  a</textarea>", "<textarea>\n  a</textarea>"),
    ],
)
def test_blanks_that_nobody_sees_are_not_sent(source: str, sent: str) -> None:
    assert without_indent(source) == sent
