"""Safe HTML of the catalogue read back into blocks: the one way from the texts of the course to sheets and slides.

Every tag and class that `catalogue.safe_html` lets through has its meaning here; any other is an error, so that nothing of a
text can be lost on the way. Links within the site keep their plain words, for paper does not open; an address outside stands
behind its words. Anchors are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import html as lxml_html
from lxml.html import HtmlElement

from course.catalogue.markdown import ANY_MARK, LIVE_MARKS
from course.documents.paper_text import contact
from course.documents.tree import (
    Blank,
    Block,
    Box,
    Bullets,
    Definitions,
    Heading,
    Line,
    Paragraph,
    Table,
    Words,
    plain,
)

Piece = Words | Blank
BLANKS = re.compile(r"[ \t\r\n]+")
AROUND_END = re.compile(" ?\N{LINE SEPARATOR} ?")
LINE_END = "\N{LINE SEPARATOR}"  # stands for "\n" while blanks are made single
LOWEST = 4
TABLE_LABEL = "Table: "  # before the heading above it, in the label that the catalogue gives to a table
INLINE = {
    "a": ("", "term", "rule"), "strong": ("",), "em": ("",), "code": ("",), "span": ("local", "rule", "law-date"), "br": ("",),
    "svg": ("sign",), "use": ("",), "img": ("",),
}  # fmt: skip
ALIGNED = ("", "align-center", "align-right")
OUTSIDE = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a text is read with: the local details by slot, what the slots are called, by how many levels headings go down."""

    local: Mapping[str, str]
    labels: Mapping[str, str]
    down: int


def blocks(text: str, local: Mapping[str, str], labels: Mapping[str, str], *, down: int = 0) -> tuple[Block, ...]:
    """The blocks of a text, its headings `down` levels lower, yet never below the fourth.

    `local`: by slot, the details that are filled in, plain, their lines divided by "\\n"; `labels`: what each slot is called,
    for the line to write on where it is empty. Raises ValueError, naming it, for a tag or class that has no meaning here.
    """
    if not text.strip():
        return ()
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    return tuple(_flow(root, _Reading(local, labels, down)))


