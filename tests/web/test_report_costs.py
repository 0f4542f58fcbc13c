"""Every page and file of the reports: as many statements when there are twice as many people. A new one is measured too."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import clock
from course.records import roles, standings, tables
from course.records.database import reading, writing
from tests.records.made import NOON, TODAY
from tests.records.reporting import DAY, DEFAULT, random_history
from tests.statements_seen import statements_seen
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Reader

MOST = 30  # statements of any page, the leave to see it among them
PACK = "/reports/evidence/<number:pack>.zip"  # a kept file, whatever is in it
ASKED = ("", f"?as_at={TODAY - 40 * DAY}")
TREND = "?trend=yes"  # of the overview alone: its page and its files


def paths(app: Flask) -> list[str]:
    """Everything that can be opened under /reports."""
    found = sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/reports") and "GET" in (rule.methods or ())
    )
    assert len(found) > 20
    return [each.replace("<number:person>", "1") for each in found if each != PACK]


@pytest.fixture
def lead(app: Flask) -> Reader:
    clock.set_now(NOON)
    with app.app_context(), writing() as store:
        random_history(store, 1, people=25)
    person = add_person(app, "Lea Lead", email="lea@leads.example")
    with app.app_context(), writing() as store:
        roles.grant(store, person, "organisation-lead", "partnership", None, NOON)
    reader = Reader(app.test_client())
    reader.open("/sign-in")
    assert reader.press("sign-in", email="lea@leads.example", password=PASSWORD).status == 303
    return reader


def costs(app: Flask, lead: Reader) -> dict[str, int]:
    found = {}
    for path in paths(app):
        for asked in (*ASKED, *([TREND] if path.count("/") == 1 else [])):
            assert lead.client.get(path + asked).status_code == 200, path + asked
            with statements_seen(app) as seen:
                lead.client.get(path + asked).get_data()
            found[path + asked] = len(seen)
    return found


def people(app: Flask) -> int:
    with app.app_context(), reading() as store:
        return int(store.scalar(select(func.count()).select_from(tables.membership)) or 0)


def test_every_report_and_file_costs_the_same_with_twice_the_people(app: Flask, lead: Reader) -> None:
    few, before = people(app), costs(app, lead)
    assert max(before.values()) <= MOST, {path: cost for path, cost in before.items() if cost > MOST}
    with app.app_context(), writing() as store:
        random_history(store, 2, people=30)
        standings.settle(store, DEFAULT, TODAY)
    assert people(app) > 2 * few
    after = costs(app, lead)
    assert {path: (before[path], cost) for path, cost in after.items() if cost != before[path]} == {}
