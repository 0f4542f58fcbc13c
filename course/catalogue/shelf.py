"""Holds the course in force and takes up changes of the files while the site runs."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from course.catalogue.files import stamp
from course.catalogue.load import read_catalogue
from course.catalogue.model import Catalogue, Quiz
from course.catalogue.problems import Problem
from course.clock import now, ticks
from course.errors import ContentError

SECONDS_BETWEEN_LOOKS = 1.0
PAST_QUIZZES = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Held:
    """What is on the shelf; replaced as a whole, so that a reader never sees half of a change."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    stamp: Mapping[str, tuple[int, int]]


class Shelf:
    """The course under `root` as it was last read without an error. May be used by many threads at once.

    Raises ContentError, with every fault in its message, when the first reading finds an error.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._reading = threading.Lock()
        before = stamp(root)
        catalogue, problems = read_catalogue(root, now().date())
        if catalogue is None:
            raise ContentError("\n".join(str(problem) for problem in problems if problem.severity == "error"))
        self._held = _Held(catalogue, tuple(problems), before)
        self._past: OrderedDict[str, Quiz] = OrderedDict()
        self._editions: dict[str, str] = {}
        self._note_editions(catalogue)
        self._looked_at = ticks()

    def past_quiz(self, digest: str) -> Quiz | None:
        """A quiz as it was served earlier by this process, so that a form opened then is marked by its own wording."""
        return self._past.get(digest)

    def edition_of(self, digest: str) -> str | None:
        """The first edition under which this process served a wording; None where it never did.

        A form may stay open over a change of content. What is handed in from it answers the words that were on the screen,
        so it counts as of their edition, and a change of law made since then still asks for a new answer.
        """
        return self._editions.get(digest)

    @property
    def catalogue(self) -> Catalogue:
        """The course in force."""
        return self._held.catalogue

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the last reading found: errors only when a change is broken and the course before it is kept."""
        return self._held.problems

    def refresh_if_changed(self) -> None:
        """Read the files again if any was changed. Cheap to call on every request: it looks once a second at most.

        While one thread reads, the others go on with the course that is there.
        """
        if ticks() - self._looked_at < SECONDS_BETWEEN_LOOKS or not self._reading.acquire(blocking=False):
            return
        try:
            self._look()
        finally:
            self._looked_at = ticks()
            self._reading.release()

    def _look(self) -> None:
        before = stamp(self._root)
        if before == self._held.stamp:
            return
        catalogue, problems = read_catalogue(self._root, now().date())
        if catalogue is None:
            for problem in problems:
                log.warning("content not taken up: %s", problem)
            catalogue = self._held.catalogue
        elif catalogue.digest != self._held.catalogue.digest:
            log.info("content taken up: edition %s", catalogue.course.edition)
            self._keep_past(self._held.catalogue)
            self._note_editions(catalogue)
        self._held = _Held(catalogue, tuple(problems), before)

    def _keep_past(self, catalogue: Catalogue) -> None:
        self._past.update((quiz.digest, quiz) for quiz in catalogue.quizzes.values())
        while len(self._past) > PAST_QUIZZES:
            self._past.popitem(last=False)

    def _note_editions(self, catalogue: Catalogue) -> None:
        for quiz in catalogue.quizzes.values():
            self._editions.setdefault(quiz.digest, catalogue.course.edition)
