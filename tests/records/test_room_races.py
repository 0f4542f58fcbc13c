"""Two who write about one session at the same moment: the second sees what the first has done, and neither of them fails."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Connection

from course.records import (
    attendances,
    completions,
    erasing,
    hands,
    merging,
    organisations,
    people,
    room_closing,
    room_doubles,
    room_papers,
    room_people,
    room_sessions,
)
from course.records.attendances import Line, Times
from course.records.database import reading, writing
from course.records.room_people import Known
from course.rules.scoping import Scope
from tests.records.beside import Act, beside
from tests.records.made import DAY, NOON, TODAY, completion, learner, person
from tests.records.rooms import BEGINS, ENDS, arrive, facts, session


@pytest.fixture
def tess(store_app: Flask) -> int:
    with writing() as store:
        return learner(store, "Tess Trainer", "tess@x.example")


def register(store: Connection, tess: int, *names: str) -> tuple[int, list[Line]]:
    """A session with these people on its register, there from beginning to end."""
    number = session(store, tess)
    return number, [arrive(store, number, person(store, name)) for name in names]


def closing(number: int, tess: int) -> Act:
    return lambda store: room_closing.close(store, number, ENDS, facts, tess, NOON)


def completed(who: int) -> int:
    with reading() as store:
        return len(completions.completions_of(store, who))


def test_whose_name_goes_while_the_register_is_closed_completes_nothing(store_app: Flask, tess: int) -> None:
    with writing() as store:
        number, (ada,) = register(store, tess, "Ada Quill")
    found = beside(store_app, lambda store: erasing.erase(store, ada.person, NOON), closing(number, tess))
    assert found == 0 and completed(ada.person) == 0


def test_who_is_merged_while_the_register_is_closed_completes_under_the_name_that_stays(
    store_app: Flask, tess: int
) -> None:
    with writing() as store:
        number, (gone,) = register(store, tess, "A. Quill")
        kept = person(store, "Ada Quill")
    found = beside(store_app, lambda store: merging.merge(store, kept, gone.person), closing(number, tess))
    assert found == 1 and (completed(kept), completed(gone.person)) == (1, 0)


def test_who_is_merged_while_the_line_is_put_right_completes_under_the_name_that_stays(
    store_app: Flask, tess: int
) -> None:
    with writing() as store:
        number, kept = session(store, tess), person(store, "Ada Quill")
        gone = arrive(store, number, person(store, "A. Quill"), stayed=9)
        room_closing.close(store, number, ENDS, facts, tess, NOON)

    def put_right(store: Connection) -> str:
        held, was = room_sessions.hold_closed(store, number), attendances.hold_line(store, number, gone.id)
        assert held is not None and was is not None
        attendances.keep_correction(store, was, "Stayed", tess, NOON)
        attendances.set_times(store, was.id, Times(BEGINS, None))
        is_now = attendances.line(store, number, was.id)
        assert is_now is not None
        return room_closing.correct(store, held, is_now, facts, tess, NOON)

    assert beside(store_app, lambda store: merging.merge(store, kept, gone.person), put_right) == "completed"
    assert (completed(kept), completed(gone.person)) == (1, 0)


def test_a_phone_that_answers_while_the_statement_is_closed_leaves_nothing(store_app: Flask, tess: int) -> None:
    with writing() as store:
        opened = hands.show(store, tess, "early-1", NOON)
    answered = beside(
        store_app,
        lambda store: hands.raise_hand(store, opened.id, "a", answer=True),
        lambda store: hands.close(store, tess),
    )
    assert answered is None
    with reading() as store:
        assert hands.open_of(store, tess) is None
    with writing() as store:
        again = hands.show(store, tess, "early-1", NOON)
    late = beside(
        store_app,
        lambda store: hands.close(store, tess),
        lambda store: hands.raise_hand(store, again.id, "a", answer=True),
    )
    assert late is None


def test_of_two_who_add_up_the_forms_at_once_the_last_sums_stay(store_app: Flask, tess: int) -> None:
    with writing() as store:
        number = session(store, tess)

    def keep(people_: int) -> Act:
        return lambda store: room_papers.set_totals(store, number, "before", {("forms", 0): people_})

    assert beside(store_app, keep(4), keep(5)) is None
    with reading() as store:
        assert room_papers.totals(store, number, "before") == {("forms", 0): 5}


def test_nobody_is_put_in_the_place_of_a_new_one_who_has_just_gone(store_app: Flask, tess: int) -> None:
    with writing() as store:
        number, known = session(store, tess), person(store, "Ada Quill")
        new = arrive(store, number, person(store, "Ada Quil"), how="new")
    replaced = beside(
        store_app,
        lambda store: erasing.erase(store, known, NOON),
        lambda store: room_doubles.replace(store, new, known, tess, NOON),
    )
    assert replaced is False
    with reading() as store:
        assert people.person_name(store, new.person) == "Ada Quil"


def test_nobody_is_put_down_who_is_just_being_merged_or_loses_their_name(store_app: Flask, tess: int) -> None:
    with writing() as store:
        here = organisations.add_organisation(store, "Nursery", NOON)
        kept, gone, erased = (person(store, f"Ada Quill {number}") for number in range(3))
        for each in (kept, gone, erased):
            organisations.join(store, each, here, None, TODAY, NOON)

    def asks(who: int) -> Act:
        return lambda store: (
            room_people.known(store, Scope(everything=True), who, TODAY),
            attendances.is_there(store, who),
        )

    assert beside(store_app, lambda store: merging.merge(store, kept, gone), asks(gone)) == (None, False)
    assert beside(store_app, lambda store: erasing.erase(store, erased, NOON), asks(erased)) == (None, False)
    with writing() as store:
        assert asks(kept)(store) == (Known(kept, "Ada Quill 0"), True)


def test_an_old_register_that_is_just_put_right_goes_afterwards(store_app: Flask, tess: int) -> None:
    with writing() as store:
        number, (ada,) = register(store, tess, "Ada Quill")
        room_closing.close(store, number, ENDS, facts, tess, NOON)

    def put_right(store: Connection) -> None:
        room_sessions.hold_closed(store, number)
        attendances.keep_correction(store, ada, "Late", tess, NOON)

    assert beside(store_app, put_right, lambda store: room_closing.take_old(store, NOON + DAY, 9)) == 1
    with reading() as store:
        assert attendances.register(store, number) == ()


def test_a_cycle_that_a_refresher_took_at_the_same_moment_is_left_to_it(
    store: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    tess = learner(store, "Tess Trainer", "tess@x.example")
    number, (ada,) = register(store, tess, "Ada Quill")
    refreshed = completions.add_completion(store, completion(ada.person, kind="refresher"))
    asked, real = iter([1]), completions.next_cycle  # the first time as it looked a moment before
    monkeypatch.setattr(completions, "next_cycle", lambda *given: next(asked, None) or real(*given))
    assert room_closing.close(store, number, ENDS, facts, tess, NOON) == 1
    assert [each.cycle for each in completions.cycles_of(store, ada.person)] == [1, 2]
    assert refreshed in completions.completions_of(store, ada.person)
