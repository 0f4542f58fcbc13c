"""Completion: it is made together with the last missing fact, whichever that is, once, and nothing undoes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from course.errors import StoreUnusable
from course.records import completions
from course.records.database import writing
from course.rules.completion import fewest_pages
from course.web import keeping
from tests.records.made import NOON, completion
from tests.web.learning import (
    QUIZ,
    QUIZ_PAGE,
    answers,
    attempts_of,
    completions_of,
    do_all,
    readings_of,
    signed_in,
)
from tests.web.people import add_person
from tests.web.reader import Page, Reader
from tests.web.small_site import NEXT_EDITION, RECORD, SmallSite

BE_OPEN = "/modules/golden-rules/be-open"
COMPLETED = "You have completed the course"


def hand_in(reader: Reader, chosen: dict[str, str]) -> Page:
    """Open the quiz, hand it in, see the result."""
    reader.open(QUIZ_PAGE)
    return reader.follow(reader.press("answers", **chosen))


def test_reading_the_last_page_completes_the_course(app: Flask, ada: int, course: Catalogue) -> None:
    do_all(app, ada, course, but=("be-open",))
    reader = signed_in(app)
    done = reader.press("next", reader.open(BE_OPEN))
    assert done.place == "/my/progress" and len(completions_of(app, ada)) == 1
    assert "Your certificate" in reader.open("/").words


def test_handing_in_the_last_quiz_completes_the_course(app: Flask, ada: int, course: Catalogue) -> None:
    do_all(app, ada, course, but=(QUIZ,))
    reader = signed_in(app)
    hand_in(reader, answers(course.quizzes[QUIZ], wrong=5))
    assert completions_of(app, ada) == ()
    done = hand_in(reader, answers(course.quizzes[QUIZ]))
    (made,) = completions_of(app, ada)
    assert COMPLETED in done.words and made.edition == course.course.edition
    out_of = len(course.quizzes[QUIZ].statements)
    assert [(each.marks, each.out_of) for each in made.modules if each.module == "golden-rules"] == [(out_of, out_of)]


def test_how_many_pages_are_needed_is_counted_anew_for_another_content(app: Flask, course: Catalogue) -> None:
    shorter = replace(course, modules=course.modules[1:], digest="of a course with a module less")
    with app.app_context():
        counted = [keeping._fewest(each) for each in (course, course, shorter, course)]
    assert counted == [fewest_pages(each) for each in (course, course, shorter, course)]
    assert counted[0] > counted[2]


@pytest.mark.parametrize("lacking", [0, 1])
def test_one_mark_decides(lacking: int, app: Flask, ada: int, course: Catalogue) -> None:
    quiz, out_of = course.quizzes[QUIZ], len(course.quizzes[QUIZ].statements)
    needed = -(-80 * out_of // 100)
    do_all(app, ada, course, but=(QUIZ,))
    page = hand_in(signed_in(app), answers(quiz, wrong=out_of - needed + lacking))
    assert len(completions_of(app, ada)) == 1 - lacking
    assert f"You need {needed} of {out_of} for this module; you have {needed - lacking}." in page.words
    assert (COMPLETED in page.words) == (not lacking)


def test_the_last_fact_and_the_completion_are_kept_together_or_neither(
    app: Flask, ada: int, course: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    do_all(app, ada, course, but=("be-open", QUIZ))
    reader = signed_in(app)
    page, quiz = reader.open(BE_OPEN), reader.open(QUIZ_PAGE)
    before = readings_of(app, ada)
    assert reader.press("answers", quiz, **answers(course.quizzes[QUIZ])).status == 303

    def fail(*_values: object) -> None:
        raise StoreUnusable("planted")

    monkeypatch.setattr(completions, "add_completion", fail)
    assert reader.press("next", page).status == 503
    assert set(readings_of(app, ada)) == {*before, (QUIZ, "2026.1")}
    monkeypatch.undo()
    assert reader.press("next", page).place == "/my/progress"
    assert len(completions_of(app, ada)) == 1 and len(attempts_of(app, ada)) == len(course.quizzes)


@pytest.mark.slow
def test_two_devices_that_bring_the_last_two_facts_at_once_complete_the_course_once(
    either: Flask, course: Catalogue
) -> None:
    for number in range(4):
        login = f"di-{number}@heronsea.example"
        person = add_person(either, f"Di {number}", email=login)
        do_all(either, person, course, but=("be-open", QUIZ))
        phone, desk = signed_in(either, login), signed_in(either, login)
        page, quiz, line = phone.open(BE_OPEN), desk.open(QUIZ_PAGE), Barrier(2)

        def read(reader: Reader = phone, page: Page = page, line: Barrier = line) -> int:
            line.wait()
            return reader.press("next", page).status

        def hand_in(reader: Reader = desk, page: Page = quiz, line: Barrier = line) -> int:
            line.wait()
            return reader.press("answers", page, **answers(course.quizzes[QUIZ])).status

        with ThreadPoolExecutor(2) as pool:
            assert [each.result() for each in (pool.submit(read), pool.submit(hand_in))] == [303, 303]
        assert len(completions_of(either, person)) == 1


def test_nothing_undoes_a_completion(small: SmallSite) -> None:
    do_all(small.app, 1, small.catalogue, but=("record",))
    reader = signed_in(small.app)
    reader.press("next", reader.open(RECORD))
    (made,) = completions_of(small.app, 1)
    small.change(*NEXT_EDITION)
    reader.open("/modules/golden-rules/record-quiz")
    reader.press("answers", **answers(small.catalogue.quizzes["record-quiz"], wrong=2))
    reader.press("next", reader.open(RECORD))
    assert completions_of(small.app, 1) == (made,)
    assert reader.open("/my/certificate").status == 200
    assert "Your certificate" in reader.open("/").words


def test_who_was_on_a_register_by_mistake_completes_on_the_screen_like_anybody(
    app: Flask, ada: int, course: Catalogue
) -> None:
    with app.app_context(), writing() as store:
        mistake = completions.add_completion(store, completion(ada, kind="trainer-led"))
        completions.withdraw(store, mistake.id, "Put right", ada, NOON)
    do_all(app, ada, course, but=("be-open",))
    reader = signed_in(app)
    assert "You have completed the course" not in reader.open("/my/progress").words
    assert reader.press("next", reader.open(BE_OPEN)).place == "/my/progress"
    assert [each.kind for each in completions_of(app, ada)] == ["online", "trainer-led"]
    assert "You have completed the course" in reader.open("/my/progress").words
