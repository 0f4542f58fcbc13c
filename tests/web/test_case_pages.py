"""A case as a set of pages: ways that do not fit, sound and small screens, the whole case, its page in the course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import brotli
import pytest
from flask import Flask, render_template
from lxml import html

from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.rules.casework import FOUNDATION, order, play
from course.web.practice import case_pages
from tests.web.page_faults import faults
from tests.web.playing import best, choose, finish, go_on, press_choose, squeezed, words, worst
from tests.web.reader import Page, Reader

PAGE_BYTES, REPEAT_VIEW_BYTES = 30_000, 5_000  # as in test_costs
START = "/cases/third-floor/whole/start"


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.mark.parametrize("route", ["zz", "aa", "start.a", "a..b", "1", "a" * 128, ".".join("a" * 12)])
@pytest.mark.parametrize("more", ["", "/end", "?asked=1&choice=a"])
def test_a_way_that_does_not_fit_begins_anew_and_says_so(route: str, more: str, reader: Reader) -> None:
    page = reader.open(f"/cases/third-floor/whole/{route}{more}")
    assert (page.status, page.h1) == (404, "The flat on the third floor")
    assert "You begin anew" in page.words and "/whole/start" in page.text and 'content="noindex"' in page.text


def screens(reader: Reader, course: Catalogue) -> Iterator[Page]:
    """Every kind of page that a case has, each of its decisions after every bad choice and after the best."""
    yield reader.open("/cases/")
    for case in course.cases.values():
        yield from (reader.open(f"/cases/{case.id}"), reader.open(f"/cases/{case.id}/whole"))
        yield reader.open(f"/cases/{case.id}/whole/zz")
        yield reader.open(f"/cases/{case.id}/foundation/start")
        page = reader.open(f"/cases/{case.id}/whole/start")
        for number, decision in enumerate(case.decisions, start=1):
            place = page.path
            yield press_choose(reader)
            reader.open(place)
            for option in sorted(decision.options, key=lambda option: option.grade == "best"):
                if option.grade != "best" or option is best(decision):
                    yield choose(reader, option)
            page = go_on(reader) if number < len(case.decisions) else page
        yield finish(reader)


@pytest.mark.slow
def test_every_screen_is_sound_and_small(reader: Reader, course: Catalogue) -> None:
    """Also with every wrong choice made and read: the most that a decision can show."""
    pages = list(screens(reader, course))
    assert {page.path: faults(page.text) for page in pages if faults(page.text)} == {}
    assert {page.path: len(page.answer.data) for page in pages if len(page.answer.data) > PAGE_BYTES} == {}
    packed = {page.path: len(brotli.compress(page.answer.data)) for page in pages if not page.path.endswith("/whole")}
    assert {path: size for path, size in packed.items() if size > REPEAT_VIEW_BYTES} == {}


def test_a_way_longer_than_any_case_is_not_found(reader: Reader) -> None:
    assert reader.open("/cases/third-floor/whole/" + "a." * 200).status == 404


@pytest.mark.parametrize("place", ["/cases/no-such", "/cases/no-such/whole", "/cases/third-floor/half/start"])
def test_what_is_not_there_is_not_found(place: str, reader: Reader) -> None:
    assert reader.open(place).status == 404


def test_the_end_and_finishing_wait_for_the_last_decision(reader: Reader, course: Catalogue) -> None:
    reader.open(START)
    page = choose(reader, worst(course.cases["third-floor"].decisions[0]))
    place = page.path.partition("#")[0]
    assert reader.open(f"{place}/end").place == place
    assert reader.send(f"{place}/done").place == place
    assert reader.send("/cases/third-floor/whole/zz/done").status == 404


def test_the_whole_case_stands_on_one_page(reader: Reader, course: Catalogue) -> None:
    for case in course.cases.values():
        page = reader.open(f"/cases/{case.id}/whole")
        for decision in case.decisions:
            assert words(decision.reveals) in page.words and squeezed(decision.ask) in page.words
            for option in decision.options:
                assert squeezed(option.text) in page.words and words(option.consequence) in page.words
        assert words(case.scenario) in page.words and words(case.model_decision) in page.words
        assert case.content_note in page.words


def test_what_the_whole_case_asks_of_its_reader_can_be_done_on_paper_too(reader: Reader, course: Catalogue) -> None:
    """On paper everything stands open."""
    for case in course.cases.values():
        page = reader.open(f"/cases/{case.id}/whole")
        assert page.tree is not None
        (asked,) = page.tree.xpath("//h2[.='What would you decide?']/following-sibling::p[1]/text()")
        assert asked == "Choose for yourself first. Then see under each choice where it leads."


@pytest.mark.parametrize("place", ["/cases/{}/whole", "/modules/case-studies/print"])
def test_on_paper_the_choices_stand_in_the_order_of_the_screen(place: str, reader: Reader, course: Catalogue) -> None:
    """So a group with a sheet in its hand and somebody at a screen can speak of the same one; and there are no codes."""
    for case in course.cases.values():
        page = reader.open(place.format(case.id))
        assert page.tree is not None
        (part,) = page.tree.xpath(f"//section[@aria-labelledby='page-{case.id}']") or [page.tree]
        lists = part.xpath(".//div[@class='decision']/ol")
        for number, (decision, listed) in enumerate(zip(case.decisions, lists, strict=True), start=1):
            assert listed.get("type") is None
            texts = [squeezed(each.text_content()) for each in listed.xpath("./li/p[1]")]
            assert texts == [squeezed(option.text) for option in order(case, decision)]
            leads = [squeezed(each.text_content()) for each in listed.xpath("./li/details/summary")]
            named = ("first", "second", "third", "fourth")
            assert leads == [f"Decision {number}, {each} choice: where it leads" for each in named[: len(texts)]]
            told = [squeezed(each.text_content()) for each in listed.xpath("./li/details")]
            wanted = [words(option.consequence) for option in order(case, decision)]
            assert all(each.endswith(text) for each, text in zip(told, wanted, strict=True))


def test_what_the_short_form_leaves_out_behind_its_last_decision_is_told_at_the_end(
    app: Flask, course: Catalogue
) -> None:
    """No case of the course ends like that, but its authors may write one."""
    whole = course.cases["third-floor"]
    played = play(whole, FOUNDATION, "a")
    assert played is not None and played.left_over == ()
    with app.test_request_context("/"):
        shown = case_pages.end(replace(played, left_over=whole.decisions[1:]), None)
        text = render_template("pages/practice/case_end.html", view=shown)
    (told,) = html.fromstring(text).xpath("//details[summary='Decided in between']/dl")
    assert [squeezed(each.text_content()) for each in told.xpath("./dt")] == [
        squeezed(each.ask) for each in whole.decisions[1:]
    ]
    assert [squeezed(each.text_content()) for each in told.xpath("./dd")] == [
        squeezed(best(each).text) for each in whole.decisions[1:]
    ]


def test_the_search_leads_to_a_question_of_a_case_by_its_beginning(reader: Reader, course: Catalogue) -> None:
    """Where the content note and the support stand; never past them into the whole case."""
    decision = course.cases["third-floor"].decisions[0]
    page = reader.open(f"/search?{urlencode({'q': decision.ask})}")
    assert page.tree is not None
    leads = page.tree.xpath("//main//a/@href")
    assert "/cases/third-floor" in leads
    assert [each for each in leads if "/whole" in each] == []


def test_the_page_of_the_course_holds_the_story_and_the_ways_and_no_answer(reader: Reader, course: Catalogue) -> None:
    for case in course.cases.values():
        page = reader.open(f"/modules/case-studies/{case.id}")
        assert page.tree is not None
        assert case.content_note in page.words and words(case.scenario) in page.words
        leads = set(page.tree.xpath("//main//a/@href"))
        assert {f"/cases/{case.id}/{way}" for way in ("whole/start", "foundation/start", "whole")} <= leads
        assert words(case.model_decision) not in page.words and case.outcome not in page.words
        for option in (option for decision in case.decisions for option in decision.options):
            assert words(option.consequence) not in page.words
        primary = page.tree.xpath("//main//*[@class='govuk-button']")
        assert [squeezed(each.text_content()) for each in primary] == ["Work through it step by step"]
