"""Looking at an open page as a machine can: axe in light on a wide screen and in dark on a phone, and sideways scrolling.

Axe's own list of rules is used whole. What the page is made of does not depend on the colours, so the two looks together
cover both colour schemes and both layouts.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=320, height=640)
LOOKS = (("light", WIDE), ("dark", PHONE))
AXE = Axe()
# Colours fade from one scheme to the other; what is measured on the way is nobody's page.
SETTLED = "Promise.all(document.getAnimations().map(each => each.finished)).then(() => null)"
# How far the page can be scrolled sideways, in pixels.
SIDEWAYS = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def findings(page: Page) -> list[str]:
    """What is wrong with the open page, one line each."""
    found = []
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)
        page.evaluate(SETTLED)
        found += [f"{scheme}, {size['width']} px: {line}" for line in axe_lines(AXE.run(page).response)]
    if over := page.evaluate(SIDEWAYS):
        found.append(f"{PHONE['width']} px: {over} px sideways")
    return found


def axe_lines(response: dict[str, Any]) -> list[str]:
    return [
        f"{fault['id']}: {' '.join(map(str, node['target']))}: {node.get('failureSummary', '')}"
        for fault in response["violations"]
        for node in fault["nodes"]
    ]
