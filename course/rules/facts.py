"""What happened, as frozen values. Records make them, rules read them. Moments are UTC; days are London days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """A page was marked read (Next was pressed, or its quiz handed in) under an edition of the course."""

    page: str
    edition: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class QuizMark:
    """A person's attempts on one wording of a quiz under one edition: the best marks, and the newest attempt and moment.

    Enough for progress, and bounded: handing in the same quiz again and again makes no more of these.
    """

    attempt: int
    quiz: str
    digest: str
    edition: str
    marks: int
    out_of: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered statement of an attempt, as it was judged on the day."""

    statement: str
    answer: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """A handed-in quiz with its own judgement."""

    id: int
    person: int
    module: str
    quiz: str
    digest: str
    edition: str
    marks: int
    out_of: int
    pass_mark: int
    at: dt.datetime
    after_look: bool
    answers: tuple[Answer, ...]


KeptRoute = tuple[tuple[str, tuple[str, ...]], ...]
"""The way through a case as it is kept: per decision its id and the ids of the options chosen, in their order."""


@dataclass(frozen=True, slots=True)
class CaseDone:
    """A case was worked through. length: "whole" or "foundation". `route` is None unless the learner asked to keep it."""

    case: str
    length: str
    at: dt.datetime
    route: KeptRoute | None


@dataclass(frozen=True, slots=True)
class ModuleScore:
    """The marks of one module as they stood when the course was completed."""

    module: str
    title: str
    marks: int
    out_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionFacts:
    """The course was completed: all that is judged at that moment and never judged again.

    `kind` is "online", "refresher" or "trainer-led" (`rules.kinds`); `rule` says in words how completion was decided;
    `expires_on` is `completed_on` + `valid_months`; both are London days. `competences` are what the certificate says
    was practised.
    """

    person: int
    kind: str
    course: str
    title: str
    level: str
    edition: str
    law_as_at: dt.date
    pass_mark: int
    rule: str
    valid_months: int
    learning_minutes: int
    partnership: str
    modules: tuple[ModuleScore, ...]
    competences: tuple[str, ...]
    at: dt.datetime
    completed_on: dt.date
    expires_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion(CompletionFacts):
    """A completion as it stands in the records; never undone by a later edition.

    `code` is the public verification code; `withdrawn_at` and `withdrawn_reason` are None unless it was withdrawn.
    """

    id: int
    code: str
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str | None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A completion as far as the next one asks. `withdrawn_at` is None for one that still holds."""

    cycle: int
    edition: str
    at: dt.datetime
    withdrawn_at: dt.datetime | None
    kind: str = "online"


@dataclass(frozen=True, slots=True)
class Led:
    """What a completion made by a session in a room rests on. `trainer_name` is "" where the account was closed."""

    completion: int
    room_session: int
    trainer_name: str
    pack: str
    pack_title: str
    pack_edition: str
    minutes: int
    held_minutes: int

    @property
    def led_by(self) -> str:
        """Who led it, as it is shown."""
        return self.trainer_name or "a trainer whose account was closed"


@dataclass(frozen=True, slots=True)
class Reflected:
    """What a person answered "before" or "after" the course, in one cycle (as in completion).

    `answers` are pairs of item and value: confidence 1 to 5, a knowledge item 1 for true and 0 for false. `usefulness`
    is 1 to 5, `intended_change` goes on from "I will"; both None where they were left out. `skipped`: rather not asked.
    """

    cycle: int
    moment: str
    edition: str
    skipped: bool
    usefulness: int | None
    intended_change: str | None
    at: dt.datetime
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A private note on a page, known by the page's id."""

    page: str
    text: str
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Learner:
    """Who is signed in, on which visit, and all that progress needs: the answer of the one hot read."""

    person: int
    name: str
    sign_in: str  # email or sign-in name, for the person's own eyes
    visit: int
    shared: bool
    seen_at: dt.datetime  # last seen: kept up to date for leads and administrators only
    roles: frozenset[Role] = field(default_factory=frozenset)
    organisations: tuple[int, ...] = ()  # present ones, the one joined last first
    readings: tuple[Reading, ...] = ()
    marks: tuple[QuizMark, ...] = ()
    completion: int | None = None
    reflected: frozenset[str] = field(default_factory=frozenset)  # moments answered or skipped in the present cycle
    notes_on: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role held for something. scope: "partnership", "organisation" or "team"; `of` is its id, None for the first.

    `place` is what that is called, where it was asked for; it makes no other role.
    """

    name: str
    scope: str
    of: int | None
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """A person belongs to an organisation, and perhaps a team, from one day to another (None: still)."""

    person: int
    organisation: int
    team: int | None
    started_on: dt.date
    left_on: dt.date | None
