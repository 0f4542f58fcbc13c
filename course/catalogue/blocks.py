"""Our Markdown: its extensions, the blocks `/// name`, the marks `{{ local … }}` and `{{ rule … }}`; no raw HTML."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension, BlocksProcessor  # type: ignore[import-untyped]
from pymdownx.blocks.block import Block  # type: ignore[import-untyped]

from course.catalogue.scan import BLOCK_ARGUMENTS, INLINE_MARKS, law_date

RAW_HTML = "raw-html"
MARK_TAG = "course-mark"
MARK = rf"\{{\{{ *({'|'.join(INLINE_MARKS)}) +([a-z][a-z0-9-]*) *\}}\}}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The element that a block becomes; `{}` in `title` stands for the words behind the bar."""

    tag: str
    title: str
    label: str | None = None
    role: str | None = None


SHAPES = {
    "key-points": Shape("section", "Remember", label="Remember"),
    "facilitator": Shape("section", ""),
    "details": Shape("details", "{}"),
    "law": Shape("aside", "The law ", label="The law"),
    "sector": Shape("section", "In practice: {}"),
    "content-note": Shape("div", "", role="note"),
    "earlier-rule": Shape("aside", "The earlier rule", label="The earlier rule"),
    "being-checked": Shape("aside", "Being checked: {}", label="Being checked"),
}


class CourseBlock(Block):  # type: ignore[misc]
    """A block of the course; which one is the class's `NAME`."""

    ARGUMENT = None  # Missing and needless words are told with their line by `scan`.

    def on_create(self, parent: Element) -> Element:
        """Make the element with its title; what the block holds is put below by the library."""
        shape, words = SHAPES[self.NAME], str(self.argument or "")
        element = SubElement(parent, shape.tag, {"class": self.NAME})
        if shape.label:
            element.set("aria-label", shape.label)
        if shape.role:
            element.set("role", shape.role)
        if shape.title:
            self._title(element, shape, words)
        return element

    def _title(self, element: Element, shape: Shape, words: str) -> None:
        if self.NAME == "details":
            SubElement(element, "summary").text = words
            return
        title = SubElement(element, "p", {"class": "block-title"})
        title.text = shape.title.format(_within(words) if self.NAME == "sector" else words)
        day = law_date(words) if self.NAME == "law" else None
        if day is not None:
            SubElement(title, "span", {"class": "law-date"}).text = f"checked {day.day} {day:%B %Y}"


def _within(words: str) -> str:
    """Words that go on after a colon: "Early years" becomes "early years", "GPs" stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


class CourseBlocks(BlocksExtension):  # type: ignore[misc]
    """Puts the blocks of the course into Markdown."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:  # noqa: N802
        """Register one class for every block."""
        for name in BLOCK_ARGUMENTS:
            block_mgr.register(type("CourseBlock", (CourseBlock,), {"NAME": name}), self.getConfigs())


class _Mark(InlineProcessor):
    """`{{ local front-door }}` becomes an element that is given its meaning when the text is finished."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element(MARK_TAG, {"kind": m.group(1), "name": m.group(2)})
        return element, m.start(0), m.end(0)


class _RawHtml(InlineProcessor):
    """HTML in a text is shown as it is written, and noted as a fault."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        element = Element("span", {"class": RAW_HTML})
        element.text = AtomicString(m.group(0))
        return element, m.start(0), m.end(0)


class CourseDialect(Extension):
    """Adds our marks and takes away what the course does not use."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the marks; turn off raw HTML, mail addresses and underlined headings."""
        md.preprocessors.deregister("html_block")
        md.parser.blockprocessors.deregister("setextheader")
        md.inlinePatterns.deregister("automail")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_RawHtml(HTML_RE, md), "html", 90)
        md.inlinePatterns.register(_Mark(MARK, md), "course-mark", 175)


def make_markdown() -> Markdown:
    """A Markdown of our dialect. It keeps state: `reset()` before each text, one thread at a time."""
    extensions: list[str | Extension] = [
        "attr_list",
        "def_list",
        "tables",
        "sane_lists",
        "smarty",
        CourseBlocks(),
        CourseDialect(),
    ]
    return Markdown(extensions=extensions, output_format="html")


def to_tree(markdown: Markdown, text: str) -> Element:
    """The finished tree of a text, holding true characters: nothing is left to be put back afterwards."""
    held: list[Element] = []

    def keep(root: Element) -> str:
        held.append(root)
        return "<div></div>"

    markdown.reset()
    markdown.serializer = keep
    markdown.convert(text)
    root = held[0] if held else Element("div")
    for element in root.iter():
        element.text = _put_back(element.text, markdown)
        element.tail = _put_back(element.tail, markdown)
        for name, value in element.attrib.items():
            element.set(name, _put_back(value, markdown) or "")
    return root


STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")


def _put_back(text: str | None, markdown: Markdown) -> str | None:
    """Quotation marks and entities that Markdown keeps aside until it has written its HTML."""
    if text is None or "\x02" not in text:
        return text
    kept = markdown.htmlStash.rawHtmlBlocks
    text = STASHED.sub(lambda match: html.unescape(str(kept[int(match[1])])), text)
    return text.replace("\x02amp\x03", "&")
