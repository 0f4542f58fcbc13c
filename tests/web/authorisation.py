"""The authorisation matrix: every route, asked by every actor for everybody's things; the answers are a reviewed file.

    python -m tests.web.authorisation    writes authorisation.txt anew; read what the diff says before it is kept

`test_authorisation.py` asks the same and compares. Parts of addresses get their values in `authorisation_town.py`.
"""

from __future__ import annotations

import dataclasses
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from course import ROOT, create_app
from course.catalogue.shelf import Shelf
from course.config import Settings
from course.records import database
from tests.house.examples import examples_of_course
from tests.web.authorisation_file import COLUMNS, COMMAND, FILE, Line, written
from tests.web.authorisation_leaks import leaks
from tests.web.authorisation_town import NEAR, Parts, Town, settle

NOTHING_ASKED = "-"
IN = "in"
# What a word in an address means there; elsewhere it means what it says.
MEANS = {
    "learn.attempt.number": "attempt",
    "learn.my_older_certificate.number": "completion",
    "learn.my_older_certificate_pdf.number": "completion",
    "learn.check_certificate.code": "certificate",
    **dict.fromkeys(("admin.person_details.person", "admin.invite.person"), "other"),  # who has no account
    **dict.fromkeys(
        ("access.join.code", "access.join_now.code", "admin.join_sheet.code", "admin.stop_join_code.code"), "join code"
    ),
}
PACK_VIEWS = ("pack_page", "pack_zip", "pack_cover", "item", "item_pdf", "item_pptx")
MEANS |= {
    **{f"train.{view}.pack": "pack of the course" for view in PACK_VIEWS},  # elsewhere a pack is one of evidence
    **dict.fromkeys(("train.present_slide.number", "train.present_notes.number"), "slide"),
    **dict.fromkeys(("train.hand.code", "train.raise_hand.code"), "code of a show of hands"),
    **dict.fromkeys(("train.attend.code", "train.attend_now.code"), "code of a session"),
}
OF_PLACES = frozenset({"organisation", "team", "join code", "requirement", "batch", "job", "pack"})
NOT_THERE = {"Number": 999_999, "Slug": "not-there-at-all", "Token": "not-there-at-all", "Route": "not.there"}
NARROWED = ("organisation", "team")  # what reports are asked for in the address
NOT_BY_TEAM = frozenset({"lead.evidence"})
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Asked:
    """One thing to ask of the site: the method, the address as the program writes it, whose thing, and the addresses."""

    method: str
    route: str
    whose: str
    paths: dict[str, str]  # by actor


@dataclass(frozen=True)
class Matrix:
    """All lines, and everything that somebody read who must not."""

    lines: list[Line]
    leaks: list[str]


@dataclass(frozen=True)
class Browser:
    """What an actor sends along: the cookie, and the token of forms."""

    cookie: str
    token: str
    guest: bool


class Records:
    """The database of the site, put back as it was after every request that changed it."""

    def __init__(self, app: Flask) -> None:
        file = make_url(app.config["SHAREWELL"].database_url).database or ""
        self._live, self._kept = sqlite3.connect(file), sqlite3.connect(":memory:")
        self._live.backup(self._kept)
        self._seen = self._version()

    def _version(self) -> int:
        return int(self._live.execute("PRAGMA data_version").fetchone()[0])

    def put_back(self) -> None:
        """Undo what the last request changed."""
        if self._version() != self._seen:
            self._kept.backup(self._live)
            self._seen = self._version()

    def close(self) -> None:
        """Let go of the file."""
        self._live.close()
        self._kept.close()


