"""Every kind of page, looked at by axe in light and dark, and at 320 px: nothing found, nothing to scroll sideways.

One page of every shape is looked at in forced colours as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page

from course.catalogue.model import Catalogue
from tests.journeys.inspection import findings, findings_in_forced_colours
from tests.journeys.people import Somebody
from tests.journeys.visitor import Visitor, href

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOR_EVERYBODY = [
    "/",
    "/sign-in",
    "/sign-up",
    "/forgot-password",
    "/join",
    "/certificates",
    "/worried",
    "/help",
    "/privacy",
    "/accessibility",
    "/changes",
    "/glossary",
    "/flowchart",
    "/reference/",
    "/no-such-page",
    "/certificates/no-such-code",
    "/join/no-such-code",
    "/reset/no-such-link",
    "/account/closed",
    "/modules/golden-rules/golden-rules-quiz",
]
FOR_LEARNERS = [
    "/",
    "/account",
    "/account?done=name",
    "/account/sessions",
    "/account/data",
    "/my/progress",
    "/my/certificate",
    "/attempts/{attempt}",
    "/join/{join_code}",
    "/manage/organisations",
]
FOR_GRADUATES = ["/", "/my/progress", "/my/certificate", "/certificates/{certificate}", "/modules/deciding/"]
FOR_ADMINISTRATORS = [
    "/account",
    "/manage/organisations",
    "/manage/organisations/1/join-codes",
    "/manage/join-codes/{join_code}",
    "/manage/reset-links",
    "/manage/local-information",
    "/manage/local-information/1",
    "/manage/local-information/front-door",
    "/manage/local-information/import",
    "/manage/certificates",
]
# A page of each shape: pictures, signs, marks and drawings, forms, notices, tables, what folds, the sheet of a certificate.
SHAPES = [
    "/",
    "/flowchart",
    "/privacy",
    "/account",
    "/modules/golden-rules/",
    "/modules/golden-rules/golden-rules-quiz",
    "/modules/case-studies/third-floor",
    "/attempts/{attempt}",
    "/certificates/{certificate}",
]


def faults(
    visitor: Visitor, paths: Iterable[str], look: Callable[[Page], list[str]] = findings
) -> dict[str, list[str]]:
    """Open and look at every address; what was found, by address."""
    found = {}
    for path in paths:
        visitor.open(path)
        found[path] = look(visitor.page)
    return {path: lines for path, lines in found.items() if lines}


@pytest.fixture(scope="module")
def known(beginner: Visitor, administrator: Somebody, graduate: Somebody) -> dict[str, str]:
    """What stands in addresses."""
    attempt = beginner.page.url.rpartition("/")[2]
    return {"attempt": attempt, "join_code": administrator.code, "certificate": graduate.code}


def test_pages_for_everybody(reader: Visitor) -> None:
    assert faults(reader, FOR_EVERYBODY) == {}


def test_pages_of_a_learner_at_a_shared_computer(beginner: Visitor, known: dict[str, str]) -> None:
    assert faults(beginner, [path.format(**known) for path in FOR_LEARNERS]) == {}


def test_pages_of_somebody_who_has_completed_the_course(holder: Visitor, known: dict[str, str]) -> None:
    assert faults(holder, [path.format(**known) for path in FOR_GRADUATES]) == {}


def test_pages_of_the_administrator(office: Visitor, known: dict[str, str]) -> None:
    assert faults(office, [path.format(**known) for path in FOR_ADMINISTRATORS]) == {}


def test_the_page_of_the_set_up_link(administrator: Somebody, set_up_findings: list[str]) -> None:
    """It can be seen only before there is an administrator, so it was looked at on the way."""
    assert set_up_findings == ["looked at it blank", "looked at it with errors"]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_contents_and_every_page_of_a_module(number: int, beginner: Visitor, course: Catalogue) -> None:
    module = course.modules[number - 1]
    assert faults(beginner, [f"/modules/{module.id}/", *map(href, module.pages)]) == {}


def test_every_key_question(reader: Visitor, course: Catalogue) -> None:
    assert faults(reader, [f"/flowchart/{each.id}" for each in course.flowchart.questions]) == {}


def test_every_reference_page(reader: Visitor, course: Catalogue) -> None:
    assert faults(reader, [f"/reference/{each}" for each in course.references]) == {}


def test_the_documents_to_print(reader: Visitor) -> None:
    """The one of the whole course holds those of the other modules."""
    assert faults(reader, ["/print", "/modules/deciding/print"]) == {}


def test_a_page_of_every_shape_in_forced_colours(beginner: Visitor, known: dict[str, str]) -> None:
    assert faults(beginner, [path.format(**known) for path in SHAPES], findings_in_forced_colours) == {}


def test_words_that_cannot_be_read_in_forced_colours_are_found(reader: Visitor) -> None:
    reader.open("/help")
    faint = "@media (forced-colors: active) { .lead, h1 { forced-color-adjust: none; color: #eee; background: #fff } }"
    reader.page.evaluate(
        "text => { const sheet = new CSSStyleSheet; sheet.replaceSync(text);"
        " document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }",
        faint,
    )
    assert any("color-contrast" in line for line in findings_in_forced_colours(reader.page))
    assert findings(reader.page) == []
