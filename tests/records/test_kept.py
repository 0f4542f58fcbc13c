"""The connection that stays in hand between its uses: for one use at a time, and never with anything unfinished."""

import os
import sqlite3
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection

from course.records import database, visits
from course.records.database import doors, writing
from course.records.kept import Kept
from tests.records.made import NOON, people_now, person, visitor


@pytest.fixture
def kept(sqlite_app: Flask) -> Kept:
    found = doors().kept
    assert found is not None
    return found


def driver(store: Connection) -> object:
    return store.connection.dbapi_connection


def open_ones() -> tuple[int, int]:
    """How many connections of the writer are in hand or in use, and how many wait in its pool."""
    pool = doors().writer.pool
    return pool.checkedout(), pool.checkedin()  # type: ignore[attr-defined]


def test_what_writes_and_the_read_behind_every_page_share_one_connection(kept: Kept) -> None:
    with writing() as store:
        first = driver(store)
        _, token = visitor(store)
    assert visits.hot_learner(token, NOON) is not None
    with writing() as store:
        assert driver(store) is first
    assert open_ones() == (1, 0)


def test_whoever_comes_while_it_is_in_use_gets_another_one(kept: Kept) -> None:
    with kept.taken() as one, kept.taken() as other:
        assert driver(one) is not driver(other)
    assert open_ones() == (1, 1)


def test_a_read_beside_a_write_sees_nothing_of_it_before_it_is_saved(sqlite_app: Flask, kept: Kept) -> None:
    found: list[object] = []

    def look(token: str) -> None:
        with sqlite_app.app_context():
            found.append(visits.hot_learner(token, NOON))

    with kept.taken(), kept.taken():  # two are open: to open the second one is to wait for the turn
        pass
    with writing() as store:
        _, token = visitor(store)
        beside = threading.Thread(target=look, args=(token,))
        beside.start()
        beside.join()
    look(token)
    assert found[0] is None and found[1] is not None


def fail(store: Connection) -> None:
    person(store)
    raise ZeroDivisionError


def test_one_whose_use_failed_is_not_kept_and_nothing_of_it_is_saved(kept: Kept) -> None:
    with pytest.raises(ZeroDivisionError), writing() as store:
        fail(store)
    assert open_ones() == (0, 1)
    with writing() as store:
        person(store)
    assert people_now() == 1


def test_one_that_is_left_in_a_transaction_is_not_kept(kept: Kept) -> None:
    with kept.taken() as store:
        store.begin()
        person(store)
    assert open_ones() == (0, 1)
    assert people_now() == 0


def test_a_child_process_neither_uses_nor_closes_its_parent_s(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing() as store:
        parents = driver(store)
    real: Callable[[], int] = os.getpid
    monkeypatch.setattr(os, "getpid", lambda: real() + 1)
    kept.let_go()
    with writing() as store:
        assert driver(store) is not parents
        person(store)
    database.close_connections()
    assert isinstance(parents, sqlite3.Connection)
    assert parents.execute("SELECT count(*) FROM person").fetchone() == (1,)


def test_it_is_closed_with_all_others(kept: Kept) -> None:
    with writing() as store:
        mine = driver(store)
    database.close_connections()
    assert open_ones() == (0, 0)
    assert isinstance(mine, sqlite3.Connection)
    with pytest.raises(sqlite3.ProgrammingError):
        mine.execute("SELECT 1")
    assert people_now() == 0
