"""The page behind a join link, and the small form for a code that was read from paper."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from course.records.database import reading, writing
from course.rules.texts import arrived_whole
from course.web import returning
from course.web.access import blueprint, guessing, joining
from course.web.access.joining import Found
from course.web.gate import anyone, learner, must_be_learner, signed_in

CODE_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
SHORTEST, LONGEST = 4, 64


@dataclass(frozen=True, slots=True)
class JoinPage:
    """`reason` says why the code cannot be used, else None. After signing in one comes back to this page."""

    code: str
    place: str
    reason: str | None
    member: bool
    sign_up: str
    sign_in: str


@dataclass(frozen=True, slots=True)
class JoinByHandPage:
    """`asked` is True when something was typed that cannot be a code."""

    asked: bool


def _look_up(code: str) -> tuple[Found, bool]:
    """The code, and whether the reader belongs there already; a form with an unknown one counts against guessing."""
    if not guessing.may_try(guessing.CODES, guessing.here()):
        abort(429)
    here = learner()
    with reading() as store:
        found = joining.look_up(store, code)
        member = bool(here and found.code and joining.is_member(store, here.person, found.code))
    if found.code is None and request.method == "POST":
        guessing.count(guessing.CODES, guessing.here())
    return found, member


def _show(code: str, found: Found, *, member: bool) -> ResponseReturnValue:
    reason = None if member else found.reason
    view = JoinPage(
        code=code,
        place=found.place,
        reason=reason,
        member=member,
        sign_up=url_for("access.sign_up", code=code),
        sign_in=url_for("access.sign_in", next=returning.seal("access.join", {"code": code})),
    )
    status = 200 if reason is None else 404 if found.code is None else 409
    return render_template("pages/access/join.html", view=view), status


@blueprint.route("/join", methods=["GET", "POST"])
@anyone(keeps_nothing=True)
def join_by_hand() -> ResponseReturnValue:
    """A code typed on the front page or here leads to its page; signs that no code has are left out."""
    sent = request.form if request.method == "POST" else request.args
    text = sent.get("code", "")
    typed = "".join(sign for sign in text if sign in CODE_LETTERS) if arrived_whole(text) else ""
    if SHORTEST <= len(typed) <= LONGEST:
        return redirect(url_for("access.join", code=typed), 303)
    asked = "code" in sent
    page = render_template("pages/access/join_by_hand.html", view=JoinByHandPage(asked))
    return page, 422 if asked else 200


@blueprint.get("/join/<token:code>")
@anyone
def join(code: str) -> ResponseReturnValue:
    """Which organisation and team it is, and how to go on; opening the page joins nothing."""
    found, member = _look_up(code)
    return _show(code, found, member=member)


@blueprint.post("/join/<token:code>")
@signed_in
def join_now(code: str) -> ResponseReturnValue:
    """Join. The code is looked at again in the same transaction, so that its limit holds."""
    found, member = _look_up(code)
    if not member and found.reason is None:
        with writing() as store:
            found = joining.join(store, must_be_learner().person, code)
    if not member and found.reason:
        return _show(code, found, member=False)
    return redirect(url_for("access.account", done="joined"), 303)
