"""Everything the site keeps about a person, for that person: as a page, and as one JSON file."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from course.clock import now
from course.records import attempts, cases_done, completions, looks, notes, organisations, reflections, visits
from course.records.accounts import Account
from course.records.database import reading
from course.records.looks import Look
from course.records.visits import Visit
from course.rules.dates import london_day
from course.rules.facts import Attempt, CaseDone, Completion, Note, Reading, Reflected, Role
from course.web.access import blueprint
from course.web.access.account import own_account
from course.web.gate import must_be_learner, signed_in
from course.web.site import catalogue

FILE = "my-data.json"


@dataclass(frozen=True, slots=True)
class Belonging:
    """A membership in words. `left_on` is the first day on which it no longer holds, None while it does."""

    organisation: str
    team: str | None
    started_on: dt.date
    left_on: dt.date | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """The account without its password, of which only a digest is kept."""

    email: str | None
    email_confirmed: bool
    sign_in_name: str | None


@dataclass(frozen=True, slots=True)
class OwnData:
    """All of it. Names of fields are the names in the file."""

    person: int
    name: str
    account: SignIn
    roles: tuple[Role, ...]
    memberships: tuple[Belonging, ...]
    readings: tuple[Reading, ...]
    attempts: tuple[Attempt, ...]
    looks: tuple[Look, ...]
    cases_done: tuple[CaseDone, ...]
    completions: tuple[Completion, ...]
    reflections: tuple[Reflected, ...]
    notes_on: bool
    notes: tuple[Note, ...]
    visits: tuple[Visit, ...]
    made_at: dt.datetime

    def title(self, page: str) -> str:
        """The title of a page or quiz as it is today, or its id where it is gone."""
        found = catalogue().page(page)
        return found.title if found else page

    def day(self, moment: dt.datetime) -> dt.date:
        """The day in London."""
        return london_day(moment)


def _gather(account: Account) -> OwnData:
    """Everything of one person as of one moment."""
    here = must_be_learner()
    with reading() as store:
        names = {each.id: each.name for each in organisations.organisations(store)}
        teams = {each.id: each.name for each in organisations.teams(store)}
        return OwnData(
            person=here.person,
            name=account.name,
            account=SignIn(account.email, account.email_confirmed, account.sign_in_name),
            roles=tuple(here.roles),
            memberships=tuple(
                Belonging(names[each.organisation], teams.get(each.team or 0), each.started_on, each.left_on)
                for each in organisations.memberships_of(store, here.person)
            ),
            readings=visits.progress_facts(store, here.person)[0],
            attempts=attempts.attempts_of(store, here.person),
            looks=looks.looks_of(store, here.person),
            cases_done=cases_done.cases_done(store, here.person),
            completions=completions.completions_of(store, here.person),
            reflections=reflections.reflections_of(store, here.person),
            notes_on=here.notes_on,
            notes=notes.notes_of(store, here.person, now()),
            visits=visits.visits_of(store, here.person),
            made_at=now(),
        )


def as_json(data: OwnData) -> str:
    """The file: UTF-8, dates and moments in ISO form, moments in UTC."""
    return json.dumps(asdict(data), ensure_ascii=False, indent=2, default=_text) + "\n"


def _text(value: object) -> str:
    if isinstance(value, dt.date):  # moments are dates too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the file")


@blueprint.get("/account/data")
@signed_in
def data() -> ResponseReturnValue:
    """The overview."""
    return render_template("pages/access/data.html", view=_gather(own_account()))


@blueprint.get("/account/data.json")
@signed_in
def data_file() -> ResponseReturnValue:
    """The same as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"'}
    return Response(as_json(_gather(own_account())), mimetype="application/json", headers=headers)
