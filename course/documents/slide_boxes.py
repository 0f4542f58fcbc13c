"""Where things stand on a slide: for every kind of slide the boxes of its texts, and the sizes of type that are tried there.

Lengths are points; a slide is 960 by 540 of them (16:9). The first size that lets a text fit is taken; the last one is the
floor, which for the points of a slide is never below 18 points, for people at the back of the room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 60.0, 900.0
REGULAR, BOLD = "Regular", "Bold"


@dataclass(frozen=True, slots=True)
class Box:
    """A box by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A box for words. `sizes`: of type, the largest first; `indent`: room for the mark before each point; `gap`: between
    points, as a share of the size; `anchor`: "t", "ctr" or "b".
    """

    box: Box
    sizes: tuple[int, ...]
    weight: str = REGULAR
    anchor: str = "t"
    indent: float = 0.0
    gap: float = 0.0


KICKER = Place(Box(LEFT, 34, 500, 24), (17, 16, 15, 14, 13, 12), BOLD, "ctr")
LAW = Place(Box(570, 34, 262, 24), (14, 13, 12), anchor="ctr")
PROGRESS = Box(846, 30, 54, 36)
FOOT = Place(Box(LEFT, 503, 720, 20), (12, 11, 10, 9), anchor="ctr")
NUMBER = Place(Box(790, 503, 110, 20), (12,), BOLD, "ctr")
HEAD = (38, 36, 34, 32, 30, 28, 26, 24)
BODY = (36, 34, 32, 30, 28, 26, 24, 22, 20, 18)
_TITLE = Place(Box(LEFT, 60, 760, 82), HEAD, BOLD)

PLACES: Mapping[str, Mapping[str, Place]] = {
    "title": {
        "kicker": Place(Box(LEFT, 26, 840, 30), (20, 18, 17, 16, 15, 14, 13, 12), BOLD, "ctr"),
        "title": Place(Box(LEFT, 142, 490, 148), (48, 46, 44, 40, 36, 32, 28, 26, 24), BOLD, "b"),
        "lead": Place(Box(LEFT, 312, 480, 70), (24, 22, 20, 18), BOLD),
        "body": Place(Box(LEFT, 396, 480, 84), (20, 18), gap=0.2),
    },
    "points": {"title": _TITLE, "body": Place(Box(LEFT, 154, 840, 328), BODY, indent=30.0, gap=0.6)},
    "rule": {
        "title": Place(Box(LEFT, 60, 760, 66), (48, 44, 40, 36, 32, 28, 26, 24), BOLD),
        "body": Place(Box(LEFT, 144, 620, 338), BODY, indent=30.0, gap=0.6),
    },
    "statement": {"title": Place(Box(LEFT, 96, 840, 270), (48, 44, 40, 36, 34, 32, 30, 28, 26, 24), BOLD, "ctr")},
    "statements": {
        "title": Place(Box(LEFT, 60, 760, 54), (34, 32, 30, 28, 26, 24), BOLD),
        "body": Place(Box(LEFT, 134, 840, 348), (30, 28, 26, 24), indent=60.0, gap=0.5),
    },
    "pause": {
        "title": Place(Box(LEFT, 150, 840, 130), (64, 56, 48, 40, 36, 32, 28, 24), BOLD, "b"),
        "body": Place(Box(LEFT, 300, 840, 160), BODY, gap=0.4),
    },
    "story": {
        "title": _TITLE,
        "lead": Place(Box(LEFT + 24, 150, 796, 60), (24, 22, 20, 18), REGULAR, "ctr"),
        "body": Place(Box(LEFT, 236, 840, 246), (30, 28, 26, 24, 22, 20, 18), gap=0.6),
    },
    "choices": {
        "title": Place(Box(LEFT, 60, 760, 104), (36, 34, 32, 30, 28, 26, 24), BOLD),
        "body": Place(Box(LEFT, 184, 840, 298), (30, 28, 26, 24, 22, 20, 18), indent=44.0, gap=0.7),
    },
    "chart": {"title": Place(Box(LEFT, 58, 700, 36), (26, 24), BOLD)},
    "support": {
        "title": Place(Box(LEFT, 60, 540, 82), HEAD, BOLD),
        "body": Place(Box(LEFT, 154, 540, 328), (24, 22, 20, 18), gap=0.55),
    },
}
"""By kind, the place of each of its texts. The kicker stands at its usual place where none is named."""

LEAD_FRAME = Box(LEFT, 144, 840, 72)  # the box around the lead of a story
SIGN = Box(706, 160, 194, 194)
PICTURE = {"title": Box(580, 164, 320, 213), "support": Box(640, 190, 260, 173)}
LOGO = Box(LEFT, 68, 220, 64)
ANSWERS = (Box(LEFT, 396, 150, 54), Box(LEFT + 174, 396, 150, 54))
CHART = Box(36, 98, 888, 390)
TAB = Box(LEFT, 0, 54, 9)
