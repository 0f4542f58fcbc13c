"""What a typed word can mean: the words of the course that are the same, begin with it or are spelt nearly like it."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from course.rules.spelling import Word, telling, words

SAME, ANOTHER_NAME, JOINED, BEGINNING = 1.0, 0.8, 0.8, 0.6
BEGINNING_OF_A_KNOWN_WORD = 0.3
NEAR = {1: 0.7, 2: 0.45, 3: 0.3}  # by the letters that differ
NEAR_TO_A_KNOWN_WORD = 0.3
SHORTEST_BEGINNING, SHORTEST_NEAR, SHORTEST_PART = 3, 4, 3
MOST_BEGINNINGS, MOST_NEAR, MOST_BESIDE_KNOWN = 6, 5, 2
SECTION = re.compile(r"[a-z]+([0-9]+[a-z]*)")  # s115 is section 115


@dataclass(slots=True)
class Meaning:
    """What one typed word is taken for: stems of the index, each with its likeness (1 = the same).

    `seen` is the number of entries that hold the likeliest; `taken_for` is a word of the course where what was typed is none.
    """

    typed: str
    stems: dict[str, float] = field(default_factory=dict)
    seen: int = 0
    taken_for: str = ""

    def add(self, stem: str, likeness: float) -> None:
        """One more possibility; the higher likeness counts."""
        self.stems[stem] = max(self.stems.get(stem, 0.0), likeness)

    def rarity(self, size: int) -> float:
        """How much the word tells in an index of that many entries."""
        return math.log(2 + size / (1 + self.seen))


class Vocabulary:
    """The words of the course. Names of one thing (DSL, designated safeguarding lead) share a stem of their own.

    First `learn` every text, then `close`, then ask.
    """

    def __init__(self, things: Iterable[Iterable[str]]) -> None:
        self._forms: dict[str, tuple[str, str]] = {}
        self._stems: dict[str, str] = {}
        self._as_written: dict[str, str] = {}
        self._names: dict[tuple[str, ...], str] = {}
        for number, names in enumerate(things):
            spelt = {tuple(word.stem for word in telling(words(name))) for name in names} - {()}
            for name in spelt if len(spelt) > 1 else ():
                self._names.setdefault(name, f"={number}")
        self._longest = max(map(len, self._names), default=0)
        self._seen: Mapping[str, int] = {}
        self._sorted: list[str] = []
        self._by_length: dict[int, list[str]] = {}

    def words(self, text: str) -> list[Word]:
        """The words of a text of the course; never ask with what somebody typed, for the forms are kept."""
        return words(text, self._forms)

    def learn(self, text: str) -> set[str]:
        """Take in a text; the stems by which it will be found."""
        found = self.words(text)
        for word in found:
            written = text[word.start : word.end]
            self._stems.setdefault(word.plain, word.stem)
            if word.plain not in self._as_written or written.islower():
                self._as_written[word.plain] = written
        told = telling(found)
        return {word.stem for word in found} | {name for name, _, _ in self._things([word.stem for word in told])}

    def close(self, seen: Mapping[str, int]) -> None:
        """All texts are learnt; `seen` counts the entries of every stem."""
        self._seen = seen
        self._sorted = sorted(self._stems)
        for spelt in self._sorted:
            self._by_length.setdefault(len(spelt), []).append(spelt)

    def meanings(self, typed: list[Word], text: str) -> list[Meaning]:
        """What each word, typed in `text`, can mean; in order. One that means nothing here has no stems."""
        found = [self._meaning(word, text[word.start : word.end]) for word in typed]
        for name, start, end in self._things([word.stem for word in typed]):
            for meaning in found[start:end]:
                meaning.add(name, ANOTHER_NAME)
        for place, (left, right) in enumerate(zip(typed, typed[1:], strict=False)):
            joined = self._stems.get(left.plain + right.plain)
            for meaning in found[place : place + 2] if joined else ():
                meaning.add(joined or "", JOINED)
        for meaning in found:
            self._count(meaning)
        return found

    def _things(self, stems: list[str]) -> Iterable[tuple[str, int, int]]:
        """Things that are named in a row of stems, each with the places of its name; the longest name wins."""
        start = 0
        while start < len(stems):
            for end in range(min(start + self._longest, len(stems)), start, -1):
                thing = self._names.get(tuple(stems[start:end]))
                if thing:
                    yield thing, start, end
                    start = end - 1
                    break
            start += 1

    def _meaning(self, word: Word, typed: str) -> Meaning:
        meaning = Meaning(typed)
        known = word.stem in self._seen
        if known:
            meaning.add(word.stem, SAME)
        self._add_beginnings(meaning, word.plain, BEGINNING_OF_A_KNOWN_WORD if known else BEGINNING)
        near = self._near(word.plain, known=known)
        for spelt, distance in near:
            meaning.add(self._stems[spelt], NEAR_TO_A_KNOWN_WORD if known else NEAR[distance])
        if not known:
            self._add_parts(meaning, word.plain)
            if near and set(meaning.stems) == {self._stems[spelt] for spelt, _ in near}:
                meaning.taken_for = self._as_written[near[0][0]]
        return meaning

    def _add_beginnings(self, meaning: Meaning, spelt: str, likeness: float) -> None:
        if len(spelt) < SHORTEST_BEGINNING:
            return
        at = bisect_left(self._sorted, spelt)
        longer = list[str]()
        while at < len(self._sorted) and self._sorted[at].startswith(spelt) and len(longer) < 10 * MOST_BEGINNINGS:
            longer.append(self._stems[self._sorted[at]])
            at += 1
        for stem in sorted(set(longer), key=lambda stem: (-self._seen[stem], stem))[:MOST_BEGINNINGS]:
            meaning.add(stem, likeness)

    def _near(self, spelt: str, *, known: bool) -> list[tuple[str, int]]:
        """Words of the course a few letters away, nearest first, each with its distance."""
        size = len(spelt)
        if size < SHORTEST_NEAR or not spelt.isalpha():
            return []
        most = 1 if size < 6 or known else 2 if size < 9 else 3
        if known and size < 6:
            return []
        choices = [each for length in range(size - most, size + most + 1) for each in self._by_length.get(length, ())]
        found = process.extract(spelt, choices, scorer=OSA.distance, score_cutoff=most, limit=4 * MOST_NEAR)
        order = sorted(found, key=lambda each: (each[1], each[0][:1] != spelt[:1], -self._seen[self._stems[each[0]]]))
        return [(each, int(distance)) for each, distance, _ in order if distance][
            : MOST_BESIDE_KNOWN if known else MOST_NEAR
        ]

    def _add_parts(self, meaning: Meaning, spelt: str) -> None:
        """Two words typed as one, or a number with its "s" before it."""
        section = SECTION.fullmatch(spelt)
        if section and section[1] in self._stems:
            meaning.add(section[1], JOINED)
        for cut in range(SHORTEST_PART, len(spelt) - SHORTEST_PART + 1):
            left, right = self._stems.get(spelt[:cut]), self._stems.get(spelt[cut:])
            if left and right:
                names = [name for name, _, _ in self._things([left, right])]
                for stem in (left, right, *names):
                    meaning.add(stem, JOINED)

    def _count(self, meaning: Meaning) -> None:
        known = [(likeness, self._seen[stem]) for stem, likeness in meaning.stems.items() if stem in self._seen]
        meaning.stems = {stem: likeness for stem, likeness in meaning.stems.items() if stem in self._seen}
        meaning.seen = max(known)[1] if known else 0
