"""What a lead prints: the filters and the day on it, nothing cut, no control; and the pack for the auditor."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.documents.paper_looked_at import faults
from tests.journeys.inspection import findings_in_every_look
from tests.journeys.leads.asking import figure, taken
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARGIN = 13  # millimetres; the sheet's are 14 where it lies across
CONTROLS = ("Filter, or as at", "Copy addresses", "Export", "Show\n", "Quick exit", "Skip to main content")
A4 = {(595, 842), (842, 595)}  # points


def printed(visitor: Visitor) -> bytes:
    """The open page as the browser prints it when nobody changes a setting."""
    return visitor.page.pdf(prefer_css_page_size=True, print_background=False)


@pytest.mark.parametrize(
    "path",
    ["/reports", "/reports/people", "/reports/chase", "/reports/questions", "/reports/impact"],
)
def test_a_report_on_paper_says_what_was_asked_and_for_which_day(lead: Visitor, path: str) -> None:
    lead.open(f"{path}?team=3&as_at=2026-03-31")
    file = printed(lead)
    pages = PdfReader(io.BytesIO(file)).pages
    words = " ".join("".join(each.extract_text() for each in pages).split())
    assert "31 March 2026" in words and "Team: Family support" in words
    assert not [each for each in CONTROLS if each in words]
    assert {(round(each.mediabox.width), round(each.mediabox.height)) for each in pages} <= A4
    assert faults(file, margin=MARGIN) == []


def test_a_record_and_the_letters_on_paper(lead: Visitor) -> None:
    for path in ("/reports/people/45", "/manage/letters/print"):
        lead.open(path)
        assert faults(printed(lead), margin=MARGIN) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_evidence_pack_is_made_with_one_button_and_kept(
    lead: Visitor, visit: Callable[..., Visitor], scripts: bool
) -> None:
    here = visit(scripts=scripts, storage_state=lead.context.storage_state())
    here.open("/reports")
    trained = figure(here, "trained")
    here.press(here.page.locator("main").get_by_role("link", name="Evidence pack"))
    here.heading("Evidence pack")
    assert f"{trained} of " in here.page.locator("#summary").input_value()
    here.press(here.button("Make the evidence pack"))
    file = taken(here, here.link("Download the pack"))
    with zipfile.ZipFile(file) as pack:
        assert pack.testzip() is None
        assert {each.rpartition(".")[2] for each in pack.namelist()} >= {"pdf", "csv", "txt"}
    here.open("/reports/evidence")
    expect(here.page.locator("tr[data-pack]")).not_to_have_count(0)
    assert not scripts or findings_in_every_look(here.page) == []


def test_an_auditor_makes_a_pack_and_a_team_lead_does_not(auditor: Visitor, team_lead: Visitor) -> None:
    auditor.open("/reports")
    auditor.press(auditor.page.locator("main").get_by_role("link", name="Evidence pack"))
    auditor.press(auditor.button("Make the evidence pack"))
    expect(auditor.link("Download the pack")).to_be_visible()
    assert team_lead.open("/reports/evidence") == 403
    team_lead.open("/reports")
    expect(team_lead.link("Evidence pack")).to_have_count(0)
