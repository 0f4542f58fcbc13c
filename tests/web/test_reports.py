"""The completion report: figures, filters, days, files; the same numbers on screen, in files and on the command line."""

import argparse
import io
import json
import sys

import pytest
from flask import Flask
from sqlalchemy import select

from course.config import Settings
from course.records import headcounts, tables
from course.records.database import reading, writing
from course.rules.texts import harmless
from course.words import report as word
from tests.records.made import NOON, TODAY
from tests.records.reporting import DAY, member
from tests.statements_seen import statements_seen
from tests.web.leading import Office, cells, csv_rows, figure, figures, move_in, xlsx_rows
from tests.web.people import PASSWORD
from tests.web.reader import Reader

LIMIT = 30_000


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def test_a_lead_sees_status_by_team_and_what_needs_attention(office: Office) -> None:
    page = office.lead().open("/reports")
    assert page.h1 == "Completion report"
    assert "2 of 9 declared staff are trained: in date or due soon (22 %)." in page.words
    found = figures(page)
    # the eight statuses; then registered, trained, declared, per cent, earlier rules only, outside training
    assert found == {
        f"team-{office.here.babies}": ["1", "1", "1", "0", "0", "0", "0", "0", "3", "2", "–", "66", "1", "0"],
        f"team-{office.here.toddlers}": ["0", "0", "0", "1", "0", "1", "0", "0", "2", "0", "–", "0", "0", "0"],
        "all": ["1", "1", "1", "1", "0", "1", "0", "0", "5", "2", "9", "22", "1", "0"],
    }
    assert {each: figure(page, f"attention-{each}") for each in ("overdue", "expired", "soon", "earlier", "gap")} == {
        "overdue": "1", "expired": "1", "soon": "2", "earlier": "1", "gap": "4",
    }  # fmt: skip
    assert "22 November 2026" in page.words
    assert len(page.text) < LIMIT


def test_a_small_organisation_without_teams_sees_one_line(office: Office) -> None:
    page = office.browser("organisation-lead", "organisation", office.here.clinic).open("/reports")
    assert list(figures(page)) == [f"organisation-{office.here.clinic}"]
    assert page.tree is not None
    buttons = [each.text_content() for each in page.tree.xpath("//*[contains(@class,'actions')]//a")]
    assert buttons[:2] == ["Chase list", "Export"]
    assert not page.tree.xpath("//select")


def test_a_team_with_more_people_than_declared_is_named(office: Office) -> None:
    here, lead = office.here, office.lead()
    said = "More are registered than declared, leavers not counted: Babies, 3 for 2. Is the headcount old?"
    with office.app.app_context(), writing() as store:
        headcounts.enter(store, here.nursery, here.toddlers, 2, TODAY - 900 * DAY, None, NOON)
    assert "More are registered" not in lead.open("/reports").words
    with office.app.app_context(), writing() as store:
        headcounts.enter(store, here.nursery, here.babies, 2, TODAY - 900 * DAY, None, NOON)
    assert said in lead.open("/reports").words
    assert said.replace("Babies", "Heronsea Nursery: Babies") in office.partnership_lead().open("/reports").words
    with office.app.app_context(), writing() as store:
        for _ in range(5):
            member(store, here.nursery, here.toddlers, TODAY - 100 * DAY)
    words = lead.open("/reports").words
    assert "counted: Toddlers, " in words and "; Babies, 3 for 2. Are the headcounts old?" in words  # most over first


def test_several_organisations_stand_above_their_teams(office: Office) -> None:
    page = office.partnership_lead().open("/reports")
    here = office.here
    assert list(figures(page)) == [
        f"organisation-{here.clinic}", f"organisation-{here.nursery}", f"team-{here.babies}", f"team-{here.toddlers}",
        "all",
    ]  # fmt: skip
    assert figures(page)["all"][8] == "6"


def test_a_team_lead_sees_the_team_alone(office: Office) -> None:
    page = office.browser("team-lead", "team", office.here.toddlers).open("/reports")
    assert list(figures(page)) == [f"team-{office.here.toddlers}"]
    assert figure(page, "registered") == "2"


def test_an_auditor_sees_no_small_number_and_no_names(office: Office) -> None:
    auditor = office.browser("auditor", "partnership", None)
    page = auditor.open("/reports")
    assert page.status == 200
    numbers = {cell for row in figures(page).values() for cell in row}
    assert not numbers & {"1", "2", "3", "4"}
    assert "hidden" in numbers
    assert "/reports/people" not in page.text
    for path in ("/reports/people", "/reports/chase", f"/reports/people/{office.people['Cat Overdue']}"):
        assert auditor.open(path).status == 403
    _, rows = csv_rows(auditor.open("/reports.csv"))
    assert not {cell for row in rows for cell in row} & {"1", "2", "3", "4"}


