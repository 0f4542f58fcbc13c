"""A drawing that was sent as SVG, looked through before anything is done with it: shapes and colours, and nothing else.

What it may hold is listed; everything else is refused with words for whoever sent it. Entities and document types are refused
before the text is parsed, so that there is nothing to unfold. What draws programs note for themselves is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
USE = f"{{{SVG}}}use"
XLINK = "{http://www.w3.org/1999/xlink}href"
SHAPES = frozenset("svg g path rect circle ellipse line polyline polygon defs symbol use title desc style".split())
PAINT = frozenset("linearGradient radialGradient stop clipPath mask".split())
NOTES = frozenset(("metadata",))  # left out
WORDS = frozenset("text tspan textPath tref".split())
MOST_ELEMENTS = 5_000
MOST_USES = 200
LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px|pt|pc|mm|cm|in)?\s*")
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)|@import|expression\(|javascript:|\bdata:", re.IGNORECASE)

NOT_SVG = "This is no SVG file that can be read. Save it again, or send it as PNG"
DOCUMENT_TYPE = (
    "This SVG begins with a document type (DOCTYPE), which is not safe to read. Save it as “plain SVG”, or send a PNG"
)
SCRIPT = "This SVG holds a script. Send one without, or a PNG"
FROM_ELSEWHERE = "This SVG takes something from another place. Put all of it into the file, or send a PNG"
TEXT = "This SVG holds words as text, which need their font. Turn them into paths first, or send a PNG"
SOMETHING_ELSE = "This SVG holds “{}”, which we cannot use. Send it as PNG"
TOO_MUCH = "This SVG is drawn with too many pieces. Send it as PNG"
NO_SIZE = "This SVG does not say how large it is. Save it again with a width and a height, or send a PNG"


class Refused(Exception):
    """The file will not do. The message is for whoever sent it."""


def looked_through(sent: bytes) -> tuple[str, float]:
    """The drawing with what may stand in it, and how wide it is for its height. Raises Refused."""
    lowered = sent.lower()
    if b"<!doctype" in lowered or b"<!entity" in lowered:
        raise Refused(DOCUMENT_TYPE)
    root = _parsed(sent)
    for element in list(root.iter()):
        if isinstance(element.tag, str):
            _look_at(element)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS or not _uses_are_few(root):
        raise Refused(TOO_MUCH)
    return etree.tostring(root, encoding="unicode"), _shape(root)


def _parsed(sent: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever the file says: in this one it was looked through for document types
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(sent, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Refused(NOT_SVG) from fault
    if root.tag != f"{{{SVG}}}svg":
        raise Refused(NOT_SVG)
    return root


def _look_at(element: etree._Element) -> None:
    """Refuse what must not be there; take out what drawing programs note for themselves."""
    name = etree.QName(element)
    if name.namespace != SVG or name.localname in NOTES:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
        return
    if name.localname in WORDS:
        raise Refused(TEXT)
    if name.localname in ("script", "foreignObject", "handler"):
        raise Refused(SCRIPT)
    if name.localname not in SHAPES | PAINT:
        raise Refused(SOMETHING_ELSE.format(name.localname))
    if ELSEWHERE.search(element.text or ""):
        raise Refused(FROM_ELSEWHERE)
    for attribute, value in element.attrib.items():
        _look_at_attribute(str(attribute), str(value))


def _look_at_attribute(name: str, value: str) -> None:
    plain = name.rpartition("}")[2].lower()
    if plain.startswith("on"):
        raise Refused(SCRIPT)
    leads_away = plain == "href" and not value.strip().startswith("#")
    if leads_away or plain in ("src", "base") or ELSEWHERE.search(value):
        raise Refused(FROM_ELSEWHERE)


def _uses_are_few(root: etree._Element) -> bool:
    """Whether nothing is repeated that is itself made of repetitions: such a drawing grows without end."""
    uses = list(root.iter(USE))
    targets = {(each.get("href") or each.get(XLINK) or "").removeprefix("#") for each in uses}
    repeated = [each for each in root.iter() if each.get("id") in targets]
    return len(uses) <= MOST_USES and not any(each.tag == USE for one in repeated for each in one.iter())


def _shape(root: etree._Element) -> float:
    """Width by height, by its `viewBox`; where it has none, by what it says of itself."""
    box = (root.get("viewBox") or "").replace(",", " ").split()
    sizes = list(_numbers(box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]))
    if len(sizes) != 2 or min(sizes) <= 0:
        raise Refused(NO_SIZE)
    return sizes[0] / sizes[1]


def _numbers(texts: list[str]) -> Iterator[float]:
    for text in texts:
        found = LENGTH.fullmatch(text)
        if found:
            yield float(found[1])
