"""What a safeguarding lead does with the reports, from the sign-in button to the files; without scripts and by keyboard too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.leads.asking import STATUSES, ask, figure, names, number, rows_of, signed_in, taken
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
WAYS: list[dict[str, Any]] = [{}, {"scripts": False}, {"keyboard": True}]
NAMES = ["by pointer", "without scripts", "by keyboard"]
HEADS = {"reports": "Organisation", "reports/people": "Name", "reports/chase": "Organisation"}
SUM = re.compile(r"\d{1,2} \w+ \d{4} = completed \d{1,2} \w+ \d{4} \+ \d+ months")


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_from_the_menu_to_a_team_its_people_and_one_record(visit: Visit, way: dict[str, Any]) -> None:
    here = signed_in(visit(**way), "lead")
    here.press(here.page.locator(".site-menu > summary"))
    here.press(here.link("Completion report"))
    here.heading("Completion report")
    attention = here.page.get_by_role("region", name="What needs attention")
    assert figure(here, "attention-overdue") == figure(here, "overdue")
    expect(attention.get_by_role("link")).not_to_have_count(0)
    registered = figure(here, "registered", line="team-3")
    ask(here, team="Family support")
    expect(here.page.locator(".as-at")).to_contain_text("Team: Family support")
    assert figure(here, "registered") == registered == sum(figure(here, each) for each in STATUSES)
    here.press(here.page.locator("[data-line='team-3']").get_by_role("link"))
    here.heading("People and their status")
    assert figure(here, "people") == registered
    here.press(here.link("Status"))
    here.page.wait_for_url(re.compile("sort=status"))
    expect(here.page.locator("main tbody tr").first.locator("[data-standing]")).to_have_text(
        re.compile("Expired|Overdue")
    )
    here.press(here.link(names(here)[0]))
    expect(here.page.locator(".belongs h2")).to_have_text("Heronsea Children's Services, Family support")
    expect(here.page.locator(".standing")).to_have_text(re.compile("Expired|Overdue"))
    expect(here.page.locator("main")).to_contain_text("is shown that you looked")


def test_people_are_searched_and_turned_over_page_by_page(lead: Visitor) -> None:
    lead.open("/reports/people")
    everybody, first = figure(lead, "people"), names(lead)
    assert len(first) == 50 < everybody
    lead.press(lead.link("The next page"))
    lead.page.wait_for_url(re.compile("after="))
    assert not set(first) & set(names(lead))
    lead.press(lead.link("The page before"))
    lead.page.wait_for_url(re.compile("before="))
    assert names(lead) == first
    lead.press(lead.link("First page"))
    lead.page.wait_for_url(re.compile("/reports/people$"))
    expect(lead.page.locator("main tbody th").first).to_have_text(first[0])
    ask(lead, q="ALAN")
    found = names(lead)
    assert found and all("alan" in each.lower() for each in found)
    assert figure(lead, "people") == len(found) < everybody
    ask(lead, q="nobody of that name")
    expect(lead.page.locator(".empty")).to_contain_text("Nobody fits")
    lead.press(lead.link("Show everybody"))
    expect(lead.page.locator("main tbody th").first).to_have_text(first[0])


def test_a_record_shows_the_sum_that_its_status_follows_from_and_the_scores(lead: Visitor) -> None:
    lead.open("/reports/people?status=in-date")
    lead.press(lead.page.locator("main tbody th a").first)
    expect(lead.page.locator(".standing")).to_have_text(re.compile("^In date"))
    expect(lead.page.locator(".belongs")).to_contain_text(SUM)
    expect(lead.page.get_by_role("heading", name="Scores of the modules")).to_be_visible()
    assert lead.page.locator("table").last.locator("tbody tr").count() == 5


@pytest.mark.parametrize("way", WAYS, ids=NAMES)
def test_the_chase_list_is_everybody_overdue_or_expired_with_their_addresses(visit: Visit, way: dict[str, Any]) -> None:
    here = signed_in(visit(**way), "lead")
    here.open("/reports")
    late = figure(here, "overdue") + figure(here, "expired")
    here.press(here.page.locator("main").get_by_role("link", name="Chase list"))
    here.heading("Chase list")
    assert figure(here, "chased") == late == len(names(here))
    told = [each for each in here.page.locator("main tbody td:last-child").all_inner_texts() if "@" in each]
    here.press(here.link("Copy addresses"))
    here.at("/reports/chase/addresses")
    field, copy = here.page.locator("#addresses"), here.button("Copy the addresses")
    assert field.input_value().split() == told
    assert figure(here, "addresses") == len(told) == late - figure(here, "lacking")
    if way.get("scripts", True):
        here.press(copy)
        expect(here.page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    else:
        expect(copy).to_be_hidden()
    here.press(here.link("plain text"))
    here.at("/reports/chase.txt")
    assert here.page.locator("body").inner_text().split() == told


def test_a_record_leads_back_to_the_page_of_the_list_that_it_was_opened_from(lead: Visitor) -> None:
    lead.open("/reports/people?status=in-date&sort=expiry")
    lead.press(lead.link("The next page"))
    lead.page.wait_for_url(re.compile("after="))
    second = names(lead)
    lead.press(lead.page.locator("main tbody th a").last)
    lead.page.wait_for_url(re.compile("list="))
    lead.press(lead.link("Back to the list of people"))
    lead.page.wait_for_url(re.compile("after="))
    assert names(lead) == second
    assert lead.page.locator("select[name='status']").input_value() == "in-date"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_the_figures_of_the_screen(lead: Visitor, kind: str) -> None:
    lead.open("/reports")
    shown = {each: figure(lead, each) for each in STATUSES}
    file = taken(lead, lead.page.locator(f"main a[href='/reports.{kind}']").first)
    *teams, everybody = rows_of(file, kind, HEADS["reports"])
    assert {each: int(everybody[each.replace("-", " ").capitalize()]) for each in STATUSES} == shown
    assert [each["Team"] for each in teams if each["Team"]] == lead.page.locator("main tbody th a").all_inner_texts()
    for page in ("reports/people", "reports/chase"):
        lead.open(f"/{page}")
        counted = figure(lead, "chased" if page.endswith("chase") else "people")
        file = taken(lead, lead.page.locator(f"main a[href='/{page}.{kind}']").last)
        listed = [each["Name"] for each in rows_of(file, kind, HEADS[page])]
        shown_first = names(lead)
        assert (len(listed), listed[: len(shown_first)]) == (counted, shown_first)


def test_a_report_as_at_a_day_says_so_on_every_page_and_in_the_file(lead: Visitor) -> None:
    lead.open("/reports")
    today = figure(lead, "registered")
    ask(lead, as_at="2025-03-31")
    expect(lead.page.locator("[data-figure='as-at']")).to_have_text("31 March 2025")
    before = figure(lead, "registered")
    assert before < today
    assert before == sum(figure(lead, each) for each in STATUSES)
    file = taken(lead, lead.page.locator("main a[href^='/reports.csv']"))
    assert '"As at","2025-03-31"' in file.read_text(encoding="utf-8-sig")
    lead.press(lead.link("list of people"))
    expect(lead.page.locator("[data-figure='as-at']")).to_have_text("31 March 2025")
    assert figure(lead, "people") == before
    lead.press(lead.page.locator("main tbody th a").first)
    expect(lead.page.locator("[data-figure='as-at']")).to_have_text("31 March 2025")


def test_a_day_to_come_is_refused_and_what_was_chosen_is_kept(lead: Visitor) -> None:
    lead.open("/reports/people")
    ask(lead, team="Fostering", as_at="2031-01-01")
    expect(lead.page.locator(".govuk-error-summary")).to_be_visible()
    expect(lead.field("filters", "as_at")).to_have_value("2031-01-01")
    expect(lead.field("filters", "team").locator("option:checked")).to_have_text("Fostering")
    expect(lead.field("filters", "as_at")).to_have_attribute("aria-describedby", "as_at-error")


def test_what_people_get_wrong_leads_to_the_page_that_repairs_it(lead: Visitor) -> None:
    lead.open("/reports")
    lead.press(lead.link("Questions"))
    lead.heading("What people get wrong")
    expect(lead.page.locator("tr[data-rule]")).to_have_count(7)
    shares = lead.page.locator("tr[data-statement] [data-figure='share']").all_inner_texts()
    assert [number(each) for each in shares] == sorted(number(each) for each in shares) != []
    assert lead.page.locator("tr[data-rule]").first.get_by_role("link").count() > 1
    lead.press(lead.page.get_by_role("navigation", name="Statements").get_by_role("link").first)
    lead.page.wait_for_url(re.compile("module="))
    expect(lead.page.locator("tr[data-statement]")).not_to_have_count(0)


def test_impact_stands_before_and_after_with_how_many_answered(lead: Visitor) -> None:
    lead.open("/reports")
    lead.press(lead.link("Impact"))
    lead.heading("Impact")
    expect(lead.page.locator("section.rated")).not_to_have_count(0)
    for moment in ("before", "after"):
        row = lead.page.locator(f"#response + p + table tr[data-moment='{moment}'] [data-figure]")
        share, answered, asked = (number(each) for each in row.all_inner_texts())
        assert share == 100 * answered // asked


def test_the_learner_sees_who_looked_at_the_record(lead: Visitor, staff: Visitor) -> None:
    staff.open("/my/looks")
    before = staff.page.locator("main tbody tr").count()
    lead.open("/reports/people")
    ask(lead, q="Lee Larchwick")
    lead.press(lead.link("Lee Larchwick"))
    lead.heading("Lee Larchwick")
    lead.page.reload()
    staff.open("/my/progress")
    staff.press(staff.link("Who looked at your record"))
    staff.heading("Who looked at your record")
    expect(staff.page.locator("main tbody tr")).to_have_count(before + 1)
    expect(staff.page.locator("main tbody tr").first).to_contain_text("22 November 2026")
    expect(staff.page.locator("main tbody tr").first).to_contain_text("Leila Ferncroft")
    expect(staff.page.locator("main tbody tr").first).to_contain_text("Safeguarding lead, Heronsea Children's Services")


@pytest.mark.parametrize("path", ["/reports", "/reports/people", "/reports/chase", "/manage/people", "/manage/audit"])
def test_a_learner_does_not_get_in(staff: Visitor, path: str) -> None:
    assert staff.open(path) == 403
    staff.heading("This page is not open to you")
