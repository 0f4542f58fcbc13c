"""The whole course in a real browser, from the front page to a certificate that a stranger checks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Catalogue, Module, Page, Quiz
from course.rules.scoring import needed
from tests.journeys.people import Somebody
from tests.journeys.visitor import Visitor, href, mostly_wrong, new_address, right_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
NAME = "Ada Quill-Österåker"


def join_and_sign_up(visitor: Visitor, code: str) -> None:
    """From the front page through the join code to an account."""
    visitor.open("/")
    visitor.fill(visitor.field("join", "code"), code.lower())
    visitor.press(visitor.button("Use this code"))
    visitor.heading("Join Heronsea Nursery")
    visitor.press(visitor.link("Make an account"))
    expect(visitor.field("sign-up", "code")).to_have_value(code.lower())
    visitor.sign_up(NAME, new_address())
    visitor.at("/")


def read_module(visitor: Visitor, module: Module, course: Catalogue) -> None:
    """Every page that is needed, in order; of the cases so many as are required, then over to what comes after them."""
    cases = 0
    for page in module.pages:
        if page.kind == "case" and cases == module.cases_required:
            continue
        if page.kind != "case" and 0 < cases < len(course.cases) and module.pages[page.number - 2].kind == "case":
            open_from_contents(visitor, module, page)
        cases += page.kind == "case"
        visitor.at(href(page))
        if page.quiz:
            hand_in_twice(visitor, module, page, course)
        else:
            visitor.go_on(page, module)


def open_from_contents(visitor: Visitor, module: Module, page: Page) -> None:
    """Leave the row of pages: through the module's name above the heading to its contents, and from there to the page."""
    visitor.press(visitor.link(f"{module.number} {module.title}"))
    visitor.at(f"/modules/{module.id}/")
    visitor.press(visitor.link(page.title))


def hand_in_twice(visitor: Visitor, module: Module, page: Page, course: Catalogue) -> None:
    """Mostly wrong, look at the result, go back, all right, go on."""
    quiz = course.quizzes[page.quiz or ""]
    visitor.heading(page.title)
    visitor.hand_in(mostly_wrong(quiz))
    result_says(visitor, module, quiz, course, right=1)
    visitor.press(visitor.link("Back"))
    visitor.at(href(page))
    visitor.hand_in(right_answers(quiz))
    result_says(visitor, module, quiz, course, right=len(quiz.statements))
    visitor.press(visitor.link("Next"))


def result_says(visitor: Visitor, module: Module, quiz: Quiz, course: Catalogue, *, right: int) -> None:
    """Each statement is judged, and what the module still needs stands there in numbers."""
    main, count = visitor.page.locator("main"), len(quiz.statements)
    visitor.heading(f"{right} of {count} right")
    assert visitor.outcomes() == ["right"] * right + ["wrong"] * (count - right)
    before = sum(len(course.quizzes[each].statements) for each in module.quizzes[: module.quizzes.index(quiz.id)])
    out_of = sum(len(course.quizzes[each].statements) for each in module.quizzes)
    least = needed(out_of, course.course.pass_mark)
    expect(main).to_contain_text(f"You need {least} of {out_of} for this module; you have {before + right}.")
    for statement in quiz.statements:
        expect(main).to_contain_text(statement.because)
    expect(visitor.page.locator("h1")).to_contain_text("module passed" if before + right >= least else "right")


def read_course(visitor: Visitor, course: Catalogue) -> None:
    """Module after module, each by the link that the one before ends with."""
    visitor.press(visitor.link("Start"))
    for module in course.modules:
        read_module(visitor, module, course)
        if module is course.modules[-1]:
            break
        visitor.at(f"/modules/{module.id}/")
        expect(visitor.page.locator("main")).to_contain_text("You have finished this module")
        following = course.modules[module.number]
        visitor.press(visitor.link(f"{following.number} {following.title}"))
        visitor.at(f"/modules/{following.id}/")
        visitor.press(visitor.link(following.pages[0].title))


def take_certificate(visitor: Visitor) -> str:
    """The certificate as page and as file; gives its code."""
    visitor.press(visitor.link("Your certificate"))
    visitor.at("/my/certificate")
    sheet = visitor.page.locator("article.certificate")
    expect(sheet).to_contain_text(NAME)
    with visitor.page.expect_download() as coming:
        visitor.press(visitor.link("Download as PDF"))
    assert coming.value.suggested_filename.endswith(".pdf")
    assert coming.value.path().read_bytes().startswith(b"%PDF")
    return sheet.locator(".certificate-code").inner_text()


def check_as_a_stranger(stranger: Visitor, code: str) -> None:
    """Type the code from the paper; no account is needed."""
    stranger.open("/certificates")
    stranger.fill(stranger.field("certificate", "code"), code.lower())
    stranger.press(stranger.button("Check this code"))
    stranger.at(f"/certificates/{code.lower()}")
    stranger.heading("This certificate is in date")
    expect(stranger.page.locator("article.certificate")).to_contain_text(NAME)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"scripts": True}, id="with scripts, by pointer"),
        pytest.param({"scripts": False, "keyboard": True}, id="without scripts, by keyboard alone"),
    ],
)
def test_the_whole_course_from_the_front_page_to_a_certificate_that_a_stranger_checks(
    how: dict[str, bool], visit: Visit, course: Catalogue, administrator: Somebody
) -> None:
    visitor = visit(**how)
    join_and_sign_up(visitor, administrator.code)
    read_course(visitor, course)
    visitor.at("/my/progress")
    expect(visitor.page.locator("main")).to_contain_text("You have completed the course")
    expect(visitor.page.get_by_role("img", name="5 of 5 modules finished").first).to_be_visible()
    check_as_a_stranger(visit(**how), take_certificate(visitor))
