"""R, the measure: a Flask page that says hello and reads a signed session cookie, under the shipped server.

It is started with the site's secret key, so that it reads the very cookies that the site has given.
"""

from __future__ import annotations

from wsgiref.types import WSGIApplication

from flask import Flask, abort, session

from course import assets, first_run, server
from course.config import ROOT, Settings


def application(settings: Settings) -> WSGIApplication:
    """The least that a page for somebody who is signed in can be."""
    app = Flask("hello")
    app.secret_key = settings.secret_key
    app.config["SESSION_COOKIE_NAME"] = "sharewell"

    @app.get("/")
    def hello() -> str:
        return f"hello {session['visit']}" if "visit" in session else abort(403)

    return server.around(app, settings=settings, manifest=assets.load_manifest(ROOT), root=ROOT)


if __name__ == "__main__":
    prepared = first_run.prepare(Settings.from_environ())
    server.serve(prepared, lambda: application(prepared), ready=lambda: None)
