"""Letters of the site: written in the transaction that they tell of, sent beside the request once it is saved.

Beside it, because how long a mail server takes would tell whether an account exists, and because a slow mail server must
not hold a page up. What cannot be sent now stays in the outbox, and the page stays the same.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, current_app
from sqlalchemy import Connection

from course import post
from course.clock import now
from course.config import Settings
from course.records import outbox
from course.records.outbox import Draft
from course.rules.requirements import default_requirement
from course.web.site import catalogue

log = logging.getLogger("sharewell.mail")
_postmen = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def settings() -> Settings:
    """The settings of the running site."""
    found: Settings = current_app.config["SHAREWELL"]
    return found


def is_set() -> bool:
    """Whether this site can send mail at all."""
    return settings().smtp_url is not None


def write(store: Connection, draft: Draft) -> bool:
    """Put a letter into the outbox; False where the same was written before. `kick` after the commit."""
    return outbox.write(store, draft, now())


def kick() -> None:
    """Send what is due, beside this request; after the commit."""
    if is_set():
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        _postmen.submit(_carry, app)


def _carry(app: Flask) -> None:
    try:
        with app.app_context():
            post.send_due(settings(), default_requirement(catalogue().course))
    except Exception as fault:  # whatever it is, the letters stay in the outbox
        log.warning("letters have to wait: %s", type(fault).__name__)
