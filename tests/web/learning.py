"""What the tests of the learner's pages share: browsers with somebody signed in, quizzes answered, what is then kept."""

from __future__ import annotations

from flask import Flask

from course import clock
from course.catalogue.model import Catalogue, Module, Page, Quiz
from course.records import attempts, completions, looks, readings, visits
from course.records.database import reading, writing
from course.rules.facts import Attempt, Completion, Reading
from tests.house.inhabitants import hand_in
from tests.web.people import PASSWORD
from tests.web.reader import Page as Opened
from tests.web.reader import Reader

ADA = "ada@heronsea.example"
BO = "river-lamp-482"
QUIZ_PAGE = "/modules/golden-rules/golden-rules-quiz"
QUIZ = "golden-rules-quiz"


def signed_in(app: Flask, login: str = ADA, *, shared: bool = False) -> Reader:
    """A new browser in which somebody has signed in."""
    browser = Reader(app.test_client())
    browser.open("/sign-in")
    page = browser.press("sign-in", email=login, password=PASSWORD, shared="y" if shared else None)
    assert page.status == 303, page.words
    return browser


def end_visits(app: Flask, person: int) -> None:
    """Sign a person out everywhere, as somebody elsewhere would."""
    with app.app_context(), writing() as store:
        visits.end_visits(store, person)


def answers(quiz: Quiz, *, wrong: int = 0) -> dict[str, str]:
    """A choice for every statement: the first `wrong` of them wrongly, the others rightly."""
    return {each.id: str(each.answer is not (number < wrong)).lower() for number, each in enumerate(quiz.statements)}


def outcomes(page: Opened) -> list[str]:
    """What the cards of a result say, in the order of the statements."""
    assert page.tree is not None
    return [str(each) for each in page.tree.xpath("//@data-outcome")]


def links(page: Opened, css_class: str) -> dict[str, str]:
    """The links below an element of that class, by their words."""
    assert page.tree is not None
    found = page.tree.xpath(f"//*[contains(concat(' ', @class, ' '), ' {css_class} ')]//a")
    return {" ".join(link.text_content().split()): link.get("href") for link in found}


def attempts_of(app: Flask, person: int) -> tuple[Attempt, ...]:
    """What somebody has handed in, oldest first."""
    with app.app_context(), reading() as store:
        return attempts.attempts_of(store, person)[::-1]


def readings_of(app: Flask, person: int) -> list[tuple[str, str]]:
    """Which pages somebody has read, with the edition."""
    with app.app_context(), reading() as store:
        found: tuple[Reading, ...] = visits.progress_facts(store, person)[0]
    return [(each.page, each.edition) for each in found]


def looks_of(app: Flask, person: int) -> list[str]:
    """The quizzes whose answers somebody has looked at."""
    with app.app_context(), reading() as store:
        return [each.quiz for each in looks.looks_of(store, person)]


def completions_of(app: Flask, person: int) -> tuple[Completion, ...]:
    with app.app_context(), reading() as store:
        return completions.completions_of(store, person)


def read_pages(app: Flask, person: int, *pages: str, edition: str = "2026.1") -> None:
    """Mark pages read, as of that edition."""
    with app.app_context(), writing() as store:
        for page in pages:
            readings.mark_read(store, person, page, edition, clock.now())


def do_all(app: Flask, person: int, catalogue: Catalogue, *, but: tuple[str, ...] = ()) -> None:
    """Read every page and answer every quiz rightly, except the pages and quizzes named; nothing is completed by this."""
    for module in catalogue.modules:
        read_pages(app, person, *(page.id for page in module.pages if page.id not in but))
        with app.app_context(), writing() as store:
            for quiz in module.quizzes:
                if quiz not in but:
                    hand_in(store, person, module.id, catalogue.quizzes[quiz], catalogue)


def pages(catalogue: Catalogue) -> list[tuple[Module, Page, str]]:
    """Every page of the course with its module and its address."""
    return [(module, page, f"/modules/{module.id}/{page.id}") for module in catalogue.modules for page in module.pages]
