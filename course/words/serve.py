"""`course serve`: prepare what is missing, then serve until stopped."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable
from functools import partial

from course import assets, daily, first_run, server
from course.catalogue.shelf import Shelf
from course.config import ROOT, Settings
from course.errors import ContentError
from course.words.word import Word, say

logger = logging.getLogger(__name__)


def serve(settings: Settings, arguments: argparse.Namespace) -> int:
    """Prepare what is missing, then serve; prints where, and the set-up link while there is no administrator."""
    settings = first_run.prepare(settings)
    with server.port_held(settings):
        shelf = read_shelf()
        first_run.sweep(settings)
        link = first_run.set_up_link(settings)
        run(settings, shelf, partial(_announce, settings, link))
    return 0


def run(settings: Settings, shelf: Shelf, ready: Callable[[], None]) -> None:
    """Serve what is prepared, while the port is held."""
    if not assets.build(ROOT).designed:
        logger.warning("the design system is missing, so the site looks plain; start once more while online")
    for warning in settings.warnings():
        logger.warning(warning)
    program = server.made_ready(settings, shelf) if server.may_share() else None
    load = partial(server.application, settings, program)
    with daily.beside(settings, shelf if server.may_share() else None):
        server.serve(settings, load, ready=ready)


def read_shelf() -> Shelf:
    """The course; raises ContentError with every fault of its files."""
    try:
        return Shelf(ROOT)
    except ContentError as faults:
        raise ContentError(f"The course cannot be served; these faults are in its files:\n{faults}") from faults


def _announce(settings: Settings, link: str | None) -> None:
    say(f"Sharewell is ready: {settings.public_url}")
    if link:
        say(f"There is no administrator yet. Open this link to set the site up; it works once, for 7 days:\n  {link}")
    say("Ctrl-C stops it.")


WORD = Word(serve, "serve the site until it is stopped")
