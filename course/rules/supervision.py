"""What to talk about in supervision: the statements whose newest answer is wrong, by golden rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from course.catalogue.model import Catalogue, GoldenRule, Page, Quiz, Statement
from course.rules.editions import counts, statements_since
from course.rules.facts import Attempt


@dataclass(frozen=True, slots=True)
class Missed:
    """A statement whose newest answer is wrong, its quiz, and the page that teaches it."""

    statement: Statement
    quiz: Quiz
    page: Page | None


@dataclass(frozen=True, slots=True)
class MissedRule:
    """A golden rule and its missed statements, at least one, in the order of the course."""

    rule: GoldenRule
    missed: tuple[Missed, ...]


def missed_rules(catalogue: Catalogue, attempts: Iterable[Attempt]) -> tuple[MissedRule, ...]:
    """The missed statements, grouped by golden rule in the order of the rules; attempts may come in whatever order.

    A statement that the course no longer has is left out, and so is an answer that a change of meaning or law has made
    worthless: it is to be given again before anybody can say whether it is wrong.
    """
    newest = _newest_answers(catalogue, attempts)
    missed = [
        Missed(statement, quiz, catalogue.page(statement.taught_on))
        for quiz in catalogue.quizzes.values()
        for statement in quiz.statements
        if newest.get(statement.id) is False
    ]
    grouped = ((rule, tuple(each for each in missed if each.statement.rule == rule.id)) for rule in _rules(catalogue))
    return tuple(MissedRule(rule, found) for rule, found in grouped if found)


def _rules(catalogue: Catalogue) -> list[GoldenRule]:
    return sorted(catalogue.rules.values(), key=lambda rule: rule.number)


def _newest_answers(catalogue: Catalogue, attempts: Iterable[Attempt]) -> dict[str, bool]:
    """For each statement whether its newest answer that still counts was right."""
    since, newest = statements_since(catalogue.course), dict[str, bool]()
    for attempt in sorted(attempts, key=lambda each: (each.at, each.id)):
        for answer in attempt.answers:
            if counts(attempt.edition, since.get(answer.statement, ())):
                newest[answer.statement] = answer.right
    return newest
