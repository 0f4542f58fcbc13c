"""The blocks of a sheet as data for `templates/paper/sheets.typ`: plain words, flags, and measures in millimetres.

What keeps a page in good order is decided here: which block stays with the next one, which is not torn apart, how wide the
columns of a table are. A block without an entry in `SHOWN` is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from course.documents.table_widths import widths
from course.documents.tree import (
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
    named,
    plain,
)

LONG_WORD = 26  # letters; a longer word may be broken anywhere
WHOLE = 900  # letters of a box, or of small print, that is kept on one page
WHOLE_TABLE = 1500  # letters of a table that is kept on one page
LEADS = 260  # letters of a paragraph that stays with the list, table or field behind it
SHORT_TERM = 56  # letters of a term that stands beside its meaning
SHORT_FACT = 48  # letters of a meaning that is no more than a word or two
SHORT_CHOICE = 44  # letters of a choice that stands in a line with the others
CHART = (146.0, 206.0)  # millimetres; the template makes the drawing as large as its page allows
GATHERED: Mapping[type[Block], str] = {Statement: "Statements", Scale: "Scales", Card: "Cards"}
FOLLOWS = (Bullets, Table, Definitions, Field, Statement, Scale, Lines)

Data = dict[str, Any]


def sheet_data(sheet: Sheet) -> Data:
    """A sheet as the template reads it."""
    return {
        "id": sheet.id,
        "title": sheet.title,
        "kicker": sheet.kicker,
        "a3": sheet.paper == "a3",
        "large": sheet.large,
        "landscape": sheet.landscape,
        "blocks": block_data(sheet.blocks),
    }


def block_data(blocks: Sequence[Block]) -> list[Data]:
    """Blocks in a row. Statements, scales and half cards that follow one another are gathered: they are laid out together."""
    made: list[Data] = []
    for place, block in enumerate(blocks):
        data = SHOWN[type(block)](block)
        kind = GATHERED.get(type(block), "") if not isinstance(block, Card) or block.half else ""
        if kind and made and made[-1]["kind"] == kind:
            made[-1]["items"].append(data)
        elif kind:
            made.append({"kind": kind, "items": [data]})
        else:
            stays = _stays(
                blocks[place - 1] if place else None, block, blocks[place + 1] if place + 1 < len(blocks) else None
            )
            made.append({"kind": type(block).__name__, **data, "keep": stays})
    return made


def _stays(before: Block | None, block: Block, after: Block | None) -> bool:
    """Whether a block has to stand on the page of the next one: a heading does, what leads to a list or a table, and what
    small words behind it belong to.
    """
    if after is None or isinstance(after, NewPage):
        return False
    if isinstance(block, Heading):
        return True
    if isinstance(after, Paragraph) and after.small and isinstance(block, Paragraph | Bullets | Box):
        return _letters(SHOWN[type(block)](block)) <= (WHOLE if isinstance(block, Box) else LEADS)
    return isinstance(block, Paragraph) and _leads(before, block, after)


def _leads(before: Block | None, block: Paragraph, after: Block) -> bool:
    words = plain(block.line)
    opens = isinstance(before, Heading) and (block.small or words == plain(_strong(block.line)))
    return opens or words.endswith(":") or (isinstance(after, FOLLOWS) and len(words) <= LEADS)


def _strong(line: Line) -> Line:
    return tuple(each for each in line if isinstance(each, Words) and each.strong)


def line_data(line: Line) -> list[Any]:
    """The stretches of a line: plain words as they are, all else with what it is."""
    return [_stretch(each, plain(line[:place])) for place, each in enumerate(line)]


def _stretch(each: Words | Blank, before: str) -> str | Data:
    """A line to write on needs no name where the words before it are its name, or its beginning."""
    if isinstance(each, Blank):
        return {"blank": "" if named(each.label, before) else each.label}
    looks = {
        "strong": each.strong,
        "emphasis": each.emphasis,
        "rule": each.rule,
        "link": each.link,
        "long": any(len(word) > LONG_WORD for word in each.text.split()),
    }
    told = {name: value for name, value in looks.items() if value}
    return {"text": each.text, **told} if told else each.text


def _heading(block: Heading) -> Data:
    return {"level": block.level, "line": line_data(block.line)}


def _paragraph(block: Paragraph) -> Data:
    return {
        "line": line_data(block.line),
        "small": block.small,
        "whole": block.small and len(plain(block.line)) < WHOLE,
    }


def _bullets(block: Bullets) -> Data:
    return {"items": [block_data(each) for each in block.items], "ordered": block.ordered, "start": block.start}


def _definitions(block: Definitions) -> Data:
    """Short terms stand beside their meanings. A line to write on needs no name where the term is its name."""
    beside = all(len(plain(term)) <= SHORT_TERM for term, _ in block.pairs)
    pairs = [
        (line_data(term), block_data(_unnamed(plain(term), meaning)), _to_write_on(meaning))
        for term, meaning in block.pairs
    ]
    facts = all(_letters(meaning) <= SHORT_FACT for _, meaning, _ in pairs)
    return {"pairs": pairs, "beside": beside, "facts": facts}


def _unnamed(term: str, meaning: tuple[Block, ...]) -> tuple[Block, ...]:
    named = (Paragraph((Blank(term),)),)
    return (Paragraph((Blank(""),)),) if meaning == named else meaning


def _to_write_on(meaning: tuple[Block, ...]) -> bool:
    return any(isinstance(each, Paragraph) and each.line and isinstance(each.line[0], Blank) for each in meaning[:1])


def _table(block: Table) -> Data:
    rows = [[line_data(cell) for cell in row] for row in block.rows]
    return {
        "head": [line_data(each) for each in block.head],
        "rows": rows,
        "whole": not block.to_fill and _letters(rows) < WHOLE_TABLE,
        "widths": widths(block),
        "rows_head": block.rows_head,
        "to_fill": block.to_fill,
        "to_the_end": block.to_the_end,
    }


def _box(block: Box) -> Data:
    inside = block_data(block.blocks)
    return {
        "box": block.kind,
        "title": block.title,
        "note": block.note,
        "blocks": inside,
        "whole": _letters(inside) < WHOLE,
    }


def _letters(value: object) -> int:
    """How many letters there are in data, roughly: names of flags count as well."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(_letters(each) for each in value.values())
    return sum(_letters(each) for each in value) if isinstance(value, list | tuple) else 0


