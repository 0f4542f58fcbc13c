"""The signs of the golden rules for paper and slides: the drawings of the screen, as pictures of their own."""

from __future__ import annotations

import re
from functools import cache

from course.documents.typesetting import ROOT

DRAWN_IN = ROOT / "templates" / "components" / "signs.html"
DRAWING = re.compile(r'^  "([a-z-]+)": \'(<.*>)\',$', re.MULTILINE)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
    'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{drawing}</svg>'
)


@cache
def drawings() -> dict[str, str]:
    """The lines of every sign, by the id of its rule: 24 units each way, strokes of 2."""
    return dict(DRAWING.findall(DRAWN_IN.read_text(encoding="utf-8")))


def sign(rule: str, colour: str) -> str:
    """A sign as SVG. Raises KeyError for a rule that has none."""
    return SVG.format(colour=colour, drawing=drawings()[rule].replace("currentColor", colour))
