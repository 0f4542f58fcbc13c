"""The way taken through a case is kept only where the learner asks for it, and only of what was worked through."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from tests.web.learning import signed_in
from tests.web.playing import best, done_by, finish, kept_ids, play_through, press_route, worst
from tests.web.reader import Reader

LUNCH = "packed-lunch"


def test_the_way_is_kept_only_when_asked_and_can_be_forgotten(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH], worst)
    page = finish(browser)
    assert "Keep my way" in page.words and "Forget my way" not in page.words
    page = press_route(browser, "keep")
    assert "Your way through this case is kept" in page.words
    assert [list(each.route or ()) for each in done_by(app, ada)] == [kept_ids(course, LUNCH, worst)]
    page = press_route(browser, "forget")
    assert "Keep my way" in page.words
    assert [(each.case, each.route) for each in done_by(app, ada)] == [(LUNCH, None)]


def test_another_way_replaces_the_one_that_was_kept_before(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH], worst)
    finish(browser)
    press_route(browser, "keep")
    play_through(browser, course.cases[LUNCH], best)
    page = finish(browser)
    assert "The way that you kept before" in page.words
    assert worst(course.cases[LUNCH].decisions[0]).text.split(".")[0] in page.words
    assert [list(each.route or ()) for each in done_by(app, ada)] == [kept_ids(course, LUNCH, worst)]
    press_route(browser, "keep")
    assert [list(each.route or ()) for each in done_by(app, ada)] == [kept_ids(course, LUNCH, best)]


@pytest.mark.parametrize(
    "fields",
    [
        {"route": "a"},
        {"do": "keep"},
        {"do": "keep", "length": "whole", "route": "zz"},
        {"do": "keep", "length": "whole", "route": "a"},
        {"do": "keep", "length": "half", "route": "a"},
        {"do": "keep", "length": "whole", "route": "start"},
    ],
)
def test_without_a_finished_way_nothing_is_kept_and_that_is_told(
    fields: dict[str, str], app: Flask, ada: int, course: Catalogue
) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH])
    finish(browser)
    page = browser.post(f"/cases/{LUNCH}/route", **fields)
    assert page.status == 409 and "You begin anew" in page.words
    assert [each.route for each in done_by(app, ada)] == [None]


def test_a_way_is_forgotten_though_the_case_has_changed_since(app: Flask, ada: int, course: Catalogue) -> None:
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH])
    finish(browser)
    press_route(browser, "keep")
    answer = browser.post(f"/cases/{LUNCH}/route", do="forget", length="whole", route="zz")
    assert answer.place == f"/cases/{LUNCH}"
    assert [each.route for each in done_by(app, ada)] == [None]


def test_a_way_through_the_whole_case_is_not_kept_where_only_the_short_form_is_done(
    app: Flask, ada: int, reader: Reader, course: Catalogue
) -> None:
    play_through(reader, course.cases[LUNCH])
    whole = finish(reader).path
    browser = signed_in(app)
    play_through(browser, course.cases[LUNCH], length="foundation")
    finish(browser)
    page = browser.open(whole)
    assert "The whole case is not marked as done yet" in page.words and not page.has_form("route")
    page = browser.post(f"/cases/{LUNCH}/route", do="keep", length="whole", route=whole.split("/")[-2])
    assert page.status == 409 and "Your way was not kept" in page.words
    assert [(each.length, each.route) for each in done_by(app, ada)] == [("foundation", None)]
    finish(browser)
    assert "Your way through this case is kept" in press_route(browser, "keep").words
    kept = [list(each.route or ()) for each in done_by(app, ada) if each.length == "whole"]
    assert kept == [kept_ids(course, LUNCH)]


def test_a_way_through_the_short_form_is_kept_though_the_whole_case_is_done(
    app: Flask, ada: int, course: Catalogue
) -> None:
    browser = signed_in(app)
    for length in ("whole", "foundation"):
        play_through(browser, course.cases[LUNCH], length=length)
        finish(browser)
    assert "Your way through this case is kept" in press_route(browser, "keep").words
    assert [len(each.route or ()) for each in done_by(app, ada)] == [len(course.cases[LUNCH].foundation)]


def test_a_way_is_not_kept_of_a_case_that_is_not_done(app: Flask, ada: int, reader: Reader, course: Catalogue) -> None:
    last = play_through(reader, course.cases[LUNCH])
    route = last.path.partition("#")[0].rpartition("/")[2]
    page = signed_in(app).post(f"/cases/{LUNCH}/route", do="keep", length="whole", route=route)
    assert page.status == 409 and "Your way was not kept" in page.words
    assert done_by(app, ada) == ()
