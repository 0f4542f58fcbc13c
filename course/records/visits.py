"""Visits: who is signed in, on the server and revocable, and the one read that answers everything a page asks.

Of a visit's token only a digest is stored. How long a visit lasts is a rule (`rules.permission`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from course.records import tables
from course.records.database import doors, plainly
from course.records.statements import for_postgres, run
from course.records.tokens import digest, new_token
from course.rules.dates import london_day
from course.rules.facts import Learner, QuizMark, Reading, Role
from course.rules.permission import LONGEST_LEARNER, visit_lasts

REMEMBERED = 1_000  # lists of facts kept as values, so that a page view that brings no new fact parses none
LISTS: Mapping[str, str] = {
    "sqlite": "json_group_array(json_array({}))",
    "postgresql": "json_agg(json_build_array({}))::text",
}
FACTS = """
    (SELECT {reading} FROM reading WHERE reading.person = {person}) AS readings,
    (SELECT {mark} FROM (
        SELECT max(id) AS id, quiz, digest, edition, max(marks) AS marks, out_of, max(at) AS at
        FROM attempt WHERE attempt.person = {person} GROUP BY quiz, digest, edition, out_of
    ) AS best) AS marks"""
PLACE = """coalesce((SELECT team.name FROM team WHERE team.id = role_grant.team),
        (SELECT organisation.name FROM organisation WHERE organisation.id = role_grant.organisation))"""
HOT = """
SELECT visit.id, visit.person, person.name, coalesce(account.email, account.sign_in_name), visit.shared,
    visit.started_at, visit.seen_at,
    (SELECT {role} FROM role_grant WHERE role_grant.person = visit.person),
    (SELECT {organisation} FROM membership WHERE membership.person = visit.person
        AND started_on <= :today AND (left_on IS NULL OR left_on > :today)),
    (SELECT max(completion.id) FROM completion WHERE completion.person = visit.person
        AND (kind <> 'trainer-led' OR withdrawn_at IS NULL)),
    (SELECT {moment} FROM reflection WHERE reflection.person = visit.person AND cycle = coalesce(
        (SELECT max(completion.cycle) FROM completion WHERE completion.person = visit.person), 1)),
    account.notes_on,{facts}
FROM visit JOIN person ON person.id = visit.person JOIN account ON account.person = visit.person
WHERE visit.token_digest = :token"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit as its own person sees it in the list of devices."""

    id: int
    shared: bool
    started_at: dt.datetime
    seen_at: dt.datetime


def hot_learner(token: str, now: dt.datetime) -> Learner | None:
    """Who is signed in with this token and what they have done, in ONE statement; None when the visit does not hold.

    It does not hold when it was ended, the account was closed, or the rule of `permission.visit_lasts` says so. Raises
    StoreBusy or StoreUnusable.
    """
    row = _hot_row({"token": digest(token), "today": london_day(now)})
    if row is None:
        return None
    visit, person, name, sign_in, shared, started, seen, roles, organisations, completion, *others = row
    reflected, notes_on, readings, marks = others
    held, seen_at = _roles(roles or "[]"), _moment(seen)
    if not visit_lasts(held, shared=bool(shared), started_at=_moment(started), seen_at=seen_at, now=now):
        return None
    return Learner(
        person=person,
        name=name,
        sign_in=sign_in,
        visit=visit,
        shared=bool(shared),
        seen_at=seen_at,
        roles=held,
        organisations=_organisations(organisations or "[]"),
        readings=_readings(readings or "[]"),
        marks=_marks(marks or "[]"),
        completion=completion,
        reflected=_reflected(reflected or "[]"),
        notes_on=bool(notes_on),
    )


def progress_facts(store: Connection, person: int) -> tuple[tuple[Reading, ...], tuple[QuizMark, ...]]:
    """A person's readings and attempts as the present transaction sees them, its own writes included; one statement."""
    dialect = store.dialect.name
    ((readings, marks),) = run(store, _facts_sql(dialect, ":person", alone=True), {"person": person})
    return _readings(readings or "[]"), _marks(marks or "[]")


def start_visit(store: Connection, person: int, *, shared: bool, now: dt.datetime) -> str:
    """Sign a person in; returns the token, which is stored nowhere. Their visits that are long over are swept away."""
    visit, token = tables.visit, new_token()
    store.execute(delete(visit).where(visit.c.person == person, visit.c.started_at < now - LONGEST_LEARNER))
    store.execute(
        insert(visit).values(token_digest=digest(token), person=person, shared=shared, started_at=now, seen_at=now)
    )
    return token


