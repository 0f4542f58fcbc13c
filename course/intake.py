"""What stands between the server and the program: bodies first, then one request at a time.

A request waits here, outside the program, until its whole body has come in. So fifty people on bad connections cost a
waiting thread each and nobody else anything. Then one request at a time runs in a process: Python threads that run
together cost a third of the throughput, and a single writer needs no lock of the database's.

What is too large, too slow or broken off is answered here, in plain words, and never reaches the program. A request that
has to wait for something long leaves its turn meanwhile (`course/waiting.py`).
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from queue import SimpleQueue
from typing import Any
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from course import waiting
from course.rules.csv_reading import LARGEST_FILE

MOST_BYTES = 1_000_000
MOST_SECONDS = 30.0
UPLOADS = re.compile(r"/manage/organisations/[0-9]+/import")  # where a file may come that is larger than any form
UPLOAD_BYTES = LARGEST_FILE + 100_000
UPLOAD_SECONDS = 120.0
UPLOADS_AT_ONCE = 2  # in a process: their bodies are held in memory
DRAINED_BYTES = 8_000_000  # of a body that is too large, so that the browser gets to read the answer
PIECE_BYTES = 65_536
KEPT_READERS = 8


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a body is not taken: the status line and what the person reads."""

    status: str
    title: str
    text: str


TOO_LARGE = Refusal(
    "413 Content Too Large",
    "That is too much at once",
    "What you sent is larger than this site takes. Nothing was saved. Go back, make it shorter and send it again.",
)
FILE_TOO_LARGE = Refusal(
    "413 Content Too Large",
    "That file is too large",
    f"A file may hold up to {LARGEST_FILE // 1_000_000} MB. Nothing was saved. Go back, divide it and send the parts.",
)
UPLOADS_UNDER_WAY = Refusal(
    "503 Service Unavailable",
    "Other files are just coming in",
    "Nothing was saved. Go back, wait a minute and send the file again.",
)
TOO_SLOW = Refusal(
    "408 Request Timeout",
    "The connection was too slow",
    "What you sent did not arrive in time. Nothing was saved. Go back and send it again when the connection is better.",
)
BROKEN_OFF = Refusal(
    "400 Bad Request",
    "The message broke off",
    "What you sent did not arrive whole. Nothing was saved. Go back and send it again.",
)


@dataclass(slots=True)
class _Body:
    """A body on its way in. `arrived` is released when `data` is complete, too large or broken off."""

    source: InputStream
    most: int
    data: bytes = b""
    arrived: threading.Lock = field(default_factory=threading.Lock)

    def read(self) -> None:
        try:
            self.data = self.source.read(self.most + 1)
            drained = len(self.data)
            while self.most < drained < DRAINED_BYTES and (piece := self.source.read(PIECE_BYTES)):
                drained += len(piece)
        finally:
            self.arrived.release()


class _Readers:
    """Threads that wait for bodies. Reading cannot be interrupted, so the one who waits is not the one who reads."""

    def __init__(self) -> None:
        self._bodies: SimpleQueue[_Body] = SimpleQueue()
        self._idle = 0
        self._count = threading.Lock()

    def read(self, source: InputStream, most: int, seconds: float) -> bytes | None:
        """The body, at most one byte more than `most`; None when it did not come in time."""
        body = _Body(source, most)
        body.arrived.acquire()
        with self._count:
            need_another = self._idle == 0
            self._idle -= not need_another
        if need_another:
            threading.Thread(target=self._work, name="reader", daemon=True).start()
        self._bodies.put(body)
        return body.data if body.arrived.acquire(timeout=seconds) else None

    def _work(self) -> None:
        while True:
            self._bodies.get().read()
            with self._count:
                if self._idle >= KEPT_READERS:
                    return
                self._idle += 1


