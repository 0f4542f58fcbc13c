"""Pages that machines read: is the process alive, can it serve, and a few figures. No personal data."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from course.config import Settings
from course.errors import StoreError
from course.records import database
from course.web.gate import anyone
from course.web.public import blueprint
from course.web.site import catalogue

LOW_DISK_BYTES = 1_000_000_000


def _free_bytes() -> int:
    settings: Settings = current_app.config["SHAREWELL"]
    return shutil.disk_usage(Path(settings.instance)).free


@blueprint.get("/healthz")
@anyone
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
@anyone
def ready() -> ResponseReturnValue:
    """Database and content can be used; says which journal rule holds, which edition is served, and if the disk is low."""
    try:
        schema = database.schema_state().found
    except StoreError as error:
        return jsonify(status="not ready", reason=str(error)), 503
    low = _free_bytes() < LOW_DISK_BYTES
    return jsonify(
        status="degraded" if low else "ready",
        schema=schema,
        journal_rule=database.journal_rule(),
        sqlite=sqlite3.sqlite_version,
        edition=catalogue().course.edition,
        disk_low=low,
    )


@blueprint.get("/metrics")
@anyone
def metrics() -> ResponseReturnValue:
    """Two figures in the text format that monitoring reads: content faults waiting, and free disk."""
    shelf = current_app.extensions["shelf"]
    faults = sum(1 for problem in shelf.problems if problem.severity == "error")
    text = f"sharewell_content_errors {faults}\nsharewell_disk_free_bytes {_free_bytes()}\n"
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")
