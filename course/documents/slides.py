"""The slides of a plan, as values: what the room sees, and under each slide what the trainer says, asks and listens for.

Beginning and end are the same for every plan: title, safety, aims; last, where to get support, under the whole picture. Between
them stands what the steps show. A step that shows nothing is a pause; the first and the last of that kind stand with safety and
support. Statements of quizzes are shown one by one where the number of slides allows it, the quizzes that come first before
the others; the rest stays on paper, and its answers are in the notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from course.catalogue.model import Catalogue, Plan
from course.documents import slide_notes
from course.documents.packs import Wish
from course.documents.paper_text import contact
from course.documents.plan_sheet import SAFETY_SHEET
from course.documents.reader import Reader
from course.documents.sheet_setting import day
from course.documents.slide_fitting import parts
from course.documents.slide_measuring import MORE
from course.documents.slide_notes_page import NOT_FILLED
from course.documents.slide_steps import Piece, Room, Shown
from course.documents.slide_values import Point, Slide
from course.documents.tree import Block, Box, paragraph

MOST, MOST_OF_A_PART = 35, 34  # slides: of the whole course, and of everything shorter
SAFETY, AIMS, SUPPORT = "Safety and ground rules", "What this session is for", "Where to get support"
RULES = (
    "Go out whenever you need to. Nobody will ask why.",
    "No real cases, and no names.",
    "One person speaks at a time.",
    "What people tell about themselves stays here, unless somebody is not safe.",
    "Danger now? Call 999. Then tell the front door.",
)
CONTACTS = (
    "emergency-line",
    "front-door",
    "out-of-hours",
    "safeguarding-lead",
    "deputy-safeguarding-lead",
    "support-line",
)
MOST_LINES, LONGEST = 3, 110  # of a local detail on a slide: lines, and letters; the whole stands in the notes
NUMBER = re.compile(r"\d[\d\s]{6,}\d")  # to ring
LEAVE = (
    "Read this out, and leave it on the wall while people sign out. What is not yet filled in, say by word of mouth."
)


def slides(catalogue: Catalogue, plan: Plan, wish: Wish) -> tuple[Slide, ...]:
    """The slides of a plan in order; every text of them fits its place."""
    room = Room(Reader(catalogue, wish.local), plan)
    shown = [room.pieces(place) for place in range(len(plan.steps))]
    steps = (piece for place, pieces in enumerate(shown) for piece in _step(room, place, pieces))
    begin = _begin(room, wish, () if shown[0] else _opening(room, 0))
    end = parts(_support(room, () if shown[-1] else _opening(room, len(shown) - 1)))
    return _within([*begin, *steps, *end], most(plan))


def most(plan: Plan) -> int:
    """How many slides a plan may give."""
    return MOST if plan.whole_course else MOST_OF_A_PART


def _within(pieces: Sequence[Piece], allowed: int) -> tuple[Slide, ...]:
    """All slides, each quiz in the longest form for which there is room: first several statements on a slide, then one."""
    forms = {place: 0 for place, piece in enumerate(pieces) if isinstance(piece, Shown)}
    count = len(_chosen(pieces, forms))
    for form in (1, 2):
        for place in forms:
            tried = forms | {place: form}
            if forms[place] == form - 1 and len(_chosen(pieces, tried)) <= max(allowed, count):
                forms = tried
    return _chosen(pieces, forms)


def _chosen(pieces: Sequence[Piece], forms: dict[int, int]) -> tuple[Slide, ...]:
    found: list[Slide] = []
    for place, piece in enumerate(pieces):
        found += piece.forms[forms[place]] if isinstance(piece, Shown) else [piece]
    return tuple(found)


def _opening(room: Room, place: int) -> tuple[Block, ...]:
    """What is to be done in a step."""
    return tuple(slide_notes.opening(room.reader, room.plan, place))


def _begin(room: Room, wish: Wish, opening: tuple[Block, ...]) -> list[Slide]:
    """Title, safety and aims. `opening`: what the first step says, where it shows nothing of its own."""
    course, plan = room.reader.catalogue.course, room.plan
    own = wish.organisation or wish.local.get("partnership-name", "").strip()
    said = (Point(f"Edition {course.edition}"), Point(f"Law checked on {day(course.law_as_at)}"))
    title = Slide(
        kind="title",
        title=course.title,
        points=said,
        kicker=own.split("\n")[0],
        lead=plan.title,
        notes=tuple(slide_notes.about_plan(room.reader.catalogue, plan)),
    )
    safety = Slide("points", SAFETY, tuple(map(Point, RULES)), plan.title, notes=(*opening, *_care(room)))
    aims = Slide("points", AIMS, tuple(map(Point, plan.aims)), plan.title, notes=_outcomes(room))
    return [each for slide in (title, safety, aims) for each in parts(slide)]


def _care(room: Room) -> tuple[Block, ...]:
    """What to do when somebody is at risk or upset: the sheet about safety."""
    sheet = room.reader.catalogue.sheets.get(SAFETY_SHEET)
    return (Box("plain", sheet.title, room.reader.read(sheet.html, down=2)),) if sheet else ()


def _outcomes(room: Room) -> tuple[Block, ...]:
    course = room.reader.catalogue.course
    return (slide_notes.heading("Outcomes of the whole course"), slide_notes.bullets(course.outcomes))


def _step(room: Room, place: int, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The slides of a step; what is to be done in it stands under the first one. A step that shows nothing is a pause."""
    if pieces:
        time = paragraph(slide_notes.time_of(room.plan, place))
        return (_opened(pieces[0], _opening(room, place)), *(_opened(piece, (time,)) for piece in pieces[1:]))
    if place in (0, len(room.plan.steps) - 1):
        return ()
    step = room.plan.steps[place]
    lasts = Point(f"{step.minutes} {'minute' if step.minutes == 1 else 'minutes'}")
    return parts(Slide("pause", step.title, (lasts,), room.plan.title, notes=_opening(room, place)))


