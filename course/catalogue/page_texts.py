"""Divides the text of a module into its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from course.catalogue.scan import Marker, scan
from course.catalogue.sources import Source
from course.catalogue.typography import typeset
from course.catalogue.yaml_lines import Fault

PAGE_BLOCKS = ("key-points", "facilitator", "details", "law", "sector", "content-note", "earlier-rule")
PAGE_START = re.compile(r"^#(?!#)")
HEADING = re.compile(r"^# +(?P<title>.*?) *(?:\{:? *(?P<attributes>[^{}]*)\} *)?$")
ATTRIBUTE = re.compile(r'#(?P<id>\S+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))')
ID = re.compile(r"[a-z][a-z0-9-]*")
HERE = "⟦here⟧"
HEADING_MEND = "write `# Title {#page-id minutes=3}`"


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as written. `text` begins on line `text_line`; `shown` is the same with `HERE` for a quiz or flowchart.

    `minutes` is 0 when they are missing; `cases_follow` is True when the line `{{ cases }}` stands at its end.
    """

    id: str
    title: str
    minutes: int
    teaches: tuple[str, ...]
    line: int
    text: str
    text_line: int
    shown: str
    marker: Marker | None
    cases_follow: bool


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    title: str
    minutes: int
    teaches: tuple[str, ...]


def split_pages(source: Source) -> tuple[list[PageText], list[Fault]]:
    """The pages of a module in order, and every fault of their headings, blocks and markers."""
    lines = source.body.split("\n")
    starts = [index for index, line in enumerate(lines) if PAGE_START.match(line)]
    faults: list[Fault] = []
    for index, line in enumerate(lines[: starts[0]] if starts else lines):
        if line.strip():
            place = source.body_line + index
            faults.append(Fault(place, "text stands before the first page", f"begin a page above it: {HEADING_MEND}"))
            break
    if not starts:
        faults.append(Fault(source.body_line, "the module has no page", HEADING_MEND))
        return [], faults
    pages = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        page, found = _page(lines[start:stop], source.body_line + start)
        pages.append(page)
        faults += found
    return pages, faults


def _page(lines: list[str], line: int) -> tuple[PageText, list[Fault]]:
    heading, faults = _heading(lines[0], line)
    text = "\n".join(lines[1:])
    found = scan(text, line + 1, blocks=PAGE_BLOCKS, page_marks=True)
    faults += found.faults
    shown = [mark for mark in found.markers if mark.kind != "cases"]
    cases = [mark for mark in found.markers if mark.kind == "cases"]
    faults += _marker_faults(shown, cases, lines[1:])
    page = PageText(
        id=heading.id,
        title=heading.title,
        minutes=heading.minutes,
        teaches=heading.teaches,
        line=line,
        text=text,
        text_line=line + 1,
        shown=_with_here(lines[1:], found.markers),
        marker=shown[0] if shown else None,
        cases_follow=bool(cases),
    )
    return page, faults


def _with_here(lines: list[str], markers: tuple[Marker, ...]) -> str:
    """The text with markers taken out; the first one that shows something leaves `HERE` in its place."""
    result, first = list(lines), True
    for mark in markers:
        result[mark.index] = f"\n{HERE}\n" if first and mark.kind != "cases" else ""
        first = first and mark.kind == "cases"
    return "\n".join(result)


def _marker_faults(shown: list[Marker], cases: list[Marker], lines: list[str]) -> list[Fault]:
    faults = []
    for mark in shown[1:]:
        faults.append(Fault(mark.line, "a page shows one quiz or flowchart at most", "divide the page in two"))
    for mark in shown:
        if mark.kind == "quiz" and not ID.fullmatch(mark.name):
            faults.append(Fault(mark.line, "the quiz marker names no quiz", "write `{{ quiz page-id }}`"))
        if mark.kind == "flowchart" and mark.name:
            faults.append(Fault(mark.line, "the flowchart marker takes no name", "write `{{ flowchart }}`"))
    for mark in cases:
        if any(line.strip() for line in lines[mark.index + 1 :]):
            mend = "put it at the end of a page, below it the heading of the next"
            faults.append(Fault(mark.line, "the cases marker does not stand between two pages", mend))
    return faults


def _heading(text: str, line: int) -> tuple[_Heading, list[Fault]]:
    match = HEADING.match(text)
    if match is None or not match["title"]:
        return _Heading("", text.lstrip("# "), 0, ()), [Fault(line, "the heading is not understood", HEADING_MEND)]
    attributes, faults = _attributes(match["attributes"] or "", line)
    page_id, minutes = attributes.get("id", ""), attributes.get("minutes", "")
    if not page_id:
        faults.append(Fault(line, "the page has no id", HEADING_MEND))
    elif not ID.fullmatch(page_id):
        mend = "use lower-case letters, digits and hyphens, a letter first"
        faults.append(Fault(line, f"`{page_id}` is not of the form of an id", mend))
    if not minutes:
        faults.append(Fault(line, "the page has no minutes", HEADING_MEND))
    elif not re.fullmatch(r"[1-9][0-9]?", minutes):
        faults.append(Fault(line, f"`{minutes}` is not a number of minutes", "write a whole number from 1 to 99"))
    teaches = tuple(attributes.get("teaches", "").split())
    number = int(minutes) if re.fullmatch(r"[1-9][0-9]?", minutes) else 0
    return _Heading(page_id, typeset(match["title"]), number, teaches), faults


def _attributes(text: str, line: int) -> tuple[dict[str, str], list[Fault]]:
    values: dict[str, str] = {}
    faults = []
    for match in ATTRIBUTE.finditer(text):
        key = match["key"] or "id"
        value = match["id"] or match["quoted"] or match["bare"] or ""
        if key not in ("id", "minutes", "teaches"):
            faults.append(Fault(line, f"`{key}` is not known in a page heading", "take it out"))
        elif key in values:
            faults.append(Fault(line, f"`{key}` stands twice in the heading", "keep one of the two"))
        values[key] = value
    if ATTRIBUTE.sub("", text).strip():
        faults.append(Fault(line, "a part of the heading is not understood", f'{HEADING_MEND}, teaches="a b" if any'))
    return values, faults
