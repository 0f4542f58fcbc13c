"""Sessions in a room: the list of them, and planning one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import attendances, room_closing, room_sessions
from course.records.database import reading, writing
from course.records.organisations import Organisation
from course.records.room_sessions import PAGE, NewSession, RoomSession
from course.records.tokens import new_token
from course.rules import plans
from course.rules.dates import london_day, london_time
from course.rules.local_information import seen_by
from course.rules.room import LONGEST_MINUTES
from course.web.gate import holds_any, must_be_learner
from course.web.site import catalogue, day
from course.web.train import blueprint
from course.web.train.running import places, present_runs, runs_sessions, stage_of, trains
from course.web.train.session_form import PlanForm

A_ROW = re.compile("[1-9][0-9]{0,14}")
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A session in a list. `present` and `completed`: so many; `own`: led by who looks at it."""

    held: RoomSession
    present: int
    completed: int
    own: bool

    @property
    def when(self) -> str:
        """How far off it is, in words."""
        away = (london_day(self.held.begins_at) - london_day(now())).days
        if stage_of(self.held) == "after":
            return "To be closed"
        return {0: "Today", 1: "Tomorrow"}.get(away, f"In {away} days")


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """Both lists. `more_planned`, `more_past`: where they go on, "" where they end."""

    planned: tuple[Row, ...]
    past: tuple[Row, ...]
    more_planned: str
    more_past: str
    may_plan: bool
    others: bool  # whether there may be sessions of other trainers among them
    begun: bool  # whether this is further on in one of the lists


blueprint.add_app_template_filter(london_time, "clock")


@blueprint.app_template_filter("on_day")
def on_day(moment: dt.datetime) -> str:
    """The London day of a moment, as people write it."""
    return day(london_day(moment))


@blueprint.get("/sessions")
@runs_sessions
def sessions() -> ResponseReturnValue:
    """Those that are planned, the next one first; then those that are over, the latest first."""
    runs, after = present_runs(), {name: _after(name) for name in ("planned", "past")}
    with reading() as store:
        planned, past = (
            room_sessions.planned(store, runs, after["planned"]),
            room_sessions.past(store, runs, after["past"]),
        )
        rows = _rows(store, (*planned[:PAGE], *past[:PAGE]))
    view = SessionsPage(
        planned=rows[: len(planned[:PAGE])],
        past=rows[len(planned[:PAGE]) :],
        more_planned=url_for("train.sessions", planned=planned[PAGE - 1].id) if len(planned) > PAGE else "",
        more_past=url_for("train.sessions", past=past[PAGE - 1].id, _anchor="past") if len(past) > PAGE else "",
        may_plan=not trains().nothing,
        others=not runs.scope.nothing,
        begun=any(after.values()),
    )
    return render_template("pages/train/sessions.html", view=view)


def _after(name: str) -> int | None:
    said = request.args.get(name, "")
    return int(said) if A_ROW.fullmatch(said) else None


def _rows(store: Connection, found: tuple[RoomSession, ...]) -> tuple[Row, ...]:
    numbers, here = [each.id for each in found], must_be_learner().person
    seen, done = attendances.counts(store, numbers), room_closing.completed(store, numbers)
    return tuple(
        Row(
            each,
            seen.get(each.id, 0) if each.were_present is None else each.were_present,
            done.get(each.id, 0) if each.have_completed is None else each.have_completed,
            own=each.trainer == here,
        )
        for each in found
    )


def packs() -> tuple[tuple[str, str], ...]:
    """Every pack that can be run: its name and what it is called, with its length. One may be worked out that is too long."""
    held = catalogue()
    found = ((name, plans.plan(held, name)) for name in plans.plan_names(held))
    return tuple(
        (name, f"{plan.title} ({plan.minutes} minutes)")
        for name, plan in found
        if plan and plan.minutes <= LONGEST_MINUTES
    )


@blueprint.route("/sessions/add", methods=["GET", "POST"])
@holds_any("trainer")
def add_session() -> ResponseReturnValue:
    """Ask what, when, where and for whom; then show the session. `?pack=` chooses one of the packs."""
    with reading() as store:
        open_to = places(store, trains())
    usual = {"organisation": seen_by(must_be_learner().organisations), "pack": request.args.get("pack")}
    form = PlanForm.sent(key=new_token(), day=london_day(now()), **usual)
    form.offer(packs(), open_to)
    made = _plan(form, open_to) if request.method == "POST" and form.validate() else None
    if made is not None:
        return redirect(url_for("train.session", session=made, done="planned"), 303)
    status = 422 if request.method == "POST" else 200
    return render_template("pages/train/session_add.html", form=form, errors=form.faults(), places=open_to), status


def _plan(form: PlanForm, open_to: tuple[Organisation, ...]) -> int | None:
    """The number of the session, or None and a fault beside its field."""
    held, organisation = catalogue(), form.chosen(open_to)
    found = plans.plan(held, form.pack.data)
    if found is None or form.errors or not form.ends_that_day(found.minutes):
        return None
    new = NewSession(
        key=form.key.data[:LONGEST_KEY] or new_token(),
        pack=found.id,
        title=found.title,
        edition=held.course.edition,
        whole_course=found.whole_course,
        begins_at=form.begins_at,
        planned_minutes=found.minutes,
        place=form.place.data,
        organisation=organisation,
        trainer=must_be_learner().person,
        co_trainer=form.co_trainer.data or "",
    )
    with writing() as store:
        return room_sessions.plan(store, new, new.trainer, now())
