"""An answer counts for ever where it was given: whatever an administrator puts right, no report of it moves."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import Connection, or_, select, update

from course.records import (
    answer_places,
    erasing,
    follow_ups,
    import_undo,
    members,
    merging,
    organisations,
    person_file,
    reflections,
    tables,
)
from course.records.database import writing
from tests.records.made import DAY
from tests.records.office import (
    HALF,
    LARGE,
    LATE,
    LEFT,
    LONER,
    OTHER,
    SMALL,
    START,
    TINY,
    TWIN,
    WITHOUT,
    add_person,
    at,
    differ_by_whole_batches,
    fill,
    hand_in,
    here,
    join,
    rate,
    reports,
)
from tests.records.test_imports import bring_in, lines

place = tables.answer_place
Change = Callable[[Connection], object]


def many_join(store: Connection, place: tuple[int, int | None], first: int) -> None:
    """Ten who were there from the first day, as we learn today."""
    for number in range(first, first + 10):
        add_person(store, number)
        join(store, number, place, 0)


def a_file(store: Connection) -> int:
    """People of the first day, in a team and an organisation that were too small for their answers."""
    begin = START.isoformat()
    return bring_in(store, 1, lines(*(f"Iva {number},iva{number}@x.example,b,,{begin},,,,,," for number in range(10))))


def move_back(store: Connection) -> None:
    for number in (5, 6):
        organisations.join(store, number, *SMALL, START + 3 * DAY, at(300))


CHANGES: dict[str, Change] = {
    "a later first day": lambda store: members.set_start(store, here(store, 4), START + 30 * DAY),
    "an earlier first day": lambda store: members.set_start(store, here(store, LATE), START),
    "left before": lambda store: members.set_left(store, here(store, 5), START + 12 * DAY),
    "a leaving taken back": lambda store: members.set_left(store, here(store, LEFT), None),
    "a leaving later than told": lambda store: members.set_left(store, here(store, LEFT), START + 150 * DAY),
    "a move of long ago": move_back,
    "to another organisation, long ago": lambda store: join(store, 9, OTHER, 2),
    "the loner was in a team all the time": lambda store: join(store, LONER, LARGE, 0),
    "a small team was large": lambda store: many_join(store, SMALL, 33),
    "a tiny organisation was large": lambda store: many_join(store, TINY, 43),
    "a file of people": a_file,
    "a file of people, undone": lambda store: import_undo.undo(store, 1, a_file(store), by=None, now=at(300)),
}


def test_whatever_an_administrator_puts_right_no_report_moves(sqlite_app: Flask) -> None:
    """One after the other, so that later ones meet what earlier ones have made."""
    with writing() as store:
        fill(store)
        before, figures = reports(store), sum(map(len, reports(store)))
        assert figures > 40
        for name, change in CHANGES.items():
            assert change(store) is not False, name
            assert reports(store, 3) == before[:3], name
        assert reports(store) == before


ENDINGS: dict[str, Change] = {
    "one of another organisation": lambda store: merging.merge(store, 4, TWIN, account_of=4),
    "the other way round": lambda store: merging.merge(store, 19, 5, account_of=5),
    "one who belonged nowhere": lambda store: merging.merge(store, LONER, 6, account_of=6),
    "one of another team": lambda store: merging.merge(store, 8, 13, account_of=13),
    "one of the same organisation": lambda store: merging.merge(store, 20, 21, account_of=21),
    "one who had not finished": lambda store: merging.merge(store, WITHOUT, HALF, account_of=WITHOUT),
    "an erasure": lambda store: erasing.erase(store, 9, at(300)),
}


def test_records_that_become_one_or_none_take_whole_batches_away(sqlite_app: Flask) -> None:
    with writing() as store:
        fill(store)
        first = before = reports(store)
        for name, ending in ENDINGS.items():
            assert ending(store) is True, name
            after = reports(store)
            assert differ_by_whole_batches(before, after), name
            assert lost(store) == [], name
            before = after
        assert any(before) and before != first


def lost(store: Connection) -> list[int]:
    """Places that name an answer which is not there: the next one with its number would take them over."""
    known = [place.c.answer.in_(select(table.c.id).where(*lists)) for table, lists in answer_places.KEPT_IN.items()]
    return list(store.execute(select(place.c.id).where(place.c.answer.is_not(None), ~or_(*known))).scalars())


def test_what_is_deleted_leaves_no_place_to_what_comes_next(sqlite_app: Flask) -> None:
    with writing() as store:
        fill(store)
        for _ in range(2):
            reflections.delete_moment(store, 5, 1, "after")
            rate(store, 5, "after", 301)
        reflections.delete_moment(store, 5, 1, "after")
        follow_ups.delete_answers(store, 5, 1)
        add_person(store, 33)
        join(store, 33, LARGE, 0)
        rate(store, 33, "before", 302)  # as 6 did, of whose two ratings one goes
        assert merging.merge(store, 6, 33, account_of=6)
        assert lost(store) == []


def test_nobody_fills_a_batch_by_belonging_to_many_places_that_are_too_small(sqlite_app: Flask) -> None:
    """Whoever belongs to two of them counts once for the whole."""
    with writing() as store:
        fill(store)
        small = [organisations.add_organisation(store, name, at(0)) for name in ("Dale", "Elm")]
        for number in range(33, 36):
            add_person(store, number)
            for organisation in small:
                join(store, number, (organisation, None), 0)
            hand_in(store, number, 200)
        kept = select(place.c.organisation).where(place.c.at == at(200))
        assert store.execute(kept).all() == 3 * [(None,)]


def test_an_answer_with_an_earlier_moment_that_comes_after_others_moves_none_of_them(sqlite_app: Flask) -> None:
    """It was given while others were being kept, and had to wait for its turn."""
    with writing() as store:
        fill(store)
        before = reports(store, 1)
        add_person(store, 33)
        join(store, 33, LARGE, 0)
        hand_in(store, 33, 5)
        assert before[0] and reports(store, 1) == before


def test_who_is_coming_with_a_file_makes_no_place_large(sqlite_app: Flask) -> None:
    """They may never come in: until then their memberships have no length."""
    with writing() as store:
        fill(store)
        for number in range(33, 44):
            add_person(store, number)
            join(store, number, TINY, 0)
        coming = tables.membership.c.person > 33
        store.execute(update(tables.membership).where(coming).values(left_on=START, moved=True))
        hand_in(store, 33, 200)
        assert store.execute(select(place.c.organisation).where(place.c.at == at(200))).all() == [(None,)]


def test_the_own_file_says_for_which_places_answers_count(sqlite_app: Flask) -> None:
    with writing() as store:
        fill(store)
        told = {number: person_file.gather(store, number, at(300)).counted_for for number in (1, 13, LONER)}
        follow_ups.delete_answers(store, 1, 1)
        fewer = person_file.gather(store, 1, at(300)).counted_for
    kinds = {"answer": 2, "asked": 1, "finished": 1, "quiz": 1, "rating": 2}
    places = {1: ("Ash", "a"), 13: ("Ash", None)}
    for number, (organisation, team) in places.items():
        found = [dict(each) for each in told[number]]
        assert found == [
            {"kind": kind, "organisation": organisation, "team": team, "answers": count}
            for kind, count in kinds.items()
        ]
    assert told[LONER] == ()
    assert [each["answers"] for each in fewer] == [1, 1, 1, 1, 2]
