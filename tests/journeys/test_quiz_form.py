"""A quiz handed in with a statement left out: nothing is lost, and the way to what is missing is short."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from course.catalogue.model import Catalogue, Quiz
from tests.journeys.people import Somebody
from tests.journeys.visitor import Visitor, href, right_answers

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
LEFT_OUT = 2  # the third statement


@pytest.fixture(scope="module")
def quiz(course: Catalogue) -> Quiz:
    return course.quizzes["golden-rules-quiz"]


def hand_in_all_but_one(visitor: Visitor, quiz: Quiz, course: Catalogue) -> Locator:
    """Gives the line of the error summary."""
    page = course.page(quiz.id)
    assert page
    visitor.open(href(page))
    answers = right_answers(quiz)
    del answers[quiz.statements[LEFT_OUT].id]
    visitor.hand_in(answers)
    return visitor.page.locator(".govuk-error-summary__list a")


def everything_is_still_chosen(visitor: Visitor, quiz: Quiz) -> None:
    for each in quiz.statements:
        if each is quiz.statements[LEFT_OUT]:
            for answer in (True, False):
                expect(visitor.radio(each.id, answer)).not_to_be_checked()
        else:
            expect(visitor.radio(each.id, each.answer)).to_be_checked()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_statement_left_out_is_named_linked_and_the_choices_are_kept(
    visit: Visit, course: Catalogue, quiz: Quiz, scripts: bool
) -> None:
    visitor = visit(scripts=scripts)
    line = hand_in_all_but_one(visitor, quiz, course)
    expect(line).to_have_text("Choose an answer for statement 3")
    assert visitor.page.title().startswith("Error: ")
    everything_is_still_chosen(visitor, quiz)
    left_out = quiz.statements[LEFT_OUT].id
    fieldset = visitor.page.locator(f"[data-statement='{left_out}']")
    described = str(fieldset.get_attribute("aria-describedby"))
    expect(visitor.page.locator(f"#{described}")).to_contain_text("Choose an answer for statement 3")
    visitor.choose(left_out, quiz.statements[LEFT_OUT].answer)
    visitor.press(visitor.button("Hand in"))
    visitor.heading(f"{len(quiz.statements)} of {len(quiz.statements)} right")


def test_the_error_summary_takes_the_focus_and_its_link_leads_to_the_radio(
    visit: Visit, course: Catalogue, quiz: Quiz
) -> None:
    visitor = visit()
    line = hand_in_all_but_one(visitor, quiz, course)
    expect(visitor.page.locator(".govuk-error-summary")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    expect(line).to_be_focused()
    visitor.page.keyboard.press("Enter")
    radio = visitor.radio(quiz.statements[LEFT_OUT].id, True)
    expect(radio).to_be_focused()
    expect(radio).to_be_in_viewport()


def test_without_scripts_the_link_leads_to_the_radio_as_well(visit: Visit, course: Catalogue, quiz: Quiz) -> None:
    visitor = visit(scripts=False)
    hand_in_all_but_one(visitor, quiz, course).click()
    assert visitor.page.url.endswith(f"#answer-{quiz.statements[LEFT_OUT].id}")
    expect(visitor.radio(quiz.statements[LEFT_OUT].id, True)).to_be_in_viewport()


def test_a_hand_in_sent_twice_counts_once(guest: Visitor, learner: Somebody, course: Catalogue, quiz: Quiz) -> None:
    page = course.page(quiz.id)
    assert page
    guest.open(href(page))
    for statement, answer in right_answers(quiz).items():
        guest.choose(statement, answer)
    guest.button("Hand in").dblclick(no_wait_after=True)
    guest.heading("right")
    assert len(guest.handed_in()) == 1


def test_show_answers_tells_a_learner_that_it_was_noted_and_a_guest_that_it_was_not(
    guest: Visitor, learner: Somebody, visit: Visit, course: Catalogue, quiz: Quiz
) -> None:
    page = course.page(quiz.id)
    assert page
    for visitor, noted in ((guest, True), (visit(), False)):
        visitor.open(href(page))
        visitor.press(visitor.button("Show answers"))
        visitor.heading("The answers")
        assert visitor.outcomes() == ["unanswered"] * len(quiz.statements)
        assert ("We have noted that you looked" in visitor.page.locator("main").inner_text()) == noted
    assert guest.handed_in() == []
