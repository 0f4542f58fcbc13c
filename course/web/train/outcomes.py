"""What comes of the lines of a register, in words: before closing as it would be, afterwards as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course.records.attendances import Line
from course.rules.dates import london_time
from course.rules.kinds import OUTCOMES
from course.rules.room import Held, minutes_present, outcome

NO_NAME = "(account closed)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line, what comes of it (a key of `rules.kinds.OUTCOMES`), and the minutes in the room."""

    line: Line
    kind: str
    minutes: int

    @property
    def name(self) -> str:
        """Whose line it is."""
        return self.line.name or NO_NAME

    @property
    def words(self) -> str:
        """What comes of it."""
        return OUTCOMES[self.kind]


def stands(line: Line) -> str:
    """How a line stands, in words, on one line."""
    if line.struck_at is not None:
        return " ".join(f"Taken off: {line.struck_reason}".split()) if line.struck_reason else "Taken off"
    if line.arrived_at is None:
        return "Expected" if line.name else "Not seen"
    came = london_time(line.arrived_at)
    said = f"Here since {came}" if line.left_at is None else f"Here from {came} to {london_time(line.left_at)}"
    if not line.away_minutes:
        return said
    return f"{said}, {line.away_minutes} minute{'' if line.away_minutes == 1 else 's'} away"


def outcomes(lines: Iterable[Line], held: Held) -> tuple[Outcome, ...]:
    """One for each line, in their order."""
    return tuple(Outcome(each, outcome(each.presence, held), minutes_present(each.presence, held)) for each in lines)


def counted(found: Iterable[Outcome]) -> Mapping[str, int]:
    """How many there are of each kind; "present": those who were in the room."""
    counts = Counter(each.kind for each in found)
    return {**dict.fromkeys(OUTCOMES, 0), **counts, "present": counts["course"] + counts["attended"]}
