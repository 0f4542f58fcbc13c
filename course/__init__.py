"""Sharewell: wires the rooms together. The only file that knows them all.

Imports go one way: errors, clock, config ← catalogue ← rules ← {records, documents} ← {web, cli} ← this file.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the processes that make files import the package too, and need nothing of the site
    from flask import Flask

    from course.catalogue.shelf import Shelf
    from course.config import Settings

ROOT = Path(__file__).resolve().parent.parent
FORM_BYTES = 1_000_000
VISIT_DAYS = 30


def create_app(settings: Settings, shelf: Shelf) -> Flask:
    """The whole site for one process, over the course on the given shelf."""
    from flask import Flask

    from course import assets
    from course.records import database
    from course.web import converters, cookies, gate, headers, making, refusals, rooms, site, templating

    app = Flask("course", template_folder=str(ROOT / "templates"), static_folder=None)
    _configure(app, settings)
    templating.install(app)
    database.install(app, settings)
    cookies.install(app)
    converters.install(app)
    site.install(app, shelf=shelf, manifest=assets.load_manifest(ROOT))
    gate.install(app)
    headers.install(app, https=settings.https)
    refusals.install(app)
    making.install(app)
    rooms.install(app)
    return app


def make_ready(app: Flask) -> None:
    """Make what takes a while before the first request: the server does, a test need not."""
    from course.web.public import search

    search.prepare(app)


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.https
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEMO_PASSWORD=settings.demo_password if settings.demo else None,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=200_000,
        MAX_FORM_PARTS=500,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="__Host-sharewell" if secure else "sharewell",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=dt.timedelta(days=VISIT_DAYS),
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # some browsers send no Referer; the gate looks at Origin instead
        SHAREWELL=settings,
    )
