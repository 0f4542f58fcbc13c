"""Progress: what Next marks, where Continue leads, and what the pages say is missing."""

from __future__ import annotations

import pytest
from flask import Flask

from course.catalogue.model import Catalogue
from tests.web.learning import (
    ADA,
    BO,
    QUIZ,
    QUIZ_PAGE,
    answers,
    do_all,
    end_visits,
    links,
    read_pages,
    readings_of,
    signed_in,
)
from tests.web.people import PASSWORD
from tests.web.reader import Page, Reader
from tests.web.small_site import NEXT_EDITION, RECORD, SmallSite

BE_OPEN = "/modules/golden-rules/be-open"
CONTENTS = "/modules/golden-rules/"
CASES = "/modules/case-studies"


def next_from(reader: Reader, path: str, page: Page | None = None) -> Page:
    return reader.press("next", page or reader.open(path))


def ahead(reader: Reader) -> str | None:
    """Where Continue on the front page leads."""
    page = reader.open("/")
    assert page.tree is not None
    return next(iter(page.tree.xpath("//a[@data-action='continue']/@href")), None)


def test_opening_a_page_marks_nothing_and_next_marks_it_once(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    page = reader.open(BE_OPEN)
    assert readings_of(app, ada) == []
    places = {next_from(reader, BE_OPEN, page).place for _ in range(2)}
    assert places == {"/modules/golden-rules/lawful-basis"}
    assert readings_of(app, ada) == [("be-open", "2026.1")]


def test_next_leads_guests_on_and_keeps_nothing(app: Flask, ada: int, reader: Reader) -> None:
    assert next_from(reader, BE_OPEN).place == "/modules/golden-rules/lawful-basis"
    assert readings_of(app, ada) == []


def test_the_last_page_of_a_module_leads_to_its_contents(app: Flask, ada: int, course: Catalogue) -> None:
    reader = signed_in(app)
    for module in course.modules:
        last = reader.open(f"/modules/{module.id}/{module.pages[-1].id}")
        if not module.pages[-1].quiz:
            assert "Finish this module" in last.words
            assert next_from(reader, "", last).place == f"/modules/{module.id}/"


def test_a_quiz_page_is_not_read_by_going_on(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    assert not reader.open(QUIZ_PAGE).has_form("next")
    assert reader.post(f"{QUIZ_PAGE}/next").status == 303
    assert readings_of(app, ada) == []


def test_a_page_read_before_a_change_of_law_is_to_be_read_again(small: SmallSite) -> None:
    reader = signed_in(small.app)
    page = reader.open(RECORD)
    small.change(*NEXT_EDITION)
    next_from(reader, RECORD, page)
    assert readings_of(small.app, 1) == [("record", "2026.1")]
    assert links(reader.open(CONTENTS), "missing")["Read: Record your decision"] == RECORD
    next_from(reader, RECORD)
    assert readings_of(small.app, 1)[1:] == [("record", "2026.2")]
    assert "Read: Record your decision" not in links(reader.open(CONTENTS), "missing")


@pytest.mark.parametrize("edition", ["", "2099.1", "\x00", "2026.1 "])
def test_an_edition_that_never_was_counts_as_the_present_one(edition: str, small: SmallSite) -> None:
    reader = signed_in(small.app)
    assert reader.press("next", reader.open(RECORD), edition=edition).status == 303
    assert readings_of(small.app, 1) == [("record", "2026.1")]


def test_next_after_the_visit_has_ended_leads_through_sign_in_back_to_the_page(app: Flask, ada: int) -> None:
    reader = signed_in(app)
    page = reader.open(BE_OPEN)
    end_visits(app, ada)
    ended = next_from(reader, BE_OPEN, page)
    assert (ended.status, ended.h1) == (403, "You have been signed out")
    assert "is not marked as read yet" in ended.words and readings_of(app, ada) == []
    reader.open(links(ended, "actions")["Sign in and go on"])
    assert reader.press("sign-in", email=ADA, password=PASSWORD).place == BE_OPEN
    assert next_from(reader, BE_OPEN).status == 303
    assert readings_of(app, ada) == [("be-open", "2026.1")]


def test_a_learner_s_form_sent_without_the_cookie_is_not_taken_for_a_guest_s(
    app: Flask, ada: int, reader: Reader
) -> None:
    """The browser was closed, and its cookie with it, while the page stayed in another window."""
    page = signed_in(app, shared=True).open(BE_OPEN)
    assert next_from(reader, BE_OPEN, page).status == 403


@pytest.mark.parametrize(
    ("read", "leads_to"),
    [
        ((), "/modules/why-sharing-matters/{0}"),
        (("be-open",), "/modules/golden-rules/lawful-basis"),
        (("be-open", "lawful-basis"), "/modules/golden-rules/seek-advice"),
        (("packed-lunch",), f"{CASES}/farah-thursday"),
    ],
)
def test_continue_leads_on_from_where_one_was(
    read: tuple[str, ...], leads_to: str, app: Flask, ada: int, course: Catalogue
) -> None:
    read_pages(app, ada, *read)
    assert ahead(signed_in(app)) == leads_to.format(course.modules[0].pages[0].id)


def test_continue_leads_to_the_one_thing_that_is_missing(app: Flask, ada: int, course: Catalogue) -> None:
    do_all(app, ada, course, but=("be-open",))
    assert ahead(signed_in(app)) == BE_OPEN


def test_the_contents_name_what_is_missing_and_lead_there(app: Flask, ada: int, course: Catalogue) -> None:
    module = course.module("golden-rules")
    assert module is not None
    read_pages(app, ada, *(page.id for page in module.pages if page.id not in ("be-open", QUIZ)))
    reader = signed_in(app)
    quiz = course.page(QUIZ)
    assert quiz is not None
    assert links(reader.open(CONTENTS), "missing") == {"Read: Be open": BE_OPEN, f"Hand in: {quiz.title}": QUIZ_PAGE}
    next_from(reader, BE_OPEN)
    reader.open(QUIZ_PAGE)
    reader.press("answers", **answers(course.quizzes[QUIZ], wrong=3))
    out_of = len(course.quizzes[QUIZ].statements)
    needed = -(-80 * out_of // 100)
    more = f"Get {needed - out_of + 3} more right: you need {needed} of {out_of}, you have {out_of - 3}"
    assert links(reader.open(CONTENTS), "missing") == {more: QUIZ_PAGE}
    reader.open(QUIZ_PAGE)
    reader.press("answers", **answers(course.quizzes[QUIZ]))
    page = reader.open(CONTENTS)
    assert links(page, "missing") == {} and "You have finished this module" in page.words


@pytest.mark.parametrize(("cases", "line"), [(0, "Read 2 more cases"), (1, "Read 1 more case"), (2, None)])
def test_any_two_cases_are_enough(cases: int, line: str | None, app: Flask, ada: int, course: Catalogue) -> None:
    module = course.module("case-studies")
    assert module is not None and module.pages[0].kind != "case"
    read_pages(app, ada, module.pages[0].id, *("third-floor", "how-old-is-yonas")[:cases])
    missing = links(signed_in(app).open(f"{CASES}/"), "missing")
    assert {words: href for words, href in missing.items() if " more case" in words} == (
        {line: f"{CASES}/packed-lunch"} if line else {}
    )


@pytest.mark.parametrize(
    ("read", "cases_to_come"), [((), 2), (("packed-lunch",), 1), (("packed-lunch", "third-floor"), 0)]
)
def test_the_minutes_left_count_the_cases_that_are_still_required(
    read: tuple[str, ...], cases_to_come: int, app: Flask, ada: int, course: Catalogue
) -> None:
    """Which two, nobody knows yet: so the shortest ones."""
    module = course.module("case-studies")
    assert module is not None
    read_pages(app, ada, *read)
    first = signed_in(app).open(f"{CASES}/{module.pages[0].id}")
    others = sum(page.minutes for page in module.pages if page.kind != "case")
    cases = sorted(page.minutes for page in module.pages if page.kind == "case" and page.id not in read)
    assert f"{others + sum(cases[:cases_to_come])} minutes left" in first.text


def test_the_front_page_of_a_guest_a_learner_and_one_who_is_done(
    app: Flask, ada: int, bo: int, reader: Reader, course: Catalogue
) -> None:
    guest = reader.open("/")
    assert "You can read everything without an account" in guest.words and "Start" in guest.words
    read_pages(app, ada, "be-open")
    started = signed_in(app).open("/")
    assert "Continue: module 2," in started.words
    assert "You are signed in as Ada Quill. 0 of 5 modules finished." in started.words
    do_all(app, bo, course, but=("be-open",))
    done = signed_in(app, BO)
    next_from(done, BE_OPEN)
    front = done.open("/")
    assert links(front, "actions") == {"Your certificate": "/my/certificate", "Your progress": "/my/progress"}
    assert "5 of 5 modules finished." in front.words and ahead(done) is None


def test_progress_lists_every_attempt_and_what_is_missing(app: Flask, ada: int, course: Catalogue) -> None:
    reader = signed_in(app)
    out_of = len(course.quizzes[QUIZ].statements)
    for wrong in (out_of, 2):
        reader.open(QUIZ_PAGE)
        reader.press("answers", **answers(course.quizzes[QUIZ], wrong=wrong))
    page = reader.open("/my/progress")
    assert page.tree is not None
    assert page.tree.xpath("//main//a[starts-with(@href, '/attempts/')]/@href") == ["/attempts/2", "/attempts/1"]
    assert f"{out_of - 2} of {out_of}" in page.words and f"0 of {out_of}" in page.words
    assert links(page, "missing")["Read: Be open"] == BE_OPEN
