"""What comes out of the browser's printer, drawn and looked at: nothing cut, no empty page, no heading torn from its text."""

from __future__ import annotations

import pytest

from course.catalogue.model import Catalogue
from tests.documents.paper_looked_at import faults
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARGIN = 17  # millimetres; the sheet's are 18
LONG = " ".join(f"word{number}" for number in range(420))
LINES = "\n".join(["A line of an answer that is as long as people write it when they have the time."] * 4)
WIDE = "x" * 300


def printed(visitor: Visitor) -> bytes:
    """The open page as the browser prints it when nobody changes a setting: our paper, no grounds."""
    return visitor.page.pdf(prefer_css_page_size=True, print_background=False)


@pytest.mark.parametrize("form", ["decision-record", "agreement"])
def test_a_form_with_long_and_wide_answers(guest: Visitor, form: str) -> None:
    guest.open(f"/forms/{form}?route=1.unsure.1.2.2.1")
    guest.page.on("dialog", lambda dialog: dialog.accept())
    fields = guest.page.locator("textarea, .form-field input")
    for number in range(fields.count()):
        fields.nth(number).fill((LINES, LONG, WIDE)[number % 3])
    for number in range(guest.page.locator("select").count()):
        guest.page.locator("select").nth(number).select_option(index=1)
    assert faults(printed(guest), margin=MARGIN) == []


def test_every_case_whole(reader: Visitor, course: Catalogue) -> None:
    found = {}
    for case in course.cases:
        reader.open(f"/cases/{case}/whole")
        found[case] = faults(printed(reader), margin=MARGIN)
    assert {case: lines for case, lines in found.items() if lines} == {}


def test_the_sheets_of_somebody_who_has_completed_the_course(holder: Visitor) -> None:
    found = {}
    for path in ("/my/supervision-sheet", "/my/certificate", "/my/reflection"):
        holder.open(path)
        found[path] = faults(printed(holder), margin=MARGIN)
    assert {path: lines for path, lines in found.items() if lines} == {}
