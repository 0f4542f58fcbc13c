"""Inviting many at once: who has no account, and a letter to each of them who has an address and no invitation yet.

Whoever has left is not invited. As with one invitation, the token of a link is made when its letter goes
(`letter_tokens`), and to open it proves the address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, insert, or_, text

from course.records import audit, members, tables
from course.records.coming import runs
from course.records.letter_tokens import ONE_TIME
from course.records.scoped import within
from course.records.tokens import digest, new_token
from course.rules.dates import london_day
from course.rules.scoping import Scope

ONE_AT_A_TIME = 2_029_313_587  # the number of PostgreSQL's advisory lock under which many are invited
PART = 1_000
MOST = 5_000  # letters at one press; as many take about a second
PURPOSE = KIND = "invitation"
person, contact, link, membership = tables.person, tables.contact, tables.one_time_link, tables.membership


@dataclass(frozen=True, slots=True)
class Among:
    """Among whom: of a scope, perhaps of one organisation, found by words, or of these numbers alone."""

    scope: Scope
    organisation: int | None = None
    words: str = ""
    numbers: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """People without an account who have not left, in three groups."""

    to_invite: int = 0
    invited: int = 0  # their invitation still works
    no_address: int = 0


def waiting(store: Connection, among: Among, now: dt.datetime) -> Waiting:
    """How many there are of each group; one statement."""
    group = case((_has_invitation(now), "invited"), (contact.c.email.is_(None), "no_address"), else_="to_invite")
    found = (
        members.columns_of_people(group.label("how"), func.count()).where(*_waiting(store, among, now)).group_by("how")
    )
    return Waiting(**{how: int(count) for how, count in store.execute(found)})


def invite(
    store: Connection, among: Among, by: int, *, valid: dt.timedelta, now: dt.datetime, draft: Callable[[], tuple[str, str]]
) -> int:  # fmt: skip
    """Write a letter to each who has none yet, MOST at once; returns how many. Doing it again writes to nobody twice.

    `draft` gives the subject and the text, with `rules.letters.TOKEN` in the place of the token.
    """
    if store.dialect.name == "postgresql":
        store.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ONE_AT_A_TIME})
    asked = (*_waiting(store, among, now), ~_has_invitation(now), contact.c.email.is_not(None))
    found = members.columns_of_people(person.c.id, contact.c.email).where(*asked).order_by(person.c.id).limit(MOST)
    people = store.execute(found).all()
    subject, letter = draft()
    for start in range(0, len(people), PART):
        _write(store, people[start : start + PART], subject, letter, valid, now)
    audit.note_all(store, by, [("invitation made", f"person {number}", "one of many") for number, _ in people], now)
    return len(people)


def _write(
    store: Connection, people: Sequence[Any], subject: str, letter: str, valid: dt.timedelta, now: dt.datetime
) -> None:
    """The links, which nobody can open yet, and their letters."""
    links, letters = [], []
    for number, email in people:
        nobody_has = digest(new_token())
        made = {"purpose": PURPOSE, "person": number, "made_at": now, "expires_at": now + valid, "mailed_to": email}
        links.append(made | {"token_digest": nobody_has})
        what = {"kind": KIND, "person": number, "address": email, "subject": subject, "text": letter}
        waits = {"made_at": now, "next_try_at": now, "tries": 0, "last_fault": ""}
        letters.append(what | waits | {"key": f"{ONE_TIME}:{nobody_has}"})
    store.execute(insert(link), links)
    store.execute(insert(tables.outbox), letters)


def _has_invitation(now: dt.datetime) -> ColumnElement[bool]:
    """Whether one still works, mailed or printed."""
    open_one = (link.c.person == person.c.id, link.c.purpose == PURPOSE, link.c.used_at.is_(None))
    return exists().where(*open_one, link.c.expires_at > now)


def _waiting(store: Connection, among: Among, now: dt.datetime) -> list[ColumnElement[bool]]:
    """The conditions of all three groups."""
    held = membership.c
    # The sums keep SQLite from going through the whole organisation for each of its people.
    place = SimpleNamespace(organisation=held.organisation + 0, team=held.team + 0)
    here = [held.person == person.c.id, within(among.scope, place)]
    here.append(or_(held.left_on.is_(None), held.left_on > london_day(now)))
    if among.organisation is not None:
        here.append(place.organisation == among.organisation)
    found = members.matching(store, among.scope, among.organisation, among.words, without_account=True)
    found.append(exists().where(*here))
    if among.numbers is not None:
        found.append(or_(person.c.id < 0, *(person.c.id.between(*each) for each in runs(among.numbers))))
    return found
