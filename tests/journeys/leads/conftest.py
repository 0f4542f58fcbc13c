"""The demonstration in place of an empty site, made anew for each file; and its people, signed in by their buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.journeys.demonstration import demonstration
from tests.journeys.leads.asking import signed_in
from tests.journeys.visitor import Visitor
from tests.setup.serving import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, with two workers."""
    yield from demonstration(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="module")
def base(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


@pytest.fixture(scope="module")
def lead(lasting: Callable[..., Visitor]) -> Visitor:
    """The safeguarding lead of Heronsea Children's Services."""
    return signed_in(lasting(), "lead")


@pytest.fixture(scope="module")
def team_lead(lasting: Callable[..., Visitor]) -> Visitor:
    """The team lead of Family support, a team of the same organisation."""
    return signed_in(lasting(), "teamlead")


@pytest.fixture(scope="module")
def auditor(lasting: Callable[..., Visitor]) -> Visitor:
    """The partnership's auditor."""
    return signed_in(lasting(), "auditor")


@pytest.fixture(scope="module")
def office(lasting: Callable[..., Visitor]) -> Visitor:
    """The partnership's administrator."""
    return signed_in(lasting(), "admin")


@pytest.fixture(scope="module")
def staff(lasting: Callable[..., Visitor]) -> Visitor:
    """A learner of Family support."""
    return signed_in(lasting(), "learner")
