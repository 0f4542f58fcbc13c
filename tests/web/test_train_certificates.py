"""The kind of a completion made in a room: on certificates, one or all; on the check page, on records, in reports."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from pypdf import PdfReader

from course.catalogue.model import Catalogue
from course.documents import pack_items
from course.intake import Intake
from course.records import erasing
from course.records.database import writing
from course.web.train import certificates
from tests.web.leading import cells, csv_rows
from tests.web.looking_after import enter_as
from tests.web.reader import Page, Reader
from tests.web.training import DAY, Room, at, move_in, new_person


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


@pytest.fixture
def number(room: Room) -> int:
    """A closed session: Ann, who has an account, and Ada completed, Adam came late."""
    room.person("Ann Fern", "", "", None, room.heron)
    made = room.plan()
    for name, after in (("Ann Fern", 8), ("Ada Quill", 0), ("Adam Reed", 60)):
        room.arrive(made, name, after)
    at("12:20")
    trainer = room.trainer_again()
    trainer.open(f"/sessions/{made}/close")
    trainer.press("close")
    return made


def pages(answer: Page) -> list[str]:
    assert answer.answer.mimetype == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.answer.data)).pages]


def take(room: Room, number: int) -> Page:
    room.trainer.open(f"/sessions/{number}")
    return room.trainer.press("certificates")


def ann(room: Room) -> Reader:
    return enter_as(room.app, "ann.fern@roles.example")


def test_all_of_them_are_one_file_by_name_and_nobody_else_is_in_it(room: Room, number: int) -> None:
    sheets = pages(take(room, number))
    assert len(sheets) == 2 and "Ada Quill" in sheets[0] and "Ann Fern" in sheets[1]
    for sheet, minutes in zip(sheets, ("180 of 180 minutes", "172 of 180 minutes"), strict=True):
        assert "In a room, led by Tess Trainer" in sheet and minutes in sheet and "0 of 0" not in sheet
    assert not any("Adam Reed" in each for each in sheets)
    assert room.audit()[-1] == ("certificates printed", f"session {number}", "2 certificates")


def test_only_those_that_hold_and_that_this_session_made(room: Room, number: int) -> None:
    other = room.plan(key="other")
    room.arrive(other, "Adam Reed")
    room.trainer.open(f"/sessions/{other}/close")
    room.trainer.press("close")
    line = room.register(number)["Ada Quill"].id
    room.trainer.open(f"/sessions/{number}/corrections/{line}")
    room.trainer.press("correction", was="off", why="Somebody else")
    assert [("Ann Fern" in each, "Ada" in each) for each in pages(take(room, number))] == [(True, False)]
    assert room.audit()[-1][2] == "1 certificate"
    with room.app.app_context(), writing() as store:
        erasing.erase(store, room.people["Ann Fern"], room.session(number).begins_at)
    noted = room.audit()
    assert "nothing to print" in room.trainer.follow(room.trainer.post(f"/sessions/{number}/certificates.pdf")).words
    assert room.audit() == noted


def test_a_letter_without_a_typeface_is_said(room: Room) -> None:
    made = room.plan(key="letters")
    room.people["Odd"] = new_person(room.app, "Odd \u0378", room.heron)
    room.arrive(made, "Odd")
    at("12:20")
    room.trainer_again().open(f"/sessions/{made}/close")
    room.trainer.press("close")
    assert "no typeface" in room.trainer.follow(take(room, made)).words


def test_others_are_answered_while_they_are_set(room: Room, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    intake, free = Intake(room.app.wsgi_app), list[bool]()
    monkeypatch.setattr(room.app, "wsgi_app", intake)

    def set_(*sheets: object) -> bytes:
        free.append(not intake._turn.locked())
        return b"%PDF"

    monkeypatch.setattr(certificates, "certificates_pdf", set_)
    assert take(room, number).text == "%PDF" and free == [True]
    assert [each[0] for each in room.audit()].count("certificates printed") == 1


def test_others_are_answered_while_the_sheet_to_sign_is_set(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    number, free = room.plan(), list[bool]()
    intake = Intake(room.app.wsgi_app)
    monkeypatch.setattr(room.app, "wsgi_app", intake)

    def set_(*_sheet: object) -> bytes:
        free.append(not intake._turn.locked())
        return b"%PDF"

    monkeypatch.setattr(pack_items, "sheet_pdf", set_)
    assert room.trainer.open(f"/sessions/{number}/register.pdf").text == "%PDF" and free == [True]


def test_an_open_session_has_none(room: Room) -> None:
    made = room.plan()
    assert room.trainer.post(f"/sessions/{made}/certificates.pdf").status == 404
    assert room.trainer.open(f"/sessions/{made}/certificates.pdf").status == 405


def test_ones_own_certificate_says_in_a_room_as_page_and_as_file(room: Room, number: int) -> None:
    reader = ann(room)
    page = reader.open("/my/certificate")
    for words in (page.words, pages(reader.open("/my/certificate.pdf"))[0]):
        assert "In a room, led by Tess Trainer" in words and "172 of 180 minutes" in words
        assert "Learning time, as declared" not in words
    assert reader.open("/my/refresher").words.startswith(
        "Your refresher There is nothing to refresh now. You completed the course on 24 November 2026 in a room."
    )


def test_anybody_who_checks_the_code_is_told_so(room: Room, number: int, reader: Reader) -> None:
    (made,) = room.completions("Ada Quill")
    page = reader.open(f"/certificates/{made.code}")
    assert "This certificate is in date" in page.words
    assert "In a room, led by Tess Trainer" in page.words and "180 of 180 minutes" in page.words
    with room.app.app_context(), writing() as store:
        erasing.erase(store, room.tess, made.at)
    assert "led by a trainer whose account was closed" in reader.open(f"/certificates/{made.code}").words


def test_the_record_says_how_and_whether_quizzes_were_taken(room: Room, number: int, course: Catalogue) -> None:
    lead = room.person("Lea Lead", "organisation-lead", "organisation", room.heron)
    address = f"/reports/people/{room.people['Ada Quill']}"
    page = lead.open(address)
    assert cells(page)[0][1] == "In a room, led by Tess Trainer, 180 of 180 minutes"
    assert "Completed the course in a room, edition 2026.1" in page.words
    assert "led by Tess Trainer: course completed, 180 of 180 minutes" in page.words
    titles = [quiz.title for quiz in course.quizzes.values()]
    assert f"Taken None Not taken {', '.join(titles)}" in page.words.replace("TakenNone", "Taken None ").replace(
        "Not taken", " Not taken "
    ).replace("  ", " ").replace("  ", " ")
    assert "0 of 0" not in page.words and "Scores of the modules" not in page.words
    quiz = next(iter(course.quizzes.values()))
    line = room.register(number)["Ada Quill"].id
    room.trainer.open(f"/sessions/{number}/paper/{line}/{quiz.id}")
    room.trainer.press("paper", **{each.id: "true" for each in quiz.statements})
    page = lead.open(address)
    assert page.tree is not None
    taken, left_out = (
        each.text_content() for each in page.tree.xpath("//h2[.='Quizzes']/following-sibling::dl[1]//dd")
    )
    assert (taken, left_out) == (titles[0], ", ".join(titles[1:]))


def test_a_team_lead_sees_the_session_and_no_quizzes(room: Room, number: int) -> None:
    room.person("Ned Night", "", "", None)
    team = room.person("Tia Lead", "team-lead", "team", room.night)
    assert team.open(f"/reports/people/{room.people['Ada Quill']}").status == 404
    both = room.person("Tom Lead", "team-lead", "organisation", room.heron)
    page = both.open(f"/reports/people/{room.people['Ada Quill']}")
    assert "In a room, led by Tess Trainer" in page.words and "Not taken" not in page.words


def test_a_shorter_session_stands_on_the_record_and_changes_no_status(room: Room, number: int) -> None:
    lead = room.person("Lea Lead", "organisation-lead", "organisation", room.heron)
    page = lead.open(f"/reports/people/{room.people['Adam Reed']}")
    assert "session attended, 120 of 180 minutes" in page.words and "Not started" in page.words


def test_the_list_and_its_file_have_the_kind(room: Room, number: int) -> None:
    lead = room.person("Lea Lead", "organisation-lead", "organisation", room.heron)
    listed = {row[0]: row for row in cells(lead.open("/reports/people"))}
    assert "In a room" in listed["Ada Quill"] and "In a room" not in listed["Adam Reed"]
    _, rows = csv_rows(lead.open("/reports/people.csv"))
    assert {row[0]: "In a room" in row for row in rows}["Ada Quill"]
    past = lead.open(f"/reports/people.csv?as_at={DAY.replace(day=23)}")
    assert not any("In a room" in row for row in csv_rows(past)[1])


def test_ones_own_data_tell_of_sessions_and_corrections(room: Room, number: int) -> None:
    line = room.register(number)["Ann Fern"].id
    room.trainer.open(f"/sessions/{number}/corrections/{line}")
    room.trainer.press("correction", arrived="09:10", why="Came with the second bus")
    page = ann(room).open("/account/data")
    assert "there from 09:10 to the end. It completed the course" in page.words
    assert "Came with the second bus" in page.words
    file = ann(room).open("/account/data.json").text
    assert '"session_corrections"' in file and "Came with the second bus" in file and '"place": "Room 2"' in file
