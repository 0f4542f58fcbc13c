"""A session in a room: how long somebody was there, and whether that completes the course. Pure.

A session counts when its pack covers every module and it was held for at least three quarters of the minutes that the pack
takes, so that ending early cannot stand for the course; being there counts when somebody was present for at least nine tenths
of the time that it was held. Everything shorter is "session attended": it stands on the person's record and changes no status.
Times are whole minutes: a minute that has begun on arriving counts, and one that has begun on leaving does too.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from course.catalogue.model import Catalogue
from course.rules.completion import facts_of
from course.rules.dates import london_day
from course.rules.editions import taught_on
from course.rules.facts import CompletionFacts, ModuleScore

KIND = "trainer-led"
NEEDED_TENTHS = 9
LONGEST_MINUTES = 600
SHORTEST_QUARTERS = 3  # of four: what the plans allow to be left out when it is late, and no more
JOIN_BEFORE = dt.timedelta(hours=1)  # so long before the beginning a phone can put itself on the register
OVERRUN = dt.timedelta(hours=1)  # so long after the planned end the room is still taken to be full
LIKE = 88  # of 100: so alike are two names of which one may be the other, mistyped
LEFT_OUT = 95  # as alike as this are two names of which one lacks a word of the other
FEWEST_WORDS = 2  # that must be left then: half of a town has the same first name
BREAK = re.compile(r"[\W_]+")
RULE = "Present for at least nine tenths of a session in a room that covers every module. Quizzes were optional."
OUTCOMES = ("course", "attended", "expected", "struck")


@dataclass(frozen=True, slots=True)
class Presence:
    """A line of the register. `arrived_at` None: not seen; `left_at` None: stayed to the end."""

    arrived_at: dt.datetime | None
    left_at: dt.datetime | None = None
    away_minutes: int = 0
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """When a session was held, whether its pack covers every module, and how many minutes the pack takes (0: not known)."""

    begins_at: dt.datetime
    ended_at: dt.datetime
    whole_course: bool
    planned_minutes: int = 0

    @property
    def minutes(self) -> int:
        """How long it was."""
        return max(0, _minute(self.ended_at) - _minute(self.begins_at))

    @property
    def counts(self) -> bool:
        """Whether being there can complete the course."""
        return self.whole_course and 4 * self.minutes >= SHORTEST_QUARTERS * self.planned_minutes


def minutes_present(line: Presence, held: Held) -> int:
    """The minutes between arriving and leaving, as far as they lie within the session, less those away; never below 0."""
    if line.arrived_at is None or line.struck:
        return 0
    begin = max(_minute(line.arrived_at), _minute(held.begins_at))
    left = _minute(held.ended_at) if line.left_at is None else _minute_begun(line.left_at)
    return max(0, min(left, _minute(held.ended_at)) - begin - line.away_minutes)


def completes(line: Presence, held: Held) -> bool:
    """Whether being there completes the course: at least nine tenths of a session that counts."""
    present = minutes_present(line, held)
    return held.counts and present > 0 and 10 * present >= NEEDED_TENTHS * held.minutes


def outcome(line: Presence, held: Held) -> str:
    """What comes of a line, in the words of `OUTCOMES`."""
    if line.struck:
        return "struck"
    if completes(line, held):
        return "course"
    return "attended" if minutes_present(line, held) else "expected"


def completion_facts(
    catalogue: Catalogue, line: Presence, held: Held, *, person: int, partnership: str
) -> CompletionFacts:
    """What to keep of a completion made by a session. Raises ValueError where being there does not complete the course.

    Modules stand without marks (0 of 0): the quizzes of a session are not judged. The edition is that of the day of the
    session, however late its register is closed.
    """
    if not completes(line, held):
        raise ValueError("the session does not complete the course")
    edition, law_as_at = taught_on(catalogue.course, london_day(held.begins_at))
    facts = facts_of(
        catalogue.course,
        kind=KIND,
        rule=RULE,
        modules=tuple(ModuleScore(each.id, each.title, 0, 0) for each in catalogue.modules),
        minutes=minutes_present(line, held),
        person=person,
        partnership=partnership,
        at=held.ended_at,
    )
    return replace(facts, edition=edition, law_as_at=law_as_at)


def stage(begins_at: dt.datetime, planned_minutes: int, now: dt.datetime) -> str:
    """Where a session is by the clock: "before", "now" (people come and go) or "after"."""
    if now < begins_at - JOIN_BEFORE:
        return "before"
    return "now" if now <= begins_at + dt.timedelta(minutes=planned_minutes) + OVERRUN else "after"


def goes_on_until(begins_at: dt.datetime, planned_minutes: int, now: dt.datetime) -> dt.datetime | None:
    """Until when a session that people come to now is taken to go on; None where it is not the time of it."""
    if stage(begins_at, planned_minutes, now) != "now":
        return None
    return begins_at + dt.timedelta(minutes=planned_minutes) + OVERRUN


def coming(begins_at: dt.datetime, planned_minutes: int, now: dt.datetime) -> str:
    """The same for those who come: after the planned end nobody does, and whoever is put down then was there ("after")."""
    if now > begins_at + dt.timedelta(minutes=planned_minutes):
        return "after"
    return stage(begins_at, planned_minutes, now)


def came_at(begins_at: dt.datetime, planned_minutes: int, now: dt.datetime, *, from_beginning: bool) -> dt.datetime:
    """When somebody arrived who is put down as here: now; from the beginning where that is said, or it is over.

    Before it has begun nobody was there from the beginning: they have come now.
    """
    over = coming(begins_at, planned_minutes, now) == "after"
    return begins_at if over or (from_beginning and now > begins_at) else now


def came_back(line: Presence, begins_at: dt.datetime, now: dt.datetime) -> Presence:
    """Somebody who had left is here again: the time in between, as far as the session had begun, was spent away."""
    if line.left_at is None:
        return line
    away = max(0, _minute(now) - _minute(max(line.left_at, begins_at)))
    return replace(line, left_at=None, away_minutes=line.away_minutes + away)


def takes_phones(begins_at: dt.datetime, planned_minutes: int, now: dt.datetime) -> bool:
    """Whether a phone can put itself on the register now: from an hour before to the planned end."""
    return begins_at - JOIN_BEFORE <= now <= begins_at + dt.timedelta(minutes=planned_minutes)


def likely_doubles(name: str, known: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Who among the known (number, name) may be the same person, the likeliest first: words swapped, left out, mistyped.

    Case, accents and signs do not count.
    """
    asked = _words(name)
    alike = ((_likeness(asked, _words(each)), number) for number, each in known)
    return tuple(number for ratio, number in sorted(alike, key=lambda each: (-each[0], each[1])) if ratio >= LIKE)


def _words(name: str) -> list[str]:
    """The words of a name in plain small letters, in the order of the alphabet."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return sorted(filter(None, BREAK.split(plain)))


def _likeness(one: list[str], other: list[str]) -> float:
    """How alike two names are, of 100."""
    same = fuzz.ratio(" ".join(one), " ".join(other), score_cutoff=LIKE)
    few, many = sorted((one, other), key=len)
    if same >= LEFT_OUT or len(few) < FEWEST_WORDS or not set(few) <= set(many):
        return same
    return LEFT_OUT


def _minute(at: dt.datetime) -> int:
    return int(at.timestamp() // 60)


def _minute_begun(at: dt.datetime) -> int:
    return int(-(-at.timestamp() // 60))
