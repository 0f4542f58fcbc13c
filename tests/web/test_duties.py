"""What somebody looks after stands above the front page; who lacks a role is told which, and who gives it."""

import pytest
from flask import Flask

from course.clock import now
from course.records import organisations, roles
from course.records.database import writing
from tests.statements_seen import statements_seen
from tests.web.leading import Office, move_in
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def duties(page: Page) -> list[str]:
    assert page.tree is not None
    return [" ".join(each.text_content().split()) for each in page.tree.xpath("//*[@class='duties']/p")]


def links(page: Page) -> list[str]:
    assert page.tree is not None
    return [str(each) for each in page.tree.xpath("//*[@class='duties']//a/@href")]


@pytest.mark.parametrize(
    ("role", "scope", "expected"),
    [
        ("organisation-lead", "nursery", "You look after Heronsea Nursery: Completion report · Chase list"),
        ("organisation-lead", None, "You look after Heronsea Partnership: Completion report · Chase list"),
        ("team-lead", "babies", "You look after Babies: Completion report · Chase list"),
        ("auditor", "clinic", "You audit Clinic: Completion report · Audit log"),
        ("administrator", None, "You manage Heronsea Partnership: Manage people"),
        ("administrator", "nursery", "You manage Heronsea Nursery: Manage people"),
    ],
)
def test_a_role_stands_above_the_front_page_with_its_ways(
    role: str, scope: str | None, expected: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.web.duties.partnership_name", lambda: "Heronsea Partnership")
    kind = {"babies": "team", None: "partnership"}.get(scope, "organisation")
    reader = office.browser(role, kind, getattr(office.here, scope) if scope else None)
    page = reader.open("/")
    assert duties(page) == [expected]
    assert [reader.open(address).status for address in links(page)] == [200] * len(links(page))


def test_several_roles_are_said_together_and_long_lists_are_cut(office: Office) -> None:
    here, reader = office.here, office.lead()
    person = add_person(office.app, "Sam Several", email="sam@leads.example")
    with office.app.app_context(), writing() as store:
        for number in range(3):
            team = organisations.add_team(store, here.nursery, f"Team {number}", now())
            roles.grant(store, person, "team-lead", "team", team, now())
        roles.grant(store, person, "organisation-lead", "organisation", here.clinic, now())
        roles.grant(store, person, "administrator", "organisation", here.clinic, now())
    assert len(duties(reader.open("/"))) == 1
    sam = Reader(office.app.test_client())
    sam.open("/sign-in")
    sam.press("sign-in", email="sam@leads.example", password=PASSWORD)
    assert duties(sam.open("/")) == [
        "You look after Clinic, Team 0 and 2 more: Completion report · Chase list",
        "You manage Clinic: Manage people",
    ]


def test_learners_and_guests_look_after_nothing_and_it_costs_no_statement(
    office: Office, reader: Reader, ada: int
) -> None:
    assert duties(reader.open("/")) == []
    reader.open("/sign-in")
    reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    lead = office.lead()
    counts = []
    for each in (reader, lead):
        each.open("/")
        with statements_seen(office.app) as seen:
            each.open("/")
        counts.append(len(seen))
    assert duties(reader.open("/")) == [] != duties(lead.open("/"))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("role", "path", "needs", "open_to"),
    [
        ("administrator", "/reports", "safeguarding lead, team lead or auditor", ["/manage/people"]),
        ("administrator", "/reports/people", "safeguarding lead or team lead", ["/manage/people"]),
        ("auditor", "/reports/people", "safeguarding lead or team lead", ["/reports", "/manage/audit"]),
        ("organisation-lead", "/manage/people", "administrator", ["/reports", "/reports/chase"]),
    ],
)
def test_who_lacks_a_role_is_told_which_one_and_what_is_open(
    role: str, path: str, needs: str, open_to: list[str], office: Office
) -> None:
    page = office.browser(role, "organisation", office.here.nursery).open(path)
    assert page.status == 403
    assert f"It needs the role of {needs}, which your account does not have." in page.words
    said = (
        "You are an administrator: you can give that role" if role == "administrator" else "Administrators give roles"
    )
    assert said in page.words
    assert page.tree is not None
    found = [str(each) for each in page.tree.xpath("//main//a/@href")]
    assert found[: len(open_to)] == open_to


def test_a_learner_without_any_role_is_told_too(reader: Reader, ada: int) -> None:
    reader.open("/sign-in")
    reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    page = reader.open("/reports")
    assert page.status == 403
    assert "safeguarding lead, team lead or auditor" in page.words and "Open to you" not in page.words
