"""A whole site of one's own for every test: the real course, the real program, an empty SQLite database."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from course import ROOT, clock, create_app
from course.catalogue.model import Catalogue
from course.catalogue.shelf import Shelf
from course.records import join_codes, organisations, roles
from course.records.database import close_connections, upgrade, writing
from tests.web.both_stores import either as either
from tests.web.local_office import heron as heron
from tests.web.local_office import november as november
from tests.web.looking_after import keeper as keeper
from tests.web.looking_after import office as office
from tests.web.looking_after import town as town
from tests.web.note_taking import writer as writer
from tests.web.people import add_person
from tests.web.post_office import post_office as post_office
from tests.web.post_office import wait_until_nothing_travels
from tests.web.reader import Reader
from tests.web.reflecting import asked as asked
from tests.web.reflecting import graduate as graduate
from tests.web.small_site import small as small
from tests.web.usual_settings import settings_in as settings_in


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf(ROOT)


@pytest.fixture
def course(shelf: Shelf) -> Catalogue:
    """The course, with the answers that its pages keep to themselves."""
    return shelf.catalogue


@pytest.fixture(scope="session")
def empty_store(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that has its tables and nothing in them, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    app = create_app(settings_in(folder), shelf)
    upgrade(app)
    with app.app_context():
        close_connections()
    return folder


@pytest.fixture
def site(shelf: Shelf, empty_store: Path, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Makes the site, on the same database each time; arguments change the settings."""
    folder = tmp_path / "instance"
    shutil.copytree(empty_store, folder)
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(create_app(settings_in(folder, **changes), shelf))
        return made[-1]

    yield make
    if any(app.config["SHAREWELL"].smtp_url for app in made):
        wait_until_nothing_travels()  # who carries a letter has a connection in hand
    for app in made:
        with app.app_context():
            close_connections()


@pytest.fixture
def app(site: Callable[..., Flask]) -> Flask:
    return site()


@pytest.fixture
def reader(app: Flask) -> Reader:
    """A guest's browser."""
    return Reader(app.test_client())


@pytest.fixture(autouse=True)
def clock_goes_right() -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    clock.set_now(dt.datetime.now(dt.UTC))


@pytest.fixture
def later() -> Callable[..., None]:
    """Lets time pass: `later(minutes=15)`."""

    def move(**span: float) -> None:
        clock.set_now(clock.now() + dt.timedelta(**span))

    return move


@pytest.fixture
def ada(app: Flask) -> int:
    """Ada has an account with an email address and PASSWORD."""
    return add_person(app, "Ada Quill", email="ada@heronsea.example")


@pytest.fixture
def bo(app: Flask) -> int:
    """Bo has an account without an email address: sign-in name river-lamp-482."""
    return add_person(app, "Bo Marsh", sign_in_name="river-lamp-482")


@pytest.fixture
def admin(app: Flask) -> int:
    """The administrator of the Heronsea Safeguarding Partnership."""
    person = add_person(app, "Cy Reed", email="cy@heronsea.example")
    with app.app_context(), writing() as store:
        organisations.set_partnership(store, "Heronsea Safeguarding Partnership", clock.now())
        roles.grant(store, person, "administrator", "partnership", None, clock.now())
    app.extensions["partnership"].forget()
    return person


@pytest.fixture
def join_code(app: Flask) -> Callable[..., str]:
    """Makes a code for the team "Toddlers" of "Heronsea Nursery"; arguments are the last day and the limit."""

    def make(*, expires_on: dt.date | None = None, uses_limit: int | None = None) -> str:
        with app.app_context(), writing() as store:
            organisation = organisations.add_organisation(store, "Heronsea Nursery", clock.now())
            team = organisations.add_team(store, organisation, "Toddlers", clock.now())
            made = join_codes.make_join_code(
                store, organisation, team, expires_on=expires_on, uses_limit=uses_limit, now=clock.now()
            )
        return made.code

    return make
