"""Join codes: make one, print it as a sheet with a square code for phones, stop it."""

from __future__ import annotations

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.config import Settings
from course.records import audit, join_codes, organisations
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.rules import auditing
from course.web.admin import blueprint
from course.web.admin.forms import JoinCodeForm
from course.web.admin.organisations import organisation_or_404
from course.web.gate import holds, must_be_learner
from course.web.qr import square
from course.web.site import catalogue

WHOLE_ORGANISATION = 0


def _form(store: Connection, organisation: Organisation) -> JoinCodeForm:
    form = JoinCodeForm.sent()
    teams = [(team.id, team.name) for team in organisations.teams(store) if team.organisation == organisation.id]
    form.team.choices = [(WHOLE_ORGANISATION, "The whole organisation"), *teams]
    return form


@blueprint.route("/organisations/<number:organisation>/join-codes", methods=["GET", "POST"])
@holds("administrator")
def make_join_code(organisation: int) -> ResponseReturnValue:
    """Choose team, last day and limit; then show the sheet."""
    with reading() as store:
        found = organisation_or_404(store, organisation)
        form = _form(store, found)
    if request.method == "GET" or not form.validate():
        status = 422 if request.method == "POST" else 200
        return render_template(
            "pages/admin/make_join_code.html", form=form, organisation=found, errors=form.faults()
        ), status
    return redirect(url_for("admin.join_sheet", code=_make(found, form)), 303)


def _make(organisation: Organisation, form: JoinCodeForm) -> str:
    with writing() as store:
        made = join_codes.make_join_code(
            store,
            organisation.id,
            form.team.data or None,
            expires_on=form.expires_on.data,
            uses_limit=form.uses_limit.data,
            now=now(),
        )
        until = f"last day {auditing.day(made.expires_on)}" if made.expires_on else "no last day"
        limit = f"for {made.uses_limit} people" if made.uses_limit else "for any number of people"
        told = auditing.together(auditing.place(made.organisation, made.team), until, limit)
        audit.note(store, must_be_learner().person, "join code made", f"join code {made.id}", told, now())
    return made.code


@blueprint.get("/join-codes/<token:code>")
@holds("administrator")
def join_sheet(code: str) -> ResponseReturnValue:
    """The sheet to print: link, code and a square code, for whom, until when."""
    settings: Settings = current_app.config["SHAREWELL"]
    with reading() as store:
        found = join_codes.join_code(store, code) or abort(404)
        organisation = organisation_or_404(store, found.organisation)
        team = next((each for each in organisations.teams(store) if each.id == found.team), None)
    link = settings.public_url.rstrip("/") + url_for("access.join", code=found.code)
    return render_template(
        "pages/admin/join_sheet.html",
        code=found,
        organisation=organisation,
        team=team,
        link=link,
        picture=square(link, "the join link"),
        minutes=catalogue().course.learning_minutes,
    )


@blueprint.post("/join-codes/<token:code>/stop")
@holds("administrator")
def stop_join_code(code: str) -> ResponseReturnValue:
    """Nobody can join with it from now on; those who have joined stay."""
    with writing() as store:
        found = join_codes.join_code(store, code) or abort(404)
        if not found.revoked:
            join_codes.revoke(store, found.id)
            audit.note(
                store, must_be_learner().person, "join code stopped", f"join code {found.id}", "works → stopped", now()
            )
    return redirect(url_for("admin.organisations_page") + f"#organisation-{found.organisation}", 303)
