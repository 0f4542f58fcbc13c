"""Making a join code: for whom, until when, for how many; and what is said where that cannot be."""

import datetime as dt

import pytest
from flask import Flask

from course import clock
from course.clock import now
from course.records import join_codes, organisations
from course.records.database import reading, writing
from course.records.join_codes import JoinCode
from tests.web.administering import at, links_of_summary, office_of, rows, token_of
from tests.web.reader import Page, Reader

PATH = "/manage/organisations/{}/join-codes"
A_DAY = "Enter a day that exists as day, month and year, like 27 3 2027, or leave all three empty"
PAST = "Enter a day that is not yet past"
A_NUMBER = "Enter a number from 1 to 100,000, or leave it empty"
FOR_WHOM = "Choose the whole organisation or one of its teams"


@pytest.fixture
def place(app: Flask) -> tuple[int, int, int]:
    """The numbers of an organisation, of its team, and of a team of another."""
    with app.app_context(), writing() as store:
        here = organisations.add_organisation(store, "Heronsea Nursery", now())
        there = organisations.add_organisation(store, "Marsh School", now())
        return (
            here,
            organisations.add_team(store, here, "Toddlers", now()),
            organisations.add_team(store, there, "Year 3", now()),
        )


@pytest.fixture
def office(app: Flask, admin: int) -> Reader:
    clock.set_now(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    return office_of(app)


def make(office: Reader, organisation: int, **fields: object) -> Page:
    """Send the form; a field may be sent any number of times."""
    token, path = token_of(office), PATH.format(organisation)
    data = {"team": "0", "expires_on": ["", "", ""], "uses_limit": "", "csrf_token": token} | fields
    return office.send(path, **data)


def codes(app: Flask) -> tuple[JoinCode, ...]:
    with app.app_context(), reading() as store:
        return join_codes.codes(store)


def test_a_code_for_everybody_without_an_end(app: Flask, office: Reader, place: tuple[int, int, int]) -> None:
    page = make(office, place[0])
    (made,) = codes(app)
    assert page.place == f"/manage/join-codes/{made.code}"
    assert (made.organisation, made.team, made.expires_on, made.uses_limit) == (place[0], None, None, None)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (["27", "3", "2027"], dt.date(2027, 3, 27)),
        ([" 27 ", "03", "2027"], dt.date(2027, 3, 27)),
        (["22", "11", "2026"], dt.date(2026, 11, 22)),
        (["", " ", ""], None),
        ([], None),
        ([""], None),
        (["", "", "", "27"], None),
        (["29", "2", "2028", "1"], dt.date(2028, 2, 29)),
    ],
)
def test_a_code_for_a_team_with_a_last_day_and_a_limit(
    app: Flask, office: Reader, place: tuple[int, int, int], sent: list[str], kept: dt.date | None
) -> None:
    assert make(office, place[0], team=str(place[1]), expires_on=sent, uses_limit=" 100000 ").status == 303
    (made,) = codes(app)
    assert (made.team, made.expires_on, made.uses_limit) == (place[1], kept, 100_000)


@pytest.mark.parametrize(("sent", "told"), [("1", ", by 1 person"), ("2", ", by 2 people")])
def test_how_many_may_use_it_stands_on_its_sheet(
    office: Reader, place: tuple[int, int, int], sent: str, told: str
) -> None:
    assert told in office.open(str(make(office, place[0], uses_limit=sent).place)).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (["21", "11", "2026"], PAST),
        (["31", "6", "2027"], A_DAY),
        (["29", "2", "2027"], A_DAY),
        (["", "3", "2027"], A_DAY),
        (["27", "", "2027"], A_DAY),
        (["27", "3", ""], A_DAY),
        (["27"], A_DAY),
        (["27", "3"], A_DAY),
        (["27 3 2027"], A_DAY),
        (["27", "3", "27"], A_DAY),
        (["27", "3", "20270"], A_DAY),
        (["0", "0", "0"], A_DAY),
        (["\0", "\0", "\0"], A_DAY),
        (["9" * 5_000] * 3, A_DAY),
        (["²", "3", "2027"], A_DAY),
        (["27", "March", "2027"], A_DAY),
    ],
    ids=str,
)
def test_a_day_that_will_not_do_is_told_at_its_field_with_what_was_typed(
    app: Flask, office: Reader, place: tuple[int, int, int], sent: list[str], said: str
) -> None:
    before, page = rows(app), make(office, place[0], expires_on=sent)
    assert (page.status, page.errors()) == (422, [said])
    assert [at(page, link) for link in links_of_summary(page)] == ["expires_on"]
    assert page.tree is not None
    typed = page.tree.xpath("//input[@name='expires_on']")
    assert len(typed) == 3
    if "\0" not in sent[0]:
        assert [each.get("value") or "" for each in typed] == [*sent, "", ""][:3]
    assert rows(app) == before


@pytest.mark.parametrize(
    "sent",
    ["0", "-1", "100001", "9223372036854775808", "9" * 5_000, "1.5", "ten", "\0", "1e3", "½"],
    ids=lambda s: s[:20],
)
def test_a_number_of_people_that_will_not_do_is_told(
    app: Flask, office: Reader, place: tuple[int, int, int], sent: str
) -> None:
    before, page = rows(app), make(office, place[0], uses_limit=sent)
    assert (page.status, page.errors()) == (422, [A_NUMBER])
    assert rows(app) == before


@pytest.mark.parametrize("sent", ["", "999", "-1", "9223372036854775808", "all", "\0", [], "another"])
def test_a_code_is_for_the_organisation_or_one_of_its_own_teams(
    app: Flask, office: Reader, place: tuple[int, int, int], sent: str | list[str]
) -> None:
    before, page = rows(app), make(office, place[0], team=str(place[2]) if sent == "another" else sent)
    assert (page.status, page.errors()) == (422, [FOR_WHOM])
    assert [at(page, link) for link in links_of_summary(page)] == ["team"]
    assert rows(app) == before


def test_every_fault_is_told_at_once(office: Reader, place: tuple[int, int, int]) -> None:
    page = make(office, place[0], team="x", expires_on=["1", "1", "2020"], uses_limit="x")
    assert page.errors() == [FOR_WHOM, PAST, A_NUMBER]


def test_a_code_that_is_stopped_twice_is_stopped_once(app: Flask, office: Reader, place: tuple[int, int, int]) -> None:
    make(office, place[0])
    (made,) = codes(app)
    before, token = rows(app)["audit"], token_of(office)
    for _ in range(2):
        page = office.send(f"/manage/join-codes/{made.code}/stop", csrf_token=token)
        assert page.place == f"/manage/organisations#organisation-{place[0]}"
        assert codes(app)[0].revoked
        assert rows(app)["audit"] == before + 1


def test_a_code_of_no_organisation_is_not_found(app: Flask, office: Reader) -> None:
    before = rows(app)
    assert make(office, 999, expires_on=["x"]).status == 404
    assert rows(app) == before
