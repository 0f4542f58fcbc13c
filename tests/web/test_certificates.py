"""One's own certificate as page and PDF, and the public page where anyone can check a code."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from course import clock
from course.catalogue.shelf import Shelf
from course.records import accounts, completions, people
from course.records.database import reading, writing
from course.rules.facts import Completion, CompletionFacts
from tests.house.inhabitants import finish_everything
from tests.statements_seen import statements_seen
from tests.web.conftest import PASSWORD
from tests.web.reader import Page, Reader

REASON = "Given to the wrong person."
MOST_STATEMENTS = 4


@pytest.fixture
def signed_in(ada: int, reader: Reader) -> Reader:
    """Ada's browser."""
    reader.open("/sign-in")
    reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    return reader


def complete(app: Flask, shelf: Shelf, person: int) -> Completion:
    with app.app_context():
        with writing() as store:
            finish_everything(store, person, shelf.catalogue)
        with reading() as store:
            return completions.completions_of(store, person)[0]


@pytest.fixture
def done(app: Flask, shelf: Shelf, ada: int) -> Completion:
    """Ada has completed the course today."""
    return complete(app, shelf, ada)


def complete_again(app: Flask, person: int, first: Completion) -> Completion:
    """A later cycle, as a refresher will make one."""
    names = CompletionFacts.__dataclass_fields__
    facts = CompletionFacts(**{name: getattr(first, name) for name in names} | {"edition": "2027.1"})
    with app.app_context(), writing() as store:
        return completions.add_completion(store, facts, cycle=2)


def withdraw(app: Flask, made: Completion) -> None:
    with app.app_context(), writing() as store:
        completions.withdraw(store, made.id, REASON, made.person, clock.now())


def state(page: Page) -> str:
    assert page.tree is not None
    (found,) = page.tree.xpath("//@data-standing")
    return str(found)


def sheet(page: Page) -> str:
    """The words of the certificate itself."""
    assert page.tree is not None
    (found,) = page.tree.xpath("//article[@class='certificate']")
    return " ".join(" ".join(found.itertext()).split())


def pdf_words(reader: Reader, path: str = "/my/certificate.pdf") -> str:
    answer = reader.client.get(path)
    assert answer.content_type == "application/pdf"
    return " ".join(PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().split())


def plain(text: str) -> str:
    """Without what only shows where an item of a list begins."""
    return re.sub(r"[•\s]|\b[1-5] (?=[A-Z])", "", text)


@pytest.mark.parametrize(
    "path", ["/my/certificate", "/my/certificate.pdf", "/my/certificates/1", "/my/certificates/1.pdf"]
)
def test_a_guest_is_asked_to_sign_in(path: str, reader: Reader) -> None:
    page = reader.open(path)
    assert (page.status, str(page.place).partition("?")[0]) == (303, "/sign-in")


def test_before_completion_everything_missing_is_listed_and_each_line_leads_there(
    signed_in: Reader, shelf: Shelf
) -> None:
    page = signed_in.open("/my/certificate")
    assert page.tree is not None
    links = page.tree.xpath("//ul[@class='missing']//a")
    titles = " ".join(link.text_content() for link in links)
    for module in shelf.catalogue.modules:
        for each in module.pages:
            assert each.kind == "case" or each.title in titles
    assert "Read 2 more cases" in titles
    assert {signed_in.open(link.get("href")).status for link in links} == {200}
    assert page.answer.status_code == 200


def test_before_completion_the_pdf_leads_to_what_is_missing(signed_in: Reader) -> None:
    page = signed_in.open("/my/certificate.pdf")
    assert (page.status, page.place) == (303, "/my/certificate")


def test_page_pdf_and_check_page_say_the_same(signed_in: Reader, done: Completion, reader: Reader, app: Flask) -> None:
    own = signed_in.open("/my/certificate")
    checked = Reader(app.test_client()).open(f"/certificates/{done.code}")
    assert sheet(own) == sheet(checked)
    assert plain(sheet(own)) == plain(pdf_words(signed_in))
    assert "Ada Quill completed the course" in sheet(checked)
    assert done.code in sheet(checked)


