"""The rows of a made-up history: readings, attempts, completions, confidence, what has changed. Pure, but for dice.

Everything is judged by the rules that judge real learners, so a report of the demonstration is a report of facts.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from typing import Any

from course.catalogue.model import Catalogue, Quiz
from course.demo.histories import History
from course.records.completions import GROUPS
from course.records.tokens import ALPHABET, GROUP
from course.rules.attempting import Judgement, judge
from course.rules.completion import RULE
from course.rules.dates import LONDON, add_months
from course.rules.follow_up import manager_until
from course.rules.impact import USEFULNESS
from course.rules.scoring import reaches

Row = dict[str, Any]
EARLIER = (("2024.1", 700), ("2025.1", 240))  # editions of the story, and until how many days ago they were in force
ANSWERS_IN = dt.timedelta(days=4)  # so long a manager takes
PER_DAY = 12  # pages read in one sitting


class Rows:
    """Rows by the name of their table, with ids given here: the store they go into is empty."""

    def __init__(self, catalogue: Catalogue, today: dt.date, dice: random.Random) -> None:
        self.of: defaultdict[str, list[Row]] = defaultdict(list)
        self._held = catalogue
        self._today = today
        self._dice = dice
        self._quizzes = [catalogue.quizzes[quiz] for module in catalogue.modules for quiz in module.quizzes]

    def add(self, table: str, **values: Any) -> int:
        """One more row with the next id."""
        number = len(self.of[table]) + 1
        self.of[table].append({"id": number, **values})
        return number

    def learn(self, person: int, past: History, partnership: str) -> None:
        """All that a person did of the course."""
        for cycle, day in enumerate(past.completed_on, start=1):
            self._attempts(person, day, past.care, cycle)
            if cycle == 1:
                self._read(person, past.begun_on or day, day, every=True)
            self._complete(person, cycle, day, partnership)
            if past.reflects:
                self._reflect(person, cycle, day, follows_up=past.follows_up)
        if past.begun_on is not None and not past.completed_on:
            self._read(person, past.begun_on, self._today, every=False)

    def _edition(self, day: dt.date) -> str:
        ago = (self._today - day).days
        return next((edition for edition, until in EARLIER if ago > until), self._held.course.edition)

    def _at(self, day: dt.date, minute: int = 0) -> dt.datetime:
        """In working hours of that day in London."""
        start = dt.datetime.combine(day, dt.time(9), LONDON) + dt.timedelta(minutes=minute % 480)
        return start.astimezone(dt.UTC)

    def _read(self, person: int, begun: dt.date, until: dt.date, *, every: bool) -> None:
        pages = [page for module in self._held.modules for page in module.pages]
        pages = pages if every else pages[: self._dice.randrange(1, len(pages) - 8)]
        for place, page in enumerate(pages):
            day = min(begun + dt.timedelta(days=place // PER_DAY), until)
            at = self._at(day, 3 * place)
            self.of["reading"].append({"person": person, "page": page.id, "edition": self._edition(until), "at": at})

    def _attempts(self, person: int, day: dt.date, care: float, cycle: int) -> None:
        for place, quiz in enumerate(self._quizzes):
            given = {each.id: each.answer == (self._dice.random() < _ease(each.id, care)) for each in quiz.statements}
            first = judge(quiz, given)
            self._attempt(person, quiz, first, self._at(day, 10 * place), f"{cycle}-{quiz.id}-1")
            if not reaches(first.marks, first.out_of, self._held.course.pass_mark):
                again = judge(quiz, {each.id: each.answer for each in quiz.statements})
                self._attempt(person, quiz, again, self._at(day, 10 * place + 5), f"{cycle}-{quiz.id}-2")

    def _attempt(self, person: int, quiz: Quiz, judged: Judgement, at: dt.datetime, key: str) -> None:
        module = next(each.id for each in self._held.modules if quiz.id in each.quizzes)
        edition = self._edition(at.date())
        values = {"quiz": quiz.id, "digest": quiz.digest, "edition": edition, "marks": judged.marks, "module": module}
        number = self.add(
            "attempt", person=person, key=key, **values, out_of=judged.out_of,
            pass_mark=self._held.course.pass_mark, at=at, after_look=False,
        )  # fmt: skip
        for place, each in enumerate(judged.answers, start=1):
            answered = {"statement": each.statement, "answer": each.answer, "is_right": each.right}
            self.of["attempt_answer"].append({"attempt": number, "number": place, **answered})

    def _complete(self, person: int, cycle: int, day: dt.date, partnership: str) -> None:
        course = self._held.course
        best: dict[str, int] = defaultdict(int)
        for each in reversed(self.of["attempt"]):
            if each["person"] != person or not each["key"].startswith(f"{cycle}-"):
                break
            best[each["quiz"]] = max(best[each["quiz"]], each["marks"])
        modules = [
            [each.id, each.title, sum(best[quiz] for quiz in each.quizzes), self._out_of(each.quizzes)]
            for each in self._held.modules
        ]
        self.add(
            "completion", person=person, cycle=cycle, code=self._code(), kind="online" if cycle == 1 else "refresher",
            course=course.slug, title=course.title, level=course.level, edition=self._edition(day),
            law_as_at=min(course.law_as_at, day), pass_mark=course.pass_mark, rule=RULE, valid_months=course.valid_months,
            learning_minutes=course.learning_minutes, partnership=partnership, modules=modules,
            competences=list(course.competences), at=self._at(day, 400), completed_on=day,
            expires_on=add_months(day, course.valid_months),
        )  # fmt: skip

    def _out_of(self, quizzes: tuple[str, ...]) -> int:
        return sum(len(self._held.quizzes[quiz].statements) for quiz in quizzes)

    def _code(self) -> str:
        return "-".join("".join(self._dice.choices(ALPHABET, k=GROUP)) for _ in range(GROUPS))

    def _reflect(self, person: int, cycle: int, day: dt.date, *, follows_up: bool) -> None:
        moments = {"before": day - dt.timedelta(days=1), "after": day, "later": day + dt.timedelta(weeks=8)}
        for place, (moment, at) in enumerate(moments.items()):
            if at > self._today or (moment == "later" and not follows_up):
                continue
            self.add(
                "reflection", person=person, cycle=cycle, moment=moment, edition=self._edition(at), skipped=False,
                usefulness=self._dice.choice((3, 4, 4, 5)) if moment == "after" else None, intended_change=None,
                at=self._at(at, 420),
            )  # fmt: skip
            self._rate(self.of["reflection"][-1], place)
            if moment == "later":
                self._say_how_it_goes(person, cycle, at)

    def _say_how_it_goes(self, person: int, cycle: int, day: dt.date) -> None:
        """Whether the intended change is done, and what a manager says of it, by dice of their own."""
        dice, told = random.Random(f"{person}-{cycle}"), ("yes", "yes", "partly", "partly", "not-yet")  # noqa: S311
        same = {"person": person, "cycle": cycle}
        done = {"decided_since": dice.random() < 0.7, "helped": "", "hindered": "", "change_done": dice.choice(told)}
        self.add("follow_up", **same, **done, at=self._at(day, 425))
        if dice.random() < 0.7:
            answered = dice.random() < 0.7 and day + ANSWERS_IN <= self._today
            self.add(
                "manager_question", **same, token_digest=f"of nobody {person}-{cycle}", tells_change=False,
                asked_at=self._at(day, 430), expires_on=manager_until(day), answer=dice.choice(told) if answered else None,
                answered_at=self._at(day + ANSWERS_IN) if answered else None,
            )  # fmt: skip

    def _rate(self, said: Row, place: int) -> None:
        asked = self._held.reflection
        middle = (2.3, 4.1, 3.8)[place]
        values = {each.id: min(5, max(1, round(self._dice.gauss(middle, 0.8)))) for each in asked.confidence}
        if place < 2:
            knows = (0.55, 0.85)[place]
            values |= {each.id: int(each.answer == (self._dice.random() < knows)) for each in asked.knowledge}
        self.of["reflection_answer"] += [
            {"reflection": said["id"], "item": item, "value": value} for item, value in values.items()
        ]
        first = values | ({USEFULNESS: said["usefulness"]} if said["usefulness"] else {})
        self.of["first_rating"] += [
            {"reflection": said["id"], "item": item, "value": value, "edition": said["edition"], "at": said["at"]}
            for item, value in first.items()
        ]


def _ease(statement: str, care: float) -> float:
    """How likely a first answer is right: some statements mislead more people than others, always the same ones."""
    hard = random.Random(statement).random() ** 2  # noqa: S311 - a made-up difficulty, the same at every filling
    return min(0.98, 1 - 0.75 * hard * (1.35 - care))
