"""One spelling for words that are the same to a reader: case, accents, British and American, doubled letters, endings.

The forms made here are for comparing and are never shown. Both sides go through the same steps, so that it does no harm
when a step makes of a word what is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST = 40  # letters of a word that count
OWNER = re.compile(r"['’]s$")
DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1+")
# British on the left of each pair's result: behavior and behaviour, organize and organise, center and centre become one.
SPELLINGS = (
    (re.compile(r"(?<=[a-z]{2}[bdghilmnprstv])our(?=$|s|ed|ing|al|able|hood)"), "or"),
    (re.compile(r"(?<=[a-z]{3})([iy])z(?=e|ing|ation)"), r"\1s"),
    (re.compile(r"(?<=[a-z]{2})tre(?=$|s$)"), "ter"),
    (re.compile(r"(?<=[a-z]{3})ense(?=$|s$|d$)"), "ence"),
    (re.compile(r"dgement"), "dgment"),
    (re.compile(r"(?<=[a-z]{4}m)me(?=$|s$)"), ""),
    (re.compile(r"ae|oe"), "e"),
)
ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})ies$"), "y"),
    (re.compile(r"(?<=[a-z]{2}[sxz])es$|(?<=[a-z]{2}[cs]h)es$"), ""),
    (re.compile(r"(?<=[a-z]{2}[^su])s$"), ""),
    (re.compile(r"(?<=[a-z]{3})(?:ing|ed)$"), ""),
    (re.compile(r"(?<=[a-z]{3})e+$"), ""),
)
# fmt: off
SMALL_WORDS = frozenset(
    "a about an and are as at be but by can could do does for from had has have how i if in is it its may me my of on or "
    "our should so than that the their them then there they this to was we were what when where which who why will with "
    "would you your".split()
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands in a text (from `start` to `end`), in one spelling, and without its ending."""

    start: int
    end: int
    plain: str
    stem: str

    @property
    def small(self) -> bool:
        """Whether it says nothing by itself."""
        return self.plain in SMALL_WORDS


def words(text: str, known: dict[str, tuple[str, str]] | None = None) -> list[Word]:
    """The words of a text in order. `known` keeps what was made of each, for texts that are read again and again."""
    found = []
    for match in WORD.finditer(text):
        made = known.get(match[0]) if known is not None else None
        if made is None:
            spelt = plain(match[0])
            made = spelt, stem(spelt)
            if known is not None:
                known[match[0]] = made
        if made[0]:
            found.append(Word(match.start(), match.end(), *made))
    return found


def telling(found: Iterable[Word]) -> list[Word]:
    """The words without the small ones."""
    return [word for word in found if not word.small]


def plain(word: str) -> str:
    """A word in small letters and one spelling."""
    folded = unicodedata.normalize("NFKD", OWNER.sub("", word[:LONGEST].casefold()))
    letters = "".join(letter for letter in folded if letter.isalnum())[:LONGEST]
    if len(letters) > 4 and letters.isascii() and not _has_digit(letters):
        for pattern, made in SPELLINGS:
            letters = pattern.sub(made, letters)
        letters = DOUBLED.sub(r"\1", letters)
    return letters


def stem(spelt: str) -> str:
    """What is left of a word in one spelling without its ending: share, shares, shared and sharing become one."""
    if len(spelt) < 4 or not spelt.isascii() or _has_digit(spelt):
        return spelt
    for pattern, made in ENDINGS:
        spelt = pattern.sub(made, spelt)
    return DOUBLED.sub(r"\1", spelt)


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)
