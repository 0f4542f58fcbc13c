"""What is asked of each of many people is found by the person, never by a walk through all members of an organisation."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask
from sqlalchemy import text

from course import clock
from course.records import inviting, member_facts, past
from course.records.database import reading, writing
from course.records.inviting import Among
from course.rules.scoping import Scope
from tests.records.made import TODAY
from tests.records.reporting import asked, found_partnership, member
from tests.statements_seen import statements_seen

INDEXES = {
    "ix_membership_person": "CREATE INDEX ix_membership_person ON membership (person)",
    "ix_membership_organisation_team": "CREATE INDEX ix_membership_organisation_team ON membership (organisation, team)",
}


@pytest.mark.parametrize("order", [*itertools.permutations(INDEXES)])
def test_whichever_index_was_made_first_settling_searches_by_person(sqlite_app: Flask, order: tuple[str, ...]) -> None:
    with writing() as store:
        here = found_partnership(store)
        numbers = [member(store, here.nursery, None, TODAY) for _ in range(3)]
        for name in INDEXES:
            store.execute(text(f"DROP INDEX {name}"))
        for name in order:  # SQLite takes the one or the other where it knows nothing of how many rows there are
            store.execute(text(INDEXES[name]))
    with statements_seen(sqlite_app) as seen, reading() as store:
        member_facts.members(store, numbers)
        list(past.members(store, asked(organisation=here.nursery)))
    plans = []
    with reading() as store:
        for statement in seen:
            if "coming" in statement or "exemption" in statement:
                filled = statement.replace("?", "1")
                plans += [row.detail for row in store.execute(text(f"EXPLAIN QUERY PLAN {filled}"))]
    looked_up = [each for each in plans if "membership" in each or "coming" in each]
    assert any("coming USING INDEX ix_membership_person" in each for each in looked_up), plans
    assert not [
        each for each in looked_up if "organisation" in each and ("coming" in each or "membership_1" in each)
    ], plans


@pytest.mark.parametrize("order", [*itertools.permutations(INDEXES)])
@pytest.mark.parametrize("scope", [Scope(everything=True), Scope(organisations=frozenset({1}))], ids=["all", "one"])
def test_whichever_index_was_made_first_whom_to_invite_searches_by_person(
    sqlite_app: Flask, order: tuple[str, ...], scope: Scope
) -> None:
    with writing() as store:
        here = found_partnership(store)
        for name in INDEXES:
            store.execute(text(f"DROP INDEX {name}"))
        for name in order:
            store.execute(text(INDEXES[name]))
    with statements_seen(sqlite_app) as seen, reading() as store:
        inviting.waiting(store, Among(scope, here.nursery, numbers=(1, 2, 3)), clock.now())
    counted = next(each for each in seen if "one_time_link" in each)
    with reading() as store:
        plan = list(store.execute(text(f"EXPLAIN QUERY PLAN {counted.replace('?', '1')}")))
    each_time = {row.id for row in plan if "CORRELATED" in row.detail}
    looked_up = [row.detail for row in plan if row.parent in each_time and "membership" in row.detail]
    assert looked_up == ["SEARCH membership USING INDEX ix_membership_person (person=?)"], plan
