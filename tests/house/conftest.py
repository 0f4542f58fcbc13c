"""The real course on a database of its own, with somebody in it, for the tests that look at the whole site.

Everything here is made once for all tests of this folder: they read, and what they send is refused.
"""

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from course import create_app
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.config import Settings
from course.records import database
from tests.house import plan
from tests.house.inhabitants import Inhabitants, move_in


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf(plan.ROOT)


@pytest.fixture(scope="session")
def catalogue(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture(scope="session")
def app(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site as it is served, on an empty database of its own."""
    settings = Settings.from_environ({"SHAREWELL_INSTANCE": str(tmp_path_factory.mktemp("instance"))})
    made = create_app(dataclasses.replace(settings, secret_key="a key for tests, of no use elsewhere"), shelf)
    database.upgrade(made)
    yield made
    with made.app_context():
        database.close_connections()


@pytest.fixture(scope="session")
def held(app: Flask, catalogue: Catalogue) -> Inhabitants:
    return move_in(app, catalogue)


@pytest.fixture
def guest(app: Flask, held: Inhabitants) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, held: Inhabitants) -> Callable[[str], FlaskClient]:
    """A browser of its own for "guest", "learner" or "administrator"."""

    def visitor(who: str) -> FlaskClient:
        client = app.test_client()
        if who != "guest":
            with client.session_transaction() as cookie:
                cookie["visit"] = getattr(held, who)
        return client

    return visitor
