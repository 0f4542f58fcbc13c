"""The report month by month: last on the page, as files as well, and honest where a month cannot be shown."""

import pytest
from flask import Flask

from course.web.lead import overview
from tests.records.made import TODAY
from tests.records.reporting import DAY
from tests.web.leading import Office, cells, csv_rows, move_in, xlsx_rows


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def test_the_trend_comes_last_and_as_files_as_well(office: Office) -> None:
    lead = office.lead()
    page = lead.open("/reports")
    assert page.tree is not None
    assert page.tree.xpath("//h2")[-1].text_content() == "Month by month"
    assert page.tree.xpath("//section[@id='trend']//*[local-name()='svg']/@aria-label")
    _, rows = csv_rows(lead.open("/reports/trend.csv"))
    assert xlsx_rows(lead, "/reports/trend.xlsx") == rows
    assert [row[1:] for row in rows] == [row[1:] for row in cells(page, 1)]
    assert len(rows) == 24


def test_a_line_that_is_broken_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    said, lead = "The line is broken where a month's number is hidden", office.lead()
    assert said not in lead.open("/reports").words
    monkeypatch.setattr(overview, "shares", lambda months: [(day, 1, day.month % 4) for day, _ in months])
    page = lead.open("/reports")
    assert said in page.words
    assert page.tree is not None
    assert len(page.tree.xpath("//*[@class='chart-line']")) > 3


def test_without_a_history_there_is_no_trend(app: Flask) -> None:
    office = move_in(app)
    page = office.browser("organisation-lead", "organisation", office.here.clinic).open(
        f"/reports?as_at={TODAY - 80 * DAY}"
    )
    assert "Month by month" not in page.words