def questions(app: Flask, town: Town) -> Iterator[Asked]:
    """All that is asked, by address."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.rule, each.endpoint)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield from asked_of(app, town, rule, method)
            if rule.endpoint.startswith("lead.") and method == "GET" and not rule.arguments:
                asked_for = NARROWED[:1] if rule.endpoint in NOT_BY_TEAM else NARROWED
                yield from (narrowed(rule, town, part, whose) for part in asked_for for whose in (*NEAR, "missing"))


def asked_of(app: Flask, town: Town, rule: Rule, method: str) -> Iterator[Asked]:
    """What is asked of one route: for each sort of person whose thing it may be."""
    for whose in whose_things(rule, town):
        paths = {}
        for actor in COLUMNS.values():
            parts = parts_for(rule, town, whose, actor)
            with app.test_request_context():
                paths[actor] = app.url_map.bind("localhost").build(rule.endpoint, parts, method=method)
        yield Asked(method, route_of(rule), whose, paths)


def narrowed(rule: Rule, town: Town, part: str, whose: str) -> Asked:
    """A report, asked for one place."""
    value = town.near[whose][part] if whose in town.near else NOT_THERE["Number"]
    path = f"{rule.rule}?{part}={value}"
    return Asked("GET", f"{rule.rule}?{part}=<{part}>", whose, dict.fromkeys(COLUMNS.values(), path))


def route_of(rule: Rule) -> str:
    """The address of a rule, without the kinds of its parts."""
    return re.sub(r"<\w+:", "<", rule.rule)


def in_order(rule: Rule) -> list[str]:
    """The parts of an address from left to right."""
    return sorted(rule.arguments, key=lambda part: rule.rule.index(f":{part}>"))


def meaning(rule: Rule, part: str) -> str:
    """What sort of thing a part of an address is about."""
    return MEANS.get(f"{rule.endpoint}.{part}", part)


def owned(rule: Rule, town: Town) -> list[str]:
    """The parts that are things of somebody or of some place."""
    return [part for part in in_order(rule) if meaning(rule, part) in town.near["other"]]


def whose_things(rule: Rule, town: Town) -> tuple[str, ...]:
    """Whose things are asked for: a new part of an address needs a value in `authorisation_town.py`."""
    parts = owned(rule, town)
    if not rule.arguments:
        return (NOTHING_ASKED,)
    if not parts:
        return ("there", "missing")
    personal = any(meaning(rule, part) not in OF_PLACES for part in parts)
    return (*(("own",) if personal else ()), *NEAR, "missing", *(("mixed",) if len(parts) > 1 else ()))


def parts_for(rule: Rule, town: Town, whose: str, actor: str) -> Parts:
    """A value for every part. "mixed": the last thing is of another organisation than what stands before it."""
    mine = owned(rule, town) or in_order(rule)
    base = town.own.get(actor, {}) if whose == "own" else town.near.get(whose, {})
    base = base or town.near["same team"]
    values = {part: value_of(rule, town, base, part) for part in rule.arguments}
    if whose == "mixed":
        values[mine[-1]] = value_of(rule, town, town.near["other"], mine[-1])
    if whose == "missing":
        values[mine[-1]] = NOT_THERE[type(rule._converters[mine[-1]]).__name__]
    return values


def value_of(rule: Rule, town: Town, base: Parts, part: str) -> str | int:
    """What stands in the address."""
    known = {**town.nobodys, **base}
    found = known.get(f"{rule.endpoint}.{part}", known.get(meaning(rule, part)))
    assert found is not None, (
        f"The route {rule.rule} ({rule.endpoint}) has a part <{part}> that the authorisation matrix knows no value for."
        " If it is a thing of people or places, give everybody one in tests/web/authorisation_town.py; if it is a thing"
        f" of the course, give an example in tests/house/examples.py. Then run {COMMAND} and read its diff."
    )
    return found


def enter(app: Flask, visit: str | None) -> Browser:
    """The browser of an actor, or of a guest."""
    client = app.test_client()
    if visit:
        with client.session_transaction() as cookie:
            cookie["visit"] = visit
    page = client.get("/account" if visit else "/sign-in").get_data(as_text=True)
    name = app.config["SESSION_COOKIE_NAME"]
    kept = client.get_cookie(name)
    return Browser(f"{name}={kept.value if kept else ''}", TOKEN.findall(page)[0], guest=not visit)


def word(browser: Browser, method: str, answer: TestResponse) -> str:
    """An answer in a few letters; the head of the file says what they mean."""
    if answer.status_code in (302, 303, 308):
        to_sign_in = browser.guest and answer.headers["Location"].split("?")[0].endswith("/sign-in")
        return "303" if to_sign_in else "go" if method == "GET" else IN
    if answer.status_code in (400, 401, 403, 404, 405, 429) or answer.status_code >= 500:
        return str(answer.status_code)
    return IN if method == "POST" else str(answer.status_code)


def ask(client: FlaskClient, browser: Browser, method: str, path: str) -> TestResponse:
    """Ask once; a form brings its token and nothing else."""
    data = {"csrf_token": browser.token} if method == "POST" else None
    return client.open(path, method=method, data=data, headers={"Cookie": browser.cookie}, buffered=True)


def matrix(app: Flask, town: Town) -> Matrix:
    """Every line of the file. Things that are answered alike share a line."""
    browsers = {actor: enter(app, town.visits.get(actor)) for actor in COLUMNS.values()}
    client, records = app.test_client(use_cookies=False), Records(app)
    together: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    told: list[str] = []
    for asked in questions(app, town):
        answers = []
        for actor, browser in browsers.items():
            answer = ask(client, browser, asked.method, asked.paths[actor])
            answers.append(word(browser, asked.method, answer))
            told += leaks(actor, f"{asked.method} {asked.route} ({asked.whose})", answer)
            records.put_back()
        together.setdefault((asked.route, asked.method, tuple(answers)), []).append(asked.whose)
    records.close()
    lines = [
        Line(given, method, route, tuple(each for each in whose if each != NOTHING_ASKED))
        for (route, method, given), whose in together.items()
    ]
    return Matrix(lines, told)


def site(folder: Path) -> Flask:
    """The real course on empty records of its own."""
    settings = Settings.from_environ({"SHAREWELL_INSTANCE": str(folder)})
    app = create_app(dataclasses.replace(settings, secret_key="a key for tests, of no use elsewhere"), Shelf(ROOT))
    database.upgrade(app)
    return app


def matrix_now(folder: Path) -> Matrix:
    """The matrix of the program as it is."""
    app = site(folder)
    catalogue = app.extensions["shelf"].catalogue
    town = settle(app, catalogue)
    town = dataclasses.replace(town, nobodys=town.nobodys | examples_of_course(catalogue))
    found = matrix(app, town)
    with app.app_context():
        database.close_connections()
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        FILE.write_text(written(matrix_now(Path(made)).lines), encoding="utf-8")
