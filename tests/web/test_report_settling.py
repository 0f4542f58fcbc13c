"""Where many rows are due at once: a report waits for them a bounded time, then works from the facts, never wrongly."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from course.records import requirements, standings, tables
from course.records.database import reading, writing
from course.rules.requirements import DatedRequirement, Requirement
from course.web.lead import settling
from tests.records.made import NOON, TODAY
from tests.records.reporting import DAY
from tests.web.leading import Office, csv_rows, figure, figures, move_in

SAID = "The figures are right."
PATHS = ("/reports.csv", "/reports/people.csv", "/reports/chase.csv", "/reports/people.csv?sort=expiry")


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def require(office: Office) -> None:
    """From ten days ago on the nursery asks more; nobody has worked out since what follows."""
    own = DatedRequirement(0, office.here.nursery, None, None, TODAY - 10 * DAY, Requirement(10, 12, 60, 14))
    with office.app.app_context(), writing() as store:
        requirements.set_requirement(store, own, None, NOON)
        standings.touch_all(store, office.here.nursery)


def rows(office: Office) -> list[object]:
    with office.app.app_context(), reading() as store:
        return list(store.execute(select(tables.standing).order_by(tables.standing.c.membership)))


def test_a_report_that_cannot_wait_is_worked_out_from_the_facts(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = office.lead()
    lead.open("/reports")
    require(office)
    before = rows(office)
    monkeypatch.setattr(settling, "LONGEST", -1.0)
    page, names = lead.open("/reports"), lead.open("/reports/people")
    files = [csv_rows(lead.open(path)) for path in PATHS]
    assert SAID in page.words and SAID in names.words and SAID in lead.open("/reports/chase").words
    assert rows(office) == before
    monkeypatch.undo()
    later, later_names = lead.open("/reports"), lead.open("/reports/people")
    assert SAID not in later.words and SAID not in later_names.words
    assert figures(page) == figures(later)
    assert figure(page, "registered") == "5"
    assert [csv_rows(lead.open(path)) for path in PATHS] == files
    assert rows(office) != before


def test_some_of_the_rows_are_worked_out_meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = office.lead()
    lead.open("/reports")
    require(office)
    before = rows(office)
    ticks = iter((0.0, 0.5, 1.5))
    monkeypatch.setattr(settling, "ticks", lambda: next(ticks))
    monkeypatch.setattr(standings, "PART", 2)
    assert SAID in lead.open("/reports").words
    assert sum(one != other for one, other in zip(before, rows(office), strict=True)) == 2


def test_others_who_keep_the_database_busy_keep_no_report(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = office.lead()
    lead.open("/reports")
    require(office)
    turn = office.app.extensions["doors"].file.turn
    monkeypatch.setattr("course.records.database.TURN_WAIT", 0.05)
    with office.app.app_context(), type(turn)(turn._path).held(1):
        assert SAID in lead.open("/reports").words
