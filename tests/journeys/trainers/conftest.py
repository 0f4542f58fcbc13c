"""The demonstration in place of an empty site, one for all files of this folder; and its trainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.demonstration import demonstration
from tests.journeys.leads.asking import signed_in
from tests.journeys.visitor import Visitor
from tests.setup.serving import Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, with two workers."""
    yield from demonstration(tmp_path_factory.mktemp("demonstration"))


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
