"""A few words of a text around what was found in it, the found words told apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from course.rules.spelling import Word

LETTERS, BEFORE = 220, 60
MORE = "… "
UNFINISHED = " ,;:–(“"
"""Signs that lead to something which is cut off."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; `found` where it is one of the words that were looked for."""

    text: str
    found: bool


def snippet(text: str, own: Sequence[Word], stems: Collection[str], *, whole: bool = False) -> tuple[Piece, ...]:
    """The text, or some 220 letters of it where most of its `own` words have one of the stems, in pieces."""
    found = [word for word in own if word.stem in stems]
    start, end = (0, len(text)) if whole or len(text) <= LETTERS else _window(text, found)
    pieces, at = [Piece(MORE, found=False)] if start else [], start
    for word in found:
        if word.start >= at and word.end <= end:
            pieces += [Piece(text[at : word.start], found=False), Piece(text[word.start : word.end], found=True)]
            at = word.end
    rest = text[at:end] if end == len(text) else text[at:end].rstrip(UNFINISHED) + " …"
    pieces.append(Piece(rest, found=False))
    return tuple(piece for piece in pieces if piece.text)


def _window(text: str, found: list[Word]) -> tuple[int, int]:
    """The part of a long text that holds the most found words, cut between words."""
    starts = [word.start for word in found] or [0]
    best = max(starts, key=lambda start: (sum(start <= other <= start + LETTERS - BEFORE for other in starts), -start))
    start = max(0, min(best - BEFORE, len(text) - LETTERS))
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if start + LETTERS >= len(text) else text.rfind(" ", start, start + LETTERS)
    return start, end if end > start else min(len(text), start + LETTERS)
