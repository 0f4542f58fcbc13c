"""The projector: a slide at a time by links, answers only when they are asked for, notes in a window of their own."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from course.documents.packs import Wish
from course.documents.slide_values import Slide
from course.documents.slides import slides
from course.rules import plans
from tests.records.made import TODAY
from tests.web.packing import School
from tests.web.packing import school as school
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader
from tests.web.training import ENDS, MINUTE, at, move_in


@pytest.fixture
def deck(course: Catalogue) -> tuple[Slide, ...]:
    """The slides of module 2."""
    plan = plans.plan(course, "module-golden-rules")
    assert plan is not None
    return slides(course, plan, Wish(TODAY))


def way(page: Page, where: str) -> str | None:
    """Where Next or Back leads."""
    assert page.tree is not None
    return next((str(each) for each in page.tree.xpath(f"//a[@data-go='{where}']/@href")), None)


def first(deck: tuple[Slide, ...], kind: str) -> int:
    """The number of the first slide of a kind."""
    return next(number for number, slide in enumerate(deck, 1) if slide.kind == kind)


def test_links_lead_through_every_slide_and_back(school: School, deck: tuple[Slide, ...]) -> None:
    reader = school.trainer()
    page, titles = reader.open("/present/golden-rules"), []
    while True:
        titles.append(page.h1)
        following = way(page, "next")
        if following is None:
            break
        page = reader.open(following)
    shown = [slide.title for slide in deck for _ in range(2 if slide.kind in ("statement", "statements") else 1)]
    assert titles == shown
    for slide in reversed(deck[:-1]):
        page = reader.open(way(page, "back") or "")
        assert page.h1 == slide.title
    assert way(page, "back") is None


def test_an_answer_is_on_the_wall_only_when_it_is_asked_for(
    school: School, deck: tuple[Slide, ...], course: Catalogue
) -> None:
    reader, number = school.trainer(), first(deck, "statement")
    statement = next(
        each for quiz in course.quizzes.values() for each in quiz.statements if each.text == deck[number - 1].title
    )
    page = reader.open(f"/present/golden-rules/{number}")
    assert statement.because not in page.text and "data-answer" not in page.text
    assert page.tree is not None and page.tree.xpath("//a[@data-go='next']")[0].text == "Answer"
    told = reader.open(way(page, "next") or "")
    assert statement.because in told.words
    assert told.tree is not None
    assert told.tree.xpath("string(//li[@class='slide-right']/text())") == ("True" if statement.answer else "False")


def test_several_statements_on_a_slide_get_their_answers_at_once(school: School, course: Catalogue) -> None:
    plan = plans.plan(course, "three-hours")
    assert plan is not None
    number = first(slides(course, plan, Wish(TODAY)), "statements")
    reader = school.trainer()
    page = reader.open(f"/present/three-hours/{number}")
    assert "data-answer" not in page.text
    told = reader.open(f"/present/three-hours/{number}?answer=yes")
    assert told.tree is not None
    assert len(told.tree.xpath("//*[@data-answer]")) == len(told.tree.xpath("//ol[@class='slide-points']/li")) > 1


def test_notes_are_on_their_own_page_and_not_on_the_wall(school: School, deck: tuple[Slide, ...]) -> None:
    reader, number = school.trainer(), first(deck, "rule")
    wall, notes = reader.open(f"/present/golden-rules/{number}"), reader.open(f"/present/golden-rules/{number}/notes")
    assert "What to do" in notes.words and "What to do" not in wall.words
    assert notes.tree is not None and wall.tree is not None
    assert notes.tree.xpath("//a[@data-go='next']/@href") == [f"/present/golden-rules/{number + 1}/notes"]
    assert notes.tree.xpath("//a[@data-go='back']/@href") == [f"/present/golden-rules/{number - 1}/notes"]
    here = {"slide": f"/present/golden-rules/{number}", "notes": f"/present/golden-rules/{number}/notes"}
    for page, kind in ((wall, "slide"), (notes, "notes")):
        (root,) = page.tree.xpath("//*[@data-stage]") if page.tree is not None else [None]
        assert {name: root.get(f"data-{name}") for name in ("stage", "slide", "notes")} == {"stage": kind, **here}


def test_nothing_but_the_slide_is_on_the_wall(school: School) -> None:
    page = school.trainer().open("/present/golden-rules/5")
    assert page.tree is not None
    assert page.tree.xpath("//header | //footer") == []
    assert page.answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/present/no-such-module",
        "/present/golden-rules/999",
        "/present/golden-rules/0",
        "/present/golden-rules/999/notes",
        "/present/golden-rules/1?organisation=999999",
    ],
)
def test_a_slide_that_there_is_not_is_not_found(path: str, school: School) -> None:
    assert school.trainer().open(path).status == 404


def test_every_module_and_every_pack_can_be_shown(school: School, course: Catalogue) -> None:
    reader = school.trainer()
    names = [*(module.id for module in course.modules), *plans.plan_names(course)]
    assert {name: reader.open(f"/present/{name}").status for name in names} == dict.fromkeys(names, 200)


def test_wishes_go_along_from_slide_to_slide(school: School) -> None:
    reader = school.partnership_trainer()
    page = reader.open(f"/present/golden-rules/2?organisation={school.clinic}")
    assert way(page, "next") == f"/present/golden-rules/3?organisation={school.clinic}"
    assert way(page, "notes") == f"/present/golden-rules/2/notes?organisation={school.clinic}"
    assert "Harbour Clinic" in reader.open(f"/present/golden-rules?organisation={school.clinic}").words


def test_a_statement_leads_to_a_show_of_hands_and_back(school: School, deck: tuple[Slide, ...]) -> None:
    reader, number = school.trainer(), first(deck, "statement")
    page = reader.open(f"/present/golden-rules/{number}")
    assert page.tree is not None
    (href,) = page.tree.xpath("//a[starts-with(@href, '/hands')]/@href")
    reader.open(href)
    wall = reader.follow(reader.press("hands"))
    assert wall.h1 == deck[number - 1].title
    assert reader.press("close-hands").place == f"/present/golden-rules/{number}"
    told: Page = reader.open(f"/present/golden-rules/{number}?answer=yes")
    assert told.tree is not None and told.tree.xpath("//a[starts-with(@href, '/hands')]") == []


def test_slides_are_worked_out_once_for_the_same_wishes(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from course.web.train import decks

    made: list[str] = []
    work = decks.slides
    monkeypatch.setattr(decks, "slides", lambda held, plan, wish: made.append(plan.id) or work(held, plan, wish))
    reader = Reader(school.trainer().client)
    for number in (1, 2, 3, 2):
        assert reader.open(f"/present/deciding/{number}").status == 200
    assert made == ["module-deciding"]


def test_whichever_name_was_asked_first_links_carry_the_one_that_is_asked(school: School) -> None:
    reader = school.trainer()
    for name in ("golden-rules", "module-golden-rules", "golden-rules"):
        assert way(reader.open(f"/present/{name}"), "next") == f"/present/{name}/2"


@pytest.mark.parametrize(("time", "keeps"), [("07:59", False), ("08:00", True), ("12:59", True), ("13:01", False)])
def test_while_a_session_goes_on_the_wall_keeps_the_visit_of_its_trainer(time: str, keeps: bool, app: Flask) -> None:
    room = move_in(app)
    room.plan(trainer=room.people["Ada Quill"])
    at(time)
    assert "data-awake" not in room.trainer_again().open("/present/golden-rules").text  # it is another's
    room.plan(key="own")
    page = room.trainer.open("/present/golden-rules")
    assert (
        page.tree is not None
        and [int(each) for each in page.tree.xpath("//@data-awake")] == [int((ENDS + 60 * MINUTE).timestamp())] * keeps
    )
    assert "data-awake" not in room.trainer.open("/present/golden-rules/1/notes").text
    shared = Reader(app.test_client())
    shared.open("/sign-in")
    shared.press("sign-in", email="tess.trainer@roles.example", password=PASSWORD, shared="y")
    assert "data-awake" not in shared.open("/present/golden-rules").text
