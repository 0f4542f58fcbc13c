"""The real course on a database of its own, with people in it, for the tests that look at the whole site.

Everything here is made once for all tests of this folder: they read, and what they send is refused.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from course import create_app
from course.catalogue import wording
from course.catalogue.model import Catalogue, Quiz
from course.catalogue.shelf import Shelf
from course.clock import now
from course.config import Settings
from course.records import (
    accounts,
    attempts,
    completions,
    join_codes,
    links,
    organisations,
    people,
    readings,
    roles,
    visits,
)
from course.records.database import reading, upgrade, writing
from course.rules.attempting import judge
from course.rules.completion import completion_facts, progress
from course.rules.facts import Attempt
from tests.house import plan

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class People:
    """Whom and what the records hold: tokens of visits and links, numbers and codes that stand in addresses."""

    learner: str
    administrator: str
    organisation: int
    attempt: int
    visit: int
    completion: int
    certificate: str
    join_code: str
    set_up: str
    reset: str
    confirm_email: str


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf(plan.ROOT)


@pytest.fixture(scope="session")
def catalogue(shelf: Shelf) -> Catalogue:
    return shelf.catalogue


@pytest.fixture(scope="session")
def app(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site as it is served, on an empty database of its own."""
    folder: Path = tmp_path_factory.mktemp("instance")
    settings = Settings.from_environ({"SHAREWELL_INSTANCE": str(folder)})
    made = create_app(dataclasses.replace(settings, secret_key="a key for tests, of no use elsewhere"), shelf)
    upgrade(made)
    return made


@pytest.fixture(scope="session")
def held(app: Flask, catalogue: Catalogue) -> People:
    """One learner who has completed the course, one administrator, one of each thing that an address can name."""
    with app.app_context():
        with writing() as store:
            organisations.set_partnership(store, "Heronsea Safeguarding Partnership", now())
            organisation = organisations.add_organisation(store, "Heronsea Nursery", now())
            learner = open_account(store, "Ada Quill", "ada@heronsea.example")
            administrator = open_account(store, "Bo Marsh", "bo@heronsea.example")
            roles.grant(store, administrator, "administrator", "partnership", None, now())
            attempt = finish_everything(store, learner, catalogue)
            code = join_codes.make_join_code(store, organisation, None, expires_on=None, uses_limit=None, now=now())
            tokens = {
                "learner": visits.start_visit(store, learner, shared=False, now=now()),
                "administrator": visits.start_visit(store, administrator, shared=False, now=now()),
                "set_up": links.make_link(store, "set-up", None, valid=DAY, now=now()),
                "reset": links.make_link(store, "reset", learner, valid=DAY, now=now()),
                "confirm_email": links.make_link(store, "confirm-email", learner, valid=DAY, now=now()),
            }
        with reading() as store:
            completion = completions.completions_of(store, learner)[0]
            visit = visits.visits_of(store, learner)[0].id
    numbers = {"attempt": attempt, "visit": visit, "organisation": organisation, "completion": completion.id}
    return People(**tokens, **numbers, certificate=completion.code, join_code=code.code)


def open_account(store: Session, name: str, email: str) -> int:
    person = people.add_person(store, name, now())
    accounts.open_account(store, person, email=email, sign_in_name=None, password_hash="never asked for", now=now())
    return person


def finish_everything(store: Session, person: int, catalogue: Catalogue) -> int:
    """Read every page, answer every quiz rightly, complete the course; the number of an attempt."""
    edition = catalogue.course.edition
    for module in catalogue.modules:
        for page in module.pages:
            readings.mark_read(store, person, page.id, edition, now())
        numbers = [hand_in(store, person, module.id, catalogue.quizzes[quiz], catalogue) for quiz in module.quizzes]
    state = progress(catalogue, *visits.progress_facts(store, person))
    facts = completion_facts(catalogue, state, person=person, partnership="Heronsea Safeguarding Partnership", at=now())
    completions.add_completion(store, facts)
    return numbers[-1]


def hand_in(store: Session, person: int, module: str, quiz: Quiz, catalogue: Catalogue) -> int:
    """A faultless attempt at a quiz."""
    course, judged = catalogue.course, judge(quiz, {each.id: each.answer for each in quiz.statements})
    attempts.keep_wording(store, quiz.digest, quiz.id, course.edition, wording.to_json(quiz), now())
    score = {"marks": judged.marks, "out_of": judged.out_of, "pass_mark": course.pass_mark, "answers": judged.answers}
    about = {"person": person, "module": module, "quiz": quiz.id, "digest": quiz.digest, "edition": course.edition}
    return attempts.add_attempt(store, Attempt(id=0, at=now(), after_look=False, **about, **score), f"key-{quiz.id}")


@pytest.fixture
def guest(app: Flask, held: People) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, held: People) -> Callable[[str], FlaskClient]:
    """A browser of its own for "guest", "learner" or "administrator"."""

    def visitor(who: str) -> FlaskClient:
        client = app.test_client()
        if who != "guest":
            with client.session_transaction() as cookie:
                cookie["visit"] = getattr(held, who)
        return client

    return visitor
