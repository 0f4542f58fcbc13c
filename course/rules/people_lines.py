"""One line of a file of people: what its cells say, or every reason why they cannot be taken."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from course.rules import texts
from course.rules.csv_reading import Row
from course.rules.outside import OutsideTraining

BELONGING = ("name", "email", "team", "job_role", "started_on", "left_on")
TRAINING = ("completed_on", "course", "edition", "provider", "evidence_note")
COLUMNS = (*BELONGING, *TRAINING)
NEEDED = ("name",)
OTHER_NAMES = {
    "e_mail": "email",
    "email_address": "email",
    "full_name": "name",
    "job_title": "job_role",
    "start_date": "started_on",
    "started": "started_on",
    "leave_date": "left_on",
    "left": "left_on",
}
LONGEST = dict.fromkeys(COLUMNS, 120) | {"email": 254, "course": 200, "provider": 200, "evidence_note": 500}
REPEATED = ("team", "job_role", "course", "edition", "provider", "evidence_note")
FIRST_YEAR = 1950
YEARS_AHEAD = 2
ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[ T]00:00(?::00)?)?")
UK = re.compile(r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})(?: 00:00(?::00)?)?")
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]+@(?:[^\s@<>()\[\],;:\".]+\.)+[^\s@<>()\[\],;:\".]{2,}")
PLAIN = re.compile(r"[ -~]*")


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says of somebody; "" and None: nothing, so that what is known stays as it is."""

    number: int
    name: str
    email: str
    team: str
    job_role: str
    started_on: dt.date | None
    left_on: dt.date | None
    training: OutsideTraining | None

    @property
    def place(self) -> tuple[str, str, dt.date | None]:
        """By what people without an address are known: name, team and first day."""
        return name_key(self.name), name_key(self.team), self.started_on


def read_line(row: Row, today: dt.date, kept: dict[str, str]) -> Line | str:
    """The line, or its faults in one sentence. `kept`: texts of earlier lines, so that a team's name is kept once."""
    cells = {column: texts.trimmed(row.cells.get(column, "")) for column in COLUMNS}
    cells |= {column: kept.setdefault(cells[column], cells[column]) for column in REPEATED}
    days: dict[str, dt.date | None] = {}
    faults = [fault for column, text in cells.items() for fault in _faults(column, text)]
    for column in ("started_on", "left_on", "completed_on"):
        found = read_day(cells[column])
        if found is None and cells[column]:
            faults.append(f"{column}: write a day that exists as 2026-09-01 or 01/09/2026")
        days[column] = found
    faults += _together(cells, days, today)
    if faults:
        return "; ".join(faults)
    done, plain = days["completed_on"], [cells[column] for column in TRAINING[1:]]
    return Line(
        number=row.line,
        training=OutsideTraining(done, *plain) if done else None,
        **{column: cells[column] for column in BELONGING[:4]},
        started_on=days["started_on"],
        left_on=days["left_on"],
    )


def _faults(column: str, text: str) -> list[str]:
    if len(text) > LONGEST[column]:
        return [f"{column}: use {LONGEST[column]} characters or fewer"]
    if not PLAIN.fullmatch(text) and not (texts.can_be_seen(text) and texts.arrived_whole(text)):
        return [f"{column}: leave out characters that cannot be seen"]
    return []


def _together(cells: Mapping[str, str], days: Mapping[str, dt.date | None], today: dt.date) -> list[str]:
    """Faults of cells that stand for something, and of cells beside one another."""
    started, left, done = (days[column] for column in ("started_on", "left_on", "completed_on"))
    checks: tuple[tuple[bool, str], ...] = (
        (not cells["name"], "name is empty"),
        (bool(cells["name"]) and not texts.says_something(cells["name"]), "name: use at least one letter"),
        (bool(cells["team"]) and not texts.says_something(cells["team"]), "team: use at least one letter or figure"),
        (bool(cells["job_role"]) and not texts.says_something(cells["job_role"]), "job_role: use at least one letter"),
        (bool(cells["email"]) and not ADDRESS.fullmatch(cells["email"]), "email: this is not an email address"),
        (not (cells["email"] or cells["started_on"]), "give an email or started_on: a name alone may be anybody's"),
        (any(_is_strange(day, today) for day in (started, left)), "the year of a day cannot be right"),
        (bool(started and left and left < started), "left_on is before started_on"),
        (bool(done and (done > today or done.year < FIRST_YEAR)), "completed_on has to be a day that is past"),
        (bool(done) and not cells["course"], "course is empty: say which training was completed"),
        (
            not cells["completed_on"] and any(cells[column] for column in TRAINING),
            "completed_on is empty: say on which day the training was completed",
        ),
    )
    return [message for is_so, message in checks if is_so]


def _is_strange(day: dt.date | None, today: dt.date) -> bool:
    return day is not None and not FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD


def read_day(text: str) -> dt.date | None:
    """A day in the ways in which spreadsheets in England write it; None where it is none."""
    found = ISO.fullmatch(text) or UK.fullmatch(text)
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


def day_words(day: dt.date) -> str:
    """1 September 2026."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def name_key(name: str) -> str:
    """A name as it is compared: case and blanks do not count."""
    return " ".join(name.casefold().split())


Progress = Callable[[int], None]
"""Told how many lines were done so far."""
