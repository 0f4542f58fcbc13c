"""What one may look for in the audit log, and how its lines are said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

PROGRAM = 0  # stands for lines without a person: the program itself, or somebody at the command line


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: of an action, of an actor (PROGRAM: of nobody), from one day to another, about a thing.

    A thing is "person 12"; one of two words covers what says more, such as "import 4" the "import 4 of organisation 1".
    """

    action: str | None = None
    actor: int | None = None
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    thing: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the audit. `name`: of the actor, "" where there is none any more, or it is not to be shown."""

    id: int
    at: dt.datetime
    actor: int | None
    action: str
    thing: str
    detail: str
    name: str

    @property
    def who(self) -> str:
        """The actor in words."""
        return self.name or ("the program" if self.actor is None else f"person {self.actor}")
