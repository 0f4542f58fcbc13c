"""Asking for a new password. The answer is the same for known and unknown accounts, in words and in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import accounts, letter_tokens
from course.records.accounts import Account
from course.records.database import writing
from course.web.access import blueprint, guessing, letters, mail
from course.web.access.forms import ForgotPasswordForm
from course.web.access.proving import TOO_MANY
from course.web.gate import anyone

VALID = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ForgotPasswordPage:
    """`mail` says whether the site can send a link at all; `asked` whether that was just done."""

    form: ForgotPasswordForm
    errors: tuple[tuple[str, str], ...]
    mail: bool
    asked: bool = False


def _show(form: ForgotPasswordForm, *, asked: bool = False, status: int = 200) -> ResponseReturnValue:
    view = ForgotPasswordPage(form, form.faults(), mail.is_set(), asked)
    return render_template("pages/access/forgot_password.html", view=view), status


@blueprint.route("/forgot-password", methods=["GET", "POST"])
@anyone
def forgot_password() -> ResponseReturnValue:
    """Ask for whom, then say what happens next; without mail the page says who can help instead."""
    form = ForgotPasswordForm.sent()
    if request.method == "GET" or not mail.is_set():
        return _show(form)
    if not form.validate():
        return _show(form, status=422)
    who = form.email.data.lower()
    if not guessing.count(guessing.FORGOTTEN_ADDRESS, guessing.here()) or not guessing.count(guessing.FORGOTTEN, who):
        form.refuse(form.email, TOO_MANY)
        return _show(form, status=429)
    _write_letters(form.email.data)
    mail.post()
    return _show(form, asked=True)


def _write_letters(login: str) -> None:
    """For each account the letter with a fresh link, where one is left today.

    Something is written for every login, so that the time taken does not tell whether there is an account.
    """
    with writing() as store:
        found = [each for each in accounts.accounts_for(store, login) if each.email]
        if not found:
            guessing.count_in(store, guessing.LETTERS, f"nobody {accounts.email_key(login)}")
        for each in found:
            _write_letter(store, each)


def _write_letter(store: Connection, account: Account) -> None:
    key = letter_tokens.promise(store, "reset", account.person, valid=VALID, now=now())
    mail.allowed(store, letters.reset(account.email or "", account.sign_in_name, key), account.person)
