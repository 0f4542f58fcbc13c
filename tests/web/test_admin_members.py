"""A membership put right: first day, job role, team, leaving."""

import datetime as dt

import pytest
from flask import Flask

from course.clock import now
from course.records import organisations, roles
from course.records.database import reading, writing
from course.rules import auditing
from course.rules.dates import london_day
from course.rules.scoping import Scope
from tests.web.administering import rows
from tests.web.looking_after import Town, audit_now, day_fields, places_now
from tests.web.reader import Page, Reader

DAY = dt.timedelta(days=1)


@pytest.fixture
def at(app: Flask, town: Town) -> str:
    return f"/manage/memberships/{places_now(app, town.quill)[0].id}"


def send(keeper: Reader, at: str, form: str, **typed: object) -> Page:
    keeper.open(at)
    return keeper.press(form, **typed)  # type: ignore[arg-type]


def test_first_day_and_job_role_are_corrected(app: Flask, keeper: Reader, town: Town, at: str) -> None:
    day, before = london_day(now()) - 100 * DAY, places_now(app, town.quill)[0].started_on
    assert send(keeper, at, "correct", job_role="Cook", **day_fields("started_on", day)).status == 303
    (place,) = places_now(app, town.quill)
    assert (place.started_on, place.counts_from, place.job_role_name) == (day, day, "Cook")
    told = (
        f"membership {place.id} of organisation {town.heron}; first day: {auditing.day(before)} → {auditing.day(day)}; "
    )
    told += f"works as: none → job role {place.job_role}"
    assert audit_now(app)[-1] == ("membership corrected", f"person {town.quill}", told)
    assert send(keeper, at, "correct", job_role="").status == 303
    assert places_now(app, town.quill)[0].job_role is None


def test_a_move_keeps_the_day_from_which_it_counts_and_twice_is_once(
    app: Flask, keeper: Reader, town: Town, at: str
) -> None:
    form = keeper.open(at)
    for _ in range(2):
        assert keeper.press("move", page=form, team=str(town.night)).status == 303
    new, old = places_now(app, town.quill)
    assert (new.team, new.started_on, new.counts_from) == (town.night, london_day(now()), old.started_on)
    assert old.moved and [line[0] for line in audit_now(app)].count("member moved") == 1
    assert not keeper.open(at).has_form("move")


def test_a_move_asks_for_no_team_where_there_are_none(app: Flask, office: Reader, town: Town) -> None:
    page = office.open(f"/manage/memberships/{places_now(app, town.marsh)[0].id}")
    assert page.has_form("leave") and not page.form("move").xpath(".//select")


def test_leaving_is_dated_corrected_and_taken_back(app: Flask, keeper: Reader, town: Town, at: str) -> None:
    today = london_day(now())
    for day in (today, today - DAY):
        assert send(keeper, at, "leave", **day_fields("left_on", day)).status == 303
        assert places_now(app, town.quill)[0].left_on == day
    assert send(keeper, at, "stay").status == 303
    assert places_now(app, town.quill)[0].left_on is None
    assert not keeper.open(at).has_form("stay")


def test_a_leaving_is_not_taken_back_where_they_came_again(app: Flask, keeper: Reader, town: Town, at: str) -> None:
    send(keeper, at, "leave")
    keeper.open(f"/manage/people/{town.quill}/join")
    keeper.press("person-joins", place=str(town.heron))
    before = rows(app)
    page = send(keeper, at, "stay")
    assert page.status == 409 and page.errors() == ["They belong to this organisation again already"]
    assert rows(app) == before


