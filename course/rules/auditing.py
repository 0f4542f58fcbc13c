"""What one may look for in the audit log, and how its lines are said.

A line says what stood there before and what stands there now, and calls people, organisations, teams and job roles by
their numbers: a name that is erased stands nowhere in it. Whoever reads it sees beside a number the present name.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

PROGRAM = 0  # stands for lines without a person: the program itself, or somebody at the command line
CALLED = re.compile(r"\b(person|organisation|team|job role)([ =])([1-9][0-9]{0,14})\b", re.ASCII)
TYPED = "local information "  # what stands in lines of these actions was typed by somebody, so no number in it is ours
Thing = tuple[str, int]
"""What has a name: the word for it and its number."""


def change(what: str, before: object, after: object) -> str:
    """What was changed from what to what; "" where nothing was."""
    return "" if before == after else f"{what}: {_said(before)} → {_said(after)}"


def sentences_changed(before: str, after: str) -> str:
    """Of two texts of as many sentences those that differ; else both texts. "" where they are the same."""
    pairs = list(zip(before.split(". "), after.split(". "), strict=False))
    if before.count(". ") != after.count(". "):
        return change("rule", f"“{before}”", f"“{after}”")
    return together(*(f"“{one.strip('.')}” → “{other.strip('.')}”" for one, other in pairs if one != other))


def together(*changes: str) -> str:
    """Several of them, without the empty ones."""
    return "; ".join(filter(None, changes))


def numbered(what: str, number: int | None) -> str | None:
    """A thing by its number; None for none."""
    return f"{what} {number}" if number else None


def place(organisation: int | None, team: int | None = None, job_role: int | None = None) -> str:
    """Where something holds, by numbers."""
    parts = (("organisation", organisation), ("team", team), ("job role", job_role))
    return ", ".join(filter(None, (numbered(*each) for each in parts))) or "partnership"


def day(value: dt.date) -> str:
    """A day as it is said in a line."""
    return f"{value.day} {calendar.month_name[value.month]} {value.year}"


def _said(value: object) -> str:
    if isinstance(value, dt.date):
        return day(value)
    return "none" if value is None or value == "" else str(value)


def things_in(text: str) -> Iterator[Thing]:
    """Everything that is called by its number in a text."""
    return ((match[1], int(match[3])) for match in CALLED.finditer(text))


def with_names(text: str, names: Mapping[Thing, str]) -> str:
    """A text with names beside the numbers, where they are known."""

    def named(match: re.Match[str]) -> str:
        name = names.get((match[1], int(match[3])))
        return f"{match[0]} ({name})" if name else match[0]

    return CALLED.sub(named, text)


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

    @property
    def things(self) -> tuple[Thing, ...]:
        """What it speaks of by number."""
        detail = "" if self.action.startswith(TYPED) else self.detail
        return (*things_in(self.thing), *things_in(detail))

    def told(self, names: Mapping[Thing, str]) -> Line:
        """The same line, with names beside the numbers."""
        detail = self.detail if self.action.startswith(TYPED) else with_names(self.detail, names)
        return replace(self, thing=with_names(self.thing, names), detail=detail)
