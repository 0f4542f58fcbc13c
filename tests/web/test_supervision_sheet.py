"""The supervision sheet on screen and as a file: the learner's own record, for the learner alone."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from pypdf import PdfReader

from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import notes
from course.records.database import writing
from course.web.mine import supervision
from tests.web.certified import complete
from tests.web.learning import QUIZ, QUIZ_PAGE, answers, links, signed_in
from tests.web.reader import Reader

SHEET = "/my/supervision-sheet"


def write_note(app: Flask, person: int, text: str) -> None:
    with app.app_context(), writing() as store:
        notes.switch(store, person, on=True)
        notes.keep_note(store, person, "be-open", text, now())


def test_a_guest_is_sent_to_sign_in(reader: Reader) -> None:
    for path in (SHEET, f"{SHEET}.pdf"):
        assert "/sign-in" in str(reader.open(path).place)


def test_a_beginner_sees_a_kind_empty_sheet(app: Flask, ada: int) -> None:
    page = signed_in(app).open(SHEET)
    assert "I have not handed in a quiz yet." in page.words
    assert page.words.count("Not started") == 5 and "Remarks from supervision" in page.words
    assert "Nobody else can open it" in page.words


def test_what_was_answered_wrong_last_stands_under_its_rule_with_its_page(app: Flask, ada: int, shelf: Shelf) -> None:
    reader, quiz = signed_in(app), shelf.catalogue.quizzes[QUIZ]
    for wrong in (5, 2):
        reader.open(QUIZ_PAGE)
        reader.press("answers", **answers(quiz, wrong=wrong))
    page = reader.open(SHEET)
    missed, done = quiz.statements[:2], quiz.statements[2:]
    assert all(each.text in page.words and each.because in page.words for each in missed)
    assert not any(each.text in page.words for each in done)
    assert all(shelf.catalogue.rules[each.rule].name in page.words for each in missed)
    helping = {shelf.catalogue.page(each.taught_on) for each in missed}
    assert {f"Read again: {found.title}" for found in helping if found} == set(links(page, "missed-line"))


def test_notes_are_put_on_it_by_one_link_and_taken_off_by_another(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    assert "notes" not in {href.partition("?")[2] for href in links(reader.open(SHEET), "actions").values()}
    write_note(app, ada, "Ask first.")
    page = reader.open(SHEET)
    assert "Ask first." not in page.words
    page = reader.open(links(page, "actions")["Put my own notes on it"])
    assert "Ask first." in page.words
    assert links(page, "actions")["Download as PDF"] == f"{SHEET}.pdf?notes=1"
    assert "Ask first." not in reader.open(links(page, "actions")["Leave my notes out"]).words


@pytest.mark.parametrize(("query", "there"), [("", False), ("?notes=1", True)])
def test_the_file_says_the_same(query: str, there: bool, app: Flask, shelf: Shelf, ada: int) -> None:
    complete(app, shelf, ada)
    write_note(app, ada, "Ask first.")
    answer = signed_in(app).client.get(f"{SHEET}.pdf{query}")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert "supervision-sheet-" in answer.headers["Content-Disposition"]
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Ada Quill" in said and ("Ask first." in said) is there


@pytest.mark.parametrize("query", ["", "?notes=1"])
def test_where_a_letter_cannot_be_printed_the_page_says_so(
    query: str, app: Flask, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_note(app, ada, "Ask first.")
    monkeypatch.setattr(supervision, "supervision_pdf", lambda _sheet: None)
    reader = signed_in(app)
    page = reader.follow(reader.open(f"{SHEET}.pdf{query}"))
    assert "We could not make the PDF" in page.words and ("Ask first." in page.words) is bool(query)


def test_a_sign_that_no_font_has_is_no_fault(app: Flask, ada: int) -> None:
    write_note(app, ada, "A private sign: \ue123 \U000f0000")
    assert signed_in(app).open(f"{SHEET}.pdf?notes=1").status == 303


def test_links_stay_on_the_site_on_screen_and_are_whole_in_the_file(app: Flask, ada: int, shelf: Shelf) -> None:
    """The page is read at whatever address the reader came by; the file is read away from the site."""
    reader = signed_in(app)
    reader.open(QUIZ_PAGE)
    reader.press("answers", **answers(shelf.catalogue.quizzes[QUIZ], wrong=2))
    on_screen = links(reader.open(SHEET), "missed-line").values()
    assert on_screen and all(href.startswith("/modules/") for href in on_screen)
    file = PdfReader(io.BytesIO(reader.client.get(f"{SHEET}.pdf").data))
    in_file = {
        note["/A"]["/URI"] for page in file.pages for note in page.get("/Annots", ()) if "/URI" in note.get("/A", {})
    }
    whole = app.config["SHAREWELL"].public_url
    assert {f"{whole}{href}" for href in on_screen} <= in_file
