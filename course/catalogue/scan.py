"""Reads a Markdown text line by line for what Markdown itself would pass over in silence: blocks and markers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from course.catalogue.yaml_lines import Fault

BLOCK_ARGUMENTS = {  # what stands behind the bar of each block's first line
    "key-points": "",
    "facilitator": "",
    "details": "the title",
    "law": "the date on which the law was checked",
    "sector": "the sector",
    "content-note": "",
    "earlier-rule": "",
    "being-checked": "the role that checks",
}
OPENING = re.compile(r"^ {0,3}(?P<slashes>/{3,}) *(?P<name>[\w-]+) *(?:\| *(?P<argument>.*?) *)?$")
CLOSING = re.compile(r"^ {0,3}(?P<slashes>/{3,}) *$")
MARK = re.compile(r"\{\{ *(?P<inside>.*?) *\}\}")
SHORT_INDENT = re.compile(r"^ {2,3}(?:[-*+]|\d+\.) +\S")
ITEM = re.compile(r"^ {0,3}[-*+] +\S")
INLINE_MARKS = ("local", "rule")
PAGE_MARKS = ("quiz", "flowchart", "cases")


@dataclass(frozen=True, slots=True)
class Marker:
    """A line `{{ quiz SLUG }}`, `{{ flowchart }}` or `{{ cases }}`; `index` counts the lines of the text from 0."""

    kind: str
    name: str
    line: int
    index: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in a text."""

    faults: tuple[Fault, ...]
    markers: tuple[Marker, ...]


@dataclass(slots=True)
class _Open:
    name: str
    slashes: int
    line: int
    content: list[str] = field(default_factory=list)


def scan(text: str, first_line: int, *, blocks: Collection[str], page_marks: bool) -> Scan:
    """Find every fault of blocks and markers. `blocks` are those that may stand here; `page_marks` is True on pages."""
    scanner = _Scanner(blocks, page_marks)
    for index, line in enumerate(text.split("\n")):
        scanner.line(line, first_line + index, index)
    scanner.end()
    return Scan(tuple(scanner.faults), tuple(scanner.markers))


@dataclass(slots=True)
class _Scanner:
    blocks: Collection[str]
    page_marks: bool
    open: list[_Open] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)

    def fault(self, line: int, message: str, mend: str) -> None:
        self.faults.append(Fault(line, message, mend))

    def line(self, text: str, number: int, index: int) -> None:
        if match := CLOSING.match(text):
            self.close(len(match["slashes"]), number)
        elif match := OPENING.match(text):
            self.begin(match, number)
        elif text.lstrip().startswith("///"):
            self.fault(number, "the first line of a block is not understood", "write `/// name` or `/// name | words`")
        else:
            self.content(text, number)
            self.marks(text, number, index)

    def content(self, text: str, number: int) -> None:
        if SHORT_INDENT.match(text):
            self.fault(number, "an item indented by 2 or 3 blanks is not within the one above", "indent it by 4 blanks")
        if self.open:
            if not self.open[-1].content and text.startswith("    "):
                self.fault(number, "an indented first line of a block is not shown", "begin it at the left edge")
            self.open[-1].content.append(text)

    def begin(self, match: re.Match[str], number: int) -> None:
        name, argument, slashes = match["name"], match["argument"] or "", len(match["slashes"])
        if self.open and slashes >= self.open[-1].slashes:
            self.fault(number, "a block stands within a block", "close the first one, or give it one slash more")
        self.open.append(_Open(name, slashes, number))
        if name not in BLOCK_ARGUMENTS:
            self.fault(number, f"the block `{name}` is not known", f"use one of {', '.join(BLOCK_ARGUMENTS)}")
        elif name not in self.blocks:
            self.fault(number, f"the block `{name}` may not stand here", f"use one of {', '.join(self.blocks)}")
        elif BLOCK_ARGUMENTS[name] and not argument:
            self.fault(number, f"the block `{name}` lacks {BLOCK_ARGUMENTS[name]}", f"write `/// {name} | …`")
        elif argument and not BLOCK_ARGUMENTS[name]:
            self.fault(number, f"the block `{name}` takes no words behind a bar", f"write `/// {name}`")
        elif name == "law" and law_date(argument) is None:
            self.fault(number, f"`{argument}` is not a date", "write it as `/// law | 2026-11-22`")

    def close(self, slashes: int, number: int) -> None:
        if not self.open or self.open[-1].slashes != slashes:
            self.fault(number, "this line closes no block", "take it out, or look for the block that it should close")
            return
        block = self.open.pop()
        paragraphs = "\n".join(block.content).strip().split("\n\n")
        if not paragraphs[-1]:
            self.fault(block.line, f"the block `{block.name}` is empty", "write its text, or take it out")
        elif block.name == "law" and not paragraphs[-1].lstrip().startswith("Source:"):
            mend = "end it with a line `Source: …` after an empty line"
            self.fault(block.line, "the law block does not end with its source", mend)
        elif block.name == "key-points" and not any(ITEM.match(line) for line in block.content):
            self.fault(block.line, "the key points are not a list", "begin each with a dash")

    def marks(self, text: str, number: int, index: int) -> None:
        for match in MARK.finditer(text):
            kind, _, name = match["inside"].partition(" ")
            if kind in PAGE_MARKS:
                self.page_mark(Marker(kind, name.strip(), number, index), alone=text.strip() == match[0])
            elif kind not in INLINE_MARKS:
                known = "`{{ local … }}`, `{{ rule … }}`, `{{ quiz … }}`, `{{ flowchart }}` or `{{ cases }}`"
                self.fault(number, f"`{match[0]}` is not known", f"write {known}")
            elif not re.fullmatch(r"[a-z][a-z0-9-]*", name.strip()):
                self.fault(number, f"`{match[0]}` names nothing", f"write `{{{{ {kind} id }}}}`")
        rest = MARK.sub("", text)
        if "{{" in rest or "}}" in rest:
            self.fault(number, "a mark is not closed", "write `{{ … }}` on one line")
        if "⟦" in rest or "⟧" in rest:
            self.fault(number, "the signs ⟦ and ⟧ are used by the program", "take them out")

    def page_mark(self, marker: Marker, *, alone: bool) -> None:
        if not self.page_marks:
            self.fault(marker.line, f"`{marker.kind}` may stand on pages of a module only", "take it out")
        elif not alone:
            self.fault(marker.line, f"the {marker.kind} marker is not alone on its line", "give it a line of its own")
        elif self.open:
            self.fault(marker.line, f"the {marker.kind} marker stands in a block", "move it out of the block")
        else:
            self.markers.append(marker)

    def end(self) -> None:
        for block in self.open:
            slashes = "/" * block.slashes
            self.fault(block.line, f"the block `{block.name}` is not closed", f"end it with a line `{slashes}`")


def law_date(argument: str) -> dt.date | None:
    """The date behind the bar of a law block, or None when it is not written as 2026-11-22."""
    try:
        return dt.date.fromisoformat(argument) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", argument) else None
    except ValueError:
        return None
