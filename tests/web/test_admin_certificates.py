"""Withdrawing a certificate: once, by its code, with a reason that will stand on the learner's page."""

import pytest
from flask import Flask

from course.catalogue.shelf import Shelf
from course.rules.facts import Completion
from tests.web.administering import at, links_of_summary, rows
from tests.web.certified import complete, sign_in
from tests.web.reader import Page, Reader

REASON = "Given for a course that somebody else took."
UNSEEN = "Leave out characters that cannot be seen"
NONE = "No certificate has this code. Check it letter by letter"


@pytest.fixture
def done(app: Flask, shelf: Shelf, ada: int) -> Completion:
    """Ada has completed the course today."""
    return complete(app, shelf, ada)


def withdraw(office: Reader, code: str, reason: str = REASON) -> Page:
    office.open("/manage/certificates")
    return office.press("withdraw", code=code, reason=reason)


def test_a_certificate_is_withdrawn_by_its_code_however_that_is_typed(
    app: Flask, office: Reader, done: Completion
) -> None:
    page = withdraw(office, f" {done.code.lower()} ")
    assert page.status == 200 and "The certificate has been withdrawn" in page.words
    assert REASON in sign_in(Reader(app.test_client())).open("/my/certificate").words


def test_withdrawing_twice_is_told_and_the_first_reason_stays(app: Flask, office: Reader, done: Completion) -> None:
    withdraw(office, done.code)
    before = rows(app)
    page = withdraw(office, done.code, "Another reason")
    assert (page.status, page.errors()) == (422, ["This certificate was withdrawn before"])
    assert rows(app) == before
    assert REASON in sign_in(Reader(app.test_client())).open("/my/certificate").words


@pytest.mark.parametrize(
    ("code", "reason", "field", "said"),
    [
        ("", REASON, "code", "Enter the code that stands on the certificate"),
        ("2222-2222-2222-2222", REASON, "code", NONE),
        ("x" * 65, REASON, "code", "Use 64 characters or fewer"),
        ("\0", REASON, "code", UNSEEN),
        ("{code}", "", "reason", "Say why the certificate is withdrawn"),
        ("{code}", " \n ", "reason", "Say why the certificate is withdrawn"),
        ("{code}", "x" * 501, "reason", "Use 500 characters or fewer"),
        ("{code}", "By\0mistake", "reason", UNSEEN),
        ("{code}", "By \u202emistake", "reason", UNSEEN),
    ],
)
def test_what_will_not_do_is_told_at_its_field_and_nothing_is_withdrawn(
    app: Flask, office: Reader, done: Completion, code: str, reason: str, field: str, said: str
) -> None:
    before, page = rows(app), withdraw(office, code.format(code=done.code), reason)
    assert (page.status, page.errors()) == (422, [said])
    assert [at(page, link) for link in links_of_summary(page)] == [field]
    assert rows(app) == before
    assert Reader(app.test_client()).open(f"/certificates/{done.code}").h1 == "This certificate is in date"
