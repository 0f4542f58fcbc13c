"""Where the person is signed in, and ending it: one visit, or all of them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from course.clock import now
from course.records import visits
from course.records.database import reading, writing
from course.records.visits import Visit
from course.rules.dates import LONDON, london_day
from course.rules.permission import visit_lasts
from course.web.access import blueprint
from course.web.gate import must_be_learner, signed_in
from course.web.site import day


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A line of the list. `since` is a day and a time in London, in words; `here` marks the visit of this page."""

    number: int
    since: str
    shared: bool
    here: bool


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """The visits that are still open, newest first."""

    visits: tuple[OpenVisit, ...]


def _open_visits(store: Connection) -> list[Visit]:
    """Those of the person's visits that have not run out."""
    here, moment = must_be_learner(), now()
    return [
        each
        for each in visits.visits_of(store, here.person)
        if visit_lasts(here.roles, shared=each.shared, started_at=each.started_at, seen_at=each.seen_at, now=moment)
    ]


def _line(visit: Visit) -> OpenVisit:
    since = f"{day(london_day(visit.started_at))}, {visit.started_at.astimezone(LONDON):%H:%M}"
    return OpenVisit(visit.id, since, visit.shared, here=visit.id == must_be_learner().visit)


@blueprint.get("/account/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    """The list. We keep no address and no kind of device, so a visit is known by when it began."""
    with reading() as store:
        found = tuple(_line(each) for each in _open_visits(store))
    return render_template("pages/access/sessions.html", view=SessionsPage(found))


@blueprint.post("/account/sessions/<number:visit>/end")
@signed_in
def end_session(visit: int) -> ResponseReturnValue:
    """End one visit of one's own; anybody else's is simply not found."""
    with writing() as store:
        if visit not in [each.id for each in visits.visits_of(store, must_be_learner().person)]:
            abort(404)
        visits.end_visit(store, visit)
    return redirect(url_for("access.sessions"), 303)


@blueprint.post("/account/sessions/end")
@signed_in
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here as well."""
    with writing() as store:
        visits.end_visits(store, must_be_learner().person)
    session.clear()
    return redirect(url_for("access.sign_in"), 303)
