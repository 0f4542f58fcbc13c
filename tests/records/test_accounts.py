"""Accounts: how a person is found, what may be taken only once, what closing leaves behind."""

import pytest
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from course.errors import SeveralAccounts
from course.records import (
    accounts,
    attempts,
    completions,
    links,
    organisations,
    people,
    readings,
    roles,
    tables,
    visits,
)
from tests.records.made import DAY, NOON, TODAY, completion, hand_in, learner, person


def open_account(
    store: Connection, *, email: str | None = None, sign_in_name: str | None = None
) -> accounts.Account | None:
    return accounts.open_account(
        store, person(store), email=email, sign_in_name=sign_in_name, password_hash="hash", now=NOON
    )


@pytest.mark.parametrize("typed", ["ada@heronsea.example", "ADA@Heronsea.Example", "  ada@heronsea.example "])
def test_an_account_is_found_by_its_email_in_any_case(store: Connection, typed: str) -> None:
    opened = open_account(store, email=" Ada@Heronsea.example")
    assert opened is not None
    assert opened.email == "Ada@Heronsea.example"
    assert accounts.account_for(store, typed) == opened


def test_an_account_without_email_is_found_by_its_sign_in_name(store: Connection) -> None:
    opened = open_account(store, sign_in_name="river-lamp-482")
    assert opened is not None
    assert (opened.email, opened.email_confirmed, opened.name) == (None, False, "Ada Quill")
    assert accounts.account_for(store, "River-Lamp-482 ") == opened == accounts.account_of(store, opened.person)


@pytest.mark.parametrize("typed", ["bo@heronsea.example", "", "%", "ada@heronsea.example\0", "ada"])
def test_nothing_else_finds_it(store: Connection, typed: str) -> None:
    learner(store)
    assert accounts.account_for(store, typed) is None


def test_a_sign_in_name_that_is_taken_is_refused_and_the_transaction_goes_on(store: Connection) -> None:
    assert open_account(store, sign_in_name="river-lamp-482") is not None
    assert open_account(store, sign_in_name="river-lamp-482") is None
    assert open_account(store, sign_in_name="other-name-100") is not None


