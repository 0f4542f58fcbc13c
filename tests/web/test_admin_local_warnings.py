"""Administrators are warned of urgent slots that are empty and of values that have to be looked at again."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from course.clock import now, set_now
from course.records import local_values
from course.records.database import writing
from course.rules.local_information import LocalValue
from tests.statements_seen import statements_seen
from tests.web.administering import office_of
from tests.web.learning import signed_in
from tests.web.local_office import DAY, LIST, TODAY, save, shown
from tests.web.local_values import DOOR, HERON, HERONS_DOOR, ask_again, fill_in, organisation
from tests.web.reader import Page, Reader

pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("path", [LIST, "/manage/organisations", "/manage/reset-links", "/manage/certificates"])
def test_administrators_are_warned_on_every_page_of_theirs_while_an_urgent_slot_is_empty(
    path: str, app: Flask, office: Reader, heron: int
) -> None:
    fill_in(app, "front-door", f"{HERONS_DOOR}\n999", heron, checked_on=TODAY)
    fill_in(app, "emergency-line", "999", checked_on=TODAY)
    ask_again(app)
    page = office.open(path)
    assert page.tree is not None
    (warning,) = page.tree.xpath("//nav//*[contains(@class, 'notice--wrong')]")
    links = {each.get("href") for each in warning.iter("a")}
    assert links == {f"{LIST}/front-door", f"{LIST}/out-of-hours"}
    for slot in ("front-door", "out-of-hours"):
        save(office, f"{LIST}/{slot}", value="Ring 999", checked_on="22 11 2026")
    page = office.open(path)
    assert page.tree is not None and not page.tree.xpath("//nav//*[contains(@class, 'notice')]")


def warned(page: Page) -> dict[str, str]:
    """The links of the standing warnings under the menu: where, and what it says."""
    assert page.tree is not None
    found = page.tree.xpath("//nav//*[contains(@class, 'notice--wrong')]//a")
    return {each.get("href"): each.text for each in found}


def test_administrators_are_warned_of_urgent_contacts_in_which_nothing_can_be_rung(
    app: Flask, office: Reader, heron: int
) -> None:
    for slot in ("front-door", "emergency-line", "out-of-hours", "advice-line"):
        fill_in(app, slot, "Ring 999" if slot == "emergency-line" else "Ask reception", checked_on=TODAY)
    fill_in(app, "front-door", HERONS_DOOR, heron, checked_on=TODAY)
    fill_in(app, "out-of-hours", DOOR, heron, checked_on=TODAY)
    ask_again(app)
    page = office.open("/manage/reset-links")
    assert "An urgent contact cannot be rung" in page.text
    assert warned(page) == {
        f"{LIST}/front-door": "Front door",
        f"{LIST}/out-of-hours": "Out-of-hours team",
        f"{LIST}/{heron}/front-door": f"{HERON}: Front door",
    }
    listed = office.open(LIST)
    said = "There is no number in it that can be rung"
    assert [said in shown(listed, slot) for slot in ("front-door", "emergency-line", "advice-line")] == [
        True,
        False,
        False,
    ]
    assert said not in shown(office.open(f"{LIST}/{heron}"), "out-of-hours")
    for path in (f"{LIST}/front-door", f"{LIST}/out-of-hours", f"{LIST}/{heron}/front-door"):
        save(office, path, value="Ring 0115.496.0123", checked_on="22 11 2026")
    assert warned(office.open(LIST)) == {}


def test_a_long_warning_is_cut(app: Flask, admin: int, office: Reader) -> None:
    fill_many(app, admin, range(4))
    ask_again(app)
    page = office.open("/manage/reset-links")
    assert len([words for words in warned(page).values() if "School" in words]) == 5
    assert "and 7 more" in page.text


def test_learners_are_not_warned(app: Flask, admin: int, ada: int) -> None:
    assert "urgent contact" not in signed_in(app).open("/account").text


def test_values_that_were_not_checked_for_a_year_or_were_to_be_reviewed_are_listed_and_counted(
    app: Flask, office: Reader, heron: int
) -> None:
    fill_in(app, "front-door", DOOR, checked_on=dt.date(2025, 11, 23))
    fill_in(app, "advice-line", "Ring us", checked_on=TODAY, review_by=TODAY + DAY)
    fill_in(app, "safeguarding-lead", "Head of care", heron)
    ask_again(app)
    page = office.open(LIST)
    assert "Local information to look at again: 1" in page.text
    assert f"{HERON}: Safeguarding lead was never checked" in page.words
    assert "was never checked" in shown(office.open(f"{LIST}/{heron}"), "safeguarding-lead")
    set_now(now() + DAY)
    office = office_of(app)
    assert "Local information to look at again: 2" in office.open("/manage/reset-links").text
    page = office.open(LIST)
    assert "Front door was not checked for 12 months" in page.words
    assert "Front door" not in office.open(f"{LIST}/{heron}").tree.xpath("string(//*[@id='look'])")  # type: ignore[union-attr]
    set_now(now() + DAY)
    assert "Advice line for professionals is overdue for review" in office_of(app).open(LIST).words


def fill_many(app: Flask, admin: int, numbers: range) -> None:
    """Organisations, each with 5 values that nobody ever checked."""
    slots = ("front-door", "emergency-line", "out-of-hours", "safeguarding-lead", "advice-line")
    for number in numbers:
        each = organisation(app, f"School {number:03}")
        with app.app_context(), writing() as store:
            new = [(None, LocalValue(slot=slot, organisation=each, value="Ring us")) for slot in slots]
            local_values.replace_all(store, new, admin, now())


def test_a_long_list_to_look_at_is_cut_and_each_organisation_says_how_many(
    app: Flask, admin: int, office: Reader
) -> None:
    fill_many(app, admin, range(6))
    page = office.open(LIST)
    assert page.tree is not None
    assert "Local information to look at again: 30" in page.text
    assert len(page.tree.xpath("//*[@id='look']//li")) == 20
    assert "And 10 more: open the organisations below" in page.words
    assert "School 005 5 filled in, 5 to look at again" in page.words
    (last,) = page.tree.xpath("//main//a[text()='School 005']/@href")
    page = office.open(last)
    assert page.tree is not None
    assert len(page.tree.xpath("//*[@id='look']//li")) == 5 and "more: open" not in page.words


@pytest.mark.parametrize("path", [LIST, f"{LIST}/1", f"{LIST}/front-door"])
def test_more_organisations_cost_no_more_statements_and_their_values_are_not_read(
    path: str, app: Flask, admin: int, office: Reader
) -> None:
    costs = []
    for numbers in (range(5), range(5, 30)):
        fill_many(app, admin, numbers)
        ask_again(app)
        Reader(app.test_client()).open("/worried")
        with statements_seen(app) as seen:
            assert office.open(path).status == 200
        reading = [each for each in seen if "local_value" in each and "count" not in each.lower()]
        assert all("WHERE" in each for each in reading), reading
        costs.append(len(seen))
    assert costs[0] == costs[1] and costs[0] <= 12
