"""One page of a module, and Next."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from course.records.database import writing
from course.web.gate import anyone, learner, visit_ended
from course.web.keeping import edition_read, keep_reading
from course.web.learn import blueprint, opening
from course.web.learn.ending import signed_out_page
from course.web.learn.going import after, place_or_404


@blueprint.get("/modules/<slug:module>/<slug:page>")
@anyone
def page(module: str, page: str) -> ResponseReturnValue:
    """A page; opening it changes nothing."""
    return opening.page(place_or_404(module, page))


@blueprint.post("/modules/<slug:module>/<slug:page>/next")
@anyone(keeps_nothing=True)
def next_page(module: str, page: str) -> ResponseReturnValue:
    """Mark the page read and go on; a quiz page is marked by handing in, not by going on."""
    place = place_or_404(module, page)
    if visit_ended():
        return signed_out_page(place)
    here = learner()
    completed = False
    if here is not None and place.page.quiz is None:
        with writing() as store:
            completed = keep_reading(store, here, place.page, edition=edition_read())
    following = after(place)
    if completed:
        return redirect(url_for("learn.my_progress"), 303)
    if following is None:
        return redirect(url_for("learn.module", module=module), 303)
    return redirect(url_for("learn.page", module=module, page=following.id), 303)
