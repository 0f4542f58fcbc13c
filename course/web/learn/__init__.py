"""For the learner: front page, modules, pages, quizzes, attempts, progress, certificate, print."""

from flask import Blueprint

blueprint = Blueprint("learn", __name__)

from course.web.learn import attempts, certificates, front, pages, print, progress, quizzes  # noqa: E402

__all__ = ["attempts", "blueprint", "certificates", "front", "pages", "print", "progress", "quizzes"]
