"""Makes every text of a slide fit its box: the largest size at which it does, and where none will do, two slides or more.

Points are spread evenly over the slides that they need; a single point that is longer than a slide is divided between lines.
Title, kicker and lead stand on each of them; they are never divided but shortened, and then the whole of them is in the notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from course.documents.slide_boxes import BOLD, KICKER, PLACES, Place
from course.documents.slide_measuring import Text, height, shortened, size_for, wrapped
from course.documents.slide_values import Point, Slide
from course.documents.tree import paragraph

CONTINUED = " (continued)"
FILLED, AIR = (
    0.95,
    0.55,
)  # the share of a box that points are spread over, and by how much of their size they move apart
STEPS = 8  # how finely the height of a slide is tried when points are spread evenly


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of type of a slide, in points; 0 for what it does not have. `apart`: what stands between two points."""

    kicker: int
    title: int
    lead: int
    body: int
    apart: float = 0.0


def texts(points: Sequence[Point]) -> list[Text]:
    """Points as they are measured: with a label, or as a sentence above the others, they are strong."""
    return [Text(point.said, strong=point.head or bool(point.label)) for point in points]


def sizes(slide: Slide) -> Sizes:
    """The largest sizes that fit. Raises ValueError for a slide that is too full: make `parts` of it."""
    places, said = PLACES[slide.kind], texts(slide.points)
    body = _size(said, places["body"]) if said else 0
    return Sizes(
        kicker=_size([Text(slide.kicker)], places.get("kicker", KICKER)),
        title=_size([Text(slide.title)], places["title"]),
        lead=_size([Text(slide.lead)], places["lead"]) if slide.lead else 0,
        body=body,
        apart=_apart(said, body, places["body"]) if said else 0.0,
    )


def _apart(said: Sequence[Text], size: int, place: Place) -> float:
    """Room between points: more than there must be where the slide has it."""
    spare = FILLED * place.box.height - height(said, size, place)
    return size * place.gap + min(max(0.0, spare) / max(1, len(said) - 1), AIR * size)


def _size(said: Sequence[Text], place: Place) -> int:
    found = size_for(said, place)
    if found is None:
        raise ValueError(f"these words do not fit on a slide: {said}")
    return found


def parts(slide: Slide) -> tuple[Slide, ...]:
    """The slide, or as many as its points need; each of them fits. The notes stand with the first."""
    places = PLACES[slide.kind]
    head = _shortened(slide, places)
    if not slide.points or size_for(texts(slide.points), places["body"]):
        return (head,)
    found = []
    for place, group in enumerate(_spread(slide.points, places["body"])):
        title = shortened(f"{slide.title}{CONTINUED}", places["title"]) if place else head.title
        points = tuple(point for _, point in group)
        first = slide.first + group[0][0]
        notes = head.notes if not place else (paragraph(f"The slide before goes on: {slide.title}"),)
        found.append(replace(head, title=title, points=points, first=first, notes=notes))
    return tuple(found)


def _shortened(slide: Slide, places: Mapping[str, Place]) -> Slide:
    """The slide with a kicker, title and lead that fit; what was cut stands whole at the head of the notes."""
    kicker, title = shortened(slide.kicker, places.get("kicker", KICKER)), shortened(slide.title, places["title"])
    lead = shortened(slide.lead, places["lead"]) if slide.lead else ""
    pairs = ((slide.kicker, kicker), (slide.title, title), (slide.lead, lead))
    whole = tuple(paragraph(text) for text, fits in pairs if text != fits)
    return replace(slide, kicker=kicker, title=title, lead=lead, notes=(*whole, *slide.notes))


Numbered = tuple[int, Point]
"""A point, or a part of one, and its place among the points of its slide."""


def _spread(points: Sequence[Point], place: Place) -> list[list[Numbered]]:
    """The points in as few groups as will fit, as even as they can be."""
    pieces = [(number, piece) for number, point in enumerate(points) for piece in _pieces(point, place)]
    fewest = _packed(pieces, place, place.box.height)
    for step in range(1, STEPS):
        even = _packed(pieces, place, place.box.height * step / STEPS)
        if len(even) == len(fewest):
            return even
    return fewest


def _packed(pieces: Sequence[Numbered], place: Place, room: float) -> list[list[Numbered]]:
    """The pieces one after another, a new group where the next would be higher than `room`; each group has one at least."""
    floor, groups = place.sizes[-1], [[pieces[0]]]
    for piece in pieces[1:]:
        said = texts([point for _, point in (*groups[-1], piece)])
        if height(said, floor, place) <= room:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _pieces(point: Point, place: Place) -> Iterator[Point]:
    """A point, divided between its lines where it alone is higher than the place."""
    floor = place.sizes[-1]
    if height(texts([point]), floor, place) <= place.box.height:
        yield point
        return
    lines = wrapped(point.said, floor, place.box.width - place.indent, BOLD)
    count = 1
    while (
        count < len(lines)
        and height([Text("\n".join(lines[: count + 1]), strong=True)], floor, place) <= place.box.height
    ):
        count += 1
    for begin in range(0, len(lines), count):
        yield Point(" ".join(lines[begin : begin + count]))
