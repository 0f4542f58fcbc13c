"""Sessions in a room of the demonstration: the whole course, closed; a short one, closed; one that is still to come.

They come about by the functions that the pages use. Who was there, and the codes, are drawn from the seed.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from course.catalogue.model import Catalogue
from course.demo.people import PARTNERSHIP
from course.demo.rows import Row
from course.records import attendances, audit, room_closing, room_papers, room_sessions
from course.records.attendances import Times
from course.records.room_sessions import NewSession
from course.records.tokens import codes_by
from course.rules import plans
from course.rules.dates import london_day, moment_at
from course.rules.facts import CompletionFacts
from course.rules.room import Held, Presence, completion_facts

ORGANISATION, TEAM = 1, 3  # whose people they are
IN_NEED = dt.timedelta(days=300)  # who completed longer ago than that, or never, may be asked to come
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
WEEKEND = 5
Totals = dict[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Stay:
    """Came so many minutes after the beginning (None: never), left so many before the end (None: stayed), and was away."""

    after: int | None
    early: int | None = None
    away: int = 0


ON_TIME = (*(Stay(minutes) for minutes in (-12, -9, -8, -6, -5, -4, -3, -2, -2, -1, 2)), Stay(-7, away=12))
LONG = (*ON_TIME, Stay(14), Stay(24), Stay(-2, early=65), Stay(None), Stay(None))
SHORT = (*(Stay(-2),) * 8, Stay(9))
TO_COME = (Stay(None),) * 12
FORMS = {"before": 15, "after": 13}
HOW_SURE = {"before": 2.4, "after": 4.1}  # the middle of the answers, from 1 to 5
KNOWS = {"before": 0.55, "after": 0.85}


class Rooms:
    """Holds them. `rows`: what was put into the store, from which it is told who is asked to come."""

    def __init__(
        self, store: Connection, catalogue: Catalogue, rows: dict[str, list[Row]], dice: random.Random, now: dt.datetime
    ) -> None:
        self._store, self._catalogue, self._rows = store, catalogue, rows
        self._dice, self._now, self._today = dice, now, london_day(now)
        self._phones = {each["person"] for each in rows["account"]}

    def hold(self, trainer: int, learner: int) -> None:
        """The three, by one trainer; the learner was at the short one, and is expected at the one to come."""
        with codes_by(self._dice):
            long = self._plan(trainer, "three-hours", self._workday(-45), dt.time(9, 30), "Town hall, blue room")
            self._close(long, self._in_need(self._workday(-45), learner), LONG)
            self._evaluate(long, trainer)
            short = self._plan(
                trainer, "twenty-minutes", self._workday(-12), dt.time(13, 15), "Family support, team room"
            )
            self._close(short, [learner, *self._of_team(self._workday(-12), learner)], SHORT)
            done = room_closing.made_by(self._store, long)
            self._expect(trainer, [learner, *self._in_need(self._today, learner, *done)])

    def _expect(self, trainer: int, people: Iterable[int]) -> None:
        number = self._plan(trainer, "three-hours", self._workday(9), dt.time(9, 30), "Town hall, blue room")
        self._put_down(number, zip(people, TO_COME, strict=False), self._now - DAY)

    def _workday(self, ahead: int) -> dt.date:
        """So many days from today, or the Friday before."""
        day = self._today + ahead * DAY
        return day - max(0, day.weekday() - WEEKEND + 1) * DAY

    def _plan(self, trainer: int, pack: str, day: dt.date, time: dt.time, place: str) -> int:
        found, begins = plans.plan(self._catalogue, pack), moment_at(day, time)
        if found is None:
            raise LookupError(f"the demonstration needs the pack {pack}")
        new = NewSession(
            key=f"demonstration {day}", pack=pack, title=found.title, edition=self._catalogue.course.edition,
            whole_course=found.whole_course, begins_at=begins, planned_minutes=found.minutes, place=place,
            organisation=ORGANISATION, trainer=trainer, co_trainer="",
        )  # fmt: skip
        return room_sessions.plan(self._store, new, trainer, min(self._now, begins) - 14 * DAY)

    def _close(self, number: int, people: Sequence[int], stays: tuple[Stay, ...]) -> None:
        """They come and go, and a quarter of an hour after the end it is closed."""
        held = room_sessions.by_numbers(self._store, [number])[number]
        self._put_down(number, zip(people, stays, strict=False), held.begins_at - 3 * DAY)
        lines = {line.person: line for line in attendances.register(self._store, number)}
        for person, stay in zip(people, stays, strict=False):
            if stay.after is None:
                continue
            came = held.begins_at + stay.after * MINUTE
            left = None if stay.early is None else held.planned_end - stay.early * MINUTE
            how = "phone" if person in self._phones else "register"
            attendances.put_down(self._store, number, person, arrived_at=came, how=how, agency="", now=came)
            attendances.set_times(self._store, lines[person].id, Times(came, left, stay.away))
        by, ended = held.trainer or 0, held.planned_end
        room_closing.close(self._store, number, ended, self._facts, by, ended + 15 * MINUTE)

    def _put_down(self, number: int, expected: Iterable[tuple[int, Stay]], at: dt.datetime) -> None:
        for person, _ in expected:
            attendances.put_down(self._store, number, person, arrived_at=None, how="register", agency="", now=at)

    def _facts(self, line: Presence, held: Held, person: int) -> CompletionFacts:
        """Its law is not of a later day than it."""
        made = completion_facts(self._catalogue, line, held, person=person, partnership=PARTNERSHIP)
        return replace(made, law_as_at=min(made.law_as_at, made.completed_on))

    def _in_need(self, day: dt.date, *but: int) -> list[int]:
        """Members on that day who had never completed the course, or long ago; drawn in any order."""
        newest: dict[int, dt.date] = {}
        for each in self._rows["completion"]:
            newest[each["person"]] = max(each["completed_on"], newest.get(each["person"], dt.date.min))
        asked = [each for each in self._members(day) if newest.get(each, dt.date.min) < day - IN_NEED]
        return self._drawn(asked, but)

    def _of_team(self, day: dt.date, *but: int) -> list[int]:
        return self._drawn(self._members(day, TEAM), but)

    def _drawn(self, people: Iterable[int], but: Iterable[int]) -> list[int]:
        """All but those, in any order."""
        left = [each for each in people if each not in set(but)]
        return self._dice.sample(left, len(left))

    def _members(self, day: dt.date, team: int | None = None) -> Iterator[int]:
        """Of the organisation, or of a team, without those who hold a role or are exempt."""
        with_role = {each["person"] for each in self._rows["role_grant"]}
        exempt = {each["membership"] for each in self._rows["exemption"]}
        for each in self._rows["membership"]:
            here = each["organisation"] == ORGANISATION and team in (None, each["team"])
            asked = each["person"] not in with_role and each["id"] not in exempt
            if here and asked and each["started_on"] <= day and each["left_on"] is None:
                yield each["person"]

    def _evaluate(self, number: int, trainer: int) -> None:
        """The forms of before and after, added up some days later."""
        held = room_sessions.by_numbers(self._store, [number])[number]
        for moment in FORMS:
            room_papers.set_totals(self._store, number, moment, self._totals(moment))
            at = held.planned_end + 2 * DAY
            audit.note(self._store, trainer, "evaluation totals kept", f"session {number}", moment, at)

    def _totals(self, moment: str) -> Totals:
        """How many ticked what; some leave a question out."""
        forms, asked, dice = FORMS[moment], self._catalogue.reflection, self._dice
        found: Totals = {room_papers.FORMS: forms}
        rated = [each.id for each in asked.confidence] + (["how_useful"] if moment == "after" else [])
        for item in rated:
            said = Counter(min(5, max(1, round(dice.gauss(HOW_SURE[moment], 0.8)))) for _ in range(forms))
            found |= {(item, value): people for value, people in said.items()}
        for each in asked.knowledge:
            right = sum(dice.random() < KNOWS[moment] for _ in range(forms))
            found |= {(each.id, int(each.answer)): right, (each.id, int(not each.answer)): forms - right}
        return found
