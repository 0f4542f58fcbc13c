"""The email domains of an organisation: whoever confirms an address of one belongs to it.

A domain brings in people whom an organisation has never met, so only the partnership's administrator changes them; the
organisation's own sees them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import audit, domains
from course.records.database import reading, writing
from course.records.domains import EmailDomain
from course.records.organisations import Organisation
from course.rules import auditing, mail_domains
from course.web import posting
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404, teams_of
from course.web.admin.people_forms import DomainForm
from course.web.gate import holds_any, must_be_learner

TAKEN = "This domain belongs to an organisation already"
DONE = {"added": "The domain is added.", "removed": "The domain is taken away. Who has joined by it stays."}


@dataclass(frozen=True, slots=True)
class DomainsPage:
    """The domains, each with whom it leads to; `mail`: whether addresses can be confirmed at all.

    `may_change`: it is the partnership's administrator who looks.
    """

    organisation: Organisation
    form: DomainForm
    errors: tuple[tuple[str, str], ...]
    domains: tuple[tuple[EmailDomain, str], ...]
    mail: bool
    may_change: bool
    done: str | None


@blueprint.route("/organisations/<number:organisation>/domains", methods=["GET", "POST"])
@holds_any("administrator")
def email_domains(organisation: int) -> ResponseReturnValue:
    """The list, and the form for another."""
    with reading() as store:
        here, teams = _organisation(store, organisation), teams_of(store, organisation)
        held = domains.domains_of(store, organisation)
    form = DomainForm.sent()
    form.offer_teams(teams, "The organisation, no team")
    if request.method == "POST" and form.validate() and _add(here, form):
        return redirect(url_for("admin.email_domains", organisation=organisation, done="added"), 303)
    names: dict[int | None, str] = {None: here.name} | {each.id: f"{here.name}, {each.name}" for each in teams}
    lines = tuple((each, names[each.team]) for each in held)
    done = DONE.get(request.args.get("done", ""))
    view = DomainsPage(here, form, form.faults(), lines, posting.is_set(), own().everything, done)
    return render_template("pages/admin/email_domains.html", view=view), 422 if request.method == "POST" else 200


def _organisation(store: Connection, number: int) -> Organisation:
    """One that is looked after; a form about it is for the partnership's administrator alone."""
    found = own_organisation_or_404(store, number)
    return found if own().everything or request.method != "POST" else abort(403)


def _add(here: Organisation, form: DomainForm) -> bool:
    """False where the domain leads somewhere else already; to this organisation it may be added again."""
    domain, who = mail_domains.as_kept(form.domain.data), must_be_learner().person
    with writing() as store:
        known = any(each.domain == domain for each in domains.domains_of(store, here.id))
        added = not known and domains.add(store, domain, here.id, form.team_number, who, now())
        if added:
            told = auditing.change(domain, None, auditing.place(here.id, form.team_number))
            audit.note(store, who, "email domain added", f"organisation {here.id}", told, now())
    if not (added or known):
        form.refuse(form.domain, TAKEN)
    return added or known


@blueprint.post("/organisations/<number:organisation>/domains/remove")
@holds_any("administrator")
def remove_domain(organisation: int) -> ResponseReturnValue:
    """Nobody joins by it from now on."""
    domain, who = mail_domains.as_kept(request.form.get("domain", "")), must_be_learner().person
    with writing() as store:
        _organisation(store, organisation)
        held = {each.domain: each.team for each in domains.domains_of(store, organisation)}
        if domains.remove(store, domain, organisation):
            told = auditing.change(domain, auditing.place(organisation, held.get(domain)), None)
            audit.note(store, who, "email domain removed", f"organisation {organisation}", told, now())
    return redirect(url_for("admin.email_domains", organisation=organisation, done="removed"), 303)
