"""What is kept of a case: that it was done, that its page was read, for whom, and for how long."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from tests.web.learning import (
    BO,
    completions_of,
    do_all,
    end_visits,
    readings_of,
    signed_in,
)
from tests.web.people import PASSWORD
from tests.web.playing import choose, done_by, finish, go_on, kept_ids, play_through, press_route, worst
from tests.web.reader import Reader

LUNCH, FLOOR = "packed-lunch", "third-floor"


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


def test_finishing_keeps_that_the_case_is_done_and_its_page_read(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH], worst)
    assert done_by(app, ada) == () and readings_of(app, ada) == []
    end = finish(browser)
    assert [(each.case, each.length, each.route) for each in done_by(app, ada)] == [(LUNCH, "whole", None)]
    assert readings_of(app, ada) == [(LUNCH, "2026.1")]
    assert "This case is done" in end.words and "marked as read" in end.words
    assert "done" in browser.open("/cases/").words
    assert "You worked through the whole case on" in browser.open(f"/cases/{LUNCH}").words


def test_of_a_guest_nothing_is_kept(app: Flask, ada: int, reader: Reader, course: Catalogue) -> None:
    play_through(reader, course.cases[LUNCH])
    end = finish(reader)
    assert "we keep nothing" in end.words and not end.has_form("route") and not end.has_form("done")
    assert done_by(app, ada) == ()


def test_the_whole_case_replaces_the_short_form_and_never_the_reverse(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    for length, kept in (("foundation", "foundation"), ("whole", "whole"), ("foundation", "whole")):
        play_through(browser, course.cases[LUNCH], length=length)
        finish(browser)
        assert [(each.case, each.length) for each in done_by(app, ada)] == [(LUNCH, kept)]
    assert readings_of(app, ada) == [(LUNCH, "2026.1")]


def test_two_cases_done_are_the_cases_that_the_module_needs(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    for case in (LUNCH, FLOOR):
        play_through(browser, course.cases[case])
        finish(browser)
    assert "more case" not in browser.open("/modules/case-studies/").words


def test_the_last_missing_case_completes_the_course_and_doing_it_again_undoes_nothing(
    app: Flask, ada: int, course: Catalogue
) -> None:
    others = tuple(case for case in course.cases if case != FLOOR)
    do_all(app, ada, course, but=(LUNCH, *others))
    browser = signed_in(app)
    assert completions_of(app, ada) == ()
    play_through(browser, course.cases[LUNCH])
    end = finish(browser)
    (made,) = completions_of(app, ada)
    assert "You have completed the course" in end.words
    read = readings_of(app, ada)
    play_through(browser, course.cases[LUNCH], worst)
    assert "You have completed the course" not in finish(browser).words
    assert completions_of(app, ada) == (made,) and readings_of(app, ada) == read


def test_who_has_not_completed_is_not_told_so_by_an_address(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH])
    end = finish(browser)
    assert "You have completed the course" not in browser.open(f"{end.path}?completed=1").words


def test_pages_read_and_completions_made_before_stay_as_they_were(app: Flask, ada: int, course: Catalogue) -> None:
    """Before cases could be played, their pages were read with Next; and they still may be."""
    do_all(app, ada, course, but=("holding-back",))
    browser = signed_in(app)
    browser.open("/modules/why-sharing-matters/holding-back")
    assert browser.press("next").status == 303
    (made,) = completions_of(app, ada)
    before = readings_of(app, ada)
    page = browser.open(f"/modules/case-studies/{LUNCH}")
    assert page.status == 200 and browser.press("next").status == 303
    assert completions_of(app, ada) == (made,) and sorted(readings_of(app, ada)) == sorted(before)
    assert done_by(app, ada) == ()


def test_next_still_marks_the_page_of_a_case_read(app: Flask, ada: int) -> None:
    browser = signed_in(app)
    browser.open(f"/modules/case-studies/{FLOOR}")
    assert browser.press("next").status == 303
    assert readings_of(app, ada) == [(FLOOR, "2026.1")]
    assert done_by(app, ada) == ()


def test_who_was_signed_out_meanwhile_is_told_and_comes_back_to_the_last_decision(
    app: Flask, ada: int, course: Catalogue
) -> None:
    browser = signed_in(app)
    last = play_through(browser, course.cases[LUNCH])
    end_visits(app, ada)
    page = browser.press("done")
    assert (page.status, page.h1) == (403, "You have been signed out")
    assert done_by(app, ada) == () and readings_of(app, ada) == []
    assert page.tree is not None
    browser.open(page.tree.xpath("string(//main//a[contains(@class, 'govuk-button')]/@href)"))
    back = browser.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    assert back.place == last.path.partition("#")[0]
    browser.follow(back)
    finish(browser)
    assert [each.case for each in done_by(app, ada)] == [LUNCH]


def test_the_end_reached_by_its_address_offers_to_mark_the_case_as_done(
    app: Flask, ada: int, reader: Reader, course: Catalogue
) -> None:
    play_through(reader, course.cases[LUNCH])
    place = finish(reader).path
    browser = signed_in(app)
    page = browser.open(place)
    assert "not marked as done yet" in page.words and not page.has_form("route")
    assert done_by(app, ada) == ()
    assert "This case is done" in finish(browser).words
    assert [each.case for each in done_by(app, ada)] == [LUNCH]


def test_nobody_else_sees_what_was_done_or_kept(app: Flask, ada: int, bo: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH], worst)
    place = finish(browser).path
    press_route(browser, "keep")
    other = signed_in(app, BO)
    assert "not marked as done yet" in other.open(place).words
    assert "done" not in other.open("/cases/").words.replace("have done", "")
    assert other.open("/account/data.json").text.count(LUNCH) == 0


def test_ones_own_data_hold_the_cases_and_the_kept_way(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH])
    finish(browser)
    press_route(browser, "keep")
    page = browser.open("/account/data")
    assert f"{course.cases[LUNCH].title}: the whole case" in page.words and "keep your way" in page.words
    (held,) = json.loads(browser.open("/account/data.json").text)["cases_done"]
    assert (held["case"], held["length"]) == (LUNCH, "whole")
    assert held["route"] == [[name, list(ids)] for name, ids in kept_ids(course, LUNCH)]


def test_closing_the_account_takes_them_away(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH])
    finish(browser)
    browser.open("/account")
    assert browser.press("close", password=PASSWORD).status == 303
    assert done_by(app, ada) == ()


def test_finishing_counts_the_edition_that_was_on_the_screen(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH])
    assert browser.at is not None and browser.at.value("done", "edition") == course.course.edition
    browser.press("done", edition="1999.9")
    assert readings_of(app, ada) == [(LUNCH, course.course.edition)]


def test_a_way_begun_as_a_guest_goes_on_after_signing_in(
    app: Flask, ada: int, reader: Reader, course: Catalogue
) -> None:
    case = course.cases[LUNCH]
    reader.open(f"/cases/{LUNCH}/whole/start")
    choose(reader, worst(case.decisions[0]))
    place = go_on(reader).path
    browser = signed_in(app)
    assert browser.open(place).h1 == case.decisions[1].ask
