"""Sheets from paper: the person is shown that they were typed in; and they are kept for whom the line is at that moment."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from course.catalogue.model import Catalogue
from course.records import attendances, erasing, room_doubles
from course.records.attendances import Line
from course.records.database import writing
from tests.web.learning import do_all
from tests.web.looking_after import enter_as
from tests.web.training import BEGINS, Room, new_person
from tests.web.typing_in import attempts_of, first, grid, ticked
from tests.web.typing_in import number as number
from tests.web.typing_in import room as room


def test_the_person_is_shown_that_it_was_typed_in_from_paper_and_by_whom(
    room: Room, number: int, course: Catalogue
) -> None:
    quiz, ann = first(course), room.people["Ann Fern"]
    do_all(room.app, ann, course, but=(quiz.id,))
    grid(room, number, "Ann Fern", quiz)
    room.trainer.press("paper", **ticked(quiz))
    reader, said = enter_as(room.app, "ann.fern@roles.example"), "yped in from paper by Tess Trainer"
    for path in ("/my/progress", "/account/data"):
        assert reader.open(path).words.count(said) == 1, path
    typed, other = (
        next(each.id for each in attempts_of(room, "Ann Fern") if (each.quiz == quiz.id) is it) for it in (True, False)
    )
    assert said in reader.open(f"/attempts/{typed}").words and said not in reader.open(f"/attempts/{other}").words
    with room.app.app_context(), writing() as store:
        erasing.erase(store, room.tess, BEGINS)
    for path in ("/my/progress", "/account/data", f"/attempts/{typed}"):
        page = reader.open(path)
        assert page.words.count("yped in from paper by a trainer whose account was closed") == 1, path


def test_a_sheet_of_somebody_new_who_is_just_found_to_be_known_is_kept_for_the_known_one(
    room: Room, number: int, course: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz, known = first(course), new_person(room.app, "Adam Fern", room.heron)
    room.people |= {"Adam Fern": known, "Adam Fearn": new_person(room.app, "Adam Fearn", room.heron)}
    with room.app.app_context(), writing() as store:
        attendances.put_down(
            store, number, room.people["Adam Fearn"], arrived_at=BEGINS, how="new", agency="", now=BEGINS
        )
    grid(room, number, "Adam Fearn", quiz)
    real, new = attendances.hold_line, room.register(number)["Adam Fearn"]

    def meanwhile(store: Connection, session: int, line: int) -> Line | None:
        room_doubles.replace(store, new, known, room.tess, BEGINS)
        return real(store, session, line)

    monkeypatch.setattr(attendances, "hold_line", meanwhile)
    assert room.trainer.press("paper", **ticked(quiz)).status == 303
    assert len(attempts_of(room, "Adam Fern")) == 1 and attempts_of(room, "Adam Fearn") == ()
