"""Private notes: off until switched on, written on a page of their own, and deleted as easily as written."""

from __future__ import annotations

import pytest
from flask import Flask

from course.clock import now
from course.records import notes
from course.records.database import reading, writing
from course.web.ready import ReadyPages
from tests.web.learning import BO, pages, signed_in
from tests.web.note_taking import NOTE, NOTES, PAGE, TEXT, kept, write, written
from tests.web.reader import Reader


def test_notes_are_off_until_somebody_switches_them_on(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    assert NOTE not in reader.open(PAGE).text
    assert "switched off" in reader.open(NOTES).words
    page = reader.open(NOTE)
    assert not page.has_form("note") and "Switch them on first" in page.words
    reader.open(NOTES)
    reader.press("notes-on")
    assert f'href="{NOTE}"' in reader.open(PAGE).text


def test_every_page_and_case_has_one_quiet_link(app: Flask, writer: Reader) -> None:
    for _, page, path in pages(app.extensions["shelf"].catalogue):
        assert writer.open(path).text.count(f'href="/my/notes/{page.id}"') == 1


def test_two_equally_far_readers_differ_where_one_has_notes_on(app: Flask, writer: Reader, bo: int) -> None:
    """Whichever of them makes the page ready first."""
    other = signed_in(app, BO)
    for first, second in ((writer, other), (other, writer)):
        app.extensions["ready_pages"] = ReadyPages()
        found = {reader: NOTE in reader.open(PAGE).text for reader in (first, second)}
        assert found == {writer: True, other: False}


def test_a_note_is_kept_as_it_was_written(app: Flask, ada: int, writer: Reader) -> None:
    page = writer.follow(write(writer))
    assert kept(app, ada) == {"be-open": TEXT}
    assert written(page) == TEXT and "Your note is kept" in page.words
    assert "<b>what" not in page.text and "<b>what" not in writer.open(NOTES).text


@pytest.mark.parametrize("text", ["\n\nfirst line is the third", "  indented", "ends\n\n"])
def test_line_ends_and_blanks_stay(text: str, app: Flask, ada: int, writer: Reader) -> None:
    page = writer.follow(write(writer, text))
    assert written(page) == text == kept(app, ada)["be-open"]
    write(writer, written(page))
    assert kept(app, ada)["be-open"] == text


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("x" * 2_000, 303),
        ("x" * 2_001, 422),
        ("\U0001f642" * 2_000, 303),  # one sign, though two units of UTF-16 and four bytes
        ("\U0001f642" * 2_001, 422),
        ("\n" * 1_999 + "x", 303),  # sent as two signs each
        ("\n" * 2_000 + "x", 422),
        ("e\u0301" * 1_000, 303),
        ("e\u0301" * 1_000 + "x", 422),
    ],
)
def test_2000_code_points_fit_and_one_more_does_not(
    text: str, status: int, app: Flask, ada: int, writer: Reader
) -> None:
    page = write(writer, text)
    assert page.status == status
    if status == 422:
        assert page.errors() == ["Take out 1 character: a note holds up to 2,000"] and written(page) == text
    assert kept(app, ada) == ({"be-open": text} if status == 303 else {})


@pytest.mark.parametrize(
    "sign",
    [
        "\0",
        "\ufffd",
        "\x07",
        "\x0b",
        "\x1b",
        "\x7f",
        "\x85",
        "\u200b",
        "\u200e",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u3164",
    ],
    ids=lambda sign: f"U+{ord(sign):04X}",
)
def test_what_cannot_be_seen_is_given_back(sign: str, app: Flask, ada: int, writer: Reader) -> None:
    """As in names and in local information: it is not taken out in silence."""
    page = write(writer, f"First line.\n\tSecond{sign} line.")
    assert page.status == 422 and page.errors() == ["Leave out characters that cannot be seen"]
    assert kept(app, ada) == {}


@pytest.mark.parametrize(
    "text",
    [
        "one\n\n\ttwo\t\n \n",
        "\u06a9\u062a\u0627\u0628\u200c\u0647\u0627 \u05e9\u05dc\u05d5\u05dd",
        "\U0001f469\u200d\U0001f3eb",
    ],
)
def test_tabs_joiners_and_writing_from_right_to_left_are_kept(text: str, app: Flask, ada: int, writer: Reader) -> None:
    assert write(writer, text).status == 303
    assert kept(app, ada) == {"be-open": text}


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_an_emptied_note_is_deleted(text: str, app: Flask, ada: int, writer: Reader) -> None:
    write(writer)
    assert write(writer, text).place == f"{NOTES}?done=one"
    assert kept(app, ada) == {}


