"""The course of this program read once for all that read it: the command line does for every word, a site does once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course import ROOT
from course.catalogue import shelf
from course.catalogue.files import stamp
from course.catalogue.model import Catalogue
from course.catalogue.problems import Problem

Read = tuple[Catalogue | None, list[Problem]]


def reader(read: Callable[[Path, dt.date], Read]) -> Callable[[Path, dt.date], Read]:
    """Reads a course, or takes what came of the same files on the same day; of any other folder always anew."""
    met: dict[tuple[object, ...], Read] = {}

    def once(root: Path, today: dt.date) -> Read:
        if root != ROOT:
            return read(root, today)
        key = (today, tuple(sorted(stamp(root).items())))
        if key not in met:
            met[key] = read(root, today)
        catalogue, problems = met[key]
        return catalogue, [*problems]

    return once


@pytest.fixture(autouse=True, scope="session")
def course_once() -> Iterator[None]:
    """Every shelf of this run has the course of the first one: nothing of it can be changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "read_catalogue", reader(shelf.read_catalogue))
        yield
