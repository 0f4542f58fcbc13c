"""Searching with keyboard alone and without scripts: from the menu of any page to the paragraph that answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import PHONE, findings, findings_in_forced_colours
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
MENU = "details.site-menu"
# Whether what the address names is in sight, and whether it looks different from what stands beside it.
TARGET = """() => {
  const here = document.querySelector(":target");
  const box = here.getBoundingClientRect();
  const ground = getComputedStyle(here.tagName === "TR" ? here.cells[0] : here).backgroundColor;
  return {seen: box.top >= 0 && box.bottom <= innerHeight, marked: ground !== "rgba(0, 0, 0, 0)"};
}"""


def open_menu(visitor: Visitor) -> None:
    visitor.page.locator(f"{MENU} > summary").focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(MENU)).to_have_attribute("open", "")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_any_page_to_the_paragraph_by_keyboard(scripts: bool, visit: Visit) -> None:
    visitor = visit(scripts=scripts, viewport=PHONE)
    visitor.open("/modules/golden-rules/record")
    open_menu(visitor)
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.type("calldicot gardian")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("h1")).to_have_text("Search")
    result = visitor.page.locator(".hits a[href='/modules/why-sharing-matters/worried-about-harm#p.10']").first
    result.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(f"{visitor.base}/modules/why-sharing-matters/worried-about-harm#p.10")
    expect(visitor.page.locator(":target")).to_contain_text("Caldicott Guardian")
    assert visitor.page.evaluate(TARGET) == {"seen": True, "marked": True}


def test_escape_closes_the_menu_and_leaves_the_focus_on_it(guest: Visitor) -> None:
    guest.open("/help")
    open_menu(guest)
    guest.page.keyboard.press("Tab")
    guest.page.keyboard.press("Escape")
    expect(guest.page.locator(MENU)).not_to_have_attribute("open", "")
    expect(guest.page.locator(f"{MENU} > summary")).to_be_focused()


def test_going_on_with_tab_or_a_tap_elsewhere_closes_the_menu(guest: Visitor) -> None:
    guest.open("/help")
    open_menu(guest)
    guest.page.locator(f"{MENU} nav a").last.focus()
    guest.page.keyboard.press("Tab")
    expect(guest.page.locator(MENU)).not_to_have_attribute("open", "")
    open_menu(guest)
    guest.page.locator("main h2").last.click()
    expect(guest.page.locator(MENU)).not_to_have_attribute("open", "")


def test_the_menu_leaves_the_way_to_help_in_sight(visit: Visit) -> None:
    visitor = visit(viewport=PHONE)
    visitor.open("/modules/golden-rules/record")
    open_menu(visitor)
    worried = visitor.page.get_by_role("link", name="Worried about a child now?")
    worried.click(trial=True)
    visitor.page.get_by_role("button", name="Quick exit").or_(
        visitor.page.get_by_role("link", name="Quick exit")
    ).first.click(trial=True)


@pytest.mark.parametrize("path", ["/search?q=infomation+sharing", "/glossary#dsl"])
def test_the_pages_are_sound_to_axe(path: str, guest: Visitor) -> None:
    guest.open(path)
    assert findings(guest.page) == []
    assert findings_in_forced_colours(guest.page) == []


def test_the_open_menu_is_sound_to_axe(guest: Visitor) -> None:
    guest.open("/help")
    open_menu(guest)
    assert findings(guest.page) == []
    assert findings_in_forced_colours(guest.page) == []


def test_what_is_folded_opens_where_a_result_leads_into_it(guest: Visitor) -> None:
    guest.open("/modules/golden-rules/be-open#p.17")
    expect(guest.page.locator(":target")).to_be_visible()


def test_a_menu_that_is_shut_is_still(guest: Visitor) -> None:
    """A change of colour that begins in what is not shown never ends, and whoever waits for it waits for ever."""
    seen = "getComputedStyle(document.querySelector('details.site-menu .govuk-button')).backgroundColor"
    moving = "document.getAnimations().filter(each => each.effect.target.closest('details.site-menu')).length"
    guest.open("/help")
    before = guest.page.evaluate(seen)
    guest.page.emulate_media(color_scheme="dark")
    assert guest.page.evaluate(seen) != before
    assert guest.page.evaluate(moving) == 0
