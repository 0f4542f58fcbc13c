"""One person's record as a lead sees it: status and its sum, completions, history; scores for the safeguarding lead alone.

Never single answers, notes or confidence, nor the note on the evidence of training elsewhere. Of somebody who has left,
nothing from the day of leaving on. Opening it is kept as a look, which the person is shown (`/my/looks`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import (
    completions,
    exemptions,
    job_roles,
    member_facts,
    organisations,
    outside,
    record_looks,
    reports,
)
from course.records.database import reading, writing
from course.records.requirements import requirements
from course.rules.dates import london_day
from course.rules.explaining import Explained, Names, explain_member
from course.rules.facts import Completion
from course.rules.kinds import TRAINER_LED
from course.rules.leaving import seen_until
from course.rules.outside import OutsideTraining
from course.rules.reporting import Member, is_earlier
from course.rules.scoping import Scope, role_over
from course.web.gate import must_be_learner, sees_names
from course.web.lead import blueprint, member_list
from course.web.lead.asking import Question
from course.web.lead.member_list import PEOPLE, WayBack
from course.web.lead.room_record import RoomRecord, room_record
from course.web.scope import present_sight
from course.web.site import partnership_name

FIELDS = ("as_at", "list")
DAY = dt.timedelta(days=1)
ROLE_WORDS = {"organisation-lead": "Safeguarding lead", "team-lead": "Team lead"}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    day: dt.date
    words: str


@dataclass(frozen=True, slots=True)
class Belongs:
    """A membership on the day, and its status with the sentence that shows the sum."""

    member: Member
    explained: Explained
    earlier: bool


@dataclass(frozen=True, slots=True)
class Record:
    """Everything on the page. `belongs` is empty where the person was not registered on the day. `scored`: the completion
    whose module scores are shown. `rooms`: how each completion was made, and sessions in a room. `back`: to the list that one
    came from. `leads`: one is the safeguarding lead of somebody who belongs there now, and not the person."""

    question: Question
    back: WayBack
    person: int
    name: str
    belongs: tuple[Belongs, ...]
    completions: tuple[Completion, ...]
    outside: tuple[OutsideTraining, ...]
    history: tuple[Event, ...]
    scored: Completion | None
    rooms: RoomRecord
    leads: bool


@blueprint.get("/reports/people/<number:person>")
@sees_names
def person(person: int) -> ResponseReturnValue:
    """The page. A person of whom no membership is within one's scope is not found."""
    question = member_list.asked_of_one(PEOPLE, FIELDS)
    asked, back = replace(question.asked, person=person), member_list.way_back(question.typed.get("list", ""))
    with reading() as store:
        listed = tuple(reports.all_members(store, asked))
        today = replace(asked, day=asked.today, settled=False)  # rows need not be worked out for another day
        known = listed or tuple(reports.all_members(store, today)) or abort(404)
        view = _record(store, replace(question, asked=asked), listed, known[0].name, back)
    _keep_look(person, known)
    if question.errors:
        return render_template("pages/lead/person.html", question=question, view=view), 422
    return render_template("pages/lead/person.html", question=question, view=view)


def _record(store: Connection, question: Question, listed: Sequence[Member], name: str, back: WayBack) -> Record:
    asked, sight = question.asked, present_sight()
    number, day = asked.person or 0, asked.day
    held = member_facts.members_of(store, number)
    until = min(day + DAY, seen_until(held, sight.names, asked.today))
    done = [each for each in completions.completions_of(store, number) if each.completed_on < until]
    elsewhere = tuple(each for each in outside.outside_of(store, number) if each.completed_on < until)
    others = [each for each in (*_completed(done), *_elsewhere(elsewhere), *_begun(held)) if each.day < until]
    scores = any(sight.scores.covers(each.organisation, each.team) for each in listed)
    scored_until = seen_until(held, sight.scores, asked.today)
    scored = next((each for each in done if scores and each.completed_on < scored_until), None)
    return Record(
        question=question,
        back=back,
        person=number,
        name=name,
        belongs=_belongs(store, question, listed),
        completions=tuple(done),
        outside=elsewhere,
        history=_history(store, question, sight.names, held, others),
        scored=scored,
        rooms=room_record(store, number, done, until, scored),
        leads=number != must_be_learner().person
        and not asked.past
        and any(each.status != "left" and sight.scores.covers(each.organisation, each.team) for each in listed),
    )


