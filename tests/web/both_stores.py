"""The site on each store, for tests of what happens there at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from course.records.database import upgrade
from tests.conftest import STORES


@pytest.fixture(params=STORES)
def either(request: pytest.FixtureRequest, site: Callable[..., Flask]) -> Flask:
    """The site on each store."""
    if request.param == "sqlite":
        return site()
    made = site(database_url=request.getfixturevalue("postgres_url"))
    upgrade(made)
    return made
