"""The words under which a person is found: what stands at the beginning of a word of the name, or of the email address.

Kept words and typed words go through the same `_plain`: case, accents and signs do not count, so "eva" finds "Éva Moor" and
"obrien" finds "O'Brien". A word typed finds everybody of whom a kept word begins with it; all words typed must be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from zlib import crc32

OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
PART, BREAK = re.compile(r"[^\W_]+"), re.compile(r"[\W_]+")
NO_WORD = "-"  # nobody has it
BITS = 62  # of a whole number that both databases hold
LETTERS = 3  # of a beginning that has a bit
ALONE = {letter: bit for bit, letter in enumerate(ascii_lowercase)}  # those that share their bit with nothing else


def kept_words(name: str, *emails: str | None) -> frozenset[str]:
    """The words of somebody: from each part of the name, and of what stands before the @, to the end. None without a name.

    So "O'Brien" is kept as "obrien" and "brien". A word that another one begins with is left out: it finds nobody else.
    """
    if not name.strip():
        return frozenset()
    found = {word for piece in name.split() for word in _from_each(piece, "")}
    for email in filter(None, emails):
        before, at, behind = email.partition("@")
        found.update(_from_each(before, at + behind))
    return _longest(found)


def typed_words(typed: str) -> tuple[str, ...]:
    """What somebody typed, as words to look for. Signs alone are no word, unless nothing else was typed: they find nobody."""
    pieces = typed.split()
    return tuple(sorted(_longest({_plain(piece) for piece in pieces}) or {NO_WORD for _ in pieces}))


def is_found(words: frozenset[str], typed: tuple[str, ...]) -> bool:
    """Whether somebody of these kept words is found by all typed ones; the same as `records.name_words` in SQL."""
    return all(any(word.startswith(each) for word in words) for each in typed)


def beginnings(words: Iterable[str]) -> int:
    """The first one, two and three letters of each word as bits of a number.

    Of whom a word begins with a typed one has all bits of that one as well; of all others few have, by chance: so they are
    told apart without their words being looked at.
    """
    found = 0
    for word in words:
        for length in range(1, LETTERS + 1):
            found |= 1 << _bit(word[:length])
    return found


def is_told(word: str) -> bool:
    """Whether the bits of `beginnings` alone tell who has a word that begins so: one of the letters a to z has a bit of its
    own."""
    return word in ALONE


def _bit(beginning: str) -> int:
    return ALONE[beginning] if beginning in ALONE else len(ALONE) + crc32(beginning.encode()) % (BITS - len(ALONE))


def telling(name: str, emails: Sequence[str], typed: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses to be shown beside somebody who was found, because the name alone does not tell why."""
    if is_found(kept_words(name), typed):
        return ()
    words = ((email, kept_words("-", email)) for email in emails)
    return tuple(email for email, kept in words if any(is_found(kept, (each,)) for each in typed))


def _from_each(text: str, end: str) -> Iterator[str]:
    """The text from each of its parts on."""
    return (_plain(text[part.start() :] + end) for part in PART.finditer(text))


def _plain(text: str) -> str:
    """The letters and figures alone, in small letters without accents."""
    if text.isascii():  # nearly always, and many times quicker
        return BREAK.sub("", text.lower())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(OTHER_LETTERS)
    return "".join(sign for sign in apart if sign.isalnum())


def _longest(words: set[str]) -> frozenset[str]:
    """Without those that another one begins with, and without the empty one."""
    found: list[str] = []
    for word in sorted(words, reverse=True):
        if word and not (found and found[-1].startswith(word)):
            found.append(word)
    return frozenset(found)
