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
from course.records import database, organisations, reports, standings
from course.records.organisations import Organisation
from course.rules.dates import london_day
from course.rules.report_hiding import shown
from course.rules.reporting import Asked, current_editions
from course.rules.requirements import default_requirement
from course.rules.scoping import Scope
from course.words.word import Word, option

FORMATS = ("table", "csv", "xlsx", "json")


def report(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print the report of the whole partnership, or of one organisation."""
    today = london_day(clock.now())
    day = _day(arguments.as_at, today)
    if arguments.format == "xlsx" and sys.stdout.isatty():
        raise StartError(
            "XLSX is no text for a terminal. Write it into a file: course report --format xlsx > report.xlsx"
        )
    settings = first_run.prepare(settings)
    course = Shelf(ROOT).catalogue.course
    with first_run.store_open(settings):
        with database.writing() as store:
            standings.settle(store, default_requirement(course), today)
        with database.reading() as store:
            table = _table(store, course, arguments.organisation, day, today)
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


def _table(store: Connection, course: Course, organisation: str | None, day: dt.date, today: dt.date) -> Table:
    chosen = _organisation(store, organisation) if organisation else None
    asked = Asked(
        scope=Scope(everything=True),
        day=day,
        today=today,
        default=default_requirement(course),
        current=current_editions(course, day),
        organisation=chosen.id if chosen else None,
    )
    found = reports.overview(store, asked)
    notes = report_tables.notes(asked, course.edition, organisation=chosen.name if chosen else "")
    later = report_tables.entered_later(found.total.later if asked.past else 0)
    return report_tables.overview(shown(found), notes + later)


def _organisation(store: Connection, typed: str) -> Organisation:
    """The organisation of a name, whatever its case, or number."""
    known = organisations.organisations(store)
    for each in known:
        if typed.strip().casefold() in (each.name.casefold(), str(each.id)):
            return each
    names = ", ".join(f"“{each.name}”" for each in known) or "none yet"
    raise StartError(f"No organisation is called “{typed}”. There are: {names}.")


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
        option("--format", "table (for the eye), csv, xlsx or json", "FORMAT", choices=FORMATS, default="table"),
    ),
)
