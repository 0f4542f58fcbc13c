"""What a report is asked in its address: filters, order, as-at date, cursor. What was typed is kept; what cannot be is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import abort, request
from sqlalchemy import Connection

from course.clock import now
from course.documents import report_tables
from course.records import job_roles, reports
from course.records.job_roles import JobRole
from course.records.paging import Turn
from course.rules.dates import london_day
from course.rules.declared import Place
from course.rules.explaining import NAMES as STATUS_WORDS
from course.rules.reporting import EARLIER, ORDERS, WITHIN_30_DAYS, Asked, current_editions
from course.rules.requirements import default_requirement
from course.rules.scoping import Scope
from course.rules.standing import STATUSES
from course.web.paging import turn_asked
from course.web.site import catalogue

OVERVIEW = ("organisation", "team", "as_at")
LIST = (*OVERVIEW, "role", "status", "edition", "q", "sort")
FIRST_YEAR = 2000
LONGEST_NAME = 100
NUMBER = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_OFFERED = 60  # entries of a list to choose from; where there are more, one comes to a place through the report


Option = tuple[int | str, str]  # its value in the address, and what it is called


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen; a list is empty where there is nothing to choose, or more than a list should hold."""

    several: bool  # whether more than one organisation is within sight
    organisations: tuple[Option, ...]
    teams: tuple[Option, ...]
    job_roles: tuple[Option, ...]
    editions: tuple[Option, ...]
    statuses: tuple[Option, ...] = tuple((each, STATUS_WORDS[each]) for each in STATUSES)
    orders: tuple[Option, ...] = (("expiry", "By date"), ("status", "By status, most urgent first"))

    @property
    def standings(self) -> tuple[Option, ...]:
        """What one may filter by in place of a status: each of them, or whom something awaits within 30 days."""
        return (*self.statuses, (WITHIN_30_DAYS, report_tables.WITHIN_30_DAYS_WORDS))


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked. `typed` holds every filter that is not empty, as it was typed; `errors` are (href, text)."""

    asked: Asked
    typed: Mapping[str, str]
    errors: tuple[tuple[str, str], ...]
    choices: Choices
    notes: tuple[tuple[str, str], ...]
    turn: Turn

    def error_at(self, name: str) -> str | None:
        """What is wrong with one field."""
        return next((text for href, text in self.errors if href == f"#{name}"), None)

    def link(self, path: str, **changes: object) -> str:
        """An address with the same filters; changes of None leave one out."""
        kept = {**self.typed, **{name: str(value) for name, value in changes.items() if value is not None}}
        for name in [name for name, value in changes.items() if value is None]:
            kept.pop(name, None)
        return f"{path}?{urlencode(kept)}" if kept else path


def question(
    store: Connection, scope: Scope, fields: tuple[str, ...], order: str = "name", sent: Mapping[str, str] | None = None
) -> Question:
    """Read the address, or the form that was sent. A place outside the scope is not found, as if there were none (404)."""
    given = request.args if sent is None else sent
    typed = {name: value for name in fields if (value := given.get(name, "").strip())}
    today, course = london_day(now()), catalogue().course
    taken = reports.editions(store, scope) if "edition" in fields else ()
    errors: list[tuple[str, str]] = []
    day, standing = _day(typed.get("as_at", ""), today, errors), _standing(typed, errors)
    asked = Asked(
        scope=scope,
        day=day,
        today=today,
        default=default_requirement(course),
        current=current_editions(course, day),
        organisation=_number(typed, "organisation"),
        team=_number(typed, "team"),
        job_role=_number(typed, "role"),
        statuses=frozenset(standing) - {WITHIN_30_DAYS},
        soon=WITHIN_30_DAYS in standing,
        edition=next(iter(_one_of(typed, "edition", (EARLIER, *taken), errors)), None),
        name=typed.get("q", "")[:LONGEST_NAME],
        order=next(iter(_one_of(typed, "sort", ORDERS[:3], errors)), order),
    )
    places = reports.places(store, Asked(scope=scope, day=day, today=today, default=asked.default))
    roles = job_roles.roles_within(store, scope) if "role" in fields else ()
    _check_places(asked, places, roles, errors)
    choices = _choices(asked, places, roles, taken)
    return Question(asked, typed, tuple(errors), choices, _notes(asked, places, roles), turn_asked(given))


def _day(typed: str, today: dt.date, errors: list[tuple[str, str]]) -> dt.date:
    if not typed:
        return today
    try:
        day = dt.date.fromisoformat(typed) if DAY.fullmatch(typed) else None
    except ValueError:
        day = None
    if day is None:
        errors.append(("#as_at", "Enter the as-at date as year, month and day, for example 2026-03-31"))
    elif day > today:
        errors.append(("#as_at", "Enter an as-at date that is not in the future"))
    elif day.year < FIRST_YEAR:
        errors.append(("#as_at", f"Enter an as-at date from {FIRST_YEAR} on"))
    else:
        return day
    return today


def _number(typed: Mapping[str, str], name: str) -> int | None:
    if name not in typed:
        return None
    return int(typed[name]) if NUMBER.fullmatch(typed[name]) else abort(404)


def _standing(typed: Mapping[str, str], errors: list[tuple[str, str]]) -> tuple[str, ...]:
    return _one_of(typed, "status", (*STATUSES, WITHIN_30_DAYS), errors)


def _one_of(
    typed: Mapping[str, str], name: str, known: tuple[str, ...], errors: list[tuple[str, str]]
) -> tuple[str, ...]:
    if name not in typed:
        return ()
    if typed[name] not in known:
        errors.append((f"#{name}", f"Choose the {WORDS[name]} from the list"))
        return ()
    return (typed[name],)


WORDS = {"status": "status", "edition": "edition", "sort": "order"}


def _check_places(
    asked: Asked, places: tuple[Place, ...], roles: tuple[JobRole, ...], errors: list[tuple[str, str]]
) -> None:
    """Where a place is not in the scope there is nothing; a team of another organisation is said."""
    teams = {team: place.id for place in places for team, _ in place.teams}
    if asked.organisation is not None and asked.organisation not in {each.id for each in places}:
        abort(404)
    if (asked.team is not None and asked.team not in teams) or (
        asked.job_role is not None and asked.job_role not in {each.id for each in roles}
    ):
        abort(404)
    if asked.team is not None and asked.organisation not in (None, teams[asked.team]):
        errors.append(("#team", "Choose a team of this organisation, or all teams"))


def _choices(asked: Asked, places: tuple[Place, ...], roles: tuple[JobRole, ...], taken: tuple[str, ...]) -> Choices:
    offered = tuple((each.id, each.name) for each in places) if len(places) > 1 else ()
    chosen = [each for each in places if asked.organisation in (None, each.id) or asked.team in dict(each.teams)]
    teams = tuple(
        (team, name if len(chosen) == 1 else f"{name} ({place.name})") for place in chosen for team, name in place.teams
    )
    alone = len(teams) == 1 and not any(place.whole for place in chosen)  # then everybody within sight is in that team
    named = tuple((each.id, each.name) for each in roles)
    several = len(taken) > 1 or (asked.current is not None and not asked.current.issuperset(taken))
    editions = *((each, each) for each in taken), (EARLIER, "Trained only under earlier rules")
    return Choices(
        several=len(places) > 1,
        organisations=_few(offered),
        teams=() if alone else _few(teams),
        job_roles=_few(named),
        editions=editions if several or asked.edition else (),  # of one edition that holds there is nothing to choose
    )


def _few(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return options if len(options) <= MOST_OFFERED else ()


def _notes(asked: Asked, places: tuple[Place, ...], roles: tuple[JobRole, ...]) -> tuple[tuple[str, str], ...]:
    """What a file says above its rows."""
    return report_tables.notes(
        asked,
        catalogue().course.edition,
        organisation=_whose(asked, places),
        team=next((name for place in places for team, name in place.teams if team == asked.team), ""),
        job_role=next((each.name for each in roles if each.id == asked.job_role), ""),
    )


def _whose(asked: Asked, places: tuple[Place, ...]) -> str:
    """The organisation asked for, or those that one's own sight covers; "" for the whole partnership."""
    if asked.scope.everything and asked.organisation is None:
        return ""
    return ", ".join(each.name for each in places if asked.organisation in (None, each.id))
