"""Whether it is time for the learner's refresher: worked out from facts, and remembered a while for the front page."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Connection

from course.clock import now, ticks
from course.records import attempts, completions
from course.records.database import reading
from course.rules import refreshing
from course.rules.dates import london_day
from course.rules.facts import Attempt, Learner
from course.rules.refreshing import Again, Due
from course.web.site import catalogue
from course.web.statuses import Record, record_of

REMEMBERED_SECONDS = 600.0  # how long the front page may be behind a rule that has changed
MOST_REMEMBERED = 10_000
Remembered = OrderedDict[tuple[int, int, dt.date], tuple[float, bool]]


def due_of(store: Connection, record: Record, person: int, day: dt.date) -> Due | None:
    """Whether a refresher is due on a day, by the nearest requirement of any membership; one statement."""
    here = [each for each in record.registered(day) if each.left_on is None or each.left_on > day]
    asked = [(each.facts, record.asked.of(each, day)) for each in here]
    return refreshing.due(asked, completions.cycles_of(store, person), record.asked.default, day)


def due_now(store: Connection, person: int) -> Due | None:
    """The same as of now, as the present transaction sees it."""
    return due_of(store, record_of(store, person), person, london_day(now()))


def offered(who: Learner) -> bool:
    """Whether the front page offers the refresher; asked again after some minutes, and at once after a completion."""
    if who.completion is None:
        return False
    kept: Remembered = current_app.extensions.setdefault("refresher_offered", OrderedDict())
    key = (who.person, who.completion, london_day(now()))
    found = kept.get(key)
    if found is None or ticks() - found[0] >= REMEMBERED_SECONDS:
        with reading() as store:
            found = kept[key] = (ticks(), due_now(store, who.person) is not None)
        while len(kept) > MOST_REMEMBERED:
            kept.popitem(last=False)
    return found[1]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a hand-in that counts for a refresher belongs to: its module so far, and the best marks in its quiz since then."""

    module: Again
    best: int


def counted(who: Learner, attempt: Attempt) -> Counted | None:
    """How far a module is in a refresher that asks the quizzes again; None where the hand-in does not count for one."""
    if not offered(who):
        return None
    with reading() as store:
        found = due_now(store, who.person)
        if found is None or not found.counts(attempt.at) or refreshing.refresher(catalogue(), found.edition).parts:
            return None
        past = attempts.attempts_of(store, who.person)
    module = next(each for each in refreshing.again(catalogue(), past, found) if each.module.id == attempt.module)
    return Counted(module, max(each.marks for each in past if each.quiz == attempt.quiz and found.counts(each.at)))
