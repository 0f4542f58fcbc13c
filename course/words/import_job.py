"""The work on a large file of people, in a process of its own that the site starts: not for typing.

    python -m course.words.import_job FOLDER check
    python -m course.words.import_job FOLDER import STATE DUE_DAYS VALID_MONTHS WINDOW_DAYS GRACE_DAYS
    python -m course.words.import_job FOLDER undo

Settings come from the environment, as everywhere. What came of it stands in the folder (`records/import_jobs.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from course import clock, log
from course.config import Settings
from course.records import database, import_jobs, import_work
from course.records import tables as tables  # the tables are known once they are imported
from course.rules.requirements import Requirement


def work(words: Sequence[str]) -> int:
    """Do what the words say; 1 where there is nothing in the folder."""
    log.start()
    settings = Settings.from_environ()
    if settings.now:
        clock.set_now(settings.now)
    folder, step, *more = words
    job = import_jobs.opened(Path(folder))
    if job is None:
        return 1
    app = Flask("course.import")
    database.install(app, settings)
    with app.app_context():
        if step == "check":
            import_work.check(job)
        elif step == "undo":
            import_work.undo(job)
        else:
            state, due, valid, window, grace = more
            import_work.take_over(job, state, Requirement(int(due), int(valid), int(window), int(grace)))
    return 0


if __name__ == "__main__":
    raise SystemExit(work(sys.argv[1:]))
