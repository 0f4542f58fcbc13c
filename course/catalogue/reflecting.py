"""What a learner may be asked before and after the course: confidence, paired knowledge items, the words of the scales.

The form of `content/reflection.yaml` and the values that pages show; the faults it may have are in `reflecting_faults`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from course.catalogue.schema_parts import Form, Id, Words

STEPS = 5  # of both scales: 1 is the lowest


class ConfidenceForm(Form):
    id: Id
    text: Words
    page: Id


class KnowledgeForm(Form):
    id: Id
    before: Words
    after: Words
    answer: bool
    because: Words
    page: Id


class ReflectionForm(Form):
    """content/reflection.yaml"""

    id: Literal["reflection"]
    law_as_at: dt.date
    scale: list[Words]
    usefulness: list[Words]
    confidence: list[ConfidenceForm]
    knowledge: list[KnowledgeForm]


@dataclass(frozen=True, slots=True)
class Confidence:
    """One statement that a learner rates from 1 to 5, and the id of the page that helps with it."""

    id: str
    text: str
    page: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One thing asked twice in other words, with the same answer. `answer` and `because` are shown once it was answered."""

    id: str
    before: str
    after: str
    answer: bool
    because: str
    page: str

    def asked(self, moment: str) -> str:
        """How it is put at a moment, "before" or "after"."""
        return self.before if moment == "before" else self.after


@dataclass(frozen=True, slots=True)
class Reflection:
    """All that is asked. `scale` and `usefulness` hold the words for 1 to 5, in that order."""

    law_as_at: dt.date
    scale: tuple[str, ...]
    usefulness: tuple[str, ...]
    confidence: tuple[Confidence, ...]
    knowledge: tuple[Knowledge, ...]

    def items(self) -> tuple[str, ...]:
        """The ids of everything that can be answered by a number, confidence first."""
        return (*(each.id for each in self.confidence), *(each.id for each in self.knowledge))


def make_reflection(form: ReflectionForm) -> Reflection:
    """The values of a file without faults."""
    return Reflection(
        law_as_at=form.law_as_at,
        scale=tuple(form.scale),
        usefulness=tuple(form.usefulness),
        confidence=tuple(Confidence(each.id, each.text, each.page) for each in form.confidence),
        knowledge=tuple(
            Knowledge(each.id, each.before, each.after, each.answer, each.because, each.page) for each in form.knowledge
        ),
    )
