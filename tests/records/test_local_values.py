"""What is kept in the slots: each owner's own, replaced only where what was read still stands there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from course.catalogue.model import Slot
from course.records import local_values, organisations, people
from course.records.database import reading, writing
from course.records.local_values import Count
from course.records.tables.practice import local_value as table
from course.rules import local_information
from course.rules.local_information import LocalValue
from tests.statements_seen import statements_seen

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
DOOR = LocalValue(
    slot="front-door",
    organisation=None,
    value="Front door\n01632 960123",
    source="Website",
    owner_role="Business manager",
    checked_on=dt.date(2026, 11, 3),
    review_by=dt.date(2027, 5, 3),
)


def somebody(store: Connection) -> int:
    return people.add_person(store, "Cy Reed", NOW)


def emptied(value: LocalValue) -> LocalValue:
    return LocalValue(slot=value.slot, organisation=value.organisation, value="")


def test_a_value_is_kept_as_it_is_for_the_partnership_and_for_each_organisation(store: Connection) -> None:
    by = somebody(store)
    heron, marsh = (organisations.add_organisation(store, name, NOW) for name in ("Heron", "Marsh"))
    made = [DOOR, replace(DOOR, organisation=heron, checked_on=None), replace(DOOR, organisation=marsh, value="999")]
    made.append(replace(DOOR, slot="advice-line", review_by=None))
    for each in made:
        assert local_values.replace(store, None, each, by, NOW)
    assert set(local_values.local_values(store)) == set(made)
    assert [each.organisation for each in local_values.local_values(store)] == [None, None, heron, marsh]
    assert local_values.local_value(store, "front-door", heron) == made[1]
    assert local_values.local_value(store, "advice-line", heron) is None


def test_a_value_takes_the_place_of_the_one_that_was_read_and_who_and_when_is_kept(store: Connection) -> None:
    by, other = somebody(store), somebody(store)
    new = replace(DOOR, value="Ring 999", checked_on=None)
    assert local_values.replace(store, None, DOOR, by, NOW)
    assert local_values.replace(store, DOOR, new, other, LATER)
    assert local_values.local_values(store) == (new,)
    assert store.execute(select(table.c.changed_at, table.c.changed_by)).one() == (LATER, other)


def test_nothing_is_changed_where_something_else_stands_than_was_read(store: Connection) -> None:
    by, new = somebody(store), replace(DOOR, value="Ring 999")
    assert not local_values.replace(store, DOOR, new, by, NOW)
    assert local_values.replace(store, None, DOOR, by, NOW)
    for old in (None, new, replace(DOOR, review_by=None), replace(DOOR, source="Letter")):
        assert not local_values.replace(store, old, new, by, LATER)
        assert old is None or not local_values.replace(store, old, emptied(DOOR), by, LATER)
    assert local_values.local_values(store) == (DOOR,)


def test_an_empty_value_takes_one_away_and_only_that(store: Connection) -> None:
    by = somebody(store)
    heron = organisations.add_organisation(store, "Heron", NOW)
    own = replace(DOOR, organisation=heron)
    for each in (DOOR, own):
        local_values.replace(store, None, each, by, NOW)
    assert local_values.replace(store, own, emptied(own), by, LATER)
    assert local_values.local_values(store) == (DOOR,)
    assert local_values.replace(store, None, emptied(own), by, LATER)
    assert local_values.local_values(store) == (DOOR,)


TODAY = dt.date(2026, 11, 22)
DAYS = (None, TODAY, TODAY - dt.timedelta(days=364), dt.date(2025, 11, 22), dt.date(2025, 11, 23), dt.date(2020, 2, 29))


def fill(store: Connection, *values: LocalValue) -> None:
    by = somebody(store)
    for each in values:
        assert local_values.replace(store, None, each, by, NOW)


def test_filling_changing_and_emptying_each_change_the_state(store: Connection) -> None:
    by, new = somebody(store), replace(DOOR, value="Ring 999")
    states = [local_values.state(store)]
    steps = [
        (None, DOOR, NOW),
        (DOOR, new, LATER),
        (new, emptied(new), LATER),
        (None, DOOR, LATER + dt.timedelta(seconds=1)),
    ]
    for old, following, when in steps:
        assert local_values.replace(store, old, following, by, when)
        states.append(local_values.state(store))
    assert states[0] == local_values.State(0, None, None) and states[1] == local_values.State(1, NOW, states[1].id)
    assert states[3] == states[0] and len(set(states)) == 4


def test_one_owners_values_come_with_the_partnerships_and_with_nobody_elses(store: Connection) -> None:
    heron, marsh = (organisations.add_organisation(store, name, NOW) for name in ("Heron", "Marsh"))
    own = replace(DOOR, organisation=heron)
    fill(store, DOOR, own, replace(DOOR, organisation=marsh))
    assert local_values.values_of(store, None) == (DOOR,)
    assert local_values.values_of(store, heron) == (DOOR, own)


@pytest.mark.parametrize("today", [TODAY, dt.date(2021, 2, 28), dt.date(2021, 2, 27), dt.date(2024, 2, 29)])
def test_the_records_find_and_count_the_same_values_to_look_at_as_the_rule(store: Connection, today: dt.date) -> None:
    heron = organisations.add_organisation(store, "Heron", NOW)
    checks = [(checked, review) for checked in DAYS for review in (None, today, today - dt.timedelta(days=1))]
    names = [f"slot-{number}" for number in range(len(checks))]
    made = [
        replace(DOOR, slot=name, organisation=owner, checked_on=checked, review_by=review)
        for name, (checked, review) in zip(names, checks, strict=True)
        for owner in (None, heron)
    ]
    fill(store, *made, replace(DOOR, slot="gone", checked_on=None))
    slots = {name: Slot(name, name, "", "both") for name in names}
    expected = [each.value for each in local_information.to_look_at(local_values.local_values(store), slots, today)]
    assert list(local_values.to_look_at(store, names, today, 500)) == expected
    assert list(local_values.to_look_at(store, names, today, 500, heron)) == [
        each for each in expected if each.organisation == heron
    ]
    assert list(local_values.to_look_at(store, names, today, 3)) == expected[:3]
    look = sum(each.organisation is None for each in expected)
    assert local_values.counts(store, names, today, [heron, 99]) == {heron: Count(len(names), look)}
    assert local_values.number_to_look_at(store, names, today) == len(expected)


def test_many_are_replaced_at_once_all_or_none(store_app: Flask) -> None:
    with store_app.app_context(), writing() as store:
        by, other = somebody(store), somebody(store)
        heron = organisations.add_organisation(store, "Heron", NOW)
        advice, own = replace(DOOR, slot="advice-line"), replace(DOOR, organisation=heron, checked_on=None)
        for each in (DOOR, advice, own):
            assert local_values.replace(store, None, each, by, NOW)
        changed, added = replace(DOOR, value="Ring 999"), replace(own, slot="out-of-hours")
        pairs = [(DOOR, changed), (own, emptied(own)), (None, added)]
        local_values.replace_all(store, pairs, other, LATER)
        assert set(local_values.local_values(store)) == {changed, advice, added}
        touched = store.execute(select(table.c.slot).where(table.c.changed_by == other)).scalars()
        assert set(touched) == {"front-door", "out-of-hours"}


@pytest.mark.parametrize("which", ["changed", "gone", "filled"])
def test_not_one_of_many_is_replaced_where_something_else_stands_in_one(store_app: Flask, which: str) -> None:
    with store_app.app_context():
        with writing() as store:
            by = somebody(store)
            assert local_values.replace(store, None, DOOR, by, NOW)
        hours, new = replace(DOOR, slot="out-of-hours"), replace(DOOR, value="Ring 999")
        seen = {"changed": replace(DOOR, source="Letter"), "gone": replace(DOOR, slot="mappa"), "filled": None}[which]
        pairs = [(None, hours), (seen, replace(new, slot=seen.slot if seen else DOOR.slot))]
        with pytest.raises(local_values.ChangedMeanwhile), writing() as store:
            local_values.replace_all(store, pairs, by, LATER)
        with reading() as store:
            assert local_values.local_values(store) == (DOOR,)


def test_many_cost_no_more_statements_than_few(store_app: Flask) -> None:
    costs = []
    with store_app.app_context():
        with writing() as store:
            by = somebody(store)
        for number in (2, 60):
            values = [replace(DOOR, slot=f"slot-{number}-{each}") for each in range(number)]
            for old, new in ((None, "a"), ("a", "b"), ("b", "")):
                pairs = [(replace(each, value=old) if old else None, replace(each, value=new)) for each in values]
                with statements_seen(store_app) as seen, writing() as store:
                    local_values.replace_all(store, pairs, by, NOW)
                costs.append(len(seen))
    assert costs[:3] == costs[3:] and max(costs) <= 3
