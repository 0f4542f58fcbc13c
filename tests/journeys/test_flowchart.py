"""Through the flowchart: every box opens and leads back to itself, by pointer or keyboard, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from course.catalogue.model import Catalogue
from tests.journeys.inspection import PHONE, findings, findings_in_forced_colours
from tests.journeys.visitor import AtKeyboard, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
MODULE_PAGE = "/modules/deciding/key-questions"
HOW = [
    pytest.param({"keyboard": keyboard, "scripts": scripts}, id=f"{who} {what}")
    for keyboard, who in ((False, "pointer"), (True, "keyboard"))
    for scripts, what in ((True, "with scripts"), (False, "without scripts"))
]
# Whether something stands where it can be seen.
IN_SIGHT = "each => { const box = each.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; }"


def box(visitor: Visitor, question: str) -> Locator:
    return visitor.page.locator(f"svg #box-{question}")


def not_sure(visitor: Visitor, number: int) -> Locator:
    return visitor.page.locator("svg").get_by_role("link", name=f"Not sure? Whom to ask at question {number}")


def press_from_here(visitor: Visitor, target: Locator) -> None:
    """Press something on a page that was opened at one of its parts, from where Tab goes on."""
    if isinstance(visitor, AtKeyboard):
        visitor.page.keyboard.press("Tab")
    visitor.press(target)


@pytest.fixture(params=HOW)
def visitor(request: pytest.FixtureRequest, visit: Visit) -> Visitor:
    """Somebody with a pointer or with a keyboard alone, with and without scripts."""
    return visit(**request.param)


@pytest.mark.parametrize("shown_on", ["/flowchart", MODULE_PAGE])
def test_a_box_opens_and_leads_back_to_itself(visitor: Visitor, shown_on: str, course: Catalogue) -> None:
    for question in (course.flowchart.questions[3], course.flowchart.questions[6]):
        visitor.open(shown_on)
        visitor.press(box(visitor, question.id))
        visitor.at(f"/flowchart/{question.id}")
        visitor.heading(question.title)
        visitor.press(visitor.link("Back to the flowchart" if shown_on == "/flowchart" else "Back to the page"))
        visitor.at(f"{shown_on}#box-{question.id}")
        assert box(visitor, question.id).evaluate(IN_SIGHT)


@pytest.mark.parametrize("width", [320, 360, 400])
def test_on_a_phone_whole_boxes_fit_and_one_slides_to_the_answers_by_keyboard(width: int, visit: Visit) -> None:
    here = visit(viewport={"width": width, "height": 700})
    here.open("/flowchart")
    room = here.page.get_by_role("region", name="Drawing of the key questions")
    edge = room.evaluate("each => each.getBoundingClientRect().right")
    boxes = here.page.locator(".flowchart-box, .flowchart-end").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().right)"
    )
    assert len(boxes) >= 9 and max(boxes) <= edge
    expect(here.page.get_by_text("Slide the drawing sideways")).to_be_visible()
    assert "gradient" in room.evaluate("each => getComputedStyle(each).backgroundImage")
    room.focus()
    for _ in range(60):
        here.page.keyboard.press("ArrowRight")
        here.page.wait_for_timeout(50)
        if room.evaluate("each => each.scrollLeft + each.clientWidth >= each.scrollWidth - 1"):
            return
    raise AssertionError("the end of the drawing is out of reach")


def test_not_sure_opens_whom_to_ask_and_leads_back(visitor: Visitor) -> None:
    visitor.open("/flowchart")
    visitor.press(not_sure(visitor, 5))
    visitor.at("/flowchart/public-interest")
    advice = visitor.page.locator("#not-sure")
    expect(advice).to_contain_text("Safeguarding lead")
    assert advice.evaluate(IN_SIGHT)
    press_from_here(visitor, visitor.link("Back to the flowchart"))
    visitor.at("/flowchart#box-public-interest")


def test_through_all_questions_and_back_to_the_case(visitor: Visitor, course: Catalogue) -> None:
    case, chart = course.cases["packed-lunch"], course.flowchart
    step = f"/cases/{case.id}/whole/a"
    visitor.open(step)
    visitor.press(visitor.page.locator("main a[href^='/flowchart/']").first)
    begun = [each.id for each in chart.questions].index(case.decisions[0].question)
    for question in chart.questions[begun:]:
        visitor.heading(question.title)
        if question is not chart.questions[-1]:
            visitor.press(visitor.link("Next"))
    visitor.press(visitor.link("Back to the case"))
    visitor.at(step)
    visitor.heading(case.decisions[0].ask)


def test_a_link_within_a_question_leads_to_another_and_back(visitor: Visitor) -> None:
    visitor.open(MODULE_PAGE)
    visitor.press(box(visitor, "public-interest"))
    visitor.heading("public interest")
    visitor.press(visitor.link("when not to ask"))
    visitor.at("/flowchart/consent")
    press_from_here(visitor, visitor.page.locator(".question-before a"))
    visitor.at("/flowchart/public-interest")
    visitor.press(visitor.link("Back to the page"))
    visitor.at(f"{MODULE_PAGE}#public-interest")


def test_tab_reaches_the_boxes_in_their_order_and_shows_where_it_is(visit: Visit, course: Catalogue) -> None:
    reader = visit(keyboard=True)
    reader.open("/flowchart")
    assert isinstance(reader, AtKeyboard)
    reader.reach(box(reader, course.flowchart.start))
    for question in course.flowchart.questions:
        for name in (f"{question.number} {question.title}", f"Not sure? Whom to ask at question {question.number}"):
            here = reader.page.locator("svg a:focus")
            expect(here).to_have_accessible_name(name)
            width = here.locator("rect").evaluate("each => getComputedStyle(each).strokeWidth")
            assert (width, here.evaluate(IN_SIGHT)) == ("4px", True)
            reader.page.keyboard.press("Tab")


def test_a_target_is_large_enough_wherever_the_drawing_is_shown(visit: Visit) -> None:
    for width in (640, 1280):
        reader = visit(viewport={"width": width, "height": 900})
        reader.open("/flowchart")
        for each in reader.page.locator("svg[role=group] a rect").all():
            area = each.bounding_box()
            assert area and area["height"] >= 24 and area["width"] >= 24


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_the_drawing_slides_within_its_room(visit: Visit, width: int) -> None:
    reader = visit(viewport={"width": width, "height": 740})
    reader.open("/flowchart")
    room = reader.page.get_by_role("region", name="Drawing of the key questions")
    assert room.evaluate("each => each.scrollWidth > each.clientWidth")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    room.focus()
    reader.page.keyboard.press("ArrowRight")
    expect(reader.page.locator("#box-purpose rect")).not_to_be_in_viewport(ratio=1)
    for each in reader.page.locator("svg[role=group] a rect").all():
        area = each.bounding_box()
        assert area and area["height"] >= 24 and area["width"] >= 24
    type_size = reader.page.locator(".flowchart-label").first.evaluate("each => each.getBoundingClientRect().height")
    assert type_size >= 12


def test_on_a_phone_the_list_opens_the_questions_and_is_returned_to(visit: Visit) -> None:
    reader = visit(viewport=PHONE)
    reader.open("/flowchart")
    reader.press(reader.page.locator("li#share").get_by_role("link", name="6 Share appropriately"))
    reader.at("/flowchart/share")
    reader.press(reader.link("Back to the flowchart"))
    reader.at("/flowchart#share")
    assert reader.page.locator("li#share").evaluate(IN_SIGHT)


@pytest.mark.parametrize("path", ["/flowchart/consent?at=box", MODULE_PAGE])
def test_flowchart_and_question_are_sound_in_light_dark_and_forced_colours(path: str, reader: Visitor) -> None:
    reader.open(path)
    assert findings(reader.page) == []
    assert findings_in_forced_colours(reader.page) == []


def test_a_poster_is_downloaded(guest: Visitor) -> None:
    guest.open("/flowchart")
    with guest.page.expect_download() as coming:
        guest.press(guest.link("Poster, A4 (PDF)"))
    assert coming.value.suggested_filename == "key-questions-a4.pdf"
    assert coming.value.path().read_bytes().startswith(b"%PDF")
