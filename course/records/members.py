"""People as administrators see them: who is known where, from which day to which, and putting that right.

Every reading function takes a scope (`rules.scoping`) and knows nothing outside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, tuple_, update

from course.records import contacts, name_words, standings, tables
from course.records.coming import is_here
from course.records.scoped import within
from course.records.standings import name_key
from course.rules import member_days
from course.rules.name_words import typed_words
from course.rules.scoping import Scope

PAGE = 50  # people on a page
MOST_NAMESAKES = 5
person, membership, account, contact = tables.person, tables.membership, tables.account, tables.contact


@dataclass(frozen=True, slots=True)
class Place:
    """A membership with the names of where it is. `left_on` is the first day on which it no longer holds."""

    id: int
    person: int
    organisation: int
    team: int | None
    job_role: int | None
    organisation_name: str
    team_name: str | None
    job_role_name: str | None
    counts_from: dt.date
    started_on: dt.date
    left_on: dt.date | None
    moved: bool

    @property
    def name(self) -> str:
        """Organisation and team."""
        return f"{self.organisation_name}, {self.team_name}" if self.team_name else self.organisation_name

    def holds_on(self, day: dt.date) -> bool:
        """Whether the person belongs there on a day."""
        return self.started_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person. `email` is the account's address, else the one an organisation gave, else None."""

    id: int
    name: str
    name_key: str
    email: str | None
    email_confirmed: bool
    email_unproven: bool  # of an account that has not confirmed it: anybody may have typed it
    sign_in_name: str | None  # None: no account
    added_at: dt.datetime

    @property
    def has_account(self) -> bool:
        """Whether the person can sign in."""
        return self.sign_in_name is not None


def listed(
    store: Connection,
    scope: Scope,
    *,
    organisation: int | None = None,
    words: str = "",
    without_account: bool = False,
    after: tuple[str, int] | None = None,
) -> tuple[Somebody, ...]:
    """People by name, at most one more than a page, so that one sees whether there is another.

    Of whom something begins with each of the `words` (`rules.name_words`); `after`: name key and id of the last one seen.
    """
    found = _people().where(*matching(store, scope, organisation, words, without_account=without_account))
    if after is not None:
        found = found.where(tuple_(person.c.name_key, person.c.id) > tuple_(*after))
    return _read(store, found.order_by(person.c.name_key, person.c.id).limit(PAGE + 1))


def matching(
    store: Connection, scope: Scope, organisation: int | None, words: str, *, without_account: bool = False
) -> list[ColumnElement[bool]]:
    """The conditions of a list of people, over `columns_of_people`."""
    rare, typed = name_words.rare(store, typed_words(words))
    found = [person.c.name != "", is_here(), *(name_words.has(person.c.id, word) for word in typed)]
    if rare is None:
        found += _known(scope, organisation)
    else:
        found += [person.c.id.in_(name_words.holders(rare)), *_each_known(scope, organisation)]
    return [*found, account.c.person.is_(None)] if without_account else found


def somebody(store: Connection, scope: Scope, number: int) -> Somebody | None:
    """A person of the scope; None outside it, where there is none, and after the account was closed."""
    found = _people().where(person.c.id == number, person.c.name != "", is_here(), *_known(scope, None))
    return next(iter(_read(store, found)), None)


def namesakes(store: Connection, organisation: int, name: str) -> tuple[int, ...]:
    """Who is or was in an organisation under the same name. Others who enter somebody there wait until the commit."""
    store.execute(select(tables.organisation.c.id).where(tables.organisation.c.id == organisation).with_for_update())
    here = select(membership.c.person).where(membership.c.organisation == organisation)
    same = select(person.c.id).where(person.c.name_key == name_key(name), person.c.id.in_(here), is_here())
    return tuple(store.execute(same.order_by(person.c.id)).scalars())


def places(store: Connection, scope: Scope, people: Collection[int]) -> dict[int, tuple[Place, ...]]:
    """What memberships of the scope each of these people has or had, the newest first."""
    found: dict[int, list[Place]] = {number: [] for number in people}
    newest = (membership.c.left_on.is_(None).desc(), membership.c.started_on.desc(), membership.c.id.desc())
    rows = store.execute(
        _places().where(membership.c.person.in_(people), within(scope, membership.c)).order_by(*newest)
    )
    for row in rows:
        found[row.person].append(Place(*row))
    return {number: tuple(each) for number, each in found.items()}


def place(store: Connection, scope: Scope, number: int) -> Place | None:
    """One membership of the scope."""
    row = store.execute(_places().where(membership.c.id == number, within(scope, membership.c))).one_or_none()
    return Place(*row) if row else None


def stays(store: Connection, number: int, organisation: int) -> tuple[Place, ...]:
    """Every membership somebody has or had in an organisation. Who else would change one waits until the commit."""
    store.execute(select(person.c.id).where(person.c.id == number).with_for_update())
    return places(store, Scope(organisations=frozenset({organisation})), [number])[number]


def joining_fault(store: Connection, number: int, organisation: int, day: dt.date) -> str | None:
    """Why somebody cannot come to an organisation on a day: two stays never hold at once. Who is there now only moves."""
    before = stays(store, number, organisation)
    return member_days.overlap_fault(day, None, before) if all(each.left_on for each in before) else None


