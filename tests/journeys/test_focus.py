"""On a phone the foot of a page and Quick exit stay in sight; they never lie over what has the focus (WCAG 2.4.11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from course.catalogue.model import Catalogue
from tests.journeys.inspection import PHONE
from tests.journeys.people import Somebody
from tests.journeys.visitor import Visitor, mostly_wrong

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
QUIZ = "/modules/golden-rules/golden-rules-quiz"
PAGES = [
    "/",
    "/sign-up",
    "/modules/why-sharing-matters/early-help",
    "/modules/case-studies/third-floor",
    "/modules/deciding/key-questions",
    "/flowchart/consent",
    "/worried",
    QUIZ,
]
MOST_TABS = 150
# What has the focus, and whether something that stays in sight lies over it. A sample of points has to be its own; of
# what is as low as a line of text or a button, none may lie under the foot.
FOCUS = """() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  const name = `${here.tagName} ${here.id || here.name || here.textContent.trim().slice(0, 40)}`;
  const foot = document.querySelector(".page-foot");
  const box = [...here.getClientRects()][0] ?? here.getBoundingClientRect();
  if (box.bottom <= 0 || box.top >= innerHeight) return {name, fault: "out of sight"};
  const seen = [0.1, 0.5, 0.9].flatMap(x => [0.2, 0.5, 0.8].map(y => {
    const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return at && (here.contains(at) || at.contains(here) && !at.matches("html, body"));
  }));
  if (!seen.some(Boolean)) return {name, fault: "covered"};
  const edge = foot && !foot.contains(here) && getComputedStyle(foot).position === "sticky" && foot.getBoundingClientRect();
  const under = edge && box.height < 120 && box.bottom > edge.top + 1 && box.top < edge.bottom - 1;
  return {name, fault: under ? "partly under the foot" : ""};
}"""


def covered(visitor: Visitor) -> tuple[int, list[str]]:
    """Tab through the open page: how many things can have the focus, and those that something lies over."""
    count, found = 0, []
    for _ in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        focus = visitor.page.evaluate(FOCUS)
        if focus is None:
            break
        count += 1
        found += [f"{focus['name']}: {focus['fault']}"] if focus["fault"] else []
    return count, found


@pytest.fixture
def on_the_phone(visit: Visit, learner: Somebody) -> Visitor:
    """A learner with a small phone and a keyboard."""
    return visit(storage_state=learner.state, viewport=PHONE)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_lies_over_what_has_the_focus(on_the_phone: Visitor, path: str) -> None:
    on_the_phone.open(path)
    count, found = covered(on_the_phone)
    assert 10 < count < MOST_TABS
    assert found == []


def test_nothing_lies_over_what_has_the_focus_on_a_result(on_the_phone: Visitor, course: Catalogue) -> None:
    on_the_phone.open(QUIZ)
    on_the_phone.hand_in(mostly_wrong(course.quizzes["golden-rules-quiz"]))
    on_the_phone.heading("right")
    assert covered(on_the_phone)[1] == []


def test_a_foot_that_lies_over_things_is_found(on_the_phone: Visitor) -> None:
    on_the_phone.open("/modules/why-sharing-matters/early-help")
    on_the_phone.page.evaluate(
        "document.documentElement.style.scrollPadding = '0';"
        "document.querySelector('.page-foot').style.cssText = 'position: sticky; bottom: 0; height: 50vh'"
    )
    assert covered(on_the_phone)[1] != []