def _statement(block: Statement) -> Data:
    return {
        "number": str(block.number),
        "text": block.text,
        "labels": block.labels,
        "said": block.said,
        "because": block.because,
        "since_2016": block.since_2016,
        "rule": block.rule,
        "rule_name": block.rule_name,
        "page": block.page,
    }


def _field(block: Field) -> Data:
    short = all(len(each) <= SHORT_CHOICE for each in block.choices)
    return {"label": block.label, "hint": block.hint, "choices": block.choices, "short": short, "lines": block.lines}


def _lines(block: Lines) -> Data:
    return {"count": block.count}


def _scale(block: Scale) -> Data:
    return {"text": block.text, "least": block.least, "most": block.most}


def _card(block: Card) -> Data:
    return {"name": block.kind, "title": block.title, "blocks": block_data(block.blocks)}


def _drawing(block: Drawing) -> Data:
    chart = asdict(block.chart.fitted(*CHART))
    return {"chart": chart, "text": block.text, "beside": block_data(block.beside)}


def _picture(block: Picture) -> Data:
    return {"text": block.text}


def _columns(block: Columns) -> Data:
    return {"blocks": block_data(block.blocks)}


def _contents(_block: Contents) -> Data:
    return {}


def _new_page(block: NewPage) -> Data:
    return {"leaf": block.leaf}


SHOWN: Mapping[type[Block], Callable[[Any], Data]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Definitions: _definitions,
    Table: _table,
    Box: _box,
    Statement: _statement,
    Field: _field,
    Lines: _lines,
    Scale: _scale,
    Card: _card,
    Drawing: _drawing,
    Picture: _picture,
    Columns: _columns,
    Contents: _contents,
    NewPage: _new_page,
}
"""How each kind of block becomes data."""
