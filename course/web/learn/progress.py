"""My progress: what is finished, what is missing (each a link), every attempt, the certificate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import attempts, completions, room_closing
from course.records.attempts import HandIn
from course.records.database import reading
from course.rules.completion import Progress
from course.rules.dates import london_day
from course.rules.facts import Completion, Led
from course.rules.kinds import TRAINER_LED, kind_name
from course.web.gate import must_be_learner, signed_in
from course.web.learn import blueprint, words
from course.web.learn.going import present_progress, quiz_title
from course.web.learn.refresher_due import due_of
from course.web.learn.standings import beside_newest
from course.web.rooms_attended import NO_ACCOUNT, AttendedSession, own_sessions
from course.web.statuses import PlaceStatus, record_of


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """A line of the list of attempts; `title` falls back on the id for a quiz that is gone.

    `typed_by`: who typed it in from paper; "" where nobody did.
    """

    number: int
    title: str
    marks: int
    out_of: int
    day: dt.date
    typed_by: str


@dataclass(frozen=True, slots=True)
class MyProgress:
    """The page's whole matter; `completions` newest first. `refresher`: it is time for one.

    `beside`: why a status names another day than the newest certificate.
    `completed`: the course was completed, if not only by a register that was put right since. `whole`: every module
    is finished on this site, so that the picture is whole. `kinds`: how each completion was made, in words. `attended`:
    sessions in a room.
    """

    progress: Progress
    completions: tuple[Completion, ...]
    completed: bool
    whole: bool
    kinds: Mapping[int, str]
    attended: tuple[AttendedSession, ...]
    attempts: tuple[PastAttempt, ...]
    finished_numbers: frozenset[int]
    cards: tuple[words.ModuleCard, ...]
    missing: tuple[words.ModuleMissing, ...]
    statuses: tuple[PlaceStatus, ...]
    refresher: bool
    beside: tuple[str, ...] = ()


def _line(attempt: HandIn) -> PastAttempt:
    return PastAttempt(
        number=attempt.id,
        title=quiz_title(attempt.quiz),
        marks=attempt.marks,
        out_of=attempt.out_of,
        day=london_day(attempt.at),
        typed_by="" if attempt.typed_by is None else attempt.typed_by or NO_ACCOUNT,
    )


def _kind(made: Completion, led: Mapping[int, Led]) -> str:
    """How it was completed, in words."""
    return f"In a room, led by {led[made.id].led_by}" if made.id in led else kind_name(made.kind)


def _stands(made: Completion) -> bool:
    """Whether it makes somebody one who has completed the course; what stood on a register by mistake does not."""
    return made.withdrawn_at is None or made.kind != TRAINER_LED


@blueprint.get("/my/progress")
@signed_in
def my_progress() -> ResponseReturnValue:
    """Everything the course keeps about the learner's way through it, for the learner's own eyes."""
    with reading() as store:
        view = _gathered(store, must_be_learner().person, present_progress())
    return render_template("pages/learn/my_progress.html", view=view)


def _gathered(store: Connection, who: int, state: Progress) -> MyProgress:
    made = tuple(completions.completions_of(store, who))
    led = room_closing.led(store, [each.id for each in made if each.kind == TRAINER_LED])
    record, day = record_of(store, who), london_day(now())
    return MyProgress(
        progress=state,
        completions=made,
        completed=any(_stands(each) for each in made),
        whole=state.complete,
        kinds={each.id: _kind(each, led) for each in made},
        attended=own_sessions(store, who),
        attempts=tuple(_line(each) for each in attempts.handed_in(store, who)),
        finished_numbers=words.finished_numbers(state),
        cards=words.cards(state),
        missing=words.still_missing(state),
        statuses=tuple(each for each in record.statuses(day) if each.explained.status != "left"),
        refresher=due_of(store, record, who, day) is not None,
        beside=beside_newest(made, record, day),
    )