def end_visit(store: Connection, visit: int) -> None:
    """Sign out: the token is worth nothing from the commit on."""
    store.execute(delete(tables.visit).where(tables.visit.c.id == visit))


def end_visits(store: Connection, person: int, *, but: int | None = None) -> None:
    """Sign a person out everywhere; `but` is a visit to keep, None keeps none."""
    ended = delete(tables.visit).where(tables.visit.c.person == person)
    store.execute(ended if but is None else ended.where(tables.visit.c.id != but))


def touch(store: Connection, visit: int, now: dt.datetime) -> None:
    """Note that a visit is in use, for the idle limit of leads and administrators."""
    store.execute(update(tables.visit).where(tables.visit.c.id == visit).values(seen_at=now))


def visits_of(store: Connection, person: int) -> tuple[Visit, ...]:
    """A person's visits, newest first."""
    visit = tables.visit.c
    found = select(visit.id, visit.shared, visit.started_at, visit.seen_at).where(visit.person == person)
    return tuple(Visit(*row) for row in store.execute(found.order_by(visit.id.desc())))


def _hot_row(values: Mapping[str, object]) -> tuple[Any, ...] | None:
    """Runs without a transaction: one statement is its own unchanging state.

    On SQLite it goes through the connection that writes: the reports' own would forget what it has read whenever this
    process saves something, and read twice as long.
    """
    way = doors()
    with plainly():
        if way.kept is not None:
            with way.kept.taken() as store:
                rows = run(store, _hot_sql("sqlite"), values)
                return rows[0] if rows else None
        with way.reader.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            found = connection.exec_driver_sql(for_postgres(_hot_sql("postgresql")), dict(values)).one_or_none()
            return tuple(found) if found else None


@lru_cache
def _hot_sql(dialect: str) -> str:
    listed = LISTS[dialect]
    return HOT.format(
        role=listed.format(f"role, organisation, team, {PLACE}"),
        organisation=listed.format("started_on, id, organisation"),
        moment=listed.format("moment"),
        facts=_facts_sql(dialect, "visit.person", alone=False),
    )


@lru_cache
def _facts_sql(dialect: str, person: str, *, alone: bool) -> str:
    listed = LISTS[dialect]
    facts = FACTS.format(
        person=person,
        reading=listed.format("page, edition, at"),
        mark=listed.format("id, quiz, digest, edition, marks, out_of, at"),
    )
    return "SELECT" + facts if alone else facts


def _moment(found: str | dt.datetime) -> dt.datetime:
    return dt.datetime.fromisoformat(found) if isinstance(found, str) else found.astimezone(dt.UTC)


@lru_cache(REMEMBERED)
def _roles(rows: str) -> frozenset[Role]:
    return frozenset(_role(*row) for row in json.loads(rows))


def _role(name: str, organisation: int | None, team: int | None, place: str | None) -> Role:
    if team is not None:
        return Role(name, "team", team, place or "")
    return Role(name, "partnership" if organisation is None else "organisation", organisation, place or "")


@lru_cache(REMEMBERED)
def _organisations(rows: str) -> tuple[int, ...]:
    """The organisation joined last stands first: its local information is what this person sees."""
    newest_first = sorted(json.loads(rows), reverse=True)
    return tuple(dict.fromkeys(organisation for _, _, organisation in newest_first))


@lru_cache(REMEMBERED)
def _reflected(rows: str) -> frozenset[str]:
    """Moments that were answered or skipped."""
    return frozenset(moment for (moment,) in json.loads(rows))


@lru_cache(REMEMBERED)
def _readings(rows: str) -> tuple[Reading, ...]:
    return tuple(Reading(page, edition, dt.datetime.fromisoformat(at)) for page, edition, at in json.loads(rows))


@lru_cache(REMEMBERED)
def _marks(rows: str) -> tuple[QuizMark, ...]:
    return tuple(
        QuizMark(number, quiz, digest_of, edition, marks, out_of, dt.datetime.fromisoformat(at))
        for number, quiz, digest_of, edition, marks, out_of, at in json.loads(rows)
    )
