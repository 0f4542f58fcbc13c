"""Quick exit: the first thing that Tab reaches, Shift three times, away at once; what was handed in stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, Route, expect

from course.catalogue.model import Catalogue
from tests.journeys import people
from tests.journeys.visitor import Visitor, href, mostly_wrong

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
PAGES = ("/", "/modules/case-studies/third-floor", "/worried", "/sign-in", "/no-such-page")


class Elsewhere:
    """The neutral page, as far as the browser is concerned. `asked` are the requests for it.

    Where it cannot be `reached` its answer is "nothing new", and the browser stays on the page that it was to leave.
    """

    def __init__(self, visitor: Visitor, address: str) -> None:
        self.address = address
        self.asked: list[Request] = []
        self.reached = True
        self._visitor = visitor
        visitor.watch.allowed.add(address)
        visitor.page.route(address, self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request)
        status = 200 if self.reached else 204
        route.fulfill(status=status, body="<title>Weather</title><p>Rain later.", content_type="text/html")

    def has_come(self) -> None:
        """The neutral page is open, and it has not been told where the reader came from."""
        self._visitor.page.wait_for_url(self.address)
        assert self.asked
        assert not [each for each in self.asked if "referer" in each.all_headers()]


@pytest.fixture
def address(course: Catalogue) -> str:
    return course.course.quick_exit_url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_quick_exit_comes_first_in_the_order_of_focus_and_opens_the_neutral_page(
    visit: Visit, address: str, scripts: bool
) -> None:
    for path in PAGES:
        visitor = visit(scripts=scripts)
        elsewhere = Elsewhere(visitor, address)
        visitor.open(path)
        visitor.page.keyboard.press("Tab")
        expect(visitor.page.locator(".govuk-exit-this-page__button")).to_be_focused()
        visitor.page.keyboard.press("Enter")
        elsewhere.has_come()


COVERS_ALL = """cover => {
  const box = cover.getBoundingClientRect();
  return box.left <= 0 && box.top <= 0 && box.right >= innerWidth && box.bottom >= innerHeight;
}"""


def test_shift_three_times_covers_the_page_at_once_and_leaves(visit: Visit, address: str) -> None:
    visitor = visit()
    elsewhere = Elsewhere(visitor, address)
    visitor.open("/modules/case-studies/third-floor")
    note = visitor.page.locator(".quick-exit [role=status]")
    cover = visitor.page.locator(".govuk-exit-this-page-overlay")
    elsewhere.reached = False
    visitor.page.keyboard.press("Shift")
    expect(note).to_have_text("Shift, press 2 more times to leave this site.")
    visitor.page.keyboard.press("Shift")
    expect(note).to_have_text("Shift, press 1 more time to leave this site.")
    expect(cover).to_have_count(0)
    visitor.page.keyboard.press("Shift")
    expect(cover).to_have_text("Leaving this site.")
    expect(visitor.page.locator("main")).to_be_hidden()
    assert cover.evaluate(COVERS_ALL)
    elsewhere.reached = True
    for _ in range(3):
        visitor.page.keyboard.press("Shift")
    elsewhere.has_come()


def test_capital_letters_are_not_taken_for_the_wish_to_leave(visit: Visit, address: str) -> None:
    visitor = visit()
    elsewhere = Elsewhere(visitor, address)
    visitor.open("/sign-up")
    visitor.page.locator("[name=name]").focus()
    for letter in "ABCD":
        visitor.page.keyboard.press(f"Shift+{letter}")
    visitor.page.wait_for_timeout(300)
    assert elsewhere.asked == []
    expect(visitor.page.locator("[name=name]")).to_have_value("ABCD")


def test_what_was_handed_in_before_leaving_is_not_lost(visit: Visit, course: Catalogue, address: str) -> None:
    visitor, quiz = visit(), course.quizzes["support-quiz"]
    page = course.page(quiz.id)
    assert page
    people.sign_up(visitor, "Hal Finch")
    visitor.open(href(page))
    visitor.hand_in(mostly_wrong(quiz))
    visitor.heading("1 of ")
    elsewhere = Elsewhere(visitor, address)
    visitor.press(visitor.page.locator(".govuk-exit-this-page__button"))
    elsewhere.has_come()
    assert len(visitor.handed_in()) == 1
