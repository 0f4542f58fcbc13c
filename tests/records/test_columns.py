"""Moments: aware, in UTC, and in order."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import StatementError

from course.records import people, readings, tables
from course.records.columns import moment_text
from course.records.database import reading, writing
from tests.records.made import NOON, person

NAIVE = dt.datetime(2026, 11, 22, 12)  # noqa: DTZ001 - that it is naive is the point
TOKYO = dt.timezone(dt.timedelta(hours=9))


@pytest.mark.parametrize(
    "moment",
    [NOON, NOON.replace(microsecond=0), NOON.astimezone(TOKYO), dt.datetime(1900, 1, 1, tzinfo=dt.UTC)],
)
def test_a_moment_comes_back_as_it_was_in_utc(store: Connection, moment: dt.datetime) -> None:
    number = people.add_person(store, "Ada", moment)
    found = store.scalar(select(tables.person.c.added_at).where(tables.person.c.id == number))
    assert found == moment
    assert found.utcoffset() == dt.timedelta(0)  # type: ignore[union-attr]


def test_a_naive_moment_is_refused_by_every_way_in(store: Connection) -> None:
    ada = person(store)
    with pytest.raises(StatementError, match="time zone"):
        people.add_person(store, "Bo", NAIVE)
    with pytest.raises(Exception, match=r"time zone|type 'datetime.datetime' is not supported"):
        readings.mark_read(store, ada, "page", "2026.1", NAIVE)


def test_moments_written_past_sqlalchemy_are_written_alike(sqlite_app: Flask) -> None:
    with writing() as store:
        ada = person(store, now=NOON.astimezone(TOKYO))
        readings.mark_read(store, ada, "page", "2026.1", NOON.astimezone(TOKYO))
    with reading() as store:
        texts = store.execute(text("SELECT added_at, at FROM person JOIN reading ON person.id = reading.person")).one()
    assert set(texts) == {"2026-11-22T12:00:00.123456+00:00"}


def test_texts_sort_as_moments_do() -> None:
    moments = [
        NOON.replace(microsecond=0),
        NOON,
        NOON + dt.timedelta(microseconds=1),
        NOON.astimezone(TOKYO) + dt.timedelta(1),
    ]
    assert sorted(map(moment_text, moments)) == list(map(moment_text, moments))
    assert len({len(moment_text(moment)) for moment in moments}) == 1
