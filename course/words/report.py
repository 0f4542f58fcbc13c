"""`course report`: the completion report without the web; the same rows and numbers as the page and its files."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import BinaryIO

from sqlalchemy import Connection

from course import clock, first_run
from course.catalogue.model import Course
from course.catalogue.shelf import Shelf
from course.config import ROOT, Settings
from course.documents import report_tables
from course.documents.tabular import Table, as_json, csv_parts, plain, write_xlsx
from course.errors import StartError
from course.records import audit, database, reports, standings
from course.records.organisations import Organisation
from course.rules.dates import london_day
from course.rules.report_hiding import shown, shown_without_names
from course.rules.reporting import WITHIN_30_DAYS, Asked, current_editions
from course.rules.requirements import default_requirement
from course.rules.scoping import Scope
from course.rules.standing import STATUSES
from course.words import impact
from course.words.organisation import organisation_called
from course.words.word import Word, flag, option

FORMATS = ("table", "csv", "xlsx", "json")
EVERYBODY = "all"
PEOPLE = (EVERYBODY, *STATUSES, WITHIN_30_DAYS)


def report(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the report of the whole partnership, or of one organisation; or the people behind it, which is noted."""
    today = london_day(clock.now())
    day = _day(arguments.as_at, today)
    if arguments.format == "xlsx" and sys.stdout.isatty():
        raise StartError(
            "XLSX is no text for a terminal. Write it into a file: course report --format xlsx > report.xlsx"
        )
    settings = first_run.prepare(settings)
    catalogue = Shelf(ROOT).catalogue
    course = catalogue.course
    with first_run.store_open(settings):
        with database.writing() as store:
            standings.settle(store, default_requirement(course), today)
        with database.reading() as store:
            asked, chosen = _asked(store, course, arguments, day, today)
            if arguments.impact:
                table = impact.table(store, asked, catalogue, organisation=chosen.name if chosen else "")
            elif arguments.people:
                table = _people(store, asked, chosen, course)
            else:
                table = _table(store, asked, chosen, course, hiding=arguments.hide_small)
        if arguments.people:
            _note(arguments.people, chosen)
    _write(table, arguments.format, sys.stdout.buffer)
    return 0


def _day(typed: str | None, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(typed) if typed else today
    except ValueError as fault:
        raise StartError(f"“{typed}” is no date. Give year, month and day: 2026-03-31.") from fault
    if day > today:
        raise StartError(f"{day} is still to come. Give a day up to today, {today}.")
    return day


def _asked(
    store: Connection, course: Course, arguments: argparse.Namespace, day: dt.date, today: dt.date
) -> tuple[Asked, Organisation | None]:
    """What is asked, and the organisation that it is asked of, None for all of them."""
    chosen = organisation_called(store, arguments.organisation) if arguments.organisation else None
    asked = Asked(
        scope=Scope(everything=True),
        day=day,
        today=today,
        default=default_requirement(course),
        current=current_editions(course, day),
        organisation=chosen.id if chosen else None,
        statuses=frozenset({arguments.people} & {*STATUSES}),
        soon=arguments.people == WITHIN_30_DAYS,
    )
    return asked, chosen


def _table(store: Connection, asked: Asked, chosen: Organisation | None, course: Course, *, hiding: bool) -> Table:
    notes = report_tables.notes(asked, course.edition, organisation=chosen.name if chosen else "")
    found = reports.overview(store, asked)
    told = shown_without_names(found, None, None) if hiding else shown(found)
    notes += report_tables.entered_later(told.total["later"] if asked.past else 0)
    notes += report_tables.headcounts_apart(told.apart) + ((report_tables.HIDING,) if hiding else ())
    return report_tables.overview(told, notes)


def _people(store: Connection, asked: Asked, chosen: Organisation | None, course: Course) -> Table:
    notes = report_tables.notes(asked, course.edition, organisation=chosen.name if chosen else "")
    members = list(reports.all_members(store, asked))
    later = report_tables.entered_later(sum(each.later for each in members) if asked.past else 0)
    found = report_tables.people((each.listed for each in members), asked, notes + later)
    return Table(found.title, found.notes, found.columns, list(found.rows))


def _note(people: str, chosen: Organisation | None) -> None:
    """A line in the audit, as when names are taken from the site."""
    narrowed = [] if people == EVERYBODY else [f"status={people}"]
    whose = f"organisation={chosen.id}" if chosen else "partnership"
    detail = " ".join([*narrowed, whose, "from the command line"])
    with database.writing() as store:
        audit.note(store, None, "report exported", "completion-people", detail, clock.now())


def _write(table: Table, form: str, out: BinaryIO) -> None:
    if form == "xlsx":
        write_xlsx(table, out)
    elif form == "csv":
        out.writelines(csv_parts(table))
    else:
        out.write((as_json(table) if form == "json" else plain(table)).encode())
    out.flush()


WORD = Word(
    report,
    "print the completion report: people by organisation, team and status",
    (
        option("--as-at", "as it was on this day, for example 2026-03-31", "DAY"),
        option("--organisation", "of one organisation alone: its name", "NAME"),
        option(
            "--people",
            "in place of the figures the people by name: all, of one status, or soon: due within 30 days",
            "STATUS",
            choices=PEOPLE,
        ),
        flag("--impact", "in place of the figures what the course seems to change, as on the page Impact"),
        flag("--hide-small", "as an auditor sees it: counts under 5 hidden, and what would give them away"),
        option("--format", "table (for the eye), csv, xlsx or json", "FORMAT", choices=FORMATS, default="table"),
    ),
)
