"""The shelf: takes up good changes, keeps the old course through broken ones, and is cheap to ask."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from course.catalogue import load, shelf
from course.catalogue.shelf import Shelf
from course.errors import ContentError
from tests.catalogue.small_course import CARD, COURSE, FILES, MODULE, QUIZ, TODAY, changed, write


@pytest.fixture(autouse=True)
def reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day on which no review of the small course is due."""
    monkeypatch.setattr(shelf, "now", lambda: dt.datetime.combine(TODAY, dt.time(9), dt.UTC))


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """A clock that stands still until it is told to go on by so many seconds."""
    passed = [0.0]
    monkeypatch.setattr(shelf, "ticks", lambda: passed[0])

    def go_on(seconds: float) -> None:
        passed[0] += seconds

    return go_on


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every reading of the whole course so far."""
    seen: list[Path] = []

    def read(root: Path, today: object) -> object:
        seen.append(root)
        return load.read_catalogue(root, today)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "read_catalogue", read)
    return seen


@pytest.fixture
def held(tmp_path: Path, wait: Callable[[float], None], readings: list[Path]) -> Shelf:
    write(tmp_path, FILES)
    return Shelf(tmp_path)


def title(held: Shelf) -> str:
    return held.catalogue.quizzes["record-quiz"].title


def test_a_change_is_taken_up(held: Shelf, wait: Callable[[float], None], tmp_path: Path) -> None:
    write(tmp_path, changed(QUIZ, "title: Recording", "title: Writing it down"))
    wait(1)
    held.refresh_if_changed()
    assert title(held) == "Writing it down"
    assert held.problems == ()


def test_a_wording_keeps_the_first_edition_in_which_it_was_served(
    held: Shelf, wait: Callable[[float], None], tmp_path: Path
) -> None:
    """An answer to a form that stayed open counts as of the edition that was on the screen."""
    first = held.catalogue.quizzes["record-quiz"].digest
    line = '  - edition: "2026.2"\n    date: 2026-11-22\n    kind: law\n    what: The law has changed.\n'
    later = changed(COURSE, "changes:\n", f"changes:\n{line}    pages: []\n    statements: []\n")
    later = changed(COURSE, 'edition: "2026.1"\nlevel', 'edition: "2026.2"\nlevel', later)
    write(tmp_path, later)
    wait(1)
    held.refresh_if_changed()
    assert (held.catalogue.course.edition, held.edition_of(first)) == ("2026.2", "2026.1")
    write(tmp_path, changed(QUIZ, "title: Recording", "title: Writing it down", later))
    wait(1)
    held.refresh_if_changed()
    second = held.catalogue.quizzes["record-quiz"].digest
    assert [held.edition_of(each) for each in (first, second, "nowhere")] == ["2026.1", "2026.2", None]


def test_a_new_and_a_removed_file_are_changes(held: Shelf, wait: Callable[[float], None], tmp_path: Path) -> None:
    second = tmp_path / CARD.replace("card", "second")
    write(tmp_path, {str(second.relative_to(tmp_path)): FILES[CARD].replace("id: card", "id: second")})
    wait(1)
    held.refresh_if_changed()
    assert list(held.catalogue.references) == ["card", "second"]
    second.unlink()
    wait(1)
    held.refresh_if_changed()
    assert list(held.catalogue.references) == ["card"]


def test_a_broken_change_keeps_the_old_course_and_is_told(
    held: Shelf, wait: Callable[[float], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = held.catalogue
    write(tmp_path, changed(QUIZ, "answer: false", "answer: nope"))
    wait(1)
    with caplog.at_level(logging.WARNING):
        held.refresh_if_changed()
    assert held.catalogue is before
    assert [str(problem).partition(" ")[0] for problem in held.problems] == [f"{QUIZ}:15:"]
    assert f"{QUIZ}:15:" in caplog.text


def test_a_broken_change_is_read_once_and_forgotten_when_it_is_mended(
    held: Shelf, wait: Callable[[float], None], tmp_path: Path, readings: list[Path]
) -> None:
    write(tmp_path, changed(QUIZ, "answer: false", "answer: nope"))
    for _ in range(3):
        wait(1)
        held.refresh_if_changed()
    assert len(readings) == 2
    write(tmp_path, FILES)
    wait(1)
    held.refresh_if_changed()
    assert held.problems == ()


def test_the_files_are_looked_at_once_a_second_at_most(
    held: Shelf, wait: Callable[[float], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    monkeypatch.setattr(shelf, "stamp", lambda root: looks.append(root) or {})
    for _ in range(9):
        wait(0.25)
        held.refresh_if_changed()
    assert len(looks) == 2


def test_files_that_did_not_change_are_not_read_again(
    held: Shelf, wait: Callable[[float], None], readings: list[Path]
) -> None:
    for _ in range(3):
        wait(5)
        held.refresh_if_changed()
    assert len(readings) == 1


def test_a_first_reading_with_errors_is_refused_with_every_fault(tmp_path: Path) -> None:
    files = changed(CARD, "owner: Governance lead\n", "", changed(MODULE, "## Why", "### Why"))
    write(tmp_path, files)
    with pytest.raises(ContentError) as refused:
        Shelf(tmp_path)
    assert [line.partition(": ")[0] for line in str(refused.value).splitlines()] == [f"{MODULE}:16", f"{CARD}:2"]


def test_warnings_are_kept_and_do_not_stop_the_course(tmp_path: Path) -> None:
    write(tmp_path, changed(MODULE, "minutes: 10", "minutes: 11"))
    assert [problem.severity for problem in Shelf(tmp_path).problems] == ["warning"]


def test_while_one_thread_reads_the_others_go_on_with_the_course_that_is_there(
    held: Shelf, wait: Callable[[float], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, readings = threading.Event(), threading.Event(), []

    def slow(root: Path, today: object) -> object:
        readings.append(root)
        begun.set()
        assert may_end.wait(10)
        return load.read_catalogue(root, today)  # type: ignore[arg-type]

    monkeypatch.setattr(shelf, "read_catalogue", slow)
    write(tmp_path, changed(QUIZ, "title: Recording", "title: Writing it down"))
    wait(1)
    reader = threading.Thread(target=held.refresh_if_changed)
    reader.start()
    assert begun.wait(10)
    held.refresh_if_changed()
    assert title(held) == "Recording"
    may_end.set()
    reader.join(10)
    assert title(held) == "Writing it down"
    assert len(readings) == 1
