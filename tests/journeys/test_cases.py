"""A case worked through in a browser: with scripts and without, by pointer and by keyboard alone; and how its pages look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Case, Catalogue, Option
from course.rules.casework import BEST, order
from tests.journeys.inspection import findings, findings_in_forced_colours
from tests.journeys.people import Somebody
from tests.journeys.visitor import AtKeyboard, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
WAYS = [{"scripts": True}, {"scripts": False}, {"keyboard": True}, {"scripts": False, "keyboard": True}]
NAME = "packed-lunch"


@pytest.fixture
def case(course: Catalogue) -> Case:
    return course.cases[NAME]


def pick(visitor: Visitor, option: Option) -> None:
    """Choose in the list; by keyboard Tab leads to the first radio and the arrow goes on to the others."""
    radios = visitor.page.locator("input[name='choice']")
    wanted = visitor.page.get_by_label(option.text, exact=True)
    if isinstance(visitor, AtKeyboard):
        visitor.reach(radios.first)
        visitor.page.keyboard.press("Space")
        while not wanted.is_checked():
            visitor.page.keyboard.press("ArrowDown")
    else:
        wanted.check()


def follows(visitor: Visitor, option: Option, word: str) -> None:
    """What follows stands beneath the choice, in sight, and a screen reader goes on from there."""
    told = visitor.page.locator("#consequence")
    expect(told).to_contain_text(option.text)
    expect(told.locator(".mark")).to_have_text(word)
    expect(told).to_be_focused()
    expect(told).to_be_in_viewport()


def best(case: Case, number: int) -> Option:
    return next(option for option in case.decisions[number].options if option.grade == BEST)


def bad(case: Case, number: int) -> list[Option]:
    """The other options, as they stand on the screen."""
    return [option for option in order(case, case.decisions[number]) if option.grade != BEST]


@pytest.mark.parametrize("how", WAYS, ids=str)
def test_a_case_from_its_page_to_its_end(how: dict[str, bool], visit: Visit, case: Case) -> None:
    visitor = visit(**how)
    visitor.open(f"/modules/case-studies/{NAME}")
    visitor.press(visitor.link("Work through it step by step"))
    visitor.at(f"/cases/{NAME}/whole/start")
    visitor.press(visitor.button("See where this leads"))
    expect(visitor.page.locator(".govuk-error-summary")).to_contain_text("Choose what you would do")
    words = {"partly": "Partly right", "unsafe": "Unsafe"}
    for number in range(len(case.decisions)):
        visitor.heading(case.decisions[number].ask)
        if number == 0:
            for option in bad(case, number)[:1]:
                pick(visitor, option)
                visitor.press(visitor.button("See where this leads"))
                follows(visitor, option, words[option.grade])
            pick(visitor, best(case, number))
            visitor.press(visitor.button("Choose again"))
        else:
            pick(visitor, best(case, number))
            visitor.press(visitor.button("See where this leads"))
        follows(visitor, best(case, number), "Best")
        if number + 1 < len(case.decisions):
            visitor.press(visitor.link("Go on"))
    visitor.press(visitor.button("Finish this case"))
    visitor.heading("Your way through")
    expect(visitor.page.locator(".compared > li")).to_have_count(len(case.decisions))
    expect(visitor.page.locator(".compared > li").first).to_contain_text(bad(case, 0)[0].text)


def test_back_brings_what_was_before(guest: Visitor, case: Case) -> None:
    guest.open(f"/cases/{NAME}/whole/start")
    pick(guest, bad(case, 0)[0])
    guest.press(guest.button("See where this leads"))
    guest.press(guest.link("Go on"))
    guest.heading(case.decisions[1].ask)
    guest.page.go_back()
    expect(guest.page.locator("#consequence")).to_contain_text(bad(case, 0)[0].text)
    guest.press(guest.link("Go on"))
    guest.press(guest.link("Back"))
    expect(guest.page.locator("#consequence")).to_contain_text(bad(case, 0)[0].text)


def test_a_learner_finishes_keeps_the_way_and_finds_the_page_read(
    guest: Visitor, learner: Somebody, case: Case
) -> None:
    guest.open(f"/cases/{NAME}")
    guest.press(guest.link("Take the short form"))
    decisions = [number for number, each in enumerate(case.decisions) if each.id in case.foundation]
    for number in decisions:
        guest.heading(case.decisions[number].ask)
        pick(guest, best(case, number))
        guest.press(guest.button("See where this leads"))
        follows(guest, best(case, number), "Best")
        if number != decisions[-1]:
            guest.press(guest.link("Go on"))
    guest.press(guest.button("Finish this case"))
    guest.heading("Your way through")
    guest.press(guest.button("Keep my way"))
    expect(guest.page.locator("#kept")).to_contain_text("is kept")
    guest.open("/modules/case-studies/")
    row = guest.page.locator(".page-list__item", has_text=case.title)
    expect(row).to_contain_text("read")
    guest.open("/cases/")
    expect(guest.page.locator(".page-list__item", has_text=case.title)).to_contain_text("short form done")


def places(case: Case) -> list[str]:
    """A page of every shape: list, beginning, lost way, decision, error, every grade beneath a choice, end, whole."""
    at = f"/cases/{case.id}"
    letters = ["abcdef"[order(case, each).index(best(case, number))] for number, each in enumerate(case.decisions)]
    wrong = "".join("abcdef"[order(case, case.decisions[0]).index(option)] for option in bad(case, 0))
    way = f"{at}/whole/{'.'.join([wrong + letters[0], *letters[1:]])}"
    first = f"{at}/whole/{wrong[0]}"
    return [
        "/cases/", at, f"{at}/whole/zz", f"{at}/whole/start", f"{at}/whole/start?asked=1", first, f"{at}/whole/{wrong}",
        f"{at}/whole/{'.'.join(letters[:4])}.", f"{at}/foundation/{letters[0]}.", way, f"{way}/end", f"{at}/whole",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["packed-lunch", "third-floor"])
def test_every_shape_of_page_is_sound_in_light_dark_and_forced_colours(
    name: str, reader: Visitor, course: Catalogue
) -> None:
    found = {}
    for path in places(course.cases[name]):
        reader.open(path)
        found[path] = [*findings(reader.page), *findings_in_forced_colours(reader.page)]
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_on_a_phone_the_way_is_folded_above_the_question_and_beside_it_on_a_wide_screen(guest: Visitor) -> None:
    guest.open(f"/cases/{NAME}/whole/start")
    beside, folded = guest.page.locator(".case-way"), guest.page.locator(".case-way-folded")
    guest.page.set_viewport_size({"width": 1280, "height": 900})
    expect(beside).to_be_visible()
    expect(folded).to_be_hidden()
    guest.page.set_viewport_size({"width": 360, "height": 700})
    expect(beside).to_be_hidden()
    expect(folded).to_be_visible()
    folded.locator("summary").click()
    expect(folded.locator("[aria-current='step']")).to_be_visible()
