"""A show of hands on a phone. No account is needed, and nothing is known of whose phone it is.

It gets a number of its own, which stays in a cookie for this one page until the trainer closes the statement; with it an answer
can be changed, and is counted once. Whoever tries codes is slowed down.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from flask import Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.config import Settings
from course.records import hands as records
from course.records.database import reading, writing
from course.records.hands import Show
from course.web import braking
from course.web.gate import anyone
from course.web.guesses import Guesses
from course.web.site import catalogue
from course.web.train import blueprint
from course.web.train.statements import Shown, by_key

TRIES = 300  # codes under which nothing is open, from one address: a room has one
COOKIE = "hand"
PHONE = re.compile(r"([A-Za-z0-9_-]{22})(?:\.(true|false))?")


@dataclass(frozen=True, slots=True)
class PhonePage:
    """The statement on a phone. `said`: what this phone has answered, in words, or ""; `fault`: why an answer was not taken."""

    shown: Shown
    code: str
    phone: str
    said: str
    fault: str = ""


@blueprint.get("/hands/<token:code>")
@anyone
def hand(code: str) -> ResponseReturnValue:
    """The statement on a phone."""
    found = _open_or_none(code)
    if found is None:
        return _not_open(code)
    show, shown = found
    if code != show.code:
        return redirect(_path(show.code), 303)
    phone, said = _phone()
    return _on_phone(PhonePage(shown, show.code, phone, _words(shown, said)), said)


@blueprint.post("/hands/<token:code>")
@anyone(keeps_nothing=True)
def raise_hand(code: str) -> ResponseReturnValue:
    """Take the answer of a phone: about whom is not known, and it goes when the statement is closed."""
    found = _open_or_none(code)
    if found is None:
        return _not_open(code)
    show, shown = found
    phone, before = _phone()
    said = request.form.get("answer", "")
    if said not in ("true", "false"):
        return _on_phone(PhonePage(shown, show.code, phone, _words(shown, before), "answer"), before, 422)
    with writing() as store:
        taken = records.raise_hand(store, show.id, phone, said == "true")
    if taken is None:
        return _not_open(code)
    if not taken:
        return _on_phone(PhonePage(shown, show.code, phone, "", "full"), "", 409)
    return _on_phone(PhonePage(shown, show.code, phone, _words(shown, said)), said)


def _open_or_none(code: str) -> tuple[Show, Shown] | None:
    """What is open under a code. A code under which nothing is counts as a guess; after too many, 429."""
    guesses: Guesses = current_app.extensions.setdefault("guesses at hands", Guesses(TRIES))
    if not guesses.may_try(braking.here()):
        abort(429)
    with reading() as store:
        show = records.open_by_code(store, code)
    shown = by_key(catalogue(), show.statement) if show else None
    if show and shown:
        return show, shown
    guesses.count(braking.here())
    return None


def _phone() -> tuple[str, str]:
    """The number of this phone, and what it said last; a new number where it has none yet."""
    sent = request.cookies.get(COOKIE, "") or request.form.get("phone", "")
    found = PHONE.fullmatch(sent)
    return (found[1], found[2] or "") if found else (secrets.token_urlsafe(16), "")


def _words(shown: Shown, said: str) -> str:
    return shown.quiz.labels[0 if said == "true" else 1] if said else ""


def _on_phone(view: PhonePage, said: str, status: int = 200) -> Response:
    """The page, and the cookie that ends with the browser and is sent to this page alone."""
    made = make_response(render_template("pages/train/hand.html", view=view), status)
    settings: Settings = current_app.config["SHAREWELL"]
    value = f"{view.phone}.{said}" if said else view.phone
    made.set_cookie(COOKIE, value, path=_path(view.code), secure=settings.https, httponly=True, samesite="Lax")
    made.headers["Cache-Control"] = "no-store"
    return made


def _not_open(code: str) -> ResponseReturnValue:
    """There is nothing under this code, now or any more; what the phone still holds is taken away."""
    made = make_response(render_template("pages/train/no_hands.html"), 404)
    if COOKIE in request.cookies:
        made.delete_cookie(COOKIE, path=_path(code))
    return made


def _path(code: str) -> str:
    return url_for("train.hand", code=code)
