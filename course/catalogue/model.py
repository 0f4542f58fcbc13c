"""What the course says, as frozen values that are complete at birth. No Flask, no SQL, no files.

HTML fields are safe: they were sanitised when the files were read. Dates are days of law or of review, never moments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from course.catalogue.flowchart import Branch as Branch
from course.catalogue.flowchart import End as End
from course.catalogue.flowchart import Flowchart as Flowchart
from course.catalogue.flowchart import Question as Question
from course.catalogue.flowchart import Source as Source
from course.catalogue.forms import Form as Form
from course.catalogue.reflecting import Reflection as Reflection
from course.catalogue.teaching import Plan as Plan
from course.catalogue.teaching import Step as Step
from course.catalogue.teaching import TrainerSheet as TrainerSheet


@dataclass(frozen=True, slots=True)
class GoldenRule:
    """One of the seven rules of May 2024; `earlier` holds the numbers of the classic rules that it absorbs."""

    id: str
    number: int
    name: str
    gist: str
    earlier: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One true/false statement. `answer`, `because` and `since_2016` stay on the server until a hand-in or a look."""

    id: str
    text: str
    answer: bool
    because: str
    rule: str
    taught_on: str
    law_as_at: dt.date
    since_2016: str | None


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz and the digest of all that a learner or a marker can see of it (see `catalogue.wording`)."""

    id: str
    title: str
    kind: str  # "true-false" or "choose-all"
    intro: str
    statements: tuple[Statement, ...]
    digest: str

    @property
    def labels(self) -> tuple[str, str]:
        """What the two answers are called: for `true` first."""
        return ("Yes", "No") if self.kind == "choose-all" else ("True", "False")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a module. Its HTML still holds marks for what changes: see `catalogue.markdown.LIVE_MARKS`.

    kind: "text", "quiz", "case" or "flowchart". `before`/`after` are the parts around a quiz, case or flowchart.
    """

    id: str
    module: str
    number: int
    title: str
    minutes: int
    kind: str
    teaches: tuple[str, ...]
    before: str
    after: str
    facilitator: str
    key_points: tuple[str, ...]
    terms: tuple[str, ...]
    quiz: str | None
    case: str | None
    text: str  # plain words, for search and reading age


@dataclass(frozen=True, slots=True)
class Module:
    """One module. `cases_required` is None where every page is required; else so many of its case pages are."""

    id: str
    number: int
    title: str
    minutes: int
    outcomes: tuple[str, ...]
    sources: tuple[Source, ...]
    law_as_at: dt.date
    owner: str
    cases_required: int | None
    pages: tuple[Page, ...]

    @property
    def quizzes(self) -> tuple[str, ...]:
        """Ids of the module's quizzes in the order of their pages."""
        return tuple(page.quiz for page in self.pages if page.quiz)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice in a case. grade: "best", "partly" or "unsafe"; `text` plain, `consequence` HTML."""

    id: str
    text: str
    grade: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a case; `reveals` (HTML) is the new fact that follows it, or empty."""

    id: str
    question: str
    rules: tuple[str, ...]
    ask: str
    options: tuple[Option, ...]
    reveals: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case. `scenario`, `model_decision`, `facilitator` are HTML; the other texts are plain."""

    id: str
    number: int
    title: str
    setting: str
    level: str
    outcome: str
    minutes: int
    session_minutes: int
    content_note: str
    law_as_at: dt.date
    sources: tuple[Source, ...]
    teaches: tuple[str, ...]
    scenario: str
    your_role: str
    roles: tuple[str, ...]
    foundation: tuple[str, ...]
    decisions: tuple[Decision, ...]
    model_decision: str
    record: tuple[str, ...]
    team_questions: tuple[str, ...]
    facilitator: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference page; `html` is ready but for local details. `group` is its group in the library."""

    id: str
    title: str
    group: str
    summary: str
    owner: str
    law_as_at: dt.date
    review_due: dt.date
    sources: tuple[Source, ...]
    html: str
    terms: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; `forms` are the words that are marked in a text, `see` the ids of terms that belong to it.

    `also` are words that people type into the search for it; no page shows them.
    """

    id: str
    term: str
    forms: tuple[str, ...]
    meaning: str
    see: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A local detail that a partnership or an organisation fills in. level: "partnership", "organisation" or "both"."""

    id: str
    label: str
    note: str
    level: str
    group: str = "Other"  # the heading under which administrators find it
    number: bool = False  # whether a number to ring is expected there, so that what is nearly one is asked about


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the public list of changes. kind: "typo", "meaning" or "law"; the last two ask for re-reading."""

    edition: str
    date: dt.date
    kind: str
    what: str
    pages: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """content/course.yaml. Months, days and weeks are whole numbers; `pass_mark` is a percentage."""

    title: str
    slug: str
    edition: str
    level: str
    learning_minutes: int
    law_as_at: dt.date
    review_due: dt.date
    strapline: str
    audience: tuple[str, ...]
    aims: tuple[str, ...]
    outcomes: tuple[str, ...]
    before_you_start: tuple[str, ...]
    pass_mark: int
    valid_months: int
    refresher_window_days: int
    grace_days: int
    due_days: int
    follow_up_weeks: int
    quick_exit_url: str
    competences: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole course. Mappings keep the order of the files; `digest` changes with any byte of content."""

    course: Course
    modules: tuple[Module, ...]
    quizzes: Mapping[str, Quiz]
    rules: Mapping[str, GoldenRule]
    earlier_rules: Mapping[int, str]
    flowchart: Flowchart
    cases: Mapping[str, Case]
    references: Mapping[str, Reference]
    terms: Mapping[str, Term]
    slots: Mapping[str, Slot]
    reflection: Reflection
    forms: Mapping[str, Form]
    plans: Mapping[str, Plan]
    sheets: Mapping[str, TrainerSheet]
    digest: str

    def module(self, module_id: str) -> Module | None:
        """The module of that id, or None."""
        return next((module for module in self.modules if module.id == module_id), None)

    def page(self, page_id: str) -> Page | None:
        """The page of that id anywhere in the course (page ids are unique), or None."""
        return next((page for module in self.modules for page in module.pages if page.id == page_id), None)

    def quiz_module(self, quiz_id: str) -> Module | None:
        """The module that shows a quiz, or None."""
        return next((module for module in self.modules if quiz_id in module.quizzes), None)
