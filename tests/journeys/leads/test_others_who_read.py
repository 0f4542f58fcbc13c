"""Team lead and auditor: what each sees of the same partnership, and what stays hidden from each."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.leads.asking import STATUSES, figure, names
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OTHER_TEAM = "/reports/people?team=1"


def record_of(visitor: Visitor, listed: str) -> str:
    """The address of the first person of a list."""
    visitor.open(listed)
    found = visitor.page.locator("main tbody th a").first.get_attribute("href")
    assert found
    return found.partition("?")[0]


def test_a_team_lead_sees_the_own_team_alone(lead: Visitor, team_lead: Visitor) -> None:
    lead.open("/reports")
    told = {each: figure(lead, each, line="team-3") for each in STATUSES}
    team_lead.open("/reports")
    assert {each: figure(team_lead, each) for each in STATUSES} == told
    expect(team_lead.page.locator("main")).not_to_contain_text("Fostering")
    team_lead.press(team_lead.link("People"))
    assert figure(team_lead, "people") == sum(told.values())
    expect(team_lead.field("filters", "organisation")).to_have_count(0)
    team_lead.press(team_lead.link("Chase list"))
    expect(team_lead.page.locator("main h2")).to_have_text(["Family support"])
    assert len(names(team_lead)) == told["overdue"] + told["expired"]


def test_a_team_lead_sees_dates_and_no_scores(lead: Visitor, team_lead: Visitor) -> None:
    record = record_of(team_lead, "/reports/people?status=in-date")
    for visitor, scores in ((team_lead, 0), (lead, 1)):
        assert visitor.open(record) == 200
        expect(visitor.page.get_by_role("heading", name="Completions")).to_be_visible()
        expect(visitor.page.get_by_role("heading", name="Scores of the modules")).to_have_count(scores)


def test_another_team_is_as_if_it_were_not_there(lead: Visitor, team_lead: Visitor) -> None:
    said = []
    for path in (record_of(lead, OTHER_TEAM), "/reports/people/999999", OTHER_TEAM, "/reports/people?team=999999"):
        assert team_lead.open(path) == 404
        said.append(team_lead.page.locator("main").inner_text())
    assert len(set(said)) == 1


def test_a_lead_sees_nothing_of_another_organisation(lead: Visitor) -> None:
    for path in ("/reports?organisation=2", "/reports/people?organisation=2", "/reports/questions?organisation=2"):
        assert lead.open(path) == 404


@pytest.mark.parametrize("path", ["/reports/people", "/reports/people/1", "/reports/chase", "/reports/chase.txt"])
def test_an_auditor_gets_no_names(auditor: Visitor, path: str) -> None:
    assert auditor.open(path) == 403
    auditor.heading("This page is not open to you")


def test_an_auditor_sees_figures_of_which_small_ones_are_hidden(auditor: Visitor) -> None:
    auditor.open("/reports")
    expect(auditor.page.locator("main")).to_contain_text("Counts under 5 are hidden")
    expect(auditor.link("People")).to_have_count(0)
    expect(auditor.page.locator("main").get_by_role("link", name="Chase list")).to_have_count(0)
    cells = auditor.page.locator("main td[data-figure]").all_inner_texts()
    shown = [int(each) for each in cells if re.fullmatch(r"\d+", each)]
    assert len(shown) < len(cells)
    assert not {each for each in shown if 0 < each < 5}
    for path, heading in (("/reports/questions", "What people get wrong"), ("/reports/impact", "Impact")):
        auditor.open(path)
        auditor.heading(heading)


def test_an_auditor_reads_the_audit_log_and_changes_nothing(auditor: Visitor) -> None:
    auditor.open("/reports")
    auditor.press(auditor.link("Audit log"))
    auditor.heading("Audit log")
    expect(auditor.page.locator(".audit-check")).to_contain_text("as they were written")
    assert auditor.open("/manage/people") == 403
