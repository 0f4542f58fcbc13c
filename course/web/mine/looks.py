"""Who looked at one's record, in which role, on which day."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from course.records import record_looks
from course.records.database import reading
from course.web.gate import must_be_learner, signed_in
from course.web.mine import blueprint


@blueprint.get("/looks")
@signed_in
def looks() -> ResponseReturnValue:
    """Every look, the newest first."""
    with reading() as store:
        found = record_looks.looks_at(store, must_be_learner().person)
    return render_template("pages/mine/looks.html", looks=found)
