"""A one-time link that somebody hands over, on paper, to whoever cannot get a new password by mail."""

from __future__ import annotations

import datetime as dt

from flask import current_app, url_for
from sqlalchemy import Connection

from course.clock import now
from course.config import Settings
from course.records import audit, links
from course.web.gate import must_be_learner

VALID = dt.timedelta(days=7)


def handed_link(store: Connection, person: int, role: str) -> str:
    """The address of a new link for somebody, shown once; the audit tells who made it, `role` in which role."""
    settings: Settings = current_app.config["SHAREWELL"]
    token = links.make_link(store, "reset", person, valid=VALID, now=now())
    audit.note(store, must_be_learner().person, "reset link made", f"person {person}", role, now())
    return settings.public_url.rstrip("/") + url_for("access.reset", token=token)
