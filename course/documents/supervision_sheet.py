"""The sheet for supervision: what to talk about next, from the learner's own record. HTML and PDF say the same words.

It is the learner's own: made for them alone, and shown to whom they choose. Notes stand on it only where they ask for that.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import ClassVar

from course.catalogue.model import Catalogue, Page
from course.documents.certificate import SITE
from course.documents.typesetting import typeset
from course.rules.completion import ModuleProgress, Progress
from course.rules.confidence import Change
from course.rules.dates import london_day
from course.rules.facts import CaseDone, Note, Reflected
from course.rules.supervision import MissedRule

LONG_WORD = re.compile(r"\S{40}(?=\S)")
BREAK_HERE = "\u200b"  # a blank without width
LENGTHS = {"whole": "the whole case", "foundation": "the short form"}


@dataclass(frozen=True, slots=True)
class MissedLine:
    """A statement whose newest answer is wrong. `address` is that of the page that helps, or empty."""

    text: str
    answer: str
    because: str
    page: str
    address: str


@dataclass(frozen=True, slots=True)
class MissedGroup:
    """A golden rule and the statements missed."""

    rule: str
    id: str
    lines: tuple[MissedLine, ...]


@dataclass(frozen=True, slots=True)
class ConfidenceLine:
    """A confidence statement; words are empty, and the numbers None, where it was left out."""

    text: str
    before: str
    after: str
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A private note, on the sheet because its owner asked for that."""

    page: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionSheet:
    """Everything on the sheet: the words that never change stand here as well. `notes` is None where they are left out."""

    name: str
    course: str
    edition: str
    law_as_at: dt.date
    made_at: dt.datetime
    made_on: dt.date
    modules: tuple[tuple[str, str], ...]
    missed: tuple[MissedGroup, ...]
    handed_in: bool
    cases: tuple[tuple[str, str], ...]
    confidence: tuple[ConfidenceLine, ...]
    intended_change: str
    competences: tuple[str, ...]
    notes: tuple[NoteLine, ...] | None

    heading: ClassVar[str] = "Supervision sheet"
    own: ClassVar[str] = (
        "This sheet is yours. Nobody else can open it on this site. You decide who sees it and what you talk about."
    )
    no_cases: ClassVar[str] = "No names, no real cases: what you know about a child belongs in the case record."
    missed_heading: ClassVar[str] = "Statements to look at again"
    modules_heading: ClassVar[str] = "How far I am"
    cases_heading: ClassVar[str] = "Cases I have worked through"
    confidence_heading: ClassVar[str] = "How sure I am"
    change_heading: ClassVar[str] = "What I mean to do"
    competences_heading: ClassVar[str] = "What the course lets me practise"
    competences_hint: ClassVar[str] = "Choose one or two to talk about: where have I used it, what would help?"
    notes_heading: ClassVar[str] = "My notes"
    remarks_heading: ClassVar[str] = "Remarks from supervision"
    remarks_hint: ClassVar[str] = "What we agreed, and when we look at it again"
    no_cases_done: ClassVar[str] = "None so far."
    no_confidence: ClassVar[str] = "I have not answered the questions about this."
    no_change: ClassVar[str] = "I have not written anything here yet."
    no_notes: ClassVar[str] = "I have no notes."

    @property
    def no_missed(self) -> str:
        """What stands in place of missed statements."""
        if not self.handed_in:
            return "I have not handed in a quiz yet."
        return "None: my newest answer to every statement that I handed in is right."

    @property
    def made(self) -> str:
        """For whom, and when."""
        return f"{self.name}, {_day(self.made_on)}"

    @property
    def running(self) -> str:
        """The line at the foot."""
        return f"{SITE} · edition {self.edition} · law as at {_day(self.law_as_at)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What the sheet is made from. `notes` is None where they were not asked for; `answered` the newest reflection."""

    name: str
    progress: Progress
    missed: tuple[MissedRule, ...]
    handed_in: bool
    cases: tuple[CaseDone, ...]
    change: Change
    after: Reflected | None
    notes: tuple[Note, ...] | None


