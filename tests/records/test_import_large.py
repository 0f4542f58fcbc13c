"""A file of many lines in a process of its own: read, taken over, and the same again, in bounded memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from course.clock import now
from course.config import ROOT
from course.records import import_jobs, import_work, organisations, standings, tables
from course.records.database import reading, writing
from course.records.import_jobs import CHECKED, IMPORTED, Job, Status
from course.rules.dates import london_day
from tests.records.reporting import DEFAULT

LINES = 12_000  # `run.py bench importing` takes 100,000
MOST_BYTES_A_LINE = 3_500  # of memory, at the most; the process ends with its file
WORK = """
import resource, sys
from course.words.import_job import work
work(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def content(lines: int) -> bytes:
    head = "name,email,team,job_role,started_on,completed_on,course\n"
    rows = (
        f"Person {n} Quill,p{n}@heron.example,Team {n % 50},Key person,2024-09-{n % 28 + 1:02},2025-03-01,Sharing\n"
        for n in range(lines)
    )
    return (head + "".join(rows)).encode()


def worked(job: Job, instance: Path, *words: str) -> tuple[Status, int]:
    """How the job stands after a process has done its work, and the most memory that it held, in kB."""
    environ = {**os.environ, "SHAREWELL_INSTANCE": str(instance), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WORK, str(job.folder), *words]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=True)
    return import_jobs.status(job), int(done.stdout.split()[-1])


@pytest.mark.slow
def test_a_large_file_is_taken_over_in_bounded_memory_and_twice_is_once(
    sqlite_app: Flask, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with writing() as store:
        organisation = organisations.add_organisation(store, "Heronsea Nursery", now())
    _, least = worked(import_jobs.keep(instance, organisation, None, content(1)), instance, "check")
    job = import_jobs.keep(instance, organisation, None, content(LINES))
    checked, most = worked(job, instance, "check")
    assert (checked.phase, checked.lines) == (CHECKED, LINES)
    assert checked.report is not None
    assert checked.report.counts == {"added": LINES, "changed": 0, "skipped": 0, "refused": 0}
    taken, most_taken = worked(job, instance, "import", checked.report.state, *import_work.words(DEFAULT))
    assert taken.phase == IMPORTED
    again, most_again = worked(import_jobs.keep(instance, organisation, None, content(LINES)), instance, "check")
    assert again.report is not None
    assert again.report.counts["skipped"] == LINES
    with reading() as store:
        assert store.scalar(select(func.count()).select_from(tables.membership)) == LINES
        assert standings.is_settled(store, DEFAULT, london_day(now()))
    assert (max(most, most_taken, most_again) - least) * 1024 < LINES * MOST_BYTES_A_LINE
