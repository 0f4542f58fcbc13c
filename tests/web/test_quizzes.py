"""Quizzes: what is handed in is judged, kept once and shown again; what was not handed in is nowhere to be read."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask

from course.catalogue.model import Catalogue, Quiz
from course.catalogue.shelf import Shelf
from tests.web.learning import (
    ADA,
    BO,
    QUIZ,
    QUIZ_PAGE,
    answers,
    attempts_of,
    end_visits,
    looks_of,
    outcomes,
    pages,
    readings_of,
    signed_in,
)
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader

ODD = ["", "\x00", "a\x00b", "x" * 100_000, "\ud7ff\uffff", "🦊" * 300, "' OR 1=1 --", "<script>", "TRUE", "1", "null"]


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture
def quiz(course: Catalogue) -> Quiz:
    return course.quizzes[QUIZ]


def hand_in(reader: Reader, chosen: dict[str, str], **more: str | None) -> Page:
    """Open the quiz and hand it in."""
    reader.open(QUIZ_PAGE)
    return reader.press("answers", **(chosen | more))


@pytest.mark.parametrize("wrong", [0, 1, 3])
def test_a_hand_in_is_kept_with_its_marks_and_shown_statement_by_statement(
    wrong: int, app: Flask, ada: int, quiz: Quiz
) -> None:
    reader, out_of = signed_in(app), len(quiz.statements)
    page = reader.follow(hand_in(reader, answers(quiz, wrong=wrong)))
    assert page.h1.startswith(f"{out_of - wrong} of {out_of} right")
    assert outcomes(page) == ["wrong"] * wrong + ["right"] * (out_of - wrong)
    for each in quiz.statements:
        assert each.because in page.words
    (kept,) = attempts_of(app, ada)
    assert (kept.quiz, kept.module, kept.marks, kept.out_of) == (QUIZ, "golden-rules", out_of - wrong, out_of)
    assert (kept.digest, kept.edition, kept.pass_mark, kept.after_look) == (quiz.digest, "2026.1", 80, False)
    assert [(each.statement, each.right) for each in kept.answers] == [
        (each.id, number >= wrong) for number, each in enumerate(quiz.statements)
    ]
    assert readings_of(app, ada) == [(QUIZ, "2026.1")]


@pytest.mark.parametrize("who", ["guest", "learner"])
@pytest.mark.parametrize("left_out", [1, 3, 8])
def test_what_was_left_out_is_pointed_out_the_rest_stays_chosen_and_nothing_is_kept(
    who: str, left_out: int, app: Flask, ada: int, quiz: Quiz
) -> None:
    reader = signed_in(app) if who == "learner" else Reader(app.test_client())
    chosen = dict(list(answers(quiz, wrong=2).items())[left_out:])
    page = hand_in(reader, chosen)
    assert page.status == 422 and page.tree is not None
    assert page.errors() == [f"Choose an answer for statement {number}" for number in range(1, left_out + 1)]
    ticked = page.tree.xpath("//input[@type='radio'][@checked]")
    assert {each.get("name"): each.get("value") for each in ticked} == chosen
    assert (attempts_of(app, ada), readings_of(app, ada)) == ((), [])
    rest = reader.press("answers", page, **answers(quiz))
    assert rest.status == (200 if who == "guest" else 303)


def test_a_guest_sees_the_result_and_nothing_is_kept(app: Flask, ada: int, reader: Reader, quiz: Quiz) -> None:
    page = hand_in(reader, answers(quiz, wrong=1))
    assert page.status == 200 and "We have kept nothing" in page.words
    assert outcomes(page).count("wrong") == 1
    assert "Set-Cookie" not in page.answer.headers
    for person in (ada, ada + 1):
        assert (attempts_of(app, person), readings_of(app, person)) == ((), [])


def secrets_in(page: Page, course: Catalogue) -> list[str]:
    """The statements whose reason stands in a page, in whatever way it is written there."""
    text = " ".join(unescape(page.text).split())
    return [each.id for quiz in course.quizzes.values() for each in quiz.statements if each.because in text]


def test_no_page_tells_an_answer_before_it_is_asked_for(
    app: Flask, ada: int, reader: Reader, course: Catalogue
) -> None:
    places = ["/", "/flowchart", "/glossary", *(f"/modules/{module.id}/" for module in course.modules)]
    for browser in (reader, signed_in(app)):
        for path in [*places, *(path for _, _, path in pages(course))]:
            page = browser.open(path)
            assert (path, page.status, secrets_in(page, course)) == (path, 200, [])


def test_a_refused_hand_in_tells_no_answer_either(app: Flask, ada: int, course: Catalogue, quiz: Quiz) -> None:
    reader = signed_in(app)
    half = dict(list(answers(quiz).items())[:3])
    for page in (hand_in(reader, half), hand_in(reader, half, digest="unknown"), hand_in(reader, half, csrf_token="x")):
        assert page.status in (403, 409, 422) and secrets_in(page, course) == []


def test_a_result_is_where_the_answers_are(reader: Reader, course: Catalogue, quiz: Quiz) -> None:
    """The search above finds what there is to find."""
    assert set(secrets_in(hand_in(reader, answers(quiz)), course)) >= {each.id for each in quiz.statements}


def test_a_look_is_kept_and_told_of_later_hand_ins_of_that_quiz_alone(
    app: Flask, ada: int, course: Catalogue, quiz: Quiz
) -> None:
    reader = signed_in(app)
    hand_in(reader, answers(quiz, wrong=1))
    reader.open(QUIZ_PAGE)
    page = reader.press("show-answers")
    assert (page.status, page.h1, set(outcomes(page))) == (200, "The answers", {"unanswered"})
    assert "We have noted that you looked" in page.words
    assert looks_of(app, ada) == [QUIZ]
    hand_in(reader, answers(quiz))
    other = course.quizzes["deciding-quiz"]
    reader.open("/modules/deciding/deciding-quiz")
    reader.press("answers", **answers(other))
    assert [each.after_look for each in attempts_of(app, ada)] == [False, True, False]
    assert sorted(readings_of(app, ada)) == [("deciding-quiz", "2026.1"), (QUIZ, "2026.1")]


def test_a_guest_s_look_is_not_kept(app: Flask, ada: int, reader: Reader) -> None:
    reader.open(QUIZ_PAGE)
    page = reader.press("show-answers")
    assert page.status == 200 and "noted" not in page.words
    assert (looks_of(app, ada), looks_of(app, ada + 1)) == ([], [])


def test_the_same_form_sent_twice_is_one_attempt_and_other_answers_are_another(
    app: Flask, ada: int, quiz: Quiz
) -> None:
    reader = signed_in(app)
    form = reader.open(QUIZ_PAGE)
    sent = [reader.press("answers", form, **answers(quiz, wrong=wrong)).place for wrong in (2, 2, 1, 2, 1)]
    assert sent == ["/attempts/1", "/attempts/1", "/attempts/2", "/attempts/1", "/attempts/2"]
    assert [len(quiz.statements) - each.marks for each in attempts_of(app, ada)] == [2, 1]


def test_the_same_answers_from_a_new_form_are_another_attempt(app: Flask, ada: int, quiz: Quiz) -> None:
    reader = signed_in(app)
    assert [hand_in(reader, answers(quiz)).place for _ in range(2)] == ["/attempts/1", "/attempts/2"]


def test_one_key_of_two_people_is_two_attempts(app: Flask, ada: int, bo: int, quiz: Quiz) -> None:
    for login in (ADA, BO):
        assert hand_in(signed_in(app, login), answers(quiz), key="the same key").status == 303
    assert [len(attempts_of(app, person)) for person in (ada, bo)] == [1, 1]


def test_a_hand_in_after_the_visit_has_ended_is_kept_after_signing_in_and_once(
    app: Flask, ada: int, bo: int, quiz: Quiz
) -> None:
    reader = signed_in(app)
    form = reader.open(QUIZ_PAGE)
    end_visits(app, ada)
    ended = reader.press("answers", form, **answers(quiz, wrong=1))
    assert (ended.status, ended.h1, attempts_of(app, ada)) == (403, "Sign in", ())
    asked = reader.press("sign-in", ended, email=ADA, password=PASSWORD)
    assert asked.h1 == "Hand these in as Ada Quill?" and attempts_of(app, ada) == ()
    done = [reader.press("answers", asked).place for _ in range(2)]
    assert done == ["/attempts/1", "/attempts/1"]
    (kept,) = attempts_of(app, ada)
    assert kept.marks == len(quiz.statements) - 1
    assert attempts_of(app, bo) == ()


def test_looking_at_answers_after_the_visit_has_ended_leads_through_sign_in(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    form = reader.open(QUIZ_PAGE)
    end_visits(app, ada)
    page = reader.press("show-answers", form)
    assert (page.status, page.h1, outcomes(page)) == (403, "You have been signed out", [])
    assert looks_of(app, ada) == []


def test_a_form_of_an_earlier_visit_is_asked_about_and_then_kept(app: Flask, ada: int, bo: int, quiz: Quiz) -> None:
    """Bo has signed in where Ada had the form open: it is Bo who is asked, and Bo's name that is shown."""
    reader = signed_in(app)
    form = reader.open(QUIZ_PAGE)
    reader.press("sign-out", reader.open("/account"))
    reader.open("/sign-in")
    reader.press("sign-in", email=BO, password=PASSWORD)
    asked = reader.press("answers", form, **answers(quiz))
    assert (asked.status, asked.h1) == (403, "Hand these in as Bo Marsh?")
    assert attempts_of(app, ada) == attempts_of(app, bo) == ()
    assert reader.press("answers", asked).place == "/attempts/1"
    assert (len(attempts_of(app, ada)), len(attempts_of(app, bo))) == (0, 1)


