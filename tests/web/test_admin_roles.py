"""Roles given and taken: within what one looks after, and never the last administrator's."""

import pytest
from flask import Flask

from course.clock import now
from course.records import organisations, roles
from course.records.database import reading, writing
from course.records.roles import Grant
from course.rules.dates import london_day
from course.web.admin.people import ROLE_NAMES
from tests.web.administering import rows
from tests.web.looking_after import ALL, Town, audit_now, enter_as, keeper_of
from tests.web.reader import Reader


@pytest.fixture
def member(app: Flask, ada: int, town: Town) -> int:
    """Ada, who has an account and belongs to Heronsea."""
    with app.app_context(), writing() as store:
        organisations.join(store, ada, town.heron, None, london_day(now()), now())
    return ada


def held(app: Flask, person: int) -> list[tuple[str, str, str]]:
    with app.app_context(), reading() as store:
        return [(each.role, each.scope, each.place) for each in roles.grants_of(store, person, ALL)]


def grants(app: Flask, person: int) -> tuple[Grant, ...]:
    with app.app_context(), reading() as store:
        return roles.grants_of(store, person, ALL)


@pytest.mark.parametrize("role", ["trainer", "team-lead", "organisation-lead", "administrator", "auditor"])
def test_every_role_is_given_for_the_partnership_and_taken_away(
    app: Flask, office: Reader, member: int, role: str
) -> None:
    at, form = f"/manage/people/{member}", office.open(f"/manage/people/{member}/roles")
    for _ in range(2):
        assert office.press("give-role", page=form, role=role, held_for="partnership").status == 303
    assert held(app, member) == [(role, "partnership", "")]
    (grant,) = grants(app, member)
    for _ in range(2):
        assert office.post(f"{at}/roles/{grant.id}/take").status == 303
    assert held(app, member) == []
    told = [line for line in audit_now(app) if line[0].startswith("role")]
    assert told == [
        ("role granted", f"person {member}", f"role: none → {ROLE_NAMES[role]} for partnership"),
        ("role taken away", f"person {member}", f"role: {ROLE_NAMES[role]} for partnership → none"),
    ]


def test_an_organisations_administrator_gives_roles_within_it_alone(
    app: Flask, keeper: Reader, town: Town, member: int
) -> None:
    page = keeper.open(f"/manage/people/{member}/roles")
    assert page.tree is not None
    offered = page.tree.xpath("//select[@name='held_for']/option/@value")
    assert offered == ["", f"organisation-{town.heron}", f"team-{town.day}", f"team-{town.night}"]
    for place in offered[1:]:
        assert keeper.press("give-role", page=page, role="team-lead", held_for=str(place)).status == 303
    before = rows(app)
    for place in ("partnership", f"organisation-{town.wells}", "organisation-", "team-999", ""):
        assert keeper.press("give-role", page=page, role="team-lead", held_for=place).status == 422, place
    assert rows(app) == before and len(held(app, member)) == 3


@pytest.mark.parametrize("role", ["", "king"])
def test_a_role_that_is_none_is_not_given(app: Flask, office: Reader, member: int, role: str) -> None:
    office.open(f"/manage/people/{member}/roles")
    assert office.press("give-role", role=role, held_for="partnership").status == 422
    assert held(app, member) == []


def test_a_team_has_no_administrator(app: Flask, office: Reader, town: Town, member: int) -> None:
    office.open(f"/manage/people/{member}/roles")
    page = office.press("give-role", role="administrator", held_for=f"team-{town.night}")
    assert page.status == 422 and "An administrator looks after" in page.errors()[0]


def test_the_last_administrator_of_the_partnership_stays_one(
    app: Flask, office: Reader, admin: int, town: Town
) -> None:
    keeper_of(app, town.heron)
    (grant,) = grants(app, admin)
    before = rows(app)
    page = office.post(f"/manage/people/{admin}/roles/{grant.id}/take")
    assert page.status == 409 and "only administrator of the partnership" in page.words
    assert rows(app) == before
    page = office.open("/account")
    office.press("close", password="kettle moss violin")
    assert office.at is not None and office.at.status == 409


def test_one_of_two_administrators_can_be_taken_away(app: Flask, office: Reader, admin: int, member: int) -> None:
    with app.app_context(), writing() as store:
        roles.grant(store, member, "administrator", "partnership", None, now())
    (grant,) = grants(app, admin)
    assert office.post(f"/manage/people/{admin}/roles/{grant.id}/take").status == 303
    assert office.open("/manage/people").status == 403


def test_roles_held_elsewhere_are_neither_seen_nor_taken_nor_those_of_another_person(
    app: Flask, keeper: Reader, town: Town, member: int, admin: int
) -> None:
    with app.app_context(), writing() as store:
        roles.grant(store, member, "auditor", "partnership", None, now())
        roles.grant(store, member, "trainer", "organisation", town.wells, now())
    assert "Auditor" not in keeper.open(f"/manage/people/{member}").words
    numbers = [each.id for each in grants(app, member)] + [each.id for each in grants(app, admin)]
    for number in numbers:
        keeper.post(f"/manage/people/{member}/roles/{number}/take")
    assert len(held(app, member)) == 2 and len(held(app, admin)) == 1


def test_a_role_is_for_those_who_can_sign_in(keeper: Reader, town: Town) -> None:
    assert keeper.open(f"/manage/people/{town.quill}/roles").status == 404
    assert "/roles" not in keeper.open(f"/manage/people/{town.quill}").text


def test_a_role_acts_at_the_next_click(app: Flask, office: Reader, town: Town, member: int) -> None:
    browser = enter_as(app, "ada@heronsea.example")
    assert browser.open("/manage/people").status == 403
    office.open(f"/manage/people/{member}/roles")
    office.press("give-role", role="administrator", held_for=f"organisation-{town.wells}")
    assert "Moss Marsh" in browser.open("/manage/people").words
