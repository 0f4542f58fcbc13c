"""Whether a letter that waits is still to go, asked at the last moment: nobody gets what was true when it was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select

from course.records import (
    accounts,
    completions,
    contacts,
    erasing,
    exemptions,
    follow_ups,
    letters_due,
    merging,
    organisations,
    outbox,
    reminders,
    requirements,
    roles,
    roles_ended,
    standings,
    tables,
)
from course.records.outbox import Draft
from course.records.outbox_lists import Where, count_printable, printable
from course.rules.follow_up import FollowUp
from course.rules.requirements import DatedRequirement, Requirement
from course.rules.scoping import Scope
from tests.records.made import DAY, NOON, TODAY, completion, learner, person

DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)
EMAIL = "ada@heronsea.example"
EVERYTHING = Scope(everything=True)


@pytest.fixture
def ada(store: Connection) -> int:
    """Somebody whose training is due today, to whom the reminder is written."""
    who = learner(store)
    accounts.confirm_email(store, who)
    where = organisations.add_organisation(store, "Heronsea Nursery", NOON)
    organisations.join(store, who, where, None, TODAY - 30 * DAY, NOON)
    standings.settle(store, DEFAULT, TODAY)
    (due,) = reminders.find(store, TODAY).new
    place = {"membership": due.membership, "ends_on": due.reminder.end}
    assert outbox.write(store, Draft("reminder", who, due.address, "S", "T", due.key, **place), NOON)  # type: ignore[arg-type]
    return who


def member(store: Connection) -> int:
    return int(store.execute(select(tables.membership.c.id)).scalars().first() or 0)


def nursery(store: Connection) -> int:
    return int(store.execute(select(tables.organisation.c.id)).scalars().one())


def at_the_last_moment(store: Connection, now: dt.datetime = NOON) -> tuple[int, bool]:
    """How many were taken back, and whether the letter goes."""
    standings.settle(store, DEFAULT, TODAY)
    dropped = letters_due.drop_next(store, now)
    return dropped, outbox.claim(store, now) is not None


def exempts(store: Connection, who: int) -> None:
    exemptions.add(store, member(store), "Leave", TODAY, None, None, NOON)


def leaves(store: Connection, who: int) -> None:
    organisations.leave(store, who, nursery(store), TODAY)


def completes(store: Connection, who: int) -> None:
    completions.add_completion(store, completion(who))


def gets_another_day(store: Connection, who: int) -> None:
    asked = Requirement(due_days=60, valid_months=24, window_days=60, grace_days=14)
    requirements.set_requirement(store, DatedRequirement(0, nursery(store), None, None, TODAY, asked), None, NOON)
    standings.touch_all(store)


def changes_the_address(store: Connection, who: int) -> None:
    accounts.set_email(store, who, "new@heronsea.example")


@pytest.mark.parametrize("happens", [exempts, leaves, completes, gets_another_day, changes_the_address])
def test_a_reminder_that_is_not_due_any_more_is_taken_back_and_counted(
    happens: Callable[[Connection, int], None], store: Connection, ada: int
) -> None:
    happens(store, ada)
    assert at_the_last_moment(store) == (1, False)
    assert store.execute(select(tables.outbox.c.id)).all() == []


def test_nothing_of_somebody_erased_goes(store: Connection, ada: int) -> None:
    erasing.erase(store, ada, NOON)
    assert at_the_last_moment(store) == (0, False)


def begins(store: Connection, who: int) -> None:
    standings.touch(store, who)


def moves(store: Connection, who: int) -> None:
    team = organisations.add_team(store, nursery(store), "Toddlers", NOON)
    organisations.join(store, who, nursery(store), team, TODAY, NOON)


def is_one_of_two_records(store: Connection, who: int) -> None:
    double = person(store, "Ada Quill")
    organisations.join(store, double, nursery(store), None, TODAY - 30 * DAY, NOON)
    merging.merge(store, double, who, who)


@pytest.mark.parametrize("happens", [begins, moves, is_one_of_two_records])
def test_what_is_still_due_goes(happens: Callable[[Connection, int], None], store: Connection, ada: int) -> None:
    happens(store, ada)
    assert at_the_last_moment(store) == (0, True)


def test_while_a_fact_is_not_worked_out_yet_the_letter_waits(store: Connection, ada: int) -> None:
    completes(store, ada)
    assert letters_due.drop_next(store, NOON) == 0 and outbox.claim(store, NOON) is None
    assert at_the_last_moment(store, NOON + DAY) == (1, False)


def test_on_paper_it_is_left_out_of_the_list_and_counted(store: Connection, ada: int) -> None:
    where = Where(EVERYTHING, TODAY, mail=False)
    assert count_printable(store, where) == (1, 0) and len(printable(store, where)[0]) == 1
    exempts(store, ada)
    standings.settle(store, DEFAULT, TODAY)
    assert count_printable(store, where) == (0, 1) and printable(store, where) == ((), None)


def test_weekly_figures_go_to_nobody_who_leads_no_longer(store: Connection) -> None:
    lee = learner(store)
    accounts.confirm_email(store, lee)
    roles.grant(store, lee, "organisation-lead", "partnership", None, NOON)
    for key in ("one", "two"):
        outbox.write(store, Draft("digest", lee, EMAIL, "S", "T", key), NOON)
    assert letters_due.drop_next(store, NOON) == 0
    store.execute(tables.role_grant.delete())
    assert letters_due.drop_next(store, NOON) == 2


def leaves_one(store: Connection, lee: int, here: int) -> None:
    organisations.leave(store, lee, here, TODAY)
    roles_ended.end_roles(store, NOON)


def is_relieved_of_one(store: Connection, lee: int, here: int) -> None:
    (held,) = [each for each in roles.grants_of(store, lee, EVERYTHING) if each.organisation == here]
    assert roles.revoke_grant(store, held)


def is_relieved_of_one_by_name(store: Connection, lee: int, here: int) -> None:
    roles.revoke(store, lee, "organisation-lead", "organisation", here)


@pytest.mark.parametrize("happens", [leaves_one, is_relieved_of_one, is_relieved_of_one_by_name])
def test_weekly_figures_of_what_is_led_no_longer_go_not_even_to_who_leads_something_else(
    happens: Callable[[Connection, int, int], None], store: Connection
) -> None:
    """The round writes others, about what is still led; what has gone, and what others get, stays."""
    lee, mo = learner(store), learner(store, "Mo Reed", "mo@heronsea.example")
    accounts.confirm_email(store, lee)
    here = organisations.add_organisation(store, "Heronsea", NOON)
    there = organisations.add_organisation(store, "Wells", NOON)
    organisations.join(store, lee, here, None, TODAY - 9 * DAY, NOON)
    for place in (here, there):
        roles.grant(store, lee, "organisation-lead", "organisation", place, NOON - 5 * DAY)
    for who, key in ((lee, "gone"), (lee, "waits"), (mo, "another's")):
        outbox.write(store, Draft("digest", who, EMAIL, "S", "T", key), NOON)
    store.execute(tables.outbox.update().where(tables.outbox.c.key == "gone").values(sent_at=NOON))
    happens(store, lee, here)
    assert sorted(store.execute(select(tables.outbox.c.key)).scalars()) == ["another's", "gone"]
    assert [each.person for each in reminders.leads(store)] == [lee]


def test_the_questions_of_some_weeks_after_go_to_nobody_who_has_answered(store: Connection) -> None:
    ada = learner(store)
    accounts.confirm_email(store, ada)
    outbox.write(store, Draft("follow-up", ada, EMAIL, "S", "T", follow_ups.letter_key(ada, 1)), NOON)
    assert letters_due.drop_next(store, NOON) == 0
    given = FollowUp(1, decided_since=True, helped="", hindered="", change_done=None, at=NOON)
    assert follow_ups.keep(store, ada, given)
    assert store.execute(select(tables.outbox.c.id)).all() == []


def test_contacts_are_addresses_too(store: Connection, ada: int) -> None:
    """Where no address was confirmed, the organisation's holds; another of these takes the letter back as well."""
    bo = person(store, "Bo Marsh")
    contacts.set_contact(store, bo, "bo@heronsea.example", NOON)
    assert contacts.address_of(store, bo) == "bo@heronsea.example" and contacts.address_of(store, ada) == EMAIL
