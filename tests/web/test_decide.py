""" "Practise a decision" as it is sent: one question a page, equal answers, whom to ask, the way with its reasons."""

from __future__ import annotations

import pytest

from course.catalogue.model import Flowchart
from course.catalogue.shelf import Shelf
from course.rules.deciding import walk
from tests.web.reader import Page, Reader


@pytest.fixture
def chart(shelf: Shelf) -> Flowchart:
    return shelf.catalogue.flowchart


def answers(page: Page) -> dict[str, str]:
    """Words and addresses of the answers, in order."""
    assert page.tree is not None
    return {link.text_content().strip(): str(link.get("href")) for link in page.tree.xpath("//a[@class='answer']")}


def follow(reader: Reader, *words: str) -> Page:
    """From the beginning, answer after answer by its words."""
    page = reader.open("/decide")
    for each in words:
        page = reader.open(answers(page)[each])
    return page


def test_it_begins_with_danger_now_and_with_what_is_not_kept(reader: Reader) -> None:
    page = reader.open("/decide")
    for wanted in ("Is someone in immediate danger?", "Call 999 now", "Front door:", "Out of hours:", "Nothing is kept.",
                   "you need no names", "Question 1 of 7"):  # fmt: skip
        assert wanted in page.words
    assert not page.answer.headers.getlist("Set-Cookie")


def test_not_sure_is_an_answer_like_the_others(reader: Reader, chart: Flowchart) -> None:
    for route, question in (("", chart.questions[0]), ("1.1.1", chart.questions[3])):
        page = reader.open(f"/decide/{route}".rstrip("/"))
        assert list(answers(page)) == [*(branch.answer for branch in question.branches), "Not sure"]


def test_not_sure_says_whom_to_ask_and_the_question_comes_again(reader: Reader) -> None:
    page = follow(reader, "Yes", "Yes", "Not sure")
    assert page.path == "/decide/1.1.unsure"
    assert page.h1 == "Is the information confidential?"
    for wanted in ("Not sure? Ask first", "Seek advice", "Caldicott Guardian", "not yet filled", "You were not sure"):
        assert wanted in page.words
    assert list(answers(page)) == ["Yes", "No", "Still not sure"]
    assert answers(page)["Still not sure"] == "#advice"
    assert page.tree is not None
    assert page.tree.xpath("//*[@id='advice']//a[starts-with(@href, '/forms/decision-record?route=1.1.unsure')]")


def test_every_question_links_to_its_detail_to_help_in_danger_and_back(reader: Reader, chart: Flowchart) -> None:
    for route, back in (("1", "/decide#question"), ("1.1.unsure", "/decide/1.1"), ("1.1.1.2.1", "/decide/1.1.1.2")):
        page = reader.open(f"/decide/{route}")
        assert page.tree is not None
        assert page.tree.xpath(f"//main//a[@href='/flowchart/{walk(chart, route).reached.id}']")
        assert page.tree.xpath("//main//a[@href='/worried']")
        assert page.tree.xpath("//a[@rel='prev']/@href") == [back]


def test_the_end_shows_the_way_with_every_reason_and_what_to_do(reader: Reader, chart: Flowchart) -> None:
    page = follow(reader, "Yes", "Yes", "Yes", "Not sure", "No, it was refused, withdrawn or not really free", "Yes",
                  "Part has gone, and part is held back", "It is written down, with a review date")  # fmt: skip
    assert page.h1 == "Your decision: share part"
    for step in walk(chart, page.path.removeprefix("/decide/")).steps:
        assert step.question.title in page.words
        if step.branch:
            assert step.branch.answer in page.words and step.branch.because in page.words
    assert page.words.count("You were not sure, and stopped to ask.") == 1
    for wanted in ("Share what is needed", "Protect identities", "Record your decision"):
        assert wanted in page.words
    assert page.tree is not None
    route = page.path.removeprefix("/decide/")
    links = page.tree.xpath("//a[starts-with(@href, '/forms/') and ancestor::ul[@class='form-links']]/@href")
    assert links == [f"/forms/decision-record?route={route}", "/forms/agreement"]


@pytest.mark.parametrize(
    ("route", "offered"),
    [
        ("3.1", False),  # no purpose: nobody was asked
        ("1.1.1.3.2.1", False),  # asking would be unsafe, and it is not shared
        ("1.1.1.2.2.1", True),  # refused, and not shared
        ("1.1.1.1.1.1", True),  # agreed
        ("1.1.1.3.1.1.1", True),  # shared
        ("2.2.1", True),  # shared in part
    ],
)
def test_the_agreement_form_is_offered_where_something_is_shared_or_somebody_was_asked(
    reader: Reader, route: str, offered: bool
) -> None:
    page = reader.open(f"/decide/{route}")
    assert page.status == 200 and page.h1.startswith("Your decision") and page.tree is not None
    assert page.tree.xpath(f"//a[@href='/forms/decision-record?route={route}']")
    assert bool(page.tree.xpath("//main//a[@href='/forms/agreement']")) is offered
    assert not page.tree.xpath("//a[starts-with(@href, '/forms/agreement?')]")


@pytest.mark.parametrize(
    ("route", "heading"),
    [("2.1.1", "Your decision: share"), ("2.2.1", "Your decision: share part"), ("3.1", "Your decision: do not share")],
)
def test_the_end_says_what_was_decided(reader: Reader, route: str, heading: str) -> None:
    page = reader.open(f"/decide/{route}")
    assert (page.status, page.h1) == (200, heading)


@pytest.mark.parametrize("route", ["9", "1.9", "3.1.1", "0", "unsure.x", "1..1", "1."])
def test_a_route_that_does_not_fit_begins_anew_and_says_so(reader: Reader, route: str) -> None:
    page = reader.open(f"/decide/{route}")
    assert page.status == 404
    assert page.h1 == "Practise a decision"
    assert "You begin anew" in page.words
    assert answers(page) == answers(reader.open("/decide"))


@pytest.mark.parametrize("route", ["A", "1,2", "x" * 129, "1.<b>", ".1"])
def test_what_is_no_route_is_not_found(reader: Reader, route: str) -> None:
    assert reader.open(f"/decide/{route}").h1 == "We could not find that page"


def test_every_page_is_small_and_may_be_kept_by_a_guests_browser_until_it_changes(reader: Reader) -> None:
    for path in ("/decide", "/decide/1.1.unsure", "/decide/1.unsure.1.unsure.1.unsure.2.unsure.1.unsure.2.unsure.1"):
        answer = reader.open(path).answer
        assert len(answer.data) <= 30_000
        assert answer.headers["Cache-Control"] == "no-cache" and answer.headers["ETag"]