class Intake:
    """WSGI middleware. stylesheet: address put into the pages of refusals, or None."""

    def __init__(
        self,
        program: WSGIApplication,
        *,
        most_bytes: int = MOST_BYTES,
        most_seconds: float = MOST_SECONDS,
        stylesheet: str | None = None,
    ) -> None:
        self.program = program
        self.most_bytes = most_bytes
        self.most_seconds = most_seconds
        self.stylesheet = stylesheet
        self._turn = threading.Lock()
        self._readers = _Readers()
        self._uploads = threading.Semaphore(UPLOADS_AT_ONCE)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_upload(environ, self.most_bytes):
            return self._take(environ, start_response, self._body(environ, self.most_bytes, self.most_seconds))
        if not self._uploads.acquire(blocking=False):
            return self._refuse(UPLOADS_UNDER_WAY, start_response)
        try:
            body = self._body(environ, UPLOAD_BYTES, UPLOAD_SECONDS)
            return self._take(environ, start_response, FILE_TOO_LARGE if body is TOO_LARGE else body)
        finally:
            self._uploads.release()

    def _take(self, environ: WSGIEnvironment, start_response: StartResponse, body: bytes | Refusal) -> Iterable[bytes]:
        if isinstance(body, Refusal):
            return self._refuse(body, start_response)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        while True:
            environ["wsgi.input"] = io.BytesIO(body)
            environ[waiting.WORK] = None
            with self._turn:
                answer = _run(self.program, environ, start_response)
            if not waiting.wait(environ):
                return answer

    def _body(self, environ: WSGIEnvironment, most_bytes: int, seconds: float) -> bytes | Refusal:
        """The whole body, or why it is not taken. A length that is not a number counts as broken."""
        declared = environ.get("CONTENT_LENGTH") or ""
        if not declared and "HTTP_TRANSFER_ENCODING" not in environ or declared == "0":
            return b""
        if declared and not (declared.isascii() and declared.isdigit()):
            return BROKEN_OFF
        if int(declared or 0) > max(DRAINED_BYTES, most_bytes):
            return TOO_LARGE
        most = min(int(declared), most_bytes) if declared else most_bytes  # the server makes room for all of it
        data = self._readers.read(environ["wsgi.input"], most, seconds)
        if data is None:
            return TOO_SLOW
        if len(data) > most_bytes:
            return TOO_LARGE
        return BROKEN_OFF if declared and len(data) < int(declared) else data

    def _refuse(self, refusal: Refusal, start_response: StartResponse) -> list[bytes]:
        page = _page(refusal, self.stylesheet)
        start_response(
            refusal.status,
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(page))),
                (
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
                ),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
        return [page]


def _is_upload(environ: WSGIEnvironment, usual: int) -> bool:
    """Whether a file comes that is larger than forms usually are; one without a length may be."""
    if environ["REQUEST_METHOD"] != "POST" or not UPLOADS.fullmatch(environ.get("PATH_INFO", "")):
        return False
    declared = environ.get("CONTENT_LENGTH") or ""
    return not declared.isdigit() or int(declared) > usual


def _run(program: WSGIApplication, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Run the program. An answer of known, moderate length is made whole now; a long one streams after the turn."""
    length: list[int] = []

    def remember(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        length[:] = [int(value) for name, value in headers if name.lower() == "content-length"]
        waits = environ[waiting.WORK] is not None  # then this answer goes nowhere
        return None if waits else start_response(status, headers, *error)

    answer = program(environ, remember)
    if not length or length[0] > MOST_BYTES:
        return answer
    try:
        return [b"".join(answer)]
    finally:
        if hasattr(answer, "close"):
            answer.close()


def _page(refusal: Refusal, stylesheet: str | None) -> bytes:
    style = f'<link rel="stylesheet" href="{escape(stylesheet)}">' if stylesheet else ""
    title = escape(refusal.title)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} – Sharewell</title>{style}</head>"
        f"<body><main><h1>{title}</h1><p>{escape(refusal.text)}</p>"
        '<p><a href="/">Front page</a></p></main></body></html>'
    ).encode()
