"""Our own master and layouts: one layout for every kind of slide, with placeholders, so that outline and reading order work.

A slide fills the placeholders and says nothing of places or colours: who changes a layout changes all slides of that kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from course.documents.slide_boxes import (
    FOOT,
    KICKER,
    LAW,
    LEAD_FRAME,
    LEFT,
    NUMBER,
    PLACES,
    RIGHT,
    TAB,
    Box,
    Place,
)
from course.documents.slide_measuring import SPACING
from course.documents.slide_pictures import NO_EDGE
from course.documents.slide_xml import LANGUAGE, NAMES, TREE, attribute, colour, emu, frame, shape

LAYOUT_NAMES = {
    "title": "Title",
    "points": "Points",
    "rule": "Golden rule",
    "statement": "One statement",
    "statements": "Statements",
    "pause": "Pause",
    "story": "Story of a case",
    "choices": "Decision with choices",
    "chart": "Flowchart",
    "support": "Support, and the end",
}
DARK = frozenset({"statement", "statements", "pause"})  # white letters on green: a change of the air in the room
TITLE_PH = 'type="title"'
BODY_PH = 'idx="1"'
KICKER_PH, LAW_PH, LEAD_PH = (f'type="body" sz="quarter" idx="{number}"' for number in (13, 14, 15))
FOOT_PH, NUMBER_PH = 'type="ftr" sz="quarter" idx="11"', 'type="sldNum" sz="quarter" idx="12"'
PROMPTS = {
    "title": "Title",
    "kicker": "What this belongs to",
    "lead": "In one sentence",
    "law": "Law checked on",
    "body": "Points",
    "foot": "Course, edition and dates",
}
SPACED = f'<a:lnSpc><a:spcPct val="{round(SPACING * 100_000)}"/></a:lnSpc>'
DOT = '<a:buClr><a:schemeClr val="accent3"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="▪"/>'
TYPE = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
COLOUR_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
LEVELS = range(1, 10)
BARE = '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="{}"><a:normAutofit/></a:bodyPr>'
GREEN, INK, PAPER, YELLOW, MUTED = "tx2", "tx1", "bg1", "accent2", "accent6"


def master() -> str:
    """The master: paper, the tab of yellow at the upper edge, and how text looks where no layout says otherwise."""
    places = PLACES["points"]
    shapes = (
        _tab(2)
        + holder(3, "Title", TITLE_PH, places["title"], GREEN, PROMPTS["title"])
        + holder(4, "Points", 'type="body" idx="1"', places["body"], INK, PROMPTS["body"])
        + feet(5, MUTED)
        + _hair(9)
    )
    styles = (
        f"<p:titleStyle>{_level(1, '', 3600, GREEN, bold=True)}</p:titleStyle>"
        f"<p:bodyStyle>{''.join(_level(level, _body_marks(level), 2800, INK) for level in LEVELS)}</p:bodyStyle>"
        f"<p:otherStyle>{''.join(_level(level, '', 1800, INK) for level in LEVELS)}</p:otherStyle>"
    )
    return (
        f"<p:sldMaster {NAMES}><p:cSld>{_ground('bg1')}<p:spTree>{TREE}{shapes}</p:spTree></p:cSld>"
        f"{COLOUR_MAP}<p:sldLayoutIdLst/><p:txStyles>{styles}</p:txStyles></p:sldMaster>"
    )


def _body_marks(level: int) -> str:
    return f"{SPACED}{DOT}" if level == 1 else SPACED


def _level(level: int, inner: str, size: int, letters: str, *, bold: bool = False) -> str:
    """How a level of text looks; the first stands at the margin, the others further in."""
    margin = emu(30 * level) if "buChar" in inner else emu(30 * (level - 1))
    indent = f' indent="{-emu(30)}"' if "buChar" in inner else ' indent="0"'
    marks = inner if "bu" in inner else f"{inner}<a:buNone/>"
    weight = ' b="1"' if bold else ""
    return (
        f'<a:lvl{level}pPr marL="{margin}"{indent} algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">{marks}'
        f'<a:defRPr lang="{LANGUAGE}" sz="{size}"{weight} kern="1200">{colour(letters)}{TYPE}</a:defRPr></a:lvl{level}pPr>'
    )


def layout(kind: str) -> str:
    """The layout of a kind of slide."""
    dark, places = kind in DARK, PLACES[kind]
    letters, heads, beside = (PAPER, PAPER, YELLOW) if dark else (INK, GREEN, GREEN)
    shapes = [holder(3, "Title", TITLE_PH, places["title"], heads, PROMPTS["title"])]
    shapes.append(holder(4, "Kicker", KICKER_PH, places.get("kicker", KICKER), beside, PROMPTS["kicker"]))
    shapes.append(holder(5, "Law", LAW_PH, LAW, PAPER if dark else MUTED, PROMPTS["law"], "r"))
    if "lead" in places:
        shapes += _lead(kind, places["lead"])
    if "body" in places:
        shapes.append(
            holder(8, "Points", BODY_PH, places["body"], letters, PROMPTS["body"], marks=_marks(kind, places["body"]))
        )
    ground = _ground("tx2") if dark else ""
    below = feet(9, PAPER if dark else MUTED)
    return (
        f'<p:sldLayout {NAMES} preserve="1" userDrawn="1"><p:cSld name={attribute(LAYOUT_NAMES[kind])}>{ground}<p:spTree>{TREE}'
        f"{''.join(shapes)}{below}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _lead(kind: str, place: Place) -> Iterator[str]:
    """Under the title: the rule in one sentence; in a story the note about its content, on a field of its own."""
    if kind == "story":
        square = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        yield shape(6, "Field", frame(LEAD_FRAME) + square, colour("FDF3CF") + NO_EDGE)
        bar = Box(LEAD_FRAME.x, LEAD_FRAME.y, 6, LEAD_FRAME.height)
        yield shape(20, "Edge", frame(bar) + square, colour(YELLOW) + NO_EDGE)
    yield holder(7, "Lead", LEAD_PH, place, INK if kind == "story" else GREEN, PROMPTS["lead"])


def _marks(kind: str, place: Place) -> str:
    """What stands before the points of a kind of slide."""
    margin = f'marL="{emu(place.indent)}" indent="{-emu(place.indent)}"'
    hue = f'<a:buClr><a:schemeClr val="{YELLOW if kind in DARK else GREEN}"/></a:buClr><a:buFont typeface="+mj-lt"/>'
    numbers = {"statements": "arabicPeriod", "choices": "alphaLcPeriod"}
    if kind in numbers:
        return f'{margin}>{SPACED}{_apart(place)}{hue}<a:buAutoNum type="{numbers[kind]}"/>'
    return f"{margin}>{SPACED}{_apart(place)}{DOT if place.indent else '<a:buNone/>'}"


def _apart(place: Place) -> str:
    return f'<a:spcBef><a:spcPts val="{round(place.sizes[0] * place.gap * 100)}"/></a:spcBef>'


def holder(
    number: int, name: str, kind: str, place: Place, letters: str, prompt: str, align: str = "l", marks: str = ""
) -> str:
    """A placeholder with its place and look."""
    weight = ' b="1"' if place.weight != "Regular" else ""
    first = marks or f'marL="0" indent="0">{SPACED}<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
    look = f'<a:defRPr lang="{LANGUAGE}" sz="{place.sizes[0] * 100}"{weight}>{colour(letters)}{TYPE}</a:defRPr>'
    style = f'<a:lstStyle><a:lvl1pPr algn="{align}" {first}{look}</a:lvl1pPr></a:lstStyle>'
    said = f'<a:p><a:r><a:rPr lang="{LANGUAGE}"/><a:t>{prompt}</a:t></a:r></a:p>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f"<p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{frame(place.box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody>{BARE.format(place.anchor)}{style}{said}</p:txBody></p:sp>"
    )


def feet(number: int, letters: str) -> str:
    """Course, edition, dates and the number of the slide, at the lower edge."""
    foot = holder(number, "Foot", FOOT_PH, FOOT, letters, PROMPTS["foot"])
    return foot + holder(number + 1, "Number", NUMBER_PH, NUMBER, letters, "‹#›", "r")


def _hair(number: int) -> str:
    """The line above the foot."""
    line = frame(Box(LEFT, 496, RIGHT - LEFT, 0))
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="Line"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
        f'<p:spPr>{line}<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="9525">{colour("accent3")}</a:ln></p:spPr>'
        "</p:cxnSp>"
    )


def _tab(number: int) -> str:
    square = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return shape(number, "Tab", frame(TAB) + square, colour(YELLOW) + NO_EDGE)


def _ground(name: str) -> str:
    return f"<p:bg><p:bgPr>{colour(name)}<a:effectLst/></p:bgPr></p:bg>"
