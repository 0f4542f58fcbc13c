"""Somebody at a browser, and what they do on the site: by pointer, or by keyboard alone."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping

from playwright.sync_api import BrowserContext, Locator, expect

from course.catalogue.model import Module, Quiz
from course.catalogue.model import Page as CoursePage
from tests.journeys.watching import Watch

PASSWORD = "kettle moss violin"
MOST_TABS = 250
_numbers = itertools.count(1)


def new_address() -> str:
    """An email address that nobody has on this site yet."""
    return f"reader-{next(_numbers)}@heronsea.example"


def href(page: CoursePage) -> str:
    return f"/modules/{page.module}/{page.id}"


def right_answers(quiz: Quiz) -> dict[str, bool]:
    return {each.id: each.answer for each in quiz.statements}


def mostly_wrong(quiz: Quiz) -> dict[str, bool]:
    """The first statement answered rightly, every other one wrongly."""
    first, *others = quiz.statements
    return {first.id: first.answer, **{each.id: not each.answer for each in others}}


class Visitor:
    """Somebody with a pointer, in a browser of their own. `page` is the open page."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.base = base
        self.watch = Watch(context, base)
        self.page = context.new_page()

    def another_tab(self) -> Visitor:
        """The same browser, one tab more."""
        other = copy.copy(self)
        other.page = self.context.new_page()
        return other

    def close(self) -> None:
        """Close the browser; nothing may have gone wrong in it."""
        self.context.close()
        assert self.watch.faults == [], self.watch.faults

    def press(self, target: Locator) -> None:
        """Follow a link or press a button."""
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator) -> None:
        target.check()

    def choose(self, statement: str, answer: bool) -> None:
        """One of the two answers of a statement."""
        self.radio(statement, answer).check()

    def open(self, path: str) -> int:
        """Type an address; gives the status of the answer."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def at(self, path: str) -> None:
        """Wait until a page has come; the part behind "?" does not matter."""
        self.page.wait_for_url(lambda url: url.removeprefix(self.base).partition("?")[0] == path)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True).first

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def field(self, form: str, name: str) -> Locator:
        return self.page.locator(f"form[data-form='{form}'] [name='{name}']")

    def radio(self, statement: str, answer: bool) -> Locator:
        return self.page.locator(f"input[name='{statement}'][value='{str(answer).lower()}']")

    def heading(self, words: str) -> None:
        """Wait until the heading of the page has these words in it."""
        expect(self.page.locator("h1")).to_contain_text(words)

    def sign_up(self, name: str, email: str, *, shared: bool = False) -> None:
        """Fill in the open sign-up form and send it."""
        self.fill(self.field("sign-up", "name"), name)
        self.fill(self.field("sign-up", "email"), email)
        self.fill(self.field("sign-up", "password"), PASSWORD)
        if shared:
            self.tick(self.field("sign-up", "shared"))
        self.press(self.button("Make my account"))

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Fill in the open sign-in form and send it."""
        self.fill(self.field("sign-in", "email"), email)
        self.fill(self.field("sign-in", "password"), password)
        self.press(self.button("Sign in"))

    def go_on(self, page: CoursePage, module: Module) -> None:
        """Read the open page and press its Next; the last page of a module leads to the module's contents."""
        self.heading(page.title)
        last = page is module.pages[-1]
        self.press(self.button("Finish this module" if last else "Next"))

    def hand_in(self, answers: Mapping[str, bool]) -> None:
        """Answer the open quiz and hand it in."""
        for statement, answer in answers.items():
            self.choose(statement, answer)
        self.press(self.button("Hand in"))

    def outcomes(self) -> list[str]:
        """What the open result says of each statement."""
        marks = self.page.locator("[data-outcome]")
        return [str(each.get_attribute("data-outcome")) for each in marks.all()]

    def handed_in(self) -> list[str]:
        """The lines of the table of what was handed in, the newest first."""
        self.open("/my/progress")
        return self.page.locator("main tbody tr").all_inner_texts()


class AtKeyboard(Visitor):
    """Somebody who has no pointer: Tab from the top of the page, then Enter, Space or an arrow."""

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus; from the top of a page by the link that skips to the main part."""
        wanted = target.element_handle()
        if wanted.evaluate("each => document.activeElement === document.body && each.closest('main') !== null"):
            self._skip()
        for _ in range(MOST_TABS):
            if wanted.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def _skip(self) -> None:
        """Quick exit is the first thing that Tab reaches, "Skip to main content" the second."""
        for key in ("Tab", "Tab", "Enter"):
            self.page.keyboard.press(key)
        self.page.wait_for_url(lambda url: url.endswith("#main"))

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Space")

    def choose(self, statement: str, answer: bool) -> None:
        """Tab leads to the first radio of a group; Space takes it, the arrow takes the next."""
        self.reach(self.radio(statement, True))
        self.page.keyboard.press("Space" if answer else "ArrowDown")
        expect(self.radio(statement, answer)).to_be_checked()
