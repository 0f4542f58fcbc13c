"""Files at the intake: larger than a form, at one address alone, and only some at once."""

from __future__ import annotations

import threading
import time

import pytest

from course.intake import MOST_BYTES, UPLOAD_BYTES, UPLOADS_AT_ONCE, Intake
from tests.setup.test_intake import Answer, Held, echo, post

HERE = {"PATH_INFO": "/manage/organisations/3/import"}
FILE = b"x" * (MOST_BYTES + 1)


@pytest.mark.parametrize("environ", [HERE, HERE | {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}])
def test_a_file_of_people_gets_in_whole(environ: dict[str, str]) -> None:
    assert len(Answer(Intake(echo), post(FILE) | environ).text) == len(FILE)


@pytest.mark.parametrize("path", ["/manage/organisations/3/import/x", "/manage/organisations/import", "/account", ""])
def test_nothing_as_large_gets_in_elsewhere(path: str) -> None:
    assert Answer(Intake(echo), post(FILE, PATH_INFO=path)).status.startswith("413")


def test_a_file_that_is_too_large_is_told_in_its_own_words() -> None:
    answer = Answer(Intake(echo), post(b"x" * (UPLOAD_BYTES + 1), **HERE))
    assert (answer.status[:3], "A file may hold up to 20 MB" in answer.text) == ("413", True)


def test_some_files_come_in_at_once_and_one_more_waits_outside() -> None:
    intake, held = Intake(echo), [Held(FILE) for _ in range(UPLOADS_AT_ONCE)]
    under_way = [
        threading.Thread(target=Answer, args=(intake, post(FILE, **HERE) | {"wsgi.input": each})) for each in held
    ]
    for thread in under_way:
        thread.start()
    deadline = time.monotonic() + 20
    while not (status := Answer(intake, post(FILE, **HERE)).status).startswith("503"):
        assert time.monotonic() < deadline
    assert status.startswith("503")
    assert Answer(intake, post(b"x", **HERE)).status == "200 OK"
    for each in held:
        each.release()
    for thread in under_way:
        thread.join()
    assert Answer(intake, post(FILE, **HERE)).status == "200 OK"
