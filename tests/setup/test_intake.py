"""The intake: bodies first, then one request at a time; what is too large, too slow or broken off never gets in."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from course.intake import DRAINED_BYTES, KEPT_READERS, MOST_BYTES, Intake


class Answer:
    """What came back from an intake."""

    def __init__(self, app: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.iterable = app(environ, self._start)
        self.text = b"".join(self.iterable).decode()

    def _start(self, status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
        self.status, self.headers = status, dict(headers)


def echo(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """A program that gives back what it read, with the length it was told."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Told", environ["CONTENT_LENGTH"])])
    return [body]


def post(body: bytes = b"", **more: Any) -> WSGIEnvironment:
    return {"REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), **more}


class Held:
    """A body that does not come before `release` is called."""

    def __init__(self, body: bytes = b"held") -> None:
        self.body, self.event = io.BytesIO(body), threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.event.wait(20)
        return self.body.read(size)

    def release(self) -> None:
        self.event.set()


@pytest.mark.parametrize("size", [1, 9, 10])
def test_a_body_up_to_the_limit_gets_in_whole(size: int) -> None:
    answer = Answer(Intake(echo, most_bytes=10), post(b"x" * size))
    assert (answer.status, answer.text, answer.headers["X-Told"]) == ("200 OK", "x" * size, str(size))


@pytest.mark.parametrize("environ", [{"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "0"}, {}])
def test_a_request_without_a_body_is_not_read(environ: WSGIEnvironment) -> None:
    answer = Answer(Intake(echo), {"REQUEST_METHOD": "GET", "wsgi.input": None, **environ})
    assert (answer.status, answer.text, answer.headers["X-Told"]) == ("200 OK", "", "0")


def test_a_body_in_chunks_gets_in_with_its_length() -> None:
    answer = Answer(Intake(echo), post(b"abc", CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked"))
    assert (answer.text, answer.headers["X-Told"]) == ("abc", "3")


@pytest.mark.parametrize(
    ("environ", "status", "title"),
    [
        (post(b"x" * 11), "413 Content Too Large", "That is too much at once"),
        (
            post(b"x" * 11, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked"),
            "413 Content Too Large",
            "That is too much",
        ),
        (post(CONTENT_LENGTH=str(DRAINED_BYTES + 1)), "413 Content Too Large", "That is too much at once"),
        (post(b"half", CONTENT_LENGTH="8"), "400 Bad Request", "The message broke off"),
        (post(b"half", CONTENT_LENGTH="-4"), "400 Bad Request", "The message broke off"),
        (post(b"half", CONTENT_LENGTH="four"), "400 Bad Request", "The message broke off"),
        (post(b"half", CONTENT_LENGTH="٤"), "400 Bad Request", "The message broke off"),
    ],
)
def test_a_bad_body_is_refused_in_plain_words_and_never_gets_in(
    environ: WSGIEnvironment, status: str, title: str
) -> None:
    reached: list[bool] = []
    answer = Answer(Intake(lambda *_: reached.append(True) or [], most_bytes=10), environ)
    assert answer.status == status
    assert f"<h1>{title}" in answer.text
    assert "Nothing was saved." in answer.text
    assert answer.headers["Content-Length"] == str(len(answer.text.encode()))
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")
    assert reached == []


def test_a_body_that_is_much_too_large_is_not_even_read() -> None:
    body = io.BytesIO(b"x" * 100)
    Answer(Intake(echo), post(CONTENT_LENGTH=str(DRAINED_BYTES + 1)) | {"wsgi.input": body})
    assert body.tell() == 0


def test_a_body_that_is_a_little_too_large_is_read_to_its_end_so_that_the_browser_shows_the_answer() -> None:
    body = io.BytesIO(b"x" * (MOST_BYTES * 2))
    answer = Answer(Intake(echo), post(CONTENT_LENGTH=str(MOST_BYTES * 2)) | {"wsgi.input": body})
    assert answer.status.startswith("413")
    assert body.tell() == MOST_BYTES * 2


def test_a_body_that_takes_too_long_is_dropped() -> None:
    held = Held()
    answer = Answer(Intake(echo, most_seconds=0.05), post(b"held") | {"wsgi.input": held})
    held.release()
    assert answer.status == "408 Request Timeout"
    assert "too slow" in answer.text


def test_the_page_of_a_refusal_uses_the_sites_stylesheet() -> None:
    answer = Answer(Intake(echo, most_bytes=1, stylesheet="/static/site.css"), post(b"xx"))
    assert '<link rel="stylesheet" href="/static/site.css">' in answer.text


def test_held_bodies_do_not_hold_up_others() -> None:
    intake = Intake(echo)
    held = [Held() for _ in range(50)]
    answers: list[Answer] = []
    threads = [
        threading.Thread(target=lambda body=body: answers.append(Answer(intake, post(b"held") | {"wsgi.input": body})))
        for body in held
    ]
    for thread in threads:
        thread.start()
    assert Answer(intake, post(b"quick")).text == "quick"
    assert answers == []
    for body in held:
        body.release()
    for thread in threads:
        thread.join()
    assert [answer.text for answer in answers] == ["held"] * 50


def readers() -> int:
    """How many threads wait for bodies now, for whatever intake."""
    return sum(thread.name == "reader" for thread in threading.enumerate())


def test_only_a_few_readers_are_kept() -> None:
    before = readers()
    test_held_bodies_do_not_hold_up_others()
    deadline = time.monotonic() + 10
    while readers() > before + KEPT_READERS:
        assert time.monotonic() < deadline, f"{readers()} readers are still there"
        time.sleep(0.01)


def test_one_request_at_a_time_runs() -> None:
    running, most = 0, 0

    def busy(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.005)
        running -= 1
        start_response("200 OK", [])
        return []

    intake = Intake(busy)
    threads = [threading.Thread(target=lambda: Answer(intake, post(b"x"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


class Pieces:
    """A body made piece by piece that notes whether it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        yield from (b"one", b"two")

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(("length", "whole"), [("6", True), (str(MOST_BYTES + 1), False), (None, False)])
def test_an_answer_of_known_moderate_length_is_made_whole_and_a_long_one_streams(
    length: str | None, whole: bool
) -> None:
    pieces = Pieces()

    def program(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("content-length", length)] if length else [])
        return pieces

    answer = Answer(Intake(program), post())
    assert answer.text == "onetwo"
    assert isinstance(answer.iterable, list) == whole
    assert pieces.closed == whole


def test_an_error_in_the_program_gives_the_turn_back() -> None:
    def program(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["wsgi.input"].read() == b"bad":
            raise ValueError("bad")
        start_response("200 OK", [])
        return []

    intake = Intake(program)
    with pytest.raises(ValueError, match="bad"):
        Answer(intake, post(b"bad"))
    assert Answer(intake, post(b"good")).status == "200 OK"
