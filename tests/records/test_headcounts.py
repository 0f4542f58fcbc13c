"""Declared numbers of staff: the latest on or before a day holds, and what was entered stays."""

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from course.records import headcounts, organisations
from course.rules.scoping import Scope
from tests.records.made import DAY, NOON, TODAY

ALL = Scope(everything=True)


@pytest.fixture
def heron(store: Connection) -> int:
    return organisations.add_organisation(store, "Heronsea", NOON)


@pytest.mark.parametrize(("day", "people"), [(-11, None), (-10, 40), (-1, 40), (0, 45), (9, 45), (10, 50)])
def test_the_latest_on_or_before_a_day_holds(store: Connection, heron: int, day: int, people: int | None) -> None:
    for start, number in ((10, 50), (-10, 40), (0, 44), (0, 45)):
        headcounts.enter(store, heron, None, number, TODAY + start * DAY, None, NOON)
    found = headcounts.declared(store, ALL, TODAY + day * DAY).get((heron, None))
    assert (found.people if found else None) == people


def test_an_organisation_and_its_teams_are_counted_apart_and_every_line_stays(store: Connection, heron: int) -> None:
    night = organisations.add_team(store, heron, "Night", NOON)
    assert headcounts.enter(store, heron, None, 40, TODAY, None, NOON)
    assert headcounts.enter(store, heron, night, 12, TODAY, None, NOON)
    assert headcounts.enter(store, heron, None, 40, TODAY, None, NOON) is None
    assert headcounts.enter(store, heron, None, 41, TODAY, None, NOON)
    found = headcounts.declared(store, ALL, TODAY)
    assert {place: line.people for place, line in found.items()} == {(heron, None): 41, (heron, night): 12}
    assert [(line.team, line.people) for line in headcounts.history(store, heron)] == [
        (None, 41),
        (night, 12),
        (None, 40),
    ]


def test_a_scope_knows_its_own_alone(store: Connection, heron: int) -> None:
    wells = organisations.add_organisation(store, "Wells", NOON)
    for each in (heron, wells):
        headcounts.enter(store, each, None, 40, TODAY, None, NOON)
    assert list(headcounts.declared(store, Scope(organisations=frozenset({wells})), TODAY)) == [(wells, None)]
    assert headcounts.declared(store, Scope(), TODAY) == {}


def test_nobody_declares_less_than_nobody(store: Connection, heron: int) -> None:
    headcounts.enter(store, heron, None, 0, TODAY, None, NOON)
    with pytest.raises(IntegrityError, match="people_counted"):
        headcounts.enter(store, heron, None, -1, TODAY + DAY, None, NOON)
    store.rollback()
