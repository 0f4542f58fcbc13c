"""One's own data, as a page and as one file: what others entered and did is in it, secrets and confidences are not."""

from __future__ import annotations

import json

from flask import Flask

from course.clock import now
from course.records import (
    contacts,
    exemptions,
    follow_ups,
    organisations,
    outbox,
    outside,
    record_looks,
    retention,
    tables,
)
from course.records.database import reading, writing
from course.rules.dates import london_day
from course.rules.outside import OutsideTraining
from tests.records.made import DAY
from tests.statements_seen import statements_seen
from tests.web.people import PASSWORD, add_person
from tests.web.reader import Reader

ANY_PAGE = 15


def owner(app: Flask) -> Reader:
    browser = Reader(app.test_client())
    browser.open("/sign-in")
    browser.press("sign-in", email="ada@heronsea.example", password=PASSWORD)
    return browser


def know_a_lot(app: Flask, ada: int) -> str:
    """What others entered about Ada; returns the token of the question to her manager."""
    bo, today = add_person(app, "Bo Marsh"), london_day(now())
    with app.app_context(), writing() as store:
        here = organisations.add_organisation(store, "Heronsea Nursery", now())
        place = organisations.join(store, ada, here, None, today, now())
        exemptions.add(store, place, "Parental leave", today, None, bo, now())
        contacts.set_contact(store, ada, "ada@nursery.example", now())
        training = OutsideTraining(today, "First aid", "", "College", "Card seen")
        outside.add_outside_training(store, ada, training, by=bo, now=now())
        record_looks.add(store, ada, bo, "Team lead", now())
        draft = outbox.Draft("reset", ada, "ada@heronsea.example", "A link", "secret-link-text")
        outbox.write(store, draft, now())
        follow_ups.set_wish(store, ada, 1, today, now())
        token = follow_ups.ask_manager(store, ada, 1, tells_change=False, expires_on=today + DAY, now=now())
        assert token and follow_ups.answer_manager(store, token, "not-yet", today, now())
    return token


def test_the_file_holds_what_others_entered_and_no_secret(app: Flask, ada: int) -> None:
    token = know_a_lot(app, ada)
    page = owner(app).open("/account/data.json")
    kept = json.loads(page.text)
    assert kept["contact"] == "ada@nursery.example"
    assert [each["reason"] for each in kept["exemptions"]] == ["Parental leave"]
    assert [each["evidence_note"] for each in kept["outside_training"]] == ["Card seen"]
    assert [(each["name"], each["role"]) for each in kept["looked_at_by"]] == [("Bo Marsh", "Team lead")]
    assert [each["kind"] for each in kept["letters"]] == ["reset"] and len(kept["follow_up_wishes"]) == 1
    (asked,) = kept["manager_questions"]
    assert asked["answered_at"] and "answer" not in asked and "not-yet" not in page.text
    assert token not in page.text and "secret-link-text" not in page.text
    assert [each["action"] for each in kept["audit"]] == ["record looked at"]


def test_the_page_says_the_same_in_words(app: Flask, ada: int) -> None:
    know_a_lot(app, ada)
    page = owner(app).open("/account/data")
    for said in (
        "ada@nursery.example",
        "Parental leave",
        "First aid",
        "Card seen",
        "1 look",
        "has answered",
        "waiting",
    ):
        assert said in page.words, said
    assert len(page.answer.data) <= 30_000


def test_neither_needs_many_statements(app: Flask, ada: int) -> None:
    know_a_lot(app, ada)
    browser = owner(app)
    for path in ("/account/data", "/account/data.json"):
        browser.open(path)
        with statements_seen(app) as seen:
            assert browser.open(path).status == 200
        assert len(seen) <= ANY_PAGE, seen


def test_a_quiz_whose_answers_are_gone_still_shows_its_marks(app: Flask, ada: int) -> None:
    from tests.web.test_access_account import do_some_of_the_course

    do_some_of_the_course(app, ada)
    with app.app_context(), writing() as store:
        store.execute(tables.attempt.update().values(answers_gone=True))
    browser = owner(app)
    assert "The answers are no longer kept" in browser.open("/account/data").words
    with app.app_context(), reading() as store:
        assert retention.SWEEPS["answer"].count(store, now()) == 0
