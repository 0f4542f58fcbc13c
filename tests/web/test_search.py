"""The search page: any query is answered calmly, every result opens at its place, nothing that was typed is kept."""

import logging
from urllib.parse import urldefrag

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.catalogue.entries import entries
from course.web.public.search import SITE
from tests.web.page_faults import faults
from tests.web.reader import Page, Reader

PAGE_BYTES = 30_000
QUERIES = [
    "share",
    "child",
    "information sharing",
    "police",
    "a",
    "DSL",
    "what should I do when a family says no",
    "16LA",
]
ODD = [
    "\x00",
    "a\x00b",
    "<script>alert(1)</script>",
    "\"'><img src=x>",
    "{{ 7 * 7 }}",
    "‮drawkcab",
    "لا أعرف",
    "🧩🧩🧩",
    "%",
    "\ud800",
    "ﷺ" * 300,
    "information " * 200,
    "x" * 5_000,
    "' OR 1=1 --",
    "é̂́" * 80,
    "⟦local:front-door⟧",
]


def search(reader: Reader, typed: str) -> Page:
    answer = reader.client.get("/search", query_string={"q": typed.encode("utf-8", "surrogatepass")})
    return reader._read(answer, "/search")


def links(page: Page) -> list[str]:
    assert page.tree is not None
    return [str(each) for each in page.tree.xpath("//ol[@class='hits']//a/@href")]


def test_a_wrong_spelling_finds_the_page_and_says_what_was_looked_for(reader: Reader) -> None:
    page = reader.open("/search?q=gillik")
    assert links(page)[0] == "/glossary#gillick-competence"
    assert "The course has no word “gillik”. We looked for “Gillick”." in page.words
    assert page.h1 == "Search"


def test_the_title_tells_how_much_was_found_and_never_what_was_typed(reader: Reader) -> None:
    page = reader.open("/search?q=gillik")
    assert page.tree is not None
    title = str(page.tree.xpath("string(//title)"))
    assert title.startswith("Search: ") and "found" in title
    assert "gillik" not in title


def test_where_not_all_pages_are_shown_no_number_is_given_for_all(reader: Reader) -> None:
    assert "The first 12 pages found for “child”." in reader.open("/search?q=child").words
    assert "first" not in reader.open("/search?q=gillick").words.partition(" found for ")[0][-20:]


def test_whoever_is_not_sure_is_led_to_the_place_of_that_name(reader: Reader) -> None:
    page = reader.open("/search?q=not+sure+caldicott+guardian+confidential")
    assert "/flowchart/confidential#not-sure" in links(page)
    assert "Not sure? " in page.words and "Not sure?:" not in page.words


def test_found_words_are_marked(reader: Reader) -> None:
    page = reader.open("/search?q=calldicot")
    assert page.tree is not None
    assert "Caldicott" in [str(each) for each in page.tree.xpath("//ol[@class='hits']//mark/text()")]


def test_without_a_question_there_is_a_form_and_what_is_often_looked_for(reader: Reader) -> None:
    for path in ("/search", "/search?q=", "/search?q=%20%20"):
        page = reader.open(path)
        assert (page.status, page.has_form("search"), "Often looked for" in page.words) == (200, True, True)
        assert "found" not in page.words


def test_nothing_found_leads_on_to_a_person(reader: Reader) -> None:
    page = reader.open("/search?q=xqzwvk")
    assert "Nothing found for “xqzwvk”." in page.words
    assert "Your safeguarding lead" in page.words
    assert page.tree is not None and page.tree.xpath("//main//a[@href='/worried']")


def test_what_was_typed_stays_in_the_field(reader: Reader) -> None:
    page = reader.open('/search?q=tell+"the"+family')
    assert page.tree is not None
    assert page.tree.xpath("//main//input[@name='q']/@value") == ['tell "the" family']


@pytest.mark.parametrize("typed", QUERIES + ODD)
def test_any_query_is_a_sound_small_page(typed: str, reader: Reader) -> None:
    page = search(reader, typed)
    assert (page.status, faults(page.text)) == (200, [])
    assert len(page.text.encode()) <= PAGE_BYTES
    assert "<script>alert" not in page.text and "<img src=x" not in page.text


def test_of_a_long_query_the_beginning_counts_and_the_page_says_so(reader: Reader) -> None:
    page = search(reader, "Caldicott " * 100)
    assert "We looked for the first 200 characters." in page.words
    assert "/reference/caldicott-principles" in "".join(links(page))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=250))
def test_any_text_is_answered(typed: str, reader: Reader) -> None:
    assert search(reader, typed).status == 200


@pytest.mark.slow
def test_every_entry_opens_a_page_that_has_its_part(app: Flask, reader: Reader) -> None:
    parts: dict[str, set[str]] = {}
    for each in (*SITE, *entries(app.extensions["shelf"].catalogue)):
        place, part = urldefrag(each.address)
        parts.setdefault(place, set()).update([part] if part else [])
    missing = []
    for place, wanted in parts.items():
        page = reader.open(place)
        known = set(page.tree.xpath("//@id")) if page.tree is not None else set()
        here = page.status == 200 or (page.status == 303 and place.startswith("/my/"))
        missing += [] if here else [f"{place}: {page.status}"]
        missing += [f"{place}#{part}" for part in wanted - known]
    assert missing == []


def test_a_search_never_shows_an_answer(app: Flask, reader: Reader) -> None:
    held = app.extensions["shelf"].catalogue
    for quiz in held.quizzes.values():
        for statement in quiz.statements:
            page = search(reader, statement.text)
            assert any(link.endswith(f"#answer-{statement.id}") for link in links(page)), statement.id
            assert statement.because not in page.words


def test_a_guests_search_is_not_sent_again_when_nothing_has_changed(reader: Reader) -> None:
    first = reader.client.get("/search?q=consent")
    again = reader.client.get("/search?q=consent", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Cache-Control"], again.status_code) == ("no-cache", 304)


def test_what_was_typed_is_in_no_log(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        reader.open("/search?q=marlonsnewaddress")
    assert "marlonsnewaddress" not in caplog.text


def test_the_index_is_made_once_and_anew_when_the_content_changes(app: Flask, reader: Reader) -> None:
    reader.open("/search?q=consent")
    searching = app.extensions["searching"]
    first = searching.finder(app.extensions["shelf"].catalogue)
    reader.open("/search?q=police")
    assert searching.finder(app.extensions["shelf"].catalogue) is first


def test_every_page_has_the_menu_with_the_search_and_the_modules(reader: Reader) -> None:
    page = reader.open("/help")
    assert page.tree is not None
    assert page.tree.xpath("//header//details//form[@action='/search'][@method='get']//input[@name='q']")
    assert len(page.tree.xpath("//header//details//a[starts-with(@href, '/modules/')]")) == 5
