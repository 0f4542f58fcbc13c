"""What somebody who means harm sends to trainers' pages: names that are markup, questions without end, others' numbers."""

from __future__ import annotations

import io

import pytest
from flask import Flask, url_for
from pypdf import PdfReader

from course.clock import now
from course.records import organisations
from course.records.database import writing
from tests.web.local_values import ask_again, fill_in
from tests.web.packing import School
from tests.web.packing import school as school
from tests.web.reader import Page, Reader
from tests.web.training import Room, at, move_in

WICKED = "Eve <script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{ 7 * 7 }} #let $x$ *b* @y \\u{41}"
STATEMENT = "golden-rules-quiz/leave-families-out"
ENDLESS = "+".join("a" * 3_000)


@pytest.fixture
def room(app: Flask) -> Room:
    return move_in(app)


def is_harmless(page: Page) -> bool:
    """Whether what is markup is nothing but words on it."""
    assert page.status == 200 and page.tree is not None, page.path
    ours = page.tree.xpath("//script[contains(., 'alert')] | //*[@onerror] | //img[@src='x']") == []
    return ours and WICKED in " ".join(str(page.tree.xpath("string(/html/body)")).split())


def test_names_that_are_markup_are_words_on_every_page_and_on_paper(room: Room) -> None:
    number = room.plan(place=WICKED, co_trainer=WICKED)
    here = f"/sessions/{number}"
    at("09:30")
    trainer = room.trainer_again()
    trainer.open(f"{here}/people?q=Eve")
    assert trainer.press("add-new", name=WICKED).status == 303
    line = room.register(number)[WICKED].id
    pages = ["/sessions", here, f"{here}/register", f"{here}/people?q=Eve", f"{here}/arrivals/{line}", f"{here}/paper"]
    assert [is_harmless(trainer.open(each)) for each in (*pages, f"{here}/close")] == [True] * 7
    sheet = PdfReader(io.BytesIO(trainer.open(f"{here}/register.pdf").answer.data)).pages[0].extract_text()
    assert "<script>alert(1)</script>" in sheet and "#let $x$ *b* @y \\u{41}" in " ".join(sheet.split())
    at("12:10")
    trainer = room.trainer_again()
    trainer.open(f"{here}/close")
    trainer.press("close")
    pages = [here, f"{here}/corrections", f"{here}/corrections/{line}"]
    assert [is_harmless(trainer.open(each)) for each in pages] == [True] * 3


def test_local_details_that_are_markup_are_words_before_the_room(school: School) -> None:
    with school.app.app_context(), writing() as store:
        number = organisations.add_organisation(store, WICKED, now())
    fill_in(school.app, "front-door", WICKED, number)
    ask_again(school.app)
    reader = school.partnership_trainer()
    pages = ("/packs/module-golden-rules/slides", "/packs/three-hours/local-contacts", "/present/three-hours/1")
    assert [is_harmless(reader.open(f"{each}?organisation={number}")) for each in pages] == [True] * 3


def test_a_question_without_end_is_no_question_to_the_records(room: Room) -> None:
    number = room.plan()
    room.arrive(number, "Ada Quill")
    at("12:10")
    trainer = room.trainer_again()
    assert trainer.open(f"/sessions/{number}/people?q={ENDLESS}").status == 422
    trainer.open(f"/sessions/{number}/close")
    trainer.press("close")
    page = trainer.open(f"/sessions/{number}/corrections?q={ENDLESS}")
    assert page.status == 200 and not page.has_form("add-1")


@pytest.mark.parametrize(("which", "hour"), [("planned", 13), ("past", 7)])
def test_the_number_of_anothers_session_tells_nothing_of_when_it_is(which: str, hour: int, room: Room) -> None:
    una = room.person("Una Other", "trainer", "organisation", room.wells)
    theirs = room.plan(trainer=room.people["Una Other"], organisation=room.wells, key="theirs")
    own = room.plan(key="own", begins_at=room.session(theirs).begins_at.replace(hour=hour))
    for number, reader in ((own, room.trainer), (theirs, una)):
        if which == "past":
            reader.open(f"/sessions/{number}/cancel")
            reader.press("cancel-session", reason="Snow")
    pages = [room.trainer.open(f"/sessions?{which}={each}") for each in (theirs, 999)]
    assert pages[0].words == pages[1].words
    assert f"/sessions/{own}" in room.trainer.open("/sessions").text


def test_the_form_of_another_trainer_plans_a_session_of_ones_own(room: Room) -> None:
    other = room.person("Una Other", "trainer", "organisation", room.wells)
    theirs = room.plan(key="form of Tess")
    other.open("/sessions/add")
    page = other.press("plan-session", key="form of Tess", time="10:00", place="Room 2")
    assert page.status == 303 and page.place != f"/sessions/{theirs}?done=planned"
    assert room.trainer.open(str(page.place)).status == 404


def forms(room: Room, number: int, line: int) -> list[str]:
    """Where the forms of trainers' pages are sent."""
    values = {"session": number, "line": line, "quiz": "golden-rules-quiz", "code": room.session(number).code}
    rules = [each for each in room.app.url_map.iter_rules() if each.endpoint.startswith("train.")]
    with room.app.test_request_context():
        return [
            url_for(each.endpoint, **{name: values[name] for name in each.arguments})
            for each in rules
            if "POST" in (each.methods or ())
        ]


def token_of(reader: Reader) -> str:
    tree = reader.open("/account").tree
    assert tree is not None
    return str(tree.xpath("string(//input[@name='csrf_token']/@value)"))


def test_no_form_is_taken_that_another_site_or_another_visit_made(room: Room) -> None:
    number = room.plan()
    line = room.arrive(number, "Ada Quill")
    at("09:30")
    trainer, other = room.trainer_again(), room.person("Una Other", "trainer", "organisation", room.heron)
    own, foreign = token_of(trainer), token_of(other)
    before = {each: room.rows(each) for each in ("attendance", "audit", "person", "room_session", "show_of_hands")}
    paths = forms(room, number, line)
    sent = {"name": "Eve Marsh", "pressed": f"left-{line}", "statement": STATEMENT}
    refused = {
        (path, how): trainer.client.post(path, data=sent | {"csrf_token": token}, headers=headers).status_code
        for path in paths
        for how, token, headers in (
            ("none", "", {}),
            ("another's", foreign, {}),
            ("elsewhere", own, {"Origin": "https://elsewhere.example"}),
        )
    }
    assert len(paths) > 15 and set(refused.values()) == {400}
    assert {each: room.rows(each) for each in before} == before
    assert trainer.send("/hands", csrf_token=own, statement=STATEMENT).status == 303
