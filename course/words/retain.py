"""`course retain`: let go what was kept long enough; the daily round does the same."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from course import clock, daily, first_run
from course.config import Settings
from course.records import database, retention
from course.rules.retention import BY_KEY
from course.words.word import Word, flag, say

NAMES = {
    "note": "Private notes",
    "wish": "Wishes to be asked again",
    "manager": "Letters to managers, with the address",
    "letter": "Reminders, figures and questions that were sent",
    "notice": "Other letters that were sent",
    "record-look": "Looks at records",
    "exemption": "Reasons of exemptions",
    "texts": "Intended changes",
    "texts later": "What helped or hindered",
    "import": "What undoing an import needs",
    "register": "Registers of sessions in a room",
    "hand": "Shows of hands that nobody closed",
    "link": "One-time links that have run out",
    "visit": "Visits that have run out",
    "brake": "Counts against misuse",
    "answer": "Attempts of leavers, their answers",
    "name": "Names of leavers",
}


def retain(settings: Settings, arguments: argparse.Namespace) -> int:
    """`--dry-run` only counts."""
    settings = first_run.prepare(settings)
    with first_run.store_open(settings):
        if arguments.dry_run:
            with database.reading() as store:
                _say(retention.count(store, clock.now()))
            say("Nothing was changed.")
        else:
            _say(daily.tidy_up(settings))
    return 0


def _say(numbers: Mapping[str, int]) -> None:
    for key, number in numbers.items():
        kept = BY_KEY.get(key.split()[0])
        say(f"{NAMES[key]}: {number}{f' (kept {kept.period})' if kept else ''}")


WORD = Word(
    retain,
    "let go what was kept long enough: notes, letters, looks, answers and names of leavers",
    (flag("--dry-run", "count what would go, and change nothing"),),
)
