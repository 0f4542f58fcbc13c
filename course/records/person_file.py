"""Everything that is kept about a person, in one value: for the person's own page and file, and for `course export-person`.

`COVERED` says where each column that points to a person is told; a test finds a table that was forgotten. Left out are
secrets (a password, tokens: digests of them are kept), letters' links, and what a manager answered in confidence.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, literal, select

from course.records import (
    answer_places,
    attempts,
    audit,
    cases_done,
    completions,
    members,
    notes,
    record_looks,
    reflections,
    roles,
    tables,
    visits,
)
from course.records.person_rows import Row, rows_of
from course.records.record_looks import RecordLook
from course.rules.facts import Attempt, CaseDone, Completion, Note, Reading, Reflected, Role
from course.rules.impact import USEFULNESS
from course.rules.scoping import Scope

SECRET = frozenset("person password_hash token_digest key text answer name_key beginnings email_key entered_by".split())
# Columns that point to a person -> where the file tells of it.
COVERED: Mapping[str, str] = {
    "account.person": "account",
    "person_word.person": "name",
    "visit.person": "visits",
    "one_time_link.person": "links",
    "role_grant.person": "roles",
    "membership.person": "memberships",
    "standing.person": "status",
    "contact.person": "contact",
    "reading.person": "readings",
    "attempt.person": "attempts",
    "look.person": "looks",
    "case_done.person": "cases_done",
    "completion.person": "completions",
    "outside_training.person": "outside_training",
    "record_look.person": "looked_at_by",
    "reflection.person": "reflections",
    "follow_up.person": "follow_ups",
    "follow_up_wish.person": "follow_up_wishes",
    "manager_question.person": "manager_questions",
    "note.person": "notes",
    "outbox.person": "letters",
    "attendance.person": "sessions",
    "audit.actor": "audit",
    **dict.fromkeys(
        (
            "completion.withdrawn_by", "email_domain.added_by", "headcount.entered_by", "import_batch.made_by",
            "import_batch.undone_by", "outside_training.entered_by", "requirement.made_by", "exemption.made_by",
            "evidence_pack.made_by", "local_value.changed_by", "record_look.by", "room_session.trainer",
            "room_session.closed_by", "attendance_correction.by", "trainer_led.trainer", "paper_attempt.typed_by",
            "show_of_hands.trainer", "organisation_logo.changed_by",
        ),
        "entered_for_others",
    ),
}  # fmt: skip
OFFICE = tuple(column for column, where in COVERED.items() if where == "entered_for_others")


@dataclass(frozen=True, slots=True)
class Belonging:
    """A membership in words. `left_on` is the first day on which it no longer holds, None while it does."""

    organisation: str
    team: str | None
    started_on: dt.date
    left_on: dt.date | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """The account without its password, of which only a digest is kept."""

    email: str | None
    email_confirmed: bool
    sign_in_name: str | None


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All of it. Names of fields are the names in the file; `account` is None for people without one."""

    person: int
    name: str
    account: SignIn | None
    contact: str | None
    roles: tuple[Role, ...]
    memberships: tuple[Belonging, ...]
    status: tuple[Row, ...]
    exemptions: tuple[Row, ...]
    outside_training: tuple[Row, ...]
    readings: tuple[Reading, ...]
    attempts: tuple[Attempt, ...]
    paper_attempts: tuple[Row, ...]
    looks: tuple[Row, ...]
    cases_done: tuple[CaseDone, ...]
    completions: tuple[Completion, ...]
    sessions: tuple[Row, ...]
    session_corrections: tuple[Row, ...]
    reflections: tuple[Reflected, ...]
    ratings_changed_later: tuple[Row, ...]
    counted_for: tuple[Row, ...]
    follow_ups: tuple[Row, ...]
    follow_up_wishes: tuple[Row, ...]
    manager_questions: tuple[Row, ...]
    notes_on: bool
    notes: tuple[Note, ...]
    looked_at_by: tuple[RecordLook, ...]
    letters: tuple[Row, ...]
    links: tuple[Row, ...]
    visits: tuple[Row, ...]
    audit: tuple[Row, ...]
    entered_for_others: Mapping[str, int]
    made_at: dt.datetime


def gather(store: Connection, person: int, now: dt.datetime) -> PersonFile:
    """Everything of one person as of one moment; the number of statements does not grow with what is kept."""
    plain = rows_of(store, _asked(person))
    (who,), held = plain.pop("person"), next(iter(plain.pop("account")), None)
    (entered,), contact = plain.pop("entered"), next(iter(plain.pop("contact")), None)
    return PersonFile(
        person=person,
        name=who["name"],
        account=SignIn(held["email"], held["email_confirmed"], held["sign_in_name"]) if held else None,
        contact=contact["email"] if contact else None,
        roles=_roles(store, person),
        memberships=_belonging(store, person),
        readings=visits.progress_facts(store, person)[0],
        attempts=attempts.attempts_of(store, person),
        cases_done=cases_done.cases_done(store, person),
        completions=completions.completions_of(store, person),
        reflections=reflections.reflections_of(store, person),
        notes_on=bool(held and held["notes_on"]),
        notes=notes.notes_of(store, person, now),
        looked_at_by=record_looks.looks_at(store, person),
        audit=audit.of_person(store, person),
        entered_for_others={name: int(number) for name, number in entered.items() if name != "id"},
        made_at=now,
        **plain,
    )


