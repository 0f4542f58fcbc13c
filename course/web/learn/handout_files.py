"""The whole course, or one module, as a file to print or keep: with blank quizzes, no answers and no trainer's notes."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from course.documents.pack_orders import Order
from course.rules.local_information import seen_by
from course.web import making
from course.web.gate import anyone, learner
from course.web.learn import blueprint
from course.web.learn.going import module_or_404
from course.web.site import catalogue
from course.web.wishing import wish_for

PDF = "application/pdf"


@blueprint.get("/course.pdf")
@anyone
def course_file() -> ResponseReturnValue:
    """The whole course."""
    return _file("", catalogue().course.slug)


@blueprint.get("/modules/<slug:module>.pdf")
@anyone
def module_file(module: str) -> ResponseReturnValue:
    """One module."""
    return _file(module_or_404(module).id, module)


def _file(name: str, called: str) -> Response:
    """With the local details that hold for this reader; name: of the module, "" for the whole course."""
    reader = learner()
    wish = wish_for(seen_by(reader.organisations if reader else ()))
    return making.shown(making.file_of(Order("handout", name, wish)), f"{called}.pdf", PDF)
