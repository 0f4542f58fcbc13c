"""The search over the course: forgiving of spelling, made once for a catalogue, bounded in what one query may cost.

A typed word finds the same word in any ending or spelling (see `spelling`), words that begin with it, and words a few
letters away; a term of the glossary finds its other forms. An entry that has all the words comes before one that has some,
a title before a heading before a text, what was typed before what is near it. Nothing of a query is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course.catalogue.entries import Entry
from course.rules.snippets import Piece, snippet
from course.rules.spelling import Word, telling, words
from course.rules.vocabulary import Meaning, Vocabulary

MOST_LETTERS, MOST_WORDS = 200, 8
MOST_POSTINGS = 250  # entries taken from one word of the index; the weightiest come first
MOST_CANDIDATES = 600
MOST_LOOKED_AT = 60  # entries whose words are compared with the whole query
MOST_HITS, MOST_SPOTS = 12, 3
WEIGHTS = {"title": 30, "heading": 20, "text": 10}
OTHER_NAMES, SUMMARY = 24, 14
OLD_NAME = 0.4  # of the weight of a name in use
FROM_TITLE, FROM_HEADING = 0.3, 0.5  # what a text gains from a word that stands above it
SAME_TITLE, SAME_HEADING, SAME_NAME, WORDS_TOGETHER = 1000.0, 600.0, 500.0, 0.6
SAME_START = 40  # letters in which a text is what sums its page up
LEAST_SHARE = 0.3  # of the best score that a result must reach


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on a page that was found, as it is shown."""

    address: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that was found. It opens at its best spot, which comes first."""

    title: tuple[Piece, ...]
    kind: str
    address: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a query brought.

    `hits` are the first of them; `more` tells that there are others.
    `taken_for` pairs typed words with those they were read as, `unknown` are typed words that nothing is like, `steps`
    counts what the query cost: the places of the index that were looked at.
    """

    hits: tuple[Hit, ...]
    taken_for: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    steps: int
    more: bool


@dataclass(frozen=True, slots=True)
class _Above:
    """Which entries stand above an entry: its page and its heading, by number; -1 where there is none."""

    page: int
    heading: int


