"""The pages of a list of today follow an index: nothing is sorted, whatever the order and wherever the page lies."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from course.records import reports
from course.records.database import reading, writing
from course.records.paging import Turn
from course.rules.reporting import CHASED
from course.rules.scoping import Scope
from tests.records.reporting import asked, random_history
from tests.statements_seen import statements_seen

LISTS = {
    "by name": {},
    "by expiry": {"order": "expiry"},
    "by status": {"order": "status"},
    "overdue": {"statuses": frozenset({"overdue"})},
    "chased": {"statuses": CHASED, "order": "team"},
}


@pytest.mark.parametrize("narrowed", ["everybody", "an organisation asked for", "an organisation in sight"])
@pytest.mark.parametrize("name", LISTS)
def test_a_page_of_a_list_sorts_nothing(name: str, narrowed: str, sqlite_app: Flask) -> None:
    with writing() as store:
        here = random_history(store, 5, people=40)
    places = {
        "everybody": {},
        "an organisation asked for": {"organisation": here.nursery},
        "an organisation in sight": {"scope": Scope(organisations=frozenset({here.nursery}))},
    }
    question = asked(**LISTS[name], **places[narrowed])
    with reading() as store:
        some = [each.membership for each in reports.all_members(store, question)]
    assert len(some) > 4
    with statements_seen(sqlite_app) as seen, reading() as store:
        for turn in (Turn(), Turn(after=some[2]), Turn(before=some[-1])):
            reports.member_page(store, question, turn, 2)
    listed = [each for each in seen if "person.name" in each]
    assert len(listed) == 3
    with reading() as store:
        for statement in listed:
            plan = [row.detail for row in store.execute(text(f"EXPLAIN QUERY PLAN {statement.replace('?', '1')}"))]
            assert not [each for each in plan if "TEMP B-TREE" in each], plan
            assert [each for each in plan if "standing USING INDEX ix_standing_" in each], plan
