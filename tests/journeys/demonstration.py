"""The demonstration, served for the journeys of people who need others: leads, trainers, administrators.

Its clock begins on the same day always, so that its made-up history is the same in every run.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.setup.serving import Site

TODAY = "2026-11-22T12:00:00+00:00"


def demonstration(folder: Path) -> Iterator[Site]:
    """The site with two workers, in a new folder; at the end it must stop well and have logged no fault."""
    more = {"SHAREWELL_WORKERS": "2", "SHAREWELL_NOW": TODAY, "SHAREWELL_DEMO_PASSWORD": "Correct horse 9"}
    started = Site(folder / "instance", more=more, word="demo").wait_until_ready()
    yield started
    assert started.stop() == 0
    assert "Traceback" not in started.logged, started.logged