def test_without_a_role_there_are_no_reports(office: Office, reader: Reader, ada: int, admin: int) -> None:
    assert reader.open("/reports").place is not None
    for email in ("ada@heronsea.example", "cy@heronsea.example"):
        browser = Reader(office.app.test_client())
        browser.open("/sign-in")
        browser.press("sign-in", email=email, password=PASSWORD)
        assert browser.open("/reports").status == 403
        assert "/reports" not in browser.open("/").text
    assert '"/reports"' in office.lead().open("/").text


@pytest.mark.parametrize("path", ["/reports", "/reports.csv", "/reports.xlsx", "/reports/people", "/reports/chase.txt"])
@pytest.mark.parametrize("wanted", ["organisation={clinic}", "organisation=999", "organisation=x", "team=999"])
def test_what_is_outside_ones_scope_is_not_found(path: str, wanted: str, office: Office) -> None:
    assert office.lead().open(f"{path}?{wanted.format(clinic=office.here.clinic)}").status == 404


@pytest.mark.parametrize("typed", ["2026-02-30", "31.3.2026", "2026-11-23", "1999-12-31", "٢٠٢٦-٠١-٠١", "2026-1-1"])
@pytest.mark.parametrize(
    "path", ["/reports", "/reports.csv", "/reports/people", "/reports/chase", "/reports/trend.xlsx"]
)
def test_a_day_that_cannot_be_is_said_and_the_filters_stay(path: str, typed: str, office: Office) -> None:
    page = office.lead().open(f"{path}?team={office.here.babies}&as_at={typed}")
    assert page.status == 422
    assert len(page.errors()) == 1
    assert page.value("filters", "as_at") == typed
    assert page.form("filters").xpath(".//select[@name='team']/option[@selected]/text()") == ["Babies"]


def test_a_team_of_another_organisation_is_said(office: Office) -> None:
    here = office.here
    page = office.partnership_lead().open(f"/reports?organisation={here.clinic}&team={here.babies}")
    assert (page.status, page.errors()) == (422, ["Choose a team of this organisation, or all teams"])


def test_as_at_another_day_counts_what_had_happened_by_then(office: Office) -> None:
    lead = office.lead()
    page = lead.open(f"/reports?as_at={TODAY - 10 * DAY}")
    assert figures(page)["all"][:9] == [
        "0",
        "1",
        "1",
        "1",
        "0",
        "1",
        "0",
        "0",
        "4",
    ]  # Ann was late, it was Cat's last day
    assert "12 November 2026" in page.words
    page = lead.open(f"/reports?as_at={TODAY - DAY}")
    assert figure(page, "later") == "1"  # Eve came before, and was entered today
    assert "of these was entered after that day" in page.words


def test_as_at_today_is_today(office: Office) -> None:
    lead = office.lead()
    assert figures(lead.open(f"/reports?as_at={TODAY}")) == figures(lead.open("/reports"))


