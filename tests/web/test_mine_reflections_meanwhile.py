"""Answers whose form is older than what is kept, or whose visit has ended: they come back, and nothing is replaced unseen."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Reflection
from course.catalogue.shelf import Shelf
from course.records import reflections
from course.rules.outcomes import Outcome
from tests.web.certified import complete
from tests.web.learning import ADA, end_visits, signed_in
from tests.web.people import PASSWORD
from tests.web.reader import Reader
from tests.web.reflecting import AFTER, BEFORE, CHANGE, OWN, kept, knowing, steps


def test_an_older_form_never_silently_replaces_newer_answers(
    app: Flask, ada: int, asked: Reflection, graduate: Reader
) -> None:
    form = graduate.open(AFTER)
    graduate.press("reflection", form, **steps(asked, 2), how_useful="2", intended_change=CHANGE)
    newer = kept(app, ada)
    page = graduate.press("reflection", form, **steps(asked, 5), intended_change="Older words")
    assert page.status == 409 and kept(app, ada) == newer
    assert "nothing was kept yet" in page.words and CHANGE in page.words
    assert page.tree is not None
    assert page.tree.xpath("string(//textarea)").strip() == "Older words"
    assert page.tree.xpath("//input[@checked]/@id") == [f"{each.id}-5" for each in asked.confidence]
    assert page.tree.xpath("//dl//dd/text()") == [*[asked.scale[1]] * 6, asked.usefulness[1], CHANGE]
    assert graduate.press("reflection", page).place == f"{OWN}?done=kept"
    assert kept(app, ada)[0].intended_change == "Older words"


def test_an_emptied_older_form_empties_nothing(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    form = reader.open(BEFORE)
    reader.press("reflection", form, **steps(asked, 2))
    assert reader.press("reflection", form).status == 409
    assert len(kept(app, ada)[0].answers) == 6


def test_the_same_form_sent_twice_is_kept_once(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    form = reader.open(BEFORE)
    for _ in range(2):
        page = reader.press("reflection", form, **steps(asked, 2), **knowing(asked, right=False))
        assert page.place == f"{OWN}?done=kept"


def test_answers_deleted_elsewhere_do_not_come_back_unasked(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    reader.open(BEFORE)
    reader.press("reflection", **steps(asked, 2))
    form = reader.open(BEFORE)
    reader.open(OWN)
    reader.press("delete-reflection")
    page = reader.press("reflection", form, **steps(asked, 5))
    assert page.status == 409 and "You deleted your answers" in page.words and kept(app, ada) == ()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_was_answered_when_the_visit_has_ended_comes_back_and_can_be_sent_after_all(
    moment: str, app: Flask, shelf: Shelf, ada: int, asked: Reflection
) -> None:
    if moment == "after":
        complete(app, shelf, ada)
    reader, known = signed_in(app), asked.knowledge[0].id
    said = {**steps(asked, 4), known: "true"} | ({"intended_change": CHANGE} if moment == "after" else {})
    reader.open(f"{OWN}/{moment}")
    end_visits(app, ada)
    page = reader.press("reflection", **said)
    for status in (403, 400):
        assert page.status == status and kept(app, ada) == ()
        assert page.answer.headers["Cache-Control"] == "no-store"
        assert page.tree is not None
        assert page.tree.xpath("//input[@checked]/@id") == [
            *(f"{each.id}-4" for each in asked.confidence),
            f"answer-{known}",
        ]
        assert CHANGE in page.words or moment == "before"
        if status == 403:
            assert "You are signed out" in page.words
            reader.open("/sign-in")
            reader.press("sign-in", email=ADA, password=PASSWORD)
            page = reader.press("reflection", page)
    assert reader.press("reflection", page).place == f"{OWN}?done=kept"
    assert dict(kept(app, ada)[0].answers)[known] == 1


def test_an_account_closed_meanwhile_is_never_told_that_everything_was_left_empty(
    app: Flask, ada: int, asked: Reflection, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = signed_in(app)
    reader.open(BEFORE)
    monkeypatch.setattr(reflections, "answer_questions", lambda *_: Outcome.CLOSED)
    page = reader.press("reflection", **steps(asked, 3))
    assert page.status == 409 and "account is closed" in page.words and "empty" not in page.words
