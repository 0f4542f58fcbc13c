"""A large file of people undone through the browser, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from course import clock
from course.records import import_jobs, organisations, tables
from course.records.database import writing
from course.web.admin import import_running
from tests.web.reader import Page, Reader
from tests.web.test_admin_people_import import ADA, BO, HEAD, base, ended, names, organisation, upload


@pytest.fixture
def nursery(app: Flask, admin: int) -> int:
    return organisation(app, "Heronsea Nursery")


def imported(office: Reader, nursery: int) -> Page:
    """A file that was taken over; the page with the button that undoes it."""
    upload(office, nursery, HEAD + ADA + BO)
    office.press("import-confirm")
    return office.open(base(nursery))


def test_a_large_file_is_undone_while_nobody_waits(
    app: Flask, office: Reader, nursery: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = dict(imported(office, nursery).form("undo-import").form_values())
    monkeypatch.setattr(import_running, "SMALL", 1)
    sent = [office.client.post(f"{base(nursery)}/batches/1/undo", data=form) for _ in range(2)]
    assert [(each.status_code, each.location) for each in sent] == [(303, f"{base(nursery)}/undo-1")] * 2
    page = ended(office, office.open(f"{base(nursery)}/undo-1"))
    assert (page.h1, names(app, nursery)) == ("The import is undone", [])
    assert page.tree is not None and page.tree.xpath("//main/p[last()]/a/@href") == [f"{base(nursery)}#batches"]
    assert "undone on" in office.open(base(nursery)).words
    assert office.client.get(f"{base(nursery)}/undo-1/lines.csv").status_code == 404


def test_a_large_file_that_cannot_be_undone_says_who_stands_in_the_way(
    app: Flask, office: Reader, nursery: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(office, nursery)
    with app.app_context(), writing() as store:
        ada = store.execute(select(tables.person.c.id).where(tables.person.c.name == "Ada Quill")).scalar_one()
        organisations.leave(store, ada, nursery, clock.now().date())
    monkeypatch.setattr(import_running, "SMALL", 1)
    office.press("undo-import")
    page = ended(office, office.open(f"{base(nursery)}/undo-1"))
    assert page.h1 == "Nothing was undone"
    assert "because 1 person was changed after that file: Ada Quill" in page.words
    assert names(app, nursery) == ["Ada Quill", "Bo Marsh"]


@pytest.mark.parametrize(("saved", "told"), [(False, "The work stopped"), (True, "The import is undone")])
def test_an_undoing_whose_process_was_killed_says_how_it_ended(
    app: Flask, office: Reader, nursery: int, later: Callable[..., None], saved: bool, told: str
) -> None:
    imported(office, nursery)
    with app.app_context():
        import_jobs.keep_undoing(app.config["SHAREWELL"].instance, nursery, None, 1, 2)
    assert office.open(f"{base(nursery)}/undo-1").h1 == "Undoing the import"
    office.open(base(nursery))
    if saved:
        office.press("undo-import")
    later(seconds=31)
    page = office.open(f"{base(nursery)}/undo-1")
    assert (page.h1, "Nothing was undone" in page.words) == (told, not saved)
