"""The notes below a slide: blocks as plain lines for the program that shows them, and the page on which they are printed.

Notes stand on A4 under a small picture of their slide, and a program prints one page of them, no more. Their type is made
smaller down to 10 points, which can be read at arm's length. What is then still too long is said more closely, and at last cut,
with a line that says where the rest stands: `Slide.notes`, which the second window of the projector shows, is never cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from course.documents import tree
from course.documents.slide_boxes import BOLD, REGULAR, Box, Place
from course.documents.slide_layouts import COLOUR_MAP, FOOT_PH, NUMBER_PH, TYPE, holder
from course.documents.slide_measuring import SPACING, line_count
from course.documents.slide_measuring import WIDER as MEASURED_WIDER
from course.documents.slide_theme import FONT
from course.documents.slide_xml import LANGUAGE, NAMES, TREE, colour, emu, frame, paragraph, placeholder, run
from course.documents.tree import (
    Blank,
    Block,
    Bullets,
    Columns,
    Definitions,
    Heading,
    Line,
    Paragraph,
    Statement,
    Table,
    Words,
    line,
    named,
    plain,
)

PAGE = Box(0, 0, 595, 842)  # A4
IMAGE = Box(38, 34, 120, 67.5)
BODY = Place(Box(38, 112, 519, 682), (12, 11, 10), gap=0.2)
ROWS = 1.17  # sizes of type from line to line: exactly so much, whatever type is there
WIDER = 1.12  # than our type: Arial, which stands in for it
LATE = "If you are late"
LATE_HEADING = Heading(3, line(LATE))
SINCE = "(Changed since 2016: see the key with reasons.)"
THE_REST = "These notes go on: on the site, in the second window of the projector."
NOT_FILLED = "not yet filled in"
INDENT = 14.0  # points by which a list stands further in
FOOT, COUNT = Place(Box(38, 804, 470, 22), (8,)), Place(Box(517, 804, 40, 22), (8,))
SHRINKS = "<a:bodyPr><a:normAutofit/></a:bodyPr>"  # where a program has no type but one that is wider still
BODY_PH = 'type="body" idx="1"'
NUMBER_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A paragraph of the notes: stretches of words, each strong or not, and how far in they stand."""

    stretches: tuple[tuple[str, bool], ...]
    level: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(text for text, _ in self.stretches)


def note_lines(blocks: Sequence[Block], level: int = 0) -> Iterator[NoteLine]:
    """Blocks as lines, in their order. Raises ValueError for a block that has no place in notes."""
    for block in blocks:
        yield from _lines(block, level)


def _lines(block: Block, level: int) -> Iterator[NoteLine]:
    if isinstance(block, Paragraph):
        yield NoteLine(_stretches(block.line), level)
    elif isinstance(block, Heading):
        yield NoteLine(tuple((text, True) for text, _ in _stretches(block.line)), level)
    elif isinstance(block, Bullets):
        for number, item in enumerate(block.items, block.start):
            yield from _marked(f"{number}. " if block.ordered else "– ", item, level + 1)
    elif isinstance(block, Definitions):
        for term, meaning in block.pairs:
            yield from _headed(_stretches(term), meaning, level)
    elif isinstance(block, Table):
        yield from _rows(block, level)
    elif isinstance(block, tree.Box):
        beside = f" ({block.note})" if block.note else ""
        yield from [NoteLine(((f"{block.title}{beside}", True),), level)] if block.title else []
        yield from note_lines(block.blocks, level + 1)
    elif isinstance(block, Statement):
        yield from _answered(block, level)
    elif isinstance(block, Columns):
        yield from note_lines(block.blocks, level)
    else:
        raise ValueError(f"a block {block.tag} has no place in notes")


def _stretches(line: Line) -> tuple[tuple[str, bool], ...]:
    return tuple(_stretch(each, plain(line[:place])) for place, each in enumerate(line))