def test_no_marks_stand_on_a_certificate(signed_in: Reader, done: Completion) -> None:
    assert done.modules[0].out_of > 0
    assert not re.search(r"\d+ of \d+|%", sheet(signed_in.open("/my/certificate")))


def test_the_pdf_is_a_download_that_no_cache_keeps(signed_in: Reader, done: Completion) -> None:
    headers = signed_in.client.get("/my/certificate.pdf").headers
    assert headers["Content-Disposition"] == f'attachment; filename="certificate-{done.completed_on}.pdf"'
    assert headers["Cache-Control"] == "no-store"


def test_the_newest_is_shown_and_older_ones_are_listed(
    signed_in: Reader, app: Flask, ada: int, done: Completion
) -> None:
    newer = complete_again(app, ada, done)
    page = signed_in.open("/my/certificate")
    assert newer.code in sheet(page)
    assert page.tree is not None
    (link,) = page.tree.xpath("//section[@class='other-certificates']//a/@href")
    assert link == f"/my/certificates/{done.id}"
    assert done.code in sheet(signed_in.open(link))
    assert done.code in pdf_words(signed_in, f"{link}.pdf")


@pytest.mark.parametrize("ending", ["", ".pdf"])
def test_another_persons_certificate_is_not_found_in_the_same_words_as_none(
    ending: str, signed_in: Reader, app: Flask, shelf: Shelf, bo: int
) -> None:
    theirs = complete(app, shelf, bo)
    page, none = (
        signed_in.open(f"/my/certificates/{theirs.id}{ending}"),
        signed_in.open(f"/my/certificates/999999{ending}"),
    )
    assert (page.status, page.words) == (404, none.words)
    assert none.status == 404


def test_a_withdrawn_certificate_tells_its_holder_why_and_gives_no_pdf(
    signed_in: Reader, app: Flask, done: Completion
) -> None:
    withdraw(app, done)
    page = signed_in.open("/my/certificate")
    assert state(page) == "withdrawn"
    assert REASON in page.words
    assert "main--alone" not in page.text
    assert "/my/certificate.pdf" not in page.text
    assert signed_in.open("/my/certificate.pdf").place == "/my/certificate"


def test_a_name_that_no_font_can_print_leads_to_the_page_that_can(
    signed_in: Reader, app: Flask, ada: int, done: Completion
) -> None:
    with app.app_context(), writing() as store:
        people.rename(store, ada, "Ada \u0378")
    page = signed_in.follow(signed_in.open("/my/certificate.pdf"))
    assert "We could not make the PDF" in page.words
    assert "Ada \u0378" in sheet(page)


@pytest.mark.parametrize(
    ("days", "headline", "standing"),
    [
        (0, "This certificate is in date", "in-date"),
        (730, "This certificate is in date", "in-date"),
        (731, "This certificate is in date", "in-date"),
        (732, "This certificate has expired", "expired"),
        (3000, "This certificate has expired", "expired"),
    ],
)
def test_anyone_sees_whether_it_holds_today(
    days: int,
    headline: str,
    standing: str,
    app: Flask,
    shelf: Shelf,
    ada: int,
    reader: Reader,
    later: Callable[..., None],
) -> None:
    """From 22 November 2026 to 22 November 2028 it is 731 days."""
    clock.set_now(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    made = complete(app, shelf, ada)
    later(days=days)
    page = reader.open(f"/certificates/{made.code}")
    assert (page.h1, state(page)) == (headline, standing)
    assert "22 November 2028 = completed 22 November 2026 + 24 months" in page.words


def test_anyone_sees_that_and_when_it_was_withdrawn_but_not_why(reader: Reader, app: Flask, done: Completion) -> None:
    clock.set_now(dt.datetime(2027, 5, 3, 12, tzinfo=dt.UTC))
    withdraw(app, done)
    page = reader.open(f"/certificates/{done.code}")
    assert (page.h1, state(page)) == ("This certificate was withdrawn", "withdrawn")
    assert "Withdrawn on 3 May 2027" in page.words
    assert REASON not in page.text


def test_after_the_account_is_closed_it_stands_without_a_name(
    reader: Reader, app: Flask, ada: int, done: Completion
) -> None:
    with app.app_context(), writing() as store:
        accounts.close_account(store, ada, clock.now())
    page = reader.open(f"/certificates/{done.code}")
    assert "Issued, name removed" in sheet(page)
    assert "Quill" not in page.text


@pytest.mark.parametrize(
    "typed",
    ["{code}", "  {code}\t", "{lower}", "{bare}", "{spaced}"],
    ids=["as printed", "blanks", "small", "bare", "spaced"],
)
def test_a_code_may_be_typed_in_any_usual_way(typed: str, reader: Reader, done: Completion) -> None:
    code = done.code
    ways = {"code": code, "lower": code.lower(), "bare": code.replace("-", ""), "spaced": code.replace("-", " ")}
    reader.open("/certificates")
    answer = reader.press("certificate", code=typed.format(**ways))
    assert answer.status == 303
    assert code in sheet(reader.follow(answer))


def test_someone_signed_in_can_check_a_code_as_well(signed_in: Reader, done: Completion) -> None:
    signed_in.open("/certificates")
    assert signed_in.press("certificate", code=done.code).status == 303


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("", 422),
        ("   ", 422),
        ("abc", 422),
        ("<script>alert(1)</script>", 422),
        ("4F7K/M2XR/9TQB/H3CW", 422),
        ("\x00" * 5, 422),
        ("é" * 16, 422),
        ("x" * 5000, 404),
        ("abcd", 404),
    ],
)
def test_what_is_no_code_is_said_and_stays_in_its_field(typed: str, status: int, reader: Reader) -> None:
    reader.open("/certificates")
    page = reader.press("certificate", code=typed)
    page = reader.follow(page) if page.status == 303 else page
    assert page.status == status
    assert len(page.errors()) == 1
    assert "<script>alert" not in page.text


