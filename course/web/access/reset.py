"""A new password through a one-time link, mailed or printed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from course.clock import now
from course.hashing import hash_password
from course.records import accounts, links, visits
from course.records.accounts import Account
from course.records.database import reading, writing
from course.web.access import blueprint, guessing
from course.web.access.entering import enter, go_on
from course.web.access.forms import ResetForm
from course.web.access.proving import forgive
from course.web.gate import anyone


@dataclass(frozen=True, slots=True)
class ResetPage:
    """`sign_in` is what the person signs in with, shown so that password managers keep the right pair."""

    form: ResetForm
    errors: tuple[tuple[str, str], ...]
    sign_in: str


@dataclass(frozen=True, slots=True)
class DeadLinkPage:
    """`again` is the address where a new link can be had, None where only people can help."""

    again: str | None


def dead_link(again: str | None) -> ResponseReturnValue:
    """The page for a link that was used, is too old, or never was; a form sent to one counts against guessing."""
    if request.method == "POST":
        guessing.count(guessing.LINKS, guessing.here())
    return render_template("pages/access/dead_link.html", view=DeadLinkPage(again)), 404


def refuse_guessing() -> None:
    """Stop when this address has tried too many links that do not exist."""
    if not guessing.may_try(guessing.LINKS, guessing.here()):
        abort(429)


@blueprint.route("/reset/<token:token>", methods=["GET", "POST"])
@anyone
def reset(token: str) -> ResponseReturnValue:
    """Ask for the new password; opening the link does not use it up."""
    refuse_guessing()
    account, form = _account_and_form(token)
    if account is None:
        return dead_link("/forgot-password")
    if request.method == "GET" or not form.validate():
        view = ResetPage(form, form.faults(), account.email or account.sign_in_name)
        return render_template("pages/access/reset.html", view=view), 422 if request.method == "POST" else 200
    if not _change(token, account.person, hash_password(form.password.data)):
        return dead_link("/forgot-password")
    forgive(account)
    enter(account.person, shared=form.shared.data)
    return go_on(None, None)


def _account_and_form(token: str) -> tuple[Account | None, ResetForm]:
    form = ResetForm.sent()
    with reading() as store:
        link = links.link(store, token, "reset", now())
        account = accounts.account_of(store, link.person) if link and link.person else None
        if account is not None:
            form.told = (account.name, account.email or "")
    return account, form


def _change(token: str, person: int, kept: str) -> bool:
    """Use the link and set the password in one transaction. False when another request was first."""
    with writing() as store:
        link = links.link(store, token, "reset", now())
        if link is None or not links.use_link(store, link, now()):
            return False
        accounts.set_password(store, person, kept)
        visits.end_visits(store, person)
    return True
