"""A random history of places, people and what they answered, put into the store row by row, and kept beside it as rows."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, insert

from course.records import places_filled, tables
from course.rules.suppression import Unit, unit

START = dt.date(2025, 1, 6)
DAYS = 400
EDITIONS = ("2025.1", "2026.1")
SAME = {("old", "kept"), ("new", "kept"), ("new", "changed"), ("other", "alone")}  # pairs that read as they do now
STATEMENTS = {"old": ("kept", "changed"), "new": ("kept", "changed"), "other": ("alone",)}
Row = dict[str, Any]


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


class History:
    """Three organisations, one of them tiny; `rows` by table."""

    def __init__(self, seed: int, people: int = 40) -> None:
        self.dice = random.Random(seed)
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.gone: set[int] = set()  # people who were erased since
        self._places()
        for digest in STATEMENTS:
            quiz = "other" if digest == "other" else "quiz"
            kept = {"quiz": quiz, "edition": EDITIONS[0], "wording": "{}", "kept_at": noon(START)}
            self.rows["quiz_wording"].append({"digest": digest, **kept})
        for number in range(1, people + 1):
            self._person(number)

    def put_into(self, store: Connection) -> None:
        """As answers came in one after the other, each with its place."""
        self.put_rows(store)
        places_filled.fill(store)

    def put_rows(self, store: Connection) -> None:
        for name in ("organisation", "team", "person", "membership", "quiz_wording", "attempt", "attempt_answer"):
            store.execute(insert(getattr(tables, name)), self.rows[name])
        for name in ("completion", "reflection", "reflection_answer", "follow_up", "manager_question"):
            if self.rows[name]:
                store.execute(insert(getattr(tables, name)), self.rows[name])
        if self.rows["reflection"]:
            store.execute(insert(tables.first_rating), self.first_ratings())

    def first_ratings(self) -> list[Row]:
        """Every rating; none is changed in a history."""
        said = {row["id"]: row for row in self.rows["reflection"] if not row["skipped"]}
        given = [(each["reflection"], each["item"], each["value"]) for each in self.rows["reflection_answer"]]
        given += [(number, "usefulness", row["usefulness"]) for number, row in said.items() if row["usefulness"]]
        return [
            {
                "reflection": number,
                "item": item,
                "value": value,
                **{name: said[number][name] for name in ("edition", "at")},
            }
            for number, item, value in given
            if number in said
        ]

    def one_by_one(self) -> None:
        """Let no two things have happened at one moment."""
        for name, column in (("reflection", "at"), ("follow_up", "at"), ("manager_question", "asked_at")):
            for row in self.rows[name]:
                row[column] += dt.timedelta(seconds=row["id"])
        for row in self.rows["manager_question"]:
            if row["answered_at"]:
                row["answered_at"] += dt.timedelta(seconds=row["id"])

    def add(self, table: str, **values: Any) -> int:
        number = len(self.rows[table]) + 1
        self.rows[table].append({"id": number, **values})
        return number

    def _places(self) -> None:
        for number in (1, 2, 3):
            self.add("organisation", name=f"O{number}", name_key=f"o{number}", added_at=noon(START))
        for organisation in (1, 1, 1, 2):
            name = f"t{len(self.rows['team'])}"
            self.add("team", organisation=organisation, name=name, name_key=name, added_at=noon(START))

    def _person(self, number: int) -> None:
        self.add("person", name=f"P{number}", added_at=noon(START))
        organisation = self.dice.choices((1, 2, 3), (70, 25, 5))[0]
        teams = {1: (1, 1, 2, 3, None), 2: (4, None), 3: (None,)}[organisation]
        begin, moved = self.dice.randrange(0, 100), self.dice.randrange(120, 300)
        ended = self.dice.choice((None, None, self.dice.randrange(300, 380)))
        stays = [(begin, moved, True), (moved, ended, False)] if self.dice.random() < 0.3 else [(begin, ended, False)]
        for first, last, is_move in stays:
            self.add(
                "membership", person=number, organisation=organisation, team=self.dice.choice(teams), job_role=None,
                counts_from=START, started_on=_day(first), left_on=None if last is None else _day(last), moved=is_move,
                entered_at=noon(START),
            )  # fmt: skip
        for quiz in ("quiz", "other"):
            for turn in range(self.dice.randrange(0, 3)):
                self._attempt(number, quiz, turn)
        self._course(number)

    def _attempt(self, person: int, quiz: str, turn: int) -> None:
        day = self.dice.randrange(DAYS)
        digest = "other" if quiz == "other" else self.dice.choice(("old", "new", "new", "new"))
        answers = [self.dice.random() < 0.7 for _ in STATEMENTS[digest]]
        number = self.add(
            "attempt", person=person, key=f"{quiz}-{turn}", module="m", quiz=quiz, digest=digest,
            edition=EDITIONS[day > 200], marks=sum(answers), out_of=len(answers), pass_mark=80, at=noon(_day(day)),
            after_look=self.dice.random() < 0.1,
        )  # fmt: skip
        for place, (statement, right) in enumerate(zip(STATEMENTS[digest], answers, strict=True), start=1):
            told = {"statement": statement, "answer": right, "is_right": right}
            self.rows["attempt_answer"].append({"attempt": number, "number": place, **told})

    def _course(self, person: int) -> None:
        done = self.dice.randrange(100, DAYS)
        self.add(
            "completion", person=person, cycle=1, code=f"C{person}", kind="online", course="c", title="C", level="l",
            edition=EDITIONS[done > 200], law_as_at=START, pass_mark=80, rule="", valid_months=24, learning_minutes=9,
            partnership="P", modules=[], competences=[], at=noon(_day(done)), completed_on=_day(done),
            expires_on=_day(done + 700), withdrawn_at=None, withdrawn_reason=None, withdrawn_by=None,
        )  # fmt: skip
        for moment, day in (("before", done - 5), ("after", done), ("later", done + 60)):
            if self.dice.random() < 0.8:
                number = self.add(
                    "reflection", person=person, cycle=1, moment=moment, edition=EDITIONS[day > 200],
                    skipped=self.dice.random() < 0.1, usefulness=self.dice.choice((None, 4)), intended_change=None,
                    at=noon(_day(day)),
                )  # fmt: skip
                value = {"reflection": number, "item": "sure", "value": self.dice.randrange(1, 6)}
                self.rows["reflection_answer"].append(value)
        self._some_weeks_after(person, done)

    def _some_weeks_after(self, person: int, done: int) -> None:
        words = ("yes", "partly", "not-yet")
        if self.dice.random() < 0.6:
            self.add(
                "follow_up", person=person, cycle=1, decided_since=True, helped="", hindered="",
                change_done=self.dice.choice((*words, None)), at=noon(_day(done + self.dice.randrange(56, 70))),
            )  # fmt: skip
        if self.dice.random() < 0.7:
            asked = done + self.dice.randrange(56, 70)
            answer = self.dice.choice((*words, None))
            self.add(
                "manager_question", person=person, cycle=1, token_digest=f"m{person}", tells_change=False,
                asked_at=noon(_day(asked)), expires_on=_day(asked + 42), answer=answer,
                answered_at=noon(_day(asked + self.dice.randrange(1, 40))) if answer else None,
            )  # fmt: skip

    def units(self, person: int, at: dt.datetime, least: int) -> list[tuple[int, Unit]]:
        """Where something that a person did counts: by the stay it was done in. One pair (membership, unit) a stay."""
        return [
            (each["id"], unit(each["organisation"], each["team"], self.sizes(at.date()), least))
            for each in self.stays[person]
            if each["started_on"] <= at.date() and (each["left_on"] is None or each["left_on"] > at.date())
        ]

    @cached_property
    def stays(self) -> dict[int, list[Row]]:
        """Everybody's memberships, once the history is complete."""
        found: defaultdict[int, list[Row]] = defaultdict(list)
        for each in self.rows["membership"]:
            found[each["person"]].append(each)
        return found

    def sizes(self, day: dt.date) -> dict[tuple[int, int | None], int]:
        """How many people each place had had by a day, once the history is complete."""
        if day not in self._sizes:
            self._sizes[day] = self._counted(day)
        return self._sizes[day]

    @cached_property
    def _sizes(self) -> dict[dt.date, dict[tuple[int, int | None], int]]:
        return {}

    def _counted(self, day: dt.date) -> dict[tuple[int, int | None], int]:
        had: defaultdict[tuple[int, int | None], set[int]] = defaultdict(set)
        for each in self.rows["membership"]:
            for team in {None, each["team"]}:
                had[each["organisation"], team] |= {each["person"]} if each["started_on"] <= day else set()
        return {place: len(found) for place, found in had.items()}


def _day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)
