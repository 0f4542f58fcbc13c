"""Random stories in which people come, go, answer and are put right: every answer counts where Python saw it given."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Connection, select

from course.records import attempts, completions, impact, items, members, organisations, reflections, tables
from course.records.batches import Asked
from course.rules.facts import Answer, Attempt, Reflected
from course.rules.suppression import LEAST_ANSWERS, LEAST_RATINGS, Unit, unit, whole_batches
from tests.records.answered import EDITIONS, Row
from tests.records.made import DAY, completion, learner
from tests.records.office import EVERYTHING, SAME, START, at
from tests.records.test_batches import covered

DAYS, PEOPLE = 80, 40
ITEMS = ("sure", "find")
TEAMS = {0: (0, 0, 0, 1, None), 1: (2, None), 2: (None,)}  # of each organisation, as often as they are joined


@dataclass(frozen=True)
class Told:
    """An answer, since when it counts, and what it says."""

    at: dt.datetime
    edition: str
    value: int


class Story:
    """`counted`: by list and kind, what was given, and where, as it was known at that moment."""

    def __init__(self, store: Connection, seed: int) -> None:
        self.store, self.dice = store, random.Random(seed)
        self.counted: defaultdict[str, list[tuple[Unit, Told]]] = defaultdict(list)
        self.answered: set[int] = set()
        self.finished: set[int] = set()
        self.rated: set[tuple[int, str]] = set()
        begin = at(0)
        self.places = [organisations.add_organisation(store, f"O{number}", begin) for number in TEAMS]
        homes = (0, 0, 1)
        self.teams = [organisations.add_team(store, self.places[home], f"t{n}", begin) for n, home in enumerate(homes)]
        self.people = [learner(store, f"P{number}", f"p{number}@x.example") for number in range(PEOPLE)]
        attempts.keep_wording(store, "new", "quiz", EDITIONS[0], "{}", begin)

    def run(self) -> None:
        ways = [
            self.come,
            self.come,
            self.correct,
            self.go,
            self.hand_in,
            self.hand_in,
            self.rate,
            self.rate,
            self.finish,
        ]
        for day in range(DAYS):
            for turn in range(5 if day else 2 * PEOPLE):
                self.now = at(day) + dt.timedelta(minutes=turn)
                self.edition = EDITIONS[day > DAYS // 2]
                (self.dice.choice(ways) if day else self.come)(self.dice.choice(self.people))

    def come(self, person: int) -> None:
        """To a place, or another team, from today or, as we learn today, a day that is past."""
        organisation = self.dice.choices((0, 1, 2), (70, 25, 5))[0]
        team = self.dice.choice(TEAMS[organisation])
        day = self.now.date() - self.dice.choice((0, 0, 3, 40)) * DAY
        where = self.places[organisation], None if team is None else self.teams[team]
        organisations.join(self.store, person, *where, day, self.now)

    def correct(self, person: int) -> None:
        for here in members.places(self.store, EVERYTHING, [person])[person][:1]:
            first = here.counts_from + self.dice.randrange(-20, 20) * DAY
            latest = members.latest_start(self.store, here)
            members.set_start(self.store, here, min(first, latest or first))

    def go(self, person: int) -> None:
        """Leave on a day that is past, or have never left."""
        for here in members.places(self.store, EVERYTHING, [person])[person][:1]:
            last = max(here.started_on, self.now.date() - self.dice.randrange(30) * DAY)
            members.set_left(self.store, here, self.dice.choice((last, None)))

    def hand_in(self, person: int) -> None:
        """At once, or typed in days later from a sheet of paper."""
        given = self.now - self.dice.choice((0, 0, 0, 6)) * DAY
        right, looked = self.dice.random() < 0.6, self.dice.random() < 0.2
        made = Attempt(
            id=0, person=person, module="m", quiz="quiz", digest="new", edition=self.edition, marks=int(right), out_of=1,
            pass_mark=80, at=given, after_look=looked, answers=(Answer("kept", right, right),),
        )  # fmt: skip
        attempts.add_attempt(self.store, made, f"{self.now}", self.now)
        if person not in self.answered and not looked:
            self.tell("quiz", person, given, int(right), LEAST_ANSWERS)
        self.answered.add(person)

    def rate(self, person: int) -> None:
        """Whatever was rated before is rated again, which changes nothing, and sometimes something more."""
        some = {"sure", self.dice.choice(("find", "sure"))} | {item for who, item in self.rated if who == person}
        values = tuple((item, self.dice.randrange(1, 6)) for item in sorted(some))
        reflections.keep_reflection(
            self.store, person, Reflected(1, "before", self.edition, False, None, None, self.now, values)
        )
        for item, value in values:
            if (person, item) not in self.rated:
                self.tell(item, person, self.now, value, LEAST_RATINGS)
                self.rated.add((person, item))

    def finish(self, person: int) -> None:
        """At once, or by the register of a session days ago that is closed now."""
        given = self.now - self.dice.choice((0, 0, 4)) * DAY
        if person not in self.finished:
            facts = completion(person, edition=self.edition, at=given)
            completions.add_completion(self.store, facts, entered=self.now)
            self.tell("finished", person, given, 0, LEAST_RATINGS)
            self.finished.add(person)

    def tell(self, name: str, person: int, given: dt.datetime, value: int, least: int) -> None:
        """Write down where it counts, from the raw rows as they are now."""
        rows: list[Row] = [dict(each) for each in self.store.execute(select(tables.membership)).mappings()]
        day, had = given.date(), defaultdict[tuple[int, int | None], set[int]](set)
        for each in rows:
            came = each["started_on"] <= day and each["left_on"] != each["started_on"]
            for team in {None, each["team"]}:
                had[each["organisation"], team] |= {each["person"]} if came else set()
        sizes = {place: len(people) for place, people in had.items()}
        mine = [row for row in rows if row["person"] == person]
        held = [row for row in mine if row["started_on"] <= day < (row["left_on"] or dt.date.max)]
        units = {unit(row["organisation"], row["team"], sizes, least) for row in held}
        self.counted[name] += ((where, Told(self.now, self.edition, value)) for where in units)

    def recounted(self, name: str, asked: Asked, least: int) -> list[int]:
        """The values that count, from whole batches."""
        here = [pair for pair in self.counted[name] if covered(asked, pair[0]) and pair[1].at < asked.end]
        batches = [batch for found in whole_batches(here, least).values() for batch in found]
        wanted = [each for each in batches if asked.edition is None or {row.edition for row in each} == {asked.edition}]
        return [row.value for batch in wanted for row in batch]


@pytest.mark.parametrize("seed", range(2))
def test_every_answer_counts_where_it_was_given(store: Connection, seed: int) -> None:
    story = Story(store, seed)
    story.run()
    whole = Asked(scope=EVERYTHING, day=START + DAYS * DAY)
    first, team = story.places[0], story.teams[0]
    some = [whole, replace(whole, organisation=first), replace(whole, organisation=first, team=team)]
    some += [replace(whole, edition=EDITIONS[1]), replace(whole, day=START + 55 * DAY)]
    for asked in some:
        right = story.recounted("quiz", asked, LEAST_ANSWERS)
        found = items.counted(store, asked, SAME).get(("quiz", "kept"))
        assert (found and (found.n, found.right)) == ((len(right), sum(right)) if right else None)
        rated = Counter((item, value) for item in ITEMS for value in story.recounted(item, asked, LEAST_RATINGS))
        assert {(item, value): number for (item, _, value), number in impact.ratings(store, asked).items()} == rated
        done = impact.responses(store, asked, 8).get("before")
        assert (done.asked if done else 0) in (0, len(story.recounted("finished", asked, LEAST_RATINGS)))
        assert rated or asked is not whole
    assert items.counted(store, whole, SAME)["quiz", "kept"].n >= 20
