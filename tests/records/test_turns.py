"""Whose turn it is."""

import threading
from pathlib import Path

import pytest

from course.errors import StoreBusy, StoreUnusable
from course.records.turns import Turn


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sharewell.db.lock"


def test_one_at_a_time(path: Path) -> None:
    mine, yours = Turn(path), Turn(path)
    with mine.held(0.05), pytest.raises(StoreBusy, match="busy"), yours.held(0.05):
        pass
    with yours.held(0.05), pytest.raises(StoreBusy), mine.held(0.05):
        pass


def test_whoever_holds_it_may_take_it_again_and_keeps_it_until_the_last_is_given_back(path: Path) -> None:
    mine, yours = Turn(path), Turn(path)
    with mine.held(0.05):
        with mine.held(0.05):
            pass
        with pytest.raises(StoreBusy), yours.held(0.05):
            pass
    with yours.held(0.05):
        pass


def test_an_error_inside_gives_it_back(path: Path) -> None:
    mine, yours = Turn(path), Turn(path)
    with pytest.raises(ZeroDivisionError), mine.held(0.05):
        1 / 0  # noqa: B018 - that it fails is the point
    with yours.held(0.05):
        pass


def test_another_thread_waits_too(path: Path) -> None:
    turn, told = Turn(path), []

    def take() -> None:
        try:
            with turn.held(0.05):
                told.append("taken")
        except StoreBusy:
            told.append("busy")

    with turn.held(0.05):
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()
    take()
    assert told == ["busy", "taken"]


def test_waiting_ends_when_the_other_gives_it_back(path: Path) -> None:
    mine, yours, released = Turn(path), Turn(path), threading.Event()
    taken = threading.Event()

    def hold() -> None:
        with yours.held(1):
            taken.set()
            released.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(5)
    threading.Timer(0.1, released.set).start()
    with mine.held(5):
        assert released.is_set()
    thread.join()


def test_a_folder_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="folder must exist"), Turn(tmp_path / "missing" / "lock").held(0.05):
        pass
