"""Gives a tree its last shape: ids of headings, scrolling tables, single labels, sources of law, words to search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.extensions.toc import slugify

from course.catalogue.page_texts import HERE
from course.catalogue.passage import Passage, Sheet
from course.catalogue.tree_checks import HEADINGS, each, words_of

HOLDERS = ("p", "li", "dd", "dt", "td", "th", "summary", "pre", *HEADINGS)
BLOCKS = frozenset({*HOLDERS, "ul", "ol", "dl", "div", "section", "aside", "details", "table", "blockquote"})
PART = re.compile(r"p\.[0-9]+")
"""The id of a paragraph, an item or a row, by which the search opens a page there. Authors' ids hold no full stop."""
PARTS = frozenset({"p", "li", "dd", "tr", "summary"})
NOT_PROSE = frozenset({"law", "block-title", "source"})
NOT_PROSE_TAGS = frozenset({"table", "summary", "pre", *HEADINGS})
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
ALIGNED = {"text-align: center;": "align-center", "text-align: right;": "align-right"}


def give_ids(root: Element, passage: Passage, sheet: Sheet) -> None:
    """Every heading gets the id that its author gave, or one made of its words; no id stands twice on a page."""
    for element in root.iter():
        own = element.get("id")
        if own is None:
            continue
        line = passage.line_of(f"#{own}")
        if own in sheet.anchors:
            message = f"the id `{own}` stands twice on this page"
            passage.problems.error(passage.path, line, message, "give one of them another id")
        sheet.anchors.add(own)
    for heading in each(root, *HEADINGS):
        if heading.get("id") is None:
            stem = slugify(words_of(heading), "-") or "part"
            made, number = stem, 1
            while made in sheet.anchors:
                number += 1
                made = f"{stem}-{number}"
            heading.set("id", made)
            sheet.anchors.add(made)


def number_parts(root: Element, sheet: Sheet) -> None:
    """Give every part that the search can open its id. A paragraph within an item needs none beside the item's."""
    if sheet.numbers_parts:
        _number_parts(root, sheet)


def _number_parts(parent: Element, sheet: Sheet) -> None:
    for child in parent:
        if child.tag in PARTS and not _is_silent(child, parent):
            sheet.parts += 1
            child.set("id", f"p.{sheet.parts}")
        if child.tag != "thead":
            _number_parts(child, sheet)


def _is_silent(child: Element, parent: Element) -> bool:
    """Whether a part is nothing to be found by itself: the usual title of a block, a source, the place of a quiz."""
    usual = child.get("class") in ("block-title", "source") and parent.get("class") not in ("sector", "being-checked")
    return usual or (child.tag == "p" and parent.tag in ("li", "dd")) or words_of(child) == HERE


def take_out(root: Element, name: str) -> list[Element]:
    """Remove every block of that class from the tree; what was taken out, in order."""
    taken = []
    for parent in list(root.iter()):
        for child in list(parent):
            if child.get("class") == name:
                parent.remove(child)
                taken.append(child)
    return taken


def key_points(root: Element) -> tuple[str, ...]:
    """The lines of the key points as plain words."""
    blocks = (element for element in root.iter("section") if element.get("class") == "key-points")
    return tuple(words_of(item) for block in blocks for item in block.iter("li"))


def name_sources(root: Element) -> None:
    """The last line of a law block is its source."""
    for block in root.iter("aside"):
        paragraphs = block.findall("p")
        if block.get("class") == "law" and paragraphs and words_of(paragraphs[-1]).startswith("Source:"):
            paragraphs[-1].set("class", "source")


def wrap_tables(root: Element, sheet: Sheet) -> None:
    """A table that is too wide scrolls by itself, by keyboard too, under the name of the heading above it.

    On a phone its rows are stacked: every cell knows the head of its column, and all say what they are, for some browsers
    forget that they are a table when they are no longer laid out as one.
    """
    _wrap_tables(root, sheet.title)


def _wrap_tables(parent: Element, heading: str) -> str:
    for index, child in enumerate(list(parent)):
        if child.tag in HEADINGS:
            heading = words_of(child)
        if child.tag != "table":
            heading = _wrap_tables(child, heading)
            continue
        attributes = {"class": "table", "role": "region", "tabindex": "0", "aria-label": f"Table: {heading}"}
        box = Element("div", attributes)
        box.tail, child.tail = child.tail, None
        parent[index] = box
        box.append(child)
        _shape_cells(child)
    return heading


def _shape_cells(table: Element) -> None:
    for cell in each(table, "th", "td"):
        style = cell.attrib.pop("style", "")
        if style in ALIGNED:
            cell.set("class", ALIGNED[style])
        if cell.tag == "th" and not words_of(cell):
            cell.tag = "td"  # An empty header cell names nothing.
        elif cell.tag == "th":
            cell.set("scope", "col")
    _name_cells(table)


def _name_cells(table: Element) -> None:
    heads = [words_of(cell) for cell in table.iterfind("thead/tr/*")]
    for row in table.iterfind("tbody/tr"):
        for cell, head in zip(row, heads, strict=False):
            if head:
                cell.set("data-label", head)
    for element in table.iter():
        if element.tag in ROLES:
            element.set("role", ROLES[element.tag])


def single_labels(root: Element, sheet: Sheet) -> None:
    """Regions of one page differ in name."""
    for element in root.iter():
        label = element.get("aria-label")
        if label is not None:
            element.set("aria-label", sheet.single_label(label))


def passages(root: Element, *, prose: bool) -> Iterator[str]:
    """The paragraphs, items and cells of a tree as words; with `prose` without law, headings, titles and tables."""
    if prose and (root.tag in NOT_PROSE_TAGS or root.get("class") in NOT_PROSE):
        return
    if root.tag in HOLDERS:
        words = " ".join("".join(_inline_text(root)).split())
        if words:
            yield words
    for child in root:
        if child.tag in BLOCKS or root.tag not in HOLDERS:
            yield from passages(child, prose=prose)


def _inline_text(element: Element) -> Iterator[str]:
    """The text of an element without the blocks within it."""
    yield element.text or ""
    for child in element:
        if child.tag not in BLOCKS:
            yield from _inline_text(child)
        yield child.tail or ""


def joined(elements: list[Element]) -> Element:
    """One element that holds what the others held, in order."""
    root = Element("div")
    for element in elements:
        root.extend(list(element))
    return root
