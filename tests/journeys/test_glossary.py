"""A word that needs explaining: its meaning opens at the word where scripts run, and is a link away where they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from course.catalogue.model import Catalogue, Page, Term
from tests.journeys.visitor import Visitor, href

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def page(course: Catalogue) -> Page:
    """The first page of the course that explains a word."""
    return next(page for module in course.modules for page in module.pages if page.terms)


@pytest.fixture(scope="module")
def term(course: Catalogue, page: Page) -> Term:
    return course.terms[page.terms[0]]


def word(visitor: Visitor, term: Term) -> Locator:
    return visitor.page.locator(f"a.term[href='#term-{term.id}']")


def is_open(visitor: Visitor, term: Term) -> None:
    """The meaning stands at the word, inside the window, and the word says that it is open."""
    box = visitor.page.locator("#term-meaning")
    expect(box).to_have_text(term.meaning)
    expect(box).to_be_in_viewport(ratio=1)
    expect(word(visitor, term)).to_have_attribute("aria-expanded", "true")
    assert "#term-" not in visitor.page.url


def is_closed(visitor: Visitor, term: Term) -> None:
    expect(visitor.page.locator("#term-meaning")).to_have_count(0)
    expect(word(visitor, term)).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_click_opens_the_meaning_at_the_word_and_another_closes_it(
    visit: Visit, page: Page, term: Term, width: int
) -> None:
    visitor = visit(viewport={"width": width, "height": 700})
    visitor.open(href(page))
    is_closed(visitor, term)
    word(visitor, term).click()
    is_open(visitor, term)
    word(visitor, term).click()
    is_closed(visitor, term)
    word(visitor, term).click()
    is_open(visitor, term)
    visitor.page.locator("h1").click()
    is_closed(visitor, term)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_opens_the_meaning_and_escape_closes_it(visit: Visit, page: Page, term: Term, key: str) -> None:
    visitor = visit(keyboard=True)
    visitor.open(href(page))
    visitor.reach(word(visitor, term))
    visitor.page.keyboard.press(key)
    is_open(visitor, term)
    expect(word(visitor, term)).to_be_focused()
    visitor.page.keyboard.press("Escape")
    is_closed(visitor, term)
    expect(word(visitor, term)).to_be_focused()
    visitor.page.keyboard.press(key)
    is_open(visitor, term)
    visitor.page.keyboard.press("Tab")
    is_closed(visitor, term)


def test_the_word_is_a_button_that_says_what_it_opens(visit: Visit, page: Page, term: Term) -> None:
    visitor = visit()
    visitor.open(href(page))
    button = visitor.page.get_by_role("button", name=word(visitor, term).inner_text(), exact=True).first
    button.click()
    expect(button).to_have_attribute("aria-controls", "term-meaning")
    expect(visitor.page.locator("#term-meaning")).to_have_role("status")


def test_without_scripts_the_word_leads_to_its_meaning_at_the_foot_of_the_page(
    visit: Visit, page: Page, term: Term
) -> None:
    visitor = visit(scripts=False)
    visitor.open(href(page))
    word(visitor, term).click()
    assert visitor.page.url.endswith(f"#term-{term.id}")
    meaning = visitor.page.locator(f"#term-{term.id} + dd")
    expect(meaning).to_contain_text(term.meaning)
    expect(meaning).to_be_in_viewport()
    meaning.get_by_role("link", name="Back to the text").click()
    expect(word(visitor, term)).to_be_in_viewport()
