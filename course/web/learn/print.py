"""A module, or the whole course, as a page to print: everything on it, quizzes blank, answers at the end."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from course.clock import now
from course.documents.handout import handout
from course.rules.dates import london_day
from course.web.gate import anyone
from course.web.learn import blueprint
from course.web.learn.going import module_or_404
from course.web.site import catalogue


@blueprint.get("/print")
@anyone
def print_course() -> ResponseReturnValue:
    """The whole course."""
    held = catalogue()
    return render_template("pages/learn/print.html", view=handout(held, held.modules, london_day(now())))


@blueprint.get("/modules/<slug:module>/print")
@anyone
def print_module(module: str) -> ResponseReturnValue:
    """One module."""
    found = module_or_404(module)
    return render_template("pages/learn/print.html", view=handout(catalogue(), (found,), london_day(now())))
