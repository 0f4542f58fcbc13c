"""The key questions: Back leads to where a question was opened, and nowhere else; the posters for whom they are made."""

from __future__ import annotations

import io
from urllib.parse import quote

import pytest
from flask import Flask
from lxml import html
from pypdf import PdfReader
from werkzeug.test import TestResponse

from course.catalogue.model import Catalogue
from course.clock import now
from course.records import local_values
from course.records.database import writing
from course.rules.local_information import LocalValue
from tests.web.reader import Reader

HOME = "http://localhost"
CONSENT = "/flowchart/consent"
INTEREST = "/flowchart/public-interest"
MODULE_PAGE = "/modules/deciding/key-questions"
STRANGERS = [
    "",
    "https://other.example/flowchart",
    "http://localhost.other.example/cases/packed-lunch",
    "http://localhost@other.example/cases/packed-lunch",
    "http://localhost:81/cases/packed-lunch",
    "//other.example",
    "javascript:alert(1)",
    "http://[",
    "not an address",
    HOME + "/no-such-page",
    HOME + "/modules/deciding/no-such-page",
    HOME + "/modules/golden-rules/key-questions",
    HOME + "/modules/no-such-module/",
    HOME + "/cases/no-such-case",
    HOME + "/reference/no-such-page",
    HOME + "/forms/no-such-form",
    HOME + "/sign-in?next=/x",
    HOME + "/account",
    HOME + "//other.example/cases/packed-lunch",
    HOME + "/cases/packed-lunch/" + "a" * 2_000,
    HOME + "/modules/golden-rules/golden-rules-quiz/answers",
    HOME + "/flowchart/no-such-question",
]


def opened(app: Flask, path: str, referer: str | None = None) -> tuple[TestResponse, html.HtmlElement]:
    answer = app.test_client().get(path, headers={"Referer": referer} if referer is not None else {})
    assert answer.status_code == 200
    return answer, html.fromstring(answer.get_data(as_text=True))


def backs(tree: html.HtmlElement) -> tuple[str, str, str]:
    """Where both ways back lead (they must agree), and their words."""
    (above,) = tree.xpath("//nav[@aria-label='Where you are']//a[starts-with(., 'Back to')]")
    (foot,) = tree.xpath("//a[@rel='prev']")
    assert above.get("href") == foot.get("href")
    return foot.get("href"), above.text_content().strip(), foot.text_content().strip()


@pytest.mark.parametrize(
    ("before", "back", "above", "foot"),
    [
        ("/flowchart", "/flowchart#consent", "Back to The seven key questions", "Back to the flowchart"),
        (MODULE_PAGE, MODULE_PAGE + "#consent", "Back to The seven key questions", "Back to the page"),
        ("/modules/deciding/", "/modules/deciding/", "Back to {module}", "Back to the module"),
        ("/cases/packed-lunch", "/cases/packed-lunch", "Back to The packed lunch", "Back to the case"),
        (
            "/cases/packed-lunch/whole/a.b",
            "/cases/packed-lunch/whole/a.b",
            "Back to The packed lunch",
            "Back to the case",
        ),
        ("/reference/myths", "/reference/myths", "Back to {myths}", "Back to the page"),
        ("/decide/1.unsure", "/decide/1.unsure", "Back to Practise a decision", "Back to your decision"),
        ("/decide", "/decide", "Back to Practise a decision", "Back to your decision"),
        ("/search?q=two+words&x=1", "/search?q=two+words", "Back to Search", "Back to the search"),
        ("/forms/agreement?route=1.2", "/forms/agreement?route=1.2", "Back to {agreement}", "Back to the form"),
        ("/glossary", "/glossary", "Back to Glossary", "Back to the glossary"),
    ],
)
def test_back_leads_to_the_page_from_which_a_question_was_opened(
    before: str, back: str, above: str, foot: str, app: Flask, course: Catalogue
) -> None:
    named = {
        "module": next(each.title for each in course.modules if each.id == "deciding"),
        "myths": course.references["myths"].title,
        "agreement": course.forms["agreement"].title,
    }
    page = course.page("key-questions")
    assert page
    above = f"Back to {page.title}" if before == MODULE_PAGE else above.format(**named)
    assert backs(opened(app, CONSENT, HOME + before)[1]) == (back, above, foot)


