"""One's own certificate: as a page, as PDF, and what stands in its place before the course is complete."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import completions, organisations, people, requirements
from course.records.database import writing
from course.rules.dates import add_months
from course.rules.facts import Completion
from course.rules.requirements import DatedRequirement, Requirement
from course.web.site import day as long_day
from tests.house.inhabitants import finish_everything
from tests.statements_seen import statements_seen
from tests.web.certified import REASON, complete, complete_again, sheet, sign_in, state, withdraw
from tests.web.reader import Reader


@pytest.fixture
def signed_in(ada: int, reader: Reader) -> Reader:
    """Ada's browser."""
    return sign_in(reader)


@pytest.fixture
def done(app: Flask, shelf: Shelf, ada: int) -> Completion:
    """Ada has completed the course today."""
    return complete(app, shelf, ada)


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


def test_page_pdf_and_check_page_say_what_was_practised_on_the_day_and_not_what_the_course_says_now(
    signed_in: Reader, done: Completion, ada: int, app: Flask, shelf: Shelf
) -> None:
    assert done.competences == shelf.catalogue.course.competences
    made = complete_again(app, ada, done, competences=("Ask before sharing",))
    own, checked = signed_in.open("/my/certificate"), Reader(app.test_client()).open(f"/certificates/{made.code}")
    for words in (sheet(own), sheet(checked), pdf_words(signed_in)):
        assert "Ask before sharing" in words
        assert not any(each in words for each in shelf.catalogue.course.competences)


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


def test_search_engines_are_told_to_stay_away(signed_in: Reader, done: Completion) -> None:
    for path in ("/my/certificate", "/certificates", f"/certificates/{done.code}", "/certificates/AAAA-BBBB"):
        page = signed_in.open(path)
        assert page.tree is not None
        assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize(
    ("path", "most"), [("/my/certificate", 12), ("/my/certificate.pdf", 4), ("/certificates/{code}", 4)]
)
def test_few_statements_are_needed_however_many_certificates_there_are(
    path: str, most: int, app: Flask, ada: int, bo: int, shelf: Shelf, signed_in: Reader, done: Completion
) -> None:
    def count() -> int:
        signed_in.open("/help")  # the partnership's name is asked for every few seconds: not counted here
        with statements_seen(app) as seen:
            assert signed_in.client.get(path.format(code=done.code)).status_code == 200
        return len(seen)

    before = count()
    complete(app, shelf, bo)
    complete_again(app, ada, done)
    assert count() == before <= most  # a newest certificate stands beside a status, which is worked out


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


def test_where_a_local_rule_names_another_day_certificate_and_progress_say_whose_rule_it_is(
    app: Flask, signed_in: Reader, done: Completion
) -> None:
    pages = ("/my/certificate", "/my/progress")
    with app.app_context(), writing() as store:
        nursery = organisations.add_organisation(store, "Heronsea Nursery", now())
        organisations.join(store, done.person, nursery, None, done.completed_on, now())
    assert not any("asks for a refresher" in signed_in.open(each).words for each in pages)
    with app.app_context(), writing() as store:
        asked = Requirement(due_days=30, valid_months=12, window_days=60, grace_days=14)
        rule = DatedRequirement(0, nursery, None, None, done.completed_on, asked)
        requirements.set_requirement(store, rule, None, now())
    own, printed = (long_day(add_months(done.completed_on, each)) for each in (12, 24))
    said = (
        "The rule for Heronsea Nursery asks for a refresher every 12 months, so your status at Heronsea Nursery runs out on "
        f"{own}; the certificate itself says {printed}."
    )
    for each in pages:
        assert said in signed_in.open(each).words
    assert f"Valid for local purposes until {printed}" in sheet(signed_in.open("/my/certificate"))
