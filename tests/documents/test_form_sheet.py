"""The blank forms as PDF: marked as accessible, with every word of their source, and nothing to fill in twice."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from course.catalogue.model import Form
from course.documents.form_sheet import form_pdf
from tests.documents.pdf_tags import tags
from tests.shipped import shipped

COURSE = shipped()
FORMS = list(COURSE.forms.values())


def read(form: Form) -> PdfReader:
    made = form_pdf(form, COURSE.course.edition, COURSE.course.law_as_at)
    assert made is not None
    return PdfReader(io.BytesIO(made))


def words(text: str) -> str:
    return " ".join(text.split())


def said(pdf: PdfReader) -> str:
    return words(" ".join(page.extract_text() for page in pdf.pages))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_it_is_marked_as_accessible_and_has_its_headings(form: Form) -> None:
    pdf = read(form)
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert pdf.metadata is not None and pdf.metadata.title == form.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    heads = [kind for kind, _ in tags(root["/StructTreeRoot"]) if kind in ("/H1", "/H2", "/H3")]
    assert heads == ["/H1", *["/H2"] * len(form.sections)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_it_says_every_word_of_the_form_in_order(form: Form) -> None:
    text, place = said(read(form)), 0
    wanted = [form.title, form.intro]
    for section in form.sections:
        wanted += [section.title, section.note]
        for field in section.fields:
            wanted += [field.label, field.hint, *field.choices]
    for each in [*wanted, form.footer]:
        found = text.find(words(each), place)
        assert found >= 0, each
        place = found + len(words(each))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.id))
def test_it_fits_on_three_sheets_of_a4_that_are_numbered(form: Form) -> None:
    pages = read(form).pages
    assert 1 <= len(pages) <= 3
    for number, page in enumerate(pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"Page {number} of {len(pages)}" in page.extract_text()
        assert f"edition {COURSE.course.edition}" in page.extract_text()


def test_the_same_form_is_the_same_file_and_another_edition_is_another() -> None:
    form, day = FORMS[0], COURSE.course.law_as_at
    first = form_pdf(form, "1", day)
    form_pdf.cache_clear()
    assert form_pdf(form, "1", day) == first
    assert form_pdf(form, "2", day) != first