def _belongs(store: Connection, question: Question, listed: Sequence[Member]) -> tuple[Belongs, ...]:
    asked, known = question.asked, requirements(store)
    names = _names(store)
    facts = {each.membership: each for each in member_facts.members_of(store, asked.person or 0)}
    return tuple(
        Belongs(
            member=each,
            explained=explain_member(
                facts[each.membership].facts, known, asked.default, names, asked.day,
                organisation=each.organisation, team=each.team, job_role=each.job_role,
            ),
            earlier=is_earlier(each.status, each.edition, asked.current),
        )
        for each in listed
    )  # fmt: skip


def _names(store: Connection) -> Names:
    return Names(
        organisations={each.id: each.name for each in organisations.organisations(store)},
        teams={each.id: each.name for each in organisations.teams(store)},
        job_roles=job_roles.names(store),
    )


def _history(
    store: Connection, question: Question, scope: Scope, members: Sequence[member_facts.Member], others: Iterable[Event]
) -> tuple[Event, ...]:
    """What happened by a day, the newest first; of other organisations' memberships nothing."""
    names = _names(store)
    events = list(others)
    for each in members:
        if scope.covers(each.organisation, each.team):
            where = names.organisations[each.organisation]
            events += _membership(each, f"{where}, {names.teams[each.team]}" if each.team else where)
    for held in exemptions.exemptions_of(store, question.asked.person or 0):
        if scope.covers(held.organisation, held.team):
            events.append(Event(held.from_day, "Exemption began"))
    unique = dict.fromkeys(each for each in events if each.day <= question.asked.day)
    return tuple(sorted(unique, key=lambda each: each.day, reverse=True))


def _membership(held: member_facts.Member, where: str) -> Iterator[Event]:
    yield Event(held.started_on, f"Came to {where}")
    if held.left_on is not None:
        yield Event(held.left_on, f"Moved on from {where}" if held.moved else f"Left {where}")


def _begun(members: Iterable[member_facts.Member]) -> Iterator[Event]:
    for each in members:
        if each.begun_on:
            yield Event(each.begun_on, "First page read or quiz handed in")


def _completed(done: Iterable[Completion]) -> Iterator[Event]:
    for each in done:
        how = " in a room" if each.kind == TRAINER_LED else ""
        yield Event(each.completed_on, f"Completed the course{how}, edition {each.edition}")
        if each.withdrawn_at is not None:
            yield Event(london_day(each.withdrawn_at), "Certificate withdrawn")


def _elsewhere(found: Iterable[OutsideTraining]) -> Iterator[Event]:
    for each in found:
        yield Event(each.completed_on, f"Training elsewhere: {each.course}")


def _keep_look(person: int, known: Sequence[Member]) -> None:
    """A look for every person, looker and day; one's own record is no look."""
    by, when = must_be_learner().person, now()
    if by == person:
        return
    with reading() as store:
        kept = record_looks.is_kept(store, person, by, when)
    if not kept:
        with writing() as store:
            record_looks.add(store, person, by, _role(known[0]), when)


def _role(member: Member) -> str:
    """In which role one looks, as the person is shown it."""
    role = role_over(must_be_learner().roles, member.organisation, member.team)
    held_for = {"team": member.team_name, "organisation": member.organisation_name}
    return f"{ROLE_WORDS[role.name]}, {held_for.get(role.scope, partnership_name() or 'whole partnership')}"
