"""The postman over a mail server that is well, slow, refusing, broken off or not there: nothing lost, nothing doubled."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import Row, select

from course import clock, post
from course.config import Settings
from course.records import outbox, tables
from course.records.database import reading, writing
from course.records.outbox import Draft
from course.rules import letters
from course.rules.requirements import Requirement
from tests.conftest import close, records_app
from tests.web.post_office import PostOffice

DIES = "dies"
DEFAULT = Requirement(due_days=30, valid_months=24, window_days=60, grace_days=14)


class Fickle(PostOffice):
    """Answers one letter after the other as it is told; DIES breaks off once it has the whole letter.

    `holds`: answers nothing until told; `has_one` and `let_go` say that it has a whole letter in hand, and no more.
    """

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str] = []
        self.pause = 0.0
        self.holds = self.has_one = self.let_go = False
        self.refused_addresses: set[str] = set()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - named by the library
        if address in self.refused_addresses:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - named by the library
        await asyncio.sleep(self.pause)
        try:
            self.has_one = True
            while self.holds:
                await asyncio.sleep(0.01)
            return await self.answered(server, session, envelope)
        finally:
            self.let_go = True

    async def answered(self, server: Any, session: Any, envelope: Any) -> str:
        said = self.answers.pop(0) if self.answers else "250 OK"
        if said == DIES:
            await super().handle_DATA(server, session, envelope)
            server.transport.abort()
            return "451 never seen"
        self.answer = said
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture(autouse=True)
def clock_goes_right() -> Iterator[None]:
    yield
    clock.set_now(dt.datetime.now(dt.UTC))


@pytest.fixture
def office() -> Iterator[Fickle]:
    made = Fickle()
    made.open()
    yield made
    made.close()


@pytest.fixture
def mailing(settings: Settings, office: Fickle) -> Settings:
    return dataclasses.replace(settings, **office.settings)


def put(number: int, kind: str = "reminder") -> None:
    with writing() as store:
        for each in range(number):
            draft = Draft(kind, None, f"p{each}@heronsea.example", f"Letter {each}", "Text.", f"{kind}:{each}")
            outbox.write(store, draft, clock.now())


def rows() -> list[Row[Any]]:
    with reading() as store:
        return list(store.execute(select(tables.outbox).order_by(tables.outbox.c.id)).all())


def let_pass(span: dt.timedelta) -> None:
    clock.set_now(clock.now() + span)


def subjects(office: PostOffice) -> list[str]:
    return sorted(str(letter["Subject"]) for letter in office.letters)


def test_all_that_is_due_goes_over_one_connection(store_app: Flask, mailing: Settings, office: Fickle) -> None:
    put(3)
    assert post.send_due(mailing, DEFAULT) == post.Carried(sent=3)
    assert subjects(office) == ["Letter 0", "Letter 1", "Letter 2"]
    assert all(each.sent_at and (each.address, each.text) == ("", "") for each in rows())
    assert post.send_due(mailing, DEFAULT) == post.Carried() and len(office.letters) == 3


def test_a_server_that_refuses_halfway_loses_and_doubles_nothing(
    sqlite_app: Flask, mailing: Settings, office: Fickle
) -> None:
    put(4)
    office.answers = ["250 OK", "451 try later", "552 full", "250 OK"]
    assert post.send_due(mailing, DEFAULT) == post.Carried(sent=2, failed=2)
    assert [each.last_fault for each in rows()] == ["", "SMTPDataError", "SMTPDataError", ""]
    assert post.send_due(mailing, DEFAULT) == post.Carried()
    let_pass(dt.timedelta(minutes=1))
    assert post.send_due(mailing, DEFAULT) == post.Carried(sent=2)
    assert subjects(office) == ["Letter 0", "Letter 1", "Letter 2", "Letter 3"]


def test_an_address_that_is_refused_keeps_nobody_else_waiting(
    sqlite_app: Flask, mailing: Settings, office: Fickle
) -> None:
    put(3)
    office.refused_addresses = {"p0@heronsea.example"}
    assert post.send_due(mailing, DEFAULT) == post.Carried(sent=2, failed=1)
    assert [each.last_fault for each in rows()] == ["SMTPResponseException", "", ""]


def test_a_server_that_is_not_there_costs_one_letter_one_try(sqlite_app: Flask, settings: Settings) -> None:
    put(3)
    nowhere = dataclasses.replace(settings, smtp_url="smtp://127.0.0.1:9", mail_from="course@heronsea.example")
    assert post.send_due(nowhere, DEFAULT) == post.Carried(failed=1)
    assert [each.tries for each in rows()] == [1, 0, 0]
    assert rows()[0].last_fault == "ConnectionRefusedError"


@pytest.mark.parametrize(("kind", "arrives"), [("reminder", 1), ("confirm", 2)])
def test_breaking_off_at_the_end_doubles_no_reminder_and_loses_no_link(
    kind: str, arrives: int, sqlite_app: Flask, mailing: Settings, office: Fickle, caplog: pytest.LogCaptureFixture
) -> None:
    put(1, kind)
    office.answers = [DIES]
    with caplog.at_level(logging.WARNING, "sharewell.mail"):
        assert post.send_due(mailing, DEFAULT) == post.Carried(failed=1)
    assert "nobody knows" in caplog.text and "heronsea" not in caplog.text
    for _ in range(9):
        let_pass(dt.timedelta(hours=20))
        post.send_due(mailing, DEFAULT)
    assert len(office.letters) == arrives
    assert bool(rows()[0].given_up_at) == (kind == "reminder")


def test_a_slow_server_gets_each_letter_once_from_two_senders(
    store_app: Flask, mailing: Settings, office: Fickle
) -> None:
    put(6)
    office.pause = 0.2

    def send() -> None:
        with store_app.app_context():
            post.send_due(mailing, DEFAULT)

    senders = [threading.Thread(target=send) for _ in range(2)]
    for each in senders:
        each.start()
    for each in senders:
        each.join(30)
    assert subjects(office) == [f"Letter {number}" for number in range(6)]


def test_a_server_that_says_nothing_is_waited_for_so_long_and_no_longer(
    sqlite_app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "SECONDS", 0.2)
    put(2)
    with socket.create_server(("127.0.0.1", 0)) as dumb:
        url = f"smtp://127.0.0.1:{dumb.getsockname()[1]}"
        mute = dataclasses.replace(settings, smtp_url=url, mail_from="course@heronsea.example")
        began = clock.ticks()
        assert post.send_due(mute, DEFAULT) == post.Carried(failed=1)
    assert clock.ticks() - began < 5 and rows()[0].last_fault == "SMTPServerDisconnected"


def test_who_is_told_to_stop_stops_between_two_letters(sqlite_app: Flask, mailing: Settings, office: Fickle) -> None:
    put(3)
    said = iter((True, True, False))
    assert post.send_due(mailing, DEFAULT, lambda: next(said)) == post.Carried(sent=2)
    assert [each.tries for each in rows()] == [1, 1, 0]


def test_without_mail_nothing_is_touched(sqlite_app: Flask, settings: Settings) -> None:
    put(1)
    assert post.send_due(settings, DEFAULT) == post.Carried() and rows()[0].tries == 0


@pytest.mark.parametrize("takes_it", [True, False])
def test_an_address_in_other_letters_goes_where_the_server_takes_it(
    takes_it: bool, sqlite_app: Flask, mailing: Settings, office: Fickle
) -> None:
    office.close()
    office._controller = Controller(office, hostname=office.host, port=office.port, enable_SMTPUTF8=takes_it)
    office.open()
    with writing() as store:
        outbox.write(store, Draft("reminder", None, "zoë@heronsea.example", "S", "Grüße.", "k"), clock.now())
    assert post.send_due(mailing, DEFAULT) == post.Carried(sent=int(takes_it), failed=int(not takes_it))
    assert rows()[0].last_fault == ("" if takes_it else "SMTPNotSupportedError")
    assert [each.get_content().strip() for each in office.letters] == ["Grüße."] * takes_it


def _send_in_process(url: str, site: Settings) -> None:
    app = records_app(url)
    with app.app_context():
        post.send_due(site, DEFAULT)
    close(app)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "at_least", "at_most"), [("reminder", 0, 1), ("confirm", 1, 2)])
def test_a_sender_that_is_killed_while_the_server_has_the_letter(
    kind: str,
    at_least: int,
    at_most: int,
    store_app: Flask,
    store_url: str,
    mailing: Settings,
    office: Fickle,
    wait: Callable[[Callable[[], bool]], None],
) -> None:
    put(1, kind)
    office.holds = True
    around = multiprocessing.get_context("spawn")
    sender = around.Process(target=_send_in_process, args=(store_url, mailing))
    sender.start()
    wait(lambda: office.has_one)
    assert rows()[0].tries == 1
    os.kill(sender.pid or 0, signal.SIGKILL)
    sender.join(10)
    office.holds = False
    wait(lambda: office.let_go)
    let_pass(letters.HOLD)
    post.send_due(mailing, DEFAULT)
    counts = Counter(subjects(office))
    assert at_least <= counts["Letter 0"] <= at_most
    (left,) = rows()
    assert bool(left.sent_at) == (kind == "confirm") and bool(left.given_up_at) == (kind == "reminder")


@pytest.fixture
def wait() -> Callable[[Callable[[], bool]], None]:
    def until(true: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not true() and time.monotonic() < end:
            time.sleep(0.05)
        assert true()

    return until


def test_the_log_names_nobody(
    sqlite_app: Flask, mailing: Settings, office: Fickle, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    put(1)
    office.answers = ["550 p0@heronsea.example is nobody"]
    with caplog.at_level(logging.DEBUG):
        post.send_due(mailing, DEFAULT)
    said = [each.getMessage() for each in caplog.records if each.name == "sharewell.mail"]
    assert said == ["a letter could not be sent: SMTPDataError"]
