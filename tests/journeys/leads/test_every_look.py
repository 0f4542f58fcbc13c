"""Every shape of page for leads, administrators and what they do, looked at by axe in every look there is.

Light and dark, wide and at 320 px, and colours that the reader's system forces upon the page; nowhere anything to scroll
sideways. Each form empty and with its errors: every group has a legend, every error is told beside its field.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import findings_in_every_look
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PLACE = "/manage/organisations/1"
REPORTS = ["/reports", "/reports?team=3&as_at=2026-03-31", "/reports?as_at=2000-01-02", "/reports?as_at=never"]
LISTS = [
    "/reports/people", "/reports/people?status=overdue&sort=expiry", "/reports/people?q=xqzwvk",
    "/reports/people?as_at=2031-01-01", "/reports/people/45", "/reports/chase", "/reports/chase?as_at=2026-03-31",
]  # fmt: skip
ANALYSES = ["/reports/questions", "/reports/questions?module=golden-rules", "/reports/impact", "/reports/impact?team=3"]
OWN = ["/my/looks", "/my/refresher", "/my/follow-up"]
PEOPLE = ["/manage/people", "/manage/people?q=xqzwvk", f"{PLACE}/people", "/manage/people/45", "/manage/memberships/45"]
RULES = ["/manage/requirements", "/manage/organisations/2/requirements", "/manage/letters", "/manage/letters/print"]
LOG = ["/manage/audit", "/manage/audit?action=person+added", "/manage/audit?from=never"]
FORMS = {
    f"{PLACE}/people/add": "add-person",
    f"{PLACE}/headcount": "headcount",
    f"{PLACE}/domains": "domain",
    f"{PLACE}/import": "people-import",
    "/manage/people/45/exemptions": "exemption",
    "/manage/people/45/roles": "give-role",
    "/manage/people/45/join": "person-joins",
    f"{PLACE}/requirements/add": "requirement",
}
# What is wrong with the forms of the open page: groups without a name, and descriptions that are not there.
FAULTS = """() => {
  const faults = [];
  for (const form of document.querySelectorAll("main form")) {
    const groups = Map.groupBy(form.querySelectorAll("input[type=radio]"), each => each.name);
    for (const [name, [first]] of groups) if (!first.closest("fieldset")) faults.push(`${name}: no fieldset`);
    for (const each of form.querySelectorAll("fieldset")) {
      const legend = each.firstElementChild;
      if (legend?.tagName !== "LEGEND" || !legend.textContent.trim()) faults.push(`no legend: ${each.textContent.trim()}`);
    }
    for (const each of form.querySelectorAll("[aria-describedby]"))
      for (const id of each.getAttribute("aria-describedby").split(" "))
        if (!document.getElementById(id)?.textContent.trim()) faults.push(`${each.id}: nothing with the id ${id}`);
    for (const each of form.querySelectorAll(".govuk-form-group--error")) {
      const error = each.querySelector(".govuk-error-message");
      const told = error && each.querySelector(`[aria-describedby~="${error.id}"]`);
      if (!told) faults.push(`not told beside: ${each.textContent}`);
    }
  }
  for (const link of document.querySelectorAll(".govuk-error-summary a"))
    if (!document.getElementById(link.hash.slice(1))) faults.push(`leads nowhere: ${link.textContent}`);
  return faults;
}"""


def look(visitor: Visitor) -> list[str]:
    """What is wrong with the open page, with everything unfolded that can be."""
    visitor.page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    faults: list[str] = visitor.page.evaluate(FAULTS)
    return [*faults, *findings_in_every_look(visitor.page)]


def look_at(visitor: Visitor, *paths: str) -> dict[str, list[str]]:
    """What was found, by the page on which it was found."""
    found = {}
    for path in paths:
        status = visitor.open(path)
        assert status == (422 if "never" in path or "2031" in path else 200), path
        found[path] = look(visitor)
    return {path: lines for path, lines in found.items() if lines}


@pytest.mark.parametrize("paths", [REPORTS, LISTS, ANALYSES], ids=["overview", "lists", "analyses"])
def test_what_a_lead_reads(lead: Visitor, paths: list[str]) -> None:
    assert look_at(lead, *paths) == {}


def test_what_an_auditor_reads(auditor: Visitor) -> None:
    assert look_at(auditor, "/reports", "/reports/questions", "/reports/impact") == {}


def test_what_a_learner_reads_about_the_own_record(lead: Visitor, staff: Visitor) -> None:
    lead.open("/reports/people?q=Lee+Larchwick")
    lead.press(lead.link("Lee Larchwick"))
    lead.heading("Lee Larchwick")
    assert look_at(staff, *OWN) == {}
    expect(staff.page.locator("main")).not_to_contain_text("Nobody has looked")


@pytest.mark.parametrize("paths", [PEOPLE, RULES, LOG], ids=["people", "rules and letters", "audit"])
def test_what_an_administrator_reads(office: Visitor, paths: list[str]) -> None:
    assert look_at(office, *paths) == {}


@pytest.mark.parametrize("path", FORMS)
def test_a_form_empty_and_with_errors(office: Visitor, path: str) -> None:
    assert look_at(office, path) == {}
    form = office.page.locator(f"form[data-form='{FORMS[path]}']")
    for each in form.locator("input[type='text']").all():
        each.fill("")
    form.locator("button[type='submit']").click()
    expect(office.page.locator(".govuk-error-summary")).to_be_visible()
    assert look(office) == []


def test_what_a_rule_would_do(office: Visitor) -> None:
    office.open(f"{PLACE}/requirements/add")
    office.fill(office.field("requirement", "valid_months"), "12")
    office.press(office.button("See what it would do"))
    office.heading("What this rule would do")
    assert look(office) == []
