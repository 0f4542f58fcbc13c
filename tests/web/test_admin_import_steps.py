"""What a large import says of itself: which step it is at, with a progress of its own while people are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from course.records import import_jobs, import_parts, import_work
from course.records.import_jobs import IMPORTED, IMPORTING, LETTING_IN, SETTLING, WRITING, Job, Status
from tests.web.reader import Reader
from tests.web.test_admin_people_import import HEAD, job_of, upload
from tests.web.test_admin_people_import import nursery as nursery

FILE = HEAD + "".join(f"Person {n},p{n}@heron.example,Toddlers,2024-09-01\n" for n in range(9))


def test_each_step_is_told_and_writing_begins_at_nothing_again(
    app: Flask, office: Reader, nursery: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in (
        (import_work, "AT_ONCE", 2), (import_work, "TOLD_EVERY", -1), (import_parts, "PART", 3), (import_parts, "BREATH", 0),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    told: list[Status] = []

    def say(here: Job, status: Status) -> None:
        told.append(status)
        import_jobs.say(here, status)

    upload(office, nursery, FILE)
    monkeypatch.setattr(import_work, "say", say)
    office.press("import-confirm")
    judged = [each for each in told if each.phase == IMPORTING and not each.step]
    assert judged[-1].done == 9
    rest = told[told.index(judged[-1]) + 1 :]
    assert [(each.phase, each.step, each.done) for each in rest] == [
        (IMPORTING, WRITING, 0), (IMPORTING, WRITING, 0), (IMPORTING, WRITING, 3), (IMPORTING, WRITING, 6),
        (IMPORTING, LETTING_IN, 9), (IMPORTED, SETTLING, 9), (IMPORTED, "", 9),
    ]  # fmt: skip
    assert all(each.at for each in rest[:5])  # by it a batch is found whose process died just behind it


def test_the_page_says_which_step_it_is(app: Flask, office: Reader, nursery: int, later: Callable[..., None]) -> None:
    page = upload(office, nursery, FILE)
    job = job_of(app, nursery, page)
    for step, said in (
        ("", "Step 1 of 3: we look through the file once more"),
        (WRITING, "Step 2 of 3: we write everybody who is new"),
        (LETTING_IN, "Step 3 of 3: all are written. They come in at one moment"),
    ):
        with app.app_context():
            import_jobs.say(job, Status(IMPORTING, 3, 9, step=step))
        found = office.open(page.path)
        assert said in found.words and "3 of 9 lines" in found.words
    with app.app_context():
        import_jobs.say(job, replace(import_jobs.stored_status(job), phase=IMPORTED, step=SETTLING))
    assert "still working out where everybody stands" in office.open(page.path).words
    later(seconds=31)
    assert "working out" not in office.open(page.path).words  # nobody works on it any more
