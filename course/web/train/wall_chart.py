"""The flowchart for a wall: the drawing of the slide, in type that the last row reads."""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.model import Flowchart
from course.documents.slide_boxes import CHART
from course.documents.slide_chart import RAIL, ChartArrow, ChartBox, SlideChart, laid_out
from course.documents.slide_drawing import ALT

TIP = 8.0  # how long the point of an arrow is


@dataclass(frozen=True, slots=True)
class WallChart:
    """Boxes with words, ways as SVG paths with a tip at their ends, and the words at the ways."""

    boxes: tuple[ChartBox, ...]
    ways: tuple[str, ...]
    labels: tuple[ChartArrow, ...]
    alt: str = ALT

    @property
    def frame(self) -> str:
        """What is seen of the plane."""
        return f"{CHART.x} {CHART.y - 2} {CHART.width} {CHART.height + 4}"


def wall_chart(chart: Flowchart | None) -> WallChart | None:
    """The drawing of a slide that shows the flowchart; None where there is none, or it cannot be drawn like this."""
    drawn = laid_out(chart) if chart else None
    if drawn is None:
        return None
    ways = tuple(_way(each, drawn) for each in drawn.arrows)
    return WallChart(drawn.boxes, ways, tuple(each for each in drawn.arrows if each.text))


def _way(arrow: ChartArrow, drawn: SlideChart) -> str:
    here, there = drawn.box(arrow.start), drawn.box(arrow.to)
    if arrow.way == "across":
        return f"M{here.x + here.width} {here.y + here.height / 2}H{there.x - TIP}"
    if arrow.way == "down":
        return f"M{arrow.x} {here.y + here.height}V{there.y - TIP}"
    left = arrow.way == "left"
    start, end = (here.x, there.x - TIP) if left else (here.x + here.width, there.x + there.width + TIP)
    out = start - RAIL if left else start + RAIL
    return f"M{start} {here.y + here.height / 2}H{out}V{there.y + there.height / 2}H{end}"
