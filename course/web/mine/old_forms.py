"""Forms whose token is of another visit: what was typed comes back, to be looked over and sent once more."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from course.web import refusals
from course.web.mine import blueprint, follow_up, notes, reflections
from course.web.mine.note_page import GivenBack as NoteBack
from course.web.mine.reflection_page import GivenBack

MOMENTS = {"mine.answer_before": reflections.BEFORE, "mine.answer_after": reflections.AFTER}


@blueprint.errorhandler(CSRFError)
def on_token(error: CSRFError) -> ResponseReturnValue:
    """The form with what stood in it and a new token; a form in which nobody types gets the page that all others get."""
    page = (request.view_args or {}).get("page")
    if request.endpoint == "mine.keep_note" and page:
        return notes.given_back(page, NoteBack.OLD_FORM, 400)
    if request.endpoint in MOMENTS:
        return reflections.given_back(MOMENTS[request.endpoint], GivenBack.OLD_FORM, 400)
    if request.endpoint == "mine.answer_follow_up":
        return follow_up.given_back(GivenBack.OLD_FORM, 400)
    return refusals.on_token(error)
