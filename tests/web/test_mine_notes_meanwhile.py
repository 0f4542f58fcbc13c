"""A note whose form is older than what is kept: another tab, another device, a visit that has ended. Nothing is lost."""

from __future__ import annotations

import pytest
from flask import Flask

from course.records import notes
from course.records.database import writing
from course.rules.outcomes import Outcome
from tests.web.learning import ADA, end_visits
from tests.web.note_taking import NOTE, NOTES, TEXT, kept, typed, write, written
from tests.web.people import PASSWORD
from tests.web.reader import Reader


def test_what_is_written_while_notes_were_switched_off_elsewhere_is_given_back(
    app: Flask, ada: int, writer: Reader
) -> None:
    writer.open(NOTE)
    with app.app_context(), writing() as store:
        notes.switch(store, ada, on=False)
    page = writer.press("note", text=TEXT)
    assert page.status == 409 and written(page) == TEXT
    assert kept(app, ada) == {}


def test_what_is_written_when_the_visit_has_ended_is_given_back(app: Flask, ada: int, writer: Reader) -> None:
    writer.open(NOTE)
    end_visits(app, ada)
    page = writer.press("note", text=TEXT)
    assert page.status == 403 and written(page) == TEXT and "nothing was kept" in page.words
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert kept(app, ada) == {}
    sign_in_again(app, ada, writer)
    page = writer.press("note", page, text=typed(written(page)))
    assert page.status == 400 and written(page) == TEXT and "Nothing was kept yet" in page.words
    assert kept(app, ada) == {}
    assert writer.press("note", page, text=typed(written(page))).status == 303
    assert kept(app, ada) == {"be-open": TEXT}


def test_a_form_from_before_somebody_signed_in_again_comes_back_with_its_text(
    app: Flask, ada: int, writer: Reader
) -> None:
    write(writer, "Old.")
    form = writer.open(NOTE)
    sign_in_again(app, ada, writer)
    write(writer, "Newer.")
    page = writer.press("note", form, text=TEXT)
    assert page.status == 400 and written(page) == TEXT
    page = writer.press("note", page, text=typed(written(page)))
    assert page.status == 409 and written(page) == TEXT and "Newer." in page.words
    assert kept(app, ada) == {"be-open": "Newer."}


def test_a_form_without_anything_typed_gets_the_page_for_stale_forms(app: Flask, ada: int, writer: Reader) -> None:
    write(writer)
    form = writer.open(NOTE)
    sign_in_again(app, ada, writer)
    page = writer.press("delete-note", form)
    assert page.status == 400 and "stale" in page.words
    assert kept(app, ada) == {"be-open": TEXT}


def sign_in_again(app: Flask, person: int, reader: Reader) -> None:
    """In another tab, after the visit has ended: the tokens are new ones."""
    end_visits(app, person)
    reader.open("/sign-in")
    assert reader.press("sign-in", email=ADA, password=PASSWORD).status == 303


@pytest.mark.parametrize("typed_there", [TEXT, "", "   "])
def test_a_note_changed_in_another_tab_is_neither_lost_nor_deleted(
    typed_there: str, app: Flask, ada: int, writer: Reader
) -> None:
    write(writer, "Old.")
    form = writer.open(NOTE)
    write(writer, "Newer & <i>better</i>.")
    page = writer.press("note", form, text=typed(typed_there))
    assert page.status == 409 and written(page) == typed_there
    assert "Newer & <i>better</i>." in page.words and "nothing was kept yet" in page.words
    assert kept(app, ada) == {"be-open": "Newer & <i>better</i>."}
    assert writer.press("note", page, text=typed(written(page))).status == 303
    assert kept(app, ada) == ({"be-open": typed_there} if typed_there.strip() else {})


