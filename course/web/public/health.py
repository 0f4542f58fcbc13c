"""Pages that machines read: is the process alive, can it serve, and a few figures. No personal data."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from pathlib import Path

from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from course.config import Settings
from course.errors import StoreBusy, StoreError, StoreTooNew
from course.records import database
from course.web.gate import anyone
from course.web.public import blueprint
from course.web.ready import ReadyPages
from course.web.site import catalogue, shelf

LOW_DISK_BYTES = 1_000_000_000
UNUSABLE = "The database cannot be used."
# Anyone may ask, so the reason is short; paths and what the driver said stand in the log.
REASONS: tuple[tuple[type[StoreError], str], ...] = (
    (StoreBusy, "The database is busy."),
    (StoreTooNew, "The database was made by a newer version of the program."),
)
log = logging.getLogger(__name__)


def _free_bytes() -> int:
    settings: Settings = current_app.config["SHAREWELL"]
    return shutil.disk_usage(Path(settings.instance)).free


@blueprint.get("/healthz")
@anyone
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


def _not_ready(reason: str) -> ResponseReturnValue:
    return jsonify(status="not ready", reason=reason), 503


@blueprint.get("/readyz")
@anyone
def ready() -> ResponseReturnValue:
    """Database and content can be used; says which journal rule holds, which edition is served, and if the disk is low."""
    try:
        schema = database.schema_state()
    except StoreError as error:
        log.warning("not ready: %s", error)
        return _not_ready(next((reason for kind, reason in REASONS if isinstance(error, kind)), UNUSABLE))
    if not schema.current:
        return _not_ready(f"The tables are of version {schema.found or 'none'}; this program needs {schema.newest}.")
    low = _free_bytes() < LOW_DISK_BYTES
    return jsonify(
        status="degraded" if low else "ready",
        schema=schema.found,
        journal_rule=database.journal_rule(),
        sqlite=sqlite3.sqlite_version,
        edition=catalogue().course.edition,
        disk_low=low,
    )


@blueprint.get("/metrics")
@anyone
def metrics() -> ResponseReturnValue:
    """Figures in the text format that monitoring reads: content faults waiting, free disk, pages found ready or rendered.

    Each process counts its own pages; the label says which process answered.
    """
    faults = sum(1 for problem in shelf().problems if problem.severity == "error")
    pages: ReadyPages = current_app.extensions["ready_pages"]
    lines = (
        f"sharewell_content_errors {faults}",
        f"sharewell_disk_free_bytes {_free_bytes()}",
        f'sharewell_pages_found_ready_total{{process="{os.getpid()}"}} {pages.found}',
        f'sharewell_pages_rendered_total{{process="{os.getpid()}"}} {pages.made}',
    )
    text = "\n".join((*lines, ""))
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")
