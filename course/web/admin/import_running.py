"""Work on a file of people: a small one while the person waits, a large one in a process that outlives the request."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from flask import current_app

from course.clock import now
from course.config import ROOT, Settings
from course.records import import_jobs, import_work
from course.records.import_jobs import Job
from course.rules.requirements import default_requirement
from course.web.site import catalogue

SMALL = 2_000  # lines; that many take less than a second


def check(job: Job) -> None:
    """Judge it, now or in a process of its own."""
    if import_jobs.is_small(job, SMALL):
        import_work.check(job)
    else:
        _start(job, "check")


def take_over(job: Job, state: str) -> None:
    """Take it over, now or in a process of its own."""
    asked = default_requirement(catalogue().course)
    small = import_jobs.is_small(job, SMALL)
    import_jobs.announce_import(job)
    if small:
        import_work.take_over(job, state, asked)
    else:
        _start(job, "import", state, *import_work.words(asked))


def undo(organisation: int, batch: int, by: int | None, lines: int) -> None:
    """Undo a large batch in a process of its own; nothing where one is at it already."""
    settings: Settings = current_app.config["SHAREWELL"]
    job = import_jobs.keep_undoing(settings.instance, organisation, by, batch, lines)
    if job is not None:
        _start(job, "undo")


def _start(job: Job, *words: str) -> None:
    settings: Settings = current_app.config["SHAREWELL"]
    own = {"SHAREWELL_INSTANCE": str(settings.instance), "DATABASE_URL": settings.database_url}
    if settings.now:
        own["SHAREWELL_NOW"] = now().isoformat()
    process = subprocess.Popen(
        [sys.executable, "-m", "course.words.import_job", str(job.folder), *words],
        cwd=ROOT,
        env={**os.environ, **own},
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # it goes on when this process is stopped or started anew
    )
    threading.Thread(target=process.wait, name="import", daemon=True).start()  # or it would stay as a zombie
