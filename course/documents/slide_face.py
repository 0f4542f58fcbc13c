"""What stands on the face of a slide, in the order in which it is read: title, kicker, lead, points, pictures, foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from course.documents import slide_boxes as boxes
from course.documents.sheet_setting import day
from course.documents.slide_appearing import appearing
from course.documents.slide_boxes import ANSWERS, LOGO, PICTURE, PROGRESS, SIGN, Box, Place
from course.documents.slide_chart import laid_out
from course.documents.slide_drawing import drawing
from course.documents.slide_fitting import Sizes, sizes
from course.documents.slide_layouts import BODY_PH, FOOT_PH, KICKER_PH, LAW_PH, LEAD_PH, NUMBER_PH, TITLE_PH
from course.documents.slide_measuring import Text, shortened, size_for
from course.documents.slide_notes_page import page_number
from course.documents.slide_pictures import NO_FILL, edge, progress, sign, whole
from course.documents.slide_values import Point, Slide
from course.documents.slide_xml import attribute, frame, paragraph, placeholder, run, shape

TITLE, KICKER, LAW, LEAD, BODY, FOOT, NUMBER, LOGO_ID, ANSWER, PICTURES = 2, 3, 4, 5, 6, 7, 8, 9, 10, 20
LAW_ON = "Law checked on {}"
NUMBERED = {"statements": "arabicPeriod", "choices": "alphaLcPeriod"}
ANSWER_SIZE = 24


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo of an organisation as part of the file: by which name, how large, and what it shows."""

    relation: str
    size: tuple[int, int]
    alt: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a slide: the words at its foot, its number, and of how many it is one."""

    below: str
    number: int
    of: int
    logo: Logo | None = None


def face(slide: Slide, around: Around) -> str:
    """The shapes of a slide."""
    shapes = [
        *_words(slide, sizes(slide)),
        *_answers(slide),
        *_pictures(slide),
        _logo(around.logo) if around.logo else "",
        _said(FOOT, "Foot", FOOT_PH, around.below, boxes.FOOT),
        placeholder(NUMBER, "Number", NUMBER_PH, paragraph(_number(around))),
    ]
    return "".join(shapes)


def timing(slide: Slide) -> str:
    """How the points of a slide appear; "" where they are there at once."""
    one_by_one = slide.kind == "statements" and len(slide.points) > 1
    return appearing(BODY, len(slide.points)) if one_by_one else ""


def _said(number: int, name: str, kind: str, text: str, place: Place) -> str:
    """Words that are made small, and at last cut, until they fit."""
    fits = shortened(text, place)
    return placeholder(number, name, kind, paragraph(run(fits, size_for([Text(fits)], place) or place.sizes[-1])))


def _words(slide: Slide, used: Sizes) -> Iterator[str]:
    yield placeholder(TITLE, "Title", TITLE_PH, paragraph(run(slide.title, used.title)))
    if slide.kicker:
        yield placeholder(KICKER, "Kicker", KICKER_PH, paragraph(run(slide.kicker, used.kicker)))
    if slide.law:
        yield _said(LAW, "Law", LAW_PH, LAW_ON.format(day(slide.law)), boxes.LAW)
    if slide.lead:
        yield placeholder(LEAD, "Lead", LEAD_PH, paragraph(run(slide.lead, used.lead)))
    if slide.points:
        points = (_point(slide, place, each, used) for place, each in enumerate(slide.points))
        yield placeholder(BODY, "Points", BODY_PH, "".join(points))


def _point(slide: Slide, place: int, point: Point, used: Sizes) -> str:
    """A point, with room above it but for the first."""
    size = used.body
    before = f'<a:spcBef><a:spcPts val="{round(used.apart * 100) if place else 0}"/></a:spcBef>'
    mark = NUMBERED.get(slide.kind, "") if slide.first > 1 else ""
    numbered = f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="{mark}" startAt="{slide.first}"/>' if mark else ""
    if point.head:
        return paragraph(
            run(point.text, size, bold=True, fill="tx2"), f'<a:pPr marL="0" indent="0">{before}<a:buNone/></a:pPr>'
        )
    label = run(f"{point.label}: ", size, bold=True) if point.label else ""
    return paragraph(label + run(point.text, size), f"<a:pPr>{before}{numbered}</a:pPr>")


def _answers(slide: Slide) -> Iterator[str]:
    """The two answers to a statement, under it."""
    for place, (label, box) in enumerate(zip(slide.labels, ANSWERS, strict=False)):
        form = '<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val 50000"/></a:avLst></a:prstGeom>'
        said = paragraph(run(label, ANSWER_SIZE, bold=True, fill="accent2"), '<a:pPr algn="ctr"/>')
        body = f'<p:txBody><a:bodyPr anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>{said}</p:txBody>'
        yield shape(ANSWER + place, f"Answer {label}", frame(box) + form, NO_FILL + edge("accent2", 2.25), body)


def _pictures(slide: Slide) -> Iterator[str]:
    if slide.kind in PICTURE:
        yield whole(PICTURES, PICTURE[slide.kind])
    if slide.rule:
        yield sign(PICTURES, slide.rule, slide.title, SIGN)
    if slide.module:
        yield progress(PICTURES + 10, slide.module, PROGRESS)
    drawn = laid_out(slide.chart) if slide.chart else None
    if drawn:
        yield drawing(PICTURES + 20, drawn)


def _logo(logo: Logo) -> str:
    """The logo of an organisation, as large as its field allows."""
    wide, high = logo.size
    by = min(LOGO.width / wide, LOGO.height / high)
    box = Box(LOGO.x, LOGO.y, wide * by, high * by)
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{LOGO_ID}" name="Logo" descr={attribute(logo.alt)}/><p:cNvPicPr><a:picLocks '
        f'noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="{logo.relation}"/><a:stretch>'
        f'<a:fillRect/></a:stretch></p:blipFill><p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        "</p:pic>"
    )


def _number(around: Around) -> str:
    size = boxes.NUMBER.sizes[0]
    return run("Slide ", size) + page_number(size, around.number) + run(f" of {around.of}", size)
