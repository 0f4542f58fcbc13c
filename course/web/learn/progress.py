"""My progress: what is finished, what is missing (each a link), every attempt, the certificate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import attempts, completions
from course.records.database import reading
from course.rules.completion import Progress
from course.rules.dates import london_day
from course.rules.facts import Attempt, Completion
from course.web.gate import must_be_learner, signed_in
from course.web.learn import blueprint, words
from course.web.learn.going import present_progress, quiz_title
from course.web.learn.refresher_due import due_of
from course.web.learn.standings import beside_newest
from course.web.statuses import PlaceStatus, record_of


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """A line of the list of attempts; `title` falls back on the id for a quiz that is gone."""

    number: int
    title: str
    marks: int
    out_of: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class MyProgress:
    """The page's whole matter; `completions` newest first. `refresher`: it is time for one.

    `beside`: why a status names another day than the newest certificate.
    """

    progress: Progress
    completions: tuple[Completion, ...]
    attempts: tuple[PastAttempt, ...]
    finished_numbers: frozenset[int]
    cards: tuple[words.ModuleCard, ...]
    missing: tuple[words.ModuleMissing, ...]
    statuses: tuple[PlaceStatus, ...]
    refresher: bool
    beside: tuple[str, ...] = ()


def _line(attempt: Attempt) -> PastAttempt:
    return PastAttempt(
        number=attempt.id,
        title=quiz_title(attempt.quiz),
        marks=attempt.marks,
        out_of=attempt.out_of,
        day=london_day(attempt.at),
    )


@blueprint.get("/my/progress")
@signed_in
def my_progress() -> ResponseReturnValue:
    """Everything the course keeps about the learner's way through it, for the learner's own eyes."""
    who, day, state = must_be_learner().person, london_day(now()), present_progress()
    with reading() as store:
        past = tuple(_line(each) for each in attempts.attempts_of(store, who))
        made = tuple(completions.completions_of(store, who))
        record = record_of(store, who)
        due = due_of(store, record, who, day)
    context = MyProgress(
        progress=state,
        completions=made,
        attempts=past,
        finished_numbers=words.finished_numbers(state),
        cards=words.cards(state),
        missing=words.still_missing(state),
        statuses=tuple(each for each in record.statuses(day) if each.explained.status != "left"),
        refresher=due is not None,
        beside=beside_newest(made, record, day),
    )
    return render_template("pages/learn/my_progress.html", view=context)
