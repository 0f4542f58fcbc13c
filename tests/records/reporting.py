"""A small partnership with a history for the tests of reports, and a recount of it in plain Python from raw rows."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass
from itertools import count

from sqlalchemy import Connection, insert, select

from course.records import completions, job_roles, organisations, outside, readings, standings, tables
from course.records.member_facts import Member, members
from course.records.requirements import requirements, set_requirement
from course.rules.outside import OutsideTraining
from course.rules.reporting import Asked
from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.scoping import Scope
from course.rules.standing import STATUSES, dates, status
from tests.records.made import NOON, TODAY, completion, learner

DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
EVERYTHING = Scope(everything=True)
DAY = dt.timedelta(days=1)
NAMES = ("Ada Quill", "bo marsh", "Cy Reed", "Dee Lark", "Éva Moor", "Fay 100%_ Hill")
_numbers = count(1)


@dataclass(frozen=True)
class Partnership:
    """Numbers of what was made: two organisations, the first with two teams."""

    nursery: int
    clinic: int
    toddlers: int
    babies: int
    nurse: int


def asked(**other: object) -> Asked:
    usual = {"scope": EVERYTHING, "day": TODAY, "today": TODAY, "default": DEFAULT}
    return Asked(**(usual | other))  # type: ignore[arg-type]


def found_partnership(store: Connection) -> Partnership:
    nursery = organisations.add_organisation(store, "Heronsea Nursery", NOON)
    clinic = organisations.add_organisation(store, "Clinic", NOON)
    toddlers = organisations.add_team(store, nursery, "Toddlers", NOON)
    babies = organisations.add_team(store, nursery, "Babies", NOON)
    return Partnership(nursery, clinic, toddlers, babies, job_roles.add(store, "Nurse", NOON))


def member(
    store: Connection, organisation: int, team: int | None, began: dt.date, *done: dt.date, name: str = "Ada Quill",
    told: dt.datetime | None = None, edition: str = "2026.1", role: int | None = None,
) -> int:  # fmt: skip
    """Somebody who came on a day and completed on some days; returns the person."""
    person = learner(store, name, f"p{next(_numbers)}@heronsea.example")
    organisations.join(store, person, organisation, team, began, told or moment(began), job_role=role)
    for cycle, day in enumerate(done, start=1):
        facts = completion(person, at=moment(day), completed_on=day, expires_on=day + 730 * DAY, edition=edition)
        completions.add_completion(store, facts, cycle)
    return person


def moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def random_history(store: Connection, seed: int, people: int = 18) -> Partnership:
    """People who came, read, completed, moved, left, were exempt or trained elsewhere, on days that chance chose."""
    here, dice = found_partnership(store), random.Random(seed)
    nearest = DatedRequirement(0, here.nursery, here.babies, None, TODAY - 100 * DAY, Requirement(10, 12, 30, 7))
    set_requirement(store, nearest, None, NOON)
    for _ in range(people):
        began = TODAY - dice.randrange(-10, 1500) * DAY
        days = sorted(began + dice.randrange(0, 900) * DAY for _ in range(dice.choice((0, 0, 1, 1, 2))))
        place = dice.choice(((here.nursery, here.toddlers), (here.nursery, here.babies), (here.clinic, None)))
        person = member(
            store, *place, began, *[day for day in days if day <= TODAY], name=dice.choice(NAMES),
            told=moment(began + dice.randrange(0, 200) * DAY), edition=dice.choice(("2024.1", "2026.1")),
            role=dice.choice((None, here.nurse)),
        )  # fmt: skip
        _more(store, dice, here, person, place[0], began)
    standings.settle(store, DEFAULT, TODAY)
    return here


def _more(
    store: Connection, dice: random.Random, here: Partnership, person: int, organisation: int, began: dt.date
) -> None:
    later = began + dice.randrange(0, 700) * DAY
    if dice.random() < 0.3:
        readings.mark_read(store, person, "be-open", "2026.1", moment(began))
        standings.touch(store, person)
    if dice.random() < 0.2:
        training = OutsideTraining(min(later, TODAY), "Elsewhere", "", "Provider", "")
        outside.add_outside_training(store, person, training, by=None, now=moment(later + DAY))
    if dice.random() < 0.2 and organisation == here.nursery:
        organisations.join(store, person, organisation, dice.choice((here.toddlers, here.babies)), later, moment(later))
    if dice.random() < 0.2:
        organisations.leave(store, person, organisation, later + dice.randrange(0, 300) * DAY)
    if dice.random() < 0.2:
        of = tables.membership.c
        number = store.scalar(select(of.id).where(of.person == person).order_by(of.id.desc()).limit(1))
        until = dice.choice((None, later + 50 * DAY))
        values = {"membership": number, "reason": "Leave", "from_day": later, "until_day": until, "made_at": NOON}
        store.execute(insert(tables.exemption).values(values))
        standings.touch(store, person)


def recount(store: Connection, day: dt.date) -> Counter[tuple[int, int | None, str]]:
    """How many are where with which status on a day: one membership after the other, by the rules."""
    known, found = requirements(store), Counter[tuple[int, int | None, str]]()
    everybody = members(store, list(store.execute(select(tables.membership.c.id)).scalars()))
    for each in everybody:
        gone = each.left_on is not None and each.left_on <= day
        if each.started_on > day or (gone and (each.moved or _came_back(each, everybody, day))):
            continue
        where = {"organisation": each.organisation, "team": each.team, "job_role": each.job_role}
        asks = in_force(known, DEFAULT, **where, day=day)  # type: ignore[arg-type]
        found[each.organisation, each.team, status(dates(each.facts, asks, day), day)] += 1
    assert {one for *_, one in found} <= set(STATUSES)
    return found


def _came_back(gone: Member, everybody: list[Member], day: dt.date) -> bool:
    return any(
        (each.person, each.organisation) == (gone.person, gone.organisation)
        and (gone.started_on, gone.membership) < (each.started_on, each.membership)
        and each.started_on <= day
        for each in everybody
    )
