"""To whom letters of the daily round are due, read from the days in `standing`, which must be settled before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from course.records import contacts, outbox, tables
from course.rules import reminding
from course.rules.facts import Role
from course.rules.reminding import Reminder
from course.rules.standing import Dates

standing, account, contact, grant = tables.standing, tables.account, tables.contact, tables.role_grant
DATES = tuple(Dates.__dataclass_fields__)
AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder to be written, for a membership; `place` is its organisation. `address` "": none that we may use."""

    person: int
    address: str
    reminder: Reminder
    membership: int
    organisation: int
    place: str

    @property
    def key(self) -> str:
        """What the letter is called in the outbox."""
        return self.reminder.key(self.person, self.organisation)


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be written now, one letter for each organisation of a person; and the keys of all that hold today."""

    new: tuple[Due, ...]
    holding: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who leads an organisation or more, with the roles held for that."""

    person: int
    address: str
    roles: tuple[Role, ...]


def find(store: Connection, day: dt.date) -> Found:
    """The reminders of a day, each for one membership. Who has been written one for a place today gets no other for it."""
    due: defaultdict[tuple[int, int], list[Due]] = defaultdict(list)
    for row in store.execute(_candidates(day).execution_options(yield_per=AT_A_TIME)):
        found = reminding.due(Dates(**{name: getattr(row, name) for name in DATES}), day)
        if found is not None:
            one = Due(row.person, row.address, found, row.membership, row.organisation, row.place)
            due[row.person, row.organisation].append(one)
    holding = frozenset(each.key for all_due in due.values() for each in all_due)
    past, today = _known(store, sorted(holding)), _written_today(store, day)
    fresh = {at: [each for each in all_due if each.key not in past] for at, all_due in due.items() if at not in today}
    return Found(tuple(min(new, key=lambda each: each.reminder.end) for new in fresh.values() if new), holding)


def leads(store: Connection) -> tuple[Lead, ...]:
    """Every safeguarding lead with a confirmed address: the figures of an organisation go nowhere else."""
    columns = (grant.c.person, grant.c.organisation, grant.c.team, account.c.email.label("address"))
    joined = grant.join(account, (account.c.person == grant.c.person) & account.c.email_confirmed)
    held: defaultdict[tuple[int, str], list[Role]] = defaultdict(list)
    asked = select(*columns).select_from(joined).where(grant.c.role == "organisation-lead").order_by(grant.c.id)
    for row in store.execute(asked):
        held[row.person, row.address].append(_role(row))
    return tuple(Lead(person, address, tuple(roles)) for (person, address), roles in held.items() if address)


def _candidates(day: dt.date) -> Select[Any]:
    last, of = day + reminding.EARLIEST, standing.c
    joined = standing.outerjoin(account, account.c.person == of.person)
    joined = joined.outerjoin(contact, contact.c.person == of.person)
    ends = or_(of.expires_on <= last, of.expires_on.is_(None) & (of.due_on <= last))
    here = (of.started_on <= day, or_(of.left_on.is_(None), of.left_on > day))
    joined = joined.join(tables.organisation, tables.organisation.c.id == of.organisation)
    place, address = tables.organisation.c.name.label("place"), contacts.usable_address().label("address")
    columns = (of.person, of.membership, of.organisation, place, address, *(of[name] for name in DATES))
    asked = select(*columns).select_from(joined)
    return asked.where(ends, *here).order_by(of.person, of.membership)


def _known(store: Connection, keys: list[str]) -> frozenset[str]:
    parts = (keys[start : start + AT_A_TIME] for start in range(0, len(keys), AT_A_TIME))
    return frozenset(key for part in parts for key in outbox.known_keys(store, part))


def _written_today(store: Connection, day: dt.date) -> frozenset[tuple[int, int]]:
    """People and organisations between whom a reminder was written on this day."""
    box, member = tables.outbox.c, tables.membership
    joined = tables.outbox.join(member, member.c.id == box.membership)
    today = (box.kind == "reminder", box.made_at >= reminding.day_begins(day))
    found = select(box.person, member.c.organisation).select_from(joined).where(*today)
    return frozenset((person, organisation) for person, organisation in store.execute(found))


def _role(row: Any) -> Role:
    scope = "team" if row.team else "organisation" if row.organisation else "partnership"
    return Role("organisation-lead", scope, row.team or row.organisation)
