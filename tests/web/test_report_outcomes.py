"""What has changed at work: managers' answers and intended changes, in groups alone, the same in every form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import sys

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update

from course import cli
from course.catalogue.model import Catalogue
from course.clock import now
from course.records import completions, follow_ups, tables
from course.records.database import reading, writing
from course.rules.follow_up import FollowUp
from tests.records.made import completion
from tests.web.answered_questions import ENOUGH, Office
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

IMPACT = "/reports/impact"
WEEK = dt.timedelta(weeks=1)
SAID = ["yes", "yes", "yes", "partly", "not-yet", "yes", "partly"]  # the last two fill no group


@pytest.fixture
def office(app: Flask, course: Catalogue) -> Office:
    """Everybody of the large team finished nine weeks ago; seven said how it goes, and seven of ten managers answered."""
    made = Office(app, course)
    with app.app_context(), writing() as store:
        store.execute(update(tables.membership).values(started_on=now().date() - 20 * WEEK))
        member = tables.membership.c
        people = store.execute(select(member.person).where(member.team == made.large).order_by(member.person)).scalars()
        for number, person in enumerate(people.all()):
            at = now() - 9 * WEEK
            completions.add_completion(store, completion(person, at=at, completed_on=at.date()))
            if number < 10:
                ask(store, person, SAID[number] if number < len(SAID) else None)
    return made


def ask(store: object, person: int, said: str | None) -> None:
    until = now().date() + 6 * WEEK
    token = follow_ups.ask_manager(store, person, 1, tells_change=False, expires_on=until, now=now() - WEEK)  # type: ignore[arg-type]
    if said is not None:
        given = FollowUp(1, decided_since=True, helped="", hindered="", change_done=said, at=now())
        assert token and follow_ups.keep(store, person, given)  # type: ignore[arg-type]
        assert follow_ups.answer_manager(store, token, said, now().date(), now())  # type: ignore[arg-type]


@pytest.fixture
def lead(reader: Reader, office: Office) -> Reader:
    reader.open("/sign-in")
    assert reader.press("sign-in", email=office.lead, password=PASSWORD).status == 303
    return reader


def figures(page: Page, kind: str) -> list[str]:
    assert page.tree is not None
    return [each.text_content() for each in page.tree.xpath(f"//*[@data-item='{kind}']//*[@data-figure]")]


def below_notes(lines: list[list[str]]) -> list[list[str]]:
    return lines[next(number for number, line in enumerate(lines) if not any(line)) + 1 :]


@pytest.mark.parametrize(("kind", "response"), [("manager", ["70", "7", "10"]), ("change", ["70", "7", "10"])])
def test_answers_are_shown_five_at_a_time_with_the_response(
    lead: Reader, office: Office, kind: str, response: list[str]
) -> None:
    shown = figures(lead.open(IMPACT), kind)
    assert shown == ["5", "60", "3", "20", "1", "20", "1", *response]
    assert ENOUGH == 12  # of whom ten make a group


def test_a_small_group_says_in_words_that_it_is_too_small(lead: Reader, office: Office) -> None:
    words = lead.open(f"{IMPACT}?as_at={now().date() - dt.timedelta(days=1)}").words
    assert "Too few ratings yet" in words
    with lead.client.application.app_context(), writing() as store:
        number = store.execute(select(tables.follow_up.c.id)).scalars().first()
        store.execute(tables.follow_up.delete().where(tables.follow_up.c.id >= (number or 0) + 3))
    page = lead.open(IMPACT)
    assert "Fewer than 5 answers from any team yet, so none are shown." in page.words
    assert (
        "The response rate is not shown: it is counted in tens, and there are too few yet." in page.words
        and figures(page, "change") == []
    )


def test_screen_csv_workbook_and_command_line_say_the_same(
    lead: Reader, office: Office, app: Flask, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = lead.open(f"{IMPACT}.csv").answer.get_data().decode("utf-8-sig")
    of_csv = below_notes(list(csv.reader(io.StringIO(text))))
    sheet = load_workbook(io.BytesIO(lead.client.get(f"{IMPACT}.xlsx").get_data())).active
    assert sheet is not None
    of_xlsx = below_notes([["" if each is None else str(each) for each in row] for row in sheet.values])
    assert of_xlsx == of_csv
    settings = app.config["SHAREWELL"]
    monkeypatch.setenv("SHAREWELL_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setattr("course.log.start", lambda: None)
    capfdbinary.readouterr()
    assert cli.main(["report", "--impact", "--organisation", "Heronsea Nursery", "--format", "csv"]) == 0
    sys.stdout.flush()
    out = capfdbinary.readouterr().out.decode("utf-8-sig")
    assert below_notes(list(csv.reader(io.StringIO(out)))) == of_csv
    changed = [row for row in of_csv if row[0] == "What has changed"]
    assert [(row[1].rpartition("? ")[2], row[3], row[7], row[8]) for row in changed] == [
        ("Yes", "5", "3", "60"), ("Partly", "5", "1", "20"), ("Not yet", "5", "1", "20")
    ] * 2  # fmt: skip
    for kind in ("manager", "change"):
        shown = figures(lead.open(IMPACT), kind)
        assert shown[1:7] == [cell for row in changed[:3] for cell in (row[8], row[7])]


def test_nobody_is_named_in_what_managers_say(lead: Reader, office: Office, app: Flask) -> None:
    with app.app_context(), reading() as store:
        names = store.execute(select(tables.person.c.name)).scalars().all()
    page = lead.open(IMPACT)
    assert [name for name in names if "Otterdene" in name and name in page.words] == []
