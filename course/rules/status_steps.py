"""Where a membership stands on every day there is: a status holds from one change to the next, and every change has a day.

Facts count by their own days, as they are known now, under the requirement that is in force on each day. So for given
facts there are few *steps*, each the first day of a state; they are worked out by the same rules as any single day, and
nothing but a new fact or requirement makes them other ones. "Entered later than the day" is a part of the state as well.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from course.rules.reporting import EARLIER, URGENCY, Asked, is_earlier
from course.rules.requirements import Requirement
from course.rules.standing import Dates, MemberFacts, dates, status
from course.rules.status_days import changes, is_soon, status_day

ONE = dt.timedelta(days=1)
NEVER = dt.date.max
PLACES = {each: str(place) for place, each in enumerate(URGENCY)}
NOWHERE = "-"  # in place of a status
AFTER = "~"  # behind every sign of a line that follows its day
MARKS = ("outside", "soon", "later")


class State(NamedTuple):
    """What a report says of a membership: its status and edition, whether there is training elsewhere, a day that comes
    within 30 days, a fact that was entered later; and the day that goes with the status, as text (the last there is: none).
    """

    status: str
    edition: str | None
    outside: bool
    soon: bool
    later: bool
    shown: str


Step = tuple[str, State | None]
"""The first day of a state, as text; None: from then on the membership counts nowhere."""
Span = tuple[dt.date, dt.date]
"""From a day until before another."""


@dataclass(frozen=True, slots=True)
class Known:
    """All that the steps of a membership follow from.

    `gone_on`: from when on it counts nowhere, because another one goes on from it. `editions`: days and editions of the
    completions that count, the oldest first. `asked`: from which day on which requirement is in force, the first one from
    `dt.date.min`. `entered`: for facts entered afterwards, from their day on to the day of their entry.
    """

    started_on: dt.date
    gone_on: dt.date | None
    facts: MemberFacts
    editions: Sequence[tuple[dt.date, str]]
    outside: Sequence[dt.date]
    asked: Sequence[tuple[dt.date, Requirement]]
    entered: Sequence[Span]


def gone_on(left_on: dt.date | None, moved: bool, followed_on: dt.date | None) -> dt.date | None:
    """From when on a membership counts nowhere: after a move, or from the day on which somebody came back."""
    if left_on is None or moved:
        return left_on
    return None if followed_on is None else max(left_on, followed_on)


def steps(known: Known) -> list[Step]:
    """The steps, the oldest first; each is another state than the one before."""
    found: list[Step] = []
    said: State | None = None
    for day, state in _states(known):
        if state != said:
            found.append((day.isoformat(), state))
            said = state
    if known.gone_on is not None and found:
        found.append((known.gone_on.isoformat(), None))
    return found


def _states(known: Known) -> Iterator[tuple[dt.date, State]]:
    first, end = known.started_on, known.gone_on or NEVER
    if end <= first:
        return
    days = [first, *sorted(each for each in _turns(known) if first < each < end)]
    for begins, ends in zip(days, [*days[1:], end], strict=True):
        asked = next(asked for first, asked in reversed(known.asked) if first <= begins)
        found = dates(known.facts, asked, begins)
        edition = next((each for day, each in reversed(known.editions) if day <= begins), None)
        outside = any(each <= begins for each in known.outside)
        later = any(first <= begins < told for first, told in known.entered)
        for day in _days(found, begins, ends):
            yield day, _state(found, edition, outside, later, day)


def _turns(known: Known) -> set[dt.date]:
    """The days on which a fact begins to count, or another requirement."""
    of = known.facts
    found = {*of.completed_on, *known.outside, *(each.from_day for each in of.exemptions)}
    found |= {each.until_day + ONE for each in of.exemptions if each.until_day}
    found |= {day for day, _ in known.asked} | {day for span in known.entered for day in span}
    return found | {each for each in (of.left_on, of.begun_on) if each is not None}


def _days(found: Dates, begins: dt.date, ends: dt.date) -> list[dt.date]:
    """The first of the days that have these dates, and those of them on which the status may become another."""
    if found.left_on is not None:
        return [begins]
    return [begins, *sorted(each for each in changes(found) if begins < each < ends)]


def _state(found: Dates, edition: str | None, outside: bool, later: bool, day: dt.date) -> State:
    said = status(found, day)
    shown = status_day(found, said) or NEVER
    return State(said, edition, outside and said != "left", is_soon(found, said, day), later, shown.isoformat())


def written(found: Sequence[Step]) -> str:
    """The steps as text, a line each: day, place of the status in URGENCY, marks, day shown, edition."""
    return "\n".join(day + (NOWHERE if state is None else _line(state)) for day, state in found)


def _line(state: State) -> str:
    marks = state.outside + 2 * state.soon + 4 * state.later
    return f"{PLACES[state.status]}{marks}{state.shown}{state.edition or ''}"


def read(text: str) -> list[Step]:
    """The steps that were written so."""
    return [(line[:10], _state_of(line)) for line in text.split("\n") if line]


def _state_of(line: str) -> State | None:
    if line[10] == NOWHERE:
        return None
    status, edition, marks = told(counted(line))
    outside, soon, later = (each in marks for each in MARKS)
    return State(status, edition or None, outside, soon, later, line[12:22])


def counted(line: str) -> str:
    """Of a line of written steps all that a report counts, which is everything but the days; "": it counts nowhere."""
    return "" if line[10] == NOWHERE else line[10:12] + line[22:]


def told(state: str) -> tuple[str, str, tuple[str, ...]]:
    """What that tells: status, edition ("": none) and which of MARKS."""
    marks = int(state[1])
    return URGENCY[int(state[0])], state[2:], tuple(each for bit, each in enumerate(MARKS) if marks >> bit & 1)


def line_on(text: str, day: str) -> str | None:
    """Of written steps the line of a day on which the membership counts; None where it does not."""
    lines = text.split("\n")
    place = bisect_right(lines, day + AFTER)
    return lines[place - 1] if place and lines[place - 1][10:11] not in ("", NOWHERE) else None


def is_line_wanted(asked: Asked) -> Callable[[str], bool]:
    """Whether such a line is of somebody asked for: as `rules.reporting.is_wanted`."""
    if not (asked.statuses or asked.soon or asked.edition is not None):
        return lambda _line: True

    @cache
    def wanted(state: str) -> bool:
        status, edition, marks = told(state)
        if (asked.statuses and status not in asked.statuses) or (asked.soon and "soon" not in marks):
            return False
        if asked.edition == EARLIER:
            return is_earlier(status, edition or None, asked.current)
        return asked.edition in (None, edition)

    return lambda line: wanted(counted(line))
