"""An organisation of two teams, and another, whose people have answered quizzes and rated their confidence; some after a
look at the answers."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Catalogue
from course.clock import now
from course.hashing import hash_password
from course.records import accounts, attempts, organisations, people, reflections, roles
from course.records.database import writing
from course.rules.attempting import judge
from course.rules.facts import Attempt, Reflected
from tests.web.people import PASSWORD, add_person

ENOUGH, FEW = 12, 4  # people of the large team, and of the small one


class Office:
    """`large` and `small` are teams of `ours`; nobody of `theirs` has answered. `lead` is the lead of ours."""

    def __init__(self, app: Flask, course: Catalogue, looked: int = 0) -> None:
        self.course = course
        self.quiz = next(iter(course.quizzes.values()))
        with app.app_context(), writing() as store:
            self.ours = organisations.add_organisation(store, "Heronsea Nursery", now())
            self.theirs = organisations.add_organisation(store, "Wellmarsh Clinic", now())
            self.large = organisations.add_team(store, self.ours, "Harbour", now())
            self.small = organisations.add_team(store, self.ours, "Orchard", now())
            self.elsewhere = organisations.add_team(store, self.theirs, "Night", now())
            attempts.keep_wording(
                store, self.quiz.digest, self.quiz.id, course.course.edition, wording.to_json(self.quiz), now()
            )
            teams = [(self.large, number) for number in range(ENOUGH)] + [(self.small, number) for number in range(FEW)]
            for turn, person in enumerate([self.join(store, *each) for each in teams]):
                if turn < looked:
                    attempts.note_look(store, person, self.quiz.id, self.quiz.digest, now())
                self.answer(store, person, teams[turn][1])
        self.lead = self._holder(app, "lead", "organisation-lead", "organisation", self.ours)
        self.other = self._holder(app, "other", "organisation-lead", "organisation", self.theirs)
        self.team_lead = self._holder(app, "team", "team-lead", "team", self.large)
        self.auditor = self._holder(app, "auditor", "auditor", "partnership", None)

    def join(self, store: Connection, team: int, number: int) -> int:
        """One more person of a team."""
        person = people.add_person(store, f"Quentin Otterdene {team}-{number}", now())
        name = f"fern-{team}-{number}"
        accounts.open_account(
            store, person, email=None, sign_in_name=name, password_hash=hash_password(PASSWORD), now=now()
        )
        organisations.join(store, person, self.ours, team, now().date() - dt.timedelta(days=1), now())
        return person

    def answer(self, store: Connection, person: int, number: int) -> None:
        """Gets the first statement wrong where the number is divisible by 3."""
        first = self.quiz.statements[0].id
        given = {each.id: each.answer != (each.id == first and number % 3 == 0) for each in self.quiz.statements}
        judged = judge(self.quiz, given)
        made = Attempt(
            id=0, person=person, module=self.module, quiz=self.quiz.id, digest=self.quiz.digest,
            edition=self.course.course.edition, marks=judged.marks, out_of=judged.out_of, pass_mark=80, at=now(),
            after_look=False, answers=judged.answers,
        )  # fmt: skip
        attempts.add_attempt(store, made, "first")
        for moment, value in (("before", 2), ("after", 4)):
            _reflect(store, self.course, person, moment, value)

    @property
    def module(self) -> str:
        found = self.course.quiz_module(self.quiz.id)
        assert found is not None
        return found.id

    def _holder(self, app: Flask, name: str, role: str, scope: str, of: int | None) -> str:
        email = f"{name}@heronsea.example"
        person = add_person(app, f"Holder {name}", email=email)
        with app.app_context(), writing() as store:
            roles.grant(store, person, role, scope, of, now())
        return email


def _reflect(store: Connection, course: Catalogue, person: int, moment: str, value: int) -> None:
    answers = (
        *((each.id, value) for each in course.reflection.confidence),
        *((each.id, int(each.answer)) for each in course.reflection.knowledge),
    )
    given = Reflected(
        cycle=1, moment=moment, edition=course.course.edition, skipped=False, usefulness=None, intended_change=None,
        at=now(), answers=answers,
    )  # fmt: skip
    reflections.keep_reflection(store, person, given)
