"""Sheets on paper: accessible, with every word, its foot and its own count of pages; the same bytes for the same sheets."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from course.documents import sheet_setting
from course.documents.packs import Wish
from course.documents.sheet_setting import Printing, page_count, printing, sheets_pdf
from course.documents.tree import (
    Block,
    Bullets,
    Heading,
    NewPage,
    Sheet,
    line,
    paragraph,
)
from tests.documents.every_block import ADDRESS, COURSE, SHEET, said, squeezed
from tests.documents.pdf_tags import tags

DAY = dt.date(2026, 11, 22)
LONG = "Herons stand still for a long time before they move at all. "
MILLIMETRE = 72 / 25.4


def around(**changes: Any) -> Printing:
    return dataclasses.replace(printing(COURSE, Wish(made_on=DAY), "Herons"), **changes)


def read(*sheets: Sheet, **changes: Any) -> PdfReader:
    return PdfReader(io.BytesIO(sheets_pdf(sheets, around(**changes))))


def sheet(*blocks: Block, **more: Any) -> Sheet:
    return Sheet("herons", "Herons", "A kicker", "trainer", blocks, **more)


def text_of(pdf: PdfReader) -> str:
    return squeezed(" ".join(page.extract_text() for page in pdf.pages))


def logo(width: int = 300, height: int = 100) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (width, height), "#1e3c8c").save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="module")
def every() -> PdfReader:
    return read(SHEET, organisation="Heronsea Nursery", logo=logo())


def test_it_is_marked_as_accessible(every: PdfReader) -> None:
    root: Any = every.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert every.metadata is not None and every.metadata.title == "Herons"
    assert every.metadata.author == "Heronsea Nursery"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert root["/Metadata"].get_object().get_data().count(b"2026-11-22") > 0


def test_its_tags_say_what_each_block_is(every: PdfReader) -> None:
    root: Any = every.trailer["/Root"]
    kinds = [kind for kind, _ in tags(root["/StructTreeRoot"])]
    assert kinds.count("/H1") == 1
    assert {
        "/H2",
        "/H3",
        "/H4",
        "/L",
        "/LI",
        "/Table",
        "/TH",
        "/TD",
        "/Figure",
        "/TOC",
        "/Link",
        "/Strong",
        "/Em",
    } <= set(kinds)
    heads = [int(kind[2:]) for kind in kinds if kind[1:2] == "H" and kind[2:].isdigit()]
    assert all(after <= before + 1 for before, after in zip(heads, heads[1:], strict=False))


def test_pictures_say_in_words_what_they_show(every: PdfReader) -> None:
    root: Any = every.trailer["/Root"]
    shown = [str(node["/Alt"]) for kind, node in tags(root["/StructTreeRoot"]) if kind == "/Figure"]
    assert shown == ["Heronsea Nursery", "Five pieces lie together.", "Seven boxes in a column."]


def test_every_word_of_every_block_is_on_paper(every: PdfReader) -> None:
    text = text_of(every)
    lost = [words for words in (SHEET.title, SHEET.kicker, *said(SHEET.blocks)) if squeezed(words) not in text]
    assert lost == ["Place"] * lost.count("Place")  # a line to write on whose term is its name already
    assert lost == []


def test_an_address_opens_and_headings_are_bookmarks(every: PdfReader) -> None:
    notes = [note.get_object() for page in every.pages for note in page.get("/Annots", [])]
    assert ADDRESS in [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]
    titles = [str(each.title) for each in every.outline if not isinstance(each, list)]
    assert titles == ["A sheet of every block"]


def fonts(pdf: PdfReader) -> list[DictionaryObject]:
    found: list[DictionaryObject] = []
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found += [child.get_object() for child in font.get_object().get("/DescendantFonts", [font])]
    return found


def test_all_letters_travel_with_the_file(every: PdfReader) -> None:
    descriptors = [font["/FontDescriptor"].get_object() for font in fonts(every)]  # type: ignore[union-attr]
    assert len(descriptors) > 0
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each) for each in descriptors)
    assert {str(each["/FontName"])[8:].split("-")[0] for each in descriptors} == {"SourceSans3"}


def test_the_foot_of_every_page_tells_course_edition_law_day_and_number() -> None:
    pdf = read(sheet(*[paragraph(LONG * 12)] * 9), sheet(paragraph("Short.")), sheet(*[paragraph(LONG * 12)] * 9))
    course = COURSE.course
    numbers = ["Page 1 of 2", "Page 2 of 2", "Page 1 of 1", "Page 1 of 2", "Page 2 of 2"]
    assert len(pdf.pages) == len(numbers)
    for page, number in zip(pdf.pages, numbers, strict=True):
        text = page.extract_text()
        assert f"{course.title} · Edition {course.edition}" in text
        assert "Law checked on 22 November 2026 · Made on 22 November 2026" in text
        assert number in text


def test_pages_can_be_counted_through() -> None:
    pdf = read(sheet(paragraph("One.")), sheet(paragraph("Two.")), through=True)
    assert [f"Page {number} of 2" in page.extract_text() for number, page in enumerate(pdf.pages, 1)] == [True, True]


@pytest.mark.parametrize(
    ("more", "size"),
    [({}, (210, 297)), ({"paper": "a3"}, (297, 420)), ({"landscape": True}, (297, 210)), ({"large": True}, (210, 297))],
)
def test_a_sheet_has_the_paper_that_it_asks_for(more: dict[str, Any], size: tuple[int, int]) -> None:
    (page,) = read(sheet(paragraph("Words."), **more)).pages
    assert (round(page.mediabox.width / MILLIMETRE), round(page.mediabox.height / MILLIMETRE)) == size


@pytest.mark.parametrize(("more", "size"), [({}, 11), ({"large": True}, 18), ({"paper": "a3"}, 15.6)])
def test_the_letters_are_as_large_as_the_sheet_asks(more: dict[str, Any], size: float) -> None:
    sizes: dict[str, float] = {}

    def note(text: str, _cm: Any, tm: Any, _font: Any, given: float) -> None:
        sizes.setdefault(text.strip(), abs(given * tm[0]))

    read(sheet(paragraph("Heron"), **more)).pages[0].extract_text(visitor_text=note)
    assert sizes["Heron"] == pytest.approx(size, abs=0.1)


def test_the_same_sheets_are_the_same_bytes_and_others_are_others() -> None:
    first = sheets_pdf((SHEET,), around())
    sheet_setting.size.cache_clear()
    assert sheets_pdf((SHEET,), around()) == first
    assert sheets_pdf((SHEET,), around(made_on=DAY + dt.timedelta(1))) != first
    assert sheets_pdf((SHEET,), around(organisation="Heronsea")) != first


def test_markup_in_words_stays_words() -> None:
    planted = "#panic() *a* $x$ \\ [b] <c> @d https://e.example //f"
    assert squeezed(planted) in text_of(read(sheet(paragraph(planted), Heading(2, line(planted)))))


def test_a_letter_without_a_font_is_a_question_mark_and_all_others_stay() -> None:
    text = text_of(read(sheet(paragraph("a\u0378b – “quoted” … é")), organisation="Nest\u0378"))
    assert "a?b–“quoted”…é" in text
    assert "Nest?" in text


@pytest.mark.parametrize("size", [(300, 100), (100, 300), (2000, 10), (40, 40)])
def test_a_logo_of_any_shape_keeps_its_place(size: tuple[int, int]) -> None:
    pdf = read(sheet(paragraph("Words.")), organisation="Heronsea", logo=logo(*size))
    assert len(pdf.pages) == 1
    assert "Words." in pdf.pages[0].extract_text()


OVER = [Bullets(tuple((paragraph(f"Item {number}"),) for number in range(51)))]


def test_a_sheet_that_runs_over_by_little_becomes_a_little_smaller() -> None:
    held = sheet(*OVER)
    assert sheet_setting.size(held, around()) in sheet_setting.SMALLER
    assert len(read(held).pages) == 1


@pytest.mark.parametrize(
    "held",
    [
        sheet(paragraph("Words.")),
        sheet(*OVER, *OVER),
        sheet(paragraph("First."), NewPage(), paragraph("On a page of its own.")),
        sheet(*OVER, large=True),
    ],
    ids=["one page", "two full pages", "a page that was asked for", "large print"],
)
def test_all_others_keep_their_size(held: Sheet) -> None:
    assert sheet_setting.size(held, around()) == 1


def test_a_sheet_has_the_same_pages_alone_and_with_others() -> None:
    held = sheet(*OVER)
    assert page_count(sheets_pdf((held, held, SHEET), around(title="All"))) == 2 + page_count(
        sheets_pdf((SHEET,), around())
    )


def test_a_file_that_is_counted_through_has_one_size_of_type_and_is_laid_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> list[Any]:
        raise AssertionError("a document of the whole course is too long to be laid out more than once")

    monkeypatch.setattr(sheet_setting, "asked", never)
    through = around(title="All", through=True)
    assert page_count(sheets_pdf((sheet(paragraph("Words.")), sheet(*OVER), sheet(*OVER, *OVER)), through)) == 1 + 2 + 2


@pytest.mark.parametrize("pages", [1, 3, 12])
def test_pages_are_counted_as_a_reader_counts_them(pages: int) -> None:
    made = sheets_pdf((sheet(paragraph("Words.")),) * pages, around())
    assert page_count(made) == len(PdfReader(io.BytesIO(made)).pages) == pages


def test_what_is_no_pdf_of_ours_has_no_pages() -> None:
    with pytest.raises(ValueError, match="no PDF of ours"):
        page_count(b"%PDF-1.4 of somebody else")
