"""Memberships of two records that become one: on every day the person belongs to an organisation at most once."""

import pytest
from sqlalchemy import Connection, select

from course.records import members, merging, organisations, standings, tables
from course.rules.requirements import Requirement
from course.rules.scoping import Scope
from tests.records.made import DAY, NOON, TODAY, person
from tests.records.test_merging import completed, put

ALL = Scope(everything=True)
DEFAULT = Requirement(30, 24, 60, 14)


def test_two_present_memberships_in_an_organisation_become_one_that_counts_from_the_earlier_day(
    store: Connection,
) -> None:
    kept, gone, heron = person(store), person(store, "A. Quill"), organisations.add_organisation(store, "H", NOON)
    wells = organisations.add_organisation(store, "Wells", NOON)
    night = organisations.add_team(store, heron, "Night", NOON)
    organisations.join(store, kept, heron, None, TODAY - DAY, NOON)
    there = organisations.join(store, gone, heron, night, TODAY - 50 * DAY, NOON)
    organisations.join(store, gone, wells, None, TODAY, NOON)
    put(store, tables.exemption, membership=there, reason="Leave", from_day=TODAY, made_at=NOON)
    completed(store, gone, 1, TODAY)
    merging.merge(store, kept, gone)
    found = {each.organisation: each for each in members.places(store, ALL, [kept])[kept]}
    assert found[heron].counts_from == found[heron].started_on == TODAY - 50 * DAY
    assert found[heron].team == night and found[wells].left_on is None and len(found) == 2
    assert standings.settle(store, DEFAULT, TODAY) == 2
    rows = store.execute(select(tables.standing)).all()
    assert {(row.person, row.completed_on) for row in rows} == {(kept, TODAY)}
    exempt = next(row for row in rows if row.organisation == heron)
    assert exempt.exempt_until is not None


def test_who_had_left_under_one_record_while_the_other_went_on_has_not_left(store: Connection) -> None:
    kept, gone, heron = person(store), person(store, "A. Quill"), organisations.add_organisation(store, "H", NOON)
    organisations.join(store, gone, heron, None, TODAY - 9 * DAY, NOON)
    organisations.leave(store, gone, heron, TODAY - 2 * DAY)
    organisations.join(store, kept, heron, None, TODAY - 5 * DAY, NOON)
    merging.merge(store, kept, gone)
    assert [each.moved for each in members.places(store, ALL, [kept])[kept]] == [False, True]


def test_an_exemption_from_before_a_move_is_not_lost(store: Connection) -> None:
    kept, gone, heron = person(store), person(store, "A. Quill"), organisations.add_organisation(store, "H", NOON)
    night = organisations.add_team(store, heron, "Night", NOON)
    organisations.join(store, kept, heron, None, TODAY - 80 * DAY, NOON)
    before = organisations.join(store, gone, heron, None, TODAY - 50 * DAY, NOON)
    organisations.join(store, gone, heron, night, TODAY - 20 * DAY, NOON)
    put(store, tables.exemption, membership=before, reason="Leave", from_day=TODAY - 30 * DAY, made_at=NOON)
    merging.merge(store, kept, gone)
    standings.settle(store, DEFAULT, TODAY)
    present = select(tables.standing.c.exempt_until).where(tables.standing.c.left_on.is_(None))
    assert store.execute(present).scalar_one() is not None


@pytest.mark.parametrize(
    ("first", "second", "kept_days"),
    [  # days before today on which each began and ended; None: goes on. What is left of them, the earlier first
        ((90, 40), (60, None), [(90, 60), (60, None)]),
        ((90, None), (60, 40), [(90, None), (60, 60)]),
        ((90, 60), (60, None), [(90, 60), (60, None)]),
        ((90, 70), (60, None), [(90, 70), (60, None)]),
        ((90, 40), (60, 20), [(90, 60), (60, 20)]),
        ((90, 20), (60, 40), [(90, 20), (60, 60)]),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_on_no_day_do_two_memberships_of_one_organisation_hold(
    store: Connection,
    first: tuple[int, int | None],
    second: tuple[int, int | None],
    kept_days: list[tuple[int, int | None]],
    turned: bool,
) -> None:
    both, heron = [person(store), person(store, "A. Quill")], organisations.add_organisation(store, "H", NOON)
    for who, (began, ended) in zip(both, (first, second), strict=True):
        organisations.join(store, who, heron, None, TODAY - began * DAY, NOON)
        if ended is not None:
            organisations.leave(store, who, heron, TODAY - ended * DAY)
    kept, gone = reversed(both) if turned else both
    assert merging.merge(store, kept, gone)
    found = sorted(members.places(store, ALL, [kept])[kept], key=lambda each: each.started_on)
    days = [((TODAY - each.started_on).days, each.left_on and (TODAY - each.left_on).days) for each in found]
    assert days == kept_days
