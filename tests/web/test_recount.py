"""Every figure of the completion report, counted once more from the raw rows: equal on screen, in the file, on any day."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from course import clock, create_app, first_run
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.config import ROOT, Settings
from course.demo import filling
from course.records import accounts, database, roles
from course.words import demo
from tests.web import recount_figures
from tests.web.recount import ORDER, Raw
from tests.web.recount_rooms import completed_anew, completed_as_kept, hold_sessions

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
DAYS = [TODAY, *(TODAY - dt.timedelta(days=ago) for ago in (1, 29, 83, 84, 240, 365, 511, 700, 1094))]
WORDS = ("In date", "Due soon", "Overdue", "Expired", "In progress", "Not started", "Exempt", "Left")
Lines = dict[tuple[str, str], Counter[str]]


@pytest.fixture(scope="module", params=[filling.SEED, 1, 2], ids="seed {}".format)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, Raw]]:
    """A demonstration, signed in as a lead of everybody, and its raw rows; also two with other histories."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "SEED", request.param)
        clock.set_now(NOON)
        shelf, folder = Shelf(ROOT), tmp_path_factory.mktemp("recount")
        found = Settings.from_environ({"SHAREWELL_INSTANCE": str(folder)})
        settings = first_run.prepare(replace(found, demo=True, demo_password="Another horse 9"))
        with patch.context() as moment:
            moment.setattr(demo.clock, "now", lambda: NOON)
            demo.prepare(settings, shelf.catalogue)
        app = create_app(settings, shelf)
        with app.app_context(), database.writing() as store:
            see_everybody(store, shelf.catalogue)
        client = app.test_client()
        press_lead(client)
        course = shelf.catalogue.course
        asked = {
            "due_days": course.due_days,
            "valid_months": course.valid_months,
            "window_days": course.refresher_window_days,
            "grace_days": course.grace_days,
            "date_rule": "from-completion",
            "fixed_day": None,
        }
        yield client, Raw.of(Path(settings.instance) / "sharewell.db", asked)
        with app.app_context():
            database.close_connections()


@pytest.fixture(autouse=True)
def that_day(site: tuple[FlaskClient, Raw]) -> None:
    """It is the day of the demonstration for every test, whatever day it is outside."""
    clock.set_now(NOON)


def see_everybody(store: Connection, catalogue: Catalogue) -> None:
    """The lead sees all organisations; and some people were at sessions in a room."""
    lead = accounts.account_for(store, "lead@demo.example")
    assert lead is not None
    roles.grant(store, lead.person, "organisation-lead", "partnership", None, NOON)
    hold_sessions(store, catalogue, lead.person, NOON)


