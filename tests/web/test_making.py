"""Making files: once for everybody who asks, beside learners' pages, all or nothing, the same bytes for the same order."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pytest
from flask import Flask

from course import ROOT, waiting
from course.catalogue.model import Catalogue
from course.documents.pack_orders import Order, file_name
from course.documents.packs import Wish
from course.intake import Intake
from course.records import made_files
from course.web import making
from course.web.making import Asked, Makings
from tests import made_once
from tests.web.packing import School
from tests.web.packing import school as school
from tests.web.reader import Reader

DAY = dt.date(2026, 11, 22)
WISH = Wish(DAY, {"front-door": "Ring the door"}, "Heronsea Nursery")
LICENCE = Order("item", "twenty-minutes", WISH, "licence")
TOGETHER = 20


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made yet, and each file is made by a process of its own, as sites do it."""
    monkeypatch.setattr(made_files, "FOLDER", "packs")
    monkeypatch.setattr(making, "_run", made_once.IN_A_PROCESS)


@pytest.fixture
def packs(app: Flask) -> Path:
    """Where files are kept."""
    folder: Path = app.config["SHAREWELL"].instance / "packs"
    return folder


@pytest.fixture
def asked(instance: Path, course: Catalogue) -> Asked:
    """One sheet, which takes a second."""
    return Asked(instance, file_name(LICENCE, course.digest), course, LICENCE)


class Slow:
    """In the place of the process that makes a file: it takes until it may end."""

    def __init__(self) -> None:
        self.begun, self.may_end, self.made = threading.Event(), threading.Event(), 0

    def __call__(self, asked: Asked, written: Path, errors: IO[bytes]) -> int:
        self.made += 1
        self.begun.set()
        assert self.may_end.wait(30)
        written.write_bytes(b"%PDF made once")
        return 0


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow()
    monkeypatch.setattr(making, "_run", made)
    yield made
    made.may_end.set()


def through_intake(app: Flask) -> None:
    """Put the intake of the server in front of a site."""
    intake: Any = Intake(app.wsgi_app)
    app.wsgi_app = lambda environ, start: intake(environ | {"REMOTE_ADDR": "192.0.2.7"}, start)  # type: ignore[method-assign]


def test_twenty_who_ask_at_once_wait_for_one_making_and_hold_nobody_up(school: School, slow: Slow) -> None:
    reader, path = school.trainer(), "/packs/twenty-minutes/licence.pdf"
    through_intake(school.app)
    cookie = {"Cookie": f"sharewell={reader.client.get_cookie('sharewell').value}"}  # type: ignore[union-attr]

    def ask(_number: int) -> tuple[int, bytes]:
        answer = school.app.test_client(use_cookies=False).get(path, headers=cookie)
        return answer.status_code, answer.get_data()

    with ThreadPoolExecutor(TOGETHER) as people:
        waiters = [people.submit(ask, number) for number in range(TOGETHER)]
        assert slow.begun.wait(20)
        learners = [Reader(school.app.test_client()).open("/modules/golden-rules/be-open").status for _ in range(5)]
        assert learners == [200] * 5
        assert not any(each.done() for each in waiters)
        slow.may_end.set()
        assert {each.result(20) for each in waiters} == {(200, b"%PDF made once")}
    assert slow.made == 1


def _ask_in_process(asked: Asked, noted: Path) -> None:
    run = making._run

    def counted(asked: Asked, written: Path, errors: IO[bytes]) -> int:
        with noted.open("a") as file:
            file.write("made\n")
        return run(asked, written, errors)

    making._run = counted
    raise SystemExit(0 if Makings().wait_for(asked) == "" else 1)


@pytest.mark.slow
def test_processes_that_ask_at_once_wait_for_one_making(asked: Asked, tmp_path: Path) -> None:
    noted, fork = tmp_path / "noted", multiprocessing.get_context("fork")
    people = [fork.Process(target=_ask_in_process, args=(asked, noted)) for _ in range(4)]
    for each in people:
        each.start()
    for each in people:
        each.join(60)
    assert [each.exitcode for each in people] == [0] * 4
    assert noted.read_text() == "made\n"
    assert [each.name for each in (asked.instance / "packs").iterdir()] == [asked.name]


@pytest.mark.slow
def test_made_again_it_is_the_same_to_the_byte(asked: Asked) -> None:
    made = []
    for _ in range(2):
        assert Makings().wait_for(asked) == ""
        path = asked.instance / "packs" / asked.name
        made.append(path.read_bytes())
        path.unlink()
    assert made[0] == made[1] and made[0].startswith(b"%PDF")


def fails(reason: str, code: int = 1) -> Callable[..., int]:
    """In the place of the process: it writes half a file, says why it cannot go on, and ends."""

    def run(asked: Asked, written: Path, errors: IO[bytes]) -> int:
        written.write_bytes(b"half")
        errors.write(f"a warning\n{reason}\n".encode())
        return code

    return run


