"""Join links and join codes."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from course import clock
from course.clock import now
from course.records import join_codes, organisations
from course.records.database import reading, writing
from course.rules.dates import london_day
from tests.web.people import PASSWORD
from tests.web.reader import Reader

NewCode = Callable[..., str]


@pytest.fixture
def signed_in(ada: int, reader: Reader) -> Reader:
    reader.open("/sign-in")
    reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    return reader


def places(app: Flask, person: int) -> list[tuple[int, int | None]]:
    with app.app_context(), reading() as store:
        return [(each.organisation, each.team) for each in organisations.memberships_of(store, person)]


def uses(app: Flask, code: str) -> int:
    with app.app_context(), reading() as store:
        found = join_codes.join_code(store, code)
        assert found is not None
        return found.uses


def test_a_guest_is_shown_the_place_and_two_ways_on(reader: Reader, join_code: NewCode) -> None:
    code = join_code()
    page = reader.open(f"/join/{code}")
    assert page.h1 == "Join Heronsea Nursery, Toddlers"
    assert page.tree is not None
    up, into = page.tree.xpath("//div[@class='actions']/a/@href")
    assert reader.open(up).value("sign-up", "code") == code
    assert reader.open(into).h1 == "Sign in"


def test_signing_in_from_a_join_link_comes_back_to_it(ada: int, reader: Reader, join_code: NewCode) -> None:
    code = join_code()
    page = reader.open(f"/join/{code}")
    assert page.tree is not None
    reader.open(page.tree.xpath("//div[@class='actions']/a/@href")[1])
    assert reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD).place == f"/join/{code}"


def test_opening_a_join_link_joins_nothing_the_button_does(
    ada: int, app: Flask, signed_in: Reader, join_code: NewCode
) -> None:
    code = join_code()
    signed_in.open(f"/join/{code}")
    assert places(app, ada) == []
    done = signed_in.press("join")
    assert done.status == 303 and places(app, ada) == [(1, 1)] and uses(app, code) == 1
    assert "You have joined" in signed_in.follow(done).words


def test_joining_twice_is_joining_once(ada: int, app: Flask, signed_in: Reader, join_code: NewCode) -> None:
    code = join_code(uses_limit=1)
    page = signed_in.open(f"/join/{code}")
    assert [signed_in.press("join", page).status for _ in range(2)] == [303, 303]
    assert places(app, ada) == [(1, 1)] and uses(app, code) == 1
    assert signed_in.open(f"/join/{code}").h1 == "You belong to Heronsea Nursery, Toddlers"


def test_a_stopped_code_says_so(ada: int, app: Flask, signed_in: Reader, join_code: NewCode) -> None:
    code = join_code()
    page = signed_in.open(f"/join/{code}")
    with app.app_context(), writing() as store:
        found = join_codes.join_code(store, code)
        assert found is not None
        join_codes.revoke(store, found.id)
    for answer in (
        signed_in.press("join", page),
        signed_in.open(f"/join/{code}"),
        signed_in.open(f"/join/{code.lower()}"),
    ):
        assert answer.status == 409 and "was stopped" in answer.words
    assert places(app, ada) == []


@pytest.mark.parametrize(("days", "status"), [(-1, 409), (0, 200)])
def test_an_expired_code_says_so(reader: Reader, join_code: NewCode, days: int, status: int) -> None:
    page = reader.open(f"/join/{join_code(expires_on=london_day(now()) + dt.timedelta(days=days))}")
    assert page.status == status
    assert ("has expired" in page.words) is (status == 409)


def test_a_used_up_code_says_so(ada: int, app: Flask, signed_in: Reader, join_code: NewCode) -> None:
    code = join_code(uses_limit=1)
    page = signed_in.open(f"/join/{code}")
    with app.app_context(), writing() as store:
        found = join_codes.join_code(store, code)
        assert found is not None
        join_codes.count_use(store, found.id)
    for answer in (signed_in.press("join", page), signed_in.open(f"/join/{code}")):
        assert answer.status == 409 and "as often as it may be" in answer.words
    assert places(app, ada) == []


@pytest.mark.parametrize("code", ["2222-2222-2222", "abcd", "a" * 64, "____", "0000-0000-0000"])
def test_an_unknown_code_is_not_found(reader: Reader, code: str) -> None:
    page = reader.open(f"/join/{code}")
    assert page.status == 404 and "do not know this join code" in page.words


@pytest.mark.parametrize("code", ["abc", "a" * 65, "a b c d", "%00%00%00%00", "../../etc"])
def test_what_cannot_be_a_code_is_not_found(reader: Reader, code: str) -> None:
    assert reader.open(f"/join/{code}").status == 404


@pytest.mark.parametrize("typed", ["{}", " {} ", "({})"])
def test_a_code_read_from_paper_leads_to_its_page(reader: Reader, join_code: NewCode, typed: str) -> None:
    code = join_code()
    reader.open("/join")
    assert reader.press("join", code=typed.format(code)).place == f"/join/{code}"


@pytest.mark.parametrize("typed", ["", "  ", "!!", "x" * 65, "\x00"])
def test_what_is_no_code_is_asked_for_again(reader: Reader, typed: str) -> None:
    reader.open("/join")
    page = reader.press("join", code=typed)
    assert page.status == 422 and page.errors() == ["Enter the join code as it was given to you"]


def test_the_form_on_the_front_page_leads_there_too(reader: Reader, join_code: NewCode) -> None:
    code = join_code()
    reader.open("/")
    assert reader.press("join", code=code).place == f"/join/{code}"


def test_joining_needs_an_account(reader: Reader, join_code: NewCode) -> None:
    answer = reader.send(f"/join/{join_code()}")
    assert answer.status == 303 and answer.place is not None and answer.place.startswith("/sign-in")


def test_whoever_leaves_on_a_day_to_come_is_told_and_nothing_is_used_up(
    app: Flask, ada: int, signed_in: Reader, join_code: NewCode
) -> None:
    code, today = join_code(uses_limit=3), london_day(now())
    with app.app_context(), writing() as store:
        place = join_codes.join_code(store, code)
        assert place is not None
        organisations.join(store, ada, place.organisation, place.team, today - dt.timedelta(days=9), now())
        organisations.leave(store, ada, place.organisation, today + dt.timedelta(days=1))
    signed_in.open(f"/join/{code}")
    page = signed_in.press("join")
    assert (page.status, uses(app, code), len(places(app, ada))) == (409, 0, 1)
    assert "You belong there already, until a day that is still to come." in page.words
    clock.set_now(now() + dt.timedelta(days=1))
    signed_in.open(f"/join/{code}")
    assert signed_in.press("join").status == 303 and len(places(app, ada)) == 2
