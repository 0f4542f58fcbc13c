"""To whom letters of the daily round are due, read from the days in `standing`, which must be settled before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from course.records import outbox, tables
from course.rules import reminding
from course.rules.facts import Role
from course.rules.reminding import Reminder
from course.rules.standing import Dates

standing, account, contact, grant = tables.standing, tables.account, tables.contact, tables.role_grant
DATES = tuple(Dates.__dataclass_fields__)
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder to be written. `address` "": none is known that we may use."""

    person: int
    address: str
    reminder: Reminder

    @property
    def key(self) -> str:
        """What the letter is called in the outbox."""
        return self.reminder.key(self.person)


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be written now, one letter a person; and the keys of all that hold today, written or not."""

    new: tuple[Due, ...]
    holding: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who leads an organisation or more, with the roles held for that."""

    person: int
    address: str
    roles: tuple[Role, ...]


def find(store: Connection, day: dt.date) -> Found:
    """The reminders of a day. Who has been written one on this day already gets no other."""
    due: defaultdict[int, list[Reminder]] = defaultdict(list)
    addresses: dict[int, str] = {}
    for row in store.execute(_candidates(day).execution_options(yield_per=AT_A_TIME)):
        found = reminding.due(Dates(**{name: getattr(row, name) for name in DATES}), day)
        if found is not None:
            due[row.person].append(found)
            addresses[row.person] = row.address
    holding = frozenset(each.key(person) for person, all_due in due.items() for each in all_due)
    known, today = _known(store, sorted(holding)), _written_today(store, day)
    fresh = {person: reminding.chosen(person, all_due, known) for person, all_due in due.items() if person not in today}
    new = tuple(Due(person, addresses[person], one) for person, one in fresh.items() if one is not None)
    return Found(new, holding)


def leads(store: Connection) -> tuple[Lead, ...]:
    """Every safeguarding lead with a confirmed address: the figures of an organisation go nowhere else."""
    columns = (grant.c.person, grant.c.organisation, grant.c.team, account.c.email.label("address"))
    joined = grant.join(account, (account.c.person == grant.c.person) & account.c.email_confirmed)
    held: defaultdict[tuple[int, str], list[Role]] = defaultdict(list)
    asked = select(*columns).select_from(joined).where(grant.c.role == "organisation-lead").order_by(grant.c.id)
    for row in store.execute(asked):
        held[row.person, row.address].append(_role(row))
    return tuple(Lead(person, address, tuple(roles)) for (person, address), roles in held.items() if address)


def address_of(store: Connection, person: int) -> str:
    """The address under which we may write to a person: the confirmed one of the account, else the contact; or ""."""
    number = tables.person.c.id
    joined = tables.person.outerjoin(account, account.c.person == number)
    joined = joined.outerjoin(contact, contact.c.person == number)
    return store.execute(select(_address()).select_from(joined).where(number == person)).scalar() or ""


def _address() -> Any:
    return func.coalesce(case((account.c.email_confirmed, account.c.email)), contact.c.email, "")


def _candidates(day: dt.date) -> Select[Any]:
    last, of = day + reminding.EARLIEST, standing.c
    joined = standing.outerjoin(account, account.c.person == of.person)
    joined = joined.outerjoin(contact, contact.c.person == of.person)
    ends = or_(of.expires_on <= last, of.expires_on.is_(None) & (of.due_on <= last))
    here = (of.started_on <= day, or_(of.left_on.is_(None), of.left_on > day))
    asked = select(of.person, *(of[name] for name in DATES), _address().label("address")).select_from(joined)
    return asked.where(ends, *here).order_by(of.person, of.membership)


def _known(store: Connection, keys: list[str]) -> frozenset[str]:
    parts = (keys[start : start + AT_A_TIME] for start in range(0, len(keys), AT_A_TIME))
    return frozenset(key for part in parts for key in outbox.known_keys(store, part))


def _written_today(store: Connection, day: dt.date) -> frozenset[int]:
    box = tables.outbox.c
    today = (box.kind == "reminder", box.made_at >= reminding.day_begins(day))
    return frozenset(store.execute(select(box.person).where(*today)).scalars())


def _role(row: Any) -> Role:
    scope = "team" if row.team else "organisation" if row.organisation else "partnership"
    return Role("organisation-lead", scope, row.team or row.organisation)
