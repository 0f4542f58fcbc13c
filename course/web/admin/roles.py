"""Roles of somebody: giving and taking them, within what one looks after."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, organisations, roles
from course.records.database import reading, writing
from course.records.members import Somebody
from course.records.roles import Grant
from course.rules import auditing
from course.rules.permission import ROLES
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisations, own_person_or_404
from course.web.admin.people import role_name
from course.web.admin.people_forms import RoleForm
from course.web.gate import holds_any, must_be_learner

PARTNERSHIP = "partnership"
NOT_OF_A_TEAM = "An administrator looks after an organisation or the whole partnership. Choose one of these"
LAST = "This is the only administrator of the partnership. Give the role to somebody else first"


def _with_account(store: Connection, person: int) -> Somebody:
    """A role is for those who can sign in."""
    found = own_person_or_404(store, person)
    return found if found.has_account else abort(404)


def _form(store: Connection) -> RoleForm:
    """Offers the roles, and the partnership, organisations and teams that one looks after oneself."""
    form, teams = RoleForm.sent(), organisations.teams(store)
    form.role.choices = [(role, role_name(role)) for role in ROLES]
    choices = [("", "Choose")]
    choices += [(PARTNERSHIP, "The whole partnership")] if own().everything else []
    for each in own_organisations(store):
        choices.append((f"organisation-{each.id}", each.name))
        parts = (team for team in teams if team.organisation == each.id)
        choices += [(f"team-{team.id}", f"{each.name}, {team.name}") for team in parts]
    form.held_for.choices = choices
    return form


@blueprint.route("/people/<number:person>/roles", methods=["GET", "POST"])
@holds_any("administrator")
def give_role(person: int) -> ResponseReturnValue:
    """Choose a role and what it is held for."""
    with reading() as store:
        found, form = _with_account(store, person), _form(store)
    if form.is_submitted() and form.validate() and _sound(form):
        with writing() as store:
            _give(store, person, form)
        return redirect(url_for("admin.person", person=person, done="role"), 303)
    page = render_template("pages/admin/give_role.html", person=found, form=form, errors=form.faults())
    return page, 422 if form.is_submitted() else 200


def _sound(form: RoleForm) -> bool:
    if form.role.data == "administrator" and form.held_for.data.startswith("team-"):
        form.refuse(form.held_for, NOT_OF_A_TEAM)
    return not form.errors


def _give(store: Connection, person: int, form: RoleForm) -> None:
    scope, _, number = form.held_for.data.partition("-")
    of = int(number) if number else None
    before = roles.grants_of(store, person, own())
    roles.grant(store, person, form.role.data, scope, of, now())
    if roles.grants_of(store, person, own()) != before:
        told = auditing.change("role", None, _held(form.role.data, scope, number))
        audit.note(store, must_be_learner().person, "role granted", f"person {person}", told, now())


def _held(role: str, scope: str, number: str) -> str:
    """A role and what it is held for, as the audit says it."""
    return f"{role_name(role)} for {scope} {number}".strip()


@blueprint.post("/people/<number:person>/roles/<number:grant>/take")
@holds_any("administrator")
def take_role(person: int, grant: int) -> ResponseReturnValue:
    """Take a role away; it acts at the person's next click. The last administrator of the partnership stays one."""
    with writing() as store:
        found = own_person_or_404(store, person)
        held = next((each for each in roles.grants_of(store, person, own()) if each.id == grant), None)
        taken = held is None or _take(store, held)
    if taken:
        return redirect(url_for("admin.person", person=person, done="role-taken"), 303)
    view = {"person": found, "said": LAST}
    return render_template("pages/admin/person_refused.html", **view), 409


def _take(store: Connection, held: Grant) -> bool:
    taken = roles.revoke_grant(store, held)
    if taken:
        role = _held(held.role, held.scope, str(held.team or held.organisation or ""))
        told = auditing.change("role", role, None)
        audit.note(store, must_be_learner().person, "role taken away", f"person {held.person}", told, now())
    return taken
