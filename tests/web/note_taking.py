"""What the tests of private notes share: a browser with notes on, writing, and what is then kept."""

from __future__ import annotations

import pytest
from flask import Flask

from course.clock import now
from course.records import notes
from course.records.database import reading
from tests.web.learning import signed_in
from tests.web.reader import Page, Reader

PAGE, NOTE, NOTES = "/modules/golden-rules/be-open", "/my/notes/be-open", "/my/notes"
TEXT = "Ask first what they know.\nThen say <b>what</b> happens & why: 李 \U0001f642"


def typed(text: str) -> str:
    """As a browser sends it."""
    return text.replace("\n", "\r\n")


def written(page: Page) -> str:
    """What stands in the box; HTML reads a line end after the tag as nothing."""
    assert page.tree is not None
    return str(page.tree.xpath("string(//textarea)")).removeprefix("\n")


def kept(app: Flask, person: int) -> dict[str, str]:
    with app.app_context(), reading() as store:
        return {each.page: each.text for each in notes.notes_of(store, person, now())}


def switched_on(app: Flask) -> Reader:
    """Ada's browser, after she has switched notes on."""
    reader = signed_in(app)
    reader.open(NOTES)
    assert reader.press("notes-on").place == f"{NOTES}?done=on"
    return reader


@pytest.fixture
def writer(app: Flask, ada: int) -> Reader:
    """Ada, who has switched notes on."""
    return switched_on(app)


def write(reader: Reader, text: str = TEXT, path: str = NOTE) -> Page:
    reader.open(path)
    return reader.press("note", text=typed(text))
