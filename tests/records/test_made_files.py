"""Files that are made on demand: found by name, noted as asked for, swept when nobody asks any more."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from course import clock
from course.records import made_files
from tests.records.made import NOON

NAME = "0123.zip"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In the folder of the instance, as on a site."""
    monkeypatch.setattr(made_files, "FOLDER", "packs")
    clock.set_now(NOON)
    yield
    clock.set_now(dt.datetime.now(dt.UTC))


def keep(instance: Path, name: str = NAME, content: bytes = b"a pack") -> Path:
    written = made_files.place_for(instance, name)
    written.write_bytes(content)
    made_files.keep(instance, written, name)
    return instance / "packs" / name


def later(**span: float) -> None:
    clock.set_now(clock.now() + dt.timedelta(**span))


def test_a_file_is_found_once_it_is_whole_and_not_before(instance: Path) -> None:
    assert made_files.find(instance, NAME) is None
    made_files.place_for(instance, NAME).write_bytes(b"half")
    assert made_files.find(instance, NAME) is None
    path = keep(instance)
    assert made_files.find(instance, NAME) == path
    assert path.read_bytes() == b"a pack"
    assert [each.name for each in path.parent.iterdir()] == [NAME]


def test_the_folder_is_for_its_owner_alone(instance: Path) -> None:
    assert keep(instance).parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("days", "stays"), [(13.9, True), (14.1, False)])
def test_what_nobody_has_asked_for_in_14_days_is_swept(days: float, stays: bool, instance: Path) -> None:
    path = keep(instance)
    made_files.find(instance, NAME)
    later(days=days)
    assert made_files.sweep(instance) == (0 if stays else 1)
    assert path.exists() is stays


def test_what_is_asked_for_again_stays(instance: Path) -> None:
    keep(instance)
    made_files.find(instance, NAME)
    for _ in range(3):
        later(days=10)
        assert made_files.find(instance, NAME) is not None
        assert made_files.sweep(instance) == 0


@pytest.mark.parametrize(("hours", "gone"), [(23, 0), (25, 2)])
def test_what_was_never_finished_is_swept_after_a_day(hours: float, gone: int, instance: Path) -> None:
    left = (made_files.place_for(instance, NAME), made_files.lock_for(instance, NAME))
    for path in left:
        path.write_bytes(b"")
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    later(hours=hours)
    assert made_files.sweep(instance) == gone


def test_where_nothing_was_made_there_is_nothing_to_sweep(instance: Path) -> None:
    assert made_files.sweep(instance) == 0
    assert list(instance.iterdir()) == []
