"""How much room words need on a slide, measured with our own type and with a margin for the type that stands in for it.

A machine without Source Sans 3 shows another sans. In the texts of this course Arial is up to a ninth wider and DejaVu Sans,
the widest of the usual ones, a fifth to a quarter, in bold nearly a third; Segoe UI has higher lines. So every width is taken
`WIDER` and every line `LINE` high: what fits here fits there. Words are broken as a presentation program breaks them, at
blanks, and within a word only where it is longer than a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from PIL import ImageFont

from course.documents.slide_boxes import BOLD, REGULAR, Place
from course.documents.typesetting import FONT_PACKAGE

FONT_FILE = "SourceSans3[wght].ttf"
UNITS = 1000
WIDER = {REGULAR: 1.22, BOLD: 1.3}
SPACING = 0.95  # of the line height that the type has of itself
LINE = 1.27  # sizes of type from line to line, at that spacing, for the highest of the usual types
BLANKS = re.compile(r"[ \t]+")  # a no-break space holds its words together
MORE = "…"


class Text(NamedTuple):
    """Words to be measured; `strong`: they, or some of them, are strong where the others of their place are not."""

    words: str
    strong: bool = False


@cache
def _font(weight: str) -> ImageFont.FreeTypeFont:
    path = str(files(FONT_PACKAGE).joinpath("files", FONT_FILE))
    font = ImageFont.truetype(path, UNITS, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_name(weight)
    return font


class _Letters(dict[str, float]):
    """How wide each letter is, in units: measured when it is first asked for."""

    def __init__(self, font: ImageFont.FreeTypeFont) -> None:
        self._font = font

    def __missing__(self, letter: str) -> float:
        self[letter] = self._font.getlength(letter)
        return self[letter]


@cache
def _letters(weight: str) -> _Letters:
    return _Letters(_font(weight))


@lru_cache(maxsize=20_000)
def width(words: str, weight: str) -> float:
    """How wide words are in one line, in sizes of their type, with the margin. Letter by letter, which is what `getlength`
    does with this font as well, at many times the cost: the basic layout moves no letter closer to another one.
    """
    return sum(map(_letters(weight).__getitem__, words)) / UNITS * WIDER[weight]


def wrapped(text: str, size: float, room: float, weight: str) -> tuple[str, ...]:
    """The lines of a text in a box so many points wide."""
    return tuple(line for part in text.split("\n") for line in _broken(part, room / size, weight))


def line_count(text: str, size: float, room: float, weight: str) -> int:
    """How many lines `wrapped` gives, counted without making them: this is asked thousands of times for a deck."""
    return sum(_count(part, room / size, weight) for part in text.split("\n"))


def _count(text: str, room: float, weight: str) -> int:
    blank, count, used = width(" ", weight), 1, -1.0
    for wide in _widths(text, weight):
        if wide > room:
            return len(list(_broken(text, room, weight)))
        if used >= 0 and used + blank + wide > room:
            count, used = count + 1, wide
        else:
            used = used + blank + wide if used >= 0 else wide
    return count


@lru_cache(maxsize=2_000)
def _widths(text: str, weight: str) -> tuple[float, ...]:
    return tuple(width(word, weight) for word in BLANKS.split(text.strip(" \t")))


def _broken(text: str, room: float, weight: str) -> Iterator[str]:
    """Lines of a text without line ends; `room` in sizes of its type. A text without words is one empty line."""
    blank, line, used = width(" ", weight), "", 0.0
    for word in (piece for each in BLANKS.split(text.strip(" \t")) for piece in _pieces(each, room, weight)):
        wide = width(word, weight)
        if line and used + blank + wide > room:
            yield line
            line, used = word, wide
        else:
            line, used = (f"{line} {word}", used + blank + wide) if line else (word, wide)
    yield line


def _pieces(word: str, room: float, weight: str) -> Iterator[str]:
    """A word, in pieces where it is longer than a line; a line holds one letter at least."""
    while len(word) > 1 and width(word, weight) > room:
        fits = max(1, bisect_right(range(1, len(word)), room, key=lambda count: width(word[:count], weight)))
        yield word[:fits]
        word = word[fits:]
    yield word


def height(texts: Sequence[Text], size: float, place: Place) -> float:
    """How high texts under one another are in a place, in points."""
    room = place.box.width - place.indent
    lines = sum(line_count(each.words, size, room, BOLD if each.strong else place.weight) for each in texts)
    return size * (LINE * lines + place.gap * max(0, len(texts) - 1))


def size_for(texts: Sequence[Text], place: Place) -> int | None:
    """The largest size at which texts fit into their place; None where they do not fit at the smallest either."""
    return next((size for size in place.sizes if height(texts, size, place) <= place.box.height), None)


def shortened(text: str, place: Place) -> str:
    """A text that fits its place at the smallest size: itself, or as many of its words or letters as fit, and "…"."""
    if size_for([Text(text)], place) is not None:
        return text
    for parts, glue in ((text.split(), " "), (list(text), "")):
        less = [f"{glue.join(parts[:count])}{MORE}" for count in range(1, len(parts))]
        fitting = bisect_left(less, 1, key=lambda each: size_for([Text(each)], place) is None)
        if fitting:
            return less[fitting - 1]
    return MORE
