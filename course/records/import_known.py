"""What a file of people is judged by: everyone who belongs or belonged to the organisation, and nobody else.

Who is known elsewhere is never looked up: no answer can then depend on it. Read at one go, so the number of statements
is always the same. The digest tells whether anything of it is another by the time it is acted upon.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select, union_all

from course.records import tables
from course.records.coming import is_here
from course.rules.people_known import Known, KnownMembership, KnownPerson, Trained
from course.rules.people_lines import name_key

PART = 2_000  # values named in one statement
person, membership, account, contact = tables.person, tables.membership, tables.account, tables.contact
team, job_role, training = tables.team, tables.job_role, tables.outside_training
Addressed = tuple[
    str, int, bool
]  # address as compared, person, whether it is confirmed or was given by an organisation


class _Facts:
    """Reads rows and takes them into the digest."""

    def __init__(self, store: Connection) -> None:
        self._store = store
        self._digest = hashlib.sha256()

    def rows(self, query: Select[Any]) -> Iterator[Any]:
        for row in self._store.execute(query):
            self._digest.update(repr(tuple(row)).encode())
            yield row
        self._digest.update(b";")

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def known(store: Connection, organisation: int, *, but: Mapping[str, Sequence[int]] | None = None) -> tuple[Known, str]:
    """What is known, and its digest. `but`: teams and job roles ("team", "job_role") that are left out."""
    facts, but = _Facts(store), but or {}
    members, names = _members(facts, organisation)
    addressed = [each for each in _addresses(facts, organisation) if each[1] in members]
    trained = _trained(facts, organisation)
    owners = {number for _, number, _ in addressed}
    people = {
        number: KnownPerson(number, names[number], number in owners, tuple(each), frozenset(trained.get(number, ())))
        for number, each in members.items()
    }
    teams = list(facts.rows(_named(team, but).where(team.c.organisation == organisation)))
    roles = list(facts.rows(_named(job_role, but)))
    held = Known(
        teams={key: number for number, key, _ in teams},
        team_names={number: name for number, _, name in teams},
        job_roles={key: number for number, key, _ in roles},
        job_role_names={number: name for number, _, name in roles},
        people=people,
        proven=_by_address(addressed, proven=True),
        unproven=_by_address(addressed, proven=False),
        places=_places(people.values()),
    )
    return held, facts.digest


def _named(table: Table, but: Mapping[str, Sequence[int]]) -> Select[Any]:
    of = table.c
    return select(of.id, of.name_key, of.name).where(of.id.not_in(but.get(table.name, ()))).order_by(of.id)


def _here(organisation: int) -> Select[Any]:
    """Who is or was a member. Whoever is coming has a membership of no length alone, ended by a move to nowhere."""
    c = membership.c
    return select(c.person).where(c.organisation == organisation, or_(~c.moved, c.left_on > c.started_on))


def _members(facts: _Facts, organisation: int) -> tuple[dict[int, list[KnownMembership]], dict[int, str]]:
    c = membership.c
    found = select(
        c.person, person.c.name, c.id, c.team, c.job_role, c.counts_from, c.started_on, c.left_on, c.moved
    ).join(person, person.c.id == c.person)
    here = found.where(c.organisation == organisation, person.c.name != "", is_here()).order_by(c.started_on, c.id)
    members: dict[int, list[KnownMembership]] = {}
    names = {}
    for number, name, *rest in facts.rows(here):
        members.setdefault(number, []).append(KnownMembership(*rest))
        names[number] = name
    return members, names


def _addresses(facts: _Facts, organisation: int) -> Iterator[Addressed]:
    """Every address of the members, also those that nobody confirmed."""
    here = _here(organisation)
    proved = select(account.c.email_key, account.c.person, account.c.email_confirmed).where(
        account.c.email_key.is_not(None), account.c.person.in_(here)
    )
    given = select(contact.c.email_key, contact.c.person).where(contact.c.person.in_(here))
    for key, number, confirmed in facts.rows(proved.order_by(account.c.person)):
        yield key, number, confirmed
    for key, number in facts.rows(given.order_by(contact.c.person)):
        yield key, number, True


def _trained(facts: _Facts, organisation: int) -> dict[int, set[Trained]]:
    query = select(training.c.person, training.c.course, training.c.provider, training.c.completed_on)
    found: defaultdict[int, set[Trained]] = defaultdict(set)
    for number, *key in facts.rows(query.where(training.c.person.in_(_here(organisation))).order_by(training.c.id)):
        found[number].add((key[0], key[1], key[2]))
    return found


def _by_address(addressed: Iterable[Addressed], *, proven: bool) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for key, number, is_proven in addressed:
        if is_proven == proven and number not in found[key]:
            found[key].append(number)
    return {key: tuple(numbers) for key, numbers in found.items() if numbers}


def _places(people: Iterable[KnownPerson]) -> dict[tuple[str, int | None, dt.date], tuple[int, ...]]:
    """People by name, team and first day: that of each membership, and the day from which it counts."""
    found: defaultdict[tuple[str, int | None, dt.date], list[int]] = defaultdict(list)
    for each in people:
        key = name_key(each.name)
        days = {(one.team, day): None for one in each.memberships for day in (one.started_on, one.counts_from)}
        for place, day in days:
            found[key, place, day].append(each.id)
    return {place: tuple(numbers) for place, numbers in found.items()}


def fingerprints(
    store: Connection, organisation: int, people: Sequence[int], coming: Mapping[int, dt.date | None] | None = None
) -> dict[int, str]:
    """By person, a digest of name, address, memberships here and outside training, by which a later change is seen.

    `coming`: when the memberships end, or None, of people who are coming.
    """
    coming = coming or {}
    parts: defaultdict[int, list[str]] = defaultdict(list)
    for start in range(0, len(people), PART):
        some = people[start : start + PART]
        c, t = membership.c, training.c
        held = select(c.person, c.id, c.team, c.job_role, c.counts_from, c.started_on, c.left_on, c.moved)
        names = select(person.c.id, person.c.name).where(person.c.id.in_(some))
        addresses = select(contact.c.person, contact.c.email).where(contact.c.person.in_(some))
        # The organisation is no part of the search: by its index every part would read all of its members.
        stays = held.where(c.person.in_(some), c.organisation + 0 == organisation).order_by(c.id)
        trained = select(t.person, t.course, t.edition, t.provider, t.completed_on, t.evidence_note)
        for number, *values in (*store.execute(names), *store.execute(addresses)):
            parts[number].append(repr(values))
        for number, stay, *values in store.execute(stays):
            parts[number].append(repr([*values[:3], values[2], coming[stay], False] if stay in coming else values))
        for number, *values in store.execute(trained.where(t.person.in_(some)).order_by(t.id)):
            parts[number].append(repr(values))
    return {number: hashlib.sha256("\n".join(held).encode()).hexdigest()[:24] for number, held in parts.items()}


def used_elsewhere(
    store: Connection, which: Callable[[Any], ColumnElement[bool]], leave_out: Iterable[str]
) -> set[int]:
    """Of people, those of whom any other table tells something; `which` gives the condition on a column of their numbers."""
    left_out = {*leave_out}
    queries = [
        select(each.parent.label("person")).where(which(each.parent))
        for table in tables.person.metadata.sorted_tables
        if table.name not in left_out
        for each in table.foreign_keys
        if each.column is person.c.id
    ]
    return set(store.execute(union_all(*queries)).scalars())
