"""Email domains lead to organisations, and only those who have proved their address."""

import pytest
from sqlalchemy import Connection

from course.records import accounts, arriving, contacts, domains, members, organisations, people
from course.rules.scoping import Scope
from tests.records.made import DAY, NOON, TODAY, learner, person

ALL = Scope(everything=True)


@pytest.fixture
def heron(store: Connection) -> int:
    return organisations.add_organisation(store, "Heronsea", NOON)


def where(store: Connection, who: int) -> list[tuple[int, int | None]]:
    return [(each.organisation, each.team) for each in members.places(store, ALL, [who])[who]]


def confirm(store: Connection, who: int) -> None:
    assert accounts.confirm_email(store, who)
    arriving.address_confirmed(store, who, NOON)


def test_a_domain_leads_to_one_organisation_until_it_is_taken_away(store: Connection, heron: int) -> None:
    wells = organisations.add_organisation(store, "Wells", NOON)
    assert domains.add(store, "heronsea.example", heron, None, None, NOON)
    assert not domains.add(store, "heronsea.example", wells, None, None, NOON)
    assert [each.organisation for each in domains.domains_of(store, heron)] == [heron]
    assert domains.domains_of(store, wells) == () and not domains.remove(store, "heronsea.example", wells)
    assert domains.remove(store, "heronsea.example", heron) and not domains.remove(store, "heronsea.example", heron)


def test_only_a_confirmed_address_of_just_that_domain_joins(store: Connection, heron: int) -> None:
    team = organisations.add_team(store, heron, "Night", NOON)
    domains.add(store, "heronsea.example", heron, team, None, NOON)
    ada, bo = learner(store), learner(store, "Bo Marsh", "bo@sub.heronsea.example")
    arriving.address_confirmed(store, ada, NOON)
    assert where(store, ada) == []
    confirm(store, ada)
    confirm(store, bo)
    assert where(store, ada) == [(heron, team)] and where(store, bo) == []


def test_who_has_confirmed_before_is_not_brought_in_when_the_domain_is_added(store: Connection, heron: int) -> None:
    ada, bo = learner(store), learner(store, "Bo Marsh", "bo@heronsea.example")
    confirm(store, ada)
    domains.add(store, "heronsea.example", heron, None, None, NOON)
    confirm(store, bo)
    assert [where(store, who) for who in (ada, bo)] == [[], [(heron, None)]]


def test_who_has_left_is_not_brought_back(store: Connection, heron: int) -> None:
    ada = learner(store)
    organisations.join(store, ada, heron, None, TODAY - DAY, NOON)
    organisations.leave(store, ada, heron, TODAY)
    confirm(store, ada)
    domains.add(store, "heronsea.example", heron, None, None, NOON)
    confirm(store, ada)
    assert len(where(store, ada)) == 1 and members.places(store, ALL, [ada])[ada][0].left_on == TODAY


def known_as(store: Connection, name: str, email: str, organisation: int) -> int:
    """Somebody whom an organisation has entered."""
    number = person(store, name)
    contacts.set_contact(store, number, email, NOON)
    organisations.join(store, number, organisation, None, TODAY, NOON)
    return number


def test_records_of_a_confirmed_address_come_to_the_account_and_no_sooner(store: Connection, heron: int) -> None:
    wells = organisations.add_organisation(store, "Wells", NOON)
    one = known_as(store, "A. Quill", "ADA@heronsea.example", heron)
    two = known_as(store, "Ada Q", "ada@heronsea.example", wells)
    ada = learner(store)
    arriving.address_confirmed(store, ada, NOON)
    assert where(store, ada) == []
    confirm(store, ada)
    assert sorted(where(store, ada)) == [(heron, None), (wells, None)]
    assert [people.person_name(store, each) for each in (one, two, ada)] == ["", "", "Ada Quill"]


def test_nothing_is_guessed_where_an_organisation_keeps_two_under_one_address(store: Connection, heron: int) -> None:
    wells = organisations.add_organisation(store, "Wells", NOON)
    for name in ("Ada Quill", "Bo Marsh"):
        known_as(store, name, "ada@heronsea.example", heron)
    known_as(store, "Ada Q", "ada@heronsea.example", wells)
    ada = learner(store)
    confirm(store, ada)
    assert where(store, ada) == [(wells, None)]


def test_what_an_address_would_bring_is_told_before_it_is_confirmed(store: Connection, heron: int) -> None:
    wells = organisations.add_organisation(store, "Wells", NOON)
    ada = learner(store)
    assert arriving.awaiting(store, ada) == ()
    known_as(store, "A. Quill", "ADA@heronsea.example", wells)
    domains.add(store, "heronsea.example", heron, None, None, NOON)
    known_as(store, "Bo Marsh", "bo@heronsea.example", heron)
    assert arriving.awaiting(store, ada) == ("Heronsea", "Wells")
    confirm(store, ada)
    assert arriving.awaiting(store, ada) == () == arriving.awaiting(store, person(store, "No Account"))


def test_a_record_that_is_in_no_organisation_awaits_too(store: Connection) -> None:
    """Otherwise it would go to the account of whoever gave another's address."""
    contacts.set_contact(store, person(store, "A. Quill"), "ada@heronsea.example", NOON)
    assert arriving.awaiting(store, learner(store)) == ("",)


def test_a_record_with_an_account_of_its_own_is_left_alone(store: Connection, heron: int) -> None:
    bo = learner(store, "Bo Marsh", "bo@heronsea.example")
    contacts.set_contact(store, bo, "ada@heronsea.example", NOON)
    organisations.join(store, bo, heron, None, TODAY, NOON)
    ada = learner(store)
    confirm(store, ada)
    assert where(store, ada) == [] and people.person_name(store, bo) == "Bo Marsh"
