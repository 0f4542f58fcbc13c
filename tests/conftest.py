"""What every test may ask for: settings in a folder of its own, and the records, on SQLite and on PostgreSQL.

Where no PostgreSQL is found its half is not collected, unless CI=true: then its absence is a failure.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Connection

from course.config import Settings
from course.records import database, tables  # noqa: F401 - the tables are known once they are imported
from tests import machine
from tests.postgres_server import PostgresServer

pytest_plugins = (
    "tests.all_imported",
    "tests.cheap_passwords",
    "tests.course_once",
    "tests.made_once",
    "tests.one_of_each",
    "tests.routes_once",
    "tests.swept_seldom",
)
POSTGRES_WANTED = machine.postgresql() is not None or os.environ.get("CI") == "true"
hypothesis.settings.register_profile("patient", deadline=None)  # how long an example takes tells of the machine
hypothesis.settings.load_profile("patient")
STORES = ["sqlite", *([pytest.param("postgres", marks=pytest.mark.postgres)] if POSTGRES_WANTED else [])]


@dataclass(frozen=True)
class Address:
    """Of the settings, what the records need."""

    database_url: str


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a PostgreSQL where there is none."""
    if not POSTGRES_WANTED:
        left_out = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An empty instance folder."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(instance: Path) -> Settings:
    """Settings as on a fresh machine, in a folder of the test's own."""
    return Settings.from_environ({"SHAREWELL_INSTANCE": str(instance)})


def records_app(url: str) -> Flask:
    """An application that has the records and nothing else."""
    app = Flask("course.records")
    database.install(app, Address(url))
    return app


def close(app: Flask) -> None:
    with app.app_context():
        database.close_connections()


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with empty tables, made once and copied for every test."""
    path = tmp_path_factory.mktemp("pattern") / "sharewell.db"
    app = records_app(f"sqlite:///{path}")
    database.upgrade(app)
    close(app)
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The server of the tests, started at the first test that needs it."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_tables(postgres: PostgresServer) -> str:
    """The address of a database with empty tables, the same for every test."""
    url = postgres.create("records")
    app = records_app(url)
    database.upgrade(app)
    close(app)
    return url


@pytest.fixture
def sqlite_url(sqlite_pattern: Path, instance: Path) -> str:
    """A SQLite database of the test's own, with empty tables."""
    path = instance / "sharewell.db"
    shutil.copyfile(sqlite_pattern, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: PostgresServer, postgres_tables: str) -> Iterator[str]:
    """A PostgreSQL database with empty tables; what the test writes is deleted afterwards."""
    yield postgres_tables
    postgres.empty("records", [table.name for table in reversed(database.db.metadata.sorted_tables)])


@pytest.fixture(params=STORES)
def store_url(request: pytest.FixtureRequest) -> str:
    """The test runs on each store."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store_app(store_url: str) -> Iterator[Flask]:
    """An application with the records, its context open; once on each store."""
    app = records_app(store_url)
    with app.app_context():
        yield app
        database.close_connections()


@pytest.fixture
def store(store_app: Flask) -> Iterator[Connection]:
    """A transaction that writes, open for the whole test; once on each store."""
    with database.writing() as session:
        yield session


@pytest.fixture
def sqlite_app(sqlite_url: str) -> Iterator[Flask]:
    """An application with the records on SQLite, its context open."""
    app = records_app(sqlite_url)
    with app.app_context():
        yield app
        database.close_connections()
