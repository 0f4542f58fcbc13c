"""Organisations, their teams and their join codes on one page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, join_codes, organisations
from course.records.database import reading, writing
from course.records.join_codes import JoinCode
from course.records.organisations import Organisation, Team
from course.web.admin import blueprint
from course.web.admin.forms import OrganisationForm, TeamForm
from course.web.gate import holds, must_be_learner


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """One organisation with its teams and codes; `form` adds a team to it, `faulty` when that was just refused."""

    organisation: Organisation
    teams: tuple[Team, ...]
    codes: tuple[JoinCode, ...]
    form: TeamForm

    @property
    def faulty(self) -> bool:
        """Whether the form has something to say, so that it must not be folded away."""
        return bool(self.form.errors)

    def team_name(self, code: JoinCode) -> str:
        """For whom a code is: the team, or everyone in the organisation."""
        return next((team.name for team in self.teams if team.id == code.team), "everyone")


def organisation_or_404(store: Connection, number: int) -> Organisation:
    """The organisation with that number."""
    return next((each for each in organisations.organisations(store) if each.id == number), None) or abort(404)


def _cards(store: Connection, faulty: tuple[int, TeamForm] | None = None) -> tuple[OrganisationCard, ...]:
    teams, codes = organisations.teams(store), join_codes.codes(store)
    return tuple(
        OrganisationCard(
            organisation=each,
            teams=tuple(team for team in teams if team.organisation == each.id),
            codes=tuple(code for code in codes if code.organisation == each.id),
            form=faulty[1] if faulty and faulty[0] == each.id else TeamForm(formdata=None, prefix=f"team-{each.id}-"),
        )
        for each in organisations.organisations(store)
    )


def _show(form: OrganisationForm, faulty: tuple[int, TeamForm] | None = None, status: int = 200) -> ResponseReturnValue:
    with reading() as store:
        cards = _cards(store, faulty)
    errors = (faulty[1] if faulty else form).faults()
    return render_template("pages/admin/organisations.html", cards=cards, form=form, errors=errors), status


@blueprint.get("/organisations")
@holds("administrator")
def organisations_page() -> ResponseReturnValue:
    """Every organisation with its teams and codes."""
    return _show(OrganisationForm(formdata=None))


@blueprint.post("/organisations")
@holds("administrator")
def add_organisation() -> ResponseReturnValue:
    """Add an organisation; a name that is taken is said, and kept in the field."""
    form = OrganisationForm.sent()
    if not form.validate():
        return _show(form, status=422)
    with writing() as store:
        taken = any(each.name.casefold() == form.name.data.casefold() for each in organisations.organisations(store))
        if not taken:
            made = organisations.add_organisation(store, form.name.data, now())
            audit.note(store, must_be_learner().person, "organisation added", f"organisation {made}", "", now())
    if taken:
        form.refuse(form.name, "An organisation of that name is there already")
        return _show(form, status=422)
    return redirect(url_for("admin.organisations_page"), 303)


@blueprint.post("/organisations/<number:organisation>/teams")
@holds("administrator")
def add_team(organisation: int) -> ResponseReturnValue:
    """Add a team to an organisation; what is wrong with it is said at the form of that organisation."""
    with reading() as store:
        organisation_or_404(store, organisation)
    form = TeamForm.sent(prefix=f"team-{organisation}-")
    if form.validate() and not _add_team(organisation, form.name.data):
        form.refuse(form.name, "A team of that name is there already")
    if form.errors:
        return _show(OrganisationForm(formdata=None), (organisation, form), 422)
    return redirect(url_for("admin.organisations_page") + f"#organisation-{organisation}", 303)


def _add_team(organisation: int, name: str) -> bool:
    """False when the organisation has a team of that name."""
    with writing() as store:
        siblings = (team for team in organisations.teams(store) if team.organisation == organisation)
        if any(team.name.casefold() == name.casefold() for team in siblings):
            return False
        made = organisations.add_team(store, organisation, name, now())
        audit.note(store, must_be_learner().person, "team added", f"team {made}", f"organisation {organisation}", now())
        return True