def _opened(piece: Piece, above: tuple[Block, ...]) -> Piece:
    """A slide, or a quiz in each of its forms, with these notes above its own; at a quiz they stand with its first slide."""
    if isinstance(piece, Slide):
        return replace(piece, notes=(*above, *piece.notes))
    opened = ((replace(form[0], notes=(*above, *form[0].notes)), *form[1:]) for form in piece.forms)
    return Shown(tuple(opened))


def _support(room: Room, opening: tuple[Block, ...]) -> Slide:
    """Whom to ask, and the whole picture. A long detail is cut on the slide and stands whole in the notes."""
    points: list[Point] = []
    whole: list[Block] = []
    for slot in (room.reader.catalogue.slots[each] for each in CONTACTS if each in room.reader.catalogue.slots):
        text = contact(room.reader.local[slot.id]) if room.reader.local.get(slot.id, "").strip() else NOT_FILLED
        short = _short(text)
        points.append(Point(short, slot.label))
        whole += [paragraph(f"{slot.label}, in full: {text}")] if short != text else []
    return Slide(
        kind="support",
        title=SUPPORT,
        points=tuple(points),
        kicker=room.plan.title,
        notes=(*opening, paragraph(LEAVE), *whole),
    )


def _short(text: str) -> str:
    """As much of a local detail as a slide has room for: its first line, and then the one with a number to ring."""
    first, *others = text.split("\n")
    if len(others) < MOST_LINES and len(text) <= LONGEST:
        return text
    kept = next((line for line in others if NUMBER.search(line)), others[0] if others else "")
    kept = _cut(kept, LONGEST - 1)
    first = _cut(first, LONGEST - len(kept) - 1 if kept else LONGEST)
    return f"{first}\n{kept}{MORE}" if kept and first else f"{first or kept}{MORE}"


def _cut(text: str, most: int) -> str:
    """The words of a text that fit into so many letters, or as many letters of a single word."""
    return text if len(text) <= most else text[: max(0, most)].rsplit(" ", 1)[0]