def _flow(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    """What an element holds: its blocks, and each run of words between them as a paragraph."""
    run: list[Piece] = [Words(element.text or "")]
    for child in element:
        if child.tag in INLINE:
            run += _inline(child, reading, Words(""))
        else:
            yield from _paragraph(run)
            yield from _block(child, reading)
            run = []
        run.append(Words(child.tail or ""))
    yield from _paragraph(run)


def _paragraph(run: list[Piece], *, small: bool = False) -> Iterator[Block]:
    words = _joined(run)
    if words:
        yield Paragraph(words, small=small)


def _block(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    makes = MAKERS.get((str(element.tag), element.get("class", "")))
    if makes is None:
        raise _unknown(element)
    return makes(element, reading)


def _unknown(element: HtmlElement) -> ValueError:
    name, kind = element.tag, element.get("class")
    return ValueError(f'no block is made of <{name} class="{kind}">' if kind else f"no block is made of <{name}>")


def _heading(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    yield Heading(min(LOWEST, int(element.tag[1:]) + reading.down), _words(element, reading))


def _text(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    yield from _paragraph(_content(element, reading, Words("")), small=element.get("class") == "source")


def _list(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    for child in element:
        _only(child, "li")
    items = tuple(tuple(_flow(child, reading)) for child in element)
    yield Bullets(items, ordered=element.tag == "ol", start=int(element.get("start", "1")))


def _definitions(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    """Several words of one meaning stand beside one another; several meanings of one word follow one another."""
    pairs: list[tuple[Line, tuple[Block, ...]]] = []
    for child in element:
        _only(child, "dt", "dd")
        if child.tag == "dd" and pairs:
            pairs[-1] = (pairs[-1][0], (*pairs[-1][1], *_flow(child, reading)))
        elif child.tag == "dt" and pairs and not pairs[-1][1]:
            pairs[-1] = ((*pairs[-1][0], Words(", "), *_words(child, reading)), ())
        else:
            pairs.append((_words(child, reading), ()))
    yield Definitions(tuple(pairs))


def _wrapped_table(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    caption = element.get("aria-label", "").removeprefix(TABLE_LABEL)
    yield from (replace(each, caption=caption) if isinstance(each, Table) else each for each in _flow(element, reading))


def _table(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    rows = [tuple(_cells(row, reading)) for row in element.iter("tr")]
    for part in element:
        _only(part, "thead", "tbody")
    yield Table("", rows[0], tuple(rows[1:]))


def _cells(row: HtmlElement, reading: _Reading) -> Iterator[Line]:
    for cell in row:
        _only(cell, "th", "td", kinds=ALIGNED)
        yield _words(cell, reading)


def _box(element: HtmlElement, reading: _Reading) -> Iterator[Block]:
    """A piece set apart. Its title is the first thing in it; the day on which a law was checked stands beside the title."""
    kind = "plain" if element.tag == "blockquote" else element.get("class", "")
    title, note = "", ""
    first = element[0] if len(element) else None
    if first is not None and (first.tag == "summary" or first.get("class") == "block-title"):
        dates = first.find_class("law-date")
        note = " ".join(each.text_content() for each in dates)
        for each in dates:
            each.drop_tree()
        title = plain(_words(first, reading))
        element.remove(first)
    yield Box(kind, title, tuple(_flow(element, reading)), note)


def _preformatted(element: HtmlElement, _reading: _Reading) -> Iterator[Block]:
    yield Paragraph((Words(element.text_content().strip("\n")),))


def _nothing(_element: HtmlElement, _reading: _Reading) -> Iterator[Block]:
    return iter(())


MAKERS: Mapping[tuple[str, str], Callable[[HtmlElement, _Reading], Iterator[Block]]] = {
    **{(f"h{level}", ""): _heading for level in range(2, 7)},
    ("p", ""): _text,
    ("p", "source"): _text,
    ("ul", ""): _list,
    ("ol", ""): _list,
    ("dl", ""): _definitions,
    ("div", "table"): _wrapped_table,
    ("table", ""): _table,
    ("section", "key-points"): _box,
    ("aside", "law"): _box,
    ("section", "sector"): _box,
    ("div", "content-note"): _box,
    ("aside", "earlier-rule"): _box,
    ("aside", "being-checked"): _box,
    ("details", "details"): _box,
    ("blockquote", ""): _box,
    ("pre", ""): _preformatted,
    ("hr", ""): _nothing,
}
"""What becomes of an element by its tag and class."""


def _only(element: HtmlElement, *tags: str, kinds: tuple[str, ...] = ("",)) -> None:
    if element.tag not in tags or element.get("class", "") not in kinds:
        raise _unknown(element)


def _words(element: HtmlElement, reading: _Reading) -> Line:
    return _joined(_content(element, reading, Words("")))


def _content(element: HtmlElement, reading: _Reading, kind: Words) -> list[Piece]:
    """The stretches within an element; `kind` says how they are written."""
    found = _said(element.text, reading, kind)
    for child in element:
        found += [*_inline(child, reading, kind), *_said(child.tail, reading, kind)]
    return found


def _said(text: str | None, reading: _Reading, kind: Words) -> list[Piece]:
    """Words, and the local details among them: strong, line by line, or a line to write on."""
    found: list[Piece] = []
    for number, part in enumerate(LIVE_MARKS.split(text or "")):
        if not number % 2:
            found.append(replace(kind, text=ANY_MARK.sub("", part)))
        elif reading.local.get(part, "").strip():
            found.append(replace(kind, text=contact(reading.local[part]).replace("\n", LINE_END), strong=True))
        else:
            found.append(Blank(reading.labels[part]))
    return found


def _inline(element: HtmlElement, reading: _Reading, kind: Words) -> list[Piece]:
    tag = str(element.tag)
    classes = element.get("class", "").split()
    if tag not in INLINE or (classes[0] if classes else "") not in INLINE[tag]:
        raise _unknown(element)
    if tag == "br":
        return [replace(kind, text=LINE_END)]
    if tag == "img":
        return [replace(kind, text=element.get("alt", ""), emphasis=True)]
    if tag in ("svg", "use"):
        return []
    found = _content(element, reading, _kind(element, classes, kind))
    address = element.get("href", "")
    return [*found, Words(" "), replace(kind, text=address, link=address)] if address.startswith(OUTSIDE) else found


def _kind(element: HtmlElement, classes: list[str], kind: Words) -> Words:
    """How the words of an element are written, within words of a kind."""
    if "rule" in classes:
        rule = next((each.removeprefix("rule-") for each in classes if each.startswith("rule-")), "")
        return replace(kind, rule=rule, strong=True)
    return replace(kind, strong=kind.strong or element.tag == "strong", emphasis=kind.emphasis or element.tag == "em")


def _joined(run: Iterable[Piece]) -> Line:
    """The same words with single blanks, none at either end or beside the end of a line; neighbours of one kind are one."""
    found: list[Piece] = []
    for each in run:
        before = found[-1] if found else None
        if isinstance(each, Blank):
            found.append(each)
            continue
        text = BLANKS.sub(" ", each.text)
        if before is None or (isinstance(before, Words) and before.text.endswith((" ", LINE_END))):
            text = text.lstrip(" ")
        if isinstance(before, Words) and replace(before, text="") == replace(each, text=""):
            found[-1] = replace(before, text=before.text + text)
        elif text:
            found.append(replace(each, text=text))
    return tuple(_finished(found))


def _finished(found: list[Piece]) -> Iterator[Piece]:
    """Ends of lines as "\\n", and nothing blank at the end."""
    while found and isinstance(last := found[-1], Words) and not last.text.strip(f" {LINE_END}"):
        found.pop()
    for number, each in enumerate(found):
        if isinstance(each, Words):
            text = AROUND_END.sub("\n", each.text)
            yield replace(each, text=text.rstrip() if number == len(found) - 1 else text)
        else:
            yield each
