"""What happened to each made-up person in three years: when they came, completed, moved, left. Pure; days count back.

A history is played forwards by the rules of the product: who is asked to refresh does so in the window, late or never.
So every status comes about as it would in life, and nothing is set by hand.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from course.rules.requirements import Requirement
from course.rules.standing import Exemption, holding

YEARS = dt.timedelta(days=3 * 365)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """In one team of an organisation (its place in the list), from a day to a day. `moved`: another stay goes on."""

    team: int | None
    started_on: dt.date
    left_on: dt.date | None
    moved: bool


@dataclass(frozen=True, slots=True)
class History:
    """One person in one organisation. `completed_on`: the oldest first. `begun_on` is None for who never opened it.

    `care`: how good the first answers are, 0 to 1. `reflects`: answers the questions before and after.
    """

    stays: tuple[Stay, ...]
    begun_on: dt.date | None
    completed_on: tuple[dt.date, ...]
    exemption: Exemption | None
    outside_on: dt.date | None
    care: float
    reflects: bool
    follows_up: bool


def history(dice: random.Random, today: dt.date, teams: int, asked: Requirement) -> History:
    """One person's three years, or what of them they were there."""
    came = today - dt.timedelta(
        days=dice.choice((dice.randrange(0, 45), dice.randrange(0, 1095), dice.randrange(400, 1095)))
    )
    left = came + dt.timedelta(days=dice.randrange(60, 900)) if dice.random() < 0.14 else None
    left = left if left is not None and left <= today else None
    last = (left or today + DAY) - DAY
    done = _completions(dice, came, last, asked)
    begun = done[0] - dt.timedelta(days=dice.randrange(0, 12)) if done else _begun(dice, came, last)
    return History(
        stays=_stays(dice, came, last, left, teams),
        begun_on=max(begun, came) if begun else None,
        completed_on=done,
        exemption=_exemption(dice, today) if left is None and dice.random() < 0.035 else None,
        outside_on=came - dt.timedelta(days=dice.randrange(20, 500)) if dice.random() < 0.18 else None,
        care=dice.uniform(0.35, 1.0),
        reflects=dice.random() < 0.6,
        follows_up=dice.random() < 0.3,
    )


def _completions(dice: random.Random, came: dt.date, last: dt.date, asked: Requirement) -> tuple[dt.date, ...]:
    """The first in the days given, later, or never; then each time in the window, late, or never again."""
    done: list[dt.date] = []
    wait = dice.choices((dice.randrange(1, asked.due_days + 1), dice.randrange(31, 150), None), (80, 12, 8))[0]
    while wait is not None:
        day = (done[-1] if done else came) + dt.timedelta(days=wait)
        if done:
            held = holding(done, asked)
            day = (held.expires_on if held else day) + dt.timedelta(days=wait - asked.window_days)
        if day > last:
            break
        done.append(day)
        wait = dice.choices((dice.randrange(0, asked.window_days), dice.randrange(60, 200), None), (82, 8, 10))[0]
    return tuple(done)


def _begun(dice: random.Random, came: dt.date, last: dt.date) -> dt.date | None:
    day = came + dt.timedelta(days=dice.randrange(0, 40))
    return day if dice.random() < 0.55 and day <= last else None


def _stays(dice: random.Random, came: dt.date, last: dt.date, left: dt.date | None, teams: int) -> tuple[Stay, ...]:
    first = dice.randrange(teams)
    moved_on = came + dt.timedelta(days=dice.randrange(100, 700))
    if dice.random() > 0.1 or moved_on > last:
        return (Stay(first, came, left, moved=False),)
    second = (first + 1 + dice.randrange(teams - 1)) % teams
    return (Stay(first, came, moved_on, moved=True), Stay(second, moved_on, left, moved=False))


def _exemption(dice: random.Random, today: dt.date) -> Exemption:
    start = today - dt.timedelta(days=dice.randrange(5, 200))
    end = start + dt.timedelta(days=dice.randrange(150, 400))
    return Exemption(start, end, dice.choice(("Parental leave", "Long-term sickness", "Seconded elsewhere")))
