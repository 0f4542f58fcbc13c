"""Confirming an email address. Mail programs open links on their own, so only the button confirms."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import accounts, links
from course.records.database import reading, writing
from course.web.access import blueprint
from course.web.access.forms import AccessForm
from course.web.access.reset import dead_link, refuse_guessing
from course.web.gate import anyone, learner


@dataclass(frozen=True, slots=True)
class ConfirmEmailPage:
    """`done` is True after the button was pressed."""

    form: AccessForm
    done: bool


def _show(*, done: bool) -> ResponseReturnValue:
    return render_template("pages/access/confirm_email.html", view=ConfirmEmailPage(AccessForm(formdata=None), done))


@blueprint.route("/confirm-email/<token:token>", methods=["GET", "POST"])
@anyone
def confirm_email(token: str) -> ResponseReturnValue:
    """Show the button; pressing it confirms the address, once."""
    refuse_guessing()
    if request.method == "GET":
        with reading() as store:
            found = links.link(store, token, "confirm-email", now())
        return _show(done=False) if found else dead_link(None)
    with writing() as store:
        found = links.link(store, token, "confirm-email", now())
        used = bool(found and found.person and links.use_link(store, found, now()))
        if used and found and found.person:
            used = accounts.confirm_email(store, found.person)
    if not used:
        return dead_link(None)
    return redirect(url_for("access.account", done="confirmed"), 303) if learner() else _show(done=True)
