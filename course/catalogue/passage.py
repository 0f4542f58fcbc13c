"""A text to be rendered, where it stands, and the page on which it will be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from course.catalogue.problems import Problems


@dataclass(slots=True)
class Passage:
    """A Markdown text that begins on line `first_line` of the file `path`.

    `shown`, where it is not empty, is rendered in its stead: the same with its markers replaced.
    Markdown forgets lines, so `line_of` looks for the words again; each search for the same words goes on after the
    last.
    """

    path: str
    first_line: int
    text: str
    problems: Problems
    shown: str = ""
    _found: dict[str, int] = field(default_factory=dict)

    def line_of(self, words: str) -> int:
        """The line on which the words next stand; the first line when they are not found."""
        words = words.partition("\n")[0]
        at = self.text.find(words, self._found.get(words, 0))
        if at < 0:
            return self.first_line
        self._found[words] = at + 1
        return self.first_line + self.text.count("\n", 0, at)

    def error(self, words: str, message: str, mend: str) -> None:
        """Note a fault at the place where the words stand."""
        self.problems.error(self.path, self.line_of(words), message, mend)


@dataclass(frozen=True, slots=True)
class AnchorUse:
    """A link to a part of a page of ours, to be followed once every page is known."""

    path: str
    line: int
    place: tuple[str, str]
    anchor: str


@dataclass(slots=True)
class Sheet:
    """What is already on a page: its texts share it, so that a term is marked once and ids stay single."""

    kind: str
    id: str
    title: str
    explains_terms: bool = True
    terms: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    parts: int = 0
    numbers_parts: bool = True  # False where the text stands on several pages, or is not to be found
    labels: Counter[str] = field(default_factory=Counter)
    prose: list[str] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, str]:
        """Kind and id, as links name it."""
        return self.kind, self.id

    def single_label(self, label: str) -> str:
        """The label for a region of the page, numbered from its second use on: landmarks must differ."""
        self.labels[label] += 1
        return label if self.labels[label] == 1 else f"{label} {self.labels[label]}"
