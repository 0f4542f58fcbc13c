"""A session that is over, whose quiz sheets are to be typed in."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Catalogue, Quiz
from course.records import attempts
from course.records.database import reading
from course.rules.facts import Attempt
from tests.web.reader import Page
from tests.web.training import Room, at, move_in


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


@pytest.fixture
def number(room: Room) -> int:
    """A session of the whole course, which is over, with Ann, who has an account, and Ada, who has none."""
    room.person("Ann Fern", "", "", None, room.heron)
    made = room.plan()
    for name in ("Ann Fern", "Ada Quill"):
        room.arrive(made, name)
    at("12:20")
    room.trainer_again()
    return made


def first(course: Catalogue) -> Quiz:
    return next(iter(course.quizzes.values()))


def grid(room: Room, number: int, name: str, quiz: Quiz) -> Page:
    return room.trainer.open(f"/sessions/{number}/paper/{room.register(number)[name].id}/{quiz.id}")


def ticked(quiz: Quiz, *, wrong: int = 0, blank: int = 0) -> dict[str, str]:
    """So many wrong ones first, then so many left blank, the rest right."""
    found = {}
    for place, each in enumerate(quiz.statements):
        right = each.answer if place >= wrong else not each.answer
        found[each.id] = "blank" if wrong <= place < wrong + blank else "true" if right else "false"
    return found


def attempts_of(room: Room, name: str) -> tuple[Attempt, ...]:
    with room.app.app_context(), reading() as store:
        return attempts.attempts_of(store, room.people[name])
