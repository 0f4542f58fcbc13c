"""The way into the administration: straight to what the person looks after."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from course.web.admin import blueprint
from course.web.gate import holds_any, must_be_learner

WAYS = {
    "administrator": "admin.people_page",
    "auditor": "admin.audit_log",
    "organisation-lead": "admin.letters",
}


@blueprint.get("")
@holds_any(*WAYS)
def manage() -> ResponseReturnValue:
    """To the first page that one of the roles held opens."""
    held = {role.name for role in must_be_learner().roles}
    return redirect(url_for(next(page for role, page in WAYS.items() if role in held)), 303)
