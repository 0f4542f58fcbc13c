"""The refresher: offered when it is time, what changed or the quizzes once more, one new certificate, the old one untouched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from course import clock
from course.catalogue.model import Catalogue
from course.records import attempts, organisations, requirements, standings
from course.records.database import reading, writing
from course.rules.requirements import DatedRequirement, Requirement
from tests.statements_seen import statements_seen
from tests.web.learning import answers, completions_of, do_all, end_visits, outcomes, read_pages, signed_in
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Page, Reader
from tests.web.small_site import NEXT_EDITION, RECORD, SmallSite

START = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
MY = "/my/refresher"
TIME, NOT_NOW = "It is time to refresh", "There is nothing to refresh now"
COUNTS = "This hand-in counts for your refresher."
Later = Callable[..., None]


@pytest.fixture
def done(small: SmallSite) -> SmallSite:
    """Ada has completed the small course."""
    clock.set_now(START)
    do_all(small.app, 1, small.catalogue, but=("record",))
    reader = signed_in(small.app)
    reader.press("next", reader.open(RECORD))
    assert len(completions_of(small.app, 1)) == 1
    return small


def later(**span: float) -> None:
    clock.set_now(clock.now() + dt.timedelta(**span))


def two_years_on(small: SmallSite) -> Reader:
    later(days=700)
    return signed_in(small.app)


def right(small: SmallSite, *names: str) -> dict[str, str]:
    every = answers(small.catalogue.quizzes["record-quiz"])
    return {name: every[name] for name in names}


def test_it_is_offered_when_the_window_has_opened_and_not_before(done: SmallSite) -> None:
    reader = signed_in(done.app)
    assert TIME not in reader.open("/").words and TIME not in reader.open("/my/progress").words
    assert NOT_NOW in reader.open(MY).words
    reader = two_years_on(done)
    for place in ("/", "/my/progress"):
        said = reader.open(place).words
        assert TIME in said and "when it is done you are in date" in said  # true of who has expired, too
    assert NOT_NOW not in reader.open(MY).words


def test_who_has_not_completed_is_sent_to_the_course(small: SmallSite) -> None:
    page = signed_in(small.app).open(MY)
    assert "Complete the course first" in page.words and not page.has_form("refresher")


def test_the_nearest_rule_of_a_membership_decides_when(done: SmallSite) -> None:
    asked = Requirement(30, 6, 20, 14)
    with done.app.app_context(), writing() as store:
        heron = organisations.add_organisation(store, "Heronsea Nursery", clock.now())
        organisations.join(store, 1, heron, None, START.date(), clock.now())
        made = DatedRequirement(0, heron, None, None, START.date(), asked)
        requirements.set_requirement(store, made, None, clock.now())
        standings.touch_all(store, heron)
    page = signed_in(done.app).open("/my/progress")
    assert "Expires 22 May 2027 = completed 22 November 2026 + 6 months" in page.words
    assert "Rule: Heronsea Nursery" in page.words
    later(days=161)  # 2 May 2027
    assert NOT_NOW not in signed_in(done.app).open(MY).words


def test_after_a_change_it_says_what_changed_and_asks_the_statements_named(done: SmallSite) -> None:
    done.change(*NEXT_EDITION)
    reader = two_years_on(done)
    page = reader.open(MY)
    assert "The law has changed." in page.words and "Record your decision" in page.words
    assert page.tree is not None
    assert page.tree.xpath("//fieldset/@data-statement") == ["write-it-down"]
    assert RECORD in page.tree.xpath("//main//a/@href")
    reader.open("/modules/golden-rules/record-quiz")
    again = reader.follow(reader.press("answers", **answers(done.catalogue.quizzes["record-quiz"])))
    assert again.status == 200 and COUNTS not in again.words  # here the quizzes are not asked again


def test_passing_makes_one_new_certificate_and_leaves_the_old_one_alone(done: SmallSite) -> None:
    done.change(*NEXT_EDITION)
    (first,) = completions_of(done.app, 1)
    reader = two_years_on(done)
    form = reader.open(MY)
    result = reader.follow(reader.press("refresher", form, **right(done, "write-it-down")))
    assert result.h1 == "1 of 1 right: refresher passed" and outcomes(result) == ["right"]
    second, kept = completions_of(done.app, 1)
    assert (kept, second.kind, second.edition) == (first, "refresher", "2026.2")
    assert [(each.marks, each.out_of) for each in second.modules] == [(1, 1)]
    certificate = reader.open("/my/certificate").words
    assert "Certificate of a refresher" in certificate and "completed the refresher of the course" in certificate
    assert "Certificate of completion" in reader.open(f"/my/certificates/{first.id}").words
    assert TIME not in reader.open("/").words
    assert reader.press("refresher", form, **right(done, "write-it-down")).place == "/my/refresher/result"
    assert len(completions_of(done.app, 1)) == 2


def test_a_wrong_answer_is_kept_with_its_wording_and_another_try_may_pass(done: SmallSite) -> None:
    done.change(*NEXT_EDITION)
    reader = two_years_on(done)
    for _twice in range(2):  # a double click
        result = reader.follow(reader.press("refresher", reader.open(MY), key="planted", **{"write-it-down": "false"}))
    assert result.h1 == "0 of 1 right: not passed yet" and len(completions_of(done.app, 1)) == 1
    assert "You need 1 of 1 right, so 1 more." in result.words and result.tree is not None
    ways = result.tree.xpath("//main//a/@href | //p[@class='where']//a/@href")
    assert {MY, "/my/progress"} <= set(ways) and any(each.startswith("/modules/") for each in ways)
    with done.app.app_context(), reading() as store:
        (kept,) = (each for each in attempts.attempts_of(store, 1) if each.quiz == "refresher-record-quiz")
        assert "You write it down." in str(attempts.wording(store, kept.digest))
    past = reader.open(f"/attempts/{kept.id}")
    assert "This was part of a refresher" in past.words
    assert "Refresher: Quiz" in reader.open("/my/progress").words
    reader.press("refresher", reader.open(MY), **right(done, "write-it-down"))
    assert len(completions_of(done.app, 1)) == 2


def test_what_is_left_out_is_pointed_out(done: SmallSite) -> None:
    done.change(*NEXT_EDITION)
    reader = two_years_on(done)
    reader.open(MY)
    page = reader.press("refresher")
    assert (page.status, page.errors()) == (422, ["Choose an answer for statement 1"])
    assert len(completions_of(done.app, 1)) == 1


def test_whose_visit_has_ended_sees_what_was_chosen_and_comes_back_through_sign_in(done: SmallSite) -> None:
    done.change(*NEXT_EDITION)
    reader = two_years_on(done)
    form = reader.open(MY)
    end_visits(done.app, 1)
    page = reader.press("refresher", form, **{"write-it-down": "true"})
    assert page.status == 403 and "You write it down. True" in page.words
    assert len(completions_of(done.app, 1)) == 1
    assert page.tree is not None
    reader.open(page.tree.xpath("string(//main//a[contains(@href, 'sign-in')]/@href)"))
    assert reader.press("sign-in", email="ada@heronsea.example", password=PASSWORD).place == MY


def test_words_that_changed_while_the_form_was_open_are_asked_again_with_the_choices_kept(done: SmallSite) -> None:
    done.change(*NEXT_EDITION)
    reader = two_years_on(done)
    form = reader.open(MY)
    done.change(("quizzes/record-quiz.yaml", "text: You write it down.", "text: You always write it down."))
    page = reader.press("refresher", form, **{"write-it-down": "true"})
    assert page.status == 409 and "have changed since you opened them" in page.words
    assert page.tree is not None
    assert [each.get("value") for each in page.tree.xpath("//input[@checked]")] == ["true"]


def test_without_a_change_the_quizzes_are_handed_in_again_and_no_page_is_read_again(done: SmallSite) -> None:
    reader = two_years_on(done)
    page = reader.open(MY)
    assert "Not handed in again yet. You need 2 of 2 right." in page.words and not page.has_form("refresher")
    assert reader.post(MY).status == 409
    reader.open("/modules/golden-rules/record-quiz")
    result = reader.follow(reader.press("answers", **answers(done.catalogue.quizzes["record-quiz"], wrong=1)))
    assert result.tree is not None and MY in result.tree.xpath("//main//a/@href")
    assert "So far 1 of 2 right. You need 2, so 1 more." in reader.open(MY).words
    assert result.h1 == "1 of 2 right"
    assert "For your refresher you need 2 of 2 in this module; you have 1." in result.words
    assert "you have 2" not in result.words  # those of the course, which count no more
    assert not reader.open(MY).has_form("refresher")
    assert COUNTS in result.words and COUNTS not in reader.open("/attempts/1").words  # handed in for the course
    later(minutes=1)
    reader.open("/modules/golden-rules/record-quiz")
    again = reader.follow(reader.press("answers", **answers(done.catalogue.quizzes["record-quiz"])))
    assert again.h1 == "2 of 2 right: module passed"
    assert "you have 2" in again.words and reader.open("/attempts/2").h1 == "1 of 2 right"
    page = reader.open(MY)
    assert [reader.press("refresher", page).place for _ in range(2)] == ["/my/certificate", "/my/certificate"]
    second, first = completions_of(done.app, 1)
    assert (second.kind, first.kind, second.expires_on) == ("refresher", "online", dt.date(2030, 10, 22))
    assert NOT_NOW in reader.open(MY).words and "by a refresher" in reader.open(MY).words


def test_what_was_handed_in_before_the_window_opened_does_not_count(done: SmallSite) -> None:
    later(days=300)
    reader = signed_in(done.app)
    reader.open("/modules/golden-rules/record-quiz")
    reader.press("answers", **answers(done.catalogue.quizzes["record-quiz"]))
    later(days=400)
    assert "Not handed in again yet. You need 2 of 2 right." in signed_in(done.app).open(MY).words


@pytest.mark.slow
def test_two_devices_that_finish_at_once_make_one_new_certificate(either: Flask, course: Catalogue) -> None:
    clock.set_now(START)
    person = add_person(either, "Ada Quill", email="ada@heronsea.example")
    do_all(either, person, course, but=("be-open",))
    reader = signed_in(either)
    reader.press("next", reader.open("/modules/golden-rules/be-open"))
    later(days=700)
    phone, desk = signed_in(either), signed_in(either)
    for quiz in course.quizzes.values():
        module = course.quiz_module(quiz.id)
        assert module is not None
        phone.press("answers", phone.open(f"/modules/{module.id}/{quiz.id}"), **answers(quiz))
    line, forms = Barrier(2), [(each, each.open(MY)) for each in (phone, desk)]

    def finish(reader: Reader, page: Page) -> str | None:
        line.wait()
        return reader.press("refresher", page).place

    with ThreadPoolExecutor(2) as pool:
        assert [each.result() for each in [pool.submit(finish, *form) for form in forms]] == ["/my/certificate"] * 2
    assert [each.kind for each in completions_of(either, person)] == ["refresher", "online"]


def test_of_the_real_course_the_six_quizzes_are_asked_again(app: Flask, course: Catalogue) -> None:
    clock.set_now(START)
    person = add_person(app, "Ada Quill", email="ada@heronsea.example")
    do_all(app, person, course, but=("be-open",))
    reader = signed_in(app)
    reader.press("next", reader.open("/modules/golden-rules/be-open"))
    read_pages(app, person)
    later(days=700)
    reader = signed_in(app)
    page = reader.open(MY)
    assert "Nothing in the course has changed in meaning" in page.words and page.tree is not None
    quizzes = [link for link in page.tree.xpath("//ul[@class='missing']//a/@href") if link.endswith("-quiz")]
    assert len(quizzes) == 6
    with statements_seen(app) as seen:
        reader.open("/my/progress")
    assert len(seen) <= 15
    with statements_seen(app) as seen:
        reader.open(MY)
    assert len(seen) <= 15
