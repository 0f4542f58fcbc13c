"""A show of hands: on the wall for the trainer, on phones without accounts, and nothing of it is kept afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from course.catalogue.model import Catalogue, Statement
from course.records import hands, tables
from course.records.database import reading
from course.web.train.phones import COOKIE, TRIES
from tests.web.packing import School
from tests.web.packing import school as school
from tests.web.reader import Page, Reader

QUIZ = "golden-rules-quiz"


@pytest.fixture
def statement(course: Catalogue) -> Statement:
    """The one that is put before the room."""
    return course.quizzes[QUIZ].statements[1]


@pytest.fixture
def trainer(school: School, statement: Statement) -> Reader:
    """A trainer with the statement on the wall."""
    reader = school.trainer()
    reader.open("/hands")
    shown = reader.follow(reader.press("hands", statement=f"{QUIZ}/{statement.id}"))
    assert (shown.status, shown.h1) == (200, statement.text)
    return reader


@pytest.fixture
def code(trainer: Reader) -> str:
    assert trainer.at is not None
    assert trainer.at.tree is not None
    return str(trainer.at.tree.xpath("string(//*[@class='hands-code'])"))


@pytest.fixture
def phone(school: School) -> Callable[..., Reader]:
    """Makes a phone, which has no account."""
    return lambda **more: Reader(school.app.test_client(**more))


def counts(trainer: Reader) -> dict[str, object]:
    """What the page that looks again is told."""
    found: dict[str, object] = json.loads(trainer.open("/hands/show.json").text)
    return found


def kept(app: Flask) -> int:
    """How many rows there are of it."""
    with app.app_context(), reading() as store:
        return sum(
            store.execute(select(func.count()).select_from(each)).scalar_one()
            for each in (tables.hand, tables.show_of_hands)
        )


def answer(reader: Reader, code: str, said: str) -> Page:
    reader.open(f"/hands/{code}")
    return reader.press("hand", button=("answer", said))


def test_phones_answer_and_the_wall_counts(trainer: Reader, code: str, phone: Callable[..., Reader]) -> None:
    for said in ("true", "true", "false"):
        assert "You said" in answer(phone(), code, said).words
    assert counts(trainer) == {"open": True, "answered": 3, "trues": 2, "falses": 1}
    wall = trainer.open("/hands/show")
    assert "3 answers so far" in wall.words and "data-bar" not in wall.text
    assert wall.tree is not None
    told = trainer.open("/hands/show?counts=yes")
    assert told.tree is not None
    assert [each.text for each in told.tree.xpath("//li/strong[@data-figure]")] == ["2", "1"]


def test_a_phone_may_change_its_mind_and_counts_once(trainer: Reader, code: str, phone: Callable[..., Reader]) -> None:
    reader = phone()
    answer(reader, code, "true")
    changed = answer(reader, code, "false")
    assert "You said False" in changed.words
    assert "You said False" in reader.open(f"/hands/{code}").words
    assert counts(trainer)["answered"] == 1
    assert counts(trainer)["falses"] == 1


def test_a_phone_that_takes_no_cookies_counts_once_as_long_as_its_page_is_open(
    trainer: Reader, code: str, phone: Callable[..., Reader]
) -> None:
    reader = phone(use_cookies=False)
    page = reader.open(f"/hands/{code}")
    for said in ("true", "false", "true"):
        assert reader.press("hand", page, button=("answer", said)).status == 200
    assert counts(trainer)["answered"] == 1


def test_hands_counted_in_the_room_are_added_to_those_of_phones(
    trainer: Reader, code: str, phone: Callable[..., Reader]
) -> None:
    answer(phone(), code, "true")
    trainer.open("/hands/show")
    assert trainer.press("typed-hands", trues="7", falses="").place == "/hands/show?counts=yes"
    assert counts(trainer) == {"open": True, "answered": 8, "trues": 8, "falses": 0}


@pytest.mark.parametrize("typed", ["-1", "1000", "many", "1.5"])
def test_a_count_that_is_no_number_is_said_and_kept_in_the_field(typed: str, trainer: Reader, code: str) -> None:
    trainer.open("/hands/show")
    page = trainer.press("typed-hands", trues=typed, falses="3")
    assert (page.status, page.value("typed-hands", "trues"), page.value("typed-hands", "falses")) == (422, typed, "3")
    assert "Enter numbers from 0 to 999" in page.text
    assert counts(trainer)["answered"] == 0


def test_after_closing_nothing_of_it_is_left(
    trainer: Reader, code: str, phone: Callable[..., Reader], school: School
) -> None:
    reader = phone()
    answer(reader, code, "true")
    assert kept(school.app) == 2
    trainer.open("/hands/show")
    assert trainer.press("close-hands").place == "/hands"
    assert kept(school.app) == 0
    gone = reader.open(f"/hands/{code}")
    assert (gone.status, gone.h1) == (404, "No question is open here")
    assert f"{COOKIE}=;" in gone.answer.headers["Set-Cookie"]
    assert reader.client.get_cookie(COOKIE, path=f"/hands/{code}") is None
    assert counts(trainer) == {"open": False, "answered": 0, "trues": 0, "falses": 0}
    assert trainer.open("/hands/show").place == "/hands"


def test_an_answer_that_comes_as_it_is_closed_is_told_so(
    code: str, phone: Callable[..., Reader], school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed_first(store: Connection, number: int, name: str, answer: bool) -> bool | None:
        store.execute(tables.show_of_hands.delete())
        return taken(store, number, name, answer)

    taken = hands.raise_hand
    monkeypatch.setattr(hands, "raise_hand", closed_first)
    late = answer(phone(), code, "true")
    assert (late.status, late.h1) == (404, "No question is open here") and kept(school.app) == 0


def test_the_next_statement_closes_the_one_before(
    trainer: Reader, code: str, school: School, phone: Callable[..., Reader]
) -> None:
    answer(phone(), code, "true")
    trainer.open("/hands")
    assert trainer.press("hands").status == 303
    assert kept(school.app) == 1
    assert phone().open(f"/hands/{code}").status == 404


def test_what_was_forgotten_ends_with_the_day(
    trainer: Reader, code: str, school: School, later: Callable[..., None]
) -> None:
    from course import daily

    later(hours=13)
    with school.app.app_context():
        daily.tidy_up(school.app.config["SHAREWELL"])
    assert kept(school.app) == 0


def test_the_cookie_goes_to_this_page_alone_and_knows_nobody(code: str, phone: Callable[..., Reader]) -> None:
    page = phone().open(f"/hands/{code}")
    (cookie,) = page.answer.headers.getlist("Set-Cookie")
    assert re.fullmatch(rf"hand=[A-Za-z0-9_-]{{22}}; HttpOnly; Path=/hands/{code}; SameSite=Lax", cookie)
    assert page.answer.headers["Cache-Control"] == "no-store"


def test_what_is_kept_of_a_phone_is_a_digest(code: str, phone: Callable[..., Reader], school: School) -> None:
    reader = phone()
    answer(reader, code, "true")
    cookie = reader.client.get_cookie(COOKIE, path=f"/hands/{code}")
    assert cookie is not None
    with school.app.app_context(), reading() as store:
        (number,) = store.execute(select(tables.hand.c.phone)).scalars()
    assert cookie.value.partition(".")[0] not in number


def test_an_answer_that_is_none_is_asked_for_again(code: str, phone: Callable[..., Reader], trainer: Reader) -> None:
    reader = phone()
    reader.open(f"/hands/{code}")
    page = reader.press("hand", button=("answer", "perhaps"))
    assert (page.status, page.errors()) == (422, ["Press one of the two answers"])
    assert counts(trainer)["answered"] == 0


def test_a_code_is_read_in_small_letters_too(code: str, phone: Callable[..., Reader]) -> None:
    assert phone().open(f"/hands/{code.lower()}").place == f"/hands/{code}"


def test_whoever_tries_codes_is_slowed_down(code: str, phone: Callable[..., Reader]) -> None:
    reader = phone()
    tried = {
        reader.client.get("/hands/22XX", environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code for _ in range(TRIES)
    }
    assert tried == {404}
    with reader.client.application.app_context(), reading() as store:
        assert store.scalar(select(func.sum(tables.brake.c.strikes))) == 0  # opening a page writes nothing
    for path in ("/hands/22XX", f"/hands/{code}"):
        assert reader.client.get(path, environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 429
    assert reader.client.get(f"/hands/{code}", environ_base={"REMOTE_ADDR": "192.0.2.10"}).status_code == 200


def test_the_answer_is_on_the_wall_only_when_it_is_asked_for(trainer: Reader, statement: Statement) -> None:
    assert statement.because not in trainer.open("/hands/show?counts=yes").text
    told = trainer.open("/hands/show?answer=yes")
    assert statement.because in told.words
    assert told.tree is not None
    assert told.tree.xpath("string(//li[@class='hands-right']/span/text())").strip() == (
        "True" if statement.answer else "False"
    )


def test_the_phone_never_gets_the_answer(code: str, phone: Callable[..., Reader], statement: Statement) -> None:
    for said in ("true", "false"):
        page = answer(phone(), code, said)
        assert statement.because not in page.text and "data-answer" not in page.text


def test_a_phone_of_somebody_who_is_signed_in_is_a_phone_like_any_other(
    code: str, school: School, trainer: Reader
) -> None:
    learner = school.browser(member_of=school.nursery)
    assert "You said True" in answer(learner, code, "true").words
    assert counts(trainer)["trues"] == 1
    assert learner.send(f"/hands/{code}", answer="true").status == 400  # a form without its token


def test_the_trainer_sees_the_address_in_words_and_as_a_square(trainer: Reader, code: str) -> None:
    wall = trainer.open("/hands/show")
    assert wall.tree is not None
    assert wall.tree.xpath("//img[@class='square']/@alt") == ["Square code that opens this question on a phone"]
    assert f"/hands/{code}" in wall.words


def test_each_trainer_has_a_wall_of_their_own(
    trainer: Reader, code: str, school: School, phone: Callable[..., Reader]
) -> None:
    other = school.partnership_trainer()
    assert other.open("/hands/show").place == "/hands"
    answer(phone(), code, "true")
    assert counts(other) == {"open": False, "answered": 0, "trues": 0, "falses": 0}
    other.open("/hands")
    other.press("hands")
    assert counts(trainer)["answered"] == 1


@pytest.mark.parametrize("typed", ["", "no-such-quiz/x", f"{QUIZ}/no-such-statement", QUIZ])
def test_a_statement_that_the_course_has_not_is_not_shown(typed: str, school: School) -> None:
    reader = school.trainer()
    reader.open("/hands")
    assert reader.press("hands", statement=typed).status == 400


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "/present/../x", "/reports", "/present/a/1/notes"]
)
def test_one_is_led_back_to_a_slide_and_nowhere_else(back: str, school: School) -> None:
    reader = school.trainer()
    reader.open("/hands")
    assert reader.press("hands", back=back).place == "/hands/show"
    reader.open("/hands/show")
    assert reader.press("close-hands", back=back).place == "/hands"


def test_the_room_can_be_full(code: str, phone: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch) -> None:
    from course.records import hands

    monkeypatch.setattr(hands, "MOST_HANDS", 1)
    assert answer(phone(), code, "true").status == 200
    page = answer(phone(), code, "true")
    assert page.status == 409 and "The room is full" in page.words