@pytest.mark.parametrize(
    ("reason", "code", "said"),
    [
        (
            "the file cannot be written (No space left on device)",
            1,
            "the file cannot be written (No space left on device)",
        ),
        ("", -9, "a warning"),
        ("x" * 400, 1, "x" * 300),
    ],
)
def test_a_failed_making_leaves_nothing_behind_and_says_why(
    reason: str, code: int, said: str, school: School, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_run", fails(reason, code))
    page = school.trainer().open("/packs/twenty-minutes/licence.pdf")
    assert (page.status, page.h1) == (503, "This file could not be made just now")
    assert f"tell whoever runs the site: {said}." in page.words
    assert list(packs.iterdir()) == []


def test_a_process_that_says_nothing_was_broken_off(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_run", lambda *_: -9)
    assert Makings().wait_for(asked) == making.BROKEN_OFF


def test_everybody_who_waited_is_told_why_and_it_is_not_tried_twenty_times(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    makings, tries, may_end = Makings(), [], threading.Event()

    def run(*_: object) -> int:
        tries.append(1)
        assert may_end.wait(20)
        return 1

    monkeypatch.setattr(making, "_run", run)
    with ThreadPoolExecutor(TOGETHER) as people:
        waiters = [people.submit(makings.wait_for, asked) for _ in range(TOGETHER)]
        while len(people._threads) < TOGETHER or not tries:
            pass
        may_end.set()
        assert {each.result(20) for each in waiters} == {making.BROKEN_OFF}
    assert len(tries) < TOGETHER / 2


def test_after_a_failure_it_is_made_at_the_next_try(
    school: School, packs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, path = school.trainer(), "/packs/twenty-minutes/licence.pdf"
    with monkeypatch.context() as broken:
        broken.setattr(making, "_run", fails("no"))
        assert reader.open(path).status == 503
    with monkeypatch.context() as mended:
        mended.setattr(making, "_run", lambda _asked, written, _errors: written.write_bytes(b"%PDF") and 0)
        assert reader.client.get(path).status_code == 200


def test_a_guest_is_not_told_what_went_wrong_inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_run", fails("secrets of the machine"))
    page = Reader(app.test_client()).open("/course.pdf")
    assert (page.status, page.h1) == (503, "This file could not be made just now")
    assert "secrets" not in page.text


def test_what_takes_too_long_is_ended(asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "endless"
    endless.write_text("#!/bin/sh\nexec sleep 60\n")
    endless.chmod(0o700)
    monkeypatch.setattr(making, "SECONDS_AT_MOST", 0.2)
    monkeypatch.setattr(sys, "executable", str(endless))
    assert Makings().wait_for(asked) == making.TOO_LONG
    assert list((asked.instance / "packs").iterdir()) == []


def test_where_nothing_can_be_written_that_is_said(asked: Asked) -> None:
    (asked.instance / "packs").write_text("a file in the place of the folder")
    assert "cannot be written" in Makings().wait_for(asked)


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (replace(LICENCE, name="no-such-pack"), "KeyError: 'no-such-pack'"),
        (replace(LICENCE, item="no-such-item"), "KeyError: 'no-such-item'"),
    ],
)
@pytest.mark.slow
def test_the_process_says_in_one_line_why_it_failed(order: Order, reason: str, asked: Asked) -> None:
    assert Makings().wait_for(replace(asked, order=order)) == reason
    assert list((asked.instance / "packs").iterdir()) == []


@pytest.mark.slow
def test_the_process_is_polite_to_learners(course: Catalogue, tmp_path: Path) -> None:
    """Its priority is low while it works."""
    words = (
        "import os, sys; from course.words import pack_job;"
        "pack_job.carry_out = lambda *_: str(os.nice(0)).encode(); sys.exit(pack_job.work(sys.argv[1:]))"
    )
    command, given = [sys.executable, "-c", words, str(tmp_path / "nice")], pickle.dumps((course, LICENCE))
    subprocess.run(["nice", "-n", "0", *command], input=given, cwd=ROOT, check=True)
    assert int((tmp_path / "nice").read_text()) >= 10


OTHERS = [
    replace(LICENCE, kind="cover"),
    replace(LICENCE, name="sixty-minutes"),
    replace(LICENCE, item="plan"),
    replace(LICENCE, pages={"plan": 4}),
    replace(LICENCE, wish=replace(WISH, made_on=DAY + dt.timedelta(days=1))),
    replace(LICENCE, wish=replace(WISH, local={"front-door": "Knock"})),
    replace(LICENCE, wish=replace(WISH, organisation="Harbour Clinic")),
    replace(LICENCE, wish=replace(WISH, logo=b"\x89PNG")),
    replace(LICENCE, wish=replace(WISH, group=17)),
    replace(LICENCE, wish=replace(WISH, checked={})),
    replace(LICENCE, wish=replace(WISH, checked={"front-door": DAY})),
]


def test_whatever_could_change_a_file_changes_its_name() -> None:
    names = {file_name(each, "content") for each in (LICENCE, *OTHERS)} | {file_name(LICENCE, "other content")}
    assert len(names) == len(OTHERS) + 2
    assert file_name(LICENCE, "content") == file_name(replace(LICENCE, wish=replace(WISH)), "content")


def test_a_later_request_is_no_waiting(school: School, slow: Slow) -> None:
    slow.may_end.set()
    reader, path = school.trainer(), "/packs/twenty-minutes/licence.pdf"
    assert [reader.client.get(path).status_code for _ in range(3)] == [200] * 3
    assert slow.made == 1
    assert waiting.OUTCOMES not in reader.client.get(path).request.environ
