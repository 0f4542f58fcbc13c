"""The public page of a certificate: whether it holds today, what it says, and the form that takes a code."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from course import clock
from course.catalogue.shelf import Shelf
from course.records import accounts
from course.records.database import writing
from course.rules.facts import Completion
from tests.web.certified import REASON, complete, sheet, sign_in, state, withdraw
from tests.web.reader import Reader


@pytest.fixture
def done(app: Flask, shelf: Shelf, ada: int) -> Completion:
    """Ada has completed the course today."""
    return complete(app, shelf, ada)


@pytest.mark.parametrize(
    ("days", "headline", "standing"),
    [
        (0, "This certificate is in date", "in-date"),
        (730, "This certificate is in date", "in-date"),
        (731, "This certificate is in date", "in-date"),
        (732, "This certificate has expired", "expired"),
        (3000, "This certificate has expired", "expired"),
    ],
)
def test_anyone_sees_whether_it_holds_today(
    days: int,
    headline: str,
    standing: str,
    app: Flask,
    shelf: Shelf,
    ada: int,
    reader: Reader,
    later: Callable[..., None],
) -> None:
    """From 22 November 2026 to 22 November 2028 it is 731 days."""
    clock.set_now(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    made = complete(app, shelf, ada)
    later(days=days)
    page = reader.open(f"/certificates/{made.code}")
    assert (page.h1, state(page)) == (headline, standing)
    assert "22 November 2028 = completed 22 November 2026 + 24 months" in page.words


def test_anyone_sees_that_and_when_it_was_withdrawn_but_not_why(reader: Reader, app: Flask, done: Completion) -> None:
    clock.set_now(dt.datetime(2027, 5, 3, 12, tzinfo=dt.UTC))
    withdraw(app, done)
    page = reader.open(f"/certificates/{done.code}")
    assert (page.h1, state(page)) == ("This certificate was withdrawn", "withdrawn")
    assert "Withdrawn on 3 May 2027" in page.words
    assert REASON not in page.text


def test_after_the_account_is_closed_it_stands_without_a_name(
    reader: Reader, app: Flask, ada: int, done: Completion
) -> None:
    with app.app_context(), writing() as store:
        accounts.close_account(store, ada, clock.now())
    page = reader.open(f"/certificates/{done.code}")
    assert "Issued, name removed" in sheet(page)
    assert "Quill" not in page.text


@pytest.mark.parametrize(
    "typed",
    ["{code}", "  {code}\t", "{lower}", "{bare}", "{spaced}"],
    ids=["as printed", "blanks", "small", "bare", "spaced"],
)
def test_a_code_may_be_typed_in_any_usual_way(typed: str, reader: Reader, done: Completion) -> None:
    code = done.code
    ways = {"code": code, "lower": code.lower(), "bare": code.replace("-", ""), "spaced": code.replace("-", " ")}
    reader.open("/certificates")
    answer = reader.press("certificate", code=typed.format(**ways))
    assert answer.status == 303
    assert code in sheet(reader.follow(answer))


def test_someone_signed_in_can_check_a_code_as_well(reader: Reader, done: Completion) -> None:
    signed_in = sign_in(reader)
    signed_in.open("/certificates")
    assert signed_in.press("certificate", code=done.code).status == 303


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("", 422),
        ("   ", 422),
        ("abc", 422),
        ("<script>alert(1)</script>", 422),
        ("4F7K/M2XR/9TQB/H3CW", 422),
        ("\x00" * 5, 422),
        ("é" * 16, 422),
        ("x" * 5000, 404),
        ("abcd", 404),
    ],
)
def test_what_is_no_code_is_said_and_stays_in_its_field(typed: str, status: int, reader: Reader) -> None:
    reader.open("/certificates")
    page = reader.press("certificate", code=typed)
    page = reader.follow(page) if page.status == 303 else page
    assert page.status == status
    assert len(page.errors()) == 1
    assert "<script>alert" not in page.text


def test_an_unknown_code_says_how_codes_look_and_keeps_what_was_typed(reader: Reader) -> None:
    page = reader.open("/certificates/AAAA-BBBB-CCCC-DDDD")
    assert page.status == 404
    assert page.errors() == ["No certificate has the code AAAA-BBBB-CCCC-DDDD"]
    assert "It looks like 4F7K-M2XR-9TQB-H3CW" in page.words
    assert page.value("certificate", "code") == "AAAA-BBBB-CCCC-DDDD"