def sheet_of(
    catalogue: Catalogue, facts: SheetFacts, *, made_at: dt.datetime, made_on: dt.date, address: Callable[[Page], str]
) -> SupervisionSheet:
    """The sheet of a learner; `address` gives that of a page."""
    course, scale = catalogue.course, ("", *catalogue.reflection.scale)
    titles = {page.id: page.title for module in catalogue.modules for page in module.pages}
    return SupervisionSheet(
        name=facts.name,
        course=course.title,
        edition=course.edition,
        law_as_at=course.law_as_at,
        made_at=made_at,
        made_on=made_on,
        modules=tuple((each.module.title, _how_far(each)) for each in facts.progress.modules),
        missed=_missed(facts.missed, address),
        handed_in=facts.handed_in,
        cases=tuple((titles.get(each.case, each.case), _how(each)) for each in facts.cases),
        confidence=tuple(
            ConfidenceLine(
                each.statement.text, scale[each.before or 0], scale[each.after or 0], each.before, each.after
            )
            for each in facts.change.confidence
            if each.before or each.after
        ),
        intended_change=(facts.after.intended_change if facts.after else None) or "",
        competences=course.competences,
        notes=None if facts.notes is None else tuple(NoteLine(titles.get(n.page, n.page), n.text) for n in facts.notes),
    )


def supervision_pdf(data: SupervisionSheet) -> bytes | None:
    """The sheet as PDF, or None where no font has every letter of it."""
    return typeset("supervision.typ", _document(data), data.made_at)


def _missed(rules: Iterable[MissedRule], address: Callable[[Page], str]) -> tuple[MissedGroup, ...]:
    return tuple(
        MissedGroup(
            each.rule.name,
            each.rule.id,
            tuple(
                MissedLine(
                    text=missed.statement.text,
                    answer=missed.quiz.labels[0 if missed.statement.answer else 1],
                    because=missed.statement.because,
                    page=missed.page.title if missed.page else "",
                    address=address(missed.page) if missed.page else "",
                )
                for missed in each.missed
            ),
        )
        for each in rules
    )


def _how_far(state: ModuleProgress) -> str:
    if not state.started:
        return "Not started"
    marks = f"{state.marks} of {state.out_of} right"
    if state.finished:
        return f"Finished, {marks}"
    lacking = sum(each.count for each in state.missing if each.kind != "marks")
    if any(each.kind == "quiz" for each in state.missing):
        marks = "quiz not handed in"
    return f"{lacking} {'page' if lacking == 1 else 'pages'} to go, {marks}" if lacking else f"every page read, {marks}"


def _how(done: CaseDone) -> str:
    return f"{LENGTHS[done.length]}, {_day(london_day(done.at))}"


def _breakable(text: str) -> str:
    """The same text with places to break in words that are wider than a line, which would run off the paper."""
    return LONG_WORD.sub(lambda run: run[0] + BREAK_HERE, text)


def _document(data: SupervisionSheet) -> dict[str, object]:
    """What the template reads: every word of the sheet."""
    fixed = (
        *("heading", "own", "no_cases", "missed_heading", "modules_heading", "cases_heading", "confidence_heading"),
        *("change_heading", "competences_heading", "competences_hint", "notes_heading", "remarks_heading"),
        *("remarks_hint", "no_cases_done", "no_confidence", "no_change", "no_notes", "no_missed", "made", "running"),
    )
    free = ("course", "modules", "cases", "intended_change", "competences")
    return {
        "title": f"{data.heading}: {data.course}",
        "site": SITE,
        **{name: getattr(data, name) for name in (*fixed, *free)},
        "made": _breakable(data.made),
        "intended_change": _breakable(data.intended_change),
        "missed": [asdict(each) for each in data.missed],
        "confidence": [asdict(each) for each in data.confidence],
        "notes": None
        if data.notes is None
        else [asdict(each) | {"text": _breakable(each.text)} for each in data.notes],
    }


def _day(value: dt.date) -> str:
    return f"{value.day} {value:%B %Y}"
