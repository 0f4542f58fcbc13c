"""Some weeks after the course: a wish, the questions, one letter to the manager; nothing typed is lost, nothing leaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from course.catalogue.model import Reflection
from course.catalogue.shelf import Shelf
from course.clock import now
from course.records import accounts, brakes, follow_ups, reflections
from course.records.database import reading, writing
from course.records.follow_ups import FollowUp
from course.rules.facts import Reflected
from course.web.mine.ask_manager import A_DAY, MOST_A_DAY
from tests.web.certified import complete
from tests.web.learning import signed_in
from tests.web.post_office import PostOffice, link_in
from tests.web.reader import Page, Reader
from tests.web.reflecting import CHANGE, kept, steps

PATH = "/my/follow-up"
BOSS = "lee@heronsea.example"
Later = Callable[..., None]


@pytest.fixture
def asked(shelf: Shelf) -> Reflection:
    return shelf.catalogue.reflection


@pytest.fixture
def graduate(mailing: Flask, shelf: Shelf, ada: int) -> Reader:
    """Ada, who has confirmed her address, completed the course and said what she means to do."""
    complete(mailing, shelf, ada)
    with mailing.app_context(), writing() as store:
        accounts.confirm_email(store, ada)
        reflections.keep_reflection(store, ada, Reflected(1, "after", "2026.1", False, 4, CHANGE, now(), ()))
    return signed_in(mailing)


@pytest.fixture
def mailing(site: Callable[..., Flask], ada: int, post_office: PostOffice) -> Flask:
    return site(**post_office.settings)


def again(app: Flask, later: Later) -> Reader:
    """Ada, eight weeks later."""
    later(weeks=8)
    return signed_in(app)


def answers(app: Flask, person: int) -> tuple[FollowUp, ...]:
    with app.app_context(), reading() as store:
        return follow_ups.follow_ups_of(store, person)


def send(reader: Reader, asked: Reflection, **typed: str) -> Page:
    reader.open(PATH)
    said = steps(asked, 4) | {"decided_since": "yes", "helped": "The rules", "change_done": "partly"} | typed
    return reader.press("follow-up", **said)


def test_before_the_course_is_complete_there_is_nothing_to_answer(app: Flask, ada: int, asked: Reflection) -> None:
    reader = signed_in(app)
    assert "First there is the course to finish" in reader.open(PATH).words
    assert reader.post(f"{PATH}/wish", wish="yes").place == PATH
    assert reader.post(PATH, decided_since="yes").place == PATH and answers(app, ada) == ()
    assert reader.post(f"{PATH}/manager", manager=BOSS).status == 404


def test_a_wish_is_kept_and_can_be_taken_back(mailing: Flask, graduate: Reader, ada: int) -> None:
    page = graduate.open(PATH)
    assert "From " in page.words and not page.has_form("follow-up") and not page.has_form("manager")
    assert graduate.press("wish").place == f"{PATH}?done=wished"
    assert "We write to you on that day, once" in graduate.open(PATH).words
    graduate.press("wish")
    assert graduate.open(PATH).form("wish").xpath("string(.//input[@name='wish']/@value)") == "yes"


def test_nobody_is_offered_a_letter_that_cannot_come(app: Flask, shelf: Shelf, ada: int) -> None:
    complete(app, shelf, ada)
    page = signed_in(app).open(PATH)
    assert "This site sends no mail" in page.words and not page.has_form("wish")


@pytest.mark.parametrize(("days", "open_"), [(55, False), (56, True)])
def test_the_questions_come_after_eight_weeks(
    days: int, open_: bool, mailing: Flask, graduate: Reader, later: Later
) -> None:
    later(days=days)
    page = signed_in(mailing).open(PATH)
    assert page.has_form("follow-up") == open_ == page.has_form("manager")


def test_answers_are_kept_with_the_confidence_of_that_time_and_shown_to_the_learner(
    mailing: Flask, graduate: Reader, ada: int, asked: Reflection, later: Later
) -> None:
    reader = again(mailing, later)
    assert CHANGE in reader.open(PATH).words and "no details of a case" in reader.open(PATH).words.lower()
    assert "Reports count two things" in reader.open(PATH).words
    assert "whether you have done what you meant to do. The rest is for you alone." in reader.open(PATH).words
    assert send(reader, asked).place == f"{PATH}?done=kept"
    (only,) = answers(mailing, ada)
    assert (only.decided_since, only.helped, only.hindered, only.change_done) == (True, "The rules", "", "partly")
    later_said = next(each for each in kept(mailing, ada) if each.moment == "later")
    assert dict(later_said.answers) == {each.id: 4 for each in asked.confidence}
    page = reader.open(PATH)
    assert "The rules" in page.words and "Partly" in page.words and not page.has_form("follow-up")
    assert "The rules" in reader.open("/account/data.json").text
    assert "Some weeks after the course" in reader.open("/account/data").words


def test_the_same_form_twice_is_one_answer_and_another_one_comes_back(
    mailing: Flask, graduate: Reader, ada: int, asked: Reflection, later: Later
) -> None:
    reader = again(mailing, later)
    page = reader.open(PATH)
    said = steps(asked, 2) | {"decided_since": "no", "helped": "Time"}
    assert [reader.press("follow-up", page, **said).place for _ in range(2)] == [f"{PATH}?done=kept"] * 2
    back = reader.press("follow-up", page, **(said | {"helped": "Something else"}))
    assert back.status == 409 and "Something else" in back.text and "those answers stay" in back.words
    assert [each.helped for each in answers(mailing, ada)] == ["Time"]


def test_answers_can_be_deleted_and_given_anew(
    mailing: Flask, graduate: Reader, ada: int, asked: Reflection, later: Later
) -> None:
    reader = again(mailing, later)
    send(reader, asked)
    reader.open(PATH)
    assert reader.press("delete-follow-up").place == f"{PATH}?done=deleted"
    assert answers(mailing, ada) == () and [each.moment for each in kept(mailing, ada)] == ["after"]
    assert send(reader, asked, helped="Anew").place == f"{PATH}?done=kept"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"decided_since": None}, "Choose yes or no"),
        ({"helped": "x" * 501}, "Use 500 characters or fewer; these are 501"),
        ({"hindered": "a\u202eb"}, "cannot be seen"),
        ({"change_done": "perhaps"}, "one of the 3 answers"),
        ({"find-lead": "9"}, "one of the 5 answers"),
    ],
)
def test_a_fault_is_said_and_what_was_typed_stays(
    typed: dict[str, str], error: str, mailing: Flask, graduate: Reader, ada: int, asked: Reflection, later: Later
) -> None:
    page = send(again(mailing, later), asked, **({"hindered": "The telephone"} | typed))
    assert page.status == 422 and any(error in line for line in page.errors())
    assert ("The telephone" in page.text or "hindered" in typed) and answers(mailing, ada) == ()


def test_who_has_been_signed_out_gets_the_form_back(
    mailing: Flask, graduate: Reader, ada: int, asked: Reflection, later: Later
) -> None:
    reader = again(mailing, later)
    page = reader.open(PATH)
    reader.post("/sign-out")
    back = reader.press("follow-up", page, decided_since="yes", helped="The rules", **steps(asked, 3))
    assert back.status == 403 and "The rules" in back.text and "You are signed out" in back.words
    reader.open("/sign-in")
    reader.press("sign-in", email="ada@heronsea.example", password="kettle moss violin")
    old = reader.press("follow-up", page, decided_since="yes", helped="The rules", **steps(asked, 3))
    assert old.status == 400 and "The rules" in old.text and answers(mailing, ada) == ()
    assert reader.press("follow-up").place == f"{PATH}?done=kept"


def manager_letter(reader: Reader, office: PostOffice, **typed: str) -> str:
    """The link in the letter to the manager."""
    reader.open(PATH)
    assert reader.press("manager", manager=f" {BOSS} ", **typed).place == f"{PATH}?done=asked"
    (letter,) = office.wait_for(1)
    assert letter["To"] == BOSS and letter["Subject"] == "One question about training"
    assert "Ada" in letter.get_content() and "Quill" not in letter.get_content()
    return link_in(letter)


@pytest.mark.parametrize("tells", [True, False])
def test_the_manager_answers_once_without_an_account(
    tells: bool, mailing: Flask, graduate: Reader, post_office: PostOffice, later: Later
) -> None:
    link = manager_letter(again(mailing, later), post_office, **({"tells_change": "yes"} if tells else {}))
    manager = Reader(mailing.test_client())
    page = manager.open(link)
    assert page.h1 == "One question about Ada" and "Quill" not in page.words and "ada@" not in page.text
    assert (CHANGE in page.words) == tells
    nothing = manager.press("manager")
    assert nothing.status == 422 and nothing.errors() == ["Choose one of the 3 answers"]
    manager.open(link)
    assert manager.press("manager", answer="partly").place == link
    thanks = manager.open(link)
    assert thanks.status == 200 and "Thank you" in thanks.h1 and "Ada" not in thanks.words
    second = Reader(mailing.test_client())
    assert "Thank you" in second.open(link).h1 and not second.open(link).has_form("manager")


def test_two_who_have_the_link_open_answer_once(
    mailing: Flask, graduate: Reader, post_office: PostOffice, later: Later, ada: int
) -> None:
    link = manager_letter(again(mailing, later), post_office)
    first, second = Reader(mailing.test_client()), Reader(mailing.test_client())
    pages = [each.open(link) for each in (first, second)]
    assert first.press("manager", pages[0], answer="yes").status == 303
    late = second.press("manager", pages[1], answer="not-yet")
    assert late.status == 200 and "Thank you" in late.h1
    with mailing.app_context(), reading() as store:
        found = follow_ups.manager_question(store, link.removeprefix("/manager/"))
    assert found is not None and found.answer == "yes"


def test_the_learner_sees_that_and_not_what_was_answered_and_cannot_ask_twice(
    mailing: Flask, graduate: Reader, post_office: PostOffice, later: Later
) -> None:
    reader = again(mailing, later)
    page = reader.open(PATH)
    link = manager_letter(reader, post_office)
    assert reader.press("manager", page, manager="other@heronsea.example").status == 303
    assert "Your manager can answer until" in reader.open(PATH).words and not reader.at.has_form("manager")  # type: ignore[union-attr]
    manager = Reader(mailing.test_client())
    manager.open(link)
    manager.press("manager", answer="not-yet")
    told = reader.open(PATH).words.partition("One question to your manager")[2]
    assert "Your manager has answered" in told and "yet" not in told
    post_office.wait_until_nothing_travels()
    assert len(post_office.letters) == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Enter an email"),
        ("lee", "Enter an email"),
        (" ADA@heronsea.example", "your own"),
        ("a@b.c" + "d" * 300, "E"),
    ],
)
def test_an_address_that_will_not_do_is_refused_and_stays(
    typed: str, error: str, mailing: Flask, graduate: Reader, post_office: PostOffice, later: Later
) -> None:
    reader = again(mailing, later)
    reader.open(PATH)
    page = reader.press("manager", manager=typed, tells_change="yes")
    assert page.status == 422 and error in page.errors()[0] and page.value("manager", "manager") == typed
    assert post_office.letters == []


def test_a_link_that_is_too_old_or_never_was_says_so_kindly(
    mailing: Flask, graduate: Reader, post_office: PostOffice, later: Later
) -> None:
    link = manager_letter(again(mailing, later), post_office)
    later(days=42)
    assert Reader(mailing.test_client()).open(link).has_form("manager")
    later(days=1)
    page = Reader(mailing.test_client()).open(link)
    assert page.status == 200 and page.h1 == "The time to answer is over"
    nowhere = Reader(mailing.test_client()).open("/manager/never-was-one")
    assert nowhere.status == 404 and "nothing you need to do" in nowhere.words


def test_a_closed_account_leaves_no_question(
    mailing: Flask, graduate: Reader, post_office: PostOffice, later: Later, ada: int
) -> None:
    link = manager_letter(again(mailing, later), post_office)
    with mailing.app_context(), writing() as store:
        accounts.close_account(store, ada, now())
    assert Reader(mailing.test_client()).open(link).status == 404


def test_one_address_is_not_flooded(mailing: Flask, graduate: Reader, post_office: PostOffice, later: Later) -> None:
    reader = again(mailing, later)
    with mailing.app_context(), writing() as store:
        for _ in range(MOST_A_DAY):
            brakes.strike(store, f"manager: {BOSS}", now(), window=A_DAY)
    reader.open(PATH)
    page = reader.press("manager", manager=BOSS)
    assert page.status == 429 and "Try again tomorrow" in page.errors()[0]
