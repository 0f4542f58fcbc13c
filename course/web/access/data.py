"""Everything the site keeps about a person, for that person: as a page, and as one JSON file."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import person_file
from course.records.database import reading
from course.records.person_file import PersonFile
from course.rules.dates import london_day
from course.web.access import blueprint
from course.web.gate import must_be_learner, signed_in
from course.web.site import catalogue

FILE = "my-data.json"


def _title(page: str) -> str:
    """The title of a page or quiz as it is today, or its id where it is gone."""
    found = catalogue().page(page)
    return found.title if found else page


def _own() -> PersonFile:
    """Of the person signed in; not found only when the account was closed a moment ago on another device."""
    with reading() as store:
        found = person_file.gather(store, must_be_learner().person, now())
    return found if found.account is not None else abort(404)


@blueprint.get("/account/data")
@signed_in
def data() -> ResponseReturnValue:
    """The overview."""
    return render_template("pages/access/data.html", view=_own(), title=_title, london_day=london_day)


@blueprint.get("/account/data.json")
@signed_in
def data_file() -> ResponseReturnValue:
    """The same as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(person_file.as_json(_own()), mimetype="application/json", headers=headers)