def press_lead(client: FlaskClient) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    forms = re.findall(r'<form[^>]*data-form="demo".*?</form>', page, re.DOTALL)
    form = next(each for each in forms if '"lead@demo.example"' in each)
    sent = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', form))
    assert client.post("/sign-in", data=sent).status_code == 303


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    """The rows of a file, by the words of its head."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    lines = answer.get_data(as_text=True).lstrip("\ufeff").split("\r\n\r\n", 1)[1]
    return list(csv.DictReader(io.StringIO(lines)))


def reported(client: FlaskClient, day: dt.date) -> Lines:
    """The statuses of every line of the overview."""
    return {
        (row["Organisation"], row["Team"]): Counter(
            {status: int(row[word]) for status, word in zip(ORDER, WORDS, strict=True) if int(row[word])}
        )
        for row in table(client, f"/reports.csv?as_at={day}")
    }


def with_sums(counted: Lines) -> Lines:
    """The lines of the overview: every team, every organisation, all."""
    found: Lines = {("All", ""): Counter()}
    for (organisation, team), counts in counted.items():
        found[organisation, team or "No team"] = counts
        found.setdefault((organisation, ""), Counter())
        found[organisation, ""] += counts
        found["All", ""] += counts
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_status_of_every_team_is_the_same_counted_anew(site: tuple[FlaskClient, Raw], day: dt.date) -> None:
    client, raw = site
    told, anew = reported(client, day), with_sums(raw.counted(day))
    assert {line: counts for line, counts in told.items() if counts} == {at: each for at, each in anew.items() if each}


@pytest.mark.parametrize("day", DAYS[:6], ids=str)
def test_the_list_of_people_gives_everybody_the_status_counted_anew(
    site: tuple[FlaskClient, Raw], day: dt.date
) -> None:
    client, raw = site
    names = {each["id"]: each["name"] for each in raw.rows["person"]}
    words = dict(zip(ORDER, WORDS, strict=True))
    anew = Counter(
        (names[member["person"]], words[status])
        for member in raw.rows["membership"]
        if (status := raw.status(member, day))
    )
    listed = Counter((row["Name"], row["Status"]) for row in table(client, f"/reports/people.csv?as_at={day}"))
    assert listed == anew


def test_today_with_a_day_and_without_is_the_same(site: tuple[FlaskClient, Raw]) -> None:
    client, _ = site
    assert table(client, "/reports.csv") == table(client, f"/reports.csv?as_at={TODAY}")


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_adds_up_adds_up(site: tuple[FlaskClient, Raw], day: dt.date) -> None:
    """Eight statuses make the people registered, in date and due soon the trained, and teams their organisation."""
    client, raw = site
    for row in table(client, f"/reports.csv?as_at={day}"):
        assert sum(int(row[word]) for word in WORDS) == int(row["People registered"])
        assert int(row["In date"]) + int(row["Due soon"]) == int(row["Trained"])
    outside = {
        each["person"] for each in raw.rows["outside_training"] if dt.date.fromisoformat(each["completed_on"]) <= day
    }
    members = [each for each in raw.rows["membership"] if raw.status(each, day) not in (None, "left")]
    everybody = table(client, f"/reports.csv?as_at={day}")[-1]
    assert int(everybody["Outside training"]) == sum(each["person"] in outside for each in members)


@pytest.mark.parametrize("day", DAYS[:5], ids=str)
def test_trained_under_earlier_rules_headcount_and_share_are_the_same_counted_anew(
    site: tuple[FlaskClient, Raw], day: dt.date, course: Catalogue
) -> None:
    client, raw = site
    laws = [(each.edition, each.date) for each in course.course.changes if each.kind == "law"]
    earlier, declared = recount_figures.earlier(raw, day, laws), recount_figures.declared(raw, day)
    present = recount_figures.by_line(raw, day, lambda _, status: status != "left")
    trained = recount_figures.by_line(raw, day, lambda _, status: status in ORDER[:2])
    assert (day != TODAY or earlier["All", ""] > 50) and declared["All", ""]
    for row in table(client, f"/reports.csv?as_at={day}"):
        line = (row["Organisation"], row["Team"])
        assert int(row["Trained under earlier rules"]) == earlier.get(line, 0), line
        assert row["Declared headcount"] == str(declared.get(line, "")), line
        expected = declared.get(line, present.get(line, 0))
        share = str(100 * trained.get(line, 0) // expected) if expected else ""
        assert row["Trained, %"] == share, line


def test_questions_are_the_same_counted_anew(site: tuple[FlaskClient, Raw], course: Catalogue) -> None:
    client, raw = site
    anew = recount_figures.questions(raw)
    statements = [(quiz.id, each) for quiz in course.quizzes.values() for each in quiz.statements]
    texts = {
        (quiz.title, each.text): (quiz.id, each.id) for quiz in course.quizzes.values() for each in quiz.statements
    }
    listed = table(client, "/reports/questions.csv")
    assert len(listed) == len(statements) and len(anew) > 40
    for row in listed:
        answers, right, tells = anew[texts[row["Quiz"], row["Statement"]]]
        assert (row["First answers"], row["Right"]) == (str(answers), str(right))
        assert row["Per cent right"] == str(100 * right // answers)
        told = row["Tells apart (-1 to 1)"].replace("\N{MINUS SIGN}", "-")
        assert (told == "") == (tells is None)
        assert tells is None or abs(float(told) - tells) < 0.01


def test_confidence_and_knowledge_are_the_same_counted_anew(site: tuple[FlaskClient, Raw], course: Catalogue) -> None:
    client, raw = site
    anew, asked = recount_figures.rated(raw), course.reflection
    moments = {"Before": "before", "After": "after", "Some weeks later": "later"}
    confidence = {each.text: each.id for each in asked.confidence}
    knowledge = {each.asked(moment): each for each in asked.knowledge for moment in ("before", "after")}
    seen = 0
    for row in table(client, "/reports/impact.csv"):
        if row["About"] == "Confidence" and row["Answers"] != "hidden":
            values = anew.pop((confidence[row["What was asked"]], moments[row["When"]]))
            spread = {word: float(row[word]) for word in ("Lower quartile", "Median", "Upper quartile")}
            assert (int(row["Answers"]), spread) == (len(values), recount_figures.quartiles(values))
            seen += 1
        if row["About"] == "Knowledge" and row["Answers"] != "hidden":
            item = knowledge[row["What was asked"]]
            values = anew.pop((item.id, moments[row["When"]]))
            right = values.count(int(item.answer))
            assert (row["Answers"], row["Of these"]) == (str(len(values)), str(right))
            assert row["Per cent"] == str(100 * right // len(values))
            seen += 1
    assert seen >= 12 and {item for item, _ in anew} <= {"usefulness"}


def test_everyone_overdue_or_expired_stands_in_the_chase_list(site: tuple[FlaskClient, Raw]) -> None:
    client, raw = site
    names = {each["id"]: each["name"] for each in raw.rows["person"]}
    chased = Counter(
        names[each["person"]] for each in raw.rows["membership"] if raw.status(each, TODAY) in ("overdue", "expired")
    )
    assert Counter(row["Name"] for row in table(client, "/reports/chase.csv")) == chased


def test_sessions_in_a_room_completed_the_course_for_those_who_were_there_and_for_nobody_else(
    site: tuple[FlaskClient, Raw],
) -> None:
    client, raw = site
    anew = completed_anew(raw)
    assert len(anew) >= 6 and anew == completed_as_kept(raw)
    names = {each["id"]: each["name"] for each in raw.rows["person"]}
    rooms = {row["Name"] for row in table(client, "/reports/people.csv") if row["Kind"] == "In a room"}
    assert rooms and rooms <= {names[person] for _, person in anew}
