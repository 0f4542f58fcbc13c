"""What readers have set in their system or browser is kept to: less motion, no scripts, paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
CASE = "/modules/case-studies/third-floor"
MOVING = """() => [...document.querySelectorAll("*")]
  .filter(each => getComputedStyle(each).transitionDuration.split(", ").some(time => parseFloat(time) > 0))
  .map(each => each.className)"""


def test_nothing_moves_for_those_who_want_less_motion(visit: Visit) -> None:
    visitor = visit(reduced_motion="reduce")
    for path in ("/", CASE, "/modules/golden-rules/golden-rules-quiz"):
        visitor.open(path)
        assert visitor.page.evaluate(MOVING) == []


def test_folded_parts_are_open_on_paper_and_folded_again_afterwards(guest: Visitor) -> None:
    guest.open(CASE)
    folded = guest.page.locator("main details:not([open])")
    expect(folded).not_to_have_count(0)
    count = folded.count()
    guest.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    guest.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(folded).to_have_count(count)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_print_button_is_there_only_where_it_works(visit: Visit, scripts: bool) -> None:
    visitor = visit(scripts=scripts)
    visitor.open(CASE)
    expect(visitor.page.locator("[data-print]")).to_be_visible(visible=scripts)


@pytest.mark.parametrize("path", ["/", CASE, "/print"])
def test_paper_shows_nothing_that_is_for_the_screen_alone(guest: Visitor, path: str) -> None:
    guest.open(path)
    guest.page.emulate_media(media="print")
    for part in (".quick-exit", ".skip-link", ".site-menu", ".page-foot", "[data-print]"):
        expect(guest.page.locator(part).locator("visible=true")).to_have_count(0)
    expect(guest.page.locator("h1")).to_be_visible()
