"""The demonstration's people on a site of their own, browsers of those who hold a role there, and packs they make."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from course import clock, create_app
from course.catalogue.shelf import Shelf
from course.config import Settings
from course.demo import filling
from course.hashing import hash_password
from course.records import tables
from course.records.database import close_connections, reading, upgrade, writing
from course.records.evidence_packs import FOLDER
from course.rules.requirements import default_requirement
from tests.documents.pages_read import pages_read
from tests.web.people import PASSWORD
from tests.web.reader import Reader
from tests.web.usual_settings import settings_in

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
PATH = "/reports/evidence"
Open = Callable[[str], Reader]
Made = tuple[int, ZipFile]
_minutes = count()


@pytest.fixture(autouse=True)
def noon() -> dt.datetime:
    """Each test has a minute after noon of its own, for what is made in the very same second is one pack."""
    moment = NOON + dt.timedelta(minutes=next(_minutes))
    clock.set_now(moment)
    return moment


@pytest.fixture(scope="module")
def demo(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with the demonstration's people, as at noon of a fixed day."""
    clock.set_now(NOON)
    app = create_app(settings_in(tmp_path_factory.mktemp("demo")), shelf)
    upgrade(app)
    with app.app_context(), writing() as store:
        filling.fill(store, shelf.catalogue, default_requirement(shelf.catalogue.course), NOON)
        filling.set_passwords(store, hash_password(PASSWORD))
    yield app
    with app.app_context():
        close_connections()


@pytest.fixture
def browser(demo: Flask) -> Open:
    def opened(who: str) -> Reader:
        reader = Reader(demo.test_client())
        reader.open("/sign-in")
        assert reader.press("sign-in", email=f"{who}@demo.example", password=PASSWORD).status == 303
        return reader

    return opened


@pytest.fixture(scope="module")
def packs() -> dict[tuple[str, str], Made]:
    """What `a_pack` has made."""
    return {}


@pytest.fixture
def a_pack(browser: Open, packs: dict[tuple[str, str], Made]) -> Callable[..., Made]:
    """A pack that somebody makes, the same for all tests of a file: for those that look at one and do it no harm."""

    def made(who: str, as_at: str = "") -> Made:
        if (who, as_at) not in packs:
            packs[who, as_at] = make(browser(who), as_at=as_at)
        return packs[who, as_at]

    return made


def make(reader: Reader, **typed: str) -> Made:
    """Press the button; the number of the pack, and the pack."""
    reader.open(PATH)
    done = reader.follow(reader.press("evidence", **typed))
    assert "The pack is ready" in done.words
    assert done.tree is not None
    href = str(done.tree.xpath("string(//a[@download]/@href)"))
    return int(re.findall(r"\d+", href)[0]), ZipFile(io.BytesIO(reader.client.get(href).get_data()))


def rows(pack: ZipFile, name: str) -> list[list[str]]:
    """The rows of a table below its headings."""
    found = list(csv.reader(io.StringIO(pack.read(f"{name}.csv").decode("utf-8-sig"), newline="")))
    return found[found.index([]) + 2 :]


def document(pack: ZipFile) -> PdfReader:
    return PdfReader(io.BytesIO(pack.read("evidence.pdf")))


def pages(pack: ZipFile) -> list[str]:
    """The words of each page of the document."""
    return [" ".join(page.text.split()) for page in pages_read(pack.read("evidence.pdf"))]


def instance(app: Flask) -> Path:
    settings: Settings = app.config["SHAREWELL"]
    return settings.instance


def kept(app: Flask) -> tuple[object, int]:
    with app.app_context(), reading() as store:
        rows = store.scalar(select(func.count()).select_from(tables.evidence_pack))
    folder = instance(app) / FOLDER
    return rows, len(list(folder.iterdir())) if folder.exists() else 0
