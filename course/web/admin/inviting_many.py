"""Inviting everybody at once: all whom a file added, or all of a list of people who have no account yet."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from course.clock import now
from course.config import Settings
from course.records import imports, inviting
from course.records.database import reading, writing
from course.records.inviting import Among
from course.rules.letters import TOKEN
from course.web import posting
from course.web.admin import blueprint
from course.web.admin.own import own, own_organisation_or_404
from course.web.admin.people import NONE, words_of
from course.web.admin.people_inviting import LETTER, SUBJECT, VALID
from course.web.gate import holds_any, must_be_learner


@blueprint.post("/people/invite")
@holds_any("administrator")
def invite_people() -> ResponseReturnValue:
    """All who are looked after, as far as the words in the form find them."""
    return _invite_list(None)


@blueprint.post("/organisations/<number:organisation>/people/invite")
@holds_any("administrator")
def invite_organisation(organisation: int) -> ResponseReturnValue:
    """The same for one organisation."""
    with reading() as store:
        own_organisation_or_404(store, organisation)
    return _invite_list(organisation)


def _invite_list(organisation: int | None) -> ResponseReturnValue:
    words = words_of(request.form.get("q"))
    count = _invite(Among(own(), organisation, words))
    where = "admin.organisation_people" if organisation else "admin.people_page"
    more: dict[str, Any] = {"organisation": organisation} if organisation else {}
    return redirect(url_for(where, account=NONE, q=words or None, invited=count, **more), 303)


@blueprint.post("/organisations/<number:organisation>/import/batches/<number:batch>/invite")
@holds_any("administrator")
def invite_imported(organisation: int, batch: int) -> ResponseReturnValue:
    """All whom a file added."""
    with reading() as store:
        own_organisation_or_404(store, organisation)
        added = imports.added(store, organisation, batch)
    if added is None:
        abort(404)
    count = _invite(Among(own(), organisation, numbers=added))
    return redirect(url_for("admin.import_people", organisation=organisation, invited=count), 303)


def _invite(among: Among) -> int | None:
    """How many letters were written; None where this site cannot send mail, which the page behind it says."""
    if not posting.is_set():
        return None
    with writing() as store:
        count = inviting.invite(store, among, must_be_learner().person, valid=VALID, now=now(), draft=_draft)
    posting.kick()
    return count


def _draft() -> tuple[str, str]:
    site = _site()
    return SUBJECT, LETTER.format(site=site, link=site.rstrip("/") + url_for("access.invitation", token=TOKEN))


def _site() -> str:
    settings: Settings = current_app.config["SHAREWELL"]
    return settings.public_url
