"""Learners for the measurement: real accounts, real visits, some just begun, some nearly done, some reading criss-cross."""

from __future__ import annotations

import random
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

SEED = 20261122
IN_ORDER = 0.8  # of the learners; the others read here and there


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in learner as the load generator needs one: the cookie, the token of the forms, the page read now."""

    cookie: str
    token: str
    page: str


def sign_up(instance: Path, count: int) -> tuple[list[Person], Quiz, str, str]:
    """So many learners with a visit each; gives them, the quiz and the module to be measured, and the site's secret key."""
    settings = first_run.prepare(Settings.from_environ({"SHAREWELL_INSTANCE": str(instance)}))
    assets.build(ROOT)
    app = create_app(settings, shelf := Shelf(ROOT))
    app.add_url_rule("/bench/<int:person>", view_func=_enter, endpoint="bench")
    module = shelf.catalogue.modules[1]
    pages = [page for each in shelf.catalogue.modules for page in each.pages]
    dice = random.Random(SEED)
    made = []
    for number in range(count):
        with app.app_context(), writing() as store:
            person = people.add_person(store, f"Learner {number}", now())
            accounts.open_account(
                store, person, email=f"learner-{number}@example.org", sign_in_name=None, password_hash="-", now=now()
            )
            order = pages if dice.random() < IN_ORDER else dice.sample(pages, len(pages))
            read = dice.randrange(len(pages))
            for page in order[:read]:
                readings.mark_read(store, person, page.id, shelf.catalogue.course.edition, now())
        made.append(_visit(app.test_client(), person, f"/modules/{order[read].module}/{order[read].id}"))
    return made, shelf.catalogue.quizzes[module.quizzes[0]], module.id, settings.secret_key or ""


@anyone
def _enter(person: int) -> str:
    visiting.begin(person, shared=False)
    return ""


def _visit(client: FlaskClient, person: int, page: str) -> Person:
    client.get(f"/bench/{person}")
    first = client.get(page).get_data(as_text=True)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', first)[0]
    cookie = client.get_cookie("sharewell")
    return Person(f"sharewell={cookie.value if cookie else ''}", token, page)
