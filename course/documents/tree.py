"""The block tree: everything that can stand on a sheet, as frozen values. No HTML, no markup of any kind.

Sheets of every kind are made of these blocks and of nothing else. Two renderers show them: on the screen
`templates/components/blocks.html`, on paper `templates/paper/sheets.typ`. A block that one of them does not know fails a test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from course.documents.flowchart_drawing import Drawing as Chart

AUDIENCES = ("learners", "trainer")
BOXES = (
    "plain", "key-points", "law", "sector", "content-note", "earlier-rule", "being-checked", "details",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of words of one kind. `rule`: the id of the golden rule whose sign stands before them. `link`: they are an
    address outside the site, which opens; it is set small behind the words that it belongs to.
    """

    tag: ClassVar[str] = "words"
    text: str
    strong: bool = False
    emphasis: bool = False
    rule: str = ""
    link: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The words line by line."""
        return tuple(self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Blank:
    """A place within a line to write on: a local detail that nobody has filled in yet. `label` says what belongs there."""

    tag: ClassVar[str] = "blank"
    label: str


Line = tuple[Words | Blank, ...]
"""What stands in one line or paragraph. "\n" within words ends a line of a local detail."""


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 2 to 4; the title of the sheet itself is level 1."""

    tag: ClassVar[str] = "heading"
    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`small`: sources, dates and other words beside the matter."""

    tag: ClassVar[str] = "paragraph"
    line: Line
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item holds blocks. `start`: the number of the first item, where they are numbered."""

    tag: ClassVar[str] = "bullets"
    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definitions:
    """Words and what they mean."""

    tag: ClassVar[str] = "definitions"
    pairs: tuple[tuple[Line, tuple[Block, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `caption` says what the table holds to who hears it; it is not printed: put a heading above the table
    for the eye. `shares` are the widths of the columns beside one another; empty: as the words need. `rows_head`: the
    first cell of each row names it. `to_fill`: rows are high enough to write in. `to_the_end`: on paper, empty rows follow,
    as many as there is room for on the last page.
    """

    tag: ClassVar[str] = "table"
    caption: str
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    shares: tuple[int, ...] = ()
    rows_head: bool = False
    to_fill: bool = False
    to_the_end: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A piece set apart; kind: one of `BOXES`. `note` stands beside the title: the day on which a law was checked."""

    tag: ClassVar[str] = "box"
    kind: str
    title: str
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of a quiz. `answer` None: blank, with the two `labels` to tick. Else `said` is the label of the right answer;
    `because`, `since_2016`, `page` and the sign of `rule` follow where reasons are printed, and are empty where not.
    """

    tag: ClassVar[str] = "statement"
    id: str
    number: int
    text: str
    labels: tuple[str, str]
    answer: bool | None = None
    because: str = ""
    since_2016: str = ""
    rule: str = ""
    rule_name: str = ""
    page: str = ""

    @property
    def said(self) -> str:
        """The right answer in the words of its quiz; "" on a blank sheet."""
        return "" if self.answer is None else self.labels[0 if self.answer else 1]


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in by hand: choices to tick, or so many lines to write on."""

    tag: ClassVar[str] = "field"
    label: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """So many lines to write on."""

    tag: ClassVar[str] = "lines"
    count: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A sentence to be rated from 1 to 5; `least` and `most` are the words at its ends."""

    tag: ClassVar[str] = "scale"
    id: str
    text: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card to be cut out. kind: what it is called at its top ("Decision 2", "Role", "What follows: b"). `half`: two of them
    stand beside one another.
    """

    tag: ClassVar[str] = "card"
    kind: str
    title: str
    blocks: tuple[Block, ...]
    half: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """The flowchart, as large as the rest of its page allows. `text` says the same in words for who does not see it; the list
    behind it is blocks of its own. `beside`: what stands at its right, within 40 millimetres on A4.
    """

    tag: ClassVar[str] = "drawing"
    chart: Chart
    text: str
    beside: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """The five pieces of the course, whole; `text` says what they show."""

    tag: ClassVar[str] = "picture"
    text: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks in two columns on paper, in smaller type; on the screen one after another."""

    tag: ClassVar[str] = "columns"
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of the titles and headings that follow, with their pages; on the screen, where headings are found, nothing."""

    tag: ClassVar[str] = "contents"


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page; `leaf`: on a right-hand one, so that it and the page behind it are one leaf."""

    tag: ClassVar[str] = "new_page"
    leaf: bool = False


# Each block has a `tag`, by which the screen finds what shows it.
Block = (
    Heading | Paragraph | Bullets | Definitions | Table | Box | Statement | Field | Lines | Scale | Card | Drawing | Picture
    | Columns | Contents | NewPage
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document. `kicker` says above the title what kind it is; `paper`: "a4" or "a3"; `large`: large print (18 point)."""

    id: str
    title: str
    kicker: str
    audience: str
    blocks: tuple[Block, ...] = field(default=())
    paper: str = "a4"
    large: bool = False
    landscape: bool = False


def line(text: str, *, strong: bool = False) -> Line:
    """A line of plain words."""
    return (Words(text, strong=strong),) if text else ()


def paragraph(text: str, *, small: bool = False) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(line(text), small=small)


def plain(line: Line) -> str:
    """The words of a line, for who compares or measures."""
    return "".join(each.text if isinstance(each, Words) else "" for each in line)


def named(label: str, before: str) -> bool:
    """Whether the words before a line to write on are the name of what belongs there, or its beginning."""
    name, words = (each.casefold().replace("-", " ").rstrip(" :") for each in (label, before))
    return bool(words) and (words.endswith(name) or name.startswith(words.rpartition(". ")[2]))
