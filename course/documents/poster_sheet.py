"""The seven key questions as a sheet: the drawing, and behind it the list that says the same.

The poster to hang on a wall is `poster.py`, which fits the drawing with the banner and the contacts on one side. This is the
same in blocks, for the screen and for the file that holds all sheets of a pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from course.catalogue.model import Catalogue
from course.documents.flowchart_drawing import draw
from course.documents.poster import LIST_TITLE, PICTURE, REBUILT, SIDE, SIDE_END, SIDE_SLOTS, SIDE_TITLE
from course.documents.reader import Reader
from course.documents.tree import (
    Block,
    Box,
    Bullets,
    Columns,
    Drawing,
    Heading,
    NewPage,
    Paragraph,
    Sheet,
    Words,
    line,
    paragraph,
)
from course.rules.ways import Step, steps

KICKER = "To hang up"
NOT_SURE = "Not sure?"
BESIDE_ALREADY = re.compile(rf"<p[^>]*>[^<]*<span[^>]*>⟦local:(?:{'|'.join(SIDE_SLOTS)})⟧</span></p>")
"""A paragraph that is nothing but one of the contacts beside the drawing."""


def poster(catalogue: Catalogue, local: Mapping[str, str], paper: str = "a4") -> Sheet:
    """The flowchart with its banner and the local contacts; `paper` is "a4" or "a3"."""
    reader, chart = Reader(catalogue, local), catalogue.flowchart
    made: tuple[Block, ...] = (
        Box("plain", chart.banner_title, reader.read(chart.banner_text)),
        Drawing(draw(chart), PICTURE, beside=_beside(reader)),
        NewPage(),
        Heading(2, line(LIST_TITLE)),
        Columns(
            (
                Paragraph((Words(chart.begin, strong=True), Words(f": go to question {chart.first.number}."))),
                *_steps(reader),
                *_ends(reader),
            )
        ),
    )
    name = "poster" if paper == "a4" else "poster-a3"
    return Sheet(name, chart.title, KICKER, "learners", made, paper=paper)


def _beside(reader: Reader) -> tuple[Block, ...]:
    """Whom to ask at any box."""
    told = tuple(paragraph(each) for each in SIDE)
    rebuilt = paragraph(f"{REBUILT[0].upper()}{REBUILT[1:]}", small=True)
    return (Heading(2, line(SIDE_TITLE)), *told, reader.contacts(*SIDE_SLOTS), paragraph(SIDE_END), rebuilt)


def _steps(reader: Reader) -> Iterator[Block]:
    for step in steps(reader.catalogue.flowchart):
        yield Heading(3, line(f"{step.question.number} {step.question.title}"))
        yield paragraph(step.question.ask)
        yield Bullets((*_ways(step), _not_sure(reader, step)))


def _ways(step: Step) -> Iterator[tuple[Block, ...]]:
    for way in step.ways:
        yield (Paragraph((Words(f"{way.answer}:", strong=True), Words(f" go to {way.place}. {way.because}"))),)


def _not_sure(reader: Reader, step: Step) -> tuple[Block, ...]:
    """Behind the answers, the words of its first paragraph in the same line, without the contacts beside the drawing."""
    first, *others = reader.read(BESIDE_ALREADY.sub("", step.question.not_sure))
    if not isinstance(first, Paragraph):
        return (Paragraph(line(NOT_SURE, strong=True)), first, *others)
    return (Paragraph((Words(NOT_SURE, strong=True), Words(" "), *first.line)), *others)


def _ends(reader: Reader) -> Iterator[Block]:
    for end in reader.catalogue.flowchart.ends:
        yield Heading(3, line(end.title))
        yield from reader.read(end.text)
