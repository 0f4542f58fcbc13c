"""`course import-people`: a file of people, teams and earlier training, line by line; all of it or nothing."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from sqlalchemy import Connection

from course import clock, first_run
from course.catalogue.shelf import Shelf
from course.config import ROOT, Settings
from course.errors import StartError
from course.records import database, import_parts, import_work, imports, organisations
from course.records.import_work import open_file
from course.records.imports import ChangedMeanwhile, Judged
from course.records.organisations import Organisation
from course.rules.csv_reading import Fault, Sheet
from course.rules.dates import london_day
from course.rules.people_known import Verdict
from course.rules.people_lines import name_key
from course.rules.requirements import default_requirement
from course.words.word import Word, flag, given, option, say

CHANGED = "Something was changed while the file was read. Nothing was imported. Run it again."


def import_people(settings: Settings, arguments: argparse.Namespace) -> int:
    """Say what comes of every line, then import it all, unless a line was refused."""
    data, sheet = _opened(Path(arguments.file))
    settings = first_run.prepare(settings)
    with first_run.store_open(settings):
        with database.reading() as store:
            here = _organisation(store, arguments.organisation)
            day, digest = london_day(clock.now()), hashlib.sha256(data).hexdigest()
            judged = imports.judge(store, here.id, sheet, digest, day, tell=_say)
        return _finish(judged, here, only_look=arguments.dry_run)


def _opened(path: Path) -> tuple[bytes, Sheet]:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise StartError(f"{path} cannot be read: {fault.strerror}.") from fault
    sheet = open_file(data)
    if isinstance(sheet, Fault):
        raise StartError(f"{path}, line {sheet.line}: {sheet.message}. Nothing was imported.")
    if sheet.ignored:
        say(f"columns that are not read: {', '.join(sheet.ignored)}")
    return data, sheet


def _organisation(store: Connection, wanted: str) -> Organisation:
    """By name, whatever the case, or by number."""
    every = organisations.organisations(store)
    found = [each for each in every if name_key(each.name) == name_key(wanted)]
    found = found or [each for each in every if str(each.id) == wanted.strip()]
    if not found:
        names = ", ".join(f"“{each.name}”" for each in every) or "none yet"
        raise StartError(f"There is no organisation “{wanted}”. There are: {names}.")
    return found[0]


def _say(verdict: Verdict) -> None:
    name = f" {verdict.name}:" if verdict.name else ""
    say(f"line {verdict.line}: {verdict.kind}:{name} {verdict.words}")


def _finish(judged: Judged, here: Organisation, *, only_look: bool) -> int:
    say(", ".join(f"{count} {kind}" for kind, count in judged.counts.items()))
    for what, names in (("team", judged.teams), ("job role", judged.job_roles)):
        for name in names:
            say(f"new {what}: {name}")
    if judged.counts["refused"]:
        raise StartError("Lines were refused, so nothing was imported. Put them right and run it again.")
    if only_look or not judged.acts:
        say("Nothing was imported: this was a look." if judged.acts else "There is nothing to import.")
        return 0
    try:
        number = import_work.write(judged, None, clock.now())
    except ChangedMeanwhile as fault:
        raise StartError(CHANGED) from fault
    import_parts.settle(default_requirement(Shelf(ROOT).catalogue.course), london_day(clock.now()))
    say(f"Imported {judged.people} into {here.name}. This is import {number}; it can be undone on the site.")
    return 0


WORD = Word(
    import_people,
    "import people, teams and earlier training from a CSV file",
    (
        given("file", "a CSV file; its first line names the columns"),
        option("--organisation", "the name or the number of the organisation", "O", required=True),
        flag("--dry-run", "say what would be done, and change nothing"),
    ),
)
