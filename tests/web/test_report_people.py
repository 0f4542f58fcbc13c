"""The list of people, the chase list, one person's record, and what the person is shown of it."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from course import clock
from course.records import accounts, completions, organisations, outside, readings, roles, tables
from course.records.database import reading, writing
from course.rules.outside import OutsideTraining
from tests.records.made import TODAY, completion
from tests.records.reporting import DAY, moment
from tests.web.leading import Office, cells, csv_rows, move_in, xlsx_rows
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def names(page: Page) -> list[str]:
    return [row[0] for row in cells(page)]


def test_a_lead_sees_everybody_of_the_organisation_by_name(office: Office) -> None:
    page = office.lead().open("/reports/people")
    assert names(page) == ["=Dan Expired", "Ann In-Date", "Ben Earlier", "Cat Overdue", "Eve New"]
    assert "5 people, as at 22 November 2026" in page.words
    assert cells(page)[2] == [
        "Ben Earlier", "Babies", "", "Due soon", "expires 22 December 2026", "2024.1", "Online", "yes", ""
    ]  # fmt: skip
    assert page.tree is not None
    assert page.tree.xpath("//@data-standing") == ["expired", "in-date", "due-soon", "overdue", "not-started"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("team={babies}", ["Ann In-Date", "Ben Earlier", "Cat Overdue"]),
        ("status=overdue", ["Cat Overdue"]),
        ("edition=2024.1", ["Ben Earlier"]),
        ("edition=earlier", ["Ben Earlier"]),
        ("q=%20EVE", ["Eve New"]),
        ("q=%25", None),
        ("sort=expiry", ["=Dan Expired", "Cat Overdue", "Eve New", "Ben Earlier", "Ann In-Date"]),
        ("status=soon", ["Ben Earlier", "Eve New"]),
        ("sort=status", ["=Dan Expired", "Cat Overdue", "Ben Earlier", "Eve New", "Ann In-Date"]),
        ("status=overdue&as_at=2026-11-12", ["Ann In-Date"]),
        ("status=left", None),
    ],
)
def test_filters_search_and_order(filters: str, expected: list[str] | None, office: Office) -> None:
    lead = office.lead()
    asked = filters.format(babies=office.here.babies)
    page = lead.open(f"/reports/people?{asked}")
    assert page.status == 200
    if expected is None:
        assert "Nobody fits" in page.words
        return
    assert names(page) == expected
    _, rows = csv_rows(lead.open(f"/reports/people.csv?{asked}"))
    assert [row[0].removeprefix("'") for row in rows] == expected
    in_sheet = xlsx_rows(lead, f"/reports/people.xlsx?{asked}")
    assert [row[0] for row in in_sheet] == expected
    assert [row[1:] for row in in_sheet] == [row[1:] for row in rows]


@pytest.mark.parametrize("filters", ["status=late", "edition=1999", "sort=shoe-size"])
def test_what_is_not_on_the_list_is_said(filters: str, office: Office) -> None:
    page = office.lead().open(f"/reports/people?{filters}&q=Ann")
    assert (page.status, len(page.errors()), page.value("filters", "q")) == (422, 1, "Ann")


def test_the_chase_list_is_by_team_with_addresses_to_copy(office: Office) -> None:
    lead = office.lead()
    page = lead.open("/reports/chase")
    assert page.tree is not None
    assert [each.text_content() for each in page.tree.xpath("//h2")] == ["Babies", "Toddlers"]
    assert cells(page, 0) == [["Cat Overdue", "Overdue", "was due 12 November 2026", "cat@home.example"]]
    assert [row[0] for row in cells(page, 1)] == ["=Dan Expired"]
    addresses = lead.open("/reports/chase.txt")
    assert addresses.answer.mimetype == "text/plain"
    assert addresses.text.startswith("cat@home.example\n")
    _, rows = csv_rows(lead.open("/reports/chase.csv"))
    assert [row[2] for row in rows] == ["Cat Overdue", "'=Dan Expired"]
    with office.app.app_context(), writing() as store:
        store.execute(tables.account.update().values(email_confirmed=True))
    assert lead.open("/reports/chase.txt").text.count("@heronsea.example\n") == 2


@pytest.mark.parametrize("day", ["", f"?as_at={TODAY - DAY}"])
def test_an_address_that_nobody_confirmed_is_called_so_in_the_chase_list_and_its_files(
    day: str, office: Office
) -> None:
    with office.app.app_context(), writing() as store:
        dan = tables.account.c.person == office.people["Dan Expired"]
        store.execute(tables.account.update().where(dan).values(email="dan@x.example", email_key="dan@x.example"))
    lead = office.lead()
    page = lead.open(f"/reports/chase{day}")
    assert [cells(page, number)[0][-1] for number in (0, 1)] == ["cat@home.example", "dan@x.example (not confirmed)"]
    _, rows = csv_rows(lead.open(f"/reports/chase.csv{day}"))
    assert [row[-2:] for row in rows] == [["cat@home.example", ""], ["dan@x.example", "yes"]]
    assert xlsx_rows(lead, f"/reports/chase.xlsx{day}")[1][-2:] == ["dan@x.example", "yes"]
    assert lead.open(f"/reports/chase.txt{day}").text == "cat@home.example\n"
    copied = lead.open(f"/reports/chase/addresses{day}").tree
    assert copied is not None
    assert [field.text.strip() for field in copied.xpath("//textarea")] == ["cat@home.example", "dan@x.example"]


def test_a_search_says_by_which_address_it_found_somebody_and_whether_it_is_confirmed(office: Office) -> None:
    with office.app.app_context(), writing() as store:
        accounts.set_email(store, office.people["Eve New"], "cat@school.example")
    found = names(office.lead().open("/reports/people?q=cat"))
    assert found == ["Cat Overdue", "Eve New cat@school.example (not confirmed)"]
    assert names(office.lead().open("/reports/people?q=eve")) == ["Eve New"]
    assert names(office.lead().open("/reports/people?q=cat%40home")) == ["Cat Overdue cat@home.example"]


@pytest.mark.parametrize(
    ("day", "word", "shown"),
    [
        ("", "eve", "Eve New"),
        ("", "late", "Eve New"),  # found by it, as before the leaving, but not told
        (f"&as_at={TODAY - DAY}", "late", "Eve New"),
    ],
)
def test_of_who_has_left_no_address_is_shown(day: str, word: str, shown: str, office: Office) -> None:
    eve = office.people["Eve New"]
    with office.app.app_context(), writing() as store:
        accounts.set_email(store, eve, "late@refuge.example")
        organisations.leave(store, eve, office.here.nursery, TODAY)
    page = office.lead().open(f"/reports/people?q={word}{day}")
    assert names(page) == [shown]
    assert "refuge" not in page.text


def test_of_who_has_left_since_a_list_of_an_earlier_day_has_no_address(office: Office) -> None:
    cat, day = office.people["Cat Overdue"], f"?as_at={TODAY - DAY}"
    assert cells(office.lead().open(f"/reports/chase{day}"), 0)[0][-1] == "cat@home.example"
    with office.app.app_context(), writing() as store:
        organisations.leave(store, cat, office.here.nursery, TODAY)
    page = office.lead().open(f"/reports/chase{day}")
    assert cells(page, 0)[0][0] == "Cat Overdue"
    assert "cat@home" not in page.text + office.lead().open(f"/reports/chase.txt{day}").text


def test_a_record_shows_status_with_its_sum_and_the_scores(office: Office) -> None:
    page = office.lead().open(f"/reports/people/{office.people['Ben Earlier']}")
    assert page.h1 == "Ben Earlier"
    assert "Expires 22 December 2026 = completed 22 December 2024 + 24 months" in page.words
    assert "only under earlier rules" in page.words
    assert cells(page, 1) == [["Module one", "10 of 12"]]
    assert page.tree is not None
    assert page.tree.xpath("//a[starts-with(@href, '/certificates/')]")


def test_a_team_lead_sees_dates_and_no_scores(office: Office) -> None:
    page = office.browser("team-lead", "team", office.here.babies).open(
        f"/reports/people/{office.people['Ben Earlier']}"
    )
    assert "completed 22 December 2024" in page.words
    assert "Module one" not in page.words


def test_a_record_as_at_another_day(office: Office) -> None:
    lead, ann = office.lead(), office.people["Ann In-Date"]
    page = lead.open(f"/reports/people/{ann}?as_at=2026-11-12")
    assert page.tree is not None
    assert page.tree.xpath("//@data-standing") == ["overdue"]
    assert "Completions" not in page.words
    assert "Not registered on that day" in lead.open(f"/reports/people/{ann}?as_at=2020-01-01").words
    assert lead.open(f"/reports/people/{ann}?as_at=yesterday").status == 422


def test_nobody_outside_the_scope_has_a_record(office: Office) -> None:
    lead = office.lead()
    for person in (office.people["Flo Clinic"], 10**9):
        page = lead.open(f"/reports/people/{person}")
        assert page.status == 404
    assert looks(office) == 0
    team = office.browser("team-lead", "team", office.here.toddlers)
    assert team.open(f"/reports/people/{office.people['Cat Overdue']}").status == 404


def test_answers_notes_and_confidence_are_never_shown(office: Office) -> None:
    person = office.people["Cat Overdue"]
    with office.app.app_context(), writing() as store:
        readings.mark_read(store, person, "be-open", "2026.1", clock.now())
        store.execute(
            tables.note.insert().values(person=person, page="be-open", text="Secret note", changed_at=clock.now())
        )
    page = office.lead().open(f"/reports/people/{person}")
    assert "Secret note" not in page.text
    assert "First page read or quiz handed in" in page.words


def looks(office: Office) -> int:
    with office.app.app_context(), reading() as store:
        return store.scalar(select(func.count()).select_from(tables.record_look)) or 0


def test_the_person_is_shown_who_looked_once_a_day(office: Office, reader: Reader, ada: int) -> None:
    with office.app.app_context(), writing() as store:
        organisations.join(store, ada, office.here.nursery, office.here.babies, TODAY, clock.now())
    lead, team = office.lead(), office.browser("team-lead", "team", office.here.babies)
    for _ in range(2):
        assert lead.open(f"/reports/people/{ada}").status == 200
    assert team.open(f"/reports/people/{ada}").status == 200
    assert looks(office) == 2
    reader.open("/sign-in")
    reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    page = reader.open("/my/looks")
    assert cells(page) == [
        ["22 November 2026", "Lea team-lead", "Team lead, Babies"],
        ["22 November 2026", "Lea organisation-lead", "Safeguarding lead, Heronsea Nursery"],
    ]
    for path in ("/my/progress", "/account/data"):
        assert 'href="/my/looks"' in reader.open(path).text


def test_looking_at_ones_own_record_is_no_look(office: Office, ada: int) -> None:
    with office.app.app_context(), writing() as store:
        organisations.join(store, ada, office.here.nursery, None, TODAY, clock.now())
        roles.grant(store, ada, "organisation-lead", "organisation", office.here.nursery, clock.now())
    browser = Reader(office.app.test_client())
    browser.open("/sign-in")
    browser.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    assert browser.open(f"/reports/people/{ada}").status == 200
    assert looks(office) == 0
    assert "Nobody has looked" in browser.open("/my/looks").words


def test_of_somebody_who_left_nothing_later_is_shown(office: Office) -> None:
    ben, left = office.people["Ben Earlier"], TODAY - 30 * DAY
    with office.app.app_context(), writing() as store:
        for day, course in ((left - DAY, "Before"), (left, "Afterwards")):
            training = OutsideTraining(day, course, "", "College", "Letter seen")
            outside.add_outside_training(store, ben, training, by=None, now=clock.now())
        made = completion(ben, at=moment(left), completed_on=left, expires_on=TODAY, edition="2026.1")
        completions.add_completion(store, made, 2)
        organisations.leave(store, ben, office.here.nursery, left)
    lead = office.lead()
    page = lead.open(f"/reports/people/{ben}")
    assert [row[2] for row in cells(page)] == ["2024.1"]
    assert "Scores of the modules" in page.words and "22 December 2024" in page.words
    assert "Before" in page.words and "Afterwards" not in page.words and "edition 2026.1" not in page.words
    assert "Letter seen" not in page.text
    (row,) = cells(lead.open("/reports/people?status=left"))
    assert row[5] == "2024.1"
    with office.app.app_context(), writing() as store:
        organisations.join(store, ben, office.here.nursery, None, TODAY, clock.now())
    assert "Afterwards" in lead.open(f"/reports/people/{ben}").words
