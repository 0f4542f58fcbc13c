"""Leaving and coming back: on another device, as a guest who wants to keep a hand-in, after the session has ended."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Catalogue, Quiz
from tests.journeys import people
from tests.journeys.people import Somebody
from tests.journeys.visitor import Visitor, href, mostly_wrong, new_address

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
STILL_HERE = re.compile("Your answers are (kept|still here)")
WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture(scope="module")
def quiz(course: Catalogue) -> Quiz:
    return course.quizzes["support-quiz"]


@pytest.fixture(scope="module")
def quiz_page(course: Catalogue, quiz: Quiz) -> str:
    page = course.page(quiz.id)
    assert page
    return href(page)


def told_once(visitor: Visitor, quiz: Quiz, course: Catalogue) -> None:
    """The hand-in stands in the record of the learner, once."""
    page = course.page(quiz.id)
    (line,) = visitor.handed_in()
    assert page and page.title in line
    assert f"1 of {len(quiz.statements)}" in line


def hand_in_twice(visitor: Visitor) -> None:
    """Press a button twice, as impatient people do."""
    visitor.button("Hand these in").dblclick(no_wait_after=True)
    visitor.heading("1 of ")


@WAYS
def test_on_another_device_continue_leads_to_the_same_place(visit: Visit, course: Catalogue, scripts: bool) -> None:
    first, module = visit(scripts=scripts), course.modules[1]
    reader = people.sign_up(first, "Ada Quill")
    first.open(href(module.pages[0]))
    for page in module.pages[:3]:
        first.at(href(page))
        first.go_on(page, module)
    left_at = module.pages[3]
    first.at(href(left_at))
    for device in (visit(scripts=scripts), first):
        device.open("/")
        if device is not first:
            device.press(device.link("Sign in"))
            device.sign_in(reader.email)
            device.at("/")
        device.press(device.link(f"Continue: module 2, {left_at.title}"))
        device.at(href(left_at))
        expect(device.page.get_by_role("img", name=f"3 of {len(module.pages)} pages read")).to_be_visible()


@WAYS
def test_a_guest_keeps_a_hand_in_by_making_an_account(
    visit: Visit, course: Catalogue, quiz: Quiz, quiz_page: str, scripts: bool
) -> None:
    visitor = visit(scripts=scripts)
    visitor.open(quiz_page)
    expect(visitor.page.locator("main")).to_contain_text("We keep nothing".lower())
    visitor.hand_in(mostly_wrong(quiz))
    visitor.heading(f"1 of {len(quiz.statements)} right")
    expect(visitor.page.locator("main")).to_contain_text("We have kept nothing")
    assert visitor.context.cookies() == []
    visitor.press(visitor.button("Sign in and keep this hand-in"))
    visitor.press(visitor.button("Make an account and keep your answers"))
    visitor.heading("Make an account")
    visitor.sign_up("Di Fern", new_address())
    visitor.heading("Hand these in as Di Fern?")
    hand_in_twice(visitor)
    told_once(visitor, quiz, course)


def test_a_guest_may_leave_the_answers_after_all(visit: Visit, quiz: Quiz, quiz_page: str) -> None:
    visitor = visit()
    visitor.open(quiz_page)
    visitor.hand_in(mostly_wrong(quiz))
    visitor.press(visitor.button("Sign in and keep this hand-in"))
    visitor.press(visitor.button("Make an account and keep your answers"))
    visitor.sign_up("Di Fern", new_address())
    visitor.press(visitor.link("No, leave them"))
    visitor.at(quiz_page)
    assert visitor.handed_in() == []


@WAYS
def test_answers_survive_a_sign_out_in_another_tab(
    visit: Visit, course: Catalogue, quiz: Quiz, quiz_page: str, scripts: bool
) -> None:
    visitor = visit(scripts=scripts)
    reader = people.sign_up(visitor, "Ed Lark")
    visitor.open(quiz_page)
    sign_out_in_another_tab(visitor)
    visitor.hand_in(mostly_wrong(quiz))
    visitor.heading("Sign in")
    expect(visitor.page.locator("main")).to_contain_text(STILL_HERE)
    visitor.sign_in(reader.email, "not the password")
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()
    expect(visitor.page.locator("main")).to_contain_text(STILL_HERE)
    visitor.sign_in(reader.email)
    visitor.heading("Hand these in as Ed Lark?")
    hand_in_twice(visitor)
    told_once(visitor, quiz, course)


def test_next_after_a_sign_out_in_another_tab_marks_nothing_and_leads_back_to_the_page(
    visit: Visit, course: Catalogue
) -> None:
    visitor, module = visit(), course.modules[1]
    reader = people.sign_up(visitor, "Ed Lark")
    visitor.open(href(module.pages[0]))
    sign_out_in_another_tab(visitor)
    visitor.go_on(module.pages[0], module)
    visitor.heading("You have been signed out")
    visitor.press(visitor.link("Sign in and go on"))
    visitor.sign_in(reader.email)
    visitor.at(href(module.pages[0]))
    expect(visitor.page.get_by_role("img", name=f"0 of {len(module.pages)} pages read")).to_be_visible()


def test_answers_are_not_handed_in_for_whoever_signed_in_meanwhile_before_they_say_so(
    visit: Visit, course: Catalogue, quiz: Quiz, quiz_page: str
) -> None:
    visitor = visit()
    people.sign_up(visitor, "Ed Lark")
    visitor.open(quiz_page)
    other = sign_out_in_another_tab(visitor)
    people.sign_up(other, "Flo Teal")
    visitor.page.bring_to_front()
    visitor.hand_in(mostly_wrong(quiz))
    visitor.heading("Hand these in as Flo Teal?")
    assert other.handed_in() == []
    hand_in_twice(visitor)
    told_once(visitor, quiz, course)


def sign_out_in_another_tab(visitor: Visitor) -> Visitor:
    other = visitor.another_tab()
    other.open("/account")
    other.press(other.button("Sign out"))
    other.at("/")
    visitor.page.bring_to_front()
    return other


def test_a_shared_computer_offers_sign_out_on_every_page(guest: Visitor, course: Catalogue) -> None:
    somebody: Somebody = people.sign_up(guest, "Gus Wren", shared=True)
    assert {each["expires"] for each in somebody.state["cookies"]} == {-1}, "every cookie ends with the browser"
    for path in ("/", href(course.modules[0].pages[0]), "/help", "/my/progress"):
        guest.open(path)
        expect(guest.button("Finished? Sign out")).to_be_visible()
    guest.press(guest.button("Finished? Sign out"))
    guest.at("/")
    guest.open("/account")
    guest.at("/sign-in")