@pytest.mark.parametrize("referer", [None, *STRANGERS])
def test_anything_else_leads_back_to_its_line_of_the_flowchart(referer: str | None, app: Flask) -> None:
    assert backs(opened(app, CONSENT, referer)[1])[0] == "/flowchart#consent"


@pytest.mark.parametrize("named", [*STRANGERS, "/flowchart/consent", "/%2F", "?", "\x00", "/" * 3_000])
def test_an_address_that_somebody_made_up_leads_nowhere_else(named: str, app: Flask) -> None:
    _, tree = opened(app, f"{CONSENT}?from={quote(named, safe='')}")
    assert backs(tree)[0] == "/flowchart#consent"
    links = {str(link) for link in tree.xpath("//main//@href | //nav//@href")}
    assert not [link for link in links if "other.example" in link or link.startswith(("//", "javascript"))]


@pytest.mark.parametrize("shown_on", ["/flowchart", MODULE_PAGE])
def test_every_box_of_the_drawing_opens_and_leads_back_to_itself(shown_on: str, app: Flask, course: Catalogue) -> None:
    _, tree = opened(app, shown_on)
    for question in course.flowchart.questions:
        (box,) = tree.xpath(f"//*[local-name()='svg']//*[@id='box-{question.id}']")
        back, _, _ = backs(opened(app, box.get("href"), HOME + shown_on)[1])
        assert back == f"{shown_on}#box-{question.id}"


def test_every_box_and_every_line_says_not_sure_and_leads_to_its_answer(app: Flask, course: Catalogue) -> None:
    _, tree = opened(app, "/flowchart")
    for question in course.flowchart.questions:
        links = [str(each) for each in tree.xpath("//main//a[contains(@href, '#not-sure')]/@href")]
        mine = [each for each in links if each.startswith(f"/flowchart/{question.id}")]
        assert [each.partition("?")[0].partition("#")[0] for each in mine] == [f"/flowchart/{question.id}"] * 2
        for link in mine:
            _, page = opened(app, link.partition("#")[0])
            assert page.xpath("//*[@id='not-sure']//*[contains(@class, 'local')]")


def test_where_one_came_from_goes_along_from_question_to_question(app: Flask) -> None:
    case = "/cases/packed-lunch"
    _, first = opened(app, INTEREST, HOME + case)
    onward = {str(each) for each in first.xpath("//main//a[starts-with(@href, '/flowchart/')]/@href")}
    assert len(onward) == 3 and all(f"?from={case}" in link for link in onward)
    assert f"{CONSENT}?from={case}#when-not-to-ask" in onward
    _, second = opened(app, f"{CONSENT}?from={case}", HOME + INTEREST)
    assert backs(second)[0] == case
    (link,) = second.xpath("//p[@class='question-before']//a")
    assert link.get("href") == f"{INTEREST}?from={case}"
    _, third = opened(app, "/flowchart/share", HOME + f"{CONSENT}?from={case}")
    assert backs(third)[0] == case


def test_from_the_flowchart_addresses_stay_short(app: Flask) -> None:
    _, page = opened(app, INTEREST, HOME + "/flowchart")
    assert not page.xpath("//a[contains(@href, 'from=')]")
    _, other = opened(app, CONSENT, HOME + INTEREST)
    assert backs(other)[0] == "/flowchart#consent"
    assert other.xpath("string(//p[@class='question-before']//a/@href)") == INTEREST


def test_a_question_opened_by_itself_tells_of_no_other(app: Flask) -> None:
    for referer in (None, HOME + CONSENT, HOME + "/flowchart"):
        assert not opened(app, CONSENT, referer)[1].xpath("//p[@class='question-before']")


