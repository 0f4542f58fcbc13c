"""Two records of one person: both are seen, one is chosen, and nobody gains what is not theirs to give."""

import datetime as dt

import pytest
from flask import Flask

from course.clock import now
from course.records import accounts, contacts, organisations, people, roles
from course.records.database import reading, writing
from course.rules import auditing
from course.rules.dates import london_day
from course.web.admin.merging import TOGETHER
from tests.web.administering import rows
from tests.web.looking_after import Town, audit_now, enter, person_now, places_now
from tests.web.reader import Page, Reader


@pytest.fixture
def double(app: Flask, town: Town) -> int:
    """A second record of Ida Quill at Heronsea."""
    with app.app_context(), writing() as store:
        return enter(store, "Ida Quill", town.heron, "ida@x.example")


def merge(reader: Reader, one: int, two: int, **chosen: str) -> Page:
    page = reader.open(f"/manage/people/{one}/merge/{two}")
    if page.tree is not None and page.tree.xpath("//input[@name='together']"):
        chosen = {"together": "yes"} | chosen
    return reader.press("merge", **chosen)


def test_the_namesake_is_found_first_and_both_stand_side_by_side(keeper: Reader, town: Town, double: int) -> None:
    page = keeper.open(f"/manage/people/{town.quill}/merge")
    assert f"/manage/people/{town.quill}/merge/{double}" in page.text
    page = keeper.open(f"/manage/people/{town.quill}/merge/{double}")
    assert page.tree is not None and len(page.tree.xpath("//section[@class='merge-side']")) == 2
    assert not page.tree.xpath("//input[@name='account']")
    assert keeper.open(f"/manage/people/{town.quill}/merge/{town.quill}").status == 404


def test_one_record_is_made_of_two_and_twice_is_once(app: Flask, keeper: Reader, town: Town, double: int) -> None:
    form = keeper.open(f"/manage/people/{town.quill}/merge/{double}")
    for _ in range(2):
        page = keeper.press("merge", page=form, keep=str(double), together="yes")
        assert (page.status, page.place) == (303, f"/manage/people/{double}?done=merged")
    assert person_now(app, town.quill) is None and len(places_now(app, double)) == 1
    assert [line for line in audit_now(app) if line[0] == "records merged"] == [
        ("records merged", f"person {double}", f"person {town.quill}")
    ]


@pytest.mark.parametrize("keep", ["", "999", "x"])
def test_nothing_happens_until_it_is_chosen_which_one_is_kept(
    app: Flask, keeper: Reader, town: Town, double: int, keep: str
) -> None:
    before = rows(app)
    page = merge(keeper, town.quill, double, keep=keep)
    assert (page.status, page.errors()) == (422, ["Choose which record is kept"])
    assert rows(app) == before


def test_of_two_accounts_one_has_to_be_chosen(app: Flask, office: Reader, ada: int, bo: int) -> None:
    before = rows(app)
    page = merge(office, ada, bo, keep=str(ada))
    assert (page.status, page.errors()) == (422, ["Both have an account. Choose which one stays"])
    assert page.tree is not None and page.tree.xpath("//input[@name='keep']/@checked") == ["checked"]
    assert rows(app) == before
    assert merge(office, ada, bo, keep=str(ada), account=str(bo)).status == 303
    with app.app_context(), reading() as store:
        held = accounts.account_of(store, ada)
    assert held is not None and held.sign_in_name == "river-lamp-482"


def test_an_organisations_administrator_merges_no_record_that_others_share(
    app: Flask, keeper: Reader, town: Town, double: int, ada: int
) -> None:
    with app.app_context(), writing() as store:
        for place in (town.heron, town.wells):
            organisations.join(store, ada, place, None, london_day(now()), now())
    before = rows(app)
    assert keeper.open(f"/manage/people/{double}/merge/{ada}").status == 404
    assert "/merge" not in keeper.open(f"/manage/people/{ada}").text
    sent = {"keep": str(ada), "account": str(double)}
    assert keeper.post(f"/manage/people/{double}/merge/{ada}", **sent).status == 404
    assert rows(app) == before


def test_nor_one_that_holds_a_role_beyond_it(app: Flask, keeper: Reader, town: Town, double: int, ada: int) -> None:
    with app.app_context(), writing() as store:
        organisations.join(store, ada, town.heron, None, london_day(now()), now())
        roles.grant(store, ada, "administrator", "partnership", None, now())
    assert keeper.open(f"/manage/people/{double}/merge/{ada}").status == 404


@pytest.fixture
def victim(app: Flask, town: Town, ada: int) -> int:
    """Ada, who belongs to Heronsea alone and has confirmed her address."""
    with app.app_context(), writing() as store:
        organisations.join(store, ada, town.heron, None, london_day(now()), now())
        accounts.confirm_email(store, ada)
    return ada


