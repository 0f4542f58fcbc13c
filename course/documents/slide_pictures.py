"""The pictures of a slide: the sign of a golden rule, the five pieces, and how far through the course a slide stands.

All are drawn as shapes from the drawings of the screen, so that they are sharp on any wall and can be coloured anew.
"""

from __future__ import annotations

from functools import cache

from lxml import etree

from course.documents.signs import drawings
from course.documents.slide_boxes import Box
from course.documents.slide_paths import Stroke, circle, geometry, strokes
from course.documents.slide_xml import colour, emu, frame, group, shape
from course.documents.typesetting import ROOT

PIECES_DRAWN_IN = ROOT / "static" / "img" / "picture-whole.svg"
PIECES = Box(0, 0, 300, 200)
SIGN_UNITS = 24.0
MODULES = 5
ADULTS = "4D8475"
WASH, GREEN, YELLOW, PAPER, MUTED = "bg2", "tx2", "accent2", "bg1", "accent6"
ROUND = '<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val 4000"/></a:avLst></a:prstGeom>'
OVAL = '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
WHOLE_ALT = "Five pieces lie together. They show a child between two adults."
Path = tuple[tuple[Stroke, ...], bool]


def edge(name: str, wide: float) -> str:
    """A line round a shape, so many points wide, with round ends."""
    return f'<a:ln w="{emu(wide)}" cap="rnd">{colour(name)}<a:round/></a:ln>'


NO_EDGE, NO_FILL = "<a:ln><a:noFill/></a:ln>", "<a:noFill/>"


@cache
def _sign(rule: str) -> str:
    """The form of a sign, drawn within its square."""
    parts = etree.fromstring(f"<svg>{drawings()[rule]}</svg>")
    paths: list[Path] = []
    for part in parts:
        if part.tag == "circle":
            paths.append((circle(*(float(part.get(name)) for name in ("cx", "cy", "r"))), False))
        else:
            paths.append((strokes(part.get("d")), part.get("fill") == "currentColor"))
    return geometry(paths, SIGN_UNITS, SIGN_UNITS)


def sign(number: int, rule: str, name: str, box: Box) -> str:
    """The sign of a golden rule within a round field. Three ids are used, from `number` on."""
    field = shape(number + 1, "Field", frame(box) + OVAL, colour(WASH) + NO_EDGE)
    side = box.width * 0.56
    inner = Box(box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side, side)
    drawn = shape(number + 2, "Sign", frame(inner) + _sign(rule), colour(GREEN) + edge(GREEN, side / 12))
    return group(number, "Sign of the rule", box, box, field + drawn, f"Sign of the rule: {name}")


@cache
def _pieces() -> tuple[tuple[tuple[Stroke, ...], ...], ...]:
    """The outlines of the five pieces, those of the adults, and those of the child, in the units of the drawing."""
    svg = etree.parse(PIECES_DRAWN_IN).getroot()
    groups = [each for each in svg.iter("{*}g") if each.get("fill")]
    adults, child, seams = (tuple(_outline(part) for part in chosen if isinstance(part.tag, str)) for chosen in groups)
    return seams, adults, child


def _outline(part: etree._Element) -> tuple[Stroke, ...]:
    if etree.QName(part).localname == "circle":
        return circle(*(float(part.get(name, "0")) for name in ("cx", "cy", "r")))
    return strokes(part.get("d", ""))


def whole(number: int, box: Box) -> str:
    """The five pieces together. Nine ids are used, from `number` on."""
    seams, adults, child = _pieces()
    parts = [(ROUND, colour(GREEN) + NO_EDGE, "Ground")]
    parts += [(_form(adults), colour(ADULTS) + NO_EDGE, "Adults"), (_form(child), colour(YELLOW) + NO_EDGE, "Child")]
    parts += [(_form((seam,)), NO_FILL + edge(PAPER, box.width / 150), "Piece") for seam in seams]
    drawn = "".join(
        shape(number + place, name, frame(PIECES) + form, look)
        for place, (form, look, name) in enumerate(parts, start=1)
    )
    return group(number, "The five pieces", box, PIECES, drawn, WHOLE_ALT)


def progress(number: int, module: int, box: Box) -> str:
    """The five pieces small, that of one module filled. Six ids are used, from `number` on."""
    seams, _, _ = _pieces()
    drawn = "".join(
        shape(
            number + place,
            f"Piece {place}",
            frame(PIECES) + _form((seam,)),
            colour(YELLOW if place == module else WASH) + edge(GREEN, 1.25),
        )
        for place, seam in enumerate(seams, start=1)
    )
    return group(number, "Where this stands in the course", box, PIECES, drawn, f"Module {module} of {MODULES}")


def _form(outlines: tuple[tuple[Stroke, ...], ...]) -> str:
    return geometry([(outline, True) for outline in outlines], PIECES.width, PIECES.height)