def test_what_is_kept_of_a_question_is_kept_by_the_page_before(app: Flask) -> None:
    one, _ = opened(app, CONSENT, HOME + "/cases/packed-lunch")
    two, _ = opened(app, CONSENT, HOME + "/flowchart")
    for answer in (one, two):
        assert answer.headers["Vary"] == "Cookie, Referer"
        assert answer.headers["Cache-Control"] == "no-cache"
    assert one.headers["ETag"] != two.headers["ETag"]
    client = app.test_client()
    for referer, status in (("/cases/packed-lunch", 304), ("/flowchart", 200)):
        again = client.get(CONSENT, headers={"If-None-Match": one.headers["ETag"], "Referer": HOME + referer})
        assert (again.status_code, again.headers["Vary"]) == (status, "Cookie, Referer")


def test_the_drawing_is_read_in_the_order_of_the_questions(app: Flask, course: Catalogue) -> None:
    _, tree = opened(app, "/flowchart")
    links = [str(each) for each in tree.xpath("//*[local-name()='svg'][@role='group']//*[local-name()='a']/@href")]
    expected = [
        [f"/flowchart/{each.id}?at=box", f"/flowchart/{each.id}?at=box#not-sure"] for each in course.flowchart.questions
    ]
    assert links == [link for pair in expected for link in pair]
    names = tree.xpath("//*[local-name()='svg'][@role='group']//*[local-name()='a']/@aria-label")
    assert len(set(names)) == len(course.flowchart.questions)
    assert all(name.startswith("Not sure?") for name in names)


def test_the_list_begins_and_ends_as_the_drawing_does(reader: Reader, course: Catalogue) -> None:
    page = reader.open("/flowchart")
    assert page.tree is not None
    lines = page.tree.xpath("//ol[contains(@class, 'flowchart-steps')]/li")
    chart = course.flowchart
    assert len(lines) == 1 + len(chart.questions) + len(chart.ends)
    assert chart.begin in lines[0].text_content() and chart.ends[-1].title in lines[-1].text_content()
    nested = [len(line.xpath("./ul/li")) for line in lines[1:-1]]
    assert nested == [len(each.branches) + 1 for each in chart.questions]


def fill_in(app: Flask, by: int, slot: str, value: str) -> None:
    """What an administrator fills in for the partnership."""
    with app.app_context(), writing() as store:
        assert local_values.replace(store, None, LocalValue(slot=slot, organisation=None, value=value), by, now())
    app.extensions["local_information"].forget()


@pytest.mark.parametrize("sheet", ["a4", "a3"])
def test_a_poster_comes_as_a_file_with_the_local_details_and_is_not_sent_twice(
    sheet: str, app: Flask, ada: int
) -> None:
    client, path = app.test_client(), f"/flowchart/poster-{sheet}.pdf"
    empty = client.get(path)
    assert (empty.status_code, empty.mimetype) == (200, "application/pdf")
    assert f"key-questions-{sheet}.pdf" in empty.headers["Content-Disposition"]
    assert client.get(path, headers={"If-None-Match": empty.headers["ETag"]}).status_code == 304
    fill_in(app, ada, "front-door", "Heronsea Front Door\n01632 960101")
    filled = client.get(path)
    assert filled.headers["ETag"] != empty.headers["ETag"]
    said = "".join(PdfReader(io.BytesIO(filled.data)).pages[0].extract_text().split())
    assert "HeronseaFrontDoor01632960101" in said and "Outofhours:notyetfilled" in said


@pytest.mark.parametrize("sheet", ["a5", "letter", "a4-a4"])
def test_there_is_no_poster_of_another_size(sheet: str, reader: Reader) -> None:
    assert reader.open(f"/flowchart/poster-{sheet}.pdf").status == 404


def test_the_posters_are_linked(reader: Reader) -> None:
    page = reader.open("/flowchart")
    assert page.tree is not None
    for link in ("/flowchart/poster-a4.pdf", "/flowchart/poster-a3.pdf", "/reference/about-this-course#flowchart"):
        assert page.tree.xpath(f"//main//a[@href='{link}']")
