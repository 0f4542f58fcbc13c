"""Organisations and teams: adding them, and being told what is wrong where it is wrong."""

from collections.abc import Callable

import pytest
from flask import Flask

from course.clock import now
from course.records import organisations
from course.records.database import writing
from tests.web.administering import at, links_of_summary, organisations_now, rows, teams_now, token_of
from tests.web.looking_after import Town
from tests.web.reader import Page, Reader

UNSEEN = "Leave out characters that cannot be seen"
Number = Callable[[str], int]


@pytest.fixture
def organisation(app: Flask) -> Number:
    """Adds an organisation; gives its number."""

    def add(name: str) -> int:
        with app.app_context(), writing() as store:
            return organisations.add_organisation(store, name, now())

    return add


def test_an_organisation_is_added_with_its_name_trimmed(app: Flask, office: Reader) -> None:
    office.open("/manage/organisations")
    assert office.press("organisation", name="  Heronsea   Nursery ").place == "/manage/organisations"
    assert [each.name for each in organisations_now(app)] == ["Heronsea Nursery"]
    assert "Heronsea Nursery" in office.open("/manage/organisations").words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Enter the name of the organisation"),
        (" \t ", "Enter the name of the organisation"),
        ("x" * 121, "Use 120 characters or fewer"),
        ("Heronsea\0Nursery", UNSEEN),
        ("Heronsea \u202eyresruN", UNSEEN),
        ("\u2066Heronsea", UNSEEN),
        ("Heron\u200bsea", UNSEEN),
        ("Heron\x07sea", UNSEEN),
        ("\u200d", UNSEEN),
        ("Heron\ufffdsea", UNSEEN),
        ("\u3164", UNSEEN),
        ("…!", "Use at least one letter or figure"),
        ("MARSH school", "An organisation of that name is there already"),
    ],
)
def test_a_name_that_will_not_do_is_told_at_its_field_and_nothing_is_added(
    app: Flask, office: Reader, organisation: Number, name: str, said: str
) -> None:
    organisation("Marsh School")
    before = rows(app)
    office.open("/manage/organisations")
    page = office.press("organisation", name=name)
    assert (page.status, page.errors()) == (422, [said])
    assert [at(page, link) for link in links_of_summary(page)] == ["name"]
    assert rows(app) == before


def test_the_longest_name_is_taken(app: Flask, office: Reader) -> None:
    office.open("/manage/organisations")
    assert office.press("organisation", name="x" * 120).status == 303
    assert organisations_now(app)[0].name == "x" * 120


def add_team(office: Reader, number: int, name: str) -> str:
    """Send the form of that organisation's teams; gives the name of the field."""
    field = f"team-{number}-name"
    office.send(f"/manage/organisations/{number}/teams", csrf_token=token_of(office), **{field: name})
    return field


def test_a_team_is_added_to_its_organisation(app: Flask, office: Reader, organisation: Number) -> None:
    organisation("Marsh School")
    number = organisation("Heronsea Nursery")
    add_team(office, number, " Year  3 ")
    assert office.at is not None and office.at.place == f"/manage/organisations#organisation-{number}"
    assert [(each.organisation, each.name) for each in teams_now(app)] == [(number, "Year 3")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Enter the name of the team"),
        ("x" * 121, "Use 120 characters or fewer"),
        ("Year\u202e 3", UNSEEN),
        ("year 2", "A team of that name is there already"),
    ],
)
def test_a_fault_in_a_team_leads_to_its_own_field_in_an_open_part_of_the_page(
    app: Flask, office: Reader, organisation: Number, name: str, said: str
) -> None:
    numbers = [organisation("Heronsea Nursery"), organisation("Marsh School")]
    add_team(office, numbers[1], "Year 2")
    before = rows(app)
    field = add_team(office, numbers[1], name)
    page = office.at
    assert page is not None and page.tree is not None
    assert (page.status, page.errors()) == (422, [said])
    assert [at(page, link) for link in links_of_summary(page)] == [field]
    assert page.tree.xpath(f"//input[@id='{field}']/@value") == [name]
    opened = page.tree.xpath("//details[@open]//input[@name]/@name")
    assert field in opened and not any(f"team-{numbers[0]}" in each for each in opened)
    assert rows(app) == before


@pytest.mark.parametrize("name", ["Year 3", ""])
def test_a_team_of_no_organisation_is_not_found_whatever_it_is_called(app: Flask, office: Reader, name: str) -> None:
    before = rows(app)
    add_team(office, 999, name)
    assert office.at is not None and office.at.status == 404
    assert rows(app) == before


def opened(page: Page) -> list[str]:
    """What the page offers for one organisation."""
    assert page.tree is not None
    (found,) = page.tree.xpath("//main//nav[@class='organisation-links']")
    return [str(each) for each in found.xpath(".//a/@href")]


def test_every_page_of_an_organisation_leads_to_all_that_can_be_done_for_it(office: Reader, town: Town) -> None:
    base = f"/manage/organisations/{town.heron}"
    own = [f"{base}/{each}" for each in ("people", "import", "headcount", "domains", "requirements", "logo")]
    beside = [f"/manage/organisations#organisation-{town.heron}", f"/manage/local-information/{town.heron}"]
    for path in (*own, f"{base}/people/add", f"{base}/requirements/add", f"{base}/join-codes", beside[1]):
        assert opened(office.open(path)) == own + beside
    page = office.open("/manage/organisations")
    assert page.tree is not None
    assert page.tree.xpath(f"//*[@id='organisation-{town.heron}']//nav//a/@href") == [*own, beside[1]]


def test_whoever_looks_after_one_organisation_is_offered_only_what_opens(keeper: Reader, town: Town) -> None:
    links = opened(keeper.open(f"/manage/organisations/{town.heron}/people"))
    assert len(links) == 6 and [keeper.open(each).status for each in links] == [200] * 6
