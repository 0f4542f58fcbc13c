"""Reads texts of the course for a sheet: with the local details that hold there, and what empty ones are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course.catalogue.model import Catalogue, Slot, Source
from course.documents.paper_text import contact
from course.documents.tree import Blank, Block, Definitions, Line, Paragraph, Words, line
from course.documents.tree_reading import blocks


@dataclass(frozen=True, slots=True)
class Reader:
    """The catalogue, and the local details by slot as plain words; an empty one becomes a line to write on."""

    catalogue: Catalogue
    local: Mapping[str, str]

    def read(self, html: str, *, down: int = 0) -> tuple[Block, ...]:
        """The blocks of a text, its headings `down` levels lower."""
        labels = {slot.id: slot.label for slot in self.catalogue.slots.values()}
        return blocks(html, self.local, labels, down=down)

    def contact(self, slot: Slot) -> Line:
        """A local detail by itself, line by line, or a place to write it."""
        found = self.local.get(slot.id, "").strip()
        return (Words(contact(found)),) if found else (Blank(slot.label),)

    def contacts(self, *slots: str) -> Definitions:
        """What the slots are called, and what stands in them; a slot that the course does not have is left out."""
        known = (self.catalogue.slots[slot] for slot in slots if slot in self.catalogue.slots)
        return Definitions(tuple((line(slot.label), (Paragraph(self.contact(slot)),)) for slot in known))


def source_line(source: Source) -> str:
    """Where a fact comes from, in one line."""
    return ", ".join(each for each in (source.title, source.publisher, source.dated) if each)
