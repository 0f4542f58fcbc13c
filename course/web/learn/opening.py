"""Opening a page of the course: made ready once for everybody who is equally far (see `web.ready`)."""

from __future__ import annotations

from collections.abc import Hashable

from flask import Response, current_app, g, render_template
from markupsafe import Markup, escape

from course.rules.completion import ModuleProgress
from course.rules.facts import Learner
from course.web import form_token, ready, site
from course.web.gate import learner
from course.web.learn.describing import describe
from course.web.learn.going import Place, present_progress, state_of
from course.web.learn.quiz_form import QuizForm, new_key
from course.web.learn.words import finished_numbers
from course.web.site import catalogue


def page(place: Place) -> Response:
    """The page as this reader sees it."""
    here = learner()
    kept: ready.ReadyPages = current_app.extensions["ready_pages"]
    values = site.ready_local()
    values.update(
        name=_name(here),
        token=form_token.token().encode() if here else b"",
        key=new_key().encode() if place.page.quiz else b"",
    )
    body = kept.fill(_key(place, here), lambda: _render(place, here), values)
    return Response(body, content_type="text/html; charset=utf-8")


def _name(here: Learner | None) -> bytes:
    return str(escape(here.name)).encode() if here else b""


def _key(place: Place, here: Learner | None) -> Hashable:
    """Everything besides the live values in which two readers' pages can differ."""
    state = state_of(place.module)
    frame = (
        site.partnership_name(),
        here is not None,
        here and here.shared,
        here and here.roles,
        here and here.notes_on,
    )
    return catalogue().digest, place.page.id, frame, finished_numbers(present_progress()), _far(place, state)


def _far(place: Place, state: ModuleProgress) -> Hashable:
    """How far the reader is in the module; the marks stand on quiz pages only."""
    return (state.read, state.marks, state.started) if place.page.quiz else state.read


def _render(place: Place, here: Learner | None) -> str:
    """The page with marks where name, token, key and local details will stand."""
    quiz = catalogue().quizzes[place.page.quiz] if place.page.quiz else None
    form = QuizForm(quiz, ready.mark("key")) if quiz else None
    g.token_for_ready_page = Markup(ready.mark("token"))  # noqa: S704 - a mark of ours
    g.local_as_marks = True
    if here is not None:
        g.shown_name = ready.mark("name")
    try:
        return render_template("pages/learn/page.html", view=describe(place, form))
    finally:
        g.pop("token_for_ready_page", None)
        g.pop("local_as_marks", None)
        g.pop("shown_name", None)
