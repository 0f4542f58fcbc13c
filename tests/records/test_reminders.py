"""To whom a reminder is due: one letter a person and day, to an address that is theirs; and who leads."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection

from course.records import accounts, completions, contacts, organisations, outbox, reminders, roles, standings
from course.records.outbox import Draft
from course.records.reminders import Due
from course.rules.facts import Role
from course.rules.reminding import Reminder
from course.rules.requirements import Requirement
from tests.records.made import DAY, NOON, TODAY, completion, learner, person

DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)


def at(store: Connection, name: str) -> int:
    return organisations.add_organisation(store, name, NOON)


def joined(store: Connection, who: int, name: str = "Heronsea Nursery", days: int = 30) -> int:
    """Somebody who joined so many days ago."""
    where = at(store, name)
    organisations.join(store, who, where, None, TODAY - days * DAY, NOON)
    return where


def found(store: Connection, day: dt.date = TODAY) -> list[Due]:
    standings.settle(store, DEFAULT, day)
    return list(reminders.find(store, day).new)


def write(store: Connection, each: Due, now: dt.datetime = NOON) -> bool:
    place = {"membership": each.membership, "ends_on": each.reminder.end}
    return outbox.write(store, Draft("reminder", each.person, each.address, "S", "T", each.key, **place), now)


def test_a_reminder_goes_to_the_confirmed_address(store: Connection) -> None:
    ada = learner(store)
    where = joined(store, ada)
    accounts.confirm_email(store, ada)
    (only,) = found(store)
    place = (only.membership, where, "Heronsea Nursery")
    assert only == Due(ada, "ada@heronsea.example", Reminder(TODAY, 0, False), *place)


@pytest.mark.parametrize(("contact", "address"), [("ada@office.example", "ada@office.example"), ("", "")])
def test_an_address_that_nobody_confirmed_is_not_written_to_but_the_organisations_is(
    contact: str, address: str, store: Connection
) -> None:
    ada = learner(store)
    joined(store, ada)
    contacts.set_contact(store, ada, contact, NOON)
    assert [each.address for each in found(store)] == [address]


def test_once_written_it_is_not_due_again_and_the_next_step_is(store: Connection) -> None:
    ada = person(store)
    joined(store, ada, days=0)
    (first,) = found(store)
    assert write(store, first) and found(store) == [] and not write(store, first)
    assert found(store, TODAY + DAY) == []
    assert [each.reminder.step for each in found(store, TODAY + 23 * DAY)] == [7]


def test_of_several_that_were_missed_the_newest_is_sent(store: Connection) -> None:
    joined(store, person(store), days=300)
    assert [each.reminder.step for each in found(store)] == [-14]


def test_two_organisations_are_two_letters_each_of_its_own_membership(store: Connection) -> None:
    ada = person(store)
    nursery, school = (joined(store, ada, name) for name in ("Heronsea Nursery", "Heronsea School"))
    both = found(store)
    assert [(each.organisation, each.place) for each in both] == [
        (nursery, "Heronsea Nursery"), (school, "Heronsea School")
    ]  # fmt: skip
    assert len({each.membership for each in both}) == len({each.key for each in both}) == 2
    write(store, both[0])
    assert found(store) == both[1:]
    write(store, both[1])
    assert found(store) == found(store, TODAY + DAY) == []


def test_who_has_left_completed_or_not_begun_is_left_alone(store: Connection) -> None:
    gone, done, coming = (person(store, name) for name in ("Bo Marsh", "Cy Reed", "Di Fern"))
    organisations.leave(store, gone, joined(store, gone), TODAY)
    joined(store, done)
    completions.add_completion(store, completion(done))
    joined(store, coming, days=-1)
    assert found(store) == []
    assert [each.person for each in found(store, TODAY + DAY)] == [coming]


def test_a_completion_that_runs_out_is_reminded_of(store: Connection) -> None:
    ada = person(store)
    joined(store, ada)
    completions.add_completion(store, completion(ada, completed_on=TODAY - 680 * DAY))
    (only,) = found(store)
    assert only.reminder.renews and only.reminder.step == 60


def test_who_moved_is_reminded_once(store: Connection) -> None:
    ada = person(store)
    where = joined(store, ada)
    team = organisations.add_team(store, where, "Toddlers", NOON)
    organisations.join(store, ada, where, team, TODAY - 3 * DAY, NOON)
    (only,) = found(store)
    assert only.reminder.end == TODAY
    write(store, only)
    organisations.join(store, ada, where, None, TODAY, NOON)
    assert found(store) == []


def test_what_holds_is_told_so_that_the_rest_can_be_taken_back(store: Connection) -> None:
    ada = person(store)
    joined(store, ada)
    (only,) = found(store)
    write(store, only)
    assert reminders.find(store, TODAY).holding == {only.key}
    completions.add_completion(store, completion(ada))
    standings.settle(store, DEFAULT, TODAY)
    assert reminders.find(store, TODAY).holding == frozenset()


def test_leads_with_an_address_and_what_they_lead(store: Connection) -> None:
    ada, bo = learner(store), person(store, "Bo Marsh")
    accounts.confirm_email(store, ada)
    where = at(store, "Heronsea Nursery")
    for who in (ada, bo):
        roles.grant(store, who, "organisation-lead", "organisation", where, NOON)
    roles.grant(store, ada, "organisation-lead", "partnership", None, NOON)
    roles.grant(store, ada, "auditor", "partnership", None, NOON)
    (lead,) = reminders.leads(store)
    held = {Role("organisation-lead", "organisation", where), Role("organisation-lead", "partnership", None)}
    assert (lead.person, lead.address, set(lead.roles)) == (ada, "ada@heronsea.example", held)


def test_the_figures_go_to_no_address_that_a_lead_has_not_confirmed(store: Connection) -> None:
    ada, where = learner(store), at(store, "Heronsea Nursery")
    contacts.set_contact(store, ada, "somebody@else.example", NOON)
    roles.grant(store, ada, "organisation-lead", "organisation", where, NOON)
    assert reminders.leads(store) == ()
    accounts.confirm_email(store, ada)
    assert [each.address for each in reminders.leads(store)] == ["ada@heronsea.example"]
