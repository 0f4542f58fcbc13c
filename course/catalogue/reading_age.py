"""How hard a text is to read: the Flesch-Kincaid grade.

Syllables are those of pyphen's British hyphenation or the groups of vowels, whichever are more: hyphenation alone never
divides "any" or "open" and finds a quarter too few. Grade 7 is about reading age 12. A short text has no grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import pyphen

FEWEST_WORDS = 60
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
SENTENCE_END = re.compile(r"[.!?]+(?=[\s”’\")]|$)")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"[^aeiouy]e$(?<![^aeiouy]le)|[^aeiouytd]ed$|[^aeiouyscxzghj]es$")
_hyphens = pyphen.Pyphen(lang="en_GB")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """About how many syllables a word has; at least one."""
    parts = [part for part in re.split(r"[-’']", word.lower()) if len(part) > 1]
    return sum(max(len(_hyphens.positions(part)) + 1, _vowel_groups(part)) for part in parts) or 1


def _vowel_groups(word: str) -> int:
    return len(VOWELS.findall(word)) - bool(SILENT.search(word))


@lru_cache(maxsize=2_000)
def _counts(passage: str) -> tuple[int, int, int]:
    """Words, sentences and syllables of a paragraph or an item of a list, which ends a sentence by itself."""
    words = WORD.findall(passage)
    parts = [part for part in SENTENCE_END.split(passage) if WORD.search(part)]
    return len(words), len(parts), sum(map(syllables, words))


def grade(passages: Iterable[str]) -> float | None:
    """The grade of a text given as paragraphs and items of lists, or None when it is too short to tell."""
    counts = [_counts(passage) for passage in passages]
    words, sentences, beats = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
    if words < FEWEST_WORDS:
        return None
    return 0.39 * words / sentences + 11.8 * beats / words - 15.59
