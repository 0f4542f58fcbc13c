"""A quiz as a form: blank, or with what was chosen and what is still missing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from course.catalogue.model import Page, Quiz, Statement
from course.rules.attempting import Judgement
from course.web.learn import words
from course.web.site import catalogue

KEY_BYTES = 12


@dataclass(frozen=True, slots=True)
class QuizForm:
    """A quiz to be answered. `chosen` maps statement ids to "true" or "false"; `unanswered` are to be pointed out."""

    quiz: Quiz
    key: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    unanswered: frozenset[str] = frozenset()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One statement of a result. `own` is None where it was not answered (a look); outcome: right, wrong, unanswered.

    An old wording may name a rule or a page that is gone: then the rule's id stands for its name, and there is no page.
    """

    statement: Statement
    outcome: str
    own: str | None
    right: str
    rule_name: str
    page: Page | None

    @property
    def address(self) -> str | None:
        """Where the page is that teaches it."""
        return words.href(self.page) if self.page else None


def blank_form(quiz: Quiz) -> QuizForm:
    """The quiz with nothing chosen, under a new key."""
    return QuizForm(quiz=quiz, key=new_key())


def new_key() -> str:
    """A key under which a hand-in counts once, however often it is sent."""
    return secrets.token_urlsafe(KEY_BYTES)


def cards(quiz: Quiz, judgement: Judgement | None) -> tuple[Card, ...]:
    """The statements with their answers and reasons; without a judgement nothing is right or wrong."""
    given = {answer.statement: answer for answer in judgement.answers} if judgement else {}
    held = catalogue()
    yes, no = quiz.labels
    made = []
    for statement in quiz.statements:
        answer = given.get(statement.id)
        made.append(
            Card(
                statement=statement,
                outcome="unanswered" if answer is None else "right" if answer.right else "wrong",
                own=None if answer is None else yes if answer.answer else no,
                right=yes if statement.answer else no,
                rule_name=held.rules[statement.rule].name if statement.rule in held.rules else statement.rule,
                page=held.page(statement.taught_on),
            )
        )
    return tuple(made)
