"""One membership: correcting it, moving to another team or job role, leaving, and taking a leaving back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from wtforms import Field

from course.clock import now
from course.records import audit, members, organisations, roles_ended
from course.records.database import reading, writing
from course.records.members import Place, Somebody
from course.rules import auditing, member_days
from course.rules.dates import london_day
from course.web.admin import blueprint
from course.web.admin.own import own_person_or_404, own_place_or_404, teams_of
from course.web.admin.people_adding import job_role_names, job_role_of
from course.web.admin.people_forms import CorrectForm, LeaveForm, MoveForm
from course.web.fields import AskedDay
from course.web.gate import holds_any, must_be_learner

SAME = "Choose another team, or enter another job role"
STILL_HERE = "They belong to this organisation again already"
Sent = CorrectForm | MoveForm | LeaveForm


@dataclass(frozen=True, slots=True)
class MembershipPage:
    """A membership with a form for each change. `move` is None once they have left."""

    person: Somebody
    place: Place
    correct: CorrectForm
    move: MoveForm | None
    leave: LeaveForm
    job_roles: tuple[str, ...]
    errors: tuple[tuple[str, str], ...]


def _place(number: int) -> Place:
    with reading() as store:
        return own_place_or_404(store, number)


def _show(place: Place, sent: Sent | None = None, status: int = 200) -> ResponseReturnValue:
    """The page; the form that was just refused keeps what was typed."""
    with reading() as store:
        person = own_person_or_404(store, place.person)
        offered, move = job_role_names(store), _move_form(store, place)
    correct = CorrectForm(formdata=None, started_on=place.counts_from, job_role=place.job_role_name or "")
    leave = LeaveForm(formdata=None, left_on=place.left_on or london_day(now()))
    view = MembershipPage(
        person=person,
        place=place,
        correct=sent if isinstance(sent, CorrectForm) else correct,
        move=sent if isinstance(sent, MoveForm) else move,
        leave=sent if isinstance(sent, LeaveForm) else leave,
        job_roles=offered,
        errors=sent.faults() if sent else (),
    )
    return render_template("pages/admin/membership.html", view=view), status


def _move_form(store: Connection, place: Place, *, sent: bool = False) -> MoveForm | None:
    """With where and as what they work now; no question about the team where there is none. None once they left."""
    if place.left_on is not None:
        return None
    now_there = {"team": place.team or 0, "job": place.job_role_name or "", "moved_on": london_day(now())}
    form = MoveForm.sent() if sent else MoveForm(formdata=None, **now_there)
    form.offer_teams(teams_of(store, place.organisation), "No team")
    return form


def _noted(store: Connection, place: Place, action: str, *changes: str) -> None:
    told = auditing.together(f"membership {place.id} of organisation {place.organisation}", *changes)
    audit.note(store, must_be_learner().person, action, f"person {place.person}", told, now())


def _role_change(place: Place, role: int | None) -> str:
    return auditing.change("works as", *(auditing.numbered("job role", each) for each in (place.job_role, role)))


def _end_roles(store: Connection, ended: Place) -> None:
    """Take away the roles held for what was left by this membership; one that ends later is left to the daily round."""
    roles_ended.end_roles(store, now(), by=must_be_learner().person, ended=[ended.id])


def _done(place: Place, what: str) -> ResponseReturnValue:
    return redirect(url_for("admin.person", person=place.person, done=what), 303)


@blueprint.get("/memberships/<number:membership>")
@holds_any("administrator")
def membership(membership: int) -> ResponseReturnValue:
    """Everything that can be changed about it."""
    return _show(_place(membership))


@blueprint.post("/memberships/<number:membership>/correct")
@holds_any("administrator")
def correct_membership(membership: int) -> ResponseReturnValue:
    """Another first day or job role, from the beginning."""
    place, form = _place(membership), CorrectForm.sent()
    if not form.validate() or not _correct(membership, form):
        return _show(place, form, 422)
    return _done(place, "corrected")


def _correct(number: int, form: CorrectForm) -> bool:
    with writing() as store:
        here, day = own_place_or_404(store, number), form.started_on.day
        there = members.stays(store, here.person, here.organisation)
        if not _judged(form, form.started_on, member_days.start_fault, members.latest_start(store, here)):
            return False
        if day != here.counts_from:
            stay = [each.left_on for each in there if each.counts_from == here.counts_from]
            end = None if None in stay else max(each for each in stay if each)
            others = [each for each in there if each.counts_from != here.counts_from]
            if not _said(form, form.started_on, member_days.overlap_fault(day, end, others)):
                return False
            members.set_start(store, here, day)
        role = job_role_of(store, form.job_role.data)
        members.set_job_role(store, here, role)
        first = auditing.change("first day", here.counts_from, day)
        _noted(store, here, "membership corrected", first, _role_change(here, role))
        return True


@blueprint.post("/memberships/<number:membership>/move")
@holds_any("administrator")
def move_membership(membership: int) -> ResponseReturnValue:
    """To another team or job role: this membership ends and another goes on from it, with the same due date."""
    place = _place(membership)
    if place.moved:
        return _done(place, "moved")
    with reading() as store:
        form = _move_form(store, place, sent=True) or abort(404)
    if not form.validate() or not _ends_soundly(form, form.moved_on, place) or not _move(place, form):
        return _show(place, form, 422)
    return _done(place, "moved")


def _move(place: Place, form: MoveForm) -> bool:
    with writing() as store:
        role = job_role_of(store, form.job.data)
        same = (form.team_number, role or place.job_role) == (place.team, place.job_role)
        if not _said(form, form.job, SAME if same else None):
            return False
        organisations.join(store, place.person, place.organisation, form.team_number, form.moved_on.day, now(), role)
        teams = (auditing.numbered("team", each) for each in (place.team, form.team_number))
        changes = (auditing.change("team", *teams), _role_change(place, role or place.job_role))
        _noted(store, place, "member moved", f"from {auditing.day(form.moved_on.day)}", *changes)
        _end_roles(store, place)
        return True


@blueprint.post("/memberships/<number:membership>/leave")
@holds_any("administrator")
def leave_membership(membership: int) -> ResponseReturnValue:
    """End it on a day, or correct that day."""
    place, form = _place(membership), LeaveForm.sent()
    if place.moved:
        abort(404)
    if not form.validate() or not _leave(membership, form):
        return _show(place, form, 422)
    return _done(place, "left")


def _leave(number: int, form: LeaveForm) -> bool:
    with writing() as store:
        here, day = own_place_or_404(store, number), form.left_on.day
        others = _others(store, here)
        if here.moved or day == here.left_on:
            return True
        if not _ends_soundly(form, form.left_on, here):
            return False
        if not _said(form, form.left_on, member_days.overlap_fault(here.started_on, day, others)):
            return False
        members.set_left(store, here, day)
        _noted(store, here, "member left", auditing.change("day of leaving", here.left_on, day))
        _end_roles(store, here)
        return True


def _others(store: Connection, here: Place) -> list[Place]:
    return [each for each in members.stays(store, here.person, here.organisation) if each.id != here.id]


@blueprint.post("/memberships/<number:membership>/stay")
@holds_any("administrator")
def stay(membership: int) -> ResponseReturnValue:
    """Take a leaving back that was entered by mistake."""
    place, form = _place(membership), LeaveForm(formdata=None)
    if place.moved:
        abort(404)
    reason = _take_back(place) if place.left_on is not None else None
    if reason is None:
        return _done(place, "stayed")
    form.left_on.data = place.left_on
    form.refuse(form.left_on, reason)
    return _show(place, form, 409)


def _take_back(place: Place) -> str | None:
    """None, or why it cannot be."""
    with writing() as store:
        here = own_place_or_404(store, place.id)
        others = _others(store, here)
        if any(each.left_on is None for each in others):
            return STILL_HERE
        overlap = member_days.overlap_fault(here.started_on, None, others)
        if overlap is None and members.set_left(store, here, None):
            _noted(store, here, "leaving taken back", auditing.change("day of leaving", here.left_on, None))
    return overlap


def _ends_soundly(form: Sent, field: AskedDay, place: Place) -> bool:
    return _judged(form, field, lambda day, today: member_days.end_fault(day, place.started_on, today))


def _judged(form: Sent, field: AskedDay, rule: Callable[..., str | None], *more: object) -> bool:
    """Ask a rule about a day; what it says is written beside the field."""
    return _said(form, field, rule(field.data, london_day(now()), *more))


def _said(form: Sent, field: Field, reason: str | None) -> bool:
    """Write beside the field what a rule says of it; whether it says nothing."""
    if reason:
        form.refuse(field, reason)
    return reason is None
