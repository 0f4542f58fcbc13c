"""The geometry of the chart of one rated statement: for each moment the middle half of the ratings and the median.

Lengths across are percentages, so that the chart fits any screen while its words keep their size; down they are units.
"""

from __future__ import annotations

from dataclasses import dataclass

from course.documents.analysis_tables import step
from course.rules.impact import MOMENT_WORDS, MOMENTS, Rated

FROM, TO = 26, 96  # where 1 and 5 lie, in per cent of the width: left of it are the words
LINE, TOP = 26, 20  # units from one moment to the next, and to the first
SHORT = {"later": "Later"}  # what fits beside the chart


@dataclass(frozen=True, slots=True)
class Range:
    """One moment: its name, its height, the bar from `start` for `width`, the median at `middle`. None: hidden."""

    moment: str
    words: str
    y: int
    start: float | None
    width: float
    middle: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A step of the scale."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class RatingChart:
    """`text` says all of it in words."""

    ranges: tuple[Range, ...]
    ticks: tuple[Tick, ...]
    height: int
    text: str


def rating_chart(rated: Rated) -> RatingChart:
    """The chart of a statement's ratings at the three moments."""
    ranges, words = [], []
    for place, moment in enumerate(MOMENTS):
        found, y = rated.at[moment], TOP + LINE * place
        name = SHORT.get(moment, MOMENT_WORDS[moment])
        if found is None:
            ranges.append(Range(moment, name, y, None, 0, 0))
            words.append(f"{name}: hidden")
            continue
        start, end, middle = (_across(value) for value in (found.low, found.high, found.median))
        ranges.append(Range(moment, name, y, start, round(end - start, 1), middle))
        words.append(f"{name}: median {step(found.median)}, middle half {step(found.low)} to {step(found.high)}")
    ticks = tuple(Tick(_across(value), str(value)) for value in range(1, 6))
    return RatingChart(tuple(ranges), ticks, TOP + LINE * len(MOMENTS) + 6, "; ".join(words))


def _across(value: float) -> float:
    return round(FROM + (TO - FROM) * (value - 1) / 4, 1)
