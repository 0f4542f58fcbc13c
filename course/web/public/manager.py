"""The one question to a learner's manager. It tells a first name, the course and, if the learner wants it, the intended
change; it works once, and then says so."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from course.clock import now
from course.records import follow_ups
from course.records.database import reading, writing
from course.rules.dates import london_day
from course.rules.follow_up import MANAGER_ANSWERS, first_name
from course.web.gate import anyone
from course.web.public import blueprint

FIELD, NOTHING_CHOSEN = "answer", "Choose one of the 3 answers"


@dataclass(frozen=True, slots=True)
class ManagerPage:
    """The question while it is open; afterwards `state` alone counts: "answered", "over" or "unknown"."""

    state: str
    form: FlaskForm
    name: str = ""
    change: str | None = None
    fault: str = ""


def _page(token: str, fault: str = "") -> ManagerPage:
    with reading() as store:
        found = follow_ups.manager_question(store, token)
    form = FlaskForm(formdata=None)
    if found is None:
        return ManagerPage("unknown", form)
    if found.answer is not None:
        return ManagerPage("answered", form)
    if found.expires_on < london_day(now()):
        return ManagerPage("over", form)
    return ManagerPage("open", form, first_name(found.name), found.change, fault)


def _show(token: str, fault: str = "") -> ResponseReturnValue:
    view = _page(token, fault)
    status = 404 if view.state == "unknown" else 422 if view.state == "open" and fault else 200
    return render_template("pages/public/manager.html", view=view), status


@blueprint.get("/manager/<token:token>")
@anyone
def manager(token: str) -> ResponseReturnValue:
    """The question, or that it was answered."""
    return _show(token)


@blueprint.post("/manager/<token:token>")
@anyone
def answer_manager(token: str) -> ResponseReturnValue:
    """Keep the answer, once. A second click, or a second person with the link, changes nothing."""
    answer = request.form.get(FIELD, "")
    if answer not in MANAGER_ANSWERS:
        return _show(token, NOTHING_CHOSEN)
    with writing() as store:
        kept = follow_ups.answer_manager(store, token, answer, london_day(now()), now())
    return redirect(url_for("public.manager", token=token), 303) if kept else _show(token)
