"""The refresher: a new cycle for somebody who completed the course before and for whom it is time again.

When the meaning or the law changed in an edition after the newest completion, the refresher says what changed and asks
the statements that the changes name. Otherwise every quiz is handed in again after the refresher opened; pages need not
be read again. Either way the old completion stays as it is, and another one follows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from course.catalogue.model import Catalogue, Change, Module, Page, Quiz
from course.catalogue.wording import with_digest
from course.rules.attempting import Judgement, judge
from course.rules.completion import facts_of
from course.rules.dates import london_day
from course.rules.editions import ASKS_AGAIN, number
from course.rules.facts import Attempt, CompletionFacts, Cycle, ModuleScore
from course.rules.requirements import Requirement
from course.rules.room import KIND as TRAINER_LED
from course.rules.scoring import needed, reaches
from course.rules.standing import MemberFacts, dates, status

PREFIX = "refresher-"  # how the ids of a refresher's own quizzes begin
ASKS = frozenset({"due-soon", "overdue", "expired"})
RULE_CHANGED = (
    "What changed since the last completion was shown; the answers to its statements, added up, reach the pass mark."
)
RULE_AGAIN = (
    "Every quiz handed in again since the refresher opened; in each module the best, added up, reach the pass mark."
)


@dataclass(frozen=True, slots=True)
class Due:
    """A refresher is due: since which day, after which moment hand-ins count, and which cycle it makes.

    `edition` is that of the newest completion; None where every one was withdrawn.
    """

    opens_on: dt.date
    after: dt.datetime
    edition: str | None
    cycle: int

    def counts(self, at: dt.datetime) -> bool:
        """Whether a quiz handed in at a moment is one handed in again."""
        return at > self.after and london_day(at) >= self.opens_on


@dataclass(frozen=True, slots=True)
class Part:
    """The statements of one quiz that a refresher asks, as a quiz of its own."""

    module: Module
    quiz: Quiz


@dataclass(frozen=True, slots=True)
class Refresher:
    """What is asked. `parts` empty: nothing that can be asked has changed, so every quiz is handed in again."""

    changes: tuple[Change, ...]
    pages: tuple[Page, ...]
    parts: tuple[Part, ...]

    @property
    def out_of(self) -> int:
        """How many statements its own parts have."""
        return sum(len(part.quiz.statements) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Again:
    """The quizzes of a module handed in again: best marks so far, how many are needed, which are still missing.

    `begun`: at least one was handed in again.
    """

    module: Module
    marks: int
    out_of: int
    needed: int
    missing: tuple[Page, ...]
    passed: bool
    begun: bool = False

    @property
    def in_words(self) -> str:
        """What is needed and what there is, as one says it."""
        if not self.begun:
            return f"Not handed in again yet. You need {self.needed} of {self.out_of} right."
        so_far = f"{self.marks} of {self.out_of} right"
        if self.passed:
            return f"Done: {so_far}, and {self.needed} were needed."
        if self.marks < self.needed:
            return f"So far {so_far}. You need {self.needed}, so {self.needed - self.marks} more."
        return f"So far {so_far}. That is enough, but a quiz is still to be handed in."


def due(
    members: Sequence[tuple[MemberFacts, Requirement]], cycles: Sequence[Cycle], default: Requirement, day: dt.date
) -> Due | None:
    """Whether it is time for a refresher: for any of the present memberships, or without one by `default`.

    `members`: those that have not ended, each with what is asked of it. Somebody who never completed has the course to
    do, and so has somebody who only stood on a register by mistake; somebody else whose completions were all withdrawn may
    refresh at once.
    """
    done = [each for each in cycles if each.withdrawn_at is None or each.kind != TRAINER_LED]
    if not done:
        return None
    cycle, valid = max(each.cycle for each in cycles) + 1, [each for each in done if each.withdrawn_at is None]
    if not valid:
        after = max(each.withdrawn_at or each.at for each in done)
        return Due(london_day(after), after, None, cycle)
    newest = max(valid, key=lambda each: each.at)
    alone = MemberFacts(london_day(newest.at), None, None, tuple(london_day(each.at) for each in valid))
    found = [dates(facts, asked, day) for facts, asked in members or [(alone, default)]]
    opened = [each.opens_on for each in found if each.opens_on and status(each, day) in ASKS]
    return Due(min(opened), newest.at, newest.edition, cycle) if opened else None


def refresher(catalogue: Catalogue, edition: str | None) -> Refresher:
    """What somebody is asked whose newest completion was of that edition; None: whose completions were all withdrawn."""
    changes = [
        each
        for each in catalogue.course.changes
        if edition is not None and each.kind in ASKS_AGAIN and number(each.edition) > number(edition)
    ]
    changes.sort(key=lambda each: number(each.edition), reverse=True)
    pages = {page for change in changes for page in change.pages}
    statements = {statement for change in changes for statement in change.statements}
    touched = tuple(page for module in catalogue.modules for page in module.pages if page.id in pages)
    return Refresher(tuple(changes), touched, _parts(catalogue, statements))


def _parts(catalogue: Catalogue, named: set[str]) -> tuple[Part, ...]:
    made = []
    for module in catalogue.modules:
        for quiz in (catalogue.quizzes[each] for each in module.quizzes):
            asked = tuple(each for each in quiz.statements if each.id in named)
            if asked:
                made.append(Part(module, with_digest(replace(quiz, id=PREFIX + quiz.id, statements=asked))))
    return tuple(made)


def judge_parts(asked: Refresher, given: dict[str, bool]) -> tuple[Judgement, ...]:
    """One judgement a part, in their order."""
    return tuple(judge(part.quiz, given) for part in asked.parts)


def parts_passed(asked: Refresher, judged: Iterable[Judgement], pass_mark: int) -> bool:
    """Whether all parts together reach the pass mark."""
    return bool(asked.parts) and reaches(sum(each.marks for each in judged), asked.out_of, pass_mark)


def again(catalogue: Catalogue, attempts: Iterable[Attempt], found: Due) -> tuple[Again, ...]:
    """How far the quizzes have been handed in again; only what was handed in since the refresher opened counts."""
    best: dict[str, int] = {}
    for each in attempts:
        quiz = catalogue.quizzes.get(each.quiz)
        if quiz and found.counts(each.at):
            best[quiz.id] = max(best.get(quiz.id, 0), min(each.marks, len(quiz.statements)))
    return tuple(_again(catalogue, module, best) for module in catalogue.modules if module.quizzes)


def _again(catalogue: Catalogue, module: Module, best: dict[str, int]) -> Again:
    marks = sum(best.get(quiz, 0) for quiz in module.quizzes)
    out_of = sum(len(catalogue.quizzes[quiz].statements) for quiz in module.quizzes)
    least = needed(out_of, catalogue.course.pass_mark)
    missing = tuple(page for page in module.pages if page.quiz and page.quiz not in best)
    if not missing and marks < least:
        missing = tuple(page for page in module.pages if page.quiz and _short(catalogue, page, best))
    passed = not missing and reaches(marks, out_of, catalogue.course.pass_mark)
    return Again(module, marks, out_of, least, missing, passed, any(quiz in best for quiz in module.quizzes))


def _short(catalogue: Catalogue, page: Page, best: dict[str, int]) -> bool:
    return page.quiz is not None and best[page.quiz] < len(catalogue.quizzes[page.quiz].statements)


def changed_facts(
    catalogue: Catalogue,
    asked: Refresher,
    judged: Sequence[Judgement],
    *,
    person: int,
    partnership: str,
    at: dt.datetime,
) -> CompletionFacts:
    """What to keep of a refresher about what changed."""
    scores: dict[str, ModuleScore] = {}
    for part, each in zip(asked.parts, judged, strict=True):
        before = scores.get(part.module.id, ModuleScore(part.module.id, part.module.title, 0, 0))
        scores[part.module.id] = replace(before, marks=before.marks + each.marks, out_of=before.out_of + each.out_of)
    minutes = max(1, sum(page.minutes for page in asked.pages))
    return facts_of(
        catalogue.course, kind="refresher", rule=RULE_CHANGED, modules=tuple(scores.values()), minutes=minutes, person=person,
        partnership=partnership, at=at,
    )  # fmt: skip


def again_facts(
    catalogue: Catalogue, states: Sequence[Again], *, person: int, partnership: str, at: dt.datetime
) -> CompletionFacts:
    """What to keep of a refresher that handed the quizzes in again. Raises ValueError while something is missing."""
    if not states or not all(each.passed for each in states):
        raise ValueError("the refresher is not complete")
    scores = tuple(ModuleScore(each.module.id, each.module.title, each.marks, each.out_of) for each in states)
    minutes = sum(page.minutes for each in states for page in each.module.pages if page.quiz)
    return facts_of(
        catalogue.course, kind="refresher", rule=RULE_AGAIN, modules=scores, minutes=minutes, person=person,
        partnership=partnership, at=at,
    )  # fmt: skip