@pytest.mark.parametrize(
    ("form", "field", "days", "said"),
    [
        ("leave", "left_on", -10, "Enter a day that is not before the start"),
        ("leave", "left_on", 400, "Enter a day that is at most a year ahead"),
        ("move", "moved_on", -10, "Enter a day that is not before the start"),
        ("correct", "started_on", 400, "Enter a day that is at most a year ahead"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(
    app: Flask, keeper: Reader, town: Town, at: str, form: str, field: str, days: int, said: str
) -> None:
    before = rows(app), places_now(app, town.quill)
    page = send(keeper, at, form, **day_fields(field, london_day(now()) + days * DAY))
    assert (page.status, page.errors()) == (422, [said])
    assert (rows(app), places_now(app, town.quill)) == before


# Two memberships of one person in one organisation never hold on one day.


@pytest.fixture
def came_again(app: Flask, keeper: Reader, town: Town) -> tuple[str, str]:
    """Here from 9 to 5 days ago, and again from 4 days ago on: the addresses of both."""
    today = london_day(now())
    with app.app_context(), writing() as store:
        organisations.leave(store, town.quill, town.heron, today - 5 * DAY)
        organisations.join(store, town.quill, town.heron, None, today - 4 * DAY, now())
    newer, older = places_now(app, town.quill)
    return f"/manage/memberships/{older.id}", f"/manage/memberships/{newer.id}"


@pytest.mark.parametrize(
    ("which", "form", "field", "days", "status"),
    [
        (0, "leave", "left_on", -4, 303),
        (0, "leave", "left_on", -3, 422),
        (0, "leave", "left_on", -9, 303),
        (1, "correct", "started_on", -5, 303),
        (1, "correct", "started_on", -6, 422),
        (1, "correct", "started_on", -100, 422),
        (0, "correct", "started_on", -100, 303),
    ],
)
def test_days_by_hand_never_overlap(
    app: Flask, keeper: Reader, town: Town, came_again: tuple[str, str],
    which: int, form: str, field: str, days: int, status: int,
) -> None:  # fmt: skip
    before, day = places_now(app, town.quill), london_day(now()) + days * DAY
    page = send(keeper, came_again[which], form, **day_fields(field, day))
    assert page.status == status
    if status == 422:
        assert "They were here from" in page.errors()[0] and places_now(app, town.quill) == before
        assert f'value="{day.day}"' in page.text


def test_a_leaving_is_not_taken_back_into_a_stay_that_ended(
    app: Flask, keeper: Reader, town: Town, came_again: tuple[str, str]
) -> None:
    assert send(keeper, came_again[1], "leave").status == 303
    before = places_now(app, town.quill)
    page = send(keeper, came_again[0], "stay")
    assert page.status == 409 and "Enter other days, or correct those first" in page.errors()[0]
    assert places_now(app, town.quill) == before


@pytest.mark.parametrize(("days", "status"), [(-6, 422), (-5, 303)])
def test_who_comes_back_does_so_after_leaving(
    app: Flask, keeper: Reader, town: Town, at: str, days: int, status: int
) -> None:
    today = london_day(now())
    send(keeper, at, "leave", **day_fields("left_on", today - 5 * DAY))
    keeper.open(f"/manage/people/{town.quill}/join")
    typed = day_fields("started_on", today + days * DAY)
    page = keeper.press("person-joins", place=str(town.heron), **typed)
    assert page.status == status and len(places_now(app, town.quill)) == (2 if status == 303 else 1)
    if status == 422:
        assert "They were here from" in page.errors()[0]


def test_another_job_role_from_a_day_on_is_a_move(app: Flask, keeper: Reader, town: Town, at: str) -> None:
    send(keeper, at, "correct", job_role="Key person")
    day = london_day(now()) - 2 * DAY
    assert send(keeper, at, "move", job="Room leader", **day_fields("moved_on", day)).status == 303
    new, old = places_now(app, town.quill)
    assert (old.job_role_name, old.left_on, old.moved) == ("Key person", day, True)
    assert (new.job_role_name, new.started_on, new.counts_from) == ("Room leader", day, old.counts_from)
    assert send(keeper, f"/manage/memberships/{new.id}", "move", team=str(town.day)).status == 303
    assert (places_now(app, town.quill)[0].job_role_name, places_now(app, town.quill)[0].team) == (
        "Room leader", town.day
    )  # fmt: skip


def test_a_move_to_where_they_are_is_refused(app: Flask, keeper: Reader, town: Town, at: str) -> None:
    before = places_now(app, town.quill)
    page = send(keeper, at, "move")
    assert (page.status, page.errors()) == (422, ["Choose another team, or enter another job role"])
    assert places_now(app, town.quill) == before


@pytest.mark.parametrize(("days", "stays"), [(0, False), (-3, False), (3, True)])
def test_a_leaving_ends_the_roles_held_there(
    app: Flask, keeper: Reader, town: Town, at: str, days: int, stays: bool
) -> None:
    with app.app_context(), writing() as store:
        roles.grant(store, town.quill, "organisation-lead", "organisation", town.heron, now())
    assert send(keeper, at, "leave", **day_fields("left_on", london_day(now()) + days * DAY)).status == 303
    with app.app_context(), reading() as store:
        assert bool(roles.grants_of(store, town.quill, Scope(everything=True))) == stays
    line = ("role ended by leaving", f"person {town.quill}", f"organisation-lead for organisation {town.heron}")
    assert (line in audit_now(app)) != stays


def test_a_move_ends_the_roles_held_for_the_team_alone(app: Flask, keeper: Reader, town: Town, at: str) -> None:
    send(keeper, at, "move", team=str(town.night))
    with app.app_context(), writing() as store:
        roles.grant(store, town.quill, "team-lead", "team", town.night, now())
        roles.grant(store, town.quill, "trainer", "organisation", town.heron, now())
    there = f"/manage/memberships/{places_now(app, town.quill)[0].id}"
    assert send(keeper, there, "move", team="0").status == 303
    with app.app_context(), reading() as store:
        assert [each.role for each in roles.grants_of(store, town.quill, Scope(everything=True))] == ["trainer"]
