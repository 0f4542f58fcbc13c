"""Pieces of DrawingML as text. What somebody typed is escaped here and nowhere else, so that it can never be markup."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from course.documents.slide_boxes import Box

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'
TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
LANGUAGE = "en-GB"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EMU = 12_700  # in a point


def emu(points: float) -> int:
    """Points in the unit of the file."""
    return round(points * EMU)


def clean(text: str) -> str:
    """Words without what XML cannot hold."""
    return NOT_XML.sub("", text)


def words(text: str) -> str:
    """Words as they stand within XML."""
    return escape(clean(text))


def attribute(text: str) -> str:
    """Words as the value of an attribute, with its quotation marks."""
    return quoteattr(clean(text))


def frame(box: Box, tag: str = "a:xfrm", turned: str = "") -> str:
    """Where a shape stands and how large it is."""
    place = f'<a:off x="{emu(box.x)}" y="{emu(box.y)}"/><a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
    return f"<{tag}{turned}>{place}</{tag}>"


def colour(name: str) -> str:
    """A fill with a colour of the theme ("tx2") or, written with its six digits, with another one."""
    kind = "srgbClr" if re.fullmatch("[0-9A-F]{6}", name) else "schemeClr"
    return f'<a:solidFill><a:{kind} val="{name}"/></a:solidFill>'


def run(text: str, size: float, *, bold: bool = False, fill: str = "") -> str:
    """A stretch of words; the lines of a text are divided by breaks."""
    weight = ' b="1"' if bold else ""
    properties = f'lang="{LANGUAGE}" sz="{round(size * 100)}"{weight} dirty="0"'
    kind = f"<a:rPr {properties}>{colour(fill)}</a:rPr>" if fill else f"<a:rPr {properties}/>"
    parts = (f"<a:r>{kind}<a:t>{words(part)}</a:t></a:r>" for part in text.split("\n"))
    return f"<a:br>{kind}</a:br>".join(parts)


def paragraph(runs: str, properties: str = "") -> str:
    """A paragraph; `properties`: what stands in `a:pPr`, with its own marks."""
    return f"<a:p>{properties}{runs}</a:p>"


def placeholder(number: int, name: str, kind: str, paragraphs: str) -> str:
    """A placeholder of the layout that is filled; kind: the attributes of `p:ph`. Its place is that of the layout."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr/>"
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def shape(number: int, name: str, geometry: str, look: str, text: str = "", *, alt: str = "") -> str:
    """A shape of its own. geometry: frame and form; look: fill and line; `alt`: what it shows, for who does not see it."""
    said = f" descr={attribute(alt)}" if alt else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute(name)}{said}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{geometry}{look}</p:spPr>{text}</p:sp>"
    )


def group(number: int, name: str, box: Box, inner: Box, shapes: str, alt: str) -> str:
    """Shapes that belong together: `inner` is the part of their own measure that fills the box; alt says what they show."""
    child = (
        f'<a:chOff x="{emu(inner.x)}" y="{emu(inner.y)}"/><a:chExt cx="{emu(inner.width)}" cy="{emu(inner.height)}"/>'
    )
    place = frame(box).replace("</a:xfrm>", f"{child}</a:xfrm>")
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name={attribute(name)} descr={attribute(alt)}/><p:cNvGrpSpPr/><p:nvPr/>'
        f"</p:nvGrpSpPr><p:grpSpPr>{place}</p:grpSpPr>{shapes}</p:grpSp>"
    )
