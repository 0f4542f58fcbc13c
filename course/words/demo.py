"""`course demo`: serve a made-up partnership with three years of history, from a folder of its own."""

from __future__ import annotations

import argparse
import secrets
from dataclasses import replace
from functools import partial

from course import clock, first_run, server
from course.catalogue.model import Catalogue
from course.config import Settings
from course.demo import filling
from course.errors import StartError
from course.hashing import hash_password
from course.records import database
from course.rules.requirements import default_requirement
from course.setting_values import is_loopback
from course.words.serve import read_shelf, run
from course.words.word import Word, say

PASSWORD_BYTES = 9
REAL = (
    "The demonstration needs a folder of its own, and {folder} holds other records. "
    "Nothing was changed. Set SHAREWELL_INSTANCE to a new folder, or take the setting away."
)
OPEN_TO_ALL = (
    "The demonstration signs anybody in with one button, so it is for this machine alone: "
    "take SHAREWELL_HOST and SHAREWELL_PUBLIC_URL away."
)


def demo(settings: Settings, arguments: argparse.Namespace) -> int:
    """Fill the folder the first time, give the accounts their password, serve."""
    if not (is_loopback(settings.host) and is_loopback(settings.public_host)):
        raise StartError(OPEN_TO_ALL)
    password = settings.demo_password or secrets.token_urlsafe(PASSWORD_BYTES)
    settings = first_run.prepare(replace(settings, demo=True, demo_password=password))
    with server.port_held(settings):
        shelf = read_shelf()
        prepare(settings, shelf.catalogue)
        run(settings, shelf, partial(_announce, settings))
    return 0


def prepare(settings: Settings, catalogue: Catalogue) -> None:
    """Fill an empty store, and set the password of the seven accounts. Raises StartError where others are in it."""
    with first_run.store_open(settings), database.writing() as store:
        filled = filling.fill(store, catalogue, default_requirement(catalogue.course), clock.now())
        if not filled and not filling.is_filled(store):
            raise StartError(REAL.format(folder=settings.instance))
        filling.set_passwords(store, hash_password(settings.demo_password or ""))


def _announce(settings: Settings) -> None:
    say(f"The demonstration of Sharewell is ready: {settings.public_url}")
    say("Sign in with one of the buttons, or with the password of all seven accounts:")
    for who in filling.ADDRESSES:
        say(f"  {who}")
    say(f"  password: {settings.demo_password}")
    say("Everybody in it is made up. Ctrl-C stops it.")


WORD = Word(demo, "serve a made-up partnership, to try things")
