"""Letters of this room, to one person each. Every letter is counted, so that nobody can be flooded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from course.config import Settings
from course.records.accounts import email_key
from course.records.outbox import Draft
from course.web import posting
from course.web.access import guessing
from course.web.access.guessing import Brake


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail in plain text. `brake` says how many of its kind one recipient gets in a day; `key` names its link."""

    kind: str
    to: str
    subject: str
    text: str
    brake: Brake
    key: str = ""


def settings() -> Settings:
    """The settings of the running site."""
    return posting.settings()


def is_set() -> bool:
    """Whether this site can send mail at all."""
    return posting.is_set()


def allowed(store: Connection, letter: Letter, person: int) -> bool:
    """Write the letter, counted, about a person; False without mail, and where the recipient has had enough for today.

    Every letter goes through here, in the transaction that it tells of.
    """
    if not is_set() or not guessing.count_in(store, letter.brake, email_key(letter.to)):
        return False
    return posting.write(store, Draft(letter.kind, person, letter.to, letter.subject, letter.text, letter.key))


def post() -> None:
    """Send what was written on its way, after the commit."""
    posting.kick()
