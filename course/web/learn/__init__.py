"""For the learner: front page, modules, pages, quizzes, attempts, progress, certificate, print."""

from flask import Blueprint

blueprint = Blueprint("learn", __name__)

from course.web.learn import (  # noqa: E402
    attempts,
    certificates,
    front,
    handout_files,
    pages,
    print,
    progress,
    quizzes,
    refresher,
    refresher_result,
)

__all__ = [
    "attempts",
    "blueprint",
    "certificates",
    "front",
    "handout_files",
    "pages",
    "print",
    "progress",
    "quizzes",
    "refresher",
    "refresher_result",
]
