"""Things for the tests of the records to keep: each complete, with only what matters said by the test; and a count."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, func, select

from course.records import accounts, attempts, people, tables, visits
from course.records.database import reading
from course.rules.facts import Answer, Attempt, CompletionFacts, ModuleScore

NOON = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
TODAY = NOON.date()
DAY, HOUR, MINUTE, SECOND = (dt.timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
NOBODY = 10**12  # a number that no person has
DIGEST = "d1"
ANSWERS = (Answer("early-1", True, True), Answer("early-2", True, False), Answer("early-3", False, True))


def person(store: Connection, name: str = "Ada Quill", now: dt.datetime = NOON) -> int:
    return people.add_person(store, name, now)


def learner(store: Connection, name: str = "Ada Quill", email: str = "ada@heronsea.example") -> int:
    """A person with an account."""
    number = person(store, name)
    accounts.open_account(store, number, email=email, sign_in_name=None, password_hash="hash", now=NOON)
    return number


def visitor(store: Connection, name: str = "Ada Quill", email: str = "ada@heronsea.example") -> tuple[int, str]:
    """A person who is signed in, and the token."""
    number = learner(store, name, email)
    return number, visits.start_visit(store, number, shared=False, now=NOON)


def keep_wording(store: Connection, digest: str = DIGEST, edition: str = "2026.1") -> None:
    attempts.keep_wording(store, digest, "early", edition, '{"id": "early"}', NOON)


def attempt(person: int, **other: object) -> Attempt:
    usual = Attempt(
        id=0,
        person=person,
        module="why-sharing-matters",
        quiz="early",
        digest=DIGEST,
        edition="2026.1",
        marks=2,
        out_of=3,
        pass_mark=80,
        at=NOON,
        after_look=False,
        answers=ANSWERS,
    )
    return replace(usual, **other)  # type: ignore[arg-type]


def hand_in(store: Connection, person: int, key: str, **other: object) -> int:
    keep_wording(store, str(other.get("digest", DIGEST)))
    return attempts.add_attempt(store, attempt(person, **other), key)


def completion(person: int, **other: object) -> CompletionFacts:
    usual = CompletionFacts(
        person=person,
        kind="online",
        course="sharing-information",
        title="Sharing information",
        level="practitioner",
        edition="2026.1",
        law_as_at=dt.date(2026, 11, 1),
        pass_mark=80,
        rule="Every page.",
        valid_months=24,
        learning_minutes=90,
        partnership="Heronsea Safeguarding Partnership",
        modules=(ModuleScore("one", "Module one", 10, 12), ModuleScore("two", "Zwei “und” mehr", 0, 0)),
        competences=("Ask before sharing.", "Sagen, “warum”."),
        at=NOON,
        completed_on=TODAY,
        expires_on=dt.date(2028, 11, 22),
    )
    return replace(usual, **other)  # type: ignore[arg-type]


def count(store: Connection) -> int:
    """How many people are in the records."""
    return store.scalar(select(func.count()).select_from(tables.person)) or 0


def people_now() -> int:
    """How many of them have been saved."""
    with reading() as store:
        return count(store)


def file_of(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))
