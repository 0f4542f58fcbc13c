"""Somebody in the records, for tests that look at the whole site: a learner who has done it all, an administrator."""

import datetime as dt
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import Connection

from course.catalogue import wording
from course.catalogue.model import Catalogue, Quiz
from course.clock import now
from course.records import (
    accounts,
    attempts,
    completions,
    follow_ups,
    import_jobs,
    import_work,
    join_codes,
    links,
    organisations,
    outbox,
    people,
    readings,
    visits,
)
from course.records import roles as grants
from course.records.database import reading, writing
from course.rules.attempting import judge
from course.rules.completion import completion_facts, progress
from course.rules.dates import london_day
from course.rules.facts import Attempt
from course.rules.scoping import Scope
from tests.records.reporting import DEFAULT

DAY = dt.timedelta(days=1)
NEW = ("Di Fenn,di@heronsea.example", "Ed Moss,ed@heronsea.example")
PARTNERSHIP = "Heronsea Safeguarding Partnership"


@dataclass(frozen=True)
class Inhabitants:
    """What the records hold: tokens of visits and links, numbers and codes that stand in addresses."""

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
    manager: str
    invitation: str
    invited: int  # somebody without an account, who belongs to the organisation
    learner_number: int
    membership: int
    grant: int
    import_job: str  # a file of people that was judged
    batch: int  # one that was taken over


def move_in(app: Flask, catalogue: Catalogue) -> Inhabitants:
    """Put one learner who has completed the course, one administrator, and one of each thing into empty records."""
    with app.app_context():
        with writing() as store:
            organisations.set_partnership(store, PARTNERSHIP, now())
            organisation = organisations.add_organisation(store, "Heronsea Nursery", now())
            learner = open_account(store, "Ada Quill", "ada@heronsea.example")
            administrator = open_account(store, "Bo Marsh", "bo@heronsea.example")
            grants.grant(store, administrator, "administrator", "partnership", None, now())
            attempt = finish_everything(store, learner, catalogue)
            code = join_codes.make_join_code(store, organisation, None, expires_on=None, uses_limit=None, now=now())
            invited = people.add_person(store, "Cy Reed", now())
            membership = organisations.join(store, invited, organisation, None, london_day(now()), now())
            tokens = {
                "learner": visits.start_visit(store, learner, shared=False, now=now()),
                "administrator": visits.start_visit(store, administrator, shared=False, now=now()),
                "set_up": links.make_link(store, "set-up", None, valid=DAY, now=now()),
                "reset": links.make_link(store, "reset", learner, valid=DAY, now=now()),
                "confirm_email": links.make_link(store, "confirm-email", learner, valid=DAY, now=now()),
                "manager": ask_manager(store, learner),
                "invitation": links.make_link(store, "invitation", invited, valid=DAY, now=now()),
            }
        with reading() as store:
            completion = completions.completions_of(store, learner)[0]
            visit = visits.visits_of(store, learner)[0].id
            grant = grants.grants_of(store, administrator, Scope(everything=True))[0].id
    numbers = {"attempt": attempt, "visit": visit, "organisation": organisation, "completion": completion.id}
    numbers["batch"], tokens["import_job"] = bring_in_files(app, organisation, administrator)
    numbers |= {"invited": invited, "learner_number": learner, "membership": membership, "grant": grant}
    return Inhabitants(**tokens, **numbers, certificate=completion.code, join_code=code.code)


def ask_manager(store: Connection, person: int) -> str:
    """The token of the one question to a manager, and a reminder that could not be sent."""
    day = london_day(now())
    outbox.write(store, outbox.Draft("reminder", person, "", "Training reminder", "Please.", "reminder"), now())
    token = follow_ups.ask_manager(store, person, 1, tells_change=False, expires_on=day + DAY, now=now())
    return token or ""


def bring_in_files(app: Flask, organisation: int, by: int) -> tuple[int, str]:
    """One file taken over, one only judged: its number, its name."""
    with app.app_context():
        instance = app.config["SHAREWELL"].instance
        jobs = [import_jobs.keep(instance, organisation, by, f"name,email\n{name}\n".encode()) for name in NEW]
        for job in jobs:
            import_work.check(job)
        report = import_jobs.status(jobs[0]).report
        import_work.take_over(jobs[0], report.state if report else "", DEFAULT)
        return import_jobs.status(jobs[0]).batch or 0, jobs[1].name


def open_account(store: Connection, name: str, email: str) -> int:
    """A person with an account that no password opens."""
    person = people.add_person(store, name, now())
    accounts.open_account(store, person, email=email, sign_in_name=None, password_hash="never asked for", now=now())
    return person


def finish_everything(store: Connection, person: int, catalogue: Catalogue) -> int:
    """Read every page, answer every quiz rightly, complete the course; the number of an attempt."""
    edition, numbers = catalogue.course.edition, []
    for module in catalogue.modules:
        for page in module.pages:
            readings.mark_read(store, person, page.id, edition, now())
        numbers += [hand_in(store, person, module.id, catalogue.quizzes[quiz], catalogue) for quiz in module.quizzes]
    state = progress(catalogue, *visits.progress_facts(store, person))
    facts = completion_facts(catalogue, state, person=person, partnership=PARTNERSHIP, at=now())
    completions.add_completion(store, facts)
    return numbers[0]


def hand_in(store: Connection, person: int, module: str, quiz: Quiz, catalogue: Catalogue) -> int:
    """A faultless attempt at a quiz."""
    course, judged = catalogue.course, judge(quiz, {each.id: each.answer for each in quiz.statements})
    attempts.keep_wording(store, quiz.digest, quiz.id, course.edition, wording.to_json(quiz), now())
    score = {"marks": judged.marks, "out_of": judged.out_of, "pass_mark": course.pass_mark, "answers": judged.answers}
    about = {"person": person, "module": module, "quiz": quiz.id, "digest": quiz.digest, "edition": course.edition}
    return attempts.add_attempt(store, Attempt(id=0, at=now(), after_look=False, **about, **score), f"key-{quiz.id}")