def same_name(store: Connection, scope: Scope, number: int) -> tuple[Somebody, ...]:
    """Others of the same name in the organisations of the scope to which somebody belongs or belonged; the first few."""
    key = select(person.c.name_key).where(person.c.id == number).scalar_subquery()
    theirs = select(membership.c.organisation).where(membership.c.person == number, within(scope, membership.c))
    here = select(membership.c.person).where(membership.c.organisation.in_(theirs))
    found = _people().where(person.c.name_key == key, person.c.name != "", is_here())
    found = found.where(person.c.id != number, person.c.id.in_(here))
    return _read(store, found.order_by(person.c.id).limit(MOST_NAMESAKES))


def wholly_within(store: Connection, scope: Scope, number: int) -> bool:
    """Whether somebody has never belonged anywhere else, and holds no role for anything else."""
    if scope.everything:
        return True
    grant, team = tables.role_grant, tables.team
    away = select(func.count()).where(membership.c.person == number, ~within(scope, membership.c))
    of_team = select(team.c.organisation).where(team.c.id == grant.c.team).scalar_subquery()
    held = func.coalesce(grant.c.organisation, of_team, -1)
    roles = select(func.count()).where(grant.c.person == number, held.not_in(sorted(scope.organisations)))
    return not (store.scalar(away) or store.scalar(roles))


def set_job_role(store: Connection, here: Place, job_role: int | None) -> None:
    """Correct what somebody works as."""
    store.execute(update(membership).where(membership.c.id == here.id).values(job_role=job_role))
    standings.touch(store, here.person)


def latest_start(store: Connection, here: Place) -> dt.date | None:
    """The last day to which the start can be corrected: the first move or leaving afterwards; None where none was."""
    ends = select(func.min(membership.c.left_on)).where(*_chain(here), membership.c.left_on > here.counts_from)
    found: dt.date | None = store.scalar(ends)
    return found


def set_start(store: Connection, here: Place, day: dt.date) -> None:
    """Correct the day on which somebody came to the organisation, in every membership that counts from it."""
    first = (*_chain(here), membership.c.started_on == here.counts_from)
    store.execute(
        update(membership).where(*first, membership.c.left_on == here.counts_from).values(started_on=day, left_on=day)
    )
    store.execute(update(membership).where(*first).values(started_on=day))
    store.execute(update(membership).where(*_chain(here)).values(counts_from=day))
    standings.touch(store, here.person)


def set_left(store: Connection, here: Place, day: dt.date | None) -> bool:
    """Correct the day of leaving; None: the person did not leave. False where another membership there goes on."""
    current = (membership.c.person == here.person, membership.c.organisation == here.organisation)
    others = select(func.count()).where(*current, membership.c.left_on.is_(None), membership.c.id != here.id)
    if day is None and store.scalar(others):
        return False
    store.execute(update(membership).where(membership.c.id == here.id).values(left_on=day, moved=False))
    standings.touch(store, here.person)
    return True


def _chain(here: Place) -> tuple[ColumnElement[bool], ...]:
    """The memberships of one stay in an organisation, through all moves."""
    c = membership.c
    return c.person == here.person, c.organisation == here.organisation, c.counts_from == here.counts_from


def _people() -> Select[Any]:
    address, unproven = contacts.shown_address()
    columns = (
        person.c.id,
        person.c.name,
        person.c.name_key,
        address,
        func.coalesce(account.c.email_confirmed, False),
        unproven,
        account.c.sign_in_name,
        person.c.added_at,
    )
    return columns_of_people(*columns)


def columns_of_people(*columns: Any) -> Select[Any]:
    """Columns of people with their accounts and contacts, where they have any."""
    joined = person.outerjoin(account, account.c.person == person.c.id)
    return select(*columns).select_from(joined.outerjoin(contact, contact.c.person == person.c.id))


def _read(store: Connection, found: Select[Any]) -> tuple[Somebody, ...]:
    return tuple(
        Somebody(number, name, key, email, bool(confirmed), bool(unproven), sign_in, at)
        for number, name, key, email, confirmed, unproven, sign_in, at in store.execute(found)
    )


def _known(scope: Scope, organisation: int | None) -> tuple[ColumnElement[bool], ...]:
    """The condition that somebody belongs or belonged to the scope, or to one organisation of it."""
    here = _of(scope, organisation, membership.c)
    return (person.c.id.in_(select(membership.c.person).where(*here)),) if here else ()


def _each_known(scope: Scope, organisation: int | None) -> tuple[ColumnElement[bool], ...]:
    """The same for few people, each of whom is looked up: the sum keeps SQLite from going through an organisation."""
    columns = SimpleNamespace(organisation=membership.c.organisation + 0, team=membership.c.team + 0)
    here = _of(scope, organisation, columns)
    return (exists().where(membership.c.person == person.c.id, *here),) if here else ()


def _of(scope: Scope, organisation: int | None, columns: Any) -> list[ColumnElement[bool]]:
    here = [] if scope.everything else [within(scope, columns)]
    return here if organisation is None else [*here, columns.organisation == organisation]


def _places() -> Select[Any]:
    c, organisation, team, role = membership.c, tables.organisation, tables.team, tables.job_role
    joined = (
        membership.join(organisation, organisation.c.id == c.organisation)
        .outerjoin(team, team.c.id == c.team)
        .outerjoin(role, role.c.id == c.job_role)
    )
    columns = (c.id, c.person, c.organisation, c.team, c.job_role, organisation.c.name, team.c.name, role.c.name)
    return select(*columns, c.counts_from, c.started_on, c.left_on, c.moved).select_from(joined)
