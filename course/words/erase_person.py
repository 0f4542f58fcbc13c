"""`course erase-person`: take somebody's name away, with all that goes with it; what stays has a number only."""

from __future__ import annotations

import argparse

from course import clock, first_run
from course.config import Settings
from course.errors import StartError
from course.records import audit, database, erasing, roles
from course.words.who import who_is
from course.words.word import Word, given, say

LAST = "This is the only administrator. Make somebody else one first: course add-admin"


def erase_person(settings: Settings, arguments: argparse.Namespace) -> int:
    """Cannot be undone, but by a backup made before."""
    settings = first_run.prepare(settings)
    with first_run.store_open(settings), database.writing() as store:
        person = who_is(store, arguments.who)
        if roles.is_last_administrator(store, person):
            raise StartError(LAST)
        erasing.erase(store, person, clock.now())
        audit.note(store, None, "person erased", f"person {person}", "from the command line", clock.now())
    say(f"The name of person {person} is gone, and all that goes with it. Backups made before still hold it.")
    return 0


WORD = Word(
    erase_person,
    "take somebody's name away, with all that goes with it",
    (given("who", "an email address, a sign-in name, or “person 12”"),),
)
