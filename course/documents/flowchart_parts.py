"""What a drawing of the key questions is made of: places, words, arrows, boxes. `flowchart_drawing` says where they lie.

Lengths are units: pixels on a screen, and on paper whatever `Drawing.fitted` makes of them. x grows to the right and y
downwards. Words stand on their baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the drawing."""

    x: float
    y: float

    def times(self, by: float, down: float = 0) -> Point:
        """The same place on a drawing so many times as large, and then so much further down."""
        return Point(self.x * by, self.y * by + down)


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words; `at` is the left end of its baseline, `size` the size of its type."""

    text: str
    at: Point
    size: float

    def times(self, by: float, down: float = 0) -> Label:
        """The same words on a drawing so many times as large."""
        return Label(self.text, self.at.times(by, down), self.size * by)


@dataclass(frozen=True, slots=True)
class Arrow:
    """Answers that lead from a box to the box `to`: a bent line, the three corners of its tip, and the answers."""

    to: str
    line: tuple[Point, ...]
    tip: tuple[Point, ...]
    labels: tuple[Label, ...]

    def times(self, by: float, down: float = 0) -> Arrow:
        """The same arrow on a drawing so many times as large."""
        return Arrow(
            self.to,
            _times(self.line, by, down),
            _times(self.tip, by, down),
            tuple(each.times(by, down) for each in self.labels),
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The line round a box: its upper left corner, its size, how round its corners are."""

    corner: Point
    width: float
    height: float
    radius: float

    def times(self, by: float, down: float = 0) -> Frame:
        """The same frame on a drawing so many times as large."""
        return Frame(self.corner.times(by, down), self.width * by, self.height * by, self.radius * by)


@dataclass(frozen=True, slots=True)
class Tab:
    """ "Not sure?", a small box that hangs at the lower edge of a question."""

    frame: Frame
    label: Label

    def times(self, by: float, down: float = 0) -> Tab:
        """The same tab on a drawing so many times as large."""
        return Tab(self.frame.times(by, down), self.label.times(by, down))


@dataclass(frozen=True, slots=True)
class Box:
    """A question; or the beginning or an end, which have no number and no tab. `name` is its title in one line."""

    id: str
    name: str
    top: float
    frame: Frame
    number: Label | None
    title: tuple[Label, ...]
    not_sure: Tab | None
    arrows: tuple[Arrow, ...]

    def times(self, by: float, down: float = 0) -> Box:
        """The same box on a drawing so many times as large."""
        return replace(
            self,
            top=self.top * by + down,
            frame=self.frame.times(by, down),
            number=self.number and self.number.times(by, down),
            title=tuple(each.times(by, down) for each in self.title),
            not_sure=self.not_sure and self.not_sure.times(by, down),
            arrows=tuple(each.times(by, down) for each in self.arrows),
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole. Title and banner have no place in it, since they stand above it."""

    title: str
    width: float
    height: float
    begin: Box
    questions: tuple[Box, ...]
    ends: tuple[Box, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box from the top down."""
        return (self.begin, *self.questions, *self.ends)

    @property
    def groups(self) -> tuple[tuple[float, Box], ...]:
        """Every box with how far down it lies, and itself as if it lay at the top: what boxes have in common is then alike."""
        return tuple((box.top, box.times(1, -box.top)) for box in self.boxes)

    def fitted(self, width: float, height: float) -> Drawing:
        """The same drawing, as large as it can be on a sheet of that size, in the sheet's own measure."""
        by = min(width / self.width, height / self.height)
        return replace(
            self,
            width=self.width * by,
            height=self.height * by,
            begin=self.begin.times(by),
            questions=tuple(each.times(by) for each in self.questions),
            ends=tuple(each.times(by) for each in self.ends),
        )


def _times(points: tuple[Point, ...], by: float, down: float) -> tuple[Point, ...]:
    return tuple(each.times(by, down) for each in points)
