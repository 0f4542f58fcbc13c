"""Visits: how they begin, how long they last, what ends them."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from course.records import accounts, roles, tables, visits
from course.records.database import reading, writing
from course.records.visits import hot_learner
from tests.records.made import DAY, HOUR, MINUTE, NOON, SECOND, visitor


def signed_in(**other: str) -> tuple[int, str]:
    with writing() as store:
        return visitor(store, **other)


@pytest.mark.parametrize("token", ["", "guess", "\0", "\ud800", "x" * 100_000, "' OR 1=1 --"])
def test_a_token_that_is_none_is_nobody(store_app: Flask, token: str) -> None:
    signed_in()
    assert hot_learner(token, NOON) is None


def test_the_token_itself_is_stored_nowhere(store_app: Flask) -> None:
    _, token = signed_in()
    with reading() as store:
        assert token not in str(store.execute(select(tables.visit)).all())


def test_signing_out_ends_the_visit_and_no_other(store_app: Flask) -> None:
    ada, first = signed_in()
    with writing() as store:
        second = visits.start_visit(store, ada, shared=False, now=NOON)
        visits.end_visit(store, visits.visits_of(store, ada)[-1].id)
    assert hot_learner(first, NOON) is None
    assert hot_learner(second, NOON) is not None


@pytest.mark.parametrize(("keep_one", "left"), [(True, [False, True, False]), (False, [False, False, False])])
def test_signing_out_everywhere_can_keep_this_visit(store_app: Flask, keep_one: bool, left: list[bool]) -> None:
    ada, first = signed_in()
    _, of_bo = signed_in(name="Bo", email="bo@heronsea.example")
    with writing() as store:
        tokens = [first, *(visits.start_visit(store, ada, shared=False, now=NOON) for _ in range(2))]
        numbers = sorted(each.id for each in visits.visits_of(store, ada))
        visits.end_visits(store, ada, but=numbers[1] if keep_one else None)
    assert [hot_learner(token, NOON) is not None for token in tokens] == left
    assert hot_learner(of_bo, NOON) is not None


def test_a_closed_account_ends_every_visit_at_once(store_app: Flask) -> None:
    ada, token = signed_in()
    with writing() as store:
        accounts.close_account(store, ada, NOON)
    assert hot_learner(token, NOON) is None


@pytest.mark.parametrize(
    ("shared", "lead", "later", "lasts"),
    [
        (False, False, 30 * DAY - SECOND, True),
        (False, False, 30 * DAY, False),
        (True, False, 12 * HOUR - SECOND, True),
        (True, False, 12 * HOUR, False),
        (False, True, 30 * MINUTE - SECOND, True),
        (False, True, 30 * MINUTE, False),
    ],
)
def test_a_visit_lasts_so_long_and_no_longer(
    store_app: Flask, shared: bool, lead: bool, later: dt.timedelta, lasts: bool
) -> None:
    with writing() as store:
        ada, _ = visitor(store)
        token = visits.start_visit(store, ada, shared=shared, now=NOON)
        if lead:
            roles.grant(store, ada, "administrator", "partnership", None, NOON)
    assert (hot_learner(token, NOON + later) is not None) is lasts


def test_a_lead_who_is_seen_stays_but_not_for_more_than_twelve_hours(store_app: Flask) -> None:
    ada, token = signed_in()
    with writing() as store:
        roles.grant(store, ada, "auditor", "partnership", None, NOON)
    moment = NOON
    while moment < NOON + 12 * HOUR:
        found = hot_learner(token, moment)
        assert found is not None
        with writing() as store:
            visits.touch(store, found.visit, moment)
        moment += 25 * MINUTE
    assert hot_learner(token, NOON + 12 * HOUR) is None


def test_a_role_granted_or_revoked_acts_at_the_next_click(store_app: Flask) -> None:
    ada, token = signed_in()
    with writing() as store:
        roles.grant(store, ada, "auditor", "partnership", None, NOON)
    assert hot_learner(token, NOON + HOUR) is None
    with writing() as store:
        roles.revoke(store, ada, "auditor", "partnership", None)
    found = hot_learner(token, NOON + HOUR)
    assert found is not None
    assert found.roles == frozenset()


def test_visits_are_listed_newest_first_and_old_ones_are_swept_away(store_app: Flask) -> None:
    ada, _ = signed_in()
    with writing() as store:
        visits.start_visit(store, ada, shared=True, now=NOON + 20 * DAY)
        assert [each.shared for each in visits.visits_of(store, ada)] == [True, False]
        visits.start_visit(store, ada, shared=False, now=NOON + 31 * DAY)
        listed = visits.visits_of(store, ada)
    assert [each.started_at for each in listed] == [NOON + 31 * DAY, NOON + 20 * DAY]
