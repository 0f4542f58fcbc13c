"""Who waits for a file of people sees how many lines are judged (how many are written: `test_admin_import_steps`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from course.clock import now
from course.records import import_jobs, import_work, imports, organisations
from course.records.database import writing
from course.records.import_jobs import CHECKED, CHECKING, Job, Status
from tests.records.test_imports import lines

LINES = 7


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[Status]:
    """Everything that is said, in parts of two lines and without a pause."""
    told: list[Status] = []
    say = import_jobs.say

    def heard(here: Job, status: Status) -> None:
        told.append(status)
        say(here, status)

    monkeypatch.setattr(import_work, "say", heard)
    monkeypatch.setattr(import_work, "TOLD_EVERY", -1)
    monkeypatch.setattr(imports, "SHOWN", 2)
    return told


def test_lines_are_counted_while_they_are_judged(sqlite_app: Flask, instance: Path, said: list[Status]) -> None:
    with writing() as store:
        nursery = organisations.add_organisation(store, "Heronsea Nursery", now())
    file = lines(*(f"Person {n},p{n}@heron.example,,,2024-09-01,,,,,," for n in range(LINES)))
    job = import_jobs.keep(instance, nursery, None, file.encode())
    import_work.check(job)
    *judging, checked = said
    assert {each.phase for each in judging} == {CHECKING} and checked.phase == CHECKED
    assert [each.done for each in judging] == [0, 2, 4, 6]
    assert checked.done == LINES