def test_a_note_deleted_in_another_tab_does_not_come_back_unasked(app: Flask, ada: int, writer: Reader) -> None:
    write(writer, "Old.")
    form = writer.open(NOTE)
    writer.press("delete-note")
    page = writer.press("note", form, text=TEXT)
    assert page.status == 409 and written(page) == TEXT and "the note was deleted" in page.words
    assert kept(app, ada) == {}


def test_a_first_note_in_two_tabs_is_one_note_and_one_question(app: Flask, ada: int, writer: Reader) -> None:
    form = writer.open(NOTE)
    writer.press("note", form, text="First.")
    assert writer.press("note", form, text="First.").status == 303, "the same form twice"
    assert writer.press("note", form, text="Second.").status == 409
    assert kept(app, ada) == {"be-open": "First."}


@pytest.mark.parametrize("on", [True, False])
def test_delete_in_a_stale_tab_shows_the_newer_note_instead(on: bool, app: Flask, ada: int, writer: Reader) -> None:
    write(writer, "Old.")
    form = writer.open(NOTE)
    write(writer, "Newer.")
    with app.app_context(), writing() as store:
        notes.switch(store, ada, on=on)
    page = writer.press("delete-note", form)
    assert page.status == 409 and "not deleted" in page.words and "Newer." in page.words
    assert kept(app, ada) == {"be-open": "Newer."}
    assert writer.press("delete-note", page).place == f"{NOTES}?done=one"
    assert kept(app, ada) == {}


def test_a_fault_does_not_make_an_old_form_a_new_one(app: Flask, ada: int, writer: Reader) -> None:
    write(writer, "Old.")
    form = writer.open(NOTE)
    write(writer, "Newer.")
    page = writer.press("note", form, text="x" * 2_001)
    assert page.status == 422
    assert writer.press("note", page, text=TEXT).status == 409
    assert kept(app, ada) == {"be-open": "Newer."}


def test_a_form_of_an_account_closed_meanwhile_says_so(
    app: Flask, ada: int, writer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer.open(NOTE)
    monkeypatch.setattr(notes, "change_note", lambda *_: Outcome.CLOSED)
    page = writer.press("note", text=TEXT)
    assert page.status == 409 and written(page) == TEXT and "account is closed" in page.words


OTHER = "/my/notes/record"
ALL = {"be-open": "Old.", "record": "Other."}


@pytest.mark.parametrize("form", ["delete", "off-and-delete"])
@pytest.mark.parametrize(
    ("path", "text", "standing"),
    [
        (NOTE, "Newer.", ALL | {"be-open": "Newer."}),
        ("/my/notes/seek-advice", "Added.", ALL | {"seek-advice": "Added."}),
        (OTHER, "", {"be-open": "Old."}),
    ],
    ids=["changed", "added", "deleted"],
)
def test_notes_changed_on_another_device_are_not_deleted_with_the_others_unseen(
    form: str, path: str, text: str, standing: dict[str, str], app: Flask, ada: int, writer: Reader
) -> None:
    write(writer, "Old.")
    write(writer, "Other.", OTHER)
    opened = writer.open(NOTES)
    write(writer, text, path)
    page = writer.press(f"notes-{form}", opened)
    assert page.status == 409 and "Your notes were not deleted" in page.words and "switched on" in page.words
    assert kept(app, ada) == standing
    assert all(each in page.words for each in standing.values())
    assert writer.press(f"notes-{form}", page).place == f"{NOTES}?done={form}"
    assert kept(app, ada) == {}


def test_delete_all_pressed_twice_is_answered_twice_alike(writer: Reader) -> None:
    write(writer)
    opened = writer.open(NOTES)
    places = {writer.press("notes-delete", opened).place for _ in range(2)}
    assert places == {f"{NOTES}?done=delete"}


def test_delete_all_without_a_digest_asks_first(app: Flask, ada: int, writer: Reader) -> None:
    """A page from before there were digests, or a form that was put together elsewhere."""
    write(writer)
    assert writer.post(NOTES, do="delete").status == 409
    assert kept(app, ada) == {"be-open": TEXT}
