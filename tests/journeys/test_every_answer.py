"""Every kind of page that answers a form, above all the ones with errors, looked at as in test_every_page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Catalogue
from tests.journeys import people
from tests.journeys.inspection import findings
from tests.journeys.people import Somebody
from tests.journeys.visitor import PASSWORD, Visitor, href, mostly_wrong, new_address, right_answers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUIZ = "/modules/golden-rules/golden-rules-quiz"
LONG = "https://very-long-name.example/" + "path-without-any-blank-" * 8


def send(visitor: Visitor, path: str, form: str, **fields: str) -> None:
    """Open a page (unless it is open), fill in one of its forms and press its button."""
    if path:
        visitor.open(path)
    for name, text in fields.items():
        visitor.field(form, name).fill(text)
    visitor.page.locator(f"form[data-form='{form}']").get_by_role("button").last.click()


def refused(visitor: Visitor) -> None:
    """The page with the error summary has come."""
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "form", "fields"),
    [
        ("/sign-in", "sign-in", {"email": "nobody@heronsea.example", "password": "wrong"}),
        ("/sign-up", "sign-up", {"name": "", "email": LONG, "password": "short", "code": "unknown"}),
        ("/join", "join", {"code": "?"}),
        ("/certificates", "certificate", {"code": "?"}),
        (QUIZ, "answers", {}),
    ],
    ids=lambda value: value if isinstance(value, str) and "/" not in value else "",
)
def test_a_form_of_a_guest_with_errors(path: str, form: str, fields: dict[str, str], reader: Visitor) -> None:
    send(reader, path, form, **fields)
    refused(reader)
    assert findings(reader.page) == []


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("name", {"name": ""}),
        ("email", {"email": "x", "password": ""}),
        ("password", {"current": "wrong", "password": "a better one than that"}),
        ("close", {"password": "wrong"}),
    ],
)
def test_a_form_of_the_account_with_errors(form: str, fields: dict[str, str], beginner: Visitor) -> None:
    send(beginner, "/account", form, **fields)
    refused(beginner)
    assert findings(beginner.page) == []


@pytest.mark.parametrize(
    ("path", "form", "fields"),
    [
        ("/manage/organisations", "organisation", {"name": ""}),
        ("/manage/organisations", "organisation", {"name": "Heronsea Nursery"}),
        ("/manage/reset-links", "reset-link", {"who": "nobody"}),
        ("/manage/certificates", "withdraw", {"code": "?", "reason": ""}),
        ("/manage/organisations/1/join-codes", "join-code", {"uses_limit": "many", "expires_on >> nth=0": "99"}),
    ],
)
def test_a_form_of_the_administrator_with_errors(path: str, form: str, fields: dict[str, str], office: Visitor) -> None:
    office.open(path)
    for name, text in fields.items():
        which, _, nth = name.partition(" >> nth=")
        office.field(form, which).nth(int(nth or 0)).fill(text)
    send(office, "", form)
    refused(office)
    assert findings(office.page) == []


def test_a_team_without_a_name(office: Visitor) -> None:
    office.open("/manage/organisations")
    team = office.page.locator("form[data-form='team']").first
    office.page.locator("summary", has_text="Teams").first.click()
    team.get_by_role("button").click()
    refused(office)
    assert findings(office.page) == []


def test_a_quiz_with_a_statement_left_out(beginner: Visitor, course: Catalogue) -> None:
    beginner.open(QUIZ)
    answers = right_answers(course.quizzes["golden-rules-quiz"])
    answers.pop(next(iter(answers)))
    beginner.hand_in(answers)
    refused(beginner)
    assert findings(beginner.page) == []


@pytest.mark.parametrize("answers", [mostly_wrong, right_answers])
@pytest.mark.parametrize("who", ["reader", "beginner"])
def test_the_result_of_a_quiz(
    who: str, answers: Callable[..., dict[str, bool]], request: pytest.FixtureRequest, course: Catalogue
) -> None:
    visitor: Visitor = request.getfixturevalue(who)
    visitor.open(QUIZ)
    visitor.hand_in(answers(course.quizzes["golden-rules-quiz"]))
    visitor.heading("right")
    assert findings(visitor.page) == []


@pytest.mark.parametrize("who", ["reader", "beginner"])
def test_the_answers_of_a_quiz(who: str, request: pytest.FixtureRequest) -> None:
    visitor: Visitor = request.getfixturevalue(who)
    visitor.open(QUIZ)
    visitor.press(visitor.button("Show answers"))
    visitor.heading("The answers")
    assert findings(visitor.page) == []


def test_the_pages_between_a_guests_hand_in_and_keeping_it(guest: Visitor, course: Catalogue) -> None:
    guest.open(QUIZ)
    guest.hand_in(mostly_wrong(course.quizzes["golden-rules-quiz"]))
    guest.press(guest.button("Sign in and keep this hand-in"))
    guest.heading("Sign in")
    assert findings(guest.page) == []
    guest.press(guest.button("Make an account and keep your answers"))
    guest.heading("Make an account")
    assert findings(guest.page) == []
    guest.sign_up("Kit Lark", new_address())
    guest.heading("Hand these in as Kit Lark?")
    assert findings(guest.page) == []


def test_the_pages_after_a_sign_out_meanwhile(guest: Visitor, learner: Somebody, course: Catalogue) -> None:
    page = course.modules[0].pages[0]
    guest.open(href(page))
    other = guest.another_tab()
    other.open(QUIZ)
    guest.context.clear_cookies()
    guest.go_on(page, course.modules[0])
    guest.heading("You have been signed out")
    assert findings(guest.page) == []
    other.page.bring_to_front()
    other.hand_in(mostly_wrong(course.quizzes["golden-rules-quiz"]))
    other.heading("Sign in")
    expect(other.page.locator("main")).to_contain_text("Your answers are still here")
    assert findings(other.page) == []


def test_the_page_that_shows_a_sign_in_name_once(guest: Visitor) -> None:
    guest.open("/sign-up")
    guest.field("sign-up", "name").fill("Lou Marsh")
    guest.field("sign-up", "no_email").check()
    guest.field("sign-up", "password").fill(PASSWORD)
    guest.press(guest.button("Make my account"))
    guest.heading("Your sign\u2011in name")
    assert findings(guest.page) == []
    guest.press(guest.button("I have noted it: go on"))
    guest.at("/")


def test_the_result_that_completes_the_course_announces_it(
    guest: Visitor, learner: Somebody, course: Catalogue
) -> None:
    last = course.page("cases-quiz")
    assert last
    people.complete(guest, course, but=last.id)
    guest.open("/my/certificate")
    assert findings(guest.page) == []
    guest.open(href(last))
    guest.hand_in(right_answers(course.quizzes[last.id]))
    expect(guest.page.get_by_role("status").filter(has_text="You have completed the course")).to_be_visible()
    assert findings(guest.page) == []
    guest.press(guest.link("Here is your certificate"))
    guest.at("/my/certificate")


def test_the_pages_of_a_one_time_link(office: Visitor, guest: Visitor, learner: Somebody) -> None:
    send(office, "/manage/reset-links", "reset-link", who=learner.email)
    link = office.page.locator("main p.code").inner_text()
    assert findings(office.page) == []
    guest.open(link)
    assert findings(guest.page) == []
    send(guest, "", "reset", password="short")
    refused(guest)
    assert findings(guest.page) == []


def test_the_pages_of_a_withdrawn_certificate(
    office: Visitor, guest: Visitor, course: Catalogue, reader: Visitor
) -> None:
    code = people.graduate(guest, course).code
    send(office, "/manage/certificates", "withdraw", code=code, reason="Given by mistake.")
    expect(office.page.locator("main")).to_contain_text("The certificate has been withdrawn")
    assert findings(office.page) == []
    for visitor, path in ((reader, f"/certificates/{code}"), (guest, "/my/certificate"), (guest, "/my/progress")):
        visitor.open(path)
        expect(visitor.page.locator("main")).to_contain_text("ithdrawn")
        assert findings(visitor.page) == []


def test_a_form_that_had_gone_stale(beginner: Visitor) -> None:
    beginner.open("/account")
    beginner.page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(each => each.remove())")
    send(beginner, "", "name", name=LONG)
    beginner.heading("This form had gone stale")
    expect(beginner.page.locator("main")).to_contain_text(LONG)
    assert findings(beginner.page) == []


PLANTED = """() => {
  const main = document.querySelector("main"), picture = main.appendChild(document.createElement("img"));
  picture.width = 400;
  const words = main.appendChild(document.createElement("p"));
  words.textContent = "Words in a colour too near to that of the paper";
  words.style.color = "#8a8a8a";
  words.style.minWidth = "400px";
}"""


def test_planted_faults_are_found(guest: Visitor) -> None:
    guest.open("/help")
    assert findings(guest.page) == []
    guest.page.evaluate(PLANTED)
    found = findings(guest.page)
    for fault in ("light, 1280 px: image-alt", "light, 1280 px: color-contrast", "dark, 320 px: image-alt"):
        assert [line for line in found if line.startswith(fault)]
    assert [line for line in found if line.endswith("px sideways")]