class Finder:
    """The index of one catalogue's entries. May be used by many threads: a query changes nothing in it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._vocabulary = Vocabulary(each.words for each in self._entries if each.kind == "term")
        self._postings: dict[str, dict[int, float]] = {}
        self._rows: dict[int, tuple[str, ...]] = {}
        self._above = tuple(_above(self._entries))
        for number in sorted(range(len(self._entries)), key=lambda number: -WEIGHTS[self._entries[number].level]):
            self._add(number, self._entries[number])
        self._vocabulary.close({stem: len(held) for stem, held in self._postings.items()})

    def _add(self, number: int, entry: Entry) -> None:
        """Put an entry into the index; one that is longer says less with each of its words."""
        own, more = (entry.title, entry.text) if entry.level == "title" else (entry.text, "")
        share = OLD_NAME if entry.old else 1
        self._put(number, own, WEIGHTS[entry.level] * share)
        self._put(number, more, SUMMARY * share)
        for name in entry.words:
            self._put(number, name, OTHER_NAMES * share)
        self._rows[number] = tuple(_row(self._vocabulary.words(text)) for text in (own, more, *entry.words))

    def _put(self, number: int, text: str, weight: float) -> None:
        for stem in self._vocabulary.learn(text):
            held = self._postings.setdefault(stem, {})
            held[number] = max(held.get(number, 0), weight)

    def find(self, query: str) -> Found:
        """The pages that fit best. Any text may be asked; of a long one the beginning counts."""
        asked = query[:MOST_LETTERS]
        typed = words(asked)
        meanings = self._vocabulary.meanings(_worth_looking_for(typed), asked)
        known = [meaning for meaning in meanings if meaning.stems]
        search = _Search(self._postings, self._above, known, len(self._entries))
        ranked = self._in_order(search, _row(typed))
        pages = self._pages(ranked)
        marked = frozenset(stem for meaning in known for stem in meaning.stems)
        return Found(
            hits=tuple(self._hit(found, marked) for found in pages[:MOST_HITS]),
            taken_for=tuple((each.typed, each.taken_for) for each in known if each.taken_for),
            unknown=tuple(each.typed for each in meanings if not each.stems),
            steps=search.steps,
            more=len(pages) > MOST_HITS,
        )

    def _in_order(self, search: _Search, query: str) -> list[tuple[float, int]]:
        """Scores and numbers of entries, best first, after a closer look at the best of them."""
        rough = sorted(search.scores(), key=lambda each: (-each[0], each[1]))
        rough = [each for each in rough if each[0] >= rough[0][0] * LEAST_SHARE]
        best, rest = rough[:MOST_LOOKED_AT], rough[MOST_LOOKED_AT:]
        looked_at = [(score + self._closeness(number, query, score), number) for score, number in best]
        return sorted([*looked_at, *rest], key=lambda each: (-each[0], each[1]))

    def _closeness(self, number: int, query: str, score: float) -> float:
        """What an entry gains where the query is its title or another of its names, or stands in it word for word."""
        own, more, *names = self._rows[number]
        level = self._entries[number].level
        if own == query and level == "title":
            return SAME_TITLE
        if own == query and level == "heading" and query.count(" ") > 2:
            return SAME_HEADING
        if level == "title" and query in names:
            return SAME_NAME
        together = query.count(" ") > 2 and (query in own or query in more)
        return score * WORDS_TOGETHER if together else 0.0

    def _pages(self, ranked: list[tuple[float, int]]) -> list[list[Entry]]:
        """Entries gathered by page, pages in the order of their best entry."""
        pages: dict[int, list[Entry]] = {}
        for _, number in ranked:
            page = self._above[number].page
            pages.setdefault(number if page < 0 else page, []).append(self._entries[number])
        return list(pages.values())

    def _hit(self, found: list[Entry], marked: frozenset[str]) -> Hit:
        best = found[0]
        more = [each for each in found[1:] if each.level == "text" and each.text[:SAME_START] != best.text[:SAME_START]]
        if best.level == "heading":  # What stands under it comes first.
            more.sort(key=lambda each: each.heading != best.text)
        shown = [best, *more[: MOST_SPOTS - 1]]
        return Hit(
            title=snippet(best.title, self._vocabulary.words(best.title), marked, whole=True),
            kind=best.kind,
            address=best.address,
            spots=tuple(
                Spot(each.address, each.heading, snippet(each.text, self._vocabulary.words(each.text), marked))
                for each in shown
            ),
        )


def _row(found: list[Word]) -> str:
    """The stems of a text as one string with blanks at both ends, so that a row of whole words can be looked for in it."""
    return f" {' '.join(word.stem for word in found)} "


def _above(entries: tuple[Entry, ...]) -> Iterable[_Above]:
    page = heading = -1
    for number, entry in enumerate(entries):
        if entry.level == "title":
            page, heading = number, -1
            yield _Above(-1, -1)
        else:
            heading = number if entry.level == "heading" else heading
            yield _Above(page, heading if entry.level == "text" else -1)


def _worth_looking_for(typed: list[Word]) -> list[Word]:
    """The first few words that say something; where there are none, all of them."""
    once = list({word.stem: word for word in typed}.values())
    return (telling(once) or once)[:MOST_WORDS]


class _Search:
    """One query on its way through the index."""

    def __init__(
        self, postings: dict[str, dict[int, float]], above: tuple[_Above, ...], meanings: list[Meaning], size: int
    ) -> None:
        self._postings, self._above, self._meanings, self._size = postings, above, meanings, size
        self._found: dict[int, list[float]] = {}
        self.steps = 0
        for place in sorted(range(len(meanings)), key=lambda place: meanings[place].seen):
            for stem, likeness in meanings[place].stems.items():
                self._take(place, postings[stem], likeness)

    def _take(self, place: int, held: dict[int, float], likeness: float) -> None:
        """Score a word: in the weightiest entries that hold it, and in all that other words have found already."""
        found, room, count = self._found, MOST_CANDIDATES - len(self._found), len(self._meanings)
        if len(held) > MOST_POSTINGS:
            for number, scores in found.items():
                if number in held:
                    scores[place] = max(scores[place], likeness * held[number])
            self.steps += len(found)
        for taken, (number, weight) in enumerate(held.items()):
            if taken >= MOST_POSTINGS:
                break
            self.steps += 1
            if number not in found:
                if room <= 0:
                    continue
                room -= 1
                found[number] = [0.0] * count
            found[number][place] = max(found[number][place], likeness * weight)

    def scores(self) -> list[tuple[float, int]]:
        """A score for every entry found: the words it has by how rare they are, and how much of the query they cover."""
        rarity = [meaning.rarity(self._size) for meaning in self._meanings]
        whole, nothing = sum(rarity), [0.0] * len(rarity)
        result = []
        for number, own in self._found.items():
            above = self._above[number]
            page, heading = self._found.get(above.page, nothing), self._found.get(above.heading, nothing)
            score = covered = 0.0
            for place, rare in enumerate(rarity):
                here = max(own[place], heading[place] * FROM_HEADING, page[place] * FROM_TITLE)
                if here:
                    score += here * rare
                    covered += rare
            result.append((score * (covered / whole) ** 2, number))
        return result
