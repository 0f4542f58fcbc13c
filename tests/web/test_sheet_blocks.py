"""The HTML twin of a sheet: every block, every word of the paper, and a sound page."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from lxml import html as lxml_html
from pypdf import PdfReader

from course.documents import pack_items
from course.documents.packs import Wish, pack
from course.documents.sheet_setting import printing, sheets_pdf
from course.documents.tree import Box, Card, Heading, Sheet, line, paragraph
from tests.documents.every_block import ADDRESS, COURSE, SHEET, said, squeezed
from tests.web.page_faults import faults

WISH = Wish(made_on=dt.date(2026, 11, 22), organisation="Heronsea")


def sheets() -> Iterator[Sheet]:
    """Every sheet of the longest pack."""
    found = pack(COURSE, "three-hours", WISH)
    assert found is not None
    yield from (pack_items.sheet(COURSE, found, item.id, WISH) for item in found.items if item.formats == ("pdf",))


FRAME = """{% from "components/blocks.html" import blocks %}{% from "components/signs.html" import sprite %}
{% set matter %}{{ blocks(sheet.blocks) }}{% endset %}<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ sheet.title }} – Sharewell</title></head>
<body>{{ sprite(matter) }}<main><article><h1>{{ sheet.title }}</h1>{{ matter }}</article></main></body></html>"""


def page_of(app: Flask, sheet: Sheet) -> str:
    """The blocks of a sheet as a page of their own."""
    with app.test_request_context():
        return app.jinja_env.from_string(FRAME).render(sheet=sheet)


def article(text: str) -> lxml_html.HtmlElement:
    (found,) = lxml_html.document_fromstring(text).xpath("//article")
    return found


def heard(text: str) -> str:
    """The letters of the page, but for the words that tell those who hear it that something is to be filled in."""
    return squeezed(str(article(text).text_content())).replace("Tofillin:", "")


@pytest.fixture
def twin(app: Flask) -> lxml_html.HtmlElement:
    return article(page_of(app, SHEET))


def test_every_word_of_the_paper_is_on_the_screen_and_the_other_way_round(app: Flask) -> None:
    pdf = PdfReader(io.BytesIO(sheets_pdf((SHEET,), printing(COURSE, WISH, "Herons"))))
    paper = squeezed(" ".join(page.extract_text() for page in pdf.pages))
    screen = heard(page_of(app, SHEET))
    for words in (SHEET.title, *said(SHEET.blocks)):
        assert squeezed(words) in screen
        assert squeezed(words) in paper or words == "Place"  # its term is its name on paper


def test_it_has_one_heading_of_each_card_and_tables_with_names(twin: lxml_html.HtmlElement) -> None:
    assert [each.text_content() for each in twin.xpath(".//h1")] == [SHEET.title]
    assert twin.xpath(".//section/h2/text()") == ["The neighbour", "The teacher", "Do you ring?"]
    assert twin.xpath(".//*[@role='region']/@aria-label")[:2] == ["Table: Birds", "Table: Register"]
    assert twin.xpath(".//th[@scope='col']/text()") == ["Bird", "Legs", "Name", "Time"]
    assert twin.xpath(".//th[@scope='row']/text()") == ["Ada"]


def test_it_is_read_and_not_filled_in(twin: lxml_html.HtmlElement) -> None:
    assert twin.xpath(".//input | .//textarea | .//select | .//button | .//form | .//fieldset") == []
    assert len(twin.xpath(".//*[@class='tick-box'][@aria-hidden='true']")) == 2 + 2 + 2 + 5
    assert len(twin.xpath(".//*[@class='form-rule'][@aria-hidden='true']")) == 3 + 2


def test_pictures_and_addresses_say_what_they_are(twin: lxml_html.HtmlElement) -> None:
    assert twin.xpath(".//img/@alt") == ["Five pieces lie together."]
    assert twin.xpath(f".//a[@href='{ADDRESS}']/text()") == [ADDRESS]
    assert twin.xpath(".//ol/@start") == ["4"]
    assert twin.xpath(".//br/preceding-sibling::text()") == ["Heronsea Front Door"]


def test_words_stay_words(app: Flask) -> None:
    planted = "<b>&amp; {{ 7 * 7 }} {% if %}"
    blocks = (paragraph(planted), Heading(2, line(planted)), Box("plain", planted, ()), Card(planted, planted, ()))
    (found,) = article(page_of(app, Sheet("x", "Title", "", "trainer", blocks))).xpath(".//section/h2")
    assert found.text == planted
    assert str(article(page_of(app, Sheet("x", "Title", "", "trainer", blocks))).text_content()).count(planted) == 5


@pytest.mark.slow
def test_every_sheet_of_a_pack_is_a_sound_page(app: Flask) -> None:
    for sheet in (SHEET, *sheets()):
        text = page_of(app, sheet)
        assert faults(text) == [], sheet.id
        told = heard(text)
        assert [words for words in said(sheet.blocks) if squeezed(words) not in told] == [], sheet.id
