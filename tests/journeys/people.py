"""People whom several journeys need: how an account is made, and how the course is completed without reading it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

from course.catalogue.model import Catalogue
from tests.journeys.visitor import PASSWORD, AtKeyboard, Visitor, href, mostly_wrong, new_address, right_answers

PATIENCE = 20_000  # milliseconds: the machine may be busy with other tests


@dataclass(frozen=True)
class Somebody:
    """An account on the site; `state` signs a new browser in as them. `code`: a join code, or a certificate's."""

    name: str
    email: str
    state: Any
    code: str = ""


def open_browser(browser: Browser, base: str, *, scripts: bool = True, keyboard: bool = False, **more: Any) -> Visitor:
    """A browser of one's own, as new; `more` goes to the context: `storage_state`, `viewport`, `color_scheme`."""
    context = browser.new_context(base_url=base, java_script_enabled=scripts, **more)
    context.set_default_timeout(PATIENCE)
    return (AtKeyboard if keyboard else Visitor)(context, base)


def browsers(browser: Browser, base: str) -> Iterator[Callable[..., Visitor]]:
    """For a fixture: what opens browsers; all are closed, and judged, at its end."""
    visitors: list[Visitor] = []

    def start(**how: Any) -> Visitor:
        visitors.append(open_browser(browser, base, **how))
        return visitors[-1]

    yield start
    for visitor in visitors:
        visitor.close()


def sign_up(visitor: Visitor, name: str, **how: Any) -> Somebody:
    """Make an account in this browser."""
    email = new_address()
    visitor.open("/sign-up")
    visitor.sign_up(name, email, **how)
    visitor.at("/")
    return Somebody(name, email, visitor.context.storage_state())


def set_up(visitor: Visitor, link: str) -> Somebody:
    """Follow the link that the start prints; the code is the one on the sheet that comes at the end."""
    email = new_address()
    visitor.open(link)
    texts = {"partnership": "Heronsea Partnership", "organisation": "Heronsea Nursery", "name": "Bo Marsh"}
    for name, text in {**texts, "email": email, "password": PASSWORD}.items():
        visitor.fill(visitor.field("set-up", name), text)
    visitor.press(visitor.button("Set up the site"))
    visitor.heading("Join Heronsea Nursery")
    return Somebody("Bo Marsh", email, visitor.context.storage_state(), visitor.page.locator(".code").inner_text())


def complete(visitor: Visitor, course: Catalogue, *, but: str | None = None) -> None:
    """Read every page and hand in every quiz, by the requests that the pages would send; `but` is left out."""
    visitor.open(href(course.modules[0].pages[0]))
    token = str(visitor.field("next", "csrf_token").get_attribute("value"))
    for page in (each for module in course.modules for each in module.pages if each.id != but):
        answers = right_answers(course.quizzes[page.quiz]) if page.quiz else {}
        fields = {"csrf_token": token, **{each: str(answer).lower() for each, answer in answers.items()}}
        place = href(page) + ("/answers" if page.quiz else "/next")
        assert visitor.context.request.post(place, form=fields).ok, place


def begin(visitor: Visitor, course: Catalogue) -> None:
    """Somebody with a long name at a shared computer reads two pages and hands in a quiz, mostly wrong."""
    sign_up(visitor, "Joy Sandpiper-Oystercatcher-Blackheadedgull", shared=True)
    module = course.modules[3]
    visitor.open(href(module.pages[0]))
    for page in module.pages[:2]:
        visitor.go_on(page, module)
    visitor.open(href(module.pages[3]))
    visitor.hand_in(mostly_wrong(course.quizzes[module.quizzes[0]]))
    visitor.heading("1 of ")


def graduate(visitor: Visitor, course: Catalogue) -> Somebody:
    """Somebody new who completes the course; the code stands on the certificate."""
    made = sign_up(visitor, "Cy Reed")
    complete(visitor, course)
    visitor.open("/my/certificate")
    return Somebody(made.name, made.email, made.state, visitor.page.locator(".certificate-code").inner_text())