def _asked(person: int) -> dict[str, Select[Any]]:
    """What is told as the rows stand in their tables."""
    who, held, exempt = tables.person.c, tables.membership, tables.exemption
    reasons = select(exempt.c.id, exempt.c.membership, exempt.c.reason, exempt.c.from_day, exempt.c.until_day)
    return {
        "person": select(who.id, who.name, who.added_at).where(who.id == person),
        "account": _own(tables.account, person),
        "contact": _own(tables.contact, person),
        "status": _own(tables.standing, person),
        "exemptions": reasons.join(held, held.c.id == exempt.c.membership).where(held.c.person == person),
        "outside_training": _own(tables.outside_training, person),
        "paper_attempts": _typed_in(person),
        "sessions": _sessions(person),
        "session_corrections": _corrections(person),
        "looks": _own(tables.look, person),
        "ratings_changed_later": _ratings_changed(person),
        "counted_for": _counted_for(person),
        "follow_ups": _own(tables.follow_up, person),
        "follow_up_wishes": _own(tables.follow_up_wish, person),
        "manager_questions": _own(tables.manager_question, person),
        "letters": _own(tables.outbox, person),
        "links": _own(tables.one_time_link, person),
        "visits": _own(tables.visit, person),
        "entered": _entered(person),
    }


def _own(table: Table, person: int) -> Select[Any]:
    """Rows of a person, but for secrets and for who else had to do with them."""
    return select(*(each for each in table.columns if each.name not in SECRET)).where(table.c.person == person)


def _ratings_changed(person: int) -> Select[Any]:
    """Ratings that are not what they first were: what they are now, and the first, which reports count."""
    said, first, given = tables.reflection.c, tables.first_rating, tables.reflection_answer.c
    now = case((first.c.item == USEFULNESS, said.usefulness), else_=given.value)
    joined = first.join(tables.reflection, said.id == first.c.reflection)
    joined = joined.outerjoin(tables.reflection_answer, and_(given.reflection == said.id, given.item == first.c.item))
    found = select(
        first.c.item, said.cycle, said.moment, now.label("now"), first.c.value.label("counted_in_reports"),
        first.c.at.label("first_given_at"),
    )  # fmt: skip
    return found.select_from(joined).where(said.person == person, now.is_distinct_from(first.c.value))


def _counted_for(person: int) -> Select[Any]:
    """For which organisation and team, None for the whole alone, reports count how many answers of each kind."""
    of, where, team = tables.answer_place, tables.organisation, tables.team
    joined = of.outerjoin(where, where.c.id == of.c.organisation).outerjoin(team, team.c.id == of.c.team)
    kind, number = of.c.list.label("kind"), func.count().label("answers")
    found = select(kind, where.c.name.label("organisation"), team.c.name.label("team"), number)
    return found.select_from(joined).where(answer_places.own(person)).group_by(kind, where.c.name, team.c.name)


def _typed_in(person: int) -> Select[Any]:
    """Which attempts were typed in from paper, for which session, when and by whom."""
    paper, done, who = tables.paper_attempt, tables.attempt.c, tables.person.c
    found = select(paper.c.attempt, paper.c.room_session, paper.c.typed_at, who.name.label("typed_by"))
    joined = paper.join(tables.attempt, done.id == paper.c.attempt).outerjoin(tables.person, who.id == paper.c.typed_by)
    return found.select_from(joined).where(done.person == person)


def _sessions(person: int) -> Select[Any]:
    """Lines on registers of sessions in a room, with the session, and the completion that came of it."""
    line, held, led, done = tables.attendance.c, tables.room_session.c, tables.trainer_led.c, tables.completion.c
    completed = (
        select(func.max(done.id))
        .join(tables.trainer_led, led.completion == done.id)
        .where(led.room_session == held.id, done.person == person, done.withdrawn_at.is_(None))
    )
    found = select(
        line.id, held.title, held.pack, held.edition, held.place, held.begins_at, held.ended_at, line.arrived_at,
        line.left_at, line.away_minutes, line.how, line.agency, line.struck_at, line.struck_reason,
        completed.scalar_subquery().label("completion"),
    )  # fmt: skip
    joined = tables.attendance.join(tables.room_session, held.id == line.room_session)
    return found.select_from(joined).where(line.person == person)


def _corrections(person: int) -> Select[Any]:
    """What was put right about those lines, and why."""
    line, put_right = tables.attendance, tables.attendance_correction.c
    found = select(put_right.id, put_right.attendance, put_right.at, put_right.reason)
    return found.join(line, line.c.id == put_right.attendance).where(line.c.person == person)


def _entered(person: int) -> Select[Any]:
    """How many rows about others or for all carry the person's number, by table and column."""
    counts: list[ColumnElement[Any]] = [literal(1).label("id")]
    for name in OFFICE:
        table, _, column = name.partition(".")
        which = tables.person.metadata.tables[table]
        counted = select(func.count()).select_from(which).where(which.c[column] == person)
        counts.append(counted.scalar_subquery().label(name))
    return select(*counts)


def _roles(store: Connection, person: int) -> tuple[Role, ...]:
    held = roles.grants_of(store, person, Scope(everything=True))
    return tuple(Role(each.role, each.scope, each.team or each.organisation) for each in held)


def _belonging(store: Connection, person: int) -> tuple[Belonging, ...]:
    held = members.places(store, Scope(everything=True), [person])[person]
    by_start = sorted(held, key=lambda each: (each.started_on, each.id))
    return tuple(Belonging(each.organisation_name, each.team_name, each.started_on, each.left_on) for each in by_start)


def as_json(file: PersonFile) -> str:
    """The file: UTF-8, dates and moments in ISO form, moments in UTC."""
    return json.dumps(asdict(file), ensure_ascii=False, indent=2, default=_text) + "\n"


def _text(value: object) -> str:
    if isinstance(value, dt.date):  # moments are dates too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the file")
