"""Statements of the quizzes, as they are shown to a room: each under a key that says which quiz it is of."""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.model import Catalogue, Quiz, Statement
from course.documents import tree


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement and its quiz."""

    quiz: Quiz
    statement: Statement

    @property
    def key(self) -> str:
        """How it stands in an address and in the records."""
        return f"{self.quiz.id}/{self.statement.id}"

    @property
    def right(self) -> str:
        """The right answer in the words of its quiz."""
        return self.quiz.labels[0 if self.statement.answer else 1]


def by_key(held: Catalogue, key: str) -> Shown | None:
    """The statement of a key; None where the course has none."""
    quiz = held.quizzes.get(key.partition("/")[0])
    found = [each for each in quiz.statements if each.id == key.partition("/")[2]] if quiz else []
    return Shown(quiz, found[0]) if quiz and found else None


def of_block(held: Catalogue, block: tree.Statement) -> Shown | None:
    """The statement that a slide shows."""
    every = (Shown(quiz, each) for quiz in held.quizzes.values() for each in quiz.statements)
    return next((each for each in every if (each.statement.id, each.statement.text) == (block.id, block.text)), None)
