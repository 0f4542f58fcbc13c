"""Safe HTML of a text as paragraphs for paper: stretches of words, some of them strong. Local details are put in as words.

Paragraphs, items and cells become paragraphs; pictures are left out. The words of a link within the site stand in quotation
marks, since paper does not open. A number is not torn apart at a line's end. "\n" within words ends a line of a local detail.
Nothing of it is markup any more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from course.catalogue.markdown import ANY_MARK, LIVE_MARKS, NOT_FILLED

BLOCKS = frozenset({"p", "li", "dd", "dt", "td", "th", "h2", "h3", "h4", "h5", "h6"})
STRONG = frozenset({"strong", "b", "th", "h2", "h3", "h4", "h5", "h6"})
LINE_END = "\N{LINE SEPARATOR}"  # stands for "\n" while blanks are made single
IN_NUMBER = re.compile(r"(?<=[0-9]) (?=[0-9])")
Stretch = tuple[str, bool]
"""Words, and whether they are strong."""


def paragraphs(html: str, local: Mapping[str, str]) -> tuple[tuple[Stretch, ...], ...]:
    """The paragraphs of a text. The lines of a local detail stay lines, divided by "\n"."""
    reader = _Reader(local)
    reader.feed(html)
    reader.close()
    found = (tuple(_joined(each)) for each in reader.blocks)
    return tuple(each for each in found if each)


def contact(text: str) -> str:
    """A local detail line by line, without blank lines; the words that say so where it is empty."""
    lines = (line.strip() for line in text.split("\n"))
    return IN_NUMBER.sub("\N{NO-BREAK SPACE}", "\n".join(line for line in lines if line)) or NOT_FILLED


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """The same words with single blanks, none at either end; neighbours of one kind are one stretch."""
    merged: list[list[object]] = []
    for text, strong in stretches:
        if merged and merged[-1][1] == strong:
            merged[-1][0] = f"{merged[-1][0]}{text}"
        else:
            merged.append([text, strong])
    words = [(_single(str(text)), bool(strong)) for text, strong in merged]
    if words:
        words[0] = (words[0][0].lstrip(), words[0][1])
        words[-1] = (words[-1][0].rstrip(), words[-1][1])
    return [(each.replace(LINE_END, "\n"), strong) for each, strong in words if each]


def _single(text: str) -> str:
    inner = " ".join(re.split(r"[ \t\r\n]+", text.strip()))
    if not inner:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


class _Reader(HTMLParser):
    """Gathers the stretches of every block."""

    def __init__(self, local: Mapping[str, str]) -> None:
        super().__init__()
        self.blocks: list[list[Stretch]] = []
        self._local = local
        self._strong = 0
        self._quoted: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or words that are strong."""
        if tag in BLOCKS:
            self.blocks.append([])
        self._strong += tag in STRONG
        if tag == "a":
            self._quoted.append((dict(attrs).get("href") or "").startswith("/"))
            self._say("“" if self._quoted[-1] else "")

    def handle_endtag(self, tag: str) -> None:
        """End words that are strong; what follows a block begins another."""
        self._strong -= tag in STRONG
        if tag == "a" and self._quoted:
            self._say("”" if self._quoted.pop() else "")
        if tag in BLOCKS:
            self.blocks.append([])

    def handle_data(self, data: str) -> None:
        """Words, and the local details among them."""
        for number, part in enumerate(LIVE_MARKS.split(data)):
            if number % 2:
                self._say(contact(self._local.get(part, "")).replace("\n", LINE_END), strong=True)
            else:
                self._say(ANY_MARK.sub("", part))

    def _say(self, text: str, *, strong: bool = False) -> None:
        if not self.blocks:
            self.blocks.append([])
        self.blocks[-1].append((text, strong or self._strong > 0))
