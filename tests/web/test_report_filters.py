"""What a report may be narrowed by: a control with nothing to choose is not shown."""

from __future__ import annotations

import pytest
from flask import Flask

from course.records import organisations
from course.records.database import writing
from tests.records.made import NOON, TODAY
from tests.records.reporting import DAY, member
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


def test_in_a_small_organisation_nothing_stands_that_is_empty(office: Office) -> None:
    """Of one edition that holds there is nothing to choose; without teams and job roles no column has their names."""
    here = office.here
    alone, lead = office.browser("organisation-lead", "organisation", here.clinic), office.lead()
    assert {"edition", "team", "role"}.isdisjoint(offered(alone.open("/reports/people")))
    assert "edition" in offered(lead.open("/reports/people"))  # some there know earlier rules alone
    assert "edition" in offered(alone.open("/reports/people?edition=earlier"))  # what was asked for stays
    both = ["report-table--no-team", "report-table--no-role"]
    assert lacking(alone.open("/reports/people")) == both and lacking(lead.open("/reports/people")) == both[1:]
    with office.app.app_context(), writing() as store:
        member(store, here.nursery, None, TODAY - 9 * DAY, name="Nia Nurse", role=here.nurse)
    assert lacking(lead.open("/reports/people")) == []


def lacking(page: Page) -> list[str]:
    """The columns that the table of people leaves out."""
    assert page.tree is not None
    (classes,) = page.tree.xpath("//table/@class")
    return [each for each in classes.split() if "--no-" in each]


def test_where_nobody_is_registered_it_says_how_people_come(office: Office) -> None:
    with office.app.app_context(), writing() as store:
        empty = organisations.add_organisation(store, "Kittiwake School", NOON)
    lead = office.browser("organisation-lead", "organisation", empty)
    page = lead.open("/reports")
    assert "0 of 0" not in page.words and page.tree is not None
    assert "Nobody is registered here yet People come by a join code" in page.words
    assert not page.tree.xpath("//main//div[@class='actions']") and "/manage/people" not in page.text
    assert "Nobody was registered here on that day" in lead.open(f"/reports?as_at={TODAY - DAY}").words
