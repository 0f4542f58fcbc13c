"""Files that take seconds to make: found where they are kept, or made by a process of low priority while the request waits.

Who asks for a file that is just being made waits for that making: threads of one process for one another, processes for a
lock file. Nobody else is held up (`course/waiting.py`). A failed making leaves nothing behind, and everybody who waited for it
is told why.
"""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from course import waiting
from course.catalogue.model import Catalogue
from course.config import ROOT, Settings
from course.documents.pack_orders import Order, file_name
from course.locks import locked
from course.records import made_files
from course.web import refusals
from course.web.site import catalogue

SECONDS_AT_MOST = 120.0
AT_ONCE = 1  # makings in one process of the server: each of them takes a core
LONGEST_REASON = 300
TOO_LONG = "it took too long"
BROKEN_OFF = "the work was broken off"
NOT_MADE = "This file could not be made just now"
TRY_AGAIN = "Nothing half made was kept. Go back and ask for it again."
TELL = "If it fails again, tell whoever runs the site."
MOST_AT_ONCE = 1_000_000  # bytes; what is larger is sent piece by piece
PIECE = 64 * 1024
log = logging.getLogger("sharewell.making")


class NotMade(Exception):
    """A file could not be made. The message is the reason, in words for whoever runs the site."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that is asked for: where it is kept, under which name, and all that it is made from."""

    instance: Path
    name: str
    catalogue: Catalogue
    order: Order


class Makings:
    """The makings that are under way in this process."""

    def __init__(self) -> None:
        self._waited_for: dict[str, Future[str]] = {}
        self._change = threading.Lock()
        self._room = threading.Semaphore(AT_ONCE)

    def wait_for(self, asked: Asked) -> str:
        """Wait until the file is there, made by whomever; "", or the reason why it is not. Raises nothing."""
        with self._change:
            found = self._waited_for.get(asked.name)
            mine: Future[str] | None = None if found else Future()
            if mine is not None:
                self._waited_for[asked.name] = mine
        if mine is None:
            return found.result() if found else BROKEN_OFF
        reason = BROKEN_OFF
        try:
            with self._room:
                reason = _made(asked)
        finally:
            with self._change:
                del self._waited_for[asked.name]
            mine.set_result(reason)
        return reason


def _made(asked: Asked) -> str:
    """Make the file unless another process has made it; "" or the reason why not."""
    try:
        with _alone(asked):
            if made_files.find(asked.instance, asked.name) is None:
                _make(asked)
    except NotMade as fault:
        reason = str(fault)
    except OSError as fault:
        reason = f"the file cannot be written ({fault.strerror})"
    else:
        return ""
    log.warning("not made: %s of %s: %s", asked.order.kind, asked.order.name, reason)
    return reason


@contextmanager
def _alone(asked: Asked) -> Iterator[None]:
    """While no other process makes the same file. The lock goes at the end: who waits for it then still holds its file."""
    lock = made_files.lock_for(asked.instance, asked.name)
    try:
        with locked(lock):
            yield
    finally:
        with suppress(OSError):
            lock.unlink()


def _make(asked: Asked) -> None:
    """Let a process of its own write the file, and give it its name once it is whole."""
    written = made_files.place_for(asked.instance, asked.name)
    try:
        with tempfile.TemporaryFile() as errors:
            status = _run(asked, written, errors)
            errors.seek(0)
            said = errors.read().decode(errors="replace").split("\n")
        if status != 0:
            raise NotMade(next((each.strip()[:LONGEST_REASON] for each in reversed(said) if each.strip()), BROKEN_OFF))
        made_files.keep(asked.instance, written, asked.name)
    finally:
        written.unlink(missing_ok=True)


def _run(asked: Asked, written: Path, errors: IO[bytes]) -> int:
    """The exit code of the process. It gets the course as this process has it: the files may have changed since."""
    with tempfile.TemporaryFile() as given:
        pickle.dump((asked.catalogue, asked.order), given)
        given.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "course.words.pack_job", str(written)],
                cwd=ROOT,
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                timeout=SECONDS_AT_MOST,
                start_new_session=True,  # Ctrl-C at the server is not meant for it
            )
        except subprocess.TimeoutExpired as fault:
            raise NotMade(TOO_LONG) from fault
    return done.returncode


def file_of(order: Order) -> Path:
    """The file of an order, made now where it is not there. Raises NotMade; and Later, where it has to be waited for."""
    settings: Settings = current_app.config["SHAREWELL"]
    held = catalogue()
    name = file_name(order, held.digest)
    found = made_files.find(settings.instance, name)
    if found is not None:
        return found
    makings: Makings = current_app.extensions["makings"]
    work = partial(makings.wait_for, Asked(settings.instance, name, held, order))
    reason = waiting.outside(request.environ, name, work)
    found = made_files.find(settings.instance, name)
    if found is None:
        raise NotMade(reason or BROKEN_OFF)
    return found


def answer(path: Path, name: str, kind: str) -> Response:
    """A file to be kept by whoever asked, under a name; kind: its MIME type."""
    size = path.stat().st_size
    content: bytes | Iterator[bytes] = path.read_bytes() if size <= MOST_AT_ONCE else _pieces(path)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(size)}
    return Response(content, content_type=kind, headers=headers)


def shown(path: Path, name: str, kind: str) -> Response:
    """A file to be seen in the browser."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(path.read_bytes(), content_type=kind, headers=headers)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _on_later(_fault: waiting.Later) -> Response:
    """Goes nowhere: the request runs again."""
    return Response(status=503)


def _on_not_made(_fault: NotMade) -> ResponseReturnValue:
    """For everybody; why it failed is for those who can do something about it, and stands in the log."""
    return refusals.page(503, title=NOT_MADE, paragraphs=(TRY_AGAIN, TELL))


def install(app: Flask) -> None:
    """Begin with nothing under way."""
    app.extensions["makings"] = Makings()
    app.register_error_handler(NotMade, _on_not_made)
    app.register_error_handler(waiting.Later, _on_later)
