"""The first run, which every run repeats: folder, secret key, tables. Under a lock: any number may start at once."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from course import locks
from course.clock import now
from course.config import Settings
from course.errors import StartError
from course.records import database, links, notes, roles
from course.setting_values import secret_key

KEY_FILE = "secret-key"
LOCK_FILE = "first-run.lock"
SET_UP_FOR = dt.timedelta(days=7)
logger = logging.getLogger(__name__)


def prepare(settings: Settings) -> Settings:
    """Make what is missing; gives the settings with the secret key in them. Safe to repeat and to race.

    Raises StartError where the folder or the key cannot be used, StoreError where the database cannot.
    """
    _make_folder(settings.instance)
    with locks.locked(settings.instance / LOCK_FILE):
        key = settings.secret_key or _key(settings.instance / KEY_FILE)
        with store_open(settings) as app:
            database.upgrade(app)
    return replace(settings, secret_key=key)


@contextmanager
def store_open(settings: Settings) -> Iterator[Flask]:
    """The records outside the site: for the command line, and before the server's processes part.

    Every connection is closed at the end: a process that begins as a copy of this one must not inherit any.
    """
    app = Flask("course.first_run")
    database.install(app, settings)
    with app.app_context():
        try:
            yield app
        finally:
            database.close_connections()


def sweep(settings: Settings) -> None:
    """Delete what has been kept long enough, so that a site without visitors keeps it no longer than one with many."""
    with store_open(settings), database.writing() as store:
        notes.sweep(store, now())


def set_up_link(settings: Settings) -> str | None:
    """A new one-time link to the set-up, or None when there is an administrator."""
    with store_open(settings):
        with database.reading() as store:
            if roles.administrators_exist(store):
                return None
        with database.writing() as store:
            token = links.make_link(store, "set-up", None, valid=SET_UP_FOR, now=now())
    return f"{settings.public_url}/set-up/{token}"


def _make_folder(folder: Path) -> None:
    """The instance folder, for its owner alone when it is new; raises StartError where it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as fault:
        raise StartError(
            f"The folder {folder} cannot be written: {fault.strerror}. It holds the database and the secret key. "
            "Change its owner, or set SHAREWELL_INSTANCE to a folder of your own."
        ) from fault


def _key(file: Path) -> str:
    """The key that signs cookies, made when it is not there. Losing it signs everybody out and does nothing else."""
    if not file.exists():
        _write_key(file)
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            file.chmod(0o600)
            logger.warning(
                "the secret key could be read by others; it is closed to them now: delete it to make another"
            )
        return secret_key(file.read_text(encoding="ascii").strip())
    except OSError as fault:
        raise StartError(f"The secret key {file} cannot be read: {fault.strerror}.") from fault
    except ValueError as fault:
        raise StartError(
            f"The secret key in {file} cannot be used. Delete the file: a new one is made and everybody signs in again."
        ) from fault


def _write_key(file: Path) -> None:
    """Put a new key in place whole, readable by its owner alone."""
    fresh = file.with_name(f".{file.name}-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(48) + "\n")
            opened.flush()
            os.fsync(handle)
        fresh.replace(file)
    except OSError as fault:
        raise StartError(f"The secret key {file} cannot be written: {fault.strerror}.") from fault
