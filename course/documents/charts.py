"""The geometry of the report's charts. Templates draw it; the table beside each chart holds the same numbers.

Lengths are percentages of the drawing's width, so that a bar fits any screen without its pattern being stretched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.rules.explaining import NAMES as STATUS_WORDS
from course.rules.standing import STATUSES

WIDTH, HEIGHT = 640, 200  # units of the drawing of the trend
LEFT, TOP = 76, 12  # room for the scale and above the highest point


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar: `start` and `width` in percent of the whole, with one decimal."""

    status: str
    words: str
    people: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of eight statuses. `text` says the same in words; no segments: there is nothing to show."""

    segments: tuple[Segment, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line, or a mark at its scale, with its text."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through month ends. `lines` are the values of SVG polylines' `points`: a new one begins behind every month
    without a point. `broken`: whether there is such a month between the first point and the last."""

    width: int
    height: int
    lines: tuple[str, ...]
    broken: bool
    points: tuple[Mark, ...]
    scale: tuple[Mark, ...]
    months: tuple[Mark, ...]
    text: str


def bar(counts: Mapping[str, object]) -> Bar:
    """The bar of some people by status, in the fixed order. One hidden count hides the bar: it would show its length."""
    known = {each: count for each in STATUSES if isinstance(count := counts[each], int)}
    whole = sum(known.values())
    if len(known) < len(STATUSES) or not whole:
        return Bar((), "")
    segments, before = [], 0
    for each, people in known.items():
        if people:
            start = round(100 * before / whole, 1)
            width = round(100 * people / whole, 1)
            segments.append(Segment(each, STATUS_WORDS[each], people, start, width))
        before += people
    text = ", ".join(f"{each.words} {each.people}" for each in segments)
    return Bar(tuple(segments), f"{text}; {whole} in all")


def trend(points: Sequence[tuple[dt.date, int, int]]) -> Trend:
    """The share of people trained at each day: (day, trained, of how many). Days without anybody are no points, and the
    line is broken there: it would say what nobody knows."""
    known = [(place, day, 100 * part // whole) for place, (day, part, whole) in enumerate(points) if whole]
    step = (WIDTH - LEFT - 12) / max(len(points) - 1, 1)
    marks = [
        Mark(round(LEFT + place * step, 1), _height(share), f"{share} % at the end of {_month(day)}")
        for place, day, share in known
    ]
    months = tuple(
        Mark(round(LEFT + place * step, 1), HEIGHT + 26, _month(day))
        for place, (day, _, _) in enumerate(points)
        if place % 6 == 0 or place == len(points) - 1
    )
    scale = tuple(Mark(LEFT, _height(share), f"{share} %") for share in (0, 50, 100))
    runs = _runs([place for place, *_ in known], marks)
    lines = tuple(" ".join(f"{each.x},{each.y}" for each in run) for run in runs if len(run) > 1)
    text = f"Share of people trained: {marks[0].text}, {marks[-1].text}" if marks else ""
    return Trend(WIDTH, HEIGHT + 34, lines, len(runs) > 1, tuple(marks), scale, months, text)


def _runs(places: Sequence[int], marks: Sequence[Mark]) -> list[list[Mark]]:
    """The marks whose places follow one another without a gap, together."""
    runs: list[list[Mark]] = []
    for number, (place, mark) in enumerate(zip(places, marks, strict=True)):
        if number and place == places[number - 1] + 1:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


def _height(share: int) -> float:
    return round(TOP + (HEIGHT - TOP) * (100 - share) / 100, 1)


def _month(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
