"""R, the measure: a Flask page that says hello and reads a signed session cookie, under the shipped server."""

from __future__ import annotations

from wsgiref.types import WSGIApplication

from flask import Flask, session

from course import assets, first_run, server
from course.config import ROOT, Settings


def application(settings: Settings) -> WSGIApplication:
    """The least that a page for somebody who is signed in can be."""
    app = Flask("hello")
    app.secret_key = settings.secret_key

    @app.get("/")
    def hello() -> str:
        return f"hello {session.get('visit', '')}"

    return server.around(app, settings=settings, manifest=assets.load_manifest(ROOT), root=ROOT)


if __name__ == "__main__":
    prepared = first_run.prepare(Settings.from_environ())
    server.serve(prepared, lambda: application(prepared), ready=lambda: None)
