"""Letters of the site go through the outbox: nothing is lost while the mail server is away, no link stays in the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row, select

from course.records import tables
from course.records.database import reading
from course.web import posting
from tests.web.post_office import PostOffice, link_in
from tests.web.reader import Reader

EMAIL = "ada@heronsea.example"
Later = Callable[..., None]


@pytest.fixture
def mailing(site: Callable[..., Flask], ada: int, post_office: PostOffice) -> Flask:
    return site(**post_office.settings)


def ask(app: Flask, login: str) -> int:
    reader = Reader(app.test_client())
    reader.open("/forgot-password")
    return reader.press("forgot-password", email=login).status


def letters(app: Flask) -> list[Row[Any]]:
    with app.app_context(), reading() as store:
        return list(store.execute(select(tables.outbox)).all())


def kick(app: Flask, office: PostOffice) -> None:
    with app.app_context():
        posting.kick()
    office.wait_until_nothing_travels()


def test_a_letter_that_has_gone_leaves_no_link_in_the_records(
    mailing: Flask, post_office: PostOffice, ada: int
) -> None:
    ask(mailing, EMAIL)
    assert "/reset/" in link_in(post_office.wait_for(1)[0])
    post_office.wait_until_nothing_travels()
    (left,) = letters(mailing)
    assert (left.kind, left.person, left.address, left.subject, left.text) == ("reset", ada, "", "", "")


def test_a_letter_that_was_refused_goes_a_minute_later_and_once(
    mailing: Flask, post_office: PostOffice, later: Later
) -> None:
    post_office.answer = "451 not now"
    assert ask(mailing, EMAIL) == 200
    post_office.wait_until_nothing_travels()
    post_office.answer = "250 OK"
    kick(mailing, post_office)
    assert post_office.letters == []
    later(minutes=1)
    for _ in range(2):
        kick(mailing, post_office)
    assert len(post_office.letters) == 1


def test_a_link_that_has_ended_is_not_sent(mailing: Flask, post_office: PostOffice, later: Later) -> None:
    post_office.answer = "451 not now"
    ask(mailing, EMAIL)
    post_office.wait_until_nothing_travels()
    post_office.answer = "250 OK"
    later(hours=1)
    kick(mailing, post_office)
    (left,) = letters(mailing)
    assert post_office.letters == [] and left.given_up_at is not None and left.text == ""


@pytest.mark.parametrize("login", [EMAIL, "nobody@heronsea.example"])
def test_the_postman_is_called_whoever_asked(mailing: Flask, monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    """Else the work that he makes would tell who has an account."""
    called: list[int] = []
    monkeypatch.setattr(posting, "kick", lambda: called.append(1))
    ask(mailing, login)
    assert called == [1]
