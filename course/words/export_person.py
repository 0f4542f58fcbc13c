"""`course export-person`: everything that is kept about somebody, in a file for them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from course import clock, first_run
from course.config import Settings
from course.errors import StartError
from course.records import audit, database, person_file
from course.words.who import who_is
from course.words.word import Word, given, option, say


def export_person(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write the file, for its owner's eyes alone; never over another. That it was made is a line in the audit."""
    settings, path = first_run.prepare(settings), Path(arguments.out)
    with first_run.store_open(settings):
        with database.reading() as store:
            person = who_is(store, arguments.who)
            file = person_file.gather(store, person, clock.now())
        _write(path, person_file.as_json(file))
        with database.writing() as store:
            audit.note(store, None, "data exported", f"person {person}", "from the command line", clock.now())
    say(f"Everything about person {person} is in {path}. Give it to nobody else.")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as fault:
        raise StartError(f"{path} exists already. Nothing was written.") from fault
    except OSError as fault:
        raise StartError(f"{path} cannot be written: {fault.strerror}.") from fault


WORD = Word(
    export_person,
    "write everything that is kept about somebody into a JSON file",
    (
        given("who", "an email address, a sign-in name, or “person 12”"),
        option("--out", "a new file", "FILE", required=True),
    ),
)
