"""Answers that wait behind the sign-in page: the whole way, from the quiz to the attempt that is kept."""

from collections.abc import Callable

import pytest
from flask import Flask

from course.records import attempts
from course.records.database import reading
from course.web import carry
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader

EMAIL = "ada@heronsea.example"
QUIZ = "/modules/golden-rules/golden-rules-quiz"
SIGNED_OUT = "You have been signed out. Your answers are still here."
Later = Callable[..., None]


def sign_in(reader: Reader, login: str = EMAIL, **more: str) -> Page:
    page = reader.open("/sign-in")
    return reader.press("sign-in", page, email=login, password=PASSWORD, **more)


def answer_all(reader: Reader, page: Page, answer: str = "true") -> Page:
    names = set(page.form("answers").xpath(".//input[@type='radio']/@name"))
    assert names
    return reader.press("answers", page, **dict.fromkeys(names, answer))


def kept(app: Flask, person: int) -> int:
    with app.app_context(), reading() as store:
        return len(attempts.attempts_of(store, person))


def test_a_guest_who_signed_in_in_another_tab_meanwhile_is_asked_and_it_is_kept_once(
    ada: int, app: Flask, reader: Reader
) -> None:
    """The form that keeps a guest's answers has no token, and the visit that began meanwhile would need one."""
    result = answer_all(reader, reader.open(QUIZ))
    assert result.status == 200 and kept(app, ada) == 0
    assert sign_in(reader).status == 303
    asked = reader.press("keep", result)
    assert asked.status == 403 and asked.h1 == "Hand these in as Ada Quill?"
    assert kept(app, ada) == 0
    done = [reader.press("answers", asked) for _ in range(2)]
    assert [each.status for each in done] == [303, 303] and kept(app, ada) == 1
    assert done[0].place == done[1].place and reader.follow(done[0]).status == 200


def test_made_up_answers_from_another_tab_are_refused(ada: int, app: Flask, reader: Reader) -> None:
    sign_in(reader)
    page = reader.send("/sign-in/keep", carry="made.up")
    assert page.status == 400 and "stale" in page.h1
    assert kept(app, ada) == 0


def test_with_a_good_token_the_question_is_the_same(ada: int, app: Flask, reader: Reader) -> None:
    result = answer_all(reader, reader.open(QUIZ))
    sign_in(reader)
    asked = reader.post("/sign-in/keep", carry=result.value("keep", "carry") or "")
    assert asked.status == 200 and asked.h1 == "Hand these in as Ada Quill?"


def test_answers_that_wait_behind_sign_in_are_not_lost_to_who_signs_in_beside(
    ada: int, app: Flask, reader: Reader
) -> None:
    result = answer_all(reader, reader.open(QUIZ))
    waiting = reader.press("keep", result)
    sign_in(reader)
    asked = reader.press("sign-in", waiting, email=EMAIL, password=PASSWORD)
    assert (asked.status, asked.h1) == (403, "Hand these in as Ada Quill?")


def test_a_visit_that_ended_during_a_quiz_shows_sign_in_at_once_and_the_answers_are_kept(
    ada: int, app: Flask, reader: Reader, later: Later
) -> None:
    sign_in(reader, shared="y")
    page = reader.open(QUIZ)
    later(minutes=16)
    ended = answer_all(reader, page)
    assert ended.status == 403 and ended.h1 == "Sign in"
    before_form = ended.words.split("Email address or sign-in name")[0]
    assert SIGNED_OUT in before_form
    wrong = reader.press("sign-in", email=EMAIL, password="not the password")
    assert wrong.status == 422 and "Your answers are kept" in wrong.words and SIGNED_OUT not in wrong.words
    asked = reader.press("sign-in", email=EMAIL, password=PASSWORD)
    assert asked.h1 == "Hand these in as Ada Quill?" and kept(app, ada) == 0
    assert reader.press("answers", asked).status == 303 and kept(app, ada) == 1


def test_a_visit_ended_from_elsewhere_leads_the_same_way(ada: int, app: Flask, reader: Reader) -> None:
    elsewhere = Reader(app.test_client())
    sign_in(reader)
    sign_in(elsewhere)
    page = reader.open(QUIZ)
    elsewhere.open("/account/sessions")
    elsewhere.press("sign-out-everywhere")
    ended = answer_all(reader, page)
    assert ended.status == 403 and SIGNED_OUT in ended.words
    assert reader.press("keep", button=("to", "sign-up")).value("sign-up", "carry")


def test_other_rooms_find_the_page_by_its_name(app: Flask) -> None:
    with app.test_request_context():
        sealed = carry.seal(carry.Carry("golden-rules", "golden-rules-quiz", "digest", "the-key", {"a": "true"}))
        body, status = app.extensions["sign_in_page"](sealed)
    assert status == 403 and SIGNED_OUT in body and f'value="{sealed}"' in body


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in?next=forged"])
def test_nobody_else_is_told_that_they_have_been_signed_out(reader: Reader, path: str) -> None:
    assert SIGNED_OUT not in reader.open(path).words
