"""Letters of the site go through the outbox: nothing is lost while the mail server is away, no link stays in the records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row, select

from course.clock import now
from course.records import accounts, contacts, follow_ups, letter_tokens, organisations, outbox, people, tables
from course.records.database import db, reading, writing
from course.records.outbox import Draft
from course.records.tokens import digest
from course.rules.dates import london_day
from course.rules.letters import TOKEN
from course.web import posting
from tests.web.administering import office_of
from tests.web.post_office import PostOffice, link_in
from tests.web.reader import Reader

EMAIL = "ada@heronsea.example"
Later = Callable[..., None]


def link_of(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("http"))


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


def live_tokens(app: Flask) -> set[str]:
    """Everything in the database that opens a link or a visit: what looks like a token, with its digest in a row."""
    with app.app_context(), reading() as store:
        rows = [dict(row) for table in db.metadata.sorted_tables for row in store.execute(select(table)).mappings()]
    digests = {str(row["token_digest"]) for row in rows if "token_digest" in row}
    assert digests
    written = " ".join(value for row in rows for value in row.values() if isinstance(value, str))
    return {each for each in re.findall(r"(?=([A-Za-z0-9_-]{43}))", written) if digest(each) in digests}


def invite(app: Flask) -> None:
    office = office_of(app)
    with app.app_context(), writing() as store:
        person = people.add_person(store, "Bo Marsh", now())
        where = organisations.add_organisation(store, "Nursery", now())
        organisations.join(store, person, where, None, london_day(now()), now())
        contacts.set_contact(store, person, "bo@heronsea.example", now())
    office.post(f"/manage/people/{person}/invite")


def forget(app: Flask) -> None:
    ask(app, EMAIL)


def ask_a_manager(app: Flask) -> None:
    with app.app_context(), writing() as store:
        ada = accounts.accounts_for(store, EMAIL)[0].person
        until = london_day(now()) + dt.timedelta(days=42)
        follow_ups.ask_manager(store, ada, 1, tells_change=False, expires_on=until, now=now())
        text = f"Hello\n\nhttp://127.0.0.1:8000/manager/{TOKEN}\n"
        key = letter_tokens.manager_key(ada, 1)
        outbox.write(store, Draft("manager", ada, "boss@heronsea.example", "S", text, key), now())
    with app.app_context():
        posting.kick()


@pytest.mark.parametrize(("asks", "is_once"), [(forget, False), (invite, False), (ask_a_manager, True)])
def test_no_row_holds_a_token_that_opens_anything_before_after_and_between(
    asks: Callable[[Flask], None], is_once: bool, mailing: Flask, admin: int, post_office: PostOffice, later: Later
) -> None:
    post_office.answer = "451 not now"
    asks(mailing)
    post_office.wait_until_nothing_travels()
    (waiting,) = letters(mailing)
    assert waiting.text and live_tokens(mailing) == set()
    later(minutes=1)
    if not is_once:
        with mailing.app_context(), writing() as store:
            claimed = outbox.claim(store, now())  # and its sender dies
        assert claimed is not None and TOKEN not in link_of(claimed.text) and live_tokens(mailing) == set()
        later(minutes=11)
    post_office.answer = "250 OK"
    kick(mailing, post_office)
    (letter,) = post_office.letters
    link = link_in(letter)
    assert live_tokens(mailing) == set()
    page = Reader(mailing.test_client()).open(link)
    assert page.status == 200 and "does not work" not in page.words and TOKEN not in letter.as_string()


def test_a_link_that_was_ended_meanwhile_is_taken_back(
    mailing: Flask, ada: int, post_office: PostOffice, later: Later
) -> None:
    post_office.answer = "451 not now"
    ask(mailing, EMAIL)
    post_office.wait_until_nothing_travels()
    with mailing.app_context(), writing() as store:
        accounts.set_password(store, ada, "another")
    post_office.answer = "250 OK"
    later(minutes=1)
    kick(mailing, post_office)
    assert post_office.letters == [] and letters(mailing) == []


@pytest.mark.parametrize("login", [EMAIL, "nobody@heronsea.example"])
def test_the_postman_is_called_whoever_asked(mailing: Flask, monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    """Else the work that he makes would tell who has an account."""
    called: list[int] = []
    monkeypatch.setattr(posting, "kick", lambda: called.append(1))
    ask(mailing, login)
    assert called == [1]
