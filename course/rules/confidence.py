"""How sure somebody was before the course and is after it, and whether what they know has kept up.

An item counts in a comparison only where it was answered both times. Confidence that goes up while knowledge does not is
told to the learner, in kind words and to nobody else (evaluation model of the course: "the classic trap").
"""

from __future__ import annotations

from dataclasses import dataclass

from course.catalogue.reflecting import Confidence, Knowledge, Reflection
from course.rules.facts import Learner, Reflected


@dataclass(frozen=True, slots=True)
class ConfidenceChange:
    """One statement with what was chosen, 1 to 5; None where it was left out."""

    statement: Confidence
    before: int | None
    after: int | None

    @property
    def step(self) -> int | None:
        """How many steps up, or down below 0; None where one of the two is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class KnowledgeChange:
    """One item with what was answered; None where it was left out."""

    item: Knowledge
    before: bool | None
    after: bool | None

    @property
    def right_before(self) -> bool:
        """Whether it was answered rightly before."""
        return self.before == self.item.answer

    @property
    def right_after(self) -> bool:
        """Whether it was answered rightly after."""
        return self.after == self.item.answer


@dataclass(frozen=True, slots=True)
class Change:
    """Every statement and item in the order of the content."""

    confidence: tuple[ConfidenceChange, ...]
    knowledge: tuple[KnowledgeChange, ...]

    @property
    def over_confident(self) -> bool:
        """Surer on the whole, while knowledge has not grown although there was room for it to grow."""
        both = [each for each in self.knowledge if each.before is not None and each.after is not None]
        right = sum(each.right_after for each in both)
        surer = sum(each.step or 0 for each in self.confidence) > 0
        return surer and right < len(both) and right <= sum(each.right_before for each in both)


def change(asked: Reflection, before: Reflected | None, after: Reflected | None) -> Change:
    """What was answered at the two moments, side by side; None where nothing was. Items the content lost are left out."""
    first, second = (dict(each.answers) if each else {} for each in (before, after))
    return Change(
        tuple(ConfidenceChange(each, first.get(each.id), second.get(each.id)) for each in asked.confidence),
        tuple(KnowledgeChange(each, _said(first.get(each.id)), _said(second.get(each.id))) for each in asked.knowledge),
    )


def offered(who: Learner) -> str | None:
    """Which moment the front page offers: "before" while nothing was done, "after" once the course is complete.

    None in between, and where that moment was answered or skipped.
    """
    if who.completion is not None:
        moment = "after"
    elif not who.readings and not who.marks:
        moment = "before"
    else:
        return None
    return None if moment in who.reflected else moment


def _said(value: int | None) -> bool | None:
    return None if value is None else value == 1
