"""A page of a list of today: either an index is walked in its order and nothing is sorted, or few rows are read.

Both read an index alone, but for the rows of the page, which are put in order.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from course.records import list_ways, members, name_words, reports
from course.records.database import reading, writing
from course.records.paging import Turn
from course.rules.reporting import CHASED, EARLIER
from course.rules.scoping import Scope
from tests.records.reporting import Partnership, asked, random_history
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
def test_a_page_of_a_list_sorts_nothing_but_itself(name: str, narrowed: str, sqlite_app: Flask) -> None:
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
            plan = plan_of(store, statement)
            assert not [each for each in plan if "TEMP B-TREE" in each], plan
            kind = "INDEX" if name == "chased" else "COVERING INDEX"  # whom the chase list passes, it shows
            assert [each for each in plan if f"standing USING {kind} ix_standing_" in each], plan


def plan_of(store: Connection, statement: str) -> list[str]:
    """Without the last step, which puts the rows of a page in order where a query within has chosen them."""
    steps = store.execute(text(f"EXPLAIN QUERY PLAN {statement.replace('?', '1')}")).all()
    chosen = any(row.parent and "standing USING" in row.detail for row in steps)
    return [row.detail for row in steps if row.parent or not chosen or "TEMP B-TREE FOR ORDER BY" not in row.detail]


def questions(here: Partnership) -> dict[str, dict[str, Any]]:
    """Every order, filter and sight together."""
    filters: dict[str, dict[str, Any]] = {
        "all": {},
        "overdue": {"statuses": frozenset({"overdue"})},
        "soon": {"soon": True},
        "an edition": {"edition": "2026.1"},
        "earlier": {"edition": EARLIER, "current": frozenset({"2026.1"})},
        "a job role": {"job_role": here.nurse},
        "a word": {"name": "a"},
    }
    both = frozenset({here.nursery, here.clinic})
    places: dict[str, dict[str, Any]] = {
        "everybody": {},
        "an organisation": {"organisation": here.nursery},
        "two organisations": {"scope": Scope(organisations=both)},
        "one of two": {"scope": Scope(organisations=both), "organisation": here.clinic},
        "a team": {"team": here.babies},
        "a team lead": {"scope": Scope(teams=frozenset({here.babies}))},
        "two teams": {"scope": Scope(teams=frozenset({here.babies, here.toddlers}))},
    }
    return {
        f"{order}, {which}, {where}": {"order": order, **filters[which], **places[where]}
        for order, which, where in itertools.product(("name", "expiry", "status"), filters, places)
    }


@pytest.mark.parametrize("way", ["walked", "few"])
def test_whatever_is_asked_an_index_is_walked_in_order_or_few_are_read(
    way: str, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing() as store:
        here = random_history(store, 5, people=25)
    monkeypatch.setattr(list_ways, "PAGE", 0 if way == "walked" else 10**9)  # the one costs nothing, or the other
    looked = 0
    for told, question in questions(here).items():
        with statements_seen(sqlite_app) as seen, reading() as store:
            first = reports.member_page(store, asked(**question), size=2)
            whole = [each.membership for each in reports.all_members(store, asked(**question))]
            more = reports.member_page(store, asked(**question), first.after, 2).members if first.after else ()
        assert [each.membership for each in (*first.members, *more)] == whole[:4], told
        listed = next((each for each in seen if "person.name" in each), None)
        if listed is None:  # the sums say that nobody is wanted
            continue
        looked += 1
        with reading() as store:
            plan, few = plan_of(store, listed), list_ways.way(store, asked(**question)).few
        rows = [each for each in plan if re.search(r"standing (?!USING INTEGER PRIMARY KEY)", each)]
        assert rows and all("COVERING INDEX ix_standing_" in each for each in rows), (told, plan)
        if few is not None:
            assert rows[0].startswith("SEARCH"), (told, plan)
        else:
            assert not [each for each in plan if "TEMP B-TREE" in each], (told, plan)
    assert looked > 110


@pytest.mark.parametrize("few", [1_000, 0])
@pytest.mark.parametrize("scope", ["everybody", "an organisation"])
def test_a_search_among_all_people_follows_the_words_or_the_names(
    few: int, scope: str, sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_words, "FEW", few)
    with writing() as store:
        here = random_history(store, 5, people=9)
    sight = Scope(everything=True) if scope == "everybody" else Scope(organisations=frozenset({here.nursery}))
    with statements_seen(sqlite_app) as seen, reading() as store:
        members.listed(store, sight, words="a q")
    (listed,) = (each for each in seen if "person.name" in each)
    with reading() as store:
        plan = plan_of(store, listed)
    assert not [each for each in plan if each.startswith("SCAN") and "INDEX" not in each], plan
    if few:
        assert [each for each in plan if "person USING INTEGER PRIMARY KEY" in each], plan
        assert not [each for each in plan if "ix_membership_organisation" in each], plan
