"""Puts the demonstration into an empty store: organisations, people, three years of history, and seven accounts to try."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import asdict

from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Catalogue
from course.demo import local, people
from course.demo.histories import YEARS, History, history
from course.demo.people import ORGANISATIONS, PARTNERSHIP, ROLES, MadeOrganisation
from course.demo.rooms import Rooms
from course.demo.rows import Row, Rows
from course.records import accounts, audit, bulk, places_filled, standings
from course.records.accounts import email_key
from course.rules.dates import london_day
from course.rules.requirements import DatedRequirement, Requirement, in_force
from course.rules.sign_in_names import sign_in_name

SEED = 20261123
MAIL = "demo.example"
ADDRESSES = tuple(f"{who}@{MAIL}" for who, *_ in ROLES)
NO_PASSWORD = "-"  # noqa: S105 - opens nothing: it is no hash


class Demonstration:
    """All rows, made anew for a day; the same day gives the same rows."""

    def __init__(self, catalogue: Catalogue, default: Requirement, now: dt.datetime) -> None:
        self._dice = random.Random(SEED)  # noqa: S311 - the same story every time, no secret
        self._today, self._now = london_day(now), now
        self._default = default
        self._catalogue = catalogue
        self._came = now - YEARS
        self.rows = Rows(catalogue, self._today, self._dice)
        self._posts: dict[str, int] = {}
        self._asked: list[DatedRequirement] = []
        self._partnership()
        for made in ORGANISATIONS:
            self._organisation(made)
        self._demo_accounts()
        self._local_information()
        self._wordings()

    def _partnership(self) -> None:
        self.rows.of["partnership"].append({"id": 1, "name": PARTNERSHIP, "set_up_at": self._came})
        for post in sorted({post for made in ORGANISATIONS for post in made.posts}):
            self._posts[post] = self.rows.add("job_role", name=post, name_key=_key(post), added_at=self._came)

    def _local_information(self) -> None:
        for value in local.values(self._today, len(ORGANISATIONS)):
            entered = {"changed_at": self._morning(value.checked_on or self._today), "changed_by": None}
            self.rows.add("local_value", **asdict(value), **entered)

    def _wordings(self) -> None:
        for quiz in self._catalogue.quizzes.values():
            kept = {"quiz": quiz.id, "wording": wording.to_json(quiz), "kept_at": self._came}
            edition = self._catalogue.course.edition
            self.rows.of["quiz_wording"].append({"digest": quiz.digest, "edition": edition, **kept})

    def _organisation(self, made: MadeOrganisation) -> None:
        named = {"name": made.name, "name_key": _key(made.name), "added_at": self._came}
        number = self.rows.add("organisation", **named)
        teams = [
            self.rows.add("team", organisation=number, name=team, name_key=_key(team), added_at=self._came)
            for team in made.teams
        ]
        self._headcounts(made, number, teams)
        self._requirements(number, teams)
        for _ in range(made.people):
            self._person(made, number, teams)

    def _headcounts(self, made: MadeOrganisation, number: int, teams: list[int]) -> None:
        for ago, share in ((700, 0.92), (330, 1.0)):
            told = {"organisation": number, "from_day": self._today - dt.timedelta(days=ago), "entered_by": None}
            self.rows.add("headcount", team=None, people=round(made.headcount * share), entered_at=self._came, **told)
        each = made.headcount // len(teams)
        for team in teams:
            told = {"organisation": number, "from_day": self._today - dt.timedelta(days=330), "entered_by": None}
            self.rows.add("headcount", team=team, people=each, entered_at=self._came, **told)

    def _requirements(self, number: int, teams: list[int]) -> None:
        """The first organisation keeps the default; the second is asked every three years, one of its teams otherwise;
        the third by the end of every school year."""
        asked: dict[int, list[tuple[int | None, int, Requirement]]] = {
            2: [(None, 1000, Requirement(30, 36, 60, 14)), (teams[1], 400, Requirement(14, 24, 60, 14, "from-expiry"))],
            3: [(None, 1000, Requirement(30, 12, 60, 14, "fixed-date", (8, 31)))],
        }
        for team, ago, one in asked.get(number, []):
            day = self._today - dt.timedelta(days=ago)
            fixed = "{:02}-{:02}".format(*one.fixed_day) if one.fixed_day else None
            kept = self.rows.add(
                "requirement", organisation=number, team=team, job_role=None, from_day=day, due_days=one.due_days,
                valid_months=one.valid_months, window_days=one.window_days, grace_days=one.grace_days,
                date_rule=one.date_rule, fixed_day=fixed, made_at=self._came, made_by=None,
            )  # fmt: skip
            self._asked.append(DatedRequirement(kept, number, team, None, day, one))

    def _person(self, made: MadeOrganisation, organisation: int, teams: list[int]) -> None:
        asked = in_force(
            self._asked, self._default, organisation=organisation, team=None, job_role=None, day=self._today
        )
        past = history(self._dice, self._today, len(teams), asked)
        name, post = people.name(self._dice), self._dice.choice(made.posts)
        person = self.rows.add("person", name=name, added_at=self._came)
        self._way_in(person, name, begun=past.begun_on is not None)
        self._memberships(person, organisation, teams, past, self._posts[post])
        self.rows.learn(person, past, PARTNERSHIP)
        if past.outside_on:
            self.rows.add(
                "outside_training", person=person, course="Information sharing workshop", edition="",
                provider="County training pool", completed_on=past.outside_on, evidence_note="Certificate seen",
                entered_at=self._came, entered_by=None,
            )  # fmt: skip

    def _way_in(self, person: int, name: str, *, begun: bool) -> None:
        """Who has begun has an account, most with an address; of the others the organisation knows an address."""
        email = f"{name.lower().replace(' ', '.')}.{person}@{MAIL}"
        if not begun:
            given = {"email": email, "email_key": email_key(email), "given_at": self._came}
            self.rows.of["contact"].append({"person": person, **given})
        else:
            self._account(person, email if self._dice.random() < 0.85 else None, NO_PASSWORD)

    def _account(self, person: int, email: str | None, password_hash: str) -> None:
        self.rows.of["account"].append(
            {
                "person": person,
                "email": email,
                "email_key": email_key(email) if email else None,
                "email_confirmed": email is not None,
                "sign_in_name": sign_in_name(person),
                "password_hash": password_hash,
                "opened_at": self._came,
                "notes_on": False,
            }
        )

    def _memberships(self, person: int, organisation: int, teams: list[int], past: History, post: int) -> None:
        for stay in past.stays:
            number = self.rows.add(
                "membership", person=person, organisation=organisation, job_role=post, moved=stay.moved,
                team=None if stay.team is None else teams[stay.team], counts_from=past.stays[0].started_on,
                started_on=stay.started_on, left_on=stay.left_on, entered_at=self._morning(stay.started_on),
            )  # fmt: skip
        if past.exemption:
            held = past.exemption
            self.rows.add(
                "exemption", membership=number, reason=held.reason, from_day=held.from_day, until_day=held.until_day,
                made_at=self._morning(held.from_day), made_by=None,
            )  # fmt: skip

    def _morning(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(9), dt.UTC)

    def _demo_accounts(self) -> None:
        """The seven, each a member of the first organisation or, the second lead, of the second."""
        for who, name, role, scope in ROLES:
            organisation = 2 if who == "lead-b" else 1
            person = self.rows.add("person", name=name, added_at=self._came)
            self._account(person, f"{who}@{MAIL}", NO_PASSWORD)
            day = self._today - dt.timedelta(days=700)
            self.rows.add(
                "membership", person=person, organisation=organisation, team=3 if organisation == 1 else None,
                job_role=None, counts_from=day, started_on=day, left_on=None, moved=False, entered_at=self._morning(day),
            )  # fmt: skip
            self.rows.learn(person, _past(self._today, 672 if who == "learner" else 90), PARTNERSHIP)
            if role:
                held = {"organisation": organisation if scope == "organisation" else None}
                self.rows.add(
                    "role_grant", person=person, role=role, team=3 if scope == "team" else None,
                    granted_at=self._came, **held,
                )  # fmt: skip


def fill(store: Connection, catalogue: Catalogue, default: Requirement, now: dt.datetime) -> bool:
    """Fill an empty store; False, and nothing written, where somebody is entered already."""
    if not bulk.is_empty(store):
        return False
    made = Demonstration(catalogue, default, now)
    rows: dict[str, list[Row]] = made.rows.of
    bulk.add_rows(store, rows)
    places_filled.fill(store)
    _hold_sessions(store, catalogue, rows, now)
    standings.rebuild(store, default, london_day(now))
    audit.note(store, None, "demonstration made", "partnership 1", "", now)
    return True


def _hold_sessions(store: Connection, catalogue: Catalogue, rows: dict[str, list[Row]], now: dt.datetime) -> None:
    """By dice of their own, so that the rest of the story stays as it is."""
    trainer, learner = (accounts.account_for(store, f"{who}@{MAIL}") for who in ("trainer", "learner"))
    if trainer is not None and learner is not None:
        dice = random.Random(f"{SEED} in a room")  # noqa: S311 - the same story every time, no secret
        Rooms(store, catalogue, rows, dice, now).hold(trainer.person, learner.person)


def is_filled(store: Connection) -> bool:
    """Whether the demonstration is what the store holds."""
    return all(accounts.account_for(store, each) for each in ADDRESSES)


def set_passwords(store: Connection, password_hash: str) -> None:
    """Give the seven accounts one password, at every start."""
    for each in ADDRESSES:
        account = accounts.account_for(store, each)
        if account:
            accounts.set_password(store, account.person, password_hash)


def _past(today: dt.date, ago: int) -> History:
    """Who completed the course so many days ago, and told how sure they were before and after."""
    done = today - dt.timedelta(days=ago)
    return History((), done, (done,), None, None, care=0.8, reflects=True, follows_up=False)


def _key(name: str) -> str:
    return standings.name_key(name)
