"""Drawings of the screen as shapes of a slide: the paths of an SVG become geometry that can be scaled and coloured anew.

Understood are the commands of paths but T, and circles: all that our own drawings use. Another one is an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Pair = tuple[float, float]
TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
FINE = 1000  # steps of the geometry in a unit of the drawing


@dataclass(frozen=True, slots=True)
class Stroke:
    """A step of a path: "M" to a place, "L" to it, "C" with two handles to it, "Z" back to the beginning."""

    kind: str
    points: tuple[Pair, ...] = ()


def strokes(path: str) -> tuple[Stroke, ...]:
    """A path (the `d` of SVG) as absolute steps. Raises ValueError for a command that is not understood."""
    return tuple(_strokes(path))


def _strokes(path: str) -> Iterator[Stroke]:
    here, begin, handle = (0.0, 0.0), (0.0, 0.0), None
    for command, numbers in _commands(path):
        made = _made(command, numbers, here, handle)
        yield from made
        last = made[-1]
        here = begin if last.kind == "Z" else last.points[-1]
        if last.kind == "M":
            begin = here
        handle = last.points[1] if command in "CcSs" else None


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Commands, each with the numbers of one step; more numbers are another step of the same kind, after a move a line."""
    tokens, command, place = TOKEN.findall(path), "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        if command.upper() not in TAKES or (command in "Zz" and place < len(tokens) and not tokens[place].isalpha()):
            raise ValueError(f"a path with {command or tokens[place]!r} is not understood")
        count = TAKES[command.upper()]
        yield command, [float(each) for each in tokens[place : place + count]]
        place += count
        command = {"M": "L", "m": "l"}.get(command, command)


def _made(command: str, numbers: Sequence[float], here: Pair, handle: Pair | None) -> list[Stroke]:
    kind, by = command.upper(), here if command.islower() else (0.0, 0.0)
    if kind == "Z":
        return [Stroke("Z")]
    if kind == "H":
        return [Stroke("L", ((numbers[0] + by[0], here[1]),))]
    if kind == "V":
        return [Stroke("L", ((here[0], numbers[0] + by[1]),))]
    if kind == "A":
        return _arc(here, numbers, (numbers[5] + by[0], numbers[6] + by[1]))
    points = [(x + by[0], y + by[1]) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    if kind == "S":
        mirrored = (2 * here[0] - handle[0], 2 * here[1] - handle[1]) if handle else here
        return [Stroke("C", (mirrored, *points))]
    if kind == "Q":
        middle, end = points
        return [Stroke("C", (_between(here, middle), _between(end, middle), end))]
    return [Stroke(kind, tuple(points))]


def _between(end: Pair, middle: Pair) -> Pair:
    """Two thirds of the way from an end of a quadratic curve to its handle."""
    return (end[0] + 2 / 3 * (middle[0] - end[0]), end[1] + 2 / 3 * (middle[1] - end[1]))


def _arc(here: Pair, numbers: Sequence[float], end: Pair) -> list[Stroke]:
    """An arc of an upright ellipse as curves, none longer than a quarter (SVG 2, implementation notes, appendix B.2.4)."""
    rx, ry, _, large, sweep = numbers[:5]
    half = ((here[0] - end[0]) / 2, (here[1] - end[1]) / 2)
    stretch = max(1.0, math.hypot(half[0] / rx, half[1] / ry))
    rx, ry = rx * stretch, ry * stretch
    away = (half[0] / rx) ** 2 + (half[1] / ry) ** 2
    root = math.sqrt(max(0.0, 1 / away - 1)) * (-1 if large == sweep else 1)
    middle = (
        root * rx * half[1] / ry + (here[0] + end[0]) / 2,
        -root * ry * half[0] / rx + (here[1] + end[1]) / 2,
    )
    first, last = (math.atan2((y - middle[1]) / ry, (x - middle[0]) / rx) for x, y in (here, end))
    turn = (last - first) % math.tau - (0 if sweep else math.tau)
    count = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    angles = [first + turn * step / count for step in range(count + 1)]
    reach = 4 / 3 * math.tan(turn / count / 4)
    return [_curve(middle, (rx, ry), pair, reach) for pair in zip(angles, angles[1:], strict=False)]


def _curve(middle: Pair, radii: Pair, angles: Pair, reach: float) -> Stroke:
    (one, two), (x, y), (rx, ry) = angles, middle, radii
    return Stroke(
        "C",
        (
            (x + rx * (math.cos(one) - reach * math.sin(one)), y + ry * (math.sin(one) + reach * math.cos(one))),
            (x + rx * (math.cos(two) + reach * math.sin(two)), y + ry * (math.sin(two) - reach * math.cos(two))),
            (x + rx * math.cos(two), y + ry * math.sin(two)),
        ),
    )


def circle(x: float, y: float, radius: float) -> tuple[Stroke, ...]:
    """A circle as a path."""
    r = radius
    around = f"M{x - r} {y}A{r} {r} 0 1 1 {x + r} {y}A{r} {r} 0 1 1 {x - r} {y}Z"
    return strokes(around)


def geometry(paths: Sequence[tuple[tuple[Stroke, ...], bool]], width: float, height: float) -> str:
    """Paths, each with whether it is filled, as the form of one shape on a sheet of that size in the drawing's own units."""
    size = f'w="{round(width * FINE)}" h="{round(height * FINE)}"'
    drawn = "".join(
        f'<a:path {size} fill="{"norm" if filled else "none"}">{"".join(map(_step, path))}</a:path>'
        for path, filled in paths
    )
    edges = '<a:rect l="0" t="0" r="r" b="b"/>'
    return f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>{edges}<a:pathLst>{drawn}</a:pathLst></a:custGeom>"


def _step(stroke: Stroke) -> str:
    if stroke.kind == "Z":
        return "<a:close/>"
    name = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}[stroke.kind]
    places = "".join(f'<a:pt x="{round(x * FINE)}" y="{round(y * FINE)}"/>' for x, y in stroke.points)
    return f"<a:{name}>{places}</a:{name}>"
