"""The seven key questions on paper, A4 or A3: the drawing with the local contacts on one sheet, behind it the list.

Drawing and list are made of the same values as those on the screen. No meaning is told by colour alone: questions have
corners and figures, the beginning and the end are round, "Not sure?" is dashed, and every arrow carries its answer. Made by
Typst from `templates/paper/poster.typ` as PDF/UA-1; A3 is A4 made larger, by the square root of two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache

from course.catalogue.markdown import LIVE_MARKS
from course.catalogue.model import Course, Flowchart, Source
from course.documents.certificate import SITE
from course.documents.flowchart_drawing import draw
from course.documents.paper_text import contact, paragraphs
from course.documents.typesetting import typeset
from course.rules.ways import steps

SHEETS: Mapping[str, float] = {"a4": 1.0, "a3": 2**0.5}
"""The sizes, and how many times as large as A4 each is."""

ROOM = (146.0, 206.0)  # millimetres on A4 for the drawing
MOST_KEPT = 32
SIDE_SLOTS = ("safeguarding-lead", "advice-line")
PLAIN = range(0x20, 0x17F)  # letters that our own font surely has
LICENCE = "Text: CC BY 4.0"

SIDE_TITLE = "Not sure at any box?"
SIDE = ("Stop there and ask. Leave out names if you can.",)
SIDE_LABELS = {"safeguarding-lead": "Safeguarding lead", "advice-line": "Advice line for professionals"}
SIDE_END = "Write down what you were told. The list behind this sheet says whom to ask at each box."
REBUILT = (
    "The names of the seven boxes and their order are old. The start, the answers, “not sure” and the banner are rebuilt: "
    "the page about this course says from what."
)
LIST_TITLE = "The same as a list"
PICTURE = (
    "The seven key questions as boxes in one column, joined by arrows that carry the answers. At every question hangs a "
    "box with the words Not sure. The list behind this sheet says the same in words."
)


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster is made of. Two are the same file if `digest` (of the content), sheet, address and local details agree.

    `local`: by slot, the words that hold for the reader, or those that say that it is empty.
    """

    sheet: str
    digest: str
    address: str
    local: tuple[tuple[str, str], ...]
    course: Course = field(compare=False)
    flowchart: Flowchart = field(compare=False)


def slots_of(chart: Flowchart) -> tuple[str, ...]:
    """The local details that stand on the poster."""
    texts = [chart.banner_text, *(each.not_sure for each in chart.questions), *(each.text for each in chart.ends)]
    return tuple(sorted({*SIDE_SLOTS, *LIVE_MARKS.findall(" ".join(texts))}))


@lru_cache(maxsize=MOST_KEPT)
def poster_pdf(data: Poster) -> bytes:
    """The poster as PDF, made once and then kept. A letter of a local detail that no font here has is shown as "?"."""
    noon = dt.datetime.combine(data.course.law_as_at, dt.time(12), dt.UTC)
    made = typeset("poster.typ", _document(data, str), noon) or typeset("poster.typ", _document(data, _plain), noon)
    if made is None:
        raise ValueError("a letter of the flowchart itself is in no font")
    return made


def _document(data: Poster, clean: Callable[[str], str]) -> dict[str, object]:
    """What the template reads: every word, and the drawing in millimetres; `clean` is done to each local detail."""
    chart, by = data.flowchart, SHEETS[data.sheet]
    local = {slot: clean(text) for slot, text in data.local}
    return {
        "sheet": data.sheet,
        "by": by,
        "title": chart.title,
        "site": SITE,
        "course": data.course.title,
        "picture": PICTURE,
        "banner": {"title": chart.banner_title, "text": paragraphs(chart.banner_text, local)},
        "drawing": asdict(draw(chart).fitted(ROOM[0] * by, ROOM[1] * by)),
        "side": {
            "title": SIDE_TITLE,
            "text": SIDE,
            "contacts": [(SIDE_LABELS[slot], _lines(local[slot])) for slot in SIDE_SLOTS],
            "end": SIDE_END,
        },
        "list": _list(chart, local),
        "foot": _foot(data),
        "sources": [_source(each) for each in chart.sources],
    }


def _list(chart: Flowchart, local: Mapping[str, str]) -> dict[str, object]:
    return {
        "title": LIST_TITLE,
        "begin": (chart.begin, f": go to question {chart.first.number}."),
        "steps": [
            {
                "number": str(step.question.number),
                "title": step.question.title,
                "ask": step.question.ask,
                "ways": [(way.answer, f"go to {way.place}. {way.because}") for way in step.ways],
                "not_sure": paragraphs(step.question.not_sure, local),
            }
            for step in steps(chart)
        ],
        "ends": [{"title": end.title, "text": paragraphs(end.text, local)} for end in chart.ends],
    }


def _foot(data: Poster) -> dict[str, str]:
    return {
        "dates": f"Law checked on {_day(data.flowchart.law_as_at)} · Edition {data.course.edition} · {LICENCE}",
        "source": f"Source: {_source(data.flowchart.sources[0])}, and the Acts named behind."
        if data.flowchart.sources
        else "",
        "rebuilt": REBUILT,
        "address": data.address,
        "open": "Each box opens at",
    }


def _source(source: Source) -> str:
    return ", ".join(each for each in (source.title, source.publisher, source.dated) if each)


def _lines(text: str) -> list[str]:
    """A local detail by itself, line by line."""
    return [contact(line) for line in text.split("\n") if line.strip()] or [contact("")]


def _plain(text: str) -> str:
    return "".join(each if each == "\n" or ord(each) in PLAIN else "?" for each in text)


def _day(value: dt.date) -> str:
    return f"{value.day} {value:%B %Y}"
