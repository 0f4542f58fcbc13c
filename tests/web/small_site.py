"""A site over a small course of two statements, whose files a test may change while the site runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from course import create_app
from course.catalogue import shelf
from course.catalogue.model import Catalogue
from course.records.database import close_connections
from tests.catalogue.small_course import COURSE, FILES, MODULE, QUIZ, changed, write
from tests.web.people import add_person
from tests.web.usual_settings import settings_in

Edit = tuple[str, str, str]
RECORD, LUNCH, QUESTION = (f"/modules/golden-rules/{page}" for page in ("record", "lunch", "question"))
SMALL_QUIZ = "/modules/golden-rules/record-quiz"
NEXT_EDITION: tuple[Edit, ...] = (
    (COURSE, 'edition: "2026.1"\nlevel', 'edition: "2026.2"\nlevel'),
    (
        COURSE,
        "changes:\n",
        'changes:\n  - edition: "2026.2"\n    date: 2026-11-22\n    kind: law\n    what: The law has changed.\n'
        "    pages:\n      - record\n    statements:\n      - write-it-down\n",
    ),
)
# Both statements turned round: what was right is wrong.
TURNED: tuple[Edit, ...] = (
    (QUIZ, "text: You write it down.\n    answer: true", "text: You never write it down.\n    answer: false"),
    (QUIZ, "text: Nobody writes it down.\n    answer: false", "text: Somebody writes it down.\n    answer: true"),
)


class SmallSite:
    """The site, and the files it is made from. Its course is one module, `golden-rules`."""

    def __init__(self, folder: Path, empty_store: Path) -> None:
        self.root, self.instance, self.files = folder / "course", folder / "small", dict(FILES)
        write(self.root, self.files)
        shutil.copytree(empty_store, self.instance)
        self.start()

    def start(self) -> None:
        """Start the site, anew if it runs: what the process remembers is gone, what the records keep is there."""
        self.shelf = shelf.Shelf(self.root)
        self.app = create_app(settings_in(self.instance), self.shelf)

    @property
    def catalogue(self) -> Catalogue:
        """The course as it is now."""
        self.shelf.refresh_if_changed()
        assert [each for each in self.shelf.problems if each.severity == "error"] == []
        return self.shelf.catalogue

    def change(self, *edits: Edit) -> None:
        """Change places in the files; the site takes it up at the next request."""
        for path, old, new in edits:
            self.files = changed(path, old, new, self.files)
        write(self.root, self.files)
        assert self.catalogue

    def rename_quiz(self) -> None:
        """The quiz and its page go; a new quiz with the same statements comes."""
        (self.root / QUIZ).unlink()
        self.files["quizzes/new-quiz.yaml"] = self.files.pop(QUIZ).replace("id: record-quiz", "id: new-quiz")
        self.change(
            (MODULE, "{#record-quiz ", "{#new-quiz "), (MODULE, "{{ quiz record-quiz }}", "{{ quiz new-quiz }}")
        )


@contextmanager
def small_site(folder: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallSite]:
    """The site, with a shelf that looks at its files on every request."""
    monkeypatch.setattr(shelf, "SECONDS_BETWEEN_LOOKS", 0.0)
    made = SmallSite(folder, empty_store)
    yield made
    with made.app.app_context():
        close_connections()


@pytest.fixture
def small(tmp_path: Path, empty_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallSite]:
    """The small site, on which Ada has an account."""
    with small_site(tmp_path, empty_store, monkeypatch) as made:
        add_person(made.app, "Ada Quill", email="ada@heronsea.example")
        yield made
