"""The seven key questions as a drawing: where every box, arrow and word lies. Screen and paper are drawn from these values.

The beginning, the questions in the order of the file and the ends stand in one column. An answer that goes on to the box
below is written beside the arrow down; every other one runs along a rail on the right to where it leads, the farthest box
having the outermost rail. At every question hangs a tab for whoever is not sure.

Lengths are units: see `flowchart_parts`. Lines are broken here for type of the sizes that the labels carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from course.catalogue.model import Branch, Flowchart
from course.documents.flowchart_parts import Arrow as Arrow
from course.documents.flowchart_parts import Box as Box
from course.documents.flowchart_parts import Drawing as Drawing
from course.documents.flowchart_parts import Frame as Frame
from course.documents.flowchart_parts import Label as Label
from course.documents.flowchart_parts import Point as Point
from course.documents.flowchart_parts import Tab as Tab

BEGIN = "begin"
NOT_SURE = "Not sure?"
WIDTH = 640
EDGE = 1  # half of a box's own line
BOX_WIDTH, BOX_HEIGHT, BOX_CORNER = 330, 72, 4
ROUND_HEIGHT = 44  # of the beginning and of an end
GAP, FIRST_GAP = 42, 28  # from a box to the next; the beginning has no answers to write there
NUMBER_X, NUMBER_DROP, TEXT_X = 22, 9, 66
TITLE_LINE, TITLE_DROP, TITLE_LETTERS = 22, 6, 26
TAB_X, TAB_WIDTH, TAB_HEIGHT, TAB_OVER, TAB_TEXT_X, TAB_TEXT_Y = 224, 94, 28, 10, 13, 19
DOWN_X, DOWN_LABEL_X, DOWN_LABEL_Y = 40, 54, 33
OUTERMOST, BETWEEN_RAILS = 628, 32
RAIL_FROM, RAIL_TO, RAIL_LABEL_X, RAIL_LETTERS = 332, 342, 346, 30
LABEL_LINE, ABOVE_RAIL, BELOW_RAIL, ARRIVAL = 17, 7, 6, 22
TIP_LENGTH, TIP_HALF, TIP_OVERLAP = 11, 6, 4
NUMBER_SIZE, TITLE_SIZE, LABEL_SIZE = 26, 18, 14.5


@dataclass(frozen=True, slots=True)
class _Row:
    """A box before it has a place. `number` is empty for the beginning and the ends; `down` leads to the box below."""

    id: str
    title: str
    number: str
    aside: tuple[Branch, ...]
    down: tuple[Branch, ...]
    arrived_at: bool

    @property
    def rails_height(self) -> int:
        """What the answers that run aside need along the side of the box."""
        return sum(len(_broken(each)) * LABEL_LINE + ABOVE_RAIL + BELOW_RAIL for each in self.aside)

    @property
    def arrival(self) -> int:
        """The room kept at the lower end of that side where rails arrive as well."""
        return ARRIVAL if self.aside and self.arrived_at else 0

    @property
    def height(self) -> int:
        """How high the box is."""
        return max(BOX_HEIGHT if self.number else ROUND_HEIGHT, self.rails_height + self.arrival)

    @property
    def middle(self) -> int:
        """Where rails arrive, from the top of the box."""
        return self.height - ARRIVAL // 2 if self.arrival else self.height // 2


def draw(flowchart: Flowchart) -> Drawing:
    """The drawing of a flowchart whose every branch leads to one of its boxes (loading sees to that)."""
    rows = _rows(flowchart)
    tops = _tops(rows)
    targets = sorted({branch.to for row in rows for branch in row.aside}, key=tops.__getitem__)
    tracks = {box: OUTERMOST - (len(targets) - 1 - rank) * BETWEEN_RAILS for rank, box in enumerate(targets)}
    middles = {row.id: tops[row.id] + row.middle for row in rows}
    boxes = [_box(row, tops[row.id], _arrows(row, tops[row.id], tracks, middles)) for row in rows]
    last = 1 + len(flowchart.questions)
    return Drawing(
        title=flowchart.title,
        width=WIDTH,
        height=tops[rows[-1].id] + rows[-1].height + 2 * EDGE,
        begin=boxes[0],
        questions=tuple(boxes[1:last]),
        ends=tuple(boxes[last:]),
    )


def _rows(chart: Flowchart) -> list[_Row]:
    start = (Branch("", chart.start, ""),)
    boxes: list[tuple[str, str, str, tuple[Branch, ...]]] = [(BEGIN, chart.begin, "", start)]
    boxes += [(each.id, each.title, str(each.number), each.branches) for each in chart.questions]
    boxes += [(each.id, each.title, "", ()) for each in chart.ends]
    below = [box for box, *_ in boxes[1:]] + [""]
    aside = [tuple(branch for branch in box[3] if branch.to != under) for box, under in zip(boxes, below, strict=True)]
    arrived_at = {branch.to for branches in aside for branch in branches}
    return [
        _Row(name, title, number, out, tuple(each for each in branches if each not in out), name in arrived_at)
        for (name, title, number, branches), out in zip(boxes, aside, strict=True)
    ]


def _tops(rows: Sequence[_Row]) -> dict[str, int]:
    tops, here = {}, 0
    for row in rows:
        tops[row.id] = here
        here += row.height + (FIRST_GAP if row.id == BEGIN else GAP)
    return tops


def _box(row: _Row, top: int, arrows: tuple[Arrow, ...]) -> Box:
    lines = wrap(row.title, TITLE_LETTERS)
    middle = top + row.height // 2
    first = middle + TITLE_DROP - (len(lines) - 1) * TITLE_LINE // 2
    rounded = BOX_CORNER if row.number else row.height // 2
    return Box(
        id=row.id,
        name=row.title,
        top=top,
        frame=Frame(Point(EDGE, top + EDGE), BOX_WIDTH, row.height, rounded),
        number=Label(row.number, Point(NUMBER_X, middle + NUMBER_DROP), NUMBER_SIZE) if row.number else None,
        title=_lines(lines, [first + TITLE_LINE * line for line in range(len(lines))], TEXT_X, TITLE_SIZE),
        not_sure=_tab(top + row.height - TAB_OVER) if row.number else None,
        arrows=arrows,
    )


def _tab(top: int) -> Tab:
    frame = Frame(Point(TAB_X, top), TAB_WIDTH, TAB_HEIGHT, TAB_HEIGHT // 2)
    return Tab(frame, Label(NOT_SURE, Point(TAB_X + TAB_TEXT_X, top + TAB_TEXT_Y), LABEL_SIZE))


def _arrows(row: _Row, top: int, tracks: Mapping[str, int], middles: Mapping[str, int]) -> tuple[Arrow, ...]:
    """The rails in the order of the answers, one below the other along the side of the box; then the arrow down."""
    y, rails = top + (row.height - row.arrival - row.rails_height) // 2, []
    for branch in row.aside:
        lines = _broken(branch)
        along = y + ABOVE_RAIL + LABEL_LINE * len(lines)
        rails.append(_rail(branch.to, lines, along, tracks[branch.to], middles[branch.to]))
        y = along + BELOW_RAIL
    gap = FIRST_GAP if row.id == BEGIN else GAP
    return (*rails, _down(row.down, top + row.height, gap)) if row.down else tuple(rails)


def _rail(to: str, lines: Sequence[str], y: float, x: int, middle: float) -> Arrow:
    first = y - ABOVE_RAIL - LABEL_LINE * (len(lines) - 1)
    tip = Point(RAIL_FROM + EDGE, middle)
    back = tip.x + TIP_LENGTH
    return Arrow(
        to=to,
        line=(Point(RAIL_FROM, y), Point(x, y), Point(x, middle), Point(RAIL_TO, middle)),
        tip=(Point(back, middle - TIP_HALF), Point(back, middle + TIP_HALF), tip),
        labels=_lines(lines, [first + LABEL_LINE * line for line in range(len(lines))], RAIL_LABEL_X, LABEL_SIZE),
    )


def _down(branches: Sequence[Branch], bottom: int, gap: int) -> Arrow:
    """Several answers may go on to the box below: each is named up to its first comma, "No, or we did not ask"."""
    first, *others = dict.fromkeys(branch.answer.split(",")[0] for branch in branches)
    words = ", or ".join((first, *(each[:1].lower() + each[1:] for each in others)))
    foot = bottom + gap
    back = foot + EDGE - TIP_LENGTH
    return Arrow(
        to=branches[0].to,
        line=(Point(DOWN_X, bottom + 2 * EDGE), Point(DOWN_X, back + TIP_OVERLAP)),
        tip=(Point(DOWN_X - TIP_HALF, back), Point(DOWN_X + TIP_HALF, back), Point(DOWN_X, foot)),
        labels=(Label(words, Point(DOWN_LABEL_X, bottom + DOWN_LABEL_Y), LABEL_SIZE),) if words else (),
    )


def _broken(branch: Branch) -> list[str]:
    return wrap(branch.answer, RAIL_LETTERS)


def _lines(lines: Sequence[str], heights: Sequence[float], x: int, size: float) -> tuple[Label, ...]:
    return tuple(Label(text, Point(x, y), size) for text, y in zip(lines, heights, strict=True))
