"""Accounts: how a person is found, what may be taken only once, what closing leaves behind."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

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
    store: Session, *, email: str | None = None, sign_in_name: str | None = None
) -> accounts.Account | None:
    return accounts.open_account(
        store, person(store), email=email, sign_in_name=sign_in_name, password_hash="hash", now=NOON
    )


@pytest.mark.parametrize("typed", ["ada@heronsea.example", "ADA@Heronsea.Example", "  ada@heronsea.example "])
def test_an_account_is_found_by_its_email_in_any_case(store: Session, typed: str) -> None:
    opened = open_account(store, email=" Ada@Heronsea.example")
    assert opened is not None
    assert opened.email == "Ada@Heronsea.example"
    assert accounts.account_for(store, typed) == opened


def test_an_account_without_email_is_found_by_its_sign_in_name(store: Session) -> None:
    opened = open_account(store, sign_in_name="river-lamp-482")
    assert opened is not None
    assert (opened.email, opened.email_confirmed, opened.name) == (None, False, "Ada Quill")
    assert accounts.account_for(store, "River-Lamp-482 ") == opened == accounts.account_of(store, opened.person)


@pytest.mark.parametrize("typed", ["bo@heronsea.example", "", "%", "ada@heronsea.example\0", "ada"])
def test_nothing_else_finds_it(store: Session, typed: str) -> None:
    learner(store)
    assert accounts.account_for(store, typed) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"email": "ada@heronsea.example"}, {"email": "ADA@heronsea.example "}),
        ({"sign_in_name": "river-lamp-482"}, {"sign_in_name": "river-lamp-482"}),
    ],
)
def test_what_is_taken_is_refused_and_the_transaction_goes_on(
    store: Session, first: dict[str, str], second: dict[str, str]
) -> None:
    assert open_account(store, **first) is not None
    assert open_account(store, **second) is None
    assert open_account(store, sign_in_name="other-name-100") is not None


def test_a_new_password_ends_the_links_for_choosing_one(store: Session) -> None:
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


def test_a_new_email_must_be_confirmed_anew_and_ends_mailed_links(store: Session) -> None:
    ada = learner(store)
    accounts.confirm_email(store, ada)
    mailed = links.make_link(store, "confirm-email", ada, valid=DAY, now=NOON)
    assert accounts.set_email(store, ada, "ada@otterton.example")
    account = accounts.account_for(store, "ada@otterton.example")
    assert account is not None
    assert (account.person, account.email_confirmed) == (ada, False)
    assert accounts.account_for(store, "ada@heronsea.example") is None
    assert links.link(store, mailed, "confirm-email", NOON) is None


def test_an_email_of_somebody_else_is_refused_and_nothing_changes(store: Session) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@heronsea.example")
    assert not accounts.set_email(store, ada, "BO@heronsea.example")
    assert [accounts.account_for(store, f"{who}@heronsea.example").person for who in ("ada", "bo")] == [ada, bo]  # type: ignore[union-attr]


def test_an_email_is_confirmed_once_mail_has_reached_the_person(store: Session) -> None:
    ada = learner(store)
    accounts.confirm_email(store, ada)
    assert accounts.account_of(store, ada).email_confirmed  # type: ignore[union-attr]


def test_without_an_email_there_is_nothing_to_confirm(store: Session) -> None:
    opened = open_account(store, sign_in_name="river-lamp-482")
    assert opened is not None
    accounts.confirm_email(store, opened.person)
    assert accounts.account_of(store, opened.person) == opened


def test_closing_takes_the_name_away_and_keeps_the_facts(store: Session) -> None:
    ada, bo = learner(store), learner(store, "Bo", "bo@heronsea.example")
    organisation = organisations.add_organisation(store, "Heronsea Nursery", NOON)
    organisations.join(store, ada, organisation, None, TODAY - DAY)
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


def test_after_closing_the_email_can_be_used_again(store: Session) -> None:
    accounts.close_account(store, learner(store), NOON)
    assert open_account(store, email="ada@heronsea.example") is not None
