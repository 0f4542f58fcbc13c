"""How long a writer waits while a large file of people is taken over: in a process beside it somebody writes all the time.

python3 run.py bench importing [LINES]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from flask import Flask

from course import clock, first_run
from course.config import ROOT, Settings
from course.errors import StoreBusy
from course.records import database, import_jobs, organisations, people, readings, standings
from course.rules.dates import london_day
from course.rules.requirements import Requirement

LINES = 100_000
DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
ASKED = ("30", "24", "60", "14")
BETWEEN = 0.02  # seconds between two writes of the one beside it


def content(lines: int) -> bytes:
    """A file in which one of ten has left and everybody was trained before."""
    head = "name,email,team,job_role,started_on,left_on,completed_on,course\n"
    rows = (
        f"Person {n * 7919 % lines} Quill,p{n}@heron.example,Team {n % 50},Key person,2024-09-{n % 28 + 1:02},"
        f"{'2025-06-01' if n % 10 == 0 else ''},2025-03-01,Sharing\n"
        for n in range(lines)
    )
    return (head + "".join(rows)).encode()


class Beside:
    """Somebody who marks a page read again and again; how long each time took."""

    def __init__(self, app: Flask, person: int) -> None:
        self._app, self._person, self._ended = app, person, threading.Event()
        self.waits: list[float] = []
        self.refused = 0
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Beside:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        with self._app.app_context():
            while not self._ended.is_set():
                began = time.perf_counter()
                try:
                    with database.writing() as store:
                        readings.mark_read(store, self._person, f"page-{len(self.waits)}", "2026.1", clock.now())
                except StoreBusy:
                    self.refused += 1
                self.waits.append(time.perf_counter() - began)
                time.sleep(BETWEEN)

    def told(self) -> str:
        """The figures in words."""
        middle, longest = statistics.median(self.waits) * 1000, max(self.waits) * 1000
        return (
            f"{len(self.waits)} writes beside: median {middle:.1f} ms, longest {longest:.0f} ms, {self.refused} refused"
        )


def worked(job: import_jobs.Job, settings: Settings, *words: str) -> float:
    """Seconds that a process takes for a step."""
    environ = {**os.environ, "SHAREWELL_INSTANCE": str(settings.instance), "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    command = [sys.executable, "-m", "course.words.import_job", str(job.folder), *words]
    subprocess.run(command, env=environ, cwd=ROOT, check=True)
    return time.perf_counter() - began


def main(words: list[str]) -> int:
    """Measure and print."""
    lines = int(words[0]) if words else LINES
    with tempfile.TemporaryDirectory() as folder:
        settings = first_run.prepare(Settings.from_environ({"SHAREWELL_INSTANCE": folder}))
        app = Flask("bench")
        database.install(app, settings)
        with app.app_context():
            with database.writing() as store:
                organisation = organisations.add_organisation(store, "Heronsea Nursery", clock.now())
                person = people.add_person(store, "Ada Quill", clock.now())
            job = import_jobs.keep(Path(folder), organisation, person, content(lines))
            print(f"{lines} lines judged in {worked(job, settings, 'check'):.1f} s")
            report = import_jobs.status(job).report
            assert report is not None
            with Beside(app, person) as beside:
                print(f"taken over in {worked(job, settings, 'import', report.state, *ASKED):.1f} s")
            batch = import_jobs.status(job).batch
            print(beside.told())
            began, day = time.perf_counter(), london_day(clock.now())
            with database.writing() as store:
                due = standings.settle(store, DEFAULT, day)
            print(f"the first report then worked out {due} rows in {time.perf_counter() - began:.1f} s")
            undoing = import_jobs.keep_undoing(Path(folder), organisation, person, batch or 0, lines)
            assert undoing is not None
            with Beside(app, person) as beside:
                print(f"undone in {worked(undoing, settings, 'undo'):.1f} s: {import_jobs.status(undoing).phase}")
            print(beside.told())
    return 0
