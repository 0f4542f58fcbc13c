"""A one-time link made by a safeguarding lead: for people who are theirs alone, and for nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from course.clock import now
from course.records import organisations, roles, tables
from course.records.database import reading, writing
from tests.records.made import TODAY
from tests.records.reporting import DAY
from tests.web.administering import rows
from tests.web.leading import Office, move_in
from tests.web.people import add_person
from tests.web.reader import Page, Reader

PATH = "/reports/people/{}/reset-link"
REFUSED = "Please ask an administrator"


@pytest.fixture
def office(app: Flask) -> Office:
    return move_in(app)


def worker(office: Office, *places: tuple[int, int], name: str = "Fay Reed", email: str | None = None) -> int:
    """Somebody with an account who came to each of these organisations so many days ago."""
    person = add_person(office.app, name, email=email, sign_in_name=None if email else "fern-" + name[:3].lower())
    with office.app.app_context(), writing() as store:
        for organisation, ago in places:
            organisations.join(store, person, organisation, None, TODAY - ago * DAY, now())
    return person


def send(lead: Reader, person: int) -> Page:
    return lead.post(PATH.format(person))


def test_from_the_record_of_somebody_one_gets_a_link_that_works_once(office: Office) -> None:
    person, lead = worker(office, (office.here.nursery, 9)), office.lead()
    record = lead.open(f"/reports/people/{person}")
    assert record.tree is not None
    assert record.tree.xpath("//main//a/@href[contains(., 'reset-link')]") == [PATH.format(person)]
    assert "For Fay Reed, who has forgotten the password." in lead.open(PATH.format(person)).words
    made = lead.press("reset-link")
    assert made.status == 200 and made.tree is not None
    link = made.tree.xpath("string(//main//p[@class='code'])").strip()
    assert Reader(office.app.test_client()).open("/reset/" + link.rpartition("/")[2]).has_form("reset")
    assert link not in lead.open(PATH.format(person)).text
    with office.app.app_context(), reading() as store:
        told = store.execute(select(tables.audit).where(tables.audit.c.action == "reset link made")).one()
    assert (told.thing, told.detail) == (f"person {person}", "safeguarding lead")


def test_a_link_ends_when_its_person_is_given_a_role(office: Office) -> None:
    person = worker(office, (office.here.nursery, 9))
    made = send(office.lead(), person)
    assert made.tree is not None
    token = made.tree.xpath("string(//main//p[@class='code'])").strip().rpartition("/")[2]
    assert Reader(office.app.test_client()).open(f"/reset/{token}").has_form("reset")
    with office.app.app_context(), writing() as store:
        roles.grant(store, person, "administrator", "partnership", None, now())
    assert not Reader(office.app.test_client()).open(f"/reset/{token}").has_form("reset")


def test_a_lead_of_the_partnership_makes_one_for_somebody_of_two_organisations(office: Office) -> None:
    person = worker(office, (office.here.nursery, 9), (office.here.clinic, 9))
    assert send(office.partnership_lead(), person).status == 200


@pytest.mark.parametrize("case", ["no account", "role here", "role elsewhere", "elsewhere", "elsewhere soon"])
def test_who_has_no_account_or_a_role_or_another_organisation_is_for_an_administrator(
    case: str, office: Office
) -> None:
    here = office.here
    more = {"elsewhere": [(here.clinic, 9)], "elsewhere soon": [(here.clinic, -9)]}.get(case, [])
    person = worker(office, (here.nursery, 9), *more)
    if case == "no account":
        with office.app.app_context(), writing() as store:
            store.execute(tables.account.delete().where(tables.account.c.person == person))
    role = {"role here": ("team-lead", "team", here.babies), "role elsewhere": ("trainer", "partnership", None)}.get(
        case
    )
    if role:
        with office.app.app_context(), writing() as store:
            roles.grant(store, person, *role, now())
    lead = office.lead()
    asked = lead.open(PATH.format(person))
    assert asked.status == 200 and REFUSED in asked.words and not asked.has_form("reset-link")
    before = rows(office.app)
    refused = send(lead, person)
    assert (refused.status, REFUSED in refused.words) == (409, True)
    assert rows(office.app) == before


def test_who_left_another_organisation_belongs_there_no_more(office: Office) -> None:
    person = worker(office, (office.here.clinic, 99), (office.here.nursery, 9))
    with office.app.app_context(), writing() as store:
        gone = tables.membership.c.organisation == office.here.clinic
        store.execute(
            tables.membership.update().where(gone, tables.membership.c.person == person).values(left_on=TODAY - 9 * DAY)
        )
    assert send(office.lead(), person).status == 200


def test_where_mail_is_sent_only_for_who_has_no_address(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    written = worker(office, (office.here.nursery, 9), name="Gil Fern", email="gil@heronsea.example")
    named, lead = worker(office, (office.here.nursery, 9)), office.lead()
    assert send(lead, written).status == 200
    monkeypatch.setattr("course.web.posting.is_set", lambda: True)
    assert (send(lead, written).status, send(lead, named).status) == (409, 200)


def test_anybody_else_s_people_are_not_found_in_the_same_words(office: Office) -> None:
    left = worker(office, (office.here.nursery, 9), name="Hal Moor")
    with office.app.app_context(), writing() as store:
        store.execute(tables.membership.update().where(tables.membership.c.person == left).values(left_on=TODAY))
    theirs, nobody = worker(office, (office.here.clinic, 9)), worker(office, name="Ivo Dale")
    lead = office.lead()
    before, missing = rows(office.app), lead.open(PATH.format(999_999))
    assert missing.status == 404
    for person in (theirs, nobody, left, 999_999):
        for found in (lead.open(PATH.format(person)), send(lead, person)):
            assert (found.status, found.words) == (404, missing.words)
    assert rows(office.app) == before


@pytest.mark.parametrize("role", ["team-lead", "auditor", "trainer"])
def test_no_other_role_makes_one_nor_is_offered_it(role: str, office: Office) -> None:
    person, babies = worker(office, (office.here.nursery, 9)), office.here.babies
    scope = {"team-lead": ("team", babies), "auditor": ("organisation", office.here.nursery)}
    reader = office.browser(role, *scope.get(role, ("partnership", None)))
    before = rows(office.app)
    assert reader.open(PATH.format(person)).status == send(reader, person).status == 403
    assert rows(office.app) == before
    if role == "team-lead":
        assert "reset-link" not in reader.open(f"/reports/people/{office.people['Ann In-Date']}").text
