"""Logos: one for each organisation and one for the partnership; as bytes that are the same in every store."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import Connection, func, select

from course.records import logos, organisations, tables
from course.records.database import reading, writing
from tests.records.beside import Act, beside
from tests.records.made import NOON, learner
from tests.records.rooms import actions

PNG = bytes(range(256))


def test_each_organisation_has_its_own_and_the_partnership_has_one(store: Connection) -> None:
    ada = learner(store)
    heron, wells = (organisations.add_organisation(store, name, NOON) for name in ("Heronsea", "Wells"))
    logos.set_logo(store, heron, PNG, (20, 10), ada, NOON)
    logos.set_logo(store, None, PNG[::-1], (7, 8), ada, NOON)
    own, shared = logos.logo(store, heron), logos.logo(store, None)
    assert own is not None and shared is not None and logos.logo(store, wells) is None
    assert (own.organisation, own.png, own.width, own.height) == (heron, PNG, 20, 10)
    assert (shared.organisation, shared.png, shared.width) == (None, PNG[::-1], 7)
    assert own.digest != shared.digest


def test_a_new_one_takes_the_place_of_the_old_one(store: Connection) -> None:
    ada, heron = learner(store), organisations.add_organisation(store, "Heronsea", NOON)
    for number in (1, 2):
        for place in (heron, None):
            logos.set_logo(store, place, PNG[:number], (number, number), ada, NOON)
    assert store.scalar(select(func.count()).select_from(tables.organisation_logo)) == 2
    for place in (heron, None):
        found = logos.logo(store, place)
        assert found is not None and (found.png, found.width) == (PNG[:2], 2)


def test_it_is_taken_away_once_with_a_line_in_the_audit(store: Connection) -> None:
    ada, heron = learner(store), organisations.add_organisation(store, "Heronsea", NOON)
    logos.set_logo(store, heron, PNG, (1, 1), ada, NOON)
    logos.set_logo(store, None, PNG, (1, 1), ada, NOON)
    assert [logos.take_away(store, heron, ada, NOON) for _ in range(2)] == [True, False]
    assert logos.logo(store, heron) is None and logos.logo(store, None) is not None
    assert [(action, thing) for action, thing, _ in actions(store)] == [
        ("logo changed", f"organisation {heron}"),
        ("logo changed", "partnership"),
        ("logo taken away", f"organisation {heron}"),
    ]


def test_of_two_that_are_set_at_the_same_moment_the_later_one_stays(store_app: Flask) -> None:
    with writing() as store:
        ada, heron = learner(store), organisations.add_organisation(store, "Heronsea", NOON)

    def sets(place: int | None, png: bytes) -> Act:
        return lambda store: logos.set_logo(store, place, png, (len(png), 1), ada, NOON)

    for place in (heron, None):
        assert beside(store_app, sets(place, PNG[:1]), sets(place, PNG[:2])) is None
        with reading() as store:
            found = logos.logo(store, place)
        assert found is not None and (found.png, found.width) == (PNG[:2], 2)
