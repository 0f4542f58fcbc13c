"""Every shape of page on which decisions are practised, kept and searched, looked at by axe in every look there is.

Light and dark, each on a wide screen and at 320 px, and colours that the reader's system forces upon the page; nowhere
anything to scroll sideways. Each page by somebody for whom it is, empty and full, with errors where there is a form. Cases
are looked at where they are walked through (`test_cases`).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from course.catalogue.model import Catalogue
from tests.journeys import people
from tests.journeys.inspection import findings_in_every_look
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROUTE = "1.unsure.1.2"
END = "2.2.1"
LOCAL = "/manage/local-information"
LONG = "https://heronsea.example/" + "a-long-way-to-the-policy/" * 8


@pytest.fixture
def found() -> dict[str, list[str]]:
    """What was found, by the page on which it was found."""
    return {}


def look(visitor: Visitor, found: dict[str, list[str]], name: str) -> None:
    if lines := findings_in_every_look(visitor.page):
        found[name] = lines


def look_at(visitor: Visitor, found: dict[str, list[str]], *paths: str, state: str = "") -> None:
    for path in paths:
        assert visitor.open(path) == 200, path
        look(visitor, found, f"{path}{state}")


def test_deciding_and_its_forms(reader: Visitor, found: dict[str, list[str]], course: Catalogue) -> None:
    forms = [f"/forms/{form}{way}" for form in course.forms for way in ("", f"?route={END}")]
    look_at(reader, found, "/decide", "/decide/1", "/decide/1.unsure", f"/decide/{END}", "/forms/", *forms)
    assert found == {}


def test_flowchart_library_and_search(reader: Visitor, found: dict[str, list[str]]) -> None:
    paths = ["/flowchart", "/flowchart/confidential", "/reference/", "/glossary"]
    look_at(reader, found, *paths, "/search", "/search?q=consent", "/search?q=xqzwvk", "/reference/gateways-card")
    expect(reader.page.locator("main")).to_contain_text("some points are being checked")
    assert found == {}


def reflect(visitor: Visitor, course: Catalogue, found: dict[str, list[str]], when: str) -> None:
    """Answer the questions before or after the course; after it, with an intended change that is too long at first."""
    look_at(visitor, found, f"/my/reflection/{when}")
    for each in course.reflection.confidence:
        visitor.page.locator(f"input[name='{each.id}'][value='3']").check()
    for item in course.reflection.knowledge:
        visitor.choose(item.id, item.answer)
    if when == "after":
        visitor.fill(visitor.field("reflection", "intended_change"), "ask sooner " * 40)
        visitor.press(visitor.button("Keep my answers"))
        expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()
        look(visitor, found, f"/my/reflection/{when}, refused")
        visitor.fill(visitor.field("reflection", "intended_change"), "ask sooner")
    visitor.press(visitor.button("Keep my answers"))
    visitor.heading("Your reflection")


def test_what_is_the_learners_own(
    visit: Callable[..., Visitor], found: dict[str, list[str]], course: Catalogue
) -> None:
    visitor = visit()
    people.sign_up(visitor, "Joy Sandpiper-Oystercatcher-Blackheadedgull")
    own = ("/my/reflection", "/my/notes", "/my/notes/be-open", "/my/supervision-sheet")
    look_at(visitor, found, *own, state=", empty")
    reflect(visitor, course, found, "before")
    people.complete(visitor, course)
    reflect(visitor, course, found, "after")
    visitor.open("/my/notes")
    visitor.press(visitor.button("Switch private notes on"))
    visitor.open("/my/notes/be-open")
    look(visitor, found, "/my/notes/be-open, on")
    visitor.fill(visitor.field("note", "text"), "x" * 2_001)
    visitor.press(visitor.button("Keep this note"))
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()
    look(visitor, found, "/my/notes/be-open, refused")
    visitor.fill(visitor.field("note", "text"), f"Ask first.\n{LONG}")
    visitor.press(visitor.button("Keep this note"))
    expect(visitor.page.locator("main")).to_contain_text("Your note is kept")
    look_at(visitor, found, *own, "/my/supervision-sheet?notes=1", state=", full")
    assert found == {}


def test_local_information(office: Visitor, found: dict[str, list[str]]) -> None:
    look_at(office, found, LOCAL, f"{LOCAL}/1", f"{LOCAL}/out-of-hours")
    office.fill(office.field("local-value", "value"), LONG)
    office.page.get_by_role("group", name="Checked on").get_by_label("Day").fill("31")
    office.press(office.button("Save"))
    expect(office.page.locator(".govuk-error-summary")).to_be_visible()
    look(office, found, "a slot with an error")
    look_at(office, found, f"{LOCAL}/import")
    exported = office.context.request.get(f"{LOCAL}.yaml").text()
    for name, text in (("preview", exported), ("with faults", "no such: file\n")):
        office.open(f"{LOCAL}/import")
        office.fill(office.field("local-import", "text"), text)
        office.press(office.button("See what would change"))
        look(office, found, f"import, {name}")
    assert found == {}
