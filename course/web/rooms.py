"""The rooms of the site, one for each kind of person; this file alone knows them all."""

from __future__ import annotations

from flask import Flask

from course.web import access, admin, learn, public


def install(app: Flask) -> None:
    """Open every room."""
    for room in (learn, access, admin, public):
        app.register_blueprint(room.blueprint)
