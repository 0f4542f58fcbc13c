"""Entering somebody whom nobody knew: a person, an address if there is one, a membership, a line in the audit."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from course.records import audit, contacts, organisations, people
from course.rules import auditing


def enter(
    store: Connection, name: str, organisation: int, *, team: int | None = None, started_on: dt.date, by: int,
    now: dt.datetime, email: str = "", job_role: int | None = None,
) -> int:  # fmt: skip
    """A new person of an organisation, without an account; returns the number. Whether they are known the caller asks."""
    number = people.add_person(store, name, now)
    contacts.set_contact(store, number, email, now)
    organisations.join(store, number, organisation, team, started_on, now, job_role)
    told = auditing.together(auditing.place(organisation, team, job_role), f"from {auditing.day(started_on)}")
    audit.note(store, by, "person added", f"person {number}", told, now)
    return number
