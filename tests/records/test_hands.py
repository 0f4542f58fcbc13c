"""A show of hands: counted while it is open, and nothing is left of it afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select

from course.records import hands, tables
from tests.records.made import HOUR, NOON, SECOND, learner


@pytest.fixture
def tess(store: Connection) -> int:
    return learner(store, "Tess Trainer", "tess@x.example")


def rows(store: Connection) -> tuple[int, int]:
    """How many statements and how many hands are kept."""
    found = [
        store.scalar(select(func.count()).select_from(table)) or 0 for table in (tables.show_of_hands, tables.hand)
    ]
    return found[0], found[1]


def test_hands_counted_in_the_room_and_sent_by_phones_add_up(store: Connection, tess: int) -> None:
    opened = hands.show(store, tess, "early-1", NOON)
    assert (opened.trues, opened.falses, len(opened.code)) == (0, 0, 4)
    hands.set_typed(store, tess, 3, 9)
    sent = [
        hands.raise_hand(store, opened.id, phone, answer) for phone, answer in (("a", True), ("b", True), ("c", False))
    ]
    found = hands.open_of(store, tess)
    assert found is not None and all(sent)
    assert (found.trues, found.falses, found.statement) == (5, 10, "early-1")
    assert hands.open_by_code(store, opened.code.lower()) == found


def test_a_phone_has_one_hand_and_may_change_its_mind(store: Connection, tess: int) -> None:
    opened = hands.show(store, tess, "early-1", NOON)
    for answer in (True, False, False):
        hands.raise_hand(store, opened.id, "a", answer)
    found = hands.open_of(store, tess)
    assert found is not None and (found.sent_true, found.sent_false) == (0, 1)


def test_a_phone_is_not_known_again_in_the_records(store: Connection, tess: int) -> None:
    opened = hands.show(store, tess, "early-1", NOON)
    hands.raise_hand(store, opened.id, "my phone", answer=True)
    assert "my phone" not in str(store.execute(select(tables.hand)).all())


def test_a_phone_that_comes_after_it_was_closed_is_told_so(store: Connection, tess: int) -> None:
    opened = hands.show(store, tess, "early-1", NOON)
    hands.close(store, tess)
    assert hands.raise_hand(store, opened.id, "a", answer=True) is None and rows(store) == (0, 0)


def test_no_more_answer_than_a_room_can_hold(store: Connection, tess: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "MOST_HANDS", 2)
    opened = hands.show(store, tess, "early-1", NOON)
    assert [hands.raise_hand(store, opened.id, phone, answer=True) for phone in "aabcab"] == [
        *(True, True, True),
        *(False, True, True),
    ]


def test_closing_leaves_nothing_and_the_statements_of_others_alone(store: Connection, tess: int) -> None:
    other = learner(store, "Otto", "otto@x.example")
    mine, theirs = hands.show(store, tess, "early-1", NOON), hands.show(store, other, "early-2", NOON)
    for each in (mine, theirs):
        hands.raise_hand(store, each.id, "a", answer=True)
    hands.close(store, tess)
    assert rows(store) == (1, 1) and hands.open_of(store, tess) is None
    assert hands.open_by_code(store, mine.code) is None and hands.open_of(store, other) is not None


def test_the_next_statement_closes_the_one_before_and_what_others_forgot(store: Connection, tess: int) -> None:
    forgetful = learner(store, "Otto", "otto@x.example")
    hands.show(store, forgetful, "early-2", NOON - hands.LONGEST - SECOND)
    first = hands.show(store, tess, "early-1", NOON)
    assert rows(store) == (1, 0)
    hands.raise_hand(store, first.id, "a", answer=True)
    second = hands.show(store, tess, "early-2", NOON + HOUR)
    assert rows(store) == (1, 0) and hands.open_of(store, tess) == second


def test_what_nobody_closed_goes_with_the_daily_round(store: Connection, tess: int) -> None:
    opened = hands.show(store, tess, "early-1", NOON)
    hands.raise_hand(store, opened.id, "a", answer=True)
    assert hands.count_old(store, NOON) == 0 and hands.count_old(store, NOON + SECOND) == 1
    assert [hands.take_old(store, NOON), hands.take_old(store, NOON + SECOND)] == [0, 1]
    assert rows(store) == (0, 0)


def test_a_code_that_is_open_somewhere_is_drawn_again(
    store: Connection, tess: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAAA", "AAAA", "BBBB"])
    monkeypatch.setattr(hands, "new_code", lambda groups: next(drawn))
    made = [hands.show(store, who, "early-1", NOON) for who in (tess, learner(store, "Otto", "otto@x.example"))]
    assert [each.code for each in made] == ["AAAA", "BBBB"]
    assert [hands.open_by_code(store, typed) for typed in ("", "CCCC", "AAAAA", "%")] == [None] * 4
