"""Faults that show only once a text is a tree: headings, pictures, links, lists that are none, raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from course.catalogue.blocks import RAW_HTML
from course.catalogue.links import DeadLink, Target, resolve
from course.catalogue.names import Names
from course.catalogue.passage import AnchorUse, Passage, Sheet

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
NOT_A_LIST = re.compile(r"\n *(?:[-*+]|\d+\.) +(\S+)")
NOT_A_TABLE = re.compile(r"(?m)^ *\|.*\| *$")
PICTURE = re.compile(r"/static/[\w./-]+")


def each(root: Element, *tags: str) -> Iterator[Element]:
    """Every element of these tags, in the order of the text."""
    return (element for element in root.iter() if element.tag in tags)


def words_of(element: Element) -> str:
    """All text within an element, its blanks joined."""
    return " ".join("".join(element.itertext()).split())


def check_headings(root: Element, passage: Passage, *, lowest: int = 1) -> None:
    """Levels begin at 2 and none is skipped; `lowest` is the level above the first heading."""
    level = lowest
    for element in each(root, *HEADINGS):
        words, depth = words_of(element), int(str(element.tag)[1])
        where = words.split(" ")[0] if words else "#"
        if not words:
            passage.error(where, "a heading is empty", "write its words, or take it out")
        elif depth == 1:
            passage.error(
                where, f"“{words}” is a heading of level 1", "begin at `##`: the title of the page is above it"
            )
        elif depth > level + 1:
            mend = f"write `{'#' * (level + 1)} {words}`"
            passage.error(where, f"“{words}” skips a heading level", mend)
        if "{" in words:
            passage.error(where, f"the attributes of “{words}” are not understood", "write `{#id}` at the end")
        level = max(depth, 2)


def check_pictures(root: Element, passage: Passage) -> None:
    """Every picture has alternative text and comes from this site."""
    for image in root.iter("img"):
        address = image.get("src", "")
        if not image.get("alt", "").strip():
            passage.error(address or "![", "a picture has no alternative text", "write `![what it shows](…)`")
        if not PICTURE.fullmatch(address) or ".." in address:
            passage.error(address or "![", f"the picture `{address}` is not of this site", "put it in static/")


def check_plain_text(root: Element, passage: Passage) -> None:
    """HTML, and lists and tables that Markdown has taken for words because no empty line stands above them."""
    for element in root.iter():
        if element.get("class") == RAW_HTML:
            raw = element.text or ""
            del element.attrib["class"]
            if not raw.startswith("</"):  # The opening tag is told already.
                mend = "write it in Markdown; HTML is not let through"
                passage.error(raw, f"`{raw.split()[0][:30]}` is raw HTML", mend)
    for paragraph in each(root, "p", "li", "dd"):
        for text in [paragraph.text, *(child.tail for child in paragraph)]:
            if match := NOT_A_LIST.search(text or ""):
                mend = "leave an empty line above the list"
                passage.error(match[0].strip(), "a list right below a text is not shown as a list", mend)
            if match := NOT_A_TABLE.search(text or ""):
                mend = "leave an empty line above the table, and give every row as many bars"
                passage.error(match[0].strip(), "a table is not shown as a table", mend)


def resolve_links(root: Element, passage: Passage, sheet: Sheet, names: Names) -> list[AnchorUse]:
    """Give every link its address; the uses of anchors, to be looked for later."""
    uses = []
    for link in root.iter("a"):
        href = link.get("href", "")
        if not words_of(link) and not list(link.iter("img")):
            passage.error(f"[]({href}", f"the link to `{href}` has no words", "write `[words](…)`")
        target = resolve(href, names, sheet.place)
        line = passage.line_of(f"({href}")
        if isinstance(target, DeadLink):
            passage.problems.error(passage.path, line, target.message, target.mend)
            continue
        link.set("href", target.address)
        uses += _anchor_use(target, passage.path, line)
    return uses


def _anchor_use(target: Target, path: str, line: int) -> list[AnchorUse]:
    return [AnchorUse(path, line, target.place, target.anchor)] if target.place else []