def test_no_names_no_real_cases_stands_beside_the_box(writer: Reader) -> None:
    page = writer.open(NOTE)
    assert page.tree is not None
    (box,) = page.tree.xpath("//textarea")
    assert "No names, no real cases." in page.tree.xpath("string(//*[@id=$id])", id=box.get("aria-describedby"))


def test_the_list_shows_all_and_says_when_they_go(writer: Reader) -> None:
    write(writer)
    write(writer, "One page.", "/my/notes/packed-lunch")
    page = writer.open(NOTES)
    assert "2 notes" in page.words and "The packed lunch" in page.words and "It will be deleted on" in page.words


def test_the_file_holds_all_as_plain_text(writer: Reader) -> None:
    assert writer.open(f"{NOTES}.txt").text == "You have no notes.\n"
    write(writer)
    answer = writer.open(f"{NOTES}.txt").answer
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/plain", "no-store")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.get_data(as_text=True).startswith("Be open\n") and TEXT in answer.get_data(as_text=True)


def test_one_note_is_deleted_and_the_others_stay(app: Flask, ada: int, writer: Reader) -> None:
    write(writer)
    write(writer, "One page.", "/my/notes/record")
    writer.open(NOTE)
    assert writer.press("delete-note").place == f"{NOTES}?done=one"
    assert kept(app, ada) == {"record": "One page."}


@pytest.mark.parametrize(("form", "on", "left"), [("off", False, 1), ("off-and-delete", False, 0), ("delete", True, 0)])
def test_switching_off_keeps_or_deletes_as_asked(
    form: str, on: bool, left: int, app: Flask, ada: int, writer: Reader
) -> None:
    write(writer)
    writer.open(NOTES)
    page = writer.follow(writer.press(f"notes-{form}"))
    assert len(kept(app, ada)) == left
    assert ("Private notes are switched on." in page.words) is on
    assert (NOTE in writer.open(PAGE).text) is on


def test_notes_kept_while_switched_off_can_be_read_saved_and_deleted(app: Flask, ada: int, writer: Reader) -> None:
    write(writer)
    writer.open(NOTES)
    writer.press("notes-off")
    assert TEXT.split("\n")[0] in writer.open(NOTES).words and TEXT in writer.open(f"{NOTES}.txt").text
    page = writer.open(NOTE)
    assert TEXT.split("\n")[0] in page.words and not page.has_form("note")
    writer.press("delete-note")
    assert kept(app, ada) == {}


@pytest.mark.parametrize("path", ["/my/notes/no-such-page", "/my/notes/consent-form"])
def test_there_are_notes_on_pages_of_the_course_only(path: str, writer: Reader) -> None:
    assert writer.open(path).status == 404
    assert writer.post(path, text="Hello").status == 404


def test_an_unknown_switch_is_refused(writer: Reader) -> None:
    assert writer.post(NOTES, do="burn").status == 400


def test_a_note_on_a_page_that_is_gone_can_still_be_read_and_deleted(app: Flask, ada: int, writer: Reader) -> None:
    with app.app_context(), writing() as store:
        notes.keep_note(store, ada, "gone-page", "Old.", now())
    assert "gone-page" in writer.open(NOTES).words
    assert writer.open("/my/notes/gone-page").status == 200
    writer.press("delete-note")
    assert kept(app, ada) == {}


def test_signing_in_sweeps_what_is_too_old(app: Flask, ada: int, bo: int, writer: Reader, later: object) -> None:
    write(writer)
    later(days=366)  # type: ignore[operator]
    assert kept(app, ada) == {}
    signed_in(app, BO)
    with app.app_context(), reading() as store:
        assert store.exec_driver_sql("SELECT count(*) FROM note").scalar() == 0


@pytest.mark.parametrize(
    "path", ["/cases/packed-lunch", "/cases/packed-lunch/whole", "/cases/packed-lunch/whole/start"]
)
def test_a_case_worked_through_has_the_note_of_its_page(path: str, app: Flask, writer: Reader, reader: Reader) -> None:
    link = 'href="/my/notes/packed-lunch"'
    assert writer.open(path).text.count(link) == 1
    assert link not in reader.open(path).text
