"""The list of organisations under the local information comes in pages that any number of organisations makes no dearer."""

from __future__ import annotations

import pytest
from flask import Flask

from course.clock import now
from course.records import organisations
from course.records.database import writing
from tests.statements_seen import statements_seen
from tests.web.local_office import LIST
from tests.web.reader import Page, Reader

pytestmark = pytest.mark.usefixtures("november")


def add(app: Flask, *names: str) -> None:
    with app.app_context(), writing() as store:
        for name in names:
            organisations.add_organisation(store, name, now())


def schools(*numbers: int) -> list[str]:
    return [f"School {number:03}" for number in range(*numbers)]


def listed(page: Page) -> list[str]:
    assert page.tree is not None
    return page.tree.xpath("//*[@id='organisations']//li/a/text()")  # type: ignore[no-any-return]


def way(page: Page, words: str) -> str | None:
    """Where a link of the paging leads; None where it is not there."""
    assert page.tree is not None
    return next(iter(page.tree.xpath("//nav[@class='paging']/a[text()=$words]/@href", words=words)), None)


def test_the_organisations_come_fifty_a_page_by_name_and_one_gets_on_and_back(app: Flask, office: Reader) -> None:
    add(app, *reversed(schools(120)))
    first = office.open(LIST)
    assert listed(first) == schools(50) and way(first, "The page before") is way(first, "First page") is None
    second = office.open(way(first, "The next page") or "")
    assert listed(second) == schools(50, 100)
    third = office.open(way(second, "The next page") or "")
    assert listed(third) == schools(100, 120) and way(third, "The next page") is None
    back = office.open(way(third, "The page before") or "")
    assert listed(back) == schools(50, 100) and way(back, "The next page")
    begin = office.open(way(back, "The page before") or "")
    assert listed(begin) == schools(50) and way(begin, "The page before") is None
    assert listed(office.open(way(third, "First page") or "")) == schools(50)


@pytest.mark.parametrize(("number", "paged"), [(0, False), (1, False), (50, False), (51, True)])
def test_a_short_list_has_no_pages(number: int, paged: bool, app: Flask, office: Reader) -> None:
    add(app, *schools(number))
    page = office.open(LIST)
    assert len(listed(page)) == min(number, 50)
    assert bool(way(page, "The next page")) is paged
    assert ("There is no organisation yet" in page.words) is (number == 0)


def test_an_organisation_that_is_added_meanwhile_shifts_nothing(app: Flask, office: Reader) -> None:
    add(app, *schools(60))
    following = way(office.open(LIST), "The next page") or ""
    add(app, "A new school", "School 055 annexe")
    assert listed(office.open(following)) == [*schools(50, 56), "School 055 annexe", *schools(56, 60)]


@pytest.mark.parametrize(
    "asked", ["after=x", "after=-1", "after=", "before=0.5", "after=%00", f"after={'9' * 30}", "page=2"]
)
def test_a_senseless_address_shows_the_first_page(asked: str, app: Flask, office: Reader) -> None:
    add(app, *schools(3))
    assert listed(office.open(f"{LIST}?{asked}")) == schools(3)


@pytest.mark.parametrize("asked", ["after=999999", "before=999999", f"after={'9' * 18}"])
def test_behind_an_organisation_that_is_not_there_is_nothing_but_the_way_back(
    asked: str, app: Flask, office: Reader
) -> None:
    add(app, *schools(3))
    page = office.open(f"{LIST}?{asked}")
    assert page.status == 200 and listed(page) == [] and "There is no organisation yet" not in page.words
    assert listed(office.open(way(page, "First page") or "")) == schools(3)


def test_every_page_costs_as_much_as_the_first_and_no_more_when_there_are_more(app: Flask, office: Reader) -> None:
    costs = []
    office.open(LIST)  # what is kept in memory for some seconds is read now
    for numbers in ((60,), (60, 120), (120, 240)):
        add(app, *schools(*numbers))
        place: str | None = LIST
        while place:
            with statements_seen(app) as seen:
                page = office.open(place)
            assert [each for each in seen if "organisation.name_key" in each and "LIMIT" not in each] == []
            costs.append(len(seen))
            place = way(page, "The next page")
    assert set(costs) == {costs[0]} and costs[0] <= 12, costs