def _stretch(each: Words | Blank, before: str) -> tuple[str, bool]:
    """What is not filled in needs no name where the words before it are its name."""
    if isinstance(each, Words):
        return each.text, each.strong
    return (NOT_FILLED if named(each.label, before) else f"{each.label}: {NOT_FILLED}"), True


def _marked(mark: str, item: Sequence[Block], level: int) -> Iterator[NoteLine]:
    """An item of a list: the mark stands before its first line."""
    first, *others = note_lines(item, level) if item else [NoteLine((), level)]
    yield NoteLine(((mark, False), *first.stretches), level)
    yield from others


def _headed(term: tuple[tuple[str, bool], ...], meaning: Sequence[Block], level: int) -> Iterator[NoteLine]:
    """Words and what they mean, in one line where that is a line."""
    first, *others = list(note_lines(meaning, level)) or [NoteLine((), level)]
    yield NoteLine((*((text, True) for text, _ in term), (": ", True), *first.stretches), level)
    yield from others


def _rows(table: Table, level: int) -> Iterator[NoteLine]:
    """A row as one line, each cell behind the head of its column."""
    for row in table.rows:
        parts: list[tuple[str, bool]] = []
        for head, cell in zip(table.head, row, strict=False):
            label = "".join(text for text, _ in _stretches(head))
            parts += [("; ", False)] if parts else []
            parts += [(f"{label}: ", False)] if label and cell else []
            parts += _stretches(cell)
        yield NoteLine((("– ", False), *parts), level + 1)


def _answered(said: Statement, level: int) -> Iterator[NoteLine]:
    yield NoteLine(((f"{said.number}. {said.text}", False),), level)
    where = f" ({said.rule_name} · {said.page})" if said.rule_name else ""
    yield NoteLine(((f"{said.said}. ", True), (f"{said.because}{where}", False)), level + 1)
    if said.since_2016:
        yield NoteLine((("Changed since 2016: ", True), (said.since_2016, False)), level + 1)


def fitted(blocks: Sequence[Block]) -> tuple[tuple[NoteLine, ...], int]:
    """The lines that the page holds, and the size of their type: the largest that fits."""
    floor = BODY.sizes[-1]
    for said in (blocks, tuple(map(_closer, blocks)), tuple(map(_closer, _needed(blocks)))):
        lines = tuple(note_lines(said))
        size = next((size for size in BODY.sizes if high(lines, size) <= BODY.box.height), 0)
        if size:
            return lines, size
    rest = NoteLine(((THE_REST, True),))
    count = bisect_right(range(len(lines)), BODY.box.height, key=lambda some: high((*lines[:some], rest), floor)) - 1
    kept = lines[: max(0, count)]
    while kept and all(strong for _, strong in kept[-1].stretches):  # a heading without what it heads
        kept = kept[:-1]
    return (*kept, rest), floor


def _needed(blocks: Sequence[Block]) -> Iterator[Block]:
    """Without what plan and key say as well: sources, what to hand out and to leave out, what has changed since 2016."""
    for before, block in zip((None, *blocks), blocks, strict=False):
        if LATE_HEADING in (before, block):
            continue
        if isinstance(block, tree.Box):
            yield replace(block, blocks=tuple(_needed(block.blocks)))
        elif isinstance(block, Statement):
            yield replace(block, since_2016="", because=f"{block.because} {SINCE}") if block.since_2016 else block
        elif not (isinstance(block, Paragraph) and block.small):
            yield block


def _closer(block: Block) -> Block:
    """A statement with its answer and its reason in one paragraph, without the place where it is taught."""
    if not isinstance(block, Statement):
        return block
    since = (Words(" Changed since 2016: ", strong=True), Words(block.since_2016)) if block.since_2016 else ()
    said = (
        Words(f"{block.number}. {block.text} "),
        Words(f"{block.said}. ", strong=True),
        Words(block.because),
        *since,
    )
    return Paragraph(said)


