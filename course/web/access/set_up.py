"""An administrator by a one-time link. The first one names the partnership and its first organisation, and gets a join code."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.hashing import hash_password
from course.records import audit, join_codes, links, organisations, roles
from course.records.database import reading, writing
from course.web.access import blueprint, mail
from course.web.access.entering import enter
from course.web.access.forms import SetUpForm
from course.web.access.opening import Opened, Taken, open_account
from course.web.access.reset import dead_link, refuse_guessing
from course.web.gate import anyone

NOT_MADE = "We could not make this account: the link was used meanwhile"


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """`first` is True where the partnership has no name yet: then the form asks for that too."""

    form: SetUpForm
    errors: tuple[tuple[str, str], ...]
    first: bool


@dataclass(frozen=True, slots=True)
class AdministratorNamePage:
    """The administrator's sign-in name, shown once; `onward` is the page that comes after."""

    sign_in_name: str
    onward: str


@blueprint.route("/set-up/<token:token>", methods=["GET", "POST"])
@anyone
def set_up(token: str) -> ResponseReturnValue:
    """Ask for everything on one page, make it in one transaction, sign in, show the join code.

    Every start without an administrator prints a link; once there is one, the others lead to the sign-in page."""
    refuse_guessing()
    with reading() as store:
        alive = links.link(store, token, "set-up", now()) is not None
        first = organisations.partnership(store) is None
        done = roles.administrators_exist(store)
    if not alive or done:
        return redirect(url_for("access.sign_in"), 303) if alive else dead_link(None)
    form = _form(first=first)
    if request.method == "GET" or not form.validate():
        return _show(form, 422 if request.method == "POST" else 200)
    made = _make(token, form, hash_password(form.password.data))
    if made is None:
        form.refuse(form.email, NOT_MADE)
        return _show(form, 422)
    return _welcome(form, *made)


def _form(*, first: bool) -> SetUpForm:
    form = SetUpForm.sent()
    if not first:
        del form.partnership, form.organisation
    else:
        form.told = (form.partnership.data or "", form.organisation.data or "")
    return form


def _show(form: SetUpForm, status: int) -> ResponseReturnValue:
    view = SetUpPage(form, form.faults(), first="partnership" in form)
    return render_template("pages/access/set_up.html", view=view), status


def _make(token: str, form: SetUpForm, kept: str) -> tuple[Opened, str | None] | None:
    """Account and, for the first administrator, everything else. None when the link is taken."""
    try:
        with writing() as store:
            link = links.link(store, token, "set-up", now())
            if link is None or roles.administrators_exist(store) or not links.use_link(store, link, now()):
                return None
            opened = open_account(store, name=form.name.data, email=form.email.data or None, password_hash=kept)
            person = opened.account.person
            roles.grant(store, person, "administrator", "partnership", None, now())
            audit.note(store, person, "administrator set up", f"person {person}", "", now())
            return opened, _found(store, form, person) if "partnership" in form else None
    except Taken:
        return None


def _found(store: Connection, form: SetUpForm, by: int) -> str:
    """Name the partnership, make the first organisation; returns its join code."""
    organisations.set_partnership(store, form.partnership.data, now())
    number = organisations.add_organisation(store, form.organisation.data, now())
    code = join_codes.make_join_code(store, number, None, expires_on=None, uses_limit=None, now=now())
    audit.note(store, by, "partnership set up", f"organisation {number}", "", now())
    return code.code


def _welcome(form: SetUpForm, opened: Opened, code: str | None) -> ResponseReturnValue:
    """Signed in; the sign-in name, if one was made, is shown once on the way to the join code."""
    current_app.extensions["partnership"].forget()
    mail.post()
    enter(opened.account.person, shared=form.shared.data)
    onward = url_for("admin.join_sheet", code=code) if code else url_for("admin.organisations_page")
    if opened.account.email:
        return redirect(onward, 303)
    view = AdministratorNamePage(opened.account.sign_in_name, onward)
    return render_template("pages/access/administrator_name.html", view=view)