@pytest.fixture
def dummy(app: Flask, town: Town, bo: int) -> int:
    """An account that an organisation's administrator could have opened for a record of their own making."""
    with app.app_context(), writing() as store:
        organisations.join(store, bo, town.heron, None, london_day(now()), now())
    return bo


def test_an_organisations_administrator_does_not_choose_between_two_accounts(
    app: Flask, keeper: Reader, victim: int, dummy: int
) -> None:
    before, path = rows(app), f"/manage/people/{victim}/merge/{dummy}"
    page = keeper.open(path)
    assert page.status == 200 and not page.has_form("merge") and "Is the account theirs?" not in page.words
    assert "Ask the partnership’s administrator" in page.words
    for sent in ({"keep": str(victim), "account": str(dummy)}, {"keep": str(dummy), "account": str(victim)}, {}):
        page = keeper.post(path, **sent)
        assert page.status == 403 and "Ask the partnership’s administrator" in page.words
    assert rows(app) == before


def test_of_two_accounts_the_one_with_a_confirmed_address_stays(
    app: Flask, office: Reader, victim: int, dummy: int
) -> None:
    before = rows(app)
    page = merge(office, victim, dummy, keep=str(victim), account=str(dummy))
    assert page.status == 422 and page.errors() == [
        "The account that you chose has no confirmed address, and the other one has. Choose the other one"
    ]
    assert rows(app) == before
    assert merge(office, victim, dummy, keep=str(dummy), account=str(victim)).status == 303


def test_lists_of_people_tell_which_addresses_nobody_has_confirmed(
    app: Flask, keeper: Reader, office: Reader, victim: int, dummy: int
) -> None:
    with app.app_context(), writing() as store:
        accounts.set_email(store, dummy, "bo@heronsea.example")
    page = keeper.open("/manage/people")
    assert "bo@heronsea.example (not confirmed)" in page.words
    assert "ada@heronsea.example" in page.words and "ada@heronsea.example (" not in page.words
    found = keeper.open(f"/manage/people/{victim}/merge?q=bo@heronsea")
    assert "bo@heronsea.example (not confirmed)" in found.words
    both = office.open(f"/manage/people/{victim}/merge/{dummy}")
    assert "Is the account theirs?" in both.words
    assert all(each in both.words for each in ("(confirmed)", "(not confirmed: anybody may have typed it)"))
    with app.app_context(), writing() as store:  # the better of two
        contacts.set_contact(store, dummy, "bo@school.example", now())
    for path in (
        "/manage/people", f"/manage/people/{victim}/merge?q=bo@heronsea", f"/manage/people/{victim}/merge/{dummy}",
    ):  # fmt: skip
        words = office.open(path).words
        assert "bo@school.example" in words and "bo@heronsea.example" not in words
        assert "bo@school.example (not confirmed" not in words and "bo@school.example, not confirmed" not in words
    assert "bo@school.example (given by the organisation)" in office.open(f"/manage/people/{dummy}").words


def test_days_that_are_the_same_are_asked_about(app: Flask, keeper: Reader, town: Town, double: int) -> None:
    before = rows(app)
    page = keeper.open(f"/manage/people/{town.quill}/merge/{double}")
    since = f"from {auditing.day(london_day(now()) - dt.timedelta(days=9))}"
    assert f"Heronsea: the first {since}, the second {since}." in page.words
    page = keeper.press("merge", keep=str(double))
    assert (page.status, page.errors()) == (422, [TOGETHER]) and rows(app) == before
    assert keeper.press("merge", page, keep=str(double), together="yes").status == 303


def test_without_a_day_in_common_nothing_is_asked(app: Flask, keeper: Reader, town: Town) -> None:
    with app.app_context(), writing() as store:
        other = people.add_person(store, "Ida Quill", now())
        day = london_day(now()) - dt.timedelta(days=60)
        organisations.join(store, other, town.heron, None, day, now())
        organisations.leave(store, other, town.heron, day + dt.timedelta(days=51))
    page = keeper.open(f"/manage/people/{town.quill}/merge/{other}")
    assert "Some days are the same" not in page.words
    assert keeper.press("merge", keep=str(other)).status == 303


def test_the_page_of_a_person_tells_of_a_namesake_in_the_same_organisation(
    keeper: Reader, office: Reader, town: Town, double: int
) -> None:
    page = keeper.open(f"/manage/people/{town.quill}")
    assert "Is this one person with two records?" in page.words and "with ida@x.example" in page.words
    assert page.tree is not None
    assert page.tree.xpath(f"//main//a[@href='/manage/people/{town.quill}/merge/{double}']")
    assert "two records" not in office.open(f"/manage/people/{town.marsh}").words
