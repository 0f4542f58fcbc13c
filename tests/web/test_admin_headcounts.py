"""Declared numbers of an organisation."""

import pytest
from flask import Flask

from course.records import headcounts
from course.records.database import reading
from tests.web.administering import rows
from tests.web.looking_after import Town, audit_now
from tests.web.reader import Page, Reader


def enter(keeper: Reader, town: Town, **typed: object) -> Page:
    keeper.open(f"/manage/organisations/{town.heron}/headcount")
    return keeper.press("headcount", **typed)  # type: ignore[arg-type]


def test_a_number_is_declared_for_the_organisation_and_for_a_team(app: Flask, keeper: Reader, town: Town) -> None:
    for people, team in (("40", "0"), ("40", "0"), ("12", str(town.night))):
        assert enter(keeper, town, people=people, team=team).status == 303
    with app.app_context(), reading() as store:
        lines = [(each.team, each.people) for each in headcounts.history(store, town.heron)]
    assert lines == [(town.night, 12), (None, 40)]
    assert [line[0] for line in audit_now(app)].count("headcount declared") == 2
    page = keeper.open(f"/manage/organisations/{town.heron}/headcount")
    assert page.tree is not None and page.tree.xpath("//*[@data-figure='headcount']/text()") == ["40", "12"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("people", "", "Enter a whole number from 0 to 1,000,000"),
        ("people", "-1", "Enter a whole number from 0 to 1,000,000"),
        ("people", "1000001", "Enter a whole number from 0 to 1,000,000"),
        ("people", "4.5", "Enter a whole number from 0 to 1,000,000"),
        ("people", "many", "Enter a whole number from 0 to 1,000,000"),
        ("from_day", "", "Enter the day"),
        ("team", "999", "Choose one of the list"),
    ],
)
def test_a_number_that_will_not_do_is_told(
    app: Flask, keeper: Reader, town: Town, field: str, typed: str, said: str
) -> None:
    before = rows(app)
    page = enter(keeper, town, **{"people": "40", field: typed})
    assert (page.status, page.errors()) == (422, [said]) and rows(app) == before


@pytest.mark.parametrize(
    ("whole", "night", "day", "told"),
    [
        ("40", "12", "28", None),
        ("40", "12", "27", "The teams say 39 together, the whole organisation 40: that is 1 fewer."),
        ("40", "12", "30", "The teams say 42 together, the whole organisation 40: that is 2 more."),
        ("40", "41", "", "The teams say 41 together, the whole organisation 40: that is 1 more."),
        ("40", "12", "", None),
        ("", "12", "30", None),
    ],
)
def test_teams_that_do_not_add_up_to_the_whole_are_told(
    keeper: Reader, town: Town, whole: str, night: str, day: str, told: str | None
) -> None:
    for people, team in ((whole, "0"), (night, str(town.night)), (day, str(town.day))):
        if people:
            assert enter(keeper, town, people=people, team=team).status == 303
    page = keeper.open(f"/manage/organisations/{town.heron}/headcount")
    assert page.tree is not None
    sums = page.tree.xpath("//*[@data-figure='headcount-sum']/text()")
    assert sums == ([str(sum(int(each) for each in (night, day) if each))] if whole else [])
    assert ("do not add up" in page.words) == (told is not None) and (told or "") in page.words
    assert ("without Day" in page.words) == bool(whole and not day)
