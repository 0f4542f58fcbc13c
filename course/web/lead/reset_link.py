"""A one-time link from a safeguarding lead, for somebody of theirs who has forgotten the password and gets no mail.

Whoever opens the link has the account. So it is made for people alone who hold no role for anything and belong to no
organisation outside the lead's scope; a team lead makes none.
"""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import lead_links
from course.records.database import reading, writing
from course.rules.dates import london_day
from course.web import posting
from course.web.gate import holds_any
from course.web.handed_links import handed_link
from course.web.lead import blueprint
from course.web.scope import present_sight

LEAD = "organisation-lead"


@blueprint.get("/reports/people/<number:person>/reset-link")
@holds_any(LEAD)
def reset_link(person: int) -> ResponseReturnValue:
    """Say what it does, and ask; or that an administrator has to."""
    scope, day = present_sight().scores, london_day(now())
    with reading() as store:
        name = lead_links.name_of(store, scope, person, day)
        may = lead_links.is_theirs_alone(store, scope, person, day, mailing=posting.is_set())
    return _page(person, name if name is not None else abort(404), may=may)


@blueprint.post("/reports/people/<number:person>/reset-link")
@holds_any(LEAD)
def make_reset_link(person: int) -> ResponseReturnValue:
    """Show the link once; it works for seven days, and once."""
    scope, day = present_sight().scores, london_day(now())
    with writing() as store:
        name = lead_links.name_of(store, scope, person, day)
        if name is None:
            abort(404)
        may = lead_links.is_theirs_alone(store, scope, person, day, mailing=posting.is_set())
        link = handed_link(store, person, "safeguarding lead") if may else None
    return _page(person, name, may=may, link=link, status=200 if may else 409)


def _page(person: int, name: str, *, may: bool, link: str | None = None, status: int = 200) -> ResponseReturnValue:
    mailing = posting.is_set()
    context = {"person": person, "name": name, "may": may, "link": link, "mailing": mailing}
    return render_template("pages/lead/reset_link.html", **context), status
