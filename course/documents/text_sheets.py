"""Sheets for running the course in a room that are texts: those of content/sheets, the list of changes, the local details."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from course.catalogue.model import Catalogue, Change, Slot
from course.documents.reader import Reader
from course.documents.sheet_names import CHANGES, SLOTS
from course.documents.tree import (
    Block,
    Box,
    Definitions,
    Field,
    Heading,
    Paragraph,
    Sheet,
    Table,
    line,
    paragraph,
    plain,
)
from course.rules.local_information import NAME

LEAST_OF_WIDTH, MOST_OF_WIDTH = 10, 64  # hundredths of the line for the names of what is to be written in
FOR_TRAINERS, FOR_LEARNERS = "For the trainer", "For you"
CHANGE_KINDS = {
    "typo": "Slips of the pen: nothing to look at again",
    "meaning": "A change of meaning",
    "law": "A change of the law",
}
CHANGES_OPENING = (
    "What has changed in the course, the newest first. If you have taught an earlier edition, read this before you teach "
    "again: people in the room may have learned it the other way."
)
SLOTS_OPENING = (
    "Every local detail that the course can show. Where a line is empty, learners read that it is not yet filled in. Find out "
    "what belongs there, and write it here with the day on which you checked it. Then give this sheet to whoever looks after "
    "the site."
)
SLOTS_CARE = (
    "Role titles and public or work numbers only. Ring each number before you write down that you have checked it."
)
CHECKED, NEVER = "Checked on", "Nobody has said when it was checked"


def text_sheet(catalogue: Catalogue, name: str, local: Mapping[str, str]) -> Sheet:
    """A text of content/sheets. Raises KeyError for a name that none has."""
    sheet = catalogue.sheets[name]
    blocks = tuple(_to_write_in(each) for each in Reader(catalogue, local).read(sheet.html))
    kicker = FOR_TRAINERS if sheet.audience == "trainer" else FOR_LEARNERS
    return Sheet(sheet.id, sheet.title, kicker, sheet.audience, blocks)


def _to_write_in(block: Block) -> Block:
    """A table with empty cells is one to write in: the first column as wide as its words, the others get the rest."""
    if not isinstance(block, Table) or all(all(row) for row in block.rows):
        return block
    longest = max(len(plain(row[0])) for row in block.rows)
    first, others = min(MOST_OF_WIDTH, LEAST_OF_WIDTH + longest), len(block.head) - 1
    return replace(block, shares=(first * others, *((100 - first,) * others)), to_fill=True, rows_head=True)


def change_log(catalogue: Catalogue) -> Sheet:
    """All changes, those of the newest edition first; the pages and statements that each one touches by their names."""
    blocks: list[Block] = [paragraph(CHANGES_OPENING)]
    newest = sorted(catalogue.course.changes, key=lambda change: change.date, reverse=True)
    for (edition, day), some in groupby(newest, lambda change: (change.edition, change.date)):
        blocks.append(Heading(2, line(f"Edition {edition}, {_day(day)}")))
        for change in some:
            blocks.append(Box("plain", CHANGE_KINDS[change.kind], tuple(_change(catalogue, change))))
    return Sheet("change-log", CHANGES, FOR_TRAINERS, "trainer", tuple(blocks))


def _change(catalogue: Catalogue, change: Change) -> Iterator[Block]:
    yield paragraph(change.what)
    titles = [page.title for name in change.pages if (page := catalogue.page(name))]
    texts = {statement.id: statement.text for quiz in catalogue.quizzes.values() for statement in quiz.statements}
    statements = [f"“{texts[name]}”" for name in change.statements if name in texts]
    for label, found in (("Pages", titles), ("Statements", statements)):
        if found:
            yield Paragraph(line(f"{label}: {'; '.join(found)}"), small=True)


def local_slots(catalogue: Catalogue, local: Mapping[str, str], checked: Mapping[str, dt.date] | None = None) -> Sheet:
    """All local details, group by group: what is filled in and when it was checked, or lines to write on.

    `checked`: by slot, the day on which somebody checked it; who knows no such days leaves it out, and none is printed. Of the
    partnership's own name nobody asks.
    """
    blocks: list[Block] = [paragraph(SLOTS_OPENING), paragraph(SLOTS_CARE)]
    groups: dict[str, list[Slot]] = {}
    for slot in catalogue.slots.values():
        groups.setdefault(slot.group, []).append(slot)
    for group, slots in groups.items():
        blocks.append(Heading(2, line(group)))
        for slot in slots:
            blocks += _slot(Reader(catalogue, local), slot, checked)
    return Sheet("local-slots", SLOTS, FOR_TRAINERS, "trainer", tuple(blocks))


def _slot(reader: Reader, slot: Slot, checked: Mapping[str, dt.date] | None) -> Iterator[Block]:
    if not reader.local.get(slot.id, "").strip():
        yield Field(slot.label, hint=slot.note, lines=2)
        return
    found: list[Block] = [Paragraph(reader.contact(slot))]
    if checked is not None and slot.id != NAME:
        day = checked.get(slot.id)
        found.append(Paragraph(line(f"{CHECKED} {_day(day)}" if day else NEVER), small=True))
    yield Definitions(((line(slot.label), tuple(found)),))


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
