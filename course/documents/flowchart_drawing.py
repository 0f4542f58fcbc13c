"""The seven key questions as a drawing: where every box, arrow and word lies. Screen and paper are drawn from these values.

The questions stand in one column, in the order of the file. An answer that goes on to the box below is written beside the
arrow down; every other one runs along a rail on the right to where it leads, the farthest box having the outermost rail.

Lengths are units: pixels on a screen 640 wide, and on paper whatever `Drawing.fitted` makes of them. x grows to the right
and y downwards. Words stand on their baseline. Lines are broken here for type of the sizes that the labels carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from course.catalogue.model import Branch, End, Flowchart, Question

WIDTH = 640
EDGE = 1  # half of a box's own line
ROW = 128  # a box and the way on to the next
BOX_WIDTH, BOX_HEIGHT, BOX_CORNER = 330, 82, 4
END_HEIGHT, END_CORNER, END_ROW = 56, 28, 60
BOX_MIDDLE, END_MIDDLE = 42, 29  # from the top of a row: where an arrow arrives
NUMBER_X, NUMBER_Y, TEXT_X = 22, 52, 66
TITLE_Y, TITLE_LINE, TITLE_LETTERS = 60, 24, 26
END_TITLE_Y = 35
DOWN_X, DOWN_FROM, DOWN_TO, DOWN_LABEL_X, DOWN_LABEL_Y = 40, 83, 121, 54, 110
OUTERMOST, BETWEEN_RAILS = 628, 32
RAIL_FROM, RAIL_TO, RAIL_LABEL_X, RAIL_LETTERS = 332, 342, 346, 30
FIRST_RAIL_Y, RAILS_SPAN = 24, 50
ABOVE_RAIL, BELOW_RAIL, LABEL_LINE = 8, 18, 17
TIP_LENGTH, TIP_HALF, TIP_OVERLAP = 11, 6, 4
NUMBER_SIZE, TITLE_SIZE, LABEL_SIZE = 26, 18, 14.5


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the drawing."""

    x: float
    y: float

    def times(self, by: float) -> Point:
        """The same place on a drawing so many times as large."""
        return Point(self.x * by, self.y * by)


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words; `at` is the left end of its baseline, `size` the size of its type."""

    text: str
    at: Point
    size: float

    def times(self, by: float) -> Label:
        """The same words on a drawing so many times as large."""
        return Label(self.text, self.at.times(by), self.size * by)


@dataclass(frozen=True, slots=True)
class Arrow:
    """Answers that lead from a box to the box `to`: a bent line, the three corners of its tip, and the answers."""

    to: str
    line: tuple[Point, ...]
    tip: tuple[Point, ...]
    labels: tuple[Label, ...]

    def times(self, by: float) -> Arrow:
        """The same arrow on a drawing so many times as large."""
        return Arrow(
            self.to, _times(self.line, by), _times(self.tip, by), tuple(each.times(by) for each in self.labels)
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A question, or an end (which has no number and no arrows). `name` is its title; `starts`: one begins here."""

    id: str
    name: str
    starts: bool
    corner: Point
    width: float
    height: float
    radius: float
    number: Label | None
    title: tuple[Label, ...]
    arrows: tuple[Arrow, ...]

    def times(self, by: float) -> Box:
        """The same box on a drawing so many times as large."""
        return replace(
            self,
            corner=self.corner.times(by),
            width=self.width * by,
            height=self.height * by,
            radius=self.radius * by,
            number=self.number and self.number.times(by),
            title=tuple(each.times(by) for each in self.title),
            arrows=tuple(each.times(by) for each in self.arrows),
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole. Title and banner have no place in it, since they stand above; `banner_text` is HTML with live marks."""

    title: str
    banner_title: str
    banner_text: str
    width: float
    height: float
    questions: tuple[Box, ...]
    ends: tuple[Box, ...]

    def fitted(self, width: float, height: float) -> Drawing:
        """The same drawing, as large as it can be on a sheet of that size, in the sheet's own measure."""
        by = min(width / self.width, height / self.height)
        return replace(
            self,
            width=self.width * by,
            height=self.height * by,
            questions=tuple(each.times(by) for each in self.questions),
            ends=tuple(each.times(by) for each in self.ends),
        )


def draw(flowchart: Flowchart) -> Drawing:
    """The drawing of a flowchart whose every branch leads to one of its boxes (loading sees to that)."""
    boxes = [each.id for each in flowchart.questions] + [each.id for each in flowchart.ends]
    rows = {box: row for row, box in enumerate(boxes)}
    questions, ends = len(flowchart.questions), len(flowchart.ends)
    tops = {box: row * ROW for box, row in rows.items()}
    rails = {
        branch.to: rows[branch.to]
        for row, question in enumerate(flowchart.questions)
        for branch in _aside(question, row, rows)
    }
    tracks = {box: OUTERMOST - (max(rails.values()) - row) * BETWEEN_RAILS for box, row in rails.items()}
    middles = {box: top + (BOX_MIDDLE if rows[box] < questions else END_MIDDLE) for box, top in tops.items()}
    return Drawing(
        title=flowchart.title,
        banner_title=flowchart.banner_title,
        banner_text=flowchart.banner_text,
        width=WIDTH,
        height=(questions + ends - 1) * ROW + END_ROW,
        questions=tuple(
            _question(each, tops[each.id], each.id == flowchart.start, _arrows(each, rows, tracks, middles))
            for each in flowchart.questions
        ),
        ends=tuple(_end(each, tops[each.id]) for each in flowchart.ends),
    )


def _question(question: Question, top: int, starts: bool, arrows: tuple[Arrow, ...]) -> Box:
    lines = wrap(question.title, TITLE_LETTERS)
    first = top + TITLE_Y - len(lines) * TITLE_LINE // 2
    return Box(
        id=question.id,
        name=question.title,
        starts=starts,
        corner=Point(EDGE, top + EDGE),
        width=BOX_WIDTH,
        height=BOX_HEIGHT,
        radius=BOX_CORNER,
        number=Label(str(question.number), Point(NUMBER_X, top + NUMBER_Y), NUMBER_SIZE),
        title=_lines(lines, [first + TITLE_LINE * line for line in range(len(lines))], TEXT_X, TITLE_SIZE),
        arrows=arrows,
    )


def _end(end: End, top: int) -> Box:
    return Box(
        id=end.id,
        name=end.title,
        starts=False,
        corner=Point(EDGE, top + EDGE),
        width=BOX_WIDTH,
        height=END_HEIGHT,
        radius=END_CORNER,
        number=None,
        title=(Label(end.title, Point(TEXT_X, top + END_TITLE_Y), TITLE_SIZE),),
        arrows=(),
    )


def _aside(question: Question, row: int, rows: dict[str, int]) -> list[Branch]:
    """The answers that do not simply go on to the box below."""
    return [branch for branch in question.branches if rows[branch.to] != row + 1]


def _arrows(
    question: Question, rows: dict[str, int], tracks: dict[str, int], middles: dict[str, int]
) -> tuple[Arrow, ...]:
    """The rails in the order of the answers, one below the other along the side of the box; then the arrow down."""
    row = rows[question.id]
    aside = _aside(question, row, rows)
    apart = RAILS_SPAN // max(1, len(aside) - 1)
    rails = [
        _rail(branch, row * ROW + FIRST_RAIL_Y + side * apart, tracks[branch.to], middles[branch.to])
        for side, branch in enumerate(aside)
    ]
    onward = [branch for branch in question.branches if branch not in aside]
    return (*rails, _down(onward, row * ROW)) if onward else tuple(rails)


def _rail(branch: Branch, y: int, x: int, middle: int) -> Arrow:
    lines = wrap(branch.answer, RAIL_LETTERS)
    heights = [y - ABOVE_RAIL, *(y + BELOW_RAIL + LABEL_LINE * line for line in range(len(lines) - 1))]
    tip = Point(RAIL_FROM + EDGE, middle)
    back = tip.x + TIP_LENGTH
    return Arrow(
        to=branch.to,
        line=(Point(RAIL_FROM, y), Point(x, y), Point(x, middle), Point(RAIL_TO, middle)),
        tip=(Point(back, middle - TIP_HALF), Point(back, middle + TIP_HALF), tip),
        labels=_lines(lines, heights, RAIL_LABEL_X, LABEL_SIZE),
    )


def _down(branches: Sequence[Branch], top: int) -> Arrow:
    """Several answers may go on to the box below: each is named up to its first comma, "No, or we did not ask"."""
    first, *others = dict.fromkeys(branch.answer.split(",")[0] for branch in branches)
    words = (first, *(each[:1].lower() + each[1:] for each in others))
    back = top + DOWN_TO - TIP_OVERLAP
    return Arrow(
        to=branches[0].to,
        line=(Point(DOWN_X, top + DOWN_FROM), Point(DOWN_X, top + DOWN_TO)),
        tip=(Point(DOWN_X - TIP_HALF, back), Point(DOWN_X + TIP_HALF, back), Point(DOWN_X, back + TIP_LENGTH - EDGE)),
        labels=(Label(", or ".join(words), Point(DOWN_LABEL_X, top + DOWN_LABEL_Y), LABEL_SIZE),),
    )


def _lines(lines: Sequence[str], heights: Sequence[int], x: int, size: float) -> tuple[Label, ...]:
    return tuple(Label(text, Point(x, y), size) for text, y in zip(lines, heights, strict=True))


def _times(points: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    return tuple(each.times(by) for each in points)
