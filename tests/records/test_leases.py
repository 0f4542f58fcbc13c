"""A thing that several servers could do is done by one, and once since the moment that counts."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import Connection

from course.records import leases
from tests.records import racing
from tests.records.made import DAY, HOUR, MINUTE, NOON


def take(store: Connection, holder: str, now: object = NOON) -> bool:
    return leases.take(store, "round", holder, now, until=now + HOUR, not_since=NOON - MINUTE)  # type: ignore[operator, arg-type]


def test_one_holds_it_until_its_time_is_over(store: Connection) -> None:
    assert leases.is_free(store, "round", NOON, not_since=NOON)
    assert take(store, "one") and not take(store, "two") and not take(store, "one")
    assert not leases.is_free(store, "round", NOON + HOUR - MINUTE, not_since=NOON)
    assert not take(store, "two", NOON + HOUR - MINUTE) and take(store, "two", NOON + HOUR)


def test_what_was_done_is_not_done_again_until_it_counts_anew(store: Connection) -> None:
    take(store, "one")
    leases.done(store, "round", "one", NOON + MINUTE)
    assert not leases.is_free(store, "round", NOON + 2 * HOUR, not_since=NOON) and not take(
        store, "two", NOON + 2 * HOUR
    )
    tomorrow = {"until": NOON + 2 * DAY, "not_since": NOON + DAY}
    assert leases.take(store, "round", "two", NOON + DAY, **tomorrow)


def test_who_came_too_late_ends_nothing(store: Connection) -> None:
    take(store, "one")
    take(store, "two", NOON + HOUR)
    leases.done(store, "round", "one", NOON + HOUR + MINUTE)
    assert not leases.is_free(store, "round", NOON + HOUR + 2 * MINUTE, not_since=NOON)


@pytest.mark.slow
def test_of_four_processes_one_gets_it(store_app: Flask, store_url: str) -> None:
    assert Counter(racing.race(racing.take_lease, store_url, list("abcd"))) == {True: 1, False: 3}
