"""Forms as they are sent: nothing in them can be sent back, the page says so first, the PDF is for everybody."""

from __future__ import annotations

import pytest
from lxml import html

from course.catalogue.shelf import Shelf
from course.web.practice import forms
from tests.web.reader import Page, Reader

FORMS = ("decision-record", "agreement")


def tree(page: Page) -> html.HtmlElement:
    assert page.tree is not None
    return page.tree


@pytest.mark.parametrize("form", FORMS)
def test_no_field_has_a_name_or_a_form_around_it_and_no_aid_may_read_along(reader: Reader, form: str) -> None:
    page = tree(reader.open(f"/forms/{form}"))
    fields = page.xpath("//main//input | //main//select | //main//textarea")
    assert len(fields) > 10
    for field in fields:
        assert not {"name", "form", "formaction"} & set(field.keys())
        assert (field.get("autocomplete"), field.get("spellcheck")) == ("off", "false")
        assert (field.get("writingsuggestions"), field.get("translate")) == ("false", "no")
        assert field.get("hidden") is not None  # without scripts there are lines to write on instead
    assert page.xpath("//main//form") == []
    assert page.xpath("//main//*[@data-words][not(ancestor::*[@translate='no'])]") == []


@pytest.mark.parametrize("form", FORMS)
def test_it_says_that_nothing_leaves_before_the_first_field(reader: Reader, form: str) -> None:
    words = reader.open(f"/forms/{form}").words
    said = words.index("It never leaves your browser")
    assert "Leaving, reloading or Quick exit clears the page." in words
    assert "a filled-in form belongs there, not here" in words
    assert said < words.index("Choose one")


@pytest.mark.parametrize("form", FORMS)
def test_it_has_every_field_of_its_source_and_lines_for_paper(reader: Reader, shelf: Shelf, form: str) -> None:
    page = tree(reader.open(f"/forms/{form}"))
    for section in shelf.catalogue.forms[form].sections:
        for field in section.fields:
            (found,) = page.xpath(f"//*[@id='field-{field.id}']")
            paper = found.getparent()
            assert field.label in paper.text_content() and field.hint in paper.text_content()
            if field.kind == "choice":
                assert paper.xpath(".//option[position() > 1]/text()") == list(field.choices)
                assert paper.xpath(".//*[@data-choice]/text()") == list(field.choices)
            else:
                assert len(paper.xpath(".//*[@data-rules]/span")) == field.rows
    assert shelf.catalogue.forms[form].footer in page.text_content()


def test_the_way_taken_stands_above_the_fields_where_its_route_fits(reader: Reader) -> None:
    words = reader.open("/forms/decision-record?route=3.unsure.1").words
    assert "Decision reached: do not share" in words
    assert words.index("Without a purpose you do not share") < words.index("Request or concern")
    plain = reader.open("/forms/decision-record").words
    assert "Decision reached" not in plain and "The way you took" not in plain


@pytest.mark.parametrize("route", ["3.1", "1.1.1.3.1.1.1", "1.unsure", "9"])
def test_a_paper_that_the_family_signs_never_shows_the_way(reader: Reader, shelf: Shelf, route: str) -> None:
    assert not shelf.catalogue.forms["agreement"].shows_way
    assert reader.open(f"/forms/agreement?route={route}").words == reader.open("/forms/agreement").words


@pytest.mark.parametrize("route", ["9", "3.1.1", "<b>", "1." * 500, "%00", "é"])
def test_a_route_that_does_not_fit_leaves_the_form_as_it_is(reader: Reader, route: str) -> None:
    page = reader.open(f"/forms/decision-record?route={route}")
    assert page.status == 200
    assert "The way you took cannot be shown" in page.words
    assert "<b>" not in page.text.partition("<main")[2]


def test_a_way_that_is_not_at_its_end_is_shown_as_far_as_it_goes(reader: Reader) -> None:
    words = reader.open("/forms/decision-record?route=1.unsure").words
    assert "The way you took" in words and "You were not sure, and stopped to ask." in words
    assert "Decision reached" not in words


@pytest.mark.parametrize("form", FORMS)
def test_the_blank_form_is_a_file_for_everybody(reader: Reader, form: str) -> None:
    answer = reader.client.get(f"/forms/{form}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{form}.pdf"'
    assert "Set-Cookie" not in answer.headers
    assert answer.data.startswith(b"%PDF-")


def test_where_the_file_cannot_be_made_the_page_is_shown(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "form_pdf", lambda *_: None)
    page = reader.open("/forms/agreement.pdf")
    assert (page.status, page.place) == (303, "/forms/agreement")


@pytest.mark.parametrize("path", ["/forms/nothing", "/forms/nothing.pdf", "/forms/Agreement"])
def test_a_form_that_is_not_there_is_not_found(reader: Reader, path: str) -> None:
    assert reader.open(path).status == 404


def test_the_list_leads_to_every_form_and_file_the_decision_record_first(reader: Reader) -> None:
    links = tree(reader.open("/forms/")).xpath("//main//ul//a/@href")
    assert links == [f"/forms/{form}{end}" for form in FORMS for end in ("", ".pdf")]


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/flowchart/consent", "agreement"),
        ("/flowchart/record", "decision-record"),
        ("/modules/deciding/consent", "agreement"),
        ("/modules/golden-rules/record", "decision-record"),
        ("/reference/forms", "agreement"),
        ("/reference/forms", "decision-record"),
    ],
)
def test_the_pages_on_consent_and_recording_lead_to_the_forms(reader: Reader, page: str, form: str) -> None:
    assert tree(reader.open(page)).xpath(f"//main//a[@href='/forms/{form}']")


def test_pages_are_small(reader: Reader) -> None:
    longest = "1.unsure.1.unsure.1.unsure.2.unsure.1.unsure.2.unsure.1"
    for form in FORMS:
        assert len(reader.open(f"/forms/{form}?route={longest}").answer.data) <= 30_000
