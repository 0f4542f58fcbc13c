"""Entering somebody by hand, with or without an invitation, and adding somebody known to another organisation."""

from __future__ import annotations

import datetime as dt

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, brakes, entering, job_roles, members, organisations
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.records.tokens import new_token
from course.rules import auditing
from course.rules.dates import london_day
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404, own_organisations, own_person_or_404, teams_of
from course.web.admin.people import known_under
from course.web.admin.people_forms import AddPersonForm, JoinForm
from course.web.admin.people_inviting import answer_with_invitation
from course.web.gate import holds_any, must_be_learner

KNOWN_FOR = dt.timedelta(days=1)  # so long a form that was sent is known again, as where a button was pressed twice
MOST_ROLES = 100  # offered in a list
NAMESAKE = "Somebody of this name is here already. Open their record, or tick that this is another person"


def job_role_of(store: Connection, typed: str | None) -> int | None:
    """The number of a job role by its name; a new name is a new role. None for nothing typed."""
    return job_roles.add(store, typed, now()) if typed else None


def job_role_names(store: Connection) -> tuple[str, ...]:
    """Job roles to be offered, without filling the page with them."""
    return tuple(each.name for each in job_roles.all_roles(store)[:MOST_ROLES])


@blueprint.route("/organisations/<number:organisation>/people/add", methods=["GET", "POST"])
@holds_any("administrator")
def add_person(organisation: int) -> ResponseReturnValue:
    """Ask for name, address or none, team, job role and first day; then show the person, or the invitation."""
    with reading() as store:
        here = own_organisation_or_404(store, organisation)
        form = AddPersonForm.sent(started_on=london_day(now()), entry=new_token())
        form.offer_teams(teams_of(store, organisation), "No team")
        offered = job_role_names(store)
    made = _add(here, form) if request.method == "POST" and form.validate() else None
    if made is not None:
        done = redirect(url_for("admin.person", person=made, done="added"), 303)
        return answer_with_invitation(made, added=True) if form.invite.data else done
    _ask_of_another(form)
    status = 422 if request.method == "POST" else 200
    view = {"organisation": here, "form": form, "errors": form.faults(), "job_roles": offered}
    return render_template("pages/admin/add_person.html", **view), status


def _ask_of_another(form: AddPersonForm | JoinForm) -> None:
    """The tick stands there only where somebody of the name was found."""
    if not form.another.errors and not form.another.data:
        del form.another


def _add(here: Organisation, form: AddPersonForm) -> int | None:
    """The number of the new person, or None and a fault beside its field."""
    with writing() as store:
        same = members.namesakes(store, here.id, form.name.data)
        before = _entered_before(store, here, same, form)
        if before is not None:
            return before
        known = known_under(store, form.email.data)
        if known is not None:
            form.refuse(form.email, f"{known.name} is known under this address already")
        elif same and not form.another.data:
            form.refuse(form.another, NAMESAKE)
        return None if form.errors else _enter(store, here, form)


def _entered_before(store: Connection, here: Organisation, same: tuple[int, ...], form: AddPersonForm) -> int | None:
    """Who was entered by this very form, sent twice. The page gone back to, with another person in it, is another."""
    if not brakes.strikes(store, _entry(form), now(), window=KNOWN_FOR):
        return None
    meant = (here.id, form.team_number, form.started_on.day)
    places = members.places(store, own(), same)
    for number in reversed(same):
        found = members.somebody(store, own(), number)
        there = {(each.organisation, each.team, each.started_on) for each in places[number]}
        if found and meant in there and (found.email or "") == form.email.data:
            return number
    return None


def _entry(form: AddPersonForm) -> str:
    return f"person entered: {must_be_learner().person} {form.entry.data}"


def _enter(store: Connection, here: Organisation, form: AddPersonForm) -> int:
    brakes.strike(store, _entry(form), now(), window=KNOWN_FOR)
    return entering.enter(
        store,
        form.name.data,
        here.id,
        team=form.team_number,
        started_on=form.started_on.day,
        by=must_be_learner().person,
        now=now(),
        email=form.email.data,
        job_role=job_role_of(store, form.job_role.data),
    )


def _told(organisation: int, team: int | None, role: int | None, day: dt.date) -> str:
    """Where somebody came and when, for the audit."""
    return auditing.together(auditing.place(organisation, team, role), f"from {auditing.day(day)}")


@blueprint.route("/people/<number:person>/join", methods=["GET", "POST"])
@holds_any("administrator")
def person_joins(person: int) -> ResponseReturnValue:
    """Somebody known comes to another organisation, or back to one that they left."""
    with reading() as store:
        found = own_person_or_404(store, person)
        form, offered = _join_form(store, person), job_role_names(store)
    if request.method == "POST" and form.validate():
        with writing() as store:
            _join(store, person, found.name, form)
        if not form.errors:
            return redirect(url_for("admin.person", person=person, done="joined"), 303)
    _ask_of_another(form)
    status = 422 if request.method == "POST" else 200
    view = {"person": found, "form": form, "errors": form.faults(), "job_roles": offered}
    return render_template("pages/admin/person_joins.html", **view), status


def _join_form(store: Connection, person: int) -> JoinForm:
    """Offers the organisations in which the person is not; a team belongs to one of them, so both are one choice."""
    form = JoinForm.sent(started_on=london_day(now()))
    here = {each.organisation for each in members.places(store, own(), [person])[person] if each.left_on is None}
    open_to = [each for each in own_organisations(store) if each.id not in here]
    teams = organisations.teams(store)
    form.place.choices = [
        choice
        for each in open_to
        for choice in (
            (f"{each.id}", each.name),
            *((f"{each.id}-{t.id}", f"{each.name}, {t.name}") for t in teams if t.organisation == each.id),
        )
    ]
    return form


def _join(store: Connection, person: int, name: str, form: JoinForm) -> None:
    organisation, team = form.chosen
    overlap = members.joining_fault(store, person, organisation, form.started_on.day)
    if overlap:
        form.refuse(form.started_on, overlap)
    if set(members.namesakes(store, organisation, name)) - {person} and not form.another.data:
        form.refuse(form.another, NAMESAKE)
    if form.errors:
        return
    role = job_role_of(store, form.job_role.data)
    organisations.join(store, person, organisation, team, form.started_on.day, now(), role)
    told = _told(organisation, team, role, form.started_on.day)
    audit.note(store, must_be_learner().person, "person joined", f"person {person}", told, now())