def test_a_new_password_ends_the_links_for_choosing_one(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@heronsea.example")
    ended, other_purpose, of_bo = (
        links.make_link(store, purpose, who, valid=DAY, now=NOON)
        for purpose, who in (("reset", ada), ("confirm-email", ada), ("reset", bo))
    )
    accounts.set_password(store, ada, "new hash")
    account = accounts.account_of(store, ada)
    assert account is not None
    assert account.password_hash == "new hash"
    assert links.link(store, ended, "reset", NOON) is None
    assert links.link(store, other_purpose, "confirm-email", NOON) is not None
    assert links.link(store, of_bo, "reset", NOON) is not None


def test_a_new_email_must_be_confirmed_anew_and_ends_mailed_links(store: Connection) -> None:
    ada = learner(store)
    accounts.confirm_email(store, ada)
    mailed = links.make_link(store, "confirm-email", ada, valid=DAY, now=NOON)
    assert accounts.set_email(store, ada, "ada@otterton.example")
    account = accounts.account_for(store, "ada@otterton.example")
    assert account is not None
    assert (account.person, account.email_confirmed) == (ada, False)
    assert accounts.account_for(store, "ada@heronsea.example") is None
    assert links.link(store, mailed, "confirm-email", NOON) is None


def carriers(store: Connection, email: str = "ada@heronsea.example") -> list[int]:
    return [each.person for each in accounts.accounts_for(store, email)]


def test_two_accounts_may_carry_an_address_and_a_third_gets_its_sign_in_name_alone(store: Connection) -> None:
    ada, eve = learner(store), learner(store, "Eve", "ADA@heronsea.example ")
    third = open_account(store, email="ada@heronsea.example")
    assert carriers(store) == [ada, eve]
    assert third is not None and third.email is None
    assert carriers(store, third.sign_in_name) == [third.person]
    with pytest.raises(SeveralAccounts, match="give the sign-in name"):
        accounts.account_for(store, "ada@heronsea.example")


def test_an_email_of_two_others_is_refused_and_nothing_changes(store: Connection) -> None:
    ada, bo, eve = learner(store), learner(store, "Bo", "bo@heronsea.example"), learner(store, "Eve")
    mailed = links.make_link(store, "confirm-email", bo, valid=DAY, now=NOON)
    assert not accounts.set_email(store, bo, "ADA@heronsea.example")
    assert (carriers(store), carriers(store, "bo@heronsea.example")) == ([ada, eve], [bo])
    assert links.link(store, mailed, "confirm-email", NOON) is not None
    assert accounts.set_email(store, eve, "bo@heronsea.example")
    assert carriers(store, "bo@heronsea.example") == [bo, eve]


def test_entering_an_address_that_two_carry_anew_is_no_third(store: Connection) -> None:
    _, eve = learner(store), learner(store, "Eve")
    assert accounts.set_email(store, eve, "Ada@heronsea.example")


def test_confirming_takes_the_address_and_its_links_from_the_other_who_keeps_the_sign_in_name(
    store: Connection,
) -> None:
    eve, ada = learner(store, "Eve"), learner(store)
    bo = learner(store, "Bo", "bo@heronsea.example")
    mailed, of_bo = (links.make_link(store, "confirm-email", who, valid=DAY, now=NOON) for who in (eve, bo))
    assert accounts.confirm_email(store, ada)
    left = accounts.account_of(store, eve)
    assert left is not None and left.email is None
    assert (carriers(store), carriers(store, left.sign_in_name)) == ([ada], [eve])
    assert links.link(store, mailed, "confirm-email", NOON) is None
    assert links.link(store, of_bo, "confirm-email", NOON) is not None
    assert carriers(store, "bo@heronsea.example") == [bo]
    assert not accounts.confirm_email(store, eve)


def test_an_address_is_confirmed_once_and_who_has_confirmed_it_comes_first(store: Connection) -> None:
    eve, ada = learner(store, "Eve", "eve@heronsea.example"), learner(store)
    accounts.confirm_email(store, ada)
    accounts.set_email(store, eve, "ada@heronsea.example")
    assert carriers(store) == [ada, eve]
    assert accounts.account_for(store, "ada@heronsea.example") == accounts.account_of(store, ada)
    assert not accounts.confirm_email(store, eve)
    assert carriers(store) == [ada, eve]


def test_the_database_itself_refuses_a_second_confirmation(store: Connection) -> None:
    eve, ada = learner(store, "Eve"), learner(store)
    confirm = update(tables.account).values(email_confirmed=True)
    store.execute(confirm.where(tables.account.c.person == ada))
    with pytest.raises(IntegrityError), store.begin_nested():
        store.execute(confirm.where(tables.account.c.person == eve))


def test_an_email_is_confirmed_once_mail_has_reached_the_person(store: Connection) -> None:
    ada = learner(store)
    accounts.confirm_email(store, ada)
    assert accounts.account_of(store, ada).email_confirmed  # type: ignore[union-attr]


def test_without_an_email_there_is_nothing_to_confirm(store: Connection) -> None:
    opened = open_account(store, sign_in_name="river-lamp-482")
    assert opened is not None
    accounts.confirm_email(store, opened.person)
    assert accounts.account_of(store, opened.person) == opened


def test_closing_takes_the_name_away_and_keeps_the_facts(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@heronsea.example")
    organisation = organisations.add_organisation(store, "Heronsea Nursery", NOON)
    organisations.join(store, ada, organisation, None, TODAY - DAY, NOON)
    roles.grant(store, ada, "auditor", "partnership", None, NOON)
    links.make_link(store, "reset", ada, valid=DAY, now=NOON)
    visits.start_visit(store, ada, shared=False, now=NOON)
    readings.mark_read(store, ada, "be-open", "2026.1", NOON)
    hand_in(store, ada, "key")
    kept = completions.add_completion(store, completion(ada))

    accounts.close_account(store, ada, NOON)

    assert people.person_name(store, ada) == ""
    assert completions.holder_name(store, ada) == ""
    assert accounts.account_for(store, "ada@heronsea.example") is None
    assert visits.visits_of(store, ada) == ()
    assert roles.holders(store, "auditor") == []
    assert store.execute(select(tables.one_time_link)).all() == []
    assert [each.left_on for each in organisations.memberships_of(store, ada)] == [TODAY]
    assert len(attempts.attempts_of(store, ada)) == 1
    assert len(visits.progress_facts(store, ada)[0]) == 1
    assert completions.completion_by_code(store, kept.code) == kept
    assert accounts.account_of(store, bo) is not None


def test_after_closing_the_email_can_be_used_again(store: Connection) -> None:
    accounts.close_account(store, learner(store), NOON)
    assert open_account(store, email="ada@heronsea.example") is not None


def test_an_address_that_mail_has_proved_is_taken_from_who_carries_it_unconfirmed_alone(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo Marsh")
    assert accounts.free_address(store, "ADA@heronsea.example")
    assert [accounts.account_of(store, each).email for each in (ada, bo)] == [None, None]  # type: ignore[union-attr]
    accounts.set_email(store, ada, "ada@heronsea.example")
    assert accounts.confirm_email(store, ada)
    assert not accounts.free_address(store, "ada@heronsea.example")
    assert accounts.account_of(store, ada).email == "ada@heronsea.example"  # type: ignore[union-attr]
