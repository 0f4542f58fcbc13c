"""Email domains: whoever confirms an address of one belongs to the organisation that holds it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Exists, delete, exists, select

from course.records import organisations, tables
from course.records.statements import insert_if_new
from course.rules.dates import london_day
from course.rules.mail_domains import domain_of

table, membership = tables.email_domain, tables.membership


@dataclass(frozen=True, slots=True)
class EmailDomain:
    """A domain and where it leads; `team` None: the organisation alone."""

    domain: str
    organisation: int
    team: int | None
    added_at: dt.datetime


def domains_of(store: Connection, organisation: int) -> tuple[EmailDomain, ...]:
    """The domains of an organisation, in the order of the alphabet."""
    return _domains(store, table.c.organisation == organisation)


def add(store: Connection, domain: str, organisation: int, team: int | None, by: int | None, now: dt.datetime) -> bool:
    """Let a domain lead to an organisation, for whoever confirms an address of it from now on.

    False, and nothing done, where it leads somewhere already.
    """
    row = insert_if_new(
        store, table, domain=domain, organisation=organisation, team=team, added_at=now, added_by=by
    )  # fmt: skip
    return row is not None


def remove(store: Connection, domain: str, organisation: int) -> bool:
    """Nobody joins by it from now on; who has stays. False where the organisation does not hold it."""
    gone = delete(table).where(table.c.domain == domain, table.c.organisation == organisation)
    return store.execute(gone.returning(table.c.domain)).one_or_none() is not None


def join_by_address(store: Connection, person: int, email: str, now: dt.datetime) -> int | None:
    """Somebody has confirmed this address: join where its domain leads; gives the organisation, or None.

    Who is there already, or has left, is not brought in again.
    """
    found = leads_to(store, person, email)
    if found is None:
        return None
    organisations.join(store, person, found.organisation, found.team, london_day(now), now)
    return found.organisation


def leads_to(store: Connection, person: int, email: str) -> EmailDomain | None:
    """The domain by which somebody would join on confirming this address; None where none does."""
    found = next(iter(_domains(store, table.c.domain == domain_of(email))), None)
    return None if found is None or store.scalar(select(_was_here(found.organisation, person))) else found


def _domains(store: Connection, which: ColumnElement[bool]) -> tuple[EmailDomain, ...]:
    columns = (table.c.domain, table.c.organisation, table.c.team, table.c.added_at)
    found = select(*columns).where(which).order_by(table.c.domain)
    return tuple(EmailDomain(*row) for row in store.execute(found))


def _was_here(organisation: int, person: int) -> Exists:
    return exists().where(membership.c.organisation == organisation, membership.c.person == person)
