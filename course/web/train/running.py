"""Whose sessions somebody runs, and whom they may put on a register. What is not theirs is not found, in the usual words.

A trainer runs the sessions that they planned themselves, as long as they hold the role for anything; an administrator sees,
closes and corrects those of the organisations that they look after, and the partnership's administrator all of them. Found
by name are members of what the roles are held for, in a session of one organisation that organisation's alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from course.clock import now
from course.records import organisations, room_sessions
from course.records.attendances import Line
from course.records.organisations import Organisation
from course.records.room_sessions import RoomSession, Runs
from course.rules.dates import london_day
from course.rules.room import JOIN_BEFORE, LONGEST_MINUTES, OVERRUN, coming, goes_on_until, stage
from course.rules.scoping import Scope, scope_of
from course.web.gate import holds_any, must_be_learner

TRAINER, ADMINISTRATOR = ("trainer",), ("administrator",)
View = TypeVar("View", bound=Callable[..., Any])


def runs_sessions(view: View) -> View:
    """Declare a route for trainers and administrators; whose session it is, is for the view to ask."""
    return holds_any(*TRAINER, *ADMINISTRATOR)(view)


def trains() -> Scope:
    """What the role of trainer is held for."""
    return scope_of(must_be_learner().roles, TRAINER)


def present_runs() -> Runs:
    """The sessions of who is signed in."""
    here = must_be_learner()
    own = here.person if not trains().nothing else None
    return Runs(own, scope_of(here.roles, ADMINISTRATOR))


def session_or_404(store: Connection, number: int) -> RoomSession:
    """One of them."""
    return room_sessions.session(store, present_runs(), number) or abort(404)


def named(line: Line | None) -> Line:
    """A line that can be written in; one whose name has gone is not found, so that nothing is added about that person."""
    return line if line is not None and line.name else abort(404)


def people_scope(store: Connection, held: RoomSession) -> Scope:
    """Whose names may be found for the register of a session: of what both roles are held for, narrowed to its organisation."""
    administers = scope_of(must_be_learner().roles, ADMINISTRATOR)
    scope = trains().together(Scope(administers.everything, administers.organisations))
    if held.organisation is None:
        return scope
    teams = [each.id for each in organisations.teams(store) if each.organisation == held.organisation]
    return scope.narrowed(held.organisation, teams)


def members_on(held: RoomSession) -> dt.date:
    """On which day somebody has to belong to an organisation to be found for it: its own, where that is over. A register may be
    typed in weeks later, when whoever was there has left.
    """
    return min(london_day(held.begins_at), london_day(now()))


def places(store: Connection, scope: Scope) -> tuple[Organisation, ...]:
    """The organisations in which somebody of the scope can belong, by name."""
    teams = (
        {each.organisation for each in organisations.teams(store) if each.id in scope.teams} if scope.teams else set()
    )
    return tuple(each for each in organisations.organisations(store) if scope.covers(each.id, None) or each.id in teams)


def stage_of(held: RoomSession) -> str:
    """Where an open session is by the clock: "before", "now" or "after"."""
    return stage(held.begins_at, held.planned_minutes, now())


def coming_of(held: RoomSession) -> str:
    """The same for those who come; "after" from the planned end on."""
    return coming(held.begins_at, held.planned_minutes, now())


def is_today(held: RoomSession) -> bool:
    """Whether it is on this day."""
    return london_day(held.begins_at) == london_day(now())


def session_on_until(store: Connection) -> dt.datetime | None:
    """Until when a session of who is signed in is taken to go on; None where none does, or on a shared computer."""
    here, at = must_be_learner(), now()
    if here.shared:
        return None
    first = at - dt.timedelta(minutes=LONGEST_MINUTES) - OVERRUN
    mine = room_sessions.led_between(store, here.person, first, at + JOIN_BEFORE)
    until = (goes_on_until(each.begins_at, each.planned_minutes, at) for each in mine)
    return max(filter(None, until), default=None)


def back_to(endpoint: str, held: RoomSession, anchor: str | None = None, **more: Any) -> Response:
    """Where a form leads."""
    return redirect(url_for(f"train.{endpoint}", session=held.id, _anchor=anchor, **more), 303)


def typed(name: str) -> str:
    """What was sent in a field; "" for nothing."""
    return request.form.get(name, "").strip()
