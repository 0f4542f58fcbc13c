"""Who lives in the records of the authorisation matrix: its actors, people near to them and far from them, their things."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

from flask import Flask
from sqlalchemy import Connection, select

from course.catalogue.model import Catalogue
from course.clock import now
from course.records import (
    completions,
    evidence_packs,
    exemptions,
    hands,
    import_jobs,
    import_work,
    join_codes,
    links,
    notes,
    organisations,
    outbox,
    people,
    reflections,
    roles,
    room_sessions,
    tables,
    visits,
)
from course.records.database import writing
from course.records.evidence_packs import NewPack
from course.records.requirements import set_requirement
from course.rules.dates import london_day
from course.rules.facts import Reflected
from course.rules.requirements import DatedRequirement
from course.rules.scoping import Scope
from tests.house.inhabitants import (
    PARTNERSHIP,
    ask_manager,
    finish_everything,
    open_account,
    run_session,
    statement_of,
)
from tests.records.reporting import DEFAULT

DAY = dt.timedelta(days=1)
LONG = 100 * DAY  # after which somebody who has not begun is overdue, and on the chase list
Parts = dict[str, str | int]  # by the word that stands in the address
# Everybody who asks, with the role and what it is held for. The guest, who holds nothing and has nothing, comes first.
ACTORS: dict[str, tuple[str, str] | None] = {
    "learner": None,
    "trainer": ("trainer", "organisation"),
    "team lead": ("team-lead", "team"),
    "lead": ("organisation-lead", "organisation"),
    "lead of all": ("organisation-lead", "partnership"),
    "admin": ("administrator", "partnership"),
    "auditor": ("auditor", "organisation"),
    "keeper": ("administrator", "organisation"),
}
NAMES = {"same team": "Tamsin Reedbed", "same organisation": "Orla Saltmarsh", "other": "Ivo Estuary"}
NEAR = tuple(NAMES)
PRIVATE = "Seen by nobody but"  # how the private words of everybody near begin


@dataclass(frozen=True)
class Place:
    """Where somebody belongs, by its numbers, and the things that belong to the place."""

    organisation: int
    team: int
    things: Parts


@dataclass(frozen=True)
class Town:
    """The token of the visit of every actor, and values for parts of addresses: whose each is, or nobody's."""

    visits: dict[str, str]
    own: dict[str, Parts]
    near: dict[str, Parts]
    nobodys: Parts


def settle(app: Flask, catalogue: Catalogue) -> Town:
    """Fill empty records."""
    with app.app_context():
        places = found(app)
        with writing() as store:
            move_in = partial(somebody, store, catalogue)
            own = {name: move_in(name, places["same team"], role) for name, role in ACTORS.items()}
            near = {each: move_in(NAMES[each], places[each], ("trainer", "organisation")) for each in NEAR}
            for each in NEAR:
                write_privately(store, catalogue, int(near[each]["person"]), f"{PRIVATE} {NAMES[each]}")
            numbers = {name: int(parts["person"]) for name, parts in own.items()}
            tokens = {name: visits.start_visit(store, each, shared=False, now=now()) for name, each in numbers.items()}
            opened = hands.show(store, int(near["same team"]["person"]), statement_of(catalogue), now())
            nobodys = links_and_ids(store, int(near["same team"]["person"]), int(near["same team"]["other"]))
            nobodys["code of a show of hands"] = opened.code
            held = int(near["same team"]["session"])
            nobodys["code of a session"] = room_sessions.by_numbers(store, [held])[held].code
    return Town(tokens, own, near, nobodys)


def found(app: Flask) -> dict[str, Place]:
    """The partnership: an organisation with two teams, one of them that of all actors, and another organisation."""
    with writing() as store:
        organisations.set_partnership(store, PARTNERSHIP, now())
        nursery, clinic = (organisations.add_organisation(store, name, now()) for name in ("Nursery", "Clinic"))
        homes = zip(NEAR, (nursery, nursery, clinic), ("Toddlers", "Babies", "Front desk"), strict=True)
        teams = {near: (home, organisations.add_team(store, home, team, now())) for near, home, team in homes}
        kept = {near: things_of_place(store, *home) for near, home in teams.items()}
        founder = people.add_person(store, "Fen Founder", now())
    return {near: Place(*home, kept[near] | files(app, near, home[0], founder)) for near, home in teams.items()}