@pytest.mark.parametrize("filters", ["", "?as_at=2026-10-01", "?organisation={nursery}", "?team={babies}"])
def test_screen_csv_xlsx_and_command_line_have_the_same_rows(
    filters: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, lead = office.here, office.partnership_lead()
    asked = filters.format(nursery=here.nursery, babies=here.babies)
    screen = list(figures(lead.open(f"/reports{asked}")).values())
    notes, rows = csv_rows(lead.open(f"/reports.csv{asked}"))
    assert [[cell or "–" for cell in row[2:]] for row in rows] == screen
    assert xlsx_rows(lead, f"/reports.xlsx{asked}") == rows
    assert notes["As at"] == ("2026-10-01" if "as_at" in asked else str(TODAY))
    assert notes["Edition of the course"] == "2026.1"
    assert notes["Organisation"] == ("Heronsea Nursery" if "organisation" in asked else "all")
    if "team" not in asked:
        made = json.loads(printed(office, monkeypatch, asked))
        assert [["" if cell is None else str(cell) for cell in row.values()] for row in made["rows"]] == rows
        assert made["notes"] == notes


def printed(office: Office, monkeypatch: pytest.MonkeyPatch, asked: str, *others: str) -> str:
    """What `course report` prints for the same question."""
    monkeypatch.setattr(word.first_run, "prepare", lambda settings: settings)
    url = str(office.app.config["SQLALCHEMY_DATABASE_URI"])
    settings = Settings.from_environ({"DATABASE_URL": url})
    words = ["--as-at", asked.partition("as_at=")[2]] if "as_at" in asked else []
    words += ["--organisation", "heronsea nursery"] if "organisation" in asked else []
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    parser = argparse.ArgumentParser()
    word.WORD.add_to(parser)
    assert word.report(settings, parser.parse_args([*words, *others, "--format", "json"])) == 0
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("filters", ["", "as_at=2026-11-01", "organisation={nursery}"])
def test_due_within_30_days_leads_to_exactly_these_people(
    filters: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, asked = office.partnership_lead(), filters.format(nursery=office.here.nursery)
    report = lead.open(f"/reports?{asked}")
    assert report.tree is not None
    (address,) = report.tree.xpath("//a[strong[@data-figure='attention-soon']]/@href")
    screen = cells(lead.open(address))
    assert len(screen) == int(figure(report, "attention-soon")) > 0
    notes, rows = csv_rows(lead.open(address.replace("people?", "people.csv?")))
    assert notes["Status"] == "Due within 30 days"
    assert [row[0].removeprefix("'") for row in rows] == [row[0] for row in screen]
    assert [row[0] for row in xlsx_rows(lead, address.replace("people?", "people.xlsx?"))] == [row[0] for row in screen]
    made = json.loads(printed(office, monkeypatch, asked, "--people", "soon"))
    assert {row["name"] for row in made["rows"]} == {row[0] for row in screen}
    assert made["notes"] == notes
    line = tables.audit.c
    with office.app.app_context(), reading() as store:
        taken = select(line.detail).where(line.action == "report exported").order_by(line.id.desc()).limit(1)
        whose = f"organisation={office.here.nursery}" if "organisation" in asked else "partnership"
        assert store.execute(taken).scalar_one() == f"status=soon {whose} from the command line"


def test_headcounts_that_do_not_add_up_are_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    here, lead = office.here, office.partnership_lead()
    said = "//*[@data-notice='headcounts']"
    page = lead.open("/reports")
    assert page.tree is not None and not page.tree.xpath(said)
    with office.app.app_context(), writing() as store:
        for team in (here.babies, here.toddlers):
            headcounts.enter(store, here.nursery, team, 3, TODAY, None, NOON)
    page = lead.open("/reports")
    assert page.tree is not None
    (sentence,) = page.tree.xpath(said)
    assert "teams of Heronsea Nursery add up to 6, but 9 are declared for the whole" in sentence.text_content()
    assert figures(page)[f"team-{here.babies}"][10:12] == ["3", "66"]
    notes, _ = csv_rows(lead.open("/reports.csv"))
    assert notes["Declared headcounts that do not add up"] == "Heronsea Nursery: teams 6, the whole 9"
    assert json.loads(printed(office, monkeypatch, ""))["notes"] == notes


def exported(office: Office, reader: Reader, path: str) -> str:
    """What the audit says of a file that somebody takes."""
    reader.open(path).answer.get_data()
    line = tables.audit.c
    with office.app.app_context(), reading() as store:
        taken = select(line.detail).where(line.action == "report exported", line.thing == "completion-people")
        return str(store.execute(taken.order_by(line.id.desc()).limit(1)).scalar_one())


def test_taking_a_file_is_noted_without_names_and_with_whom_it_holds(office: Office) -> None:
    here, lead, everywhere = office.here, office.lead(), office.partnership_lead()
    ours, path = f"organisation={here.nursery}", "/reports/people.csv"
    team = office.browser("team-lead", "team", here.babies)
    assert exported(office, lead, f"{path}?q=Cat&status=overdue") == f"status=overdue {ours}"
    assert exported(office, lead, path) == ours
    assert exported(office, lead, f"{path}?organisation={here.nursery}") == ours
    assert exported(office, team, path) == ours
    assert exported(office, everywhere, f"{path}?status=overdue") == "status=overdue partnership"
    assert exported(office, everywhere, f"{path}?team={here.babies}") == f"team={here.babies} {ours}"
    assert exported(office, everywhere, f"{path}?organisation={here.clinic}") == f"organisation={here.clinic}"


def test_a_name_that_looks_like_a_formula_is_harmless_in_the_file(office: Office) -> None:
    _, rows = csv_rows(office.lead().open("/reports/people.csv?status=expired"))
    assert [row[0] for row in rows] == [harmless("=Dan Expired")]


def test_a_report_costs_as_many_statements_with_more_people(office: Office) -> None:
    lead = office.lead()

    def cost(path: str) -> int:
        lead.open(path)
        with statements_seen(office.app) as seen:
            lead.open(path)
        return len(seen)

    paths = ("/reports", "/reports/people", "/reports/chase", "/reports?as_at=2026-10-01")
    before = [cost(path) for path in paths]
    move_more(office)
    assert [cost(path) for path in paths] == before
    assert max(before) <= 22


def move_more(office: Office) -> None:
    with office.app.app_context(), writing() as store:
        for _ in range(20):
            member(store, office.here.nursery, office.here.babies, TODAY - 90 * DAY)
