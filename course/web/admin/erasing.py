"""Erasing somebody who asks for it: a page that says what goes and what stays, and one button."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, erasing, members, people, roles
from course.records.database import reading, writing
from course.records.members import Somebody
from course.web.admin import blueprint
from course.web.admin.own import own, own_person_or_404
from course.web.gate import holds_any, must_be_learner

LAST = "This is the only administrator of the partnership. Give the role to somebody else first"


def _whole(store: Connection, number: int) -> Somebody:
    """A person who is looked after here alone, and not oneself: one closes one's own account."""
    found = own_person_or_404(store, number)
    alone = members.wholly_within(store, own(), number) and number != must_be_learner().person
    return found if alone else abort(404)


@blueprint.get("/people/<number:person>/erase")
@holds_any("administrator")
def erase(person: int) -> ResponseReturnValue:
    """Ask before it is done."""
    with reading() as store:
        found = _whole(store, person)
    return render_template("pages/admin/erase.html", person=found)


@blueprint.post("/people/<number:person>/erase")
@holds_any("administrator")
def erase_now(person: int) -> ResponseReturnValue:
    """Take the name away and all that goes with it. Sent again, when it is done, it says so again."""
    with writing() as store:
        found = None if _is_erased(store, person) else _whole(store, person)
        refused = found is not None and roles.is_last_administrator(store, person)
        if found is not None and not refused and erasing.erase(store, person, now()):
            audit.note(store, must_be_learner().person, "person erased", f"person {person}", "", now())
    if refused:
        return render_template("pages/admin/person_refused.html", person=found, said=LAST), 409
    return redirect(url_for("admin.people_page", done="erased"), 303)


def _is_erased(store: Connection, person: int) -> bool:
    """Whether somebody who was looked after here has no name any more."""
    known = own().everything or bool(members.places(store, own(), [person])[person])
    return known and people.person_name(store, person) == ""
