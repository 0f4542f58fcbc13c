"""What a report may be narrowed by: a control with nothing to choose is not shown."""

from __future__ import annotations

import pytest
from flask import Flask

from course.records import organisations
from course.records.database import writing
from tests.records.made import NOON
from tests.web.leading import Office, move_in
from tests.web.reader import Page

REPORTS = ["/reports", "/reports/people", "/reports/chase"]


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def offered(page: Page) -> set[str]:
    """The names of the lists that one may choose from."""
    assert page.status == 200 and page.tree is not None
    return set(page.tree.xpath("//form[@data-form='filters']//select/@name"))


def test_who_leads_one_team_is_not_asked_for_team_or_organisation(office: Office) -> None:
    lead = office.browser("team-lead", "team", office.here.babies)
    assert [offered(lead.open(path)) & {"team", "organisation"} for path in REPORTS] == [set()] * 3


def test_who_leads_one_organisation_may_choose_one_of_its_teams(office: Office) -> None:
    lead = office.lead()
    assert [offered(lead.open(path)) & {"team", "organisation"} for path in REPORTS] == [{"team"}] * 3


def test_one_team_beside_people_without_a_team_is_a_choice(office: Office) -> None:
    """Of an organisation with a single team: all of its people, or those of the team."""
    here = office.here
    lead = office.browser("organisation-lead", "organisation", here.clinic)
    assert "team" not in offered(lead.open("/reports"))
    with office.app.app_context(), writing() as store:
        organisations.add_team(store, here.clinic, "Nurses", NOON)
    assert "team" in offered(lead.open("/reports"))


def test_an_edition_is_asked_for_where_there_are_several(office: Office) -> None:
    lead, alone = office.lead(), office.browser("organisation-lead", "organisation", office.here.clinic)
    for path in ("/reports/questions", "/reports/impact"):
        assert "edition" in offered(lead.open(path))
        assert "edition" not in offered(alone.open(path))
