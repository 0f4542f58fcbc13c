"""Under which edition this process served each wording of a quiz.

A form may stay open over a change of content. What is handed in from it answers the words that were on the screen, so it
counts as of their edition, and a change of law made since then still asks for a new answer.
"""

from __future__ import annotations

from course.catalogue.model import Catalogue


class ServedEditions:
    """The first edition of every wording served so far: a few words for each quiz and each change of it."""

    def __init__(self) -> None:
        self._editions: dict[str, str] = {}
        self._last: Catalogue | None = None

    def note(self, catalogue: Catalogue) -> None:
        """These quizzes are being served; cheap to say again."""
        if catalogue is not self._last:
            self._last = catalogue
            for quiz in catalogue.quizzes.values():
                self._editions.setdefault(quiz.digest, catalogue.course.edition)

    def of(self, digest: str) -> str | None:
        """The edition of a wording, or None where this process never served it."""
        return self._editions.get(digest)
