"""The flowchart on a slide as shapes and connectors that hang together, for who wants to change it."""

from __future__ import annotations

from course.documents.slide_boxes import CHART, Box
from course.documents.slide_chart import PAD, RAIL, SLIM, ChartArrow, ChartBox, SlideChart
from course.documents.slide_measuring import SPACING
from course.documents.slide_paths import geometry, strokes
from course.documents.slide_pictures import NO_EDGE, NO_FILL
from course.documents.slide_xml import colour, emu, frame, group, paragraph, run, shape

ALT = (
    "The key questions as boxes, joined by arrows that carry the answers. The list in the notes to this slide says the same "
    "in words."
)
TOP, LEFT, BOTTOM, RIGHT = 0, 1, 2, 3  # where a connector may hang on a box
LOOKS = {  # form, fill, line, letters
    "begin": ("roundRect", "accent2", "", "tx1"),
    "alarm": ("rect", "FBE6E2", "accent5", "tx1"),
    "question": ("rect", "F3F0E6", "tx2", "tx1"),
    "bar": ("rect", "tx2", "", "bg1"),
    "end": ("roundRect", "accent2", "", "tx1"),
}
STRAIGHT = '<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom>'
LINE = f'<a:ln w="{emu(1.75)}">{colour("tx1")}<a:round/><a:tailEnd type="triangle" w="med" len="med"/></a:ln>'


def drawing(number: int, chart: SlideChart) -> str:
    """The drawing as one group, with its ids from `number` on."""
    ids = {each.id: number + place for place, each in enumerate(chart.boxes, start=1)}
    boxes = "".join(_box(ids[each.id], each) for each in chart.boxes)
    free = number + len(ids) + 1
    lines = "".join(_connector(free + place, each, chart, ids) for place, each in enumerate(chart.arrows))
    free += len(chart.arrows)
    labels = "".join(_label(free + place, each) for place, each in enumerate(chart.arrows) if each.text)
    return group(number, "The key questions", CHART, CHART, boxes + labels + lines, ALT)


def _box(number: int, each: ChartBox) -> str:
    form, fill, line, letters = LOOKS[each.kind]
    round_ends = '<a:avLst><a:gd name="adj" fmla="val 50000"/></a:avLst>' if form == "roundRect" else "<a:avLst/>"
    look = colour(fill) + (f'<a:ln w="{emu(1.5)}">{colour(line)}</a:ln>' if line else NO_EDGE)
    place = f'{frame(each.box)}<a:prstGeom prst="{form}">{round_ends}</a:prstGeom>'
    said = run(each.text, each.size, bold=True, fill=letters)
    return shape(number, each.text, place, look, _text(said, "l" if each.kind == "question" else "ctr", "ctr", PAD))


def _text(runs: str, align: str, anchor: str, around: float) -> str:
    pad = emu(around)
    spacing = f'<a:pPr algn="{align}"><a:lnSpc><a:spcPct val="{round(SPACING * 100_000)}"/></a:lnSpc></a:pPr>'
    edges = f'lIns="{pad}" tIns="{pad // 2}" rIns="{pad}" bIns="{pad // 2}"'
    body = f'<a:bodyPr wrap="square" {edges} anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
    return f"<p:txBody>{body}{paragraph(runs, spacing)}</p:txBody>"


def _label(number: int, arrow: ChartArrow) -> str:
    anchor = "b" if arrow.way == "across" else "ctr" if arrow.way == "down" else "t"
    place = f'{frame(arrow.label)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    align = {"across": "ctr", "right": "r"}.get(arrow.way, "l")
    said = _text(run(arrow.text, arrow.size, fill="tx1"), align, anchor, SLIM)
    return shape(number, f"Answer: {arrow.text}", place, NO_FILL + NO_EDGE, said)


def _connector(number: int, arrow: ChartArrow, chart: SlideChart, ids: dict[str, int]) -> str:
    here, there = chart.box(arrow.start), chart.box(arrow.to)
    if arrow.way in ("left", "right"):
        return _rail(number, here, there, arrow.way)
    if arrow.way == "across":
        box = Box(here.x + here.width, here.y + here.height / 2, there.x - here.x - here.width, 0)
        hangs = (RIGHT, LEFT)
    else:
        box = Box(arrow.x, here.y + here.height, 0, there.y - here.y - here.height)
        hangs = (BOTTOM, TOP)
    hung = f'<a:stCxn id="{ids[arrow.start]}" idx="{hangs[0]}"/>' if _hangs(arrow, here) else ""
    hung += f'<a:endCxn id="{ids[arrow.to]}" idx="{hangs[1]}"/>' if _hangs(arrow, there) else ""
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="Arrow"/><p:cNvCxnSpPr>{hung}</p:cNvCxnSpPr><p:nvPr/>'
        f"</p:nvCxnSpPr><p:spPr>{frame(box)}{STRAIGHT}{LINE}</p:spPr></p:cxnSp>"
    )


def _hangs(arrow: ChartArrow, box: Box) -> bool:
    """Whether it meets a box in the middle of a side, where alone a connector can hang."""
    return arrow.way != "down" or abs(arrow.x - box.x - box.width / 2) < 1


def _rail(number: int, here: Box, there: Box, side: str) -> str:
    """A line that goes out to the side, down, and back to a bar: drawn, since programs disagree on how a connector bends."""
    start, end = (here.x, there.x) if side == "left" else (here.x + here.width, there.x + there.width)
    out = start - RAIL if side == "left" else start + RAIL
    left, top = min(out, start, end), here.y + here.height / 2
    box = Box(left, top, max(out, start, end) - left, there.y + there.height / 2 - top)
    path = f"M{start - left} 0H{out - left}V{box.height}H{end - left}"
    form = geometry([(strokes(path), False)], box.width, box.height)
    return shape(number, "Arrow", frame(box) + form, NO_FILL + LINE)
