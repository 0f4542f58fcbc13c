"""Fields that nobody types in: hidden ones and ticks. A broken text in one was not sent by a page of ours."""

from __future__ import annotations

from flask import abort, request

from course.rules.texts import arrived_whole
from course.web.access import blueprint

UNTYPED = ("next", "carry", "to", "shared", "no_email")


@blueprint.before_request
def refuse_broken() -> None:
    """Answer 400 before any view reads it; what was typed is listed on that page."""
    if not all(arrived_whole(text) for name in UNTYPED for text in request.form.getlist(name)):
        abort(400)
