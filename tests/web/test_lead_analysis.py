"""`/reports/questions` and `/reports/impact`: figures of answers and ratings, never of a person, the same in every file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import insert, update

from course.catalogue.model import Catalogue
from course.clock import now
from course.records import audit, tables
from course.records.database import reading, writing
from tests.statements_seen import statements_seen
from tests.web.answered_questions import ENOUGH, Office
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

PAGES = ("/reports/questions", "/reports/impact")
FILES = ("/reports/questions", "/reports/questions/rules", "/reports/impact")


@pytest.fixture
def office(app: Flask, course: Catalogue) -> Office:
    return Office(app, course)


@pytest.fixture
def lead(reader: Reader, office: Office) -> Reader:
    return signed_in(reader, office.lead)


def signed_in(reader: Reader, email: str) -> Reader:
    reader.open("/sign-in")
    assert reader.press("sign-in", email=email, password=PASSWORD).status == 303
    return reader


def figures(page: Page, row: str) -> dict[str, str]:
    """The numbers of a row, by their names."""
    assert page.tree is not None
    found = page.tree.xpath(f"//*[{row}]//*[@data-figure]")
    return {each.get("data-figure"): each.text_content() for each in found}


def rows(page: Page) -> list[dict[str, str]]:
    """The rows of a CSV file, below its notes."""
    assert page.status == 200
    lines = list(csv.reader(io.StringIO(page.answer.get_data().decode("utf-8-sig"))))
    head = lines.index([]) + 1
    return [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]


def test_a_lead_sees_how_many_got_each_statement_right(lead: Reader, office: Office) -> None:
    page = lead.open(f"/reports/questions?module={office.module}")
    first, second, *_ = office.quiz.statements
    assert figures(page, f"@data-statement='{first.id}'") == {"share": "60", "right": "6", "answers": "10"}
    assert figures(page, f"@data-statement='{second.id}'") == {"share": "100", "right": "10", "answers": "10"}
    assert first.text in page.words
    assert "too few answers yet to judge the wording" in page.words


def test_the_first_page_has_the_worst_statements_and_the_page_that_repairs_each_rule(
    lead: Reader, office: Office
) -> None:
    page = lead.open("/reports/questions")
    first = office.quiz.statements[0]
    assert page.tree is not None
    assert page.tree.xpath("//@data-statement") == [first.id]
    assert figures(page, f"@data-rule='{first.rule}'")["wrong"] == "4"
    assert page.tree.xpath(f"//tr[@data-rule='{first.rule}']//a[contains(@href, '/{first.taught_on}')]")


def test_the_files_hold_the_same_numbers(lead: Reader, office: Office) -> None:
    statements = rows(lead.open("/reports/questions.csv"))
    assert len(statements) == sum(len(quiz.statements) for quiz in office.course.quizzes.values())
    shown = [each for each in statements if each["First answers"] != "hidden"]
    assert [(each["Statement"], each["Right"], each["First answers"]) for each in shown][:2] == [
        (office.quiz.statements[0].text, "6", "10"),
        (office.quiz.statements[1].text, "10", "10"),
    ]
    worst = rows(lead.open("/reports/questions/rules.csv"))[0]
    page = lead.open("/reports/questions")
    assert worst["Wrong"] == figures(page, f"@data-rule='{office.quiz.statements[0].rule}'")["wrong"]


def test_the_impact_of_the_course_is_shown_with_chart_and_table(lead: Reader, office: Office) -> None:
    page = lead.open("/reports/impact")
    item = office.course.reflection.confidence[0].id
    assert figures(page, f"@data-item='{item}']//*[@data-moment='after'") == {
        "median": "4",
        "low": "4",
        "high": "4",
        "n": "10",
    }
    assert figures(page, f"@data-item='{item}']//*[@data-moment='later'") == {"median": "hidden"}
    assert page.tree is not None
    assert "Before: median 2" in page.tree.xpath("string(//*[@role='img']/@aria-label[contains(., 'median')])")
    confidence = [each for each in rows(lead.open("/reports/impact.csv")) if each["About"] == "Confidence"]
    assert [each["Median"] for each in confidence[:3]] == ["2", "4", ""]
    assert [each["Answers"] for each in confidence[:3]] == ["10", "10", "hidden"]


@pytest.mark.parametrize("path", FILES)
def test_every_table_comes_as_a_workbook_and_leaves_a_line_in_the_audit(lead: Reader, app: Flask, path: str) -> None:
    answer = lead.client.get(f"{path}.xlsx")
    assert answer.status_code == 200
    assert "xl/workbook.xml" in ZipFile(io.BytesIO(answer.get_data())).namelist()
    with app.app_context(), reading() as store:
        (line,) = [each for each in store.execute(tables.audit.select()) if each.action == "report exported"]
    assert line.detail == "organisation=1"
    assert audit


def test_a_small_team_is_hidden_and_no_subtraction_finds_it(lead: Reader, office: Office) -> None:
    assert "Too few answers yet" in lead.open(f"/reports/questions?team={office.small}").words
    assert "Too few ratings yet" in lead.open(f"/reports/impact?team={office.small}").words
    whole, large = (
        [(each["First answers"], each["Right"]) for each in rows(lead.open(f"/reports/questions.csv{narrowed}"))]
        for narrowed in ("", f"?team={office.large}")
    )
    assert whole == large  # the small team is in neither


def test_answers_count_by_the_day_that_is_asked(lead: Reader) -> None:
    yesterday = now().date() - dt.timedelta(days=1)
    assert "Too few answers yet" in lead.open(f"/reports/questions?as_at={yesterday}").words
    assert "Too few ratings yet" in lead.open(f"/reports/impact?as_at={yesterday}").words


def test_an_answer_after_a_look_does_not_count(reader: Reader, app: Flask, course: Catalogue) -> None:
    signed_in(reader, Office(app, course, looked=8).lead)
    assert "Too few answers yet" in reader.open("/reports/questions").words


def test_an_answer_to_other_words_does_not_count(lead: Reader, app: Flask, office: Office) -> None:
    first, second, *_ = office.quiz.statements
    with app.app_context(), writing() as store:
        kept = store.execute(tables.quiz_wording.select()).one()
        other = {**kept._mapping, "digest": "other", "wording": kept.wording.replace(first.text, "In other words")}
        store.execute(insert(tables.quiz_wording).values(other))
        store.execute(update(tables.attempt).where(tables.attempt.c.id <= 8).values(digest="other"))
    page = lead.open(f"/reports/questions?module={office.module}")
    assert figures(page, f"@data-statement='{first.id}'") == {"share": "hidden"}
    assert figures(page, f"@data-statement='{second.id}'")["answers"] == "10"
    assert page.words.count("Its words have changed") == 1


@pytest.mark.parametrize("path", PAGES)
def test_no_page_or_file_names_anybody(lead: Reader, path: str) -> None:
    for found in (lead.open(path), lead.open(f"{path}.csv")):
        assert found.status == 200
        assert "Otterdene" not in found.answer.get_data(as_text=True)
        assert "fern-" not in found.answer.get_data(as_text=True)


@pytest.mark.parametrize("path", [*PAGES, *(f"{path}.{kind}" for path in FILES for kind in ("csv", "xlsx"))])
def test_what_lies_outside_the_scope_is_not_found(reader: Reader, office: Office, path: str) -> None:
    assert reader.open(path).status == 303
    signed_in(reader, office.lead)
    missing = reader.open(f"{path}?team=999999")
    for narrowed in (f"organisation={office.theirs}", f"team={office.elsewhere}", "team=x", "organisation=0"):
        found = reader.open(f"{path}?{narrowed}")
        assert (found.status, found.words) == (404, missing.words)


@pytest.mark.parametrize("path", PAGES)
def test_each_role_sees_the_figures_of_its_scope(app: Flask, office: Office, path: str) -> None:
    for email, sees in ((office.auditor, True), (office.other, False)):
        page = signed_in(Reader(app.test_client()), email).open(path)
        assert page.status == 200
        assert ("Too few" not in page.words) is sees


@pytest.mark.parametrize("path", PAGES)
def test_no_role_no_report(reader: Reader, ada: int, path: str) -> None:
    signed_in(reader, "ada@heronsea.example")
    assert reader.open(path).status == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_team_lead_sees_completion_and_dates_and_nothing_of_answers(app: Flask, office: Office, path: str) -> None:
    reader = signed_in(Reader(app.test_client()), office.team_lead)
    assert reader.open(path).status == 403
    assert f'href="{path}"' not in reader.open("/reports").text


@pytest.mark.parametrize("path", [*PAGES, *(f"{path}.csv" for path in FILES)])
@pytest.mark.parametrize("typed", ["as_at=2026-13-01", "as_at=2999-01-01", "edition=earlier", "edition=none"])
def test_a_filter_that_cannot_be_is_said_and_kept(lead: Reader, path: str, typed: str) -> None:
    page = lead.open(f"{path}?{typed}")
    assert page.status == 422
    assert page.errors()


def test_an_unknown_module_is_not_found(lead: Reader) -> None:
    assert lead.open("/reports/questions?module=nothing").status == 404


@pytest.mark.parametrize("path", PAGES)
def test_twice_the_answers_need_no_more_statements_and_the_page_stays_small(
    lead: Reader, app: Flask, office: Office, path: str
) -> None:
    lead.open(path)
    with statements_seen(app) as once:
        assert len(lead.open(path).text.encode()) < 30_000
    with app.app_context(), writing() as store:
        for number in range(ENOUGH, 2 * ENOUGH):
            office.answer(store, office.join(store, office.large, number), number)
    with statements_seen(app) as twice:
        page = lead.open(path)
    assert re.search(r'data-figure="(answers|n)">20<', page.text)
    assert len(twice) == len(once) <= 15
