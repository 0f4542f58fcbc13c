"""The rooms of the site, one for each kind of person; this file alone knows them all."""

from __future__ import annotations

from flask import Flask

from course.web import access, admin, lead, learn, mine, practice, public, train


def install(app: Flask) -> None:
    """Open every room."""
    for room in (learn, practice, mine, access, lead, admin, train, public):
        app.register_blueprint(room.blueprint)
