"""Learners for the measurement: real accounts, real visits, a course half done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from course import assets, create_app, first_run
from course.catalogue.model import Quiz
from course.catalogue.shelf import Shelf
from course.clock import now
from course.config import ROOT, Settings
from course.records import accounts, people, readings
from course.records.database import writing
from course.web import visiting
from course.web.gate import anyone


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in learner as the load generator needs one: the cookie, and the token of the forms."""

    cookie: str
    token: str


def sign_up(instance: Path, count: int) -> tuple[list[Person], Quiz, str]:
    """So many learners with a visit each; gives them, and the quiz and the module to be measured."""
    settings = first_run.prepare(Settings.from_environ({"SHAREWELL_INSTANCE": str(instance)}))
    assets.build(ROOT)
    app = create_app(settings, shelf := Shelf(ROOT))
    app.add_url_rule("/bench/<int:person>", view_func=_enter, endpoint="bench")
    module = shelf.catalogue.modules[1]
    made = []
    for number in range(count):
        with app.app_context(), writing() as store:
            person = people.add_person(store, f"Learner {number}", now())
            accounts.open_account(
                store, person, email=f"learner-{number}@example.org", sign_in_name=None, password_hash="-", now=now()
            )
            for page in module.pages[:5]:
                readings.mark_read(store, person, page.id, shelf.catalogue.course.edition, now())
        made.append(_visit(app.test_client(), person, f"/modules/{module.id}/{module.pages[0].id}"))
    return made, shelf.catalogue.quizzes[module.quizzes[0]], module.id


@anyone
def _enter(person: int) -> str:
    visiting.begin(person, shared=False)
    return ""


def _visit(client: FlaskClient, person: int, page: str) -> Person:
    client.get(f"/bench/{person}")
    first = client.get(page).get_data(as_text=True)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', first)[0]
    cookie = client.get_cookie("sharewell")
    return Person(f"sharewell={cookie.value if cookie else ''}", token)
