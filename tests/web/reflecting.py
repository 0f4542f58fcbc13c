"""What the tests of answering before and after the course share: addresses, answers to all, and what is then kept."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Reflection
from course.catalogue.shelf import Shelf
from course.records import reflections
from course.records.database import reading
from course.rules.facts import Reflected
from tests.web.certified import complete
from tests.web.learning import signed_in
from tests.web.reader import Reader

BEFORE, AFTER, OWN = "/my/reflection/before", "/my/reflection/after", "/my/reflection"
CHANGE = "ask at every handover who else should know"


@pytest.fixture
def asked(shelf: Shelf) -> Reflection:
    return shelf.catalogue.reflection


@pytest.fixture
def graduate(app: Flask, shelf: Shelf, ada: int) -> Reader:
    """Ada, who has completed the course."""
    complete(app, shelf, ada)
    return signed_in(app)


def kept(app: Flask, person: int) -> tuple[Reflected, ...]:
    with app.app_context(), reading() as store:
        return reflections.reflections_of(store, person)


def steps(asked: Reflection, value: int) -> dict[str, str]:
    """The same answer to every confidence statement."""
    return {each.id: str(value) for each in asked.confidence}


def knowing(asked: Reflection, *, right: bool) -> dict[str, str]:
    return {each.id: str(each.answer is right).lower() for each in asked.knowledge}
