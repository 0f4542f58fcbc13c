"""Exemptions on a person's page: added once with reason, ended with the days before left alone, only for one's own people."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from course import clock
from course.records import exemptions, organisations, people, roles, standings, tables
from course.records.database import reading, writing
from course.records.exemptions import Held
from course.rules.requirements import Requirement
from tests.web.administering import office_of, rows
from tests.web.learning import signed_in
from tests.web.people import add_person
from tests.web.reader import Page, Reader

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY, DAY = NOW.date(), dt.timedelta(days=1)
FIRST, LAST = ["22", "11", "2026"], ["31", "5", "2027"]


@pytest.fixture
def di(app: Flask, admin: int) -> tuple[int, int]:
    """Di and her membership of a nursery."""
    clock.set_now(NOW)
    with app.app_context(), writing() as store:
        number = people.add_person(store, "Di Fern", NOW)
        nursery = organisations.add_organisation(store, "Heronsea Nursery", NOW)
        return number, organisations.join(store, number, nursery, None, TODAY - 100 * DAY, NOW)


@pytest.fixture
def office(app: Flask, di: tuple[int, int]) -> Reader:
    return office_of(app)


def path(di: tuple[int, int]) -> str:
    return f"/manage/people/{di[0]}/exemptions"


def add(office: Reader, di: tuple[int, int], **typed: object) -> Page:
    page = office.open(path(di))
    token = page.value("exemption", "csrf_token")
    usual = {"place": str(di[1]), "reason": "Parental leave", "from_day": FIRST, "until_day": LAST, "csrf_token": token}
    return office.send(path(di), **(usual | typed))  # type: ignore[arg-type]


def held(app: Flask, person: int) -> tuple[Held, ...]:
    with app.app_context(), reading() as store:
        return exemptions.exemptions_of(store, person)


def exempt_until(app: Flask, membership: int) -> dt.date | None:
    with app.app_context(), writing() as store:
        standings.settle(store, Requirement(30, 24, 60, 14), TODAY)
        column = tables.standing.c
        found = select(column.exempt_until).where(column.membership == membership)
        until: dt.date | None = store.scalar(found)
        return until


def test_an_exemption_is_added_once_and_changes_the_status(app: Flask, office: Reader, di: tuple[int, int]) -> None:
    assert exempt_until(app, di[1]) is None
    assert [add(office, di).place for _ in range(2)] == [path(di), path(di)]
    (made,) = held(app, di[0])
    assert (made.reason, made.from_day, made.until_day) == ("Parental leave", TODAY, dt.date(2027, 5, 31))
    assert exempt_until(app, di[1]) == dt.date(2027, 5, 31)
    words = office.open(path(di)).words
    assert "Exempt 22 November 2026 to 31 May 2027: Parental leave" in words
    with app.app_context(), reading() as store:
        lines = store.execute(tables.audit.select().where(tables.audit.c.action == "exemption added")).all()
    assert [(each.thing, each.detail) for each in lines] == [
        (f"person {di[0]}", f"exemption {made.id}; from 22 November 2026; until 31 May 2027")
    ]


def test_the_end_may_be_left_open(app: Flask, office: Reader, di: tuple[int, int]) -> None:
    add(office, di, until_day=["", "", ""])
    assert held(app, di[0])[0].until_day is None and exempt_until(app, di[1]) == dt.date(9999, 12, 31)
    assert "no end yet" in office.open(path(di)).words


@pytest.mark.parametrize(
    ("first", "left"),
    [(TODAY - 10 * DAY, TODAY - DAY), (TODAY, None), (TODAY + DAY, None)],
    ids=["begun", "today", "later"],
)
def test_ending_leaves_the_days_before_as_they_were(
    app: Flask, office: Reader, di: tuple[int, int], first: dt.date, left: dt.date | None
) -> None:
    add(office, di, from_day=[str(first.day), str(first.month), str(first.year)])
    page = office.open(path(di))
    assert [office.press("end-exemption", page).place for _ in range(2)] == [path(di), path(di)]
    assert [each.until_day for each in held(app, di[0])] == ([left] if left else [])
    assert exempt_until(app, di[1]) is None
    assert not office.open(path(di)).has_form("end-exemption")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "Say why, in a few words"),
        ({"reason": "x" * 121}, "Use 120 characters or fewer"),
        ({"from_day": ["", "", ""]}, "Enter the day"),
        ({"until_day": ["21", "11", "2026"]}, "The last day must not be before the first day"),
        ({"from_day": ["1", "1", "1999"]}, "Enter a day within 10 years of today"),
        ({"place": []}, "Choose where it holds"),
    ],
)
def test_what_will_not_do_is_told(
    app: Flask, office: Reader, di: tuple[int, int], typed: dict[str, object], said: str
) -> None:
    before, page = rows(app), add(office, di, **typed)
    assert (page.status, page.errors()) == (422, [said])
    assert rows(app) == before


def test_for_a_membership_of_somebody_else_none_can_be_made(app: Flask, office: Reader, di: tuple[int, int]) -> None:
    before = rows(app)
    assert add(office, di, place="999").status == 422
    assert rows(app) == before


def test_an_administrator_of_another_organisation_finds_nobody(app: Flask, office: Reader, di: tuple[int, int]) -> None:
    add(office, di)
    person = add_person(app, "Ada Quill", email="ada@heronsea.example")
    with app.app_context(), writing() as store:
        school = organisations.add_organisation(store, "Marsh School", NOW)
        roles.grant(store, person, "administrator", "organisation", school, NOW)
    reader, number = signed_in(app), held(app, di[0])[0].id
    assert reader.open(path(di)).status == reader.open("/manage/people/999999/exemptions").status == 404
    assert reader.post(f"{path(di)}/{number}/end").status == 404
    with app.app_context(), writing() as store:  # known in both: each sees and ends what is its own
        organisations.join(store, di[0], school, None, TODAY, NOW)
    assert "Parental leave" not in reader.open(path(di)).words
    assert reader.post(f"{path(di)}/{number}/end").status == 404
    assert held(app, di[0])[0].until_day == dt.date(2027, 5, 31)


def test_the_person_s_page_leads_there(office: Reader, di: tuple[int, int]) -> None:
    page = office.open(f"/manage/people/{di[0]}")
    assert page.tree is not None and path(di) in page.tree.xpath("//main//a/@href")