def things_of_place(store: Connection, organisation: int, team: int) -> Parts:
    """A join code, and a rule that has not begun."""
    code = join_codes.make_join_code(store, organisation, team, expires_on=None, uses_limit=None, now=now())
    rule = DatedRequirement(0, organisation, team, None, london_day(now()) + DAY, None)
    return {
        "organisation": organisation,
        "team": team,
        "join code": code.code,
        "requirement": set_requirement(store, rule, None, now()),
    }


def files(app: Flask, near: str, organisation: int, by: int) -> Parts:
    """A file of people that was judged, one that was taken over, and an evidence pack."""
    names = (f"{NAMES[near]} Taken", f"{NAMES[near]} Judged")
    instance = app.config["SHAREWELL"].instance
    jobs = [
        import_jobs.keep(
            instance, organisation, None, f"name,email\n{name},{name.replace(' ', '.')}@heronsea.example\n".encode()
        )
        for name in names
    ]
    for job in jobs:
        import_work.check(job)
    report = import_jobs.status(jobs[0]).report
    import_work.take_over(jobs[0], report.state if report else "", DEFAULT)
    batch = import_jobs.status(jobs[0]).batch
    assert batch, f"nothing was taken over for {near}: {import_jobs.status(jobs[0])}"
    pack = NewPack(organisation, london_day(now()), now(), by, f"form of {near}", near.encode())
    return {"batch": batch, "job": jobs[1].name, "pack": evidence_packs.keep(instance, pack)}


def somebody(
    store: Connection, catalogue: Catalogue, name: str, place: Place, role: tuple[str, str] | None
) -> dict[str, str | int]:
    """A person of a place who has completed the course, with one of each thing that a person has."""
    person = open_account(store, name.title(), f"{name.replace(' ', '.')}@heronsea.example")
    double = people.add_person(store, f"{name.title()} Double", now())
    attempt = finish_everything(store, person, catalogue)
    membership, _ = (
        organisations.join(store, each, place.organisation, place.team, london_day(now()) - since, now())
        for each, since in ((person, 0 * DAY), (double, LONG))
    )
    grant = hold(store, person, place, *role) if role else 0
    visits.start_visit(store, person, shared=False, now=now())
    outbox.write(store, outbox.Draft("reminder", person, "", "Training reminder", "Please."), now())
    completion = completions.completions_of(store, person)[0]
    run = run_session(store, catalogue, person, person, double, organisation=place.organisation, whole=False)
    return (
        place.things
        | run
        | {
            "person": person,
            "other": double,
            "attempt": attempt,
            "completion": completion.id,
            "certificate": completion.code,
            "visit": visits.visits_of(store, person)[0].id,
            "grant": grant or 999_999,
        }
        | of_membership(store, person, membership)
    )


def of_membership(store: Connection, person: int, membership: int) -> dict[str, int]:
    """A membership and what hangs on it: an exemption, and a letter on its way."""
    exemption, _ = exemptions.add(store, membership, "Leave", london_day(now()), None, None, now())
    letter = store.execute(select(tables.outbox.c.id).where(tables.outbox.c.person == person)).scalars().first()
    return {"membership": membership, "exemption": exemption, "letter": letter or 0}


def write_privately(store: Connection, catalogue: Catalogue, person: int, text: str) -> None:
    """A private note, and what the person means to do after the course."""
    notes.switch(store, person, on=True)
    notes.keep_note(store, person, "golden-rules-quiz", text, now())
    confidence = tuple((each.id, 3) for each in catalogue.reflection.confidence)
    said = Reflected(1, "after", catalogue.course.edition, False, 4, text, now(), confidence)
    reflections.keep_reflection(store, person, said)


def hold(store: Connection, person: int, place: Place, role: str, scope: str) -> int:
    """Give a role for the person's place, or for the partnership; returns the number of the grant."""
    of = {"organisation": place.organisation, "team": place.team}.get(scope)
    roles.grant(store, person, role, scope, of, now())
    return roles.grants_of(store, person, Scope(everything=True))[0].id


def links_and_ids(store: Connection, person: int, invited: int) -> Parts:
    """What opens for everybody who has the link."""
    made = partial(links.make_link, store, valid=DAY, now=now())
    return {
        "access.set_up.token": made("set-up", None),
        "access.reset.token": made("reset", person),
        "access.confirm_email.token": made("confirm-email", person),
        **dict.fromkeys(("access.invitation.token", "access.take_record.token"), made("invitation", invited)),
        **dict.fromkeys(("public.manager.token", "public.answer_manager.token"), ask_manager(store, person)),
    }
