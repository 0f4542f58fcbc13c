"""Waiting outside: a request that needs something long leaves its turn, and nobody else is held up."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask, Response, request

from course import waiting
from course.intake import Intake


def program(work: Any) -> Flask:
    """A program with one page that waits for some work, and one that does not."""
    app = Flask("waits")

    @app.errorhandler(waiting.Later)
    def later(_fault: waiting.Later) -> Response:
        return Response("goes nowhere", status=503)

    @app.post("/long")
    def long() -> str:
        found = waiting.outside(request.environ, "work", work)
        return f"{found} for {request.get_data(as_text=True)}"

    @app.get("/twice")
    def twice() -> str:
        return "+".join(waiting.outside(request.environ, name, lambda name=name: name) for name in ("one", "two"))

    @app.get("/short")
    def short() -> str:
        return "at once"

    return app


def ask(where: Intake | Flask, path: str, body: bytes = b"") -> tuple[list[str], str]:
    """Every status that was answered, and the text."""
    said: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
        said.append(status)

    environ: WSGIEnvironment = {
        "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path, "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)), "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http",
    }  # fmt: skip
    asked: Any = where
    answer: Iterable[bytes] = asked(environ, start)
    text = b"".join(answer).decode()
    return said, text


def test_who_waits_is_answered_once_with_what_came_of_it_and_its_body_is_there_again() -> None:
    app = program(lambda: "done")
    assert ask(Intake(app), "/long", b"Ada") == (["200 OK"], "done for Ada")


def test_where_nobody_can_wait_outside_the_work_is_done_on_the_spot() -> None:
    assert ask(program(lambda: "done"), "/long", b"Ada") == (["200 OK"], "done for Ada")


def test_a_request_may_wait_for_one_thing_after_the_other() -> None:
    assert ask(Intake(program(None)), "/twice") == (["200 OK"], "one+two")


def test_others_are_answered_while_somebody_waits() -> None:
    begun, may_end, waited = threading.Event(), threading.Event(), []

    def work() -> str:
        begun.set()
        assert may_end.wait(20)
        return "done"

    intake = Intake(program(work))
    waiter = threading.Thread(target=lambda: waited.append(ask(intake, "/long", b"Ada")))
    waiter.start()
    assert begun.wait(20)
    assert ask(intake, "/short") == (["200 OK"], "at once")
    assert waited == []
    may_end.set()
    waiter.join(20)
    assert waited == [(["200 OK"], "done for Ada")]


def test_what_is_made_outside_is_made_one_at_a_time() -> None:
    working, most = [0], [0]

    def make() -> str:
        working[0] += 1
        most[0] = max(most[0], working[0])
        time.sleep(0.02)  # long enough for all others to begin, if they may
        working[0] -= 1
        return "made"

    makers = [threading.Thread(target=waiting.made_outside, args=({}, "sheet", make)) for _ in range(5)]
    for each in makers:
        each.start()
    for each in makers:
        each.join(20)
    assert most == [1]


def test_what_cannot_be_made_says_why_and_stands_in_nobodys_way() -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            waiting.made_outside({}, "sheet", lambda: 1 // 0)


def test_a_program_that_waits_for_nothing_runs_once() -> None:
    runs: list[str] = []

    def plain(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        runs.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    intake: Any = Intake(plain)
    assert b"".join(intake({"REQUEST_METHOD": "GET", "PATH_INFO": "/x"}, lambda *_: None)) == b"ok"
    assert runs == ["/x"]
