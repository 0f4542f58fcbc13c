"""Cases worked through: once each, the whole case over the short form, the way only where it was asked for."""

import datetime as dt
import threading

import pytest
from flask import Flask
from sqlalchemy import Connection

from course.records import accounts, cases_done, people, readings
from course.records.database import reading, writing
from course.rules.facts import CaseDone, KeptRoute
from tests.records.made import HOUR, NOBODY, NOON, learner, person

ROUTE: KeptRoute = (("purpose", ("nothing-happened", "joining-up")), ("consent", ("tell-both",)))


@pytest.mark.parametrize(
    ("lengths", "kept", "hours"),
    [
        (["whole"], "whole", 0),
        (["foundation"], "foundation", 0),
        (["foundation", "whole"], "whole", 1),
        (["whole", "foundation"], "whole", 0),
        (["whole", "whole"], "whole", 0),
        (["foundation", "foundation"], "foundation", 0),
        (["foundation", "whole", "foundation", "whole"], "whole", 1),
    ],
)
def test_the_whole_case_replaces_the_short_form_and_never_the_reverse(
    lengths: list[str], kept: str, hours: int, store: Connection
) -> None:
    ada = learner(store)
    for number, length in enumerate(lengths):
        cases_done.mark_done(store, ada, "packed-lunch", length, NOON + number * HOUR)
    assert cases_done.cases_done(store, ada) == (CaseDone("packed-lunch", kept, NOON + hours * HOUR, None),)


def test_cases_are_listed_oldest_first_and_nobody_elses(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo Marsh", "bo@heronsea.example")
    cases_done.mark_done(store, ada, "third-floor", "whole", NOON + HOUR)
    cases_done.mark_done(store, ada, "full-record", "foundation", NOON)
    cases_done.mark_done(store, bo, "packed-lunch", "whole", NOON)
    assert [each.case for each in cases_done.cases_done(store, ada)] == ["full-record", "third-floor"]
    assert cases_done.case_done(store, ada, "packed-lunch") is None
    assert cases_done.case_done(store, bo, "packed-lunch") == CaseDone("packed-lunch", "whole", NOON, None)


@pytest.mark.parametrize("who", ["nobody", "no account", "account closed"])
def test_without_an_account_nothing_is_kept(who: str, store: Connection) -> None:
    """The person stays when an account is closed, for the sake of what stays without a name."""
    ada = NOBODY
    if who == "no account":
        ada = person(store)
    if who == "account closed":
        ada = learner(store)
        accounts.close_account(store, ada, NOON)
    cases_done.mark_done(store, ada, "packed-lunch", "whole", NOON + HOUR)
    assert not cases_done.keep_route(store, ada, "packed-lunch", "whole", ROUTE)
    assert cases_done.cases_done(store, ada) == ()


@pytest.mark.slow
def test_finishing_a_case_while_the_account_is_being_closed_keeps_nothing(store_app: Flask) -> None:
    """As the page does it: the case is marked and its page read in one transaction, which waits and then finds no account."""
    with writing() as store:
        ada = learner(store)
    begun, came_to = threading.Event(), []

    def finish() -> None:
        with store_app.app_context():
            begun.set()
            with writing() as store:
                cases_done.mark_done(store, ada, "packed-lunch", "whole", NOON)
                readings.mark_read(store, ada, "packed-lunch", "2026.1", NOON)
            came_to.append("finished")

    other = threading.Thread(target=finish)
    with writing() as store:
        people.rename(store, ada, "Ada, closing")  # what closing does first
        other.start()
        begun.wait(5)
        other.join(0.5)
        assert came_to == []
        accounts.close_account(store, ada, NOON)
    other.join(10)
    assert came_to == ["finished"]
    with reading() as store:
        assert cases_done.cases_done(store, ada) == ()


@pytest.mark.parametrize(
    ("done", "walked", "kept"),
    [
        ("whole", "whole", True),
        ("whole", "foundation", True),
        ("foundation", "foundation", True),
        ("foundation", "whole", False),
    ],
)
def test_a_way_is_kept_only_of_a_length_that_was_worked_through(
    done: str, walked: str, kept: bool, store: Connection
) -> None:
    """Who worked through the whole case has been through the decisions of the short form; the reverse is not so."""
    ada = learner(store)
    cases_done.mark_done(store, ada, "packed-lunch", done, NOON)
    assert cases_done.keep_route(store, ada, "packed-lunch", walked, ROUTE) is kept
    assert cases_done.cases_done(store, ada) == (CaseDone("packed-lunch", done, NOON, ROUTE if kept else None),)


def test_a_way_is_kept_replaced_and_forgotten_and_the_case_stays_done(store: Connection) -> None:
    ada = learner(store)
    cases_done.mark_done(store, ada, "packed-lunch", "foundation", NOON)
    assert cases_done.keep_route(store, ada, "packed-lunch", "foundation", ROUTE)
    assert cases_done.case_done(store, ada, "packed-lunch") == CaseDone("packed-lunch", "foundation", NOON, ROUTE)
    cases_done.mark_done(store, ada, "packed-lunch", "whole", NOON + HOUR)
    assert cases_done.case_done(store, ada, "packed-lunch") == CaseDone("packed-lunch", "whole", NOON + HOUR, ROUTE)
    assert cases_done.keep_route(store, ada, "packed-lunch", "whole", ROUTE[:1])
    assert cases_done.cases_done(store, ada)[0].route == ROUTE[:1]
    cases_done.forget_route(store, ada, "packed-lunch")
    assert cases_done.cases_done(store, ada) == (CaseDone("packed-lunch", "whole", NOON + HOUR, None),)


def test_no_way_is_kept_of_a_case_that_is_not_done_nor_of_somebody_elses(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo Marsh", "bo@heronsea.example")
    cases_done.mark_done(store, ada, "packed-lunch", "whole", NOON)
    assert not cases_done.keep_route(store, ada, "third-floor", "whole", ROUTE)
    assert not cases_done.keep_route(store, bo, "packed-lunch", "whole", ROUTE)
    assert cases_done.keep_route(store, ada, "packed-lunch", "whole", ROUTE)
    cases_done.forget_route(store, bo, "packed-lunch")
    assert [each.route for each in cases_done.cases_done(store, ada)] == [ROUTE]
    assert cases_done.cases_done(store, bo) == ()


def test_closing_an_account_deletes_which_cases_were_done(store: Connection) -> None:
    ada, bo = learner(store), learner(store, "Bo Marsh", "bo@heronsea.example")
    for who in (ada, bo):
        cases_done.mark_done(store, who, "packed-lunch", "whole", NOON)
        cases_done.keep_route(store, who, "packed-lunch", "whole", ROUTE)
    accounts.close_account(store, ada, NOON + dt.timedelta(days=1))
    assert cases_done.cases_done(store, ada) == ()
    assert [each.route for each in cases_done.cases_done(store, bo)] == [ROUTE]
