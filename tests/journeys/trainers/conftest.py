"""The demonstration in place of an empty site, one for all files of this folder; and its trainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.leads.asking import signed_in
from tests.journeys.visitor import Visitor
from tests.setup.serving import Site

TODAY = "2026-11-22T12:00:00+00:00"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, with two workers."""
    folder = tmp_path_factory.mktemp("demonstration") / "instance"
    more = {"SHAREWELL_WORKERS": "2", "SHAREWELL_NOW": TODAY, "SHAREWELL_DEMO_PASSWORD": "Correct horse 9"}
    started = Site(folder, more=more, word="demo").wait_until_ready()
    yield started
    assert started.stop() == 0
    assert "Traceback" not in started.logged, started.logged


@pytest.fixture(scope="session")
def base(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


@pytest.fixture(scope="module")
def trainer(lasting: Callable[..., Visitor]) -> Visitor:
    """The trainer of Heronsea Children's Services."""
    return signed_in(lasting(), "trainer")


@pytest.fixture(scope="module")
def office(lasting: Callable[..., Visitor]) -> Visitor:
    """The partnership's administrator."""
    return signed_in(lasting(), "admin")
