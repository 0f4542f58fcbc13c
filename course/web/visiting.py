"""Signing in and out over HTTP. The visit is a row in the records; the cookie only names it, so that ending the row ends it.

On a shared computer the cookie ends with the browser and after 15 idle minutes. The moment last seen stands in the signed
cookie itself, because reading a page must not write to the database.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, Request, g, session
from flask_login import LoginManager, UserMixin
from flask_wtf.csrf import generate_csrf

from course.clock import now
from course.errors import StoreBusy
from course.records import notes, visits
from course.records.database import writing
from course.rules.facts import Learner
from course.web import form_token

SHARED_IDLE = dt.timedelta(minutes=15)
SEEN_STEP = dt.timedelta(minutes=1)
login_manager = LoginManager()


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries as the current user."""

    learner: Learner

    def get_id(self) -> str:
        """The id of the visit, not of the person: two devices are two visits."""
        return str(self.learner.visit)


def begin(person: int, *, shared: bool) -> None:
    """Start a visit for a person whose proof was checked, with a new cookie and a new token."""
    with writing() as store:
        token = visits.start_visit(store, person, shared=shared, now=now())
        notes.sweep(store, now())
    session.clear()
    session["visit"] = token
    session.permanent = not shared
    if shared:
        session["seen"] = int(now().timestamp())
    g.pop("csrf_token", None)  # a form of this request has made one for the session that has just been cleared
    form_token.begin(person)
    generate_csrf()


def end(learner: Learner | None) -> None:
    """End the visit in the records and forget the cookie."""
    if learner is not None:
        with writing() as store:
            visits.end_visit(store, learner.visit)
    session.clear()


def _idle(seen: int) -> dt.timedelta:
    return now() - dt.datetime.fromtimestamp(seen, dt.UTC)


def _still_here(learner: Learner) -> bool:
    """Whether a shared computer's visit was used in the last quarter of an hour; notes the moment if so."""
    if not learner.shared:
        return True
    idle = _idle(int(session.get("seen", 0)))
    if idle > SHARED_IDLE:
        return False
    if idle > SEEN_STEP:
        session["seen"] = int(now().timestamp())
    return True


def _note_seen(learner: Learner) -> None:
    """Leads and administrators end after 30 idle minutes, so the moment last seen is kept, once a minute."""
    if learner.roles and now() - learner.seen_at > SEEN_STEP:
        with suppress(StoreBusy), writing() as store:  # a page may be read while others save; the next one notes it
            visits.touch(store, learner.visit, now())


@login_manager.request_loader  # type: ignore[untyped-decorator]
def load(_request: Request) -> SignedIn | None:
    """The one read of a page view: who is this, and what have they done."""
    token = session.get("visit")
    learner = visits.hot_learner(token, now()) if isinstance(token, str) else None
    if learner is None or not _still_here(learner):
        return None
    _note_seen(learner)
    return SignedIn(learner)


def install(app: Flask) -> None:
    """Let Flask-Login load the current user from the visit."""
    login_manager.session_protection = None
    login_manager._session_identifier_generator = str  # its digest of address and browser would be made and thrown away
    login_manager.init_app(app, add_context_processor=False)  # templates get the learner from the site's frame
