"""One-time links."""

import datetime as dt

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from course.records import links, tables
from tests.records.made import HOUR, NOON, SECOND, learner


def test_a_link_works_once(store: Connection) -> None:
    ada = learner(store)
    token = links.make_link(store, "reset", ada, valid=HOUR, now=NOON)
    found = links.link(store, token, "reset", NOON)
    assert found is not None
    assert (found.purpose, found.person) == ("reset", ada)
    assert [links.use_link(store, found, NOON) for _ in range(2)] == [True, False]
    assert links.link(store, token, "reset", NOON) is None


@pytest.mark.parametrize(("age", "works"), [(HOUR - SECOND, True), (HOUR, False), (2 * HOUR, False), (-HOUR, True)])
def test_a_link_works_in_time(store: Connection, age: dt.timedelta, works: bool) -> None:
    token = links.make_link(store, "reset", learner(store), valid=HOUR, now=NOON)
    found = links.link(store, token, "reset", NOON + age)
    assert (found is not None) is works


def test_a_link_that_ends_while_its_page_is_open_cannot_be_used(store: Connection) -> None:
    token = links.make_link(store, "reset", learner(store), valid=HOUR, now=NOON)
    found = links.link(store, token, "reset", NOON)
    assert found is not None
    assert not links.use_link(store, found, NOON + HOUR)


def test_a_link_is_for_one_purpose(store: Connection) -> None:
    token = links.make_link(store, "confirm-email", learner(store), valid=HOUR, now=NOON)
    assert links.link(store, token, "reset", NOON) is None
    assert links.link(store, token, "confirm-email", NOON) is not None


@pytest.mark.parametrize("token", ["", "guess", "\0", "\ud800", "x" * 100_000])
def test_a_token_that_is_none_finds_nothing(store: Connection, token: str) -> None:
    links.make_link(store, "reset", learner(store), valid=HOUR, now=NOON)
    assert links.link(store, token, "reset", NOON) is None


def test_the_set_up_link_is_nobodys(store: Connection) -> None:
    token = links.make_link(store, "set-up", None, valid=HOUR, now=NOON)
    found = links.link(store, token, "set-up", NOON)
    assert found is not None
    assert found.person is None


def test_the_token_itself_is_stored_nowhere(store: Connection) -> None:
    token = links.make_link(store, "reset", learner(store), valid=HOUR, now=NOON)
    (row,) = store.execute(select(tables.one_time_link)).all()
    assert token not in map(str, row)
    assert len(token) >= 43


def test_an_unknown_purpose_is_refused(store: Connection) -> None:
    with pytest.raises(IntegrityError, match="known_purpose"):
        links.make_link(store, "borrow", None, valid=HOUR, now=NOON)
    store.rollback()
