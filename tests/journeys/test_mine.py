"""What is the learner's alone, in a browser: questions, notes, the sheet; by pointer, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Catalogue
from tests.journeys import people
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHANGE = "ask who else should know"
NOTE = "Ask first.\nThen tell."


def rate(visitor: Visitor, statement: str, value: int, *, arrows: bool) -> None:
    """Choose a place on the scale: by pointer, or by Space on the first and arrows from there."""
    target = visitor.page.locator(f"input[name='{statement}'][value='{value}']")
    if not arrows:
        return target.check()
    visitor.tick(visitor.page.locator(f"input[name='{statement}'][value='1']"))
    for _ in range(value - 1):
        visitor.page.keyboard.press("ArrowRight")
    return expect(target).to_be_checked()


def answer(visitor: Visitor, course: Catalogue, value: int, *, knows: bool, arrows: bool) -> None:
    """Answer everything on the open form."""
    for each in course.reflection.confidence:
        rate(visitor, each.id, value, arrows=arrows)
    for item in course.reflection.knowledge:
        visitor.choose(item.id, item.answer is knows)


@pytest.mark.parametrize("how", [{}, {"scripts": False}, {"keyboard": True}], ids=["pointer", "no scripts", "keyboard"])
def test_before_and_after_show_what_has_changed(
    how: dict[str, bool], visit: Callable[..., Visitor], course: Catalogue
) -> None:
    visitor, arrows = visit(**how), "keyboard" in how
    people.sign_up(visitor, "Ada Quill")
    visitor.press(visitor.link("Answer the questions"))
    visitor.heading("Before you start")
    answer(visitor, course, 2, knows=False, arrows=arrows)
    visitor.press(visitor.button("Keep my answers"))
    visitor.heading("Your reflection")
    people.complete(visitor, course)
    visitor.open("/")
    visitor.press(visitor.link("Answer the questions"))
    visitor.heading("Now that you have finished")
    answer(visitor, course, 4, knows=True, arrows=arrows)
    visitor.fill(visitor.field("reflection", "intended_change"), CHANGE)
    visitor.press(visitor.button("Keep my answers"))
    visitor.heading("Your reflection")
    expect(visitor.page.locator(".changes")).to_contain_text("A little sure")
    expect(visitor.page.get_by_role("img", name="From 2 to 4 of 5")).to_have_count(6)
    expect(visitor.page.locator("main")).to_contain_text(f"I will… {CHANGE}")
    visitor.open("/")
    expect(visitor.link("Answer the questions")).to_have_count(0)


@pytest.mark.parametrize("how", [{}, {"scripts": False}, {"keyboard": True}], ids=["pointer", "no scripts", "keyboard"])
def test_a_note_from_the_page_and_back_to_it(how: dict[str, bool], visit: Callable[..., Visitor]) -> None:
    visitor = visit(**how)
    people.sign_up(visitor, "Bo Marsh")
    visitor.open("/my/notes")
    visitor.press(visitor.button("Switch private notes on"))
    visitor.heading("Your notes")
    visitor.open("/modules/golden-rules/be-open")
    visitor.press(visitor.link("My note on this page"))
    visitor.heading("My note: Be open")
    visitor.fill(visitor.field("note", "text"), NOTE)
    visitor.press(visitor.button("Keep this note"))
    expect(visitor.page.locator("main")).to_contain_text("Your note is kept")
    assert visitor.field("note", "text").input_value() == NOTE
    visitor.press(visitor.link("Back to the page"))
    visitor.at("/modules/golden-rules/be-open")
    visitor.open("/my/supervision-sheet")
    visitor.press(visitor.link("Put my own notes on it"))
    expect(visitor.page.locator("main")).to_contain_text("Then tell.")


def test_skip_takes_the_card_away(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    people.sign_up(visitor, "Cy Reed")
    visitor.press(visitor.button("Skip"))
    visitor.at("/")
    expect(visitor.link("Answer the questions")).to_have_count(0)
