"""Values of the flowchart, and the source that every text of law names. Import them from `catalogue.model`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from; `url` is None where no address is sure."""

    title: str
    publisher: str | None
    dated: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Branch:
    """One answer to a key question, and the question or end to which it leads.

    decides: "share", "share-part" or "do-not-share" where this answer settles the decision, else None.
    """

    answer: str
    to: str
    because: str
    decides: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One of the seven key questions; `detail` and `not_sure` are HTML."""

    id: str
    number: int
    title: str
    ask: str
    detail: str
    branches: tuple[Branch, ...]
    not_sure: str
    text: str


@dataclass(frozen=True, slots=True)
class End:
    """Where a way through the flowchart ends; `text` is HTML."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Flowchart:
    """The seven key questions; `intro` and `banner_text` are HTML. `begin` stands in the box above the first question."""

    title: str
    intro: str
    banner_title: str
    banner_text: str
    start: str
    questions: tuple[Question, ...]
    ends: tuple[End, ...]
    law_as_at: dt.date
    sources: tuple[Source, ...]
    begin: str = "Start"

    @property
    def first(self) -> Question:
        """The question at which one starts."""
        return next(each for each in self.questions if each.id == self.start)
