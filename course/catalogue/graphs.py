"""Ways from box to box by answers: whether all of them, from the start on, come to an end. Pure: no files, no words.

A flowchart and a case are both read as a start, the answers of each box, and the boxes at which a way may end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

NO_START = "no start"  # the start is no box with answers
NOWHERE = "nowhere"  # an answer leads to a box that is not there
TWICE = "twice"  # a box has the same answer twice
STUCK = "stuck"  # a box that is no end has no answers
ROUND = "round"  # a way leads back to the box
UNREACHED = "unreached"  # no way from the start leads to the box
Ways = Mapping[str, Sequence[tuple[str, str]]]
"""By box, its answers and where each leads."""


@dataclass(frozen=True, slots=True)
class GraphFault:
    """What is wrong at a box. `place`: which of its answers, counted from 0; None where it is the box as a whole."""

    kind: str
    box: str
    place: int | None = None


def faults(start: str, ways: Ways, ends: Collection[str]) -> list[GraphFault]:
    """Every fault. With none of them, every box is reached and every way from the start comes to one of the ends."""
    found = [GraphFault(NO_START, start)] if start not in ways else []
    for box, answers in ways.items():
        found += _of_answers(box, answers, {*ways, *ends})
        if box in reached(box, ways):
            found.append(GraphFault(ROUND, box))
    if start in ways:
        there = {start, *reached(start, ways)}
        found += [GraphFault(UNREACHED, box) for box in (*ways, *ends) if box not in there]
    return found


def reached(box: str, ways: Ways) -> set[str]:
    """All that one can come to by giving at least one answer at `box`."""
    found: set[str] = set()
    waiting = [to for _, to in ways.get(box, ())]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [to for _, to in ways.get(here, ())]
    return found


def _of_answers(box: str, answers: Sequence[tuple[str, str]], boxes: Collection[str]) -> Iterator[GraphFault]:
    if not answers:
        yield GraphFault(STUCK, box)
    seen = set()
    for place, (answer, to) in enumerate(answers):
        if to not in boxes:
            yield GraphFault(NOWHERE, box, place)
        alike = " ".join(answer.split()).casefold()
        if alike in seen:
            yield GraphFault(TWICE, box, place)
        seen.add(alike)
