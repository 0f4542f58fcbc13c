"""The key questions as they stand on one slide: what is asked first in a row, what the answers lead to as bars below it.

A question to which an answer jumps is a bar; those before it stand side by side, each with an arrow to the next and arrows
down. Answers of the outer questions that lead past the first bar run along the side. Words are measured: where they do not
fit, or a flowchart has another shape than this, there is no drawing, and the slide lists the questions instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from course.catalogue.model import Branch, Flowchart, Question
from course.documents.paper_text import paragraphs
from course.documents.slide_boxes import BOLD, CHART, REGULAR, Box, Place
from course.documents.slide_measuring import Text, size_for, width

ROW_TOP, ROW_HEIGHT = CHART.y + 46, 104.0
BEGIN_WIDTH, BEGIN_HEIGHT, BAR_HEIGHT, BETWEEN_BARS = 300.0, 30.0, 38.0, 30.0
BARS_TOP = ROW_TOP + ROW_HEIGHT + 70
INSET, RAIL = 22.0, 18.0  # of the row, and of the bars within the row
GAP, ROOMY = 40.0, 84.0  # between the questions of the row: for a short answer, and for a long one
SHORT = 6  # letters of an answer that fits a narrow gap
PAD, SLIM = 8.0, 4.0  # between the edge of a box and its words, and around the words at an arrow
AT_RAIL = 40.0  # wide are the words at an arrow round the side
LABEL_SIZES, TITLE_SIZES, BAR_SIZES, END_SIZES = (15, 14, 13), (18, 17, 16, 15, 14), (22, 20, 18, 16), (17, 16, 15, 14)


@dataclass(frozen=True, slots=True)
class ChartBox:
    """A box: kind "begin", "alarm", "question", "bar" or "end"; `size`: of its type."""

    id: str
    kind: str
    text: str
    box: Box
    size: int


@dataclass(frozen=True, slots=True)
class ChartArrow:
    """An arrow between boxes with its answers. way: "across" (left to right), "down", or "left" and "right" round the side.

    For "down" `x` is where it runs; `label` is where its words stand, of the size `size`.
    """

    start: str
    to: str
    way: str
    text: str
    label: Box
    size: int
    x: float = 0.0


@dataclass(frozen=True, slots=True)
class SlideChart:
    """The drawing: boxes in the order in which one reads them, and arrows."""

    boxes: tuple[ChartBox, ...]
    arrows: tuple[ChartArrow, ...]

    def box(self, name: str) -> Box:
        """Where a box stands."""
        return next(each.box for each in self.boxes if each.id == name)


class _Unfit(Exception):
    """Words or a way that find no place here."""


def laid_out(chart: Flowchart) -> SlideChart | None:
    """The drawing, or None where this flowchart cannot be drawn like this."""
    try:
        return _laid_out(chart)
    except _Unfit:
        return None


def _laid_out(chart: Flowchart) -> SlideChart:
    row, bars = _divided(chart)
    boxes = (*_above(chart), *_row(chart, row), *_bars(bars), *_ends(chart, bars))
    arrows = tuple(_arrows(chart, row, bars, SlideChart(boxes, ())))
    least = {kind: min(each.size for each in boxes if each.kind == kind) for kind in {each.kind for each in boxes}}
    small = min(each.size for each in arrows if each.text)
    return SlideChart(
        tuple(replace(each, size=least[each.kind]) for each in boxes),
        tuple(replace(each, size=small) for each in arrows),
    )


def _divided(chart: Flowchart) -> tuple[list[Question], list[Question]]:
    """The questions of the row, and those that are bars. Raises _Unfit for a flowchart that cannot be divided so."""
    ids = [each.id for each in chart.questions]
    jumped_to = {
        branch.to
        for here, each in enumerate(chart.questions)
        for branch in each.branches
        if branch.to not in ids[here + 1 : here + 2]
    }
    row = [each for each in chart.questions if each.id not in jumped_to]
    bars = [each for each in chart.questions if each.id in jumped_to]
    whole = chart.start == ids[0] and len(chart.ends) == 1 and len(bars) == 2 and 2 <= len(row) <= 5
    if not whole or [*row, *bars] != list(chart.questions):
        raise _Unfit
    return row, bars


def _fitting(text: str, box: Box, sizes: tuple[int, ...], weight: str) -> int:
    """The largest size at which words fit and none of them is broken."""
    pad = PAD if weight == BOLD else SLIM
    inner = Box(box.x, box.y, box.width - 2 * pad, box.height - pad)
    whole = [each for each in sizes if max(width(word, weight) for word in text.split()) * each <= inner.width]
    found = size_for([Text(text)], Place(inner, tuple(whole), weight))
    if found is None:
        raise _Unfit
    return found


def _above(chart: Flowchart) -> Iterator[ChartBox]:
    """Where it begins, and beside it what comes before any question: the banner."""
    box = Box(CHART.x + INSET, CHART.y, BEGIN_WIDTH, BEGIN_HEIGHT)
    yield ChartBox("begin", "begin", chart.begin, box, _fitting(chart.begin, box, END_SIZES, BOLD))
    opening = next(iter(paragraphs(chart.banner_text, {})), ())
    said = " ".join([chart.banner_title, *(text.strip() for text, strong in opening if strong)])
    left = CHART.x + INSET + BEGIN_WIDTH + 2 * RAIL
    beside = Box(left, CHART.y, CHART.x + CHART.width - INSET - left, BEGIN_HEIGHT)
    yield ChartBox("alarm", "alarm", said, beside, _fitting(said, beside, END_SIZES, BOLD))


def _row(chart: Flowchart, row: Sequence[Question]) -> Iterator[ChartBox]:
    gaps = [ROOMY if len(_across(each, later)) > SHORT else GAP for each, later in zip(row, row[1:], strict=False)]
    width = (CHART.width - 2 * INSET - sum(gaps)) / len(row)
    x = CHART.x + INSET
    for question, gap in zip(row, [*gaps, 0.0], strict=True):
        text = f"{question.number}  {question.title}"
        box = Box(x, ROW_TOP, width, ROW_HEIGHT)
        yield ChartBox(question.id, "question", text, box, _fitting(text, box, TITLE_SIZES, BOLD))
        x += width + gap


def _bars(bars: Sequence[Question]) -> Iterator[ChartBox]:
    left, width = CHART.x + INSET + RAIL, CHART.width - 2 * INSET - 2 * RAIL
    for place, question in enumerate(bars):
        text = f"{question.number}  {question.title}"
        box = Box(left, BARS_TOP + place * (BAR_HEIGHT + BETWEEN_BARS), width, BAR_HEIGHT)
        yield ChartBox(question.id, "bar", text, box, _fitting(text, box, BAR_SIZES, BOLD))


def _ends(chart: Flowchart, bars: Sequence[Question]) -> Iterator[ChartBox]:
    top = BARS_TOP + len(bars) * (BAR_HEIGHT + BETWEEN_BARS)
    box = Box(CHART.x + (CHART.width - 320) / 2, top, 320, BEGIN_HEIGHT)
    for end in chart.ends:
        yield ChartBox(end.id, "end", end.title, box, _fitting(end.title, box, END_SIZES, BOLD))


def _short(branches: Sequence[Branch]) -> str:
    """Several answers in one: each up to its first comma, as in the drawing for paper."""
    first, *others = dict.fromkeys(branch.answer.split(",")[0] for branch in branches)
    return ", or ".join((first, *(each[:1].lower() + each[1:] for each in others)))


def _across(question: Question, later: Question) -> str:
    return _short([branch for branch in question.branches if branch.to == later.id] or question.branches[:1])


def _arrows(
    chart: Flowchart, row: Sequence[Question], bars: Sequence[Question], drawn: SlideChart
) -> Iterator[ChartArrow]:
    first, last = row[0].id, row[-1].id
    begin, opening = drawn.box("begin"), drawn.box(first)
    yield ChartArrow("begin", first, "down", "", begin, 0, x=opening.x + opening.width / 2)
    for place, question in enumerate(row):
        here = drawn.box(question.id)
        for to in dict.fromkeys(branch.to for branch in question.branches):
            branches = [branch for branch in question.branches if branch.to == to]
            if place + 1 < len(row) and to == row[place + 1].id:
                yield _beside(question.id, to, _short(branches), here, drawn.box(to))
            elif to == bars[0].id:
                reach = _reach(drawn, row, place, bars[1].id)
                yield _under(question.id, to, branches, here, drawn.box(to), reach)
            elif to == bars[1].id and question.id in (first, last):
                yield _round(question.id, to, branches, here, "left" if question.id == first else "right")
            else:
                raise _Unfit
    for bar, below in zip(bars, [*(each.id for each in bars[1:]), chart.ends[0].id], strict=True):
        if {branch.to for branch in bar.branches} != {below}:
            raise _Unfit
        here = drawn.box(bar.id)
        label = Box(here.x + here.width / 2 + 10, here.y + here.height, here.width / 2, BETWEEN_BARS)
        text = _short(bar.branches)
        size = _fitting(text, label, LABEL_SIZES, REGULAR)
        yield ChartArrow(bar.id, below, "down", text, label, size, x=here.x + here.width / 2)


def _reach(drawn: SlideChart, row: Sequence[Question], place: int, second: str) -> float:
    """How far to the right words may stand at the arrow down from a question: to the next arrow, or to the rail."""
    if place + 1 < len(row):
        later = drawn.box(row[place + 1].id)
        return later.x + later.width / 2 - PAD
    here = drawn.box(row[place].id)
    railed = any(branch.to == second for branch in row[place].branches)
    return here.x + here.width + RAIL - AT_RAIL if railed else CHART.x + CHART.width


def _beside(start: str, to: str, text: str, here: Box, there: Box) -> ChartArrow:
    """An arrow to the next question; its words stand above it."""
    left = here.x + here.width
    label = Box(left - SLIM / 2, here.y, there.x - left + SLIM, here.height / 2)
    return ChartArrow(start, to, "across", text, label, _fitting(text, label, LABEL_SIZES, REGULAR))


def _under(start: str, to: str, branches: Sequence[Branch], here: Box, there: Box, reach: float) -> ChartArrow:
    """An arrow down to the first bar; its words stand at its right, as far as the next one."""
    x = here.x + here.width / 2
    label = Box(x + SLIM, here.y + here.height, reach - x - SLIM, there.y - here.y - here.height)
    text = _whole(branches)
    return ChartArrow(start, to, "down", text, label, _fitting(text, label, LABEL_SIZES, REGULAR), x=x)


def _round(start: str, to: str, branches: Sequence[Branch], here: Box, side: str) -> ChartArrow:
    """An arrow round the side to the second bar; its words stand under the question, close to the arrow."""
    x = here.x - RAIL if side == "left" else here.x + here.width + RAIL - AT_RAIL
    label = Box(x, here.y + here.height, AT_RAIL, 26)
    text = _whole(branches)
    return ChartArrow(start, to, side, text, label, _fitting(text, label, LABEL_SIZES, REGULAR))


def _whole(branches: Sequence[Branch]) -> str:
    return "\n".join(branch.answer for branch in branches)