def test_somebody_else_s_attempt_is_not_found_in_the_same_words_as_one_that_is_not_there(
    app: Flask, ada: int, bo: int, quiz: Quiz
) -> None:
    hand_in(signed_in(app), answers(quiz))
    other = signed_in(app, BO)
    found, missing = other.open("/attempts/1"), other.open("/attempts/2")
    assert (found.status, missing.status, found.text) == (404, 404, missing.text)
    assert Reader(app.test_client()).open("/attempts/1").status == 303


@pytest.mark.slow
@pytest.mark.parametrize("field", ["digest", "key", "a statement", "signed_in", "csrf_token", "edition"])
def test_whatever_stands_in_a_field_is_answered_and_never_with_a_fault(field: str, either: Flask, quiz: Quiz) -> None:
    add_person(either, "Ada Quill", email=ADA)
    name = quiz.statements[0].id if field == "a statement" else field
    for reader in (signed_in(either), Reader(either.test_client())):
        for value in ODD:
            form = reader.open(QUIZ_PAGE)
            for page in (
                reader.press("answers", form, **(answers(quiz) | {name: value})),
                reader.press("show-answers", form, **{name: value}),
                reader.send("/modules/golden-rules/be-open/next", **{name: value}),
            ):
                assert page.status in (200, 303, 400, 403, 409, 413, 422), (field, value[:20])
