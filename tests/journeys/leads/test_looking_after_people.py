"""What an administrator does about people: by hand, from a file, under a rule; and what of it stands in the audit log."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.leads.asking import STATUSES, figure, pick, signed_in, taken
from tests.journeys.visitor import PASSWORD, Visitor, new_address

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
PLACE = "/manage/organisations/1"
FILE = """name,email,team,started_on
Wren Otterby,wren.otterby@heronsea.example,Fostering,2026-09-01
Pia Marlow,,Night team,2026-10-01
"""
MOST_BYTES = 30_000


def add(office: Visitor, name: str, *, invite: bool = False) -> None:
    """Enter somebody by hand."""
    office.open(f"{PLACE}/people")
    office.press(office.link("Add a person"))
    office.heading("Add a person to Heronsea Children's Services")
    office.fill(office.field("add-person", "name"), name)
    pick(office, office.field("add-person", "team"), "Fostering")
    if invite:
        office.tick(office.field("add-person", "invite"))
    office.press(office.button("Add this person"))


def day(visitor: Visitor, form: str, name: str, *parts: str) -> None:
    """Type a day: year, month, day."""
    group = visitor.page.locator(f"form[data-form='{form}']").get_by_role("group", name=name)
    for label, part in zip(("Year", "Month", "Day"), parts, strict=True):
        visitor.fill(group.get_by_label(label), part)


def find(office: Visitor, name: str) -> None:
    """Search for somebody and open the page."""
    office.open("/manage/people")
    office.fill(office.page.locator("#q"), name)
    office.press(office.page.locator("main").get_by_role("button", name="Search"))
    office.press(office.link(name))
    office.heading(name)


def row(office: Visitor, words: str) -> Locator:
    return office.page.locator("main tbody tr", has_text=words)


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_is_added_by_hand_and_opens_an_account_with_the_printed_link(
    office: Visitor, visit: Visit, scripts: bool
) -> None:
    name = "Ines Tarn" if scripts else "Joan Tarn"
    add(office, name, invite=True)
    office.heading(f"An invitation for {name}")
    expect(office.button("Print this link")).to_be_visible()
    link = office.page.locator("main p.code").inner_text()
    guest = visit(scripts=scripts)
    guest.open(link)
    guest.heading("Your invitation")
    expect(guest.page.locator("main")).to_contain_text("Heronsea Children's Services")
    guest.fill(guest.field("invitation", "password"), PASSWORD)
    guest.press(guest.button("Open my account"))
    expect(guest.page.locator("main .code").first).to_have_text(re.compile(r"^\w+-\w+-\d+$"))
    find(office, name)
    expect(office.page.locator("main .facts")).to_contain_text("Yes. Sign-in name")
    guest.context.clear_cookies()
    guest.open(link)
    guest.heading("This link does not work any more")


def test_somebody_moves_and_leaves_and_the_past_stays(office: Visitor, lead: Visitor) -> None:
    lead.open("/reports")
    before = figure(lead, "registered"), figure(lead, "left")
    add(office, "Kit Marrow")
    office.heading("Kit Marrow")
    office.press(office.link("Heronsea Children's Services, Fostering"))
    office.heading("Kit Marrow at Heronsea Children's Services, Fostering")
    pick(office, office.field("move", "team"), "Assessment")
    office.press(office.button("Move"))
    office.heading("Kit Marrow")
    expect(row(office, "Fostering")).to_contain_text("(moved)")
    office.press(office.link("Heronsea Children's Services, Assessment"))
    office.press(office.button("Save the day of leaving"))
    expect(row(office, "Assessment")).to_contain_text("(left)")
    lead.open("/reports")
    assert (figure(lead, "registered"), figure(lead, "left")) == (before[0] + 1, before[1] + 1)


def test_somebody_exempt_is_counted_so_until_it_is_ended(office: Visitor, lead: Visitor) -> None:
    add(office, "Noor Weir")
    office.heading("Noor Weir")
    lead.open("/reports")
    before = figure(lead, "exempt")
    office.press(office.link("Exemptions"))
    office.press(office.button("Add this exemption"))
    expect(office.page.locator(".govuk-error-summary")).to_be_visible()
    office.fill(office.field("exemption", "reason"), "Parental leave")
    day(office, "exemption", "First day", "2026", "11", "22")
    office.press(office.button("Add this exemption"))
    expect(office.page.locator(".page-list__item")).to_contain_text("Parental leave")
    lead.open("/reports")
    assert figure(lead, "exempt") == before + 1
    office.press(office.button("End it today"))
    expect(office.page.locator("main")).to_contain_text("None so far")
    lead.open("/reports")
    assert figure(lead, "exempt") == before


def test_a_rule_shows_what_it_would_do_and_does_just_that(office: Visitor, lead: Visitor) -> None:
    lead.open("/reports")
    before = {each: figure(lead, each) for each in STATUSES}
    office.open(f"{PLACE}/requirements")
    office.press(office.link("Add a rule"))
    office.fill(office.field("requirement", "valid_months"), "12")
    office.press(office.button("See what it would do"))
    office.heading("What this rule would do")
    assert {each: figure(office, f"before-{each}") for each in STATUSES} == before
    told = {each: figure(office, f"after-{each}") for each in STATUSES}
    assert figure(office, "changed") > 0 and sum(told.values()) == sum(before.values())
    office.press(office.button("Change it"))
    expect(office.field("requirement", "valid_months")).to_have_value("12")
    office.press(office.button("See what it would do"))
    office.press(office.button("Save this rule"))
    office.heading("Rules for Heronsea Children's Services")
    expect(office.page.locator("main")).to_contain_text("It holds 12 months")
    lead.open("/reports")
    assert {each: figure(lead, each) for each in STATUSES} == told


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_tried_taken_over_and_undone(visit: Visit, office: Visitor, scripts: bool) -> None:
    here = visit(scripts=scripts, storage_state=office.context.storage_state())
    here.open(f"{PLACE}/people")
    here.press(here.link("Import a list"))
    here.press(here.button("See what it would do"))
    expect(here.page.locator(".govuk-error-summary")).to_contain_text("Choose a file")
    here.field("people-import", "file").set_input_files(
        {"name": "staff.csv", "mimeType": "text/csv", "buffer": FILE.encode("utf-16")}
    )
    here.press(here.button("See what it would do"))
    here.heading("What the file would do")
    assert (figure(here, "added"), figure(here, "refused")) == (2, 0)
    expect(here.page.locator("main")).to_contain_text("New teams: Night team")
    here.press(here.button("Import these 2 people"))
    here.heading("Imported")
    find(office, "Pia Marlow")
    expect(row(office, "Night team")).to_have_count(1)
    here.press(here.link("Undo it"))
    here.press(here.button("Undo"))
    expect(here.page.get_by_role("status").filter(has_text="The import is undone")).to_be_visible()
    office.open("/manage/people?q=Pia+Marlow")
    expect(office.page.locator("main")).to_contain_text("Nobody found")


def test_a_file_with_faults_says_each_with_its_line_and_takes_nobody(office: Visitor) -> None:
    office.open(f"{PLACE}/import")
    wrong = f"name,email,team,started_on\n,{new_address()},Fostering,2026-09-01\nOle Brandt,,Fostering,32/13/2026\n"
    office.field("people-import", "file").set_input_files(
        {"name": "staff.csv", "mimeType": "text/csv", "buffer": wrong.encode()}
    )
    office.press(office.button("See what it would do"))
    office.heading("What the file would do")
    assert figure(office, "refused") == 2
    expect(office.page.locator("main tbody tr td:first-child")).to_have_text(["2", "3"])
    expect(office.page.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)
    expect(office.page.locator("main")).to_contain_text("Nothing can be imported yet")


def test_a_role_given_acts_at_the_next_click_and_all_lines_of_the_partnership_are_one_small_page(
    office: Visitor, visit: Visit
) -> None:
    trainer = signed_in(visit(), "trainer")
    assert trainer.open("/reports") == 403
    find(office, "Toni Thornmere")
    office.press(office.link("Give a role"))
    office.page.get_by_role("radio", name="Safeguarding lead").check()
    pick(office, office.field("give-role", "held_for"), "The whole partnership")
    office.press(office.button("Give this role"))
    expect(office.page.locator(".page-list")).to_contain_text("Safeguarding lead: the whole partnership")
    assert trainer.open("/reports") == 200
    expect(trainer.page.locator("tbody tr[data-line]")).to_have_count(3 + 12 + 1)
    expect(trainer.link("Next lines of the table")).to_have_count(0)
    for path in ("/reports", "/reports?trend=yes", "/reports/people", "/reports/chase"):
        assert len(trainer.context.request.get(path).body()) <= MOST_BYTES, path


def test_what_was_done_stands_in_the_audit_log_by_number(office: Visitor) -> None:
    add(office, "Uma Sorrel")
    office.heading("Uma Sorrel")
    person = office.page.url.partition("?")[0].rpartition("/")[2]
    office.press(office.link("Audit log"))
    office.heading("Audit log")
    office.fill(office.field("filters", "thing"), f"person {person}")
    office.press(office.page.locator("main").get_by_role("button", name="Show"))
    expect(office.page.locator("main tbody tr")).not_to_have_count(0)
    file = taken(office, office.page.locator("main a[href^='/manage/audit.csv']")).read_text(encoding="utf-8-sig")
    assert f"person {person}" in file
    assert f"person {person} (Uma Sorrel)" in file  # who manages people reads their present names beside the numbers
