"""The brake against guessing."""

import datetime as dt

import pytest
from sqlalchemy import Connection, func, select

from course.records import brakes, tables
from tests.records.made import DAY, MINUTE, NOON, SECOND

WINDOW = 5 * MINUTE


def strike(store: Connection, key: str = "ada", at: dt.datetime = NOON) -> int:
    return brakes.strike(store, key, at, window=WINDOW)


def strikes(store: Connection, key: str = "ada", at: dt.datetime = NOON) -> int:
    return brakes.strikes(store, key, at, window=WINDOW)


def test_strikes_are_counted_for_each_key(store: Connection) -> None:
    assert [strike(store) for _ in range(3)] == [1, 2, 3]
    assert strike(store, "bo") == 1
    assert (strikes(store), strikes(store, "bo"), strikes(store, "nobody")) == (3, 1, 0)


@pytest.mark.parametrize(("later", "count"), [(WINDOW - SECOND, 3), (WINDOW, 0), (DAY, 0)])
def test_the_count_starts_anew_when_the_window_is_over(store: Connection, later: dt.timedelta, count: int) -> None:
    for _ in range(3):
        strike(store)
    assert strikes(store, at=NOON + later) == count
    assert strike(store, at=NOON + later) == count + 1
    assert strikes(store, at=NOON + later) == count + 1


def test_the_window_runs_from_the_first_strike_so_that_trying_on_does_not_lengthen_it(store: Connection) -> None:
    strike(store)
    strike(store, at=NOON + WINDOW - SECOND)
    assert strikes(store, at=NOON + WINDOW) == 0


def test_showing_who_one_is_clears_the_count(store: Connection) -> None:
    strike(store)
    brakes.clear(store, "ada")
    assert strikes(store) == 0


def test_what_was_typed_is_stored_nowhere(store: Connection) -> None:
    strike(store, "ada@heronsea.example")
    assert "heronsea" not in str(store.execute(select(tables.brake)).all())


def test_keys_of_long_ago_are_forgotten(store: Connection) -> None:
    for number in range(20):
        strike(store, f"guess {number}")
    strike(store, "later", NOON + 3 * DAY)
    assert store.scalar(select(func.count()).select_from(tables.brake)) == 1


@pytest.mark.parametrize("key", ["", "\0", "\ud800", "x" * 100_000])
def test_any_key_can_be_counted(store: Connection, key: str) -> None:
    assert [strike(store, key) for _ in range(2)] == [1, 2]