def high(lines: Sequence[NoteLine], size: int) -> float:
    """How high notes are, in points, at a size of type."""
    rows = sum(_rows_of(line, size) for line in lines)
    return size * (ROWS * rows + BODY.gap * max(0, len(lines) - 1))


def _rows_of(line: NoteLine, size: int) -> int:
    """How many rows a line takes: measured as strong where most of it is."""
    strong = sum(len(text) for text, strong in line.stretches if strong)
    weight = BOLD if strong > len(line.text) / 2 else REGULAR
    room = (BODY.box.width - INDENT * line.level) * MEASURED_WIDER[weight] / WIDER
    return line_count(line.text, size, room, weight)


def notes_shapes(blocks: Sequence[Block], foot: str) -> str:
    """What stands on the page of notes: the picture of the slide, the notes, the foot."""
    lines, size = fitted(blocks)
    said = "".join(_note(line, size) for line in lines) or paragraph(f'<a:endParaRPr lang="{LANGUAGE}"/>')
    return (
        _image("<p:spPr/>")
        + placeholder(3, "Notes", BODY_PH, said).replace("<a:bodyPr/>", SHRINKS, 1)
        + placeholder(4, "Foot", FOOT_PH, paragraph(run(foot, FOOT.sizes[0])))
        + placeholder(5, "Number", NUMBER_PH, paragraph(page_number(COUNT.sizes[0])))
    )


def page_number(size: float, number: int = 0) -> str:
    """The number of the slide, which the program keeps right."""
    kind = f'<a:rPr lang="{LANGUAGE}" sz="{round(size * 100)}"/>'
    return f'<a:fld id="{NUMBER_FIELD}" type="slidenum">{kind}<a:t>{number or "‹#›"}</a:t></a:fld>'


def _image(place: str) -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr>{place}</p:sp>'
    )


def _note(line: NoteLine, size: int) -> str:
    margin = emu(INDENT * line.level)
    before = f'<a:lnSpc><a:spcPts val="{round(size * ROWS * 100)}"/></a:lnSpc>'
    before += f'<a:spcBef><a:spcPts val="{round(size * BODY.gap * 100)}"/></a:spcBef>'
    runs = "".join(run(text, size, bold=strong) for text, strong in line.stretches if text)
    return paragraph(runs or f'<a:endParaRPr lang="{LANGUAGE}"/>', f'<a:pPr marL="{margin}">{before}</a:pPr>')


def notes_master() -> str:
    """The page of notes as it is printed."""
    styles = "".join(
        f'<a:lvl{level}pPr marL="0" algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{round(SPACING * 100_000)}"/></a:lnSpc>'
        f'<a:defRPr lang="{LANGUAGE}" sz="1200" kern="1200">{colour("tx1")}{TYPE}</a:defRPr></a:lvl{level}pPr>'
        for level in range(1, 10)
    )
    page = (
        f"<p:notesMaster {NAMES}><p:cSld><p:bg><p:bgPr>{colour('FFFFFF')}<a:effectLst/></p:bgPr></p:bg>"
        f"<p:spTree>{TREE}{''.join(_holders())}</p:spTree></p:cSld>"
        f"{COLOUR_MAP}<p:notesStyle>{styles}</p:notesStyle></p:notesMaster>"
    )
    return page.replace("+mn-lt", FONT)  # some programs do not look up the theme for notes


def _holders() -> Iterator[str]:
    square = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    hair = f'<a:noFill/><a:ln w="9525">{colour("accent3")}</a:ln>'
    yield _image(f"<p:spPr>{frame(IMAGE)}{square}{hair}</p:spPr>")
    yield holder(3, "Notes", BODY_PH, BODY, "tx1", "Notes")
    yield holder(4, "Foot", FOOT_PH, FOOT, "accent6", "Course, edition and dates")
    yield holder(5, "Number", NUMBER_PH, COUNT, "accent6", "‹#›", "r")
