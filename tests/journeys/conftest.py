"""A site of its own, started with the shipped command; a Chromium; somebody of every kind to look at the site.

Everybody's console and requests are watched: an error, a missing part or a request to another host fails the test that
did it. The browser finds no other host at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from course.catalogue.model import Catalogue
from tests import machine
from tests.journeys import people
from tests.journeys.inspection import findings
from tests.journeys.people import PATIENCE, Somebody, browsers, open_browser
from tests.journeys.visitor import Visitor
from tests.setup.serving import Site
from tests.shipped import shipped

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--js-flags=--no-turbofan",  # pages live too briefly for code that takes long to make
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def course() -> Catalogue:
    """The course, with the answers that its pages keep to themselves."""
    return shipped()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with two workers, on an empty instance."""
    folder = tmp_path_factory.mktemp("journeys") / "instance"
    started = Site(folder, more={"SHAREWELL_WORKERS": "2"}).wait_until_ready()
    yield started
    assert started.stop() == 0
    assert "Traceback" not in started.logged, started.logged


@pytest.fixture(scope="session")
def base(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=machine.chromium(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers: `visit(scripts=False)`, `visit(keyboard=True)`, `visit(storage_state=somebody.state)`."""
    yield from browsers(browser, base)


@pytest.fixture
def guest(visit: Callable[..., Visitor]) -> Visitor:
    """Somebody who is not signed in."""
    return visit()


@pytest.fixture
def learner(guest: Visitor) -> Somebody:
    """Somebody new, signed in in the browser `guest`."""
    return people.sign_up(guest, "Ada Quill")


@pytest.fixture(scope="session")
def set_up_findings() -> list[str]:
    """What was found on the page of the set-up link, which cannot be opened any more once it was used."""
    return []


@pytest.fixture(scope="session")
def administrator(browser: Browser, base: str, site: Site, set_up_findings: list[str]) -> Somebody:
    """The first administrator, made through the link that the start has printed."""
    link = re.search(r"/set-up/\S+", site.said)
    assert link, site.said
    visitor = open_browser(browser, base)
    for how in ("blank", "with errors"):
        visitor.open(link[0]) if how == "blank" else visitor.press(visitor.button("Set up the site"))
        set_up_findings += [f"looked at it {how}", *findings(visitor.page)]
    made = people.set_up(visitor, link[0])
    visitor.close()
    return made


@pytest.fixture(scope="session")
def graduate(browser: Browser, base: str, course: Catalogue) -> Somebody:
    """Somebody who has completed the course."""
    visitor = open_browser(browser, base)
    made = people.graduate(visitor, course)
    visitor.close()
    return made


@pytest.fixture(scope="module")
def lasting(browser: Browser, base: str) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers that all tests of a file share."""
    yield from browsers(browser, base)


@pytest.fixture(scope="module")
def reader(lasting: Callable[..., Visitor]) -> Visitor:
    """A guest."""
    return lasting()


@pytest.fixture(scope="module")
def beginner(lasting: Callable[..., Visitor], course: Catalogue) -> Visitor:
    """A learner at a shared computer who has begun; the result of a quiz is open."""
    visitor = lasting()
    people.begin(visitor, course)
    return visitor


@pytest.fixture(scope="module")
def holder(lasting: Callable[..., Visitor], graduate: Somebody) -> Visitor:
    """The graduate's browser."""
    return lasting(storage_state=graduate.state)


@pytest.fixture(scope="module")
def office(lasting: Callable[..., Visitor], administrator: Somebody) -> Visitor:
    """The administrator's browser."""
    return lasting(storage_state=administrator.state)
