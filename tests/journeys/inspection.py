"""Looking at an open page as a machine can: axe in light on a wide screen and in dark on a phone, and sideways scrolling.

Axe's own list of rules is used whole. What the page is made of does not depend on the colours, so the two looks together
cover both colour schemes and both layouts. Colours that the reader's system forces upon a page are a look of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=320, height=640)
LOOKS = (("light", WIDE), ("dark", PHONE))
AXE = Axe()
# Colours fade from one scheme to the other; what is measured on the way is nobody's page. A browser that draws nothing for a
# while, because the machine is busy, never says that they have: then three seconds are enough.
# Only what is wrong comes back: all that axe has looked at besides is megabytes.
VIOLATIONS = """async rules => {
  await Promise.race([
    Promise.all(document.getAnimations().map(each => each.finished)),
    new Promise(done => setTimeout(done, 3000)),
  ]);
  const results = await axe.run({resultTypes: ['violations'], ...rules});
  return results.violations;
}"""
# Asked in what colour words are filled, Chromium names the one before the reader's took its place, and axe asks for it.
FILLED_AS_SEEN = """() => {
  const told = CSSStyleDeclaration.prototype.getPropertyValue;
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return told.call(this, name === "-webkit-text-fill-color" ? "color" : name);
  };
}"""
# What the reader's own colours can change; all else was looked at under ours.
OF_COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
# How far the page can be scrolled sideways, in pixels.
SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def findings(page: Page) -> list[str]:
    """What is wrong with the open page, one line each."""
    found = []
    for scheme, size in LOOKS:
        found += [f"{scheme}, {size['width']} px: {line}" for line in seen_by_axe(page, size, color_scheme=scheme)]
    if over := page.evaluate(SIDEWAYS):
        found.append(f"{PHONE['width']} px: {over} px sideways")
    return found


def findings_in_forced_colours(page: Page) -> list[str]:
    """What is wrong with the open page where the reader's own few colours stand in place of ours, one line each."""
    page.evaluate(FILLED_AS_SEEN)
    found = seen_by_axe(page, WIDE, OF_COLOURS, color_scheme="light", forced_colors="active")
    page.emulate_media(forced_colors="none")
    return [f"forced colours: {line}" for line in found]


def findings_in_every_look(page: Page) -> list[str]:
    """What is wrong with the open page in light, in dark, on a phone and in the reader's own few colours, one line each."""
    found, looks = [], (("light", PHONE), ("dark", WIDE))
    for scheme, size in looks:
        found += [f"{scheme}, {size['width']} px: {line}" for line in seen_by_axe(page, size, color_scheme=scheme)]
        if over := page.evaluate(SIDEWAYS):
            found.append(f"{scheme}, {size['width']} px: {over} px sideways")
    return [*found, *findings_in_forced_colours(page)]


def seen_by_axe(
    page: Page, size: ViewportSize, rules: Mapping[str, Any] = MappingProxyType({}), **media: Any
) -> list[str]:
    """What axe finds in one look, one line each. Nothing fades for a reader who wants no motion, so nothing is waited for."""
    page.emulate_media(reduced_motion="reduce", **media)
    page.set_viewport_size(size)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.axe_script)
        page.add_init_script(AXE.axe_script)  # what is opened next has it: half a million letters are sent once
    return axe_lines(page.evaluate(VIOLATIONS, dict(rules)))


def axe_lines(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{fault['id']}: {' '.join(map(str, node['target']))}: {node.get('failureSummary', '')}"
        for fault in violations
        for node in fault["nodes"]
    ]