def test_an_unknown_code_says_how_codes_look_and_keeps_what_was_typed(reader: Reader) -> None:
    page = reader.open("/certificates/AAAA-BBBB-CCCC-DDDD")
    assert page.status == 404
    assert page.errors() == ["No certificate has the code AAAA-BBBB-CCCC-DDDD"]
    assert "It looks like 4F7K-M2XR-9TQB-H3CW" in page.words
    assert page.value("certificate", "code") == "AAAA-BBBB-CCCC-DDDD"


def test_search_engines_are_told_to_stay_away(signed_in: Reader, done: Completion) -> None:
    for path in ("/my/certificate", "/certificates", f"/certificates/{done.code}", "/certificates/AAAA-BBBB"):
        page = signed_in.open(path)
        assert page.tree is not None
        assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("path", ["/my/certificate", "/my/certificate.pdf", "/certificates/{code}"])
def test_few_statements_are_needed_however_many_certificates_there_are(
    path: str, app: Flask, ada: int, bo: int, shelf: Shelf, signed_in: Reader, done: Completion
) -> None:
    def count() -> int:
        signed_in.open("/help")  # the partnership's name is asked for every few seconds: not counted here
        with statements_seen(app) as seen:
            assert signed_in.client.get(path.format(code=done.code)).status_code == 200
        return len(seen)

    before = count()
    complete(app, shelf, bo)
    complete_again(app, ada, done)
    assert count() == before <= MOST_STATEMENTS


def test_the_holders_present_name_is_printed(signed_in: Reader, app: Flask, ada: int, done: Completion) -> None:
    with app.app_context(), writing() as store:
        people.rename(store, ada, "Ada Fen-Quill")
    assert "Ada Fen-Quill" in sheet(signed_in.open("/my/certificate"))
    assert "Ada Fen-Quill" in pdf_words(signed_in)


def test_nothing_missing_and_no_certificate_yet_says_what_to_do(
    signed_in: Reader, app: Flask, shelf: Shelf, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edition that asks for less can leave somebody complete without a click of theirs."""

    def nothing(*_: Any) -> None:
        return None

    with monkeypatch.context() as patch:
        patch.setattr(completions, "add_completion", nothing)
        with app.app_context(), writing() as store:
            finish_everything(store, ada, shelf.catalogue)
    page = signed_in.open("/my/certificate")
    assert "Press Next on any page once" in page.words
    assert page.tree is not None
    signed_in.open(page.tree.xpath("//div[@class='actions']/a/@href")[0])
    signed_in.press("next")
    assert "Ada Quill" in sheet(signed_in.open("/my/certificate"))
