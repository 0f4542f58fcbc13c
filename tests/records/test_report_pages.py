"""The pages of a list: everybody once, forth and back, whatever the order and the day, and whoever came or went meanwhile."""

import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from course.records import reports, standings
from course.records.paging import Turn
from course.rules.reporting import ORDERS, Asked, Member
from course.rules.scoping import Scope
from tests.records.made import TODAY
from tests.records.reporting import DAY, DEFAULT, asked, found_partnership, member, random_history


def pages(store: Connection, question: Asked, size: int) -> Iterator[Member]:
    turn: Turn | None = Turn()
    while turn is not None:
        page = reports.member_page(store, question, turn, size)
        yield from page.members
        turn = page.after


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("before", [0, 40])
def test_pages_hold_everybody_once_in_the_order_of_the_file(order: str, before: int, store: Connection) -> None:
    random_history(store, 5)
    question = asked(order=order, day=TODAY - before * DAY)
    whole = [each.membership for each in reports.all_members(store, question)]
    assert len(whole) > 10
    assert [each.membership for each in pages(store, question, 4)] == whole
    assert sorted(set(whole)) == sorted(whole)
    assert reports.member_page(store, question, size=4).count == len(whole)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("before", [0, 40])
def test_the_page_before_is_the_page_one_came_from(order: str, before: int, store: Connection) -> None:
    random_history(store, 5)
    question, pages_seen, turn = asked(order=order, day=TODAY - before * DAY), [], Turn()
    while turn is not None:
        pages_seen.append(reports.member_page(store, question, turn, 4))
        turn = pages_seen[-1].after
    assert len(pages_seen) > 3 and pages_seen[0].before is None
    for earlier, later in itertools.pairwise(pages_seen):
        assert later.before is not None
        again = reports.member_page(store, question, later.before, 4)
        assert (again.members, again.after) == (earlier.members, earlier.after)
        assert (again.before is None) == (earlier.before is None)


@pytest.mark.parametrize("before", [0, 40])
def test_a_turn_that_leads_nowhere_gives_the_first_page(before: int, store: Connection) -> None:
    here = random_history(store, 5)
    question = asked(scope=Scope(teams=frozenset({here.babies})), day=TODAY - before * DAY)
    first, foreign = reports.member_page(store, question, size=3), reports.member_page(store, asked(), size=50).members
    outside = next(each.membership for each in foreign if each.team != here.babies)
    whole = list(reports.all_members(store, question))
    turns = (
        Turn(after=10**9),
        Turn(before=outside),
        Turn(before=whole[0].membership),
        Turn(after=whole[-1].membership),
    )
    for turn in turns:
        assert reports.member_page(store, question, turn, 3) == first


def test_a_page_goes_on_behind_somebody_who_changed_in_between(store: Connection) -> None:
    here = found_partnership(store)
    people = [member(store, here.nursery, None, TODAY - 9 * DAY, name=name) for name in ("Ada", "Bo", "Cy", "Dee")]
    standings.settle(store, DEFAULT, TODAY)
    first = reports.member_page(store, asked(), size=2)
    assert first.after is not None
    added = member(store, here.nursery, None, TODAY - 9 * DAY, name="Aaron")
    standings.settle(store, DEFAULT, TODAY)
    second = reports.member_page(store, asked(), first.after, 2)
    assert [each.person for each in first.members + second.members] == people
    assert added not in people
    assert second.after is None
