"""A sheet that holds every kind of block, and what a sheet says in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from course.documents.flowchart_drawing import draw
from course.documents.tree import (
    BOXES,
    Blank,
    Block,
    Box,
    Bullets,
    Card,
    Columns,
    Contents,
    Definitions,
    Drawing,
    Field,
    Heading,
    Line,
    Lines,
    NewPage,
    Paragraph,
    Picture,
    Scale,
    Sheet,
    Statement,
    Table,
    Words,
    line,
    paragraph,
)
from tests.shipped import shipped

COURSE = shipped()
ADDRESS = "https://www.heronsea.example/advice"
MIXED: Line = (
    Words("Plain and "),
    Words("strong", strong=True),
    Words(" and "),
    Words("stressed", emphasis=True),
    Words(", see "),
    Words("Record your decision", strong=True, rule="record"),
    Words(". Outside: the advice "),
    Words(ADDRESS, link=ADDRESS),
    Words(" Ring "),
    Words("Heronsea Front Door\n01632 960101", strong=True),
    Words(" or write down "),
    Blank("Deputy lead"),
)
BLANK = Statement("one", 1, "Herons share early.", ("True", "False"))
KEYED = Statement(
    id="two",
    number=2,
    text="Herons never ask.",
    labels=("Yes", "No"),
    answer=False,
    because="They ask at the first doubt.",
    since_2016="The older course said otherwise.",
    rule="seek-advice",
    rule_name="Seek advice",
    page="Module 2, page 5: Seek advice",
)
BLOCKS: tuple[Block, ...] = (
    Contents(),
    Heading(2, line("A heading of the second level")),
    Paragraph(MIXED),
    Heading(3, line("A heading of the third level")),
    paragraph("Source: a book about herons.", small=True),
    Heading(4, line("A heading of the fourth level")),
    Bullets(((paragraph("First item"),), (paragraph("Second item"), Bullets(((paragraph("Item within"),),))))),
    Bullets(((paragraph("Numbered four"),), (paragraph("Numbered five"),)), ordered=True, start=4),
    Definitions(
        ((line("Heron"), (paragraph("A bird with long legs."),)), (line("Place"), (Paragraph((Blank("Place"),)),)))
    ),
    Definitions(
        ((line("A term that is so long that nothing can stand beside it at all"), (paragraph("Its meaning."),)),)
    ),
    Table(
        "Birds",
        (line("Bird"), line("Legs"), ()),
        ((line("Gull"), line("Short"), line("White")), (line("Stork"), (), ())),
    ),
    Table(
        "Register", (line("Name"), line("Time")), ((line("Ada"), ()), ((), ())), (70, 30), rows_head=True, to_fill=True
    ),
    *(Box(kind, f"Box of the kind {kind}", (paragraph(f"Words within {kind}."),), "checked") for kind in BOXES),
    Heading(2, line("To fill in")),
    BLANK,
    KEYED,
    Field("What did you see?", hint="In your own words.", lines=3),
    Field("Decision", choices=("Share", "Do not share")),
    Field(
        "Which one?",
        choices=("The first of several choices that need a line for themselves", "Another one, just as long"),
    ),
    Lines(2),
    Scale("sure", "I know whom to ask.", "Not at all sure", "Very sure"),
    Card("Role", "The neighbour", (paragraph("You have seen the heron."),)),
    Card("Role", "The teacher", (paragraph("You have heard the heron."),)),
    Card("Decision 1", "Do you ring?", (paragraph("a Yes, today."),), half=False),
    Columns((paragraph("In the left column."), paragraph("In the right column."))),
    NewPage(),
    NewPage(leaf=True),
    Picture("Five pieces lie together."),
    Drawing(draw(COURSE.flowchart), "Seven boxes in a column.", (paragraph("Beside the drawing."),)),
)
SHEET = Sheet("every-block", "A sheet of every block", "For the tests", "trainer", BLOCKS)


def said(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of blocks in their order, as somebody reads them."""
    for block in blocks:
        yield from _said(block)


def _said(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield words(block.line)
        case Bullets():
            yield from (each for item in block.items for each in said(item))
        case Definitions():
            for term, meaning in block.pairs:
                yield words(term)
                yield from said(meaning)
        case Table():
            yield from (words(cell) for row in (block.head, *block.rows) for cell in row)
        case Box():
            yield from (block.title, block.note, *said(block.blocks))
        case Statement():
            yield from (str(block.number), block.text, *((block.said,) if block.said else block.labels))
            yield from (block.because, block.since_2016, block.rule_name, block.page)
        case Field():
            yield from (block.label, block.hint, *block.choices)
        case Scale():
            yield from (block.text, block.least, block.most)
        case Card():
            yield from (block.kind, block.title, *said(block.blocks))
        case Drawing():
            yield from (label.text for box in block.chart.boxes for label in box.title)
            yield from said(block.beside)
        case Columns():
            yield from said(block.blocks)
        case Lines() | Contents() | NewPage() | Picture():
            pass


def words(line: Line) -> str:
    """A line with the names of what is to be written in."""
    return "".join(each.text if isinstance(each, Words) else each.label for each in line)


def squeezed(text: str) -> str:
    """Letters alone: how lines are broken and where blanks stand is not asked."""
    return "".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())
