"""What an administrator does in a browser: set up, join codes, one-time links, withdrawing a certificate."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Catalogue
from tests.journeys import people
from tests.journeys.people import Somebody
from tests.journeys.visitor import Visitor, new_address
from tests.setup.serving import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
NEW_PASSWORD = "plum anchor drizzle"
REASON = "Given for a course that somebody else took."


def test_the_set_up_link_works_once(guest: Visitor, site: Site, administrator: Somebody) -> None:
    link = re.search(r"/set-up/\S+", site.said)
    assert link
    guest.open(link[0])
    expect(guest.field("set-up", "partnership")).to_have_count(0)
    footer = guest.page.locator("footer")
    for _ in range(40):  # each process of the site asks for the name again every few seconds
        guest.open("/")
        if "This site is run by Heronsea Partnership." in footer.inner_text():
            return
        guest.page.wait_for_timeout(500)
    raise AssertionError(footer.inner_text())


def make_team_and_code(office: Visitor, *, uses: int) -> str:
    """A new organisation with one team, and a join code for that team; gives the address on the sheet."""
    name = f"Marsh School {new_address()}"
    office.open("/manage/organisations")
    office.fill(office.field("organisation", "name"), name)
    office.press(office.button("Add organisation"))
    place = office.page.locator("section.organisation").filter(has_text=name)
    place.locator("summary").click()
    place.get_by_role("textbox").fill("Year 3")
    place.get_by_role("button", name="Add team").click()
    place.get_by_role("link", name="Make a join code").click()
    office.heading(f"Make a join code for {name}")
    office.field("join-code", "team").select_option(label="Year 3")
    office.fill(office.field("join-code", "uses_limit"), str(uses))
    office.press(office.button("Make a join code"))
    office.heading(f"Join {name}: Year 3")
    return office.page.locator("dd", has_text="/join/").inner_text()


def test_a_join_code_is_printed_with_a_square_code_and_brings_people_into_the_team(
    office: Visitor, visit: Visit, base: str
) -> None:
    link = make_team_and_code(office, uses=1)
    square = office.page.get_by_role("img", name="Square code that opens the join link")
    assert square.evaluate("each => each.complete && each.naturalWidth > 100")
    expect(office.button("Print this sheet")).to_be_visible()
    assert link.startswith(f"{base}/join/")
    first, second = visit(), visit()
    first.open(link)
    first.press(first.link("Make an account"))
    first.sign_up("Ivy Reed", new_address())
    first.at("/")
    first.open("/account")
    expect(first.page.locator("main")).to_contain_text(", Year 3")
    second.open(link)
    second.heading("This join code does not work")
    expect(second.page.locator("main")).to_contain_text("used as often as it may be")


def test_a_stopped_join_code_lets_nobody_in(office: Visitor, guest: Visitor) -> None:
    link = make_team_and_code(office, uses=5)
    office.open("/manage/organisations")
    code = link.rpartition("/")[2]
    row = office.page.locator("tr", has_text=code)
    row.get_by_role("button", name="Stop").click()
    expect(row).to_contain_text("stopped")
    guest.open(link)
    guest.heading("This join code does not work")


def test_a_one_time_link_gives_a_new_password_once_and_signs_out_everywhere_else(
    office: Visitor, guest: Visitor, learner: Somebody, visit: Visit
) -> None:
    office.open("/manage/reset-links")
    office.fill(office.field("reset-link", "who"), learner.email)
    office.press(office.button("Make a one-time link"))
    link = office.page.locator("main p.code").inner_text()
    other = visit()
    other.open(link)
    expect(other.page.locator("main")).to_contain_text(learner.email)
    other.fill(other.field("reset", "password"), NEW_PASSWORD)
    other.press(other.button("Change my password and sign in"))
    other.at("/")
    guest.open("/account")
    guest.at("/sign-in")
    guest.sign_in(learner.email)
    expect(guest.page.locator(".govuk-error-summary")).to_be_visible()
    guest.sign_in(learner.email, NEW_PASSWORD)
    guest.at("/account")
    guest.open(link)
    guest.heading("This link does not work any more")


def test_a_withdrawn_certificate_says_so_to_everybody_and_the_reason_to_its_holder(
    office: Visitor, guest: Visitor, visit: Visit, course: Catalogue
) -> None:
    holder = visit()
    code = people.graduate(holder, course).code
    office.open("/manage/certificates")
    office.fill(office.field("withdraw", "code"), code)
    office.fill(office.field("withdraw", "reason"), REASON)
    office.press(office.button("Withdraw this certificate"))
    expect(office.page.locator("main")).to_contain_text("The certificate has been withdrawn")
    guest.open(f"/certificates/{code}")
    guest.heading("This certificate was withdrawn")
    expect(guest.page.locator("main")).not_to_contain_text(REASON)
    holder.open("/my/certificate")
    expect(holder.page.locator("[data-standing='withdrawn']")).to_contain_text(REASON)
    expect(holder.link("Download as PDF")).to_have_count(0)


def test_a_learner_does_not_get_into_the_administration(guest: Visitor, learner: Somebody) -> None:
    for path in ("/manage/organisations", "/manage/reset-links", "/manage/certificates"):
        assert guest.open(path) == 403
        guest.heading("This page is not open to you")
